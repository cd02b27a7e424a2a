//! The one reader of IIIF documents, in the form of version 3; version 4 differs where a
//! list stands for a text.

use url::Url;

use super::label::words_of;
use super::model::{
    Body, BodyKind, Canvas, Collection, Described, Due, Iiif, LabelledValue, Manifest, Painting,
    Provider, Reference,
};
use super::part::Part;
use super::service::ImageService;
use super::version_2::{is_version_2, to_version_3};
use super::words::put_into_form;
use crate::limits::{CANVASES_MAX, CHOICES_MAX, LINES_MAX};
use crate::token::metadata::fields::whole_of;
use crate::token::metadata::files::milliseconds_of;
use crate::token::metadata::json::{Json, Object};
use crate::token::metadata::note::{NoteKind, Notes};
use crate::token::metadata::size::{millimetres, unit_mm};
use crate::token::metadata::{Extent, MetadataError, Words, read_object};
use crate::token::web::{https_address, web_address};

/// Parses a manifest or a collection (Presentation API 2.0 to 4.0).
pub fn parse_iiif(document: &[u8]) -> Result<Iiif, MetadataError> {
    let mut notes = Notes::default();
    let mut object = read_object(document, Extent::MANIFEST, &mut notes)?;
    if is_version_2(&object) {
        notes.add(NoteKind::OtherVersion, "");
        put_into_form(&mut object, &mut notes);
        object = to_version_3(&object);
    }
    match object.get("type").and_then(Json::text) {
        Some("Manifest") => read_manifest(&object, notes).map(Iiif::Manifest),
        Some("Collection") => Ok(Iiif::Collection(read_collection(&object, notes))),
        _ => Err(MetadataError::NotIiif),
    }
}

/// Parses an annotation page that is a document of its own (versions 3 and 4): what it
/// paints onto the canvas that names it.
pub fn parse_annotation_page(document: &[u8]) -> Result<Vec<Painting>, MetadataError> {
    let object = read_object(document, Extent::METADATA, &mut Notes::default())?;
    match text(&object, "type") {
        Some("AnnotationPage") => Ok(read_page(list(&object, "items"), &read_due(&object))),
        _ => Err(MetadataError::DamagedIiif("its annotation page is something else")),
    }
}

fn read_manifest(object: &Object, mut notes: Notes) -> Result<Manifest, MetadataError> {
    let views = list(object, "items");
    let views = views
        .iter()
        .filter_map(Json::object)
        .filter(|view| matches!(text(view, "type"), Some("Canvas" | "Timeline" | "Scene")));
    let mut canvases: Vec<_> = views.take(CANVASES_MAX + 1).map(read_canvas).collect();
    if canvases.len() > CANVASES_MAX {
        notes.add(NoteKind::TooMany, "items");
        canvases.truncate(CANVASES_MAX);
    }
    if canvases.is_empty() {
        return Err(MetadataError::DamagedIiif("its manifest has no canvas"));
    }
    let start = object.get("start").and_then(address_of).unwrap_or("");
    let start = start.split('#').next().unwrap_or("");
    let start = canvases.iter().position(|canvas| !start.is_empty() && canvas.about.id == start);
    Ok(Manifest {
        about: read_described(object),
        canvases,
        start: start.unwrap_or(0),
        notes: notes.into_inner(),
    })
}

fn read_collection(object: &Object, mut notes: Notes) -> Collection {
    let items = list(object, "items").iter().filter_map(Json::object);
    let items = items.filter_map(|item| {
        let is_collection = match text(item, "type")? {
            "Manifest" => false,
            "Collection" => true,
            _ => return None,
        };
        let about = read_described(item);
        let reference = Reference {
            id: about.id,
            is_collection,
            label: about.label,
            thumbnail: about.thumbnail,
        };
        (!reference.id.is_empty()).then_some(reference)
    });
    let mut items: Vec<_> = items.take(CANVASES_MAX + 1).collect();
    if items.len() > CANVASES_MAX {
        notes.add(NoteKind::TooMany, "items");
        items.truncate(CANVASES_MAX);
    }
    Collection { about: read_described(object), items, notes: notes.into_inner() }
}

fn read_described(object: &Object) -> Described {
    let lines = list(object, "metadata").iter().take(LINES_MAX).filter_map(labelled);
    let behaviors = match object.get("behavior") {
        Some(Json::Text(one)) => vec![one.clone()],
        _ => list(object, "behavior").iter().filter_map(Json::text).map(str::to_owned).collect(),
    };
    Described {
        id: id_of(object).unwrap_or("").to_owned(),
        label: object.get("label").and_then(words_of),
        summary: object.get("summary").and_then(words_of),
        metadata: lines.collect(),
        due: read_due(object),
        homepage: object.get("homepage").and_then(link_of),
        thumbnail: object.get("thumbnail").and_then(address_of).map(str::to_owned),
        behaviors,
    }
}

/// What a resource of any kind asks to be shown with it.
fn read_due(object: &Object) -> Due {
    let statements = list(object, "requiredStatement").iter().take(LINES_MAX);
    let rights = match object.get("rights") {
        Some(Json::List(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let (mut terms, mut addresses) = (Vec::new(), Vec::new());
    for one in rights.iter().take(LINES_MAX) {
        match address_of(one).and_then(web_address) {
            Some(address) => addresses.push(address),
            None => terms.extend(terms_of(one)),
        }
    }
    let providers = list(object, "provider").iter().take(LINES_MAX).filter_map(|provider| {
        Some(Provider {
            label: words_of(provider.get("label")?)?,
            homepage: provider.get("homepage").and_then(link_of),
            logo: provider.get("logo").and_then(address_of).map(str::to_owned),
        })
    });
    Due {
        statements: statements.filter_map(labelled).collect(),
        terms,
        rights: addresses,
        providers: providers.collect(),
    }
}

/// Terms that stand in words where an address should. An address that is not shown is no
/// words either.
fn terms_of(rights: &Json) -> Option<Words> {
    // A resource of some kind is no map of languages.
    if rights.object().is_some() && Words::of_map(rights, "\n").is_none() {
        return None;
    }
    let words = words_of(rights)?;
    let has_spaces = words.plain().contains(char::is_whitespace);
    let is_address = Url::parse(words.plain()).is_ok_and(|url| url.has_host() || !has_spaces);
    (!is_address).then_some(words)
}

fn labelled(line: &Json) -> Option<LabelledValue> {
    let label = line.get("label").and_then(words_of).unwrap_or_default();
    Some(LabelledValue { label, value: words_of(line.get("value")?)? })
}

fn read_canvas(object: &Object) -> Canvas {
    let side = |name: &str| object.get(name).and_then(pixels).unwrap_or(0);
    let (width, height) = (side("width"), side("height"));
    let mut canvas = Canvas {
        about: read_described(object),
        width,
        height,
        duration_ms: object.get("duration").and_then(duration),
        size_mm: physical_size(object, width, height),
        paintings: Vec::new(),
        further_pages: Vec::new(),
    };
    for page in list(object, "items").iter().filter_map(Json::object) {
        match page.get("items").and_then(Json::list) {
            Some(annotations) => {
                canvas.paintings.extend(read_page(annotations, &read_due(page)));
            }
            None => canvas.further_pages.extend(id_of(page).map(str::to_owned)),
        }
    }
    canvas
}

/// What the annotations of a page paint; `due` is what the page itself asks to be shown.
fn read_page(annotations: &[Json], due: &Due) -> Vec<Painting> {
    let paintings = annotations.iter().filter_map(read_annotation);
    let of_page = |mut painting: Painting| {
        painting.due.add(due);
        painting
    };
    paintings.map(of_page).collect()
}

fn read_annotation(annotation: &Json) -> Option<Painting> {
    let is_painting = match annotation.get("motivation")? {
        Json::Text(motivation) => motivation == "painting",
        Json::List(list) => list.iter().any(|motivation| motivation.text() == Some("painting")),
        _ => false,
    };
    if !is_painting {
        return None;
    }
    let mut choices = Vec::new();
    read_bodies(annotation.get("body")?, &Around::default(), &mut choices);
    let target = annotation.get("target");
    let fragment = target.and_then(address_of).is_some_and(|target| target.contains('#'));
    let selector = target.is_some_and(|target| target.get("selector").is_some());
    let due = read_due(annotation.object()?);
    (!choices.is_empty()).then_some(Painting { choices, is_whole: !(fragment || selector), due })
}

/// What is said around a body: by the `Choice` that it is of, and of the part of it that is
/// meant.
#[derive(Clone, Default)]
struct Around {
    part: Part,
    unread_selector: Option<String>,
    due: Due,
}

/// The bodies of an annotation: one, a list, a `Choice`, or a part of another resource.
/// Documents nest no deeper than their reader lets them.
fn read_bodies(value: &Json, around: &Around, bodies: &mut Vec<Body>) {
    if bodies.len() >= CHOICES_MAX {
        return;
    }
    match (value, value.get("type").and_then(Json::text)) {
        (Json::List(list), _) => list.iter().for_each(|body| read_bodies(body, around, bodies)),
        (Json::Object(object), Some("Choice")) => {
            let around = around.within(object);
            list(object, "items").iter().for_each(|body| read_bodies(body, &around, bodies));
        }
        (Json::Object(object), Some("SpecificResource")) => {
            if let Some(source) = object.get("source") {
                read_bodies(source, &around.within(object), bodies);
            }
        }
        (Json::Object(object), kind) => {
            bodies.extend(read_body(object, kind.unwrap_or(""), around));
        }
        _ => {}
    }
}

impl Around {
    /// The same within a further resource.
    fn within(&self, object: &Object) -> Self {
        let mut within = self.clone();
        let mut due = read_due(object);
        due.add(&within.due);
        within.due = due;
        match object.get("selector").map(Part::of) {
            Some(Ok(part)) => within.part = part,
            Some(Err(unread)) => within.unread_selector = Some(unread),
            None => {}
        }
        within
    }
}

fn read_body(object: &Object, kind: &str, around: &Around) -> Option<Body> {
    let mime = text(object, "format").map(crate::token::clean_text);
    let kind = match kind {
        "Image" => BodyKind::Image,
        "Video" => BodyKind::Video,
        // Version 4 has both names.
        "Sound" | "Audio" => BodyKind::Sound,
        "Model" => BodyKind::Model,
        _ => BodyKind::Other,
    };
    let service = object.get("service").and_then(ImageService::of);
    let uri = id_of(object).unwrap_or("").to_owned();
    let Around { part, unread_selector, due } = around.within(object);
    (!uri.is_empty() || service.is_some()).then(|| Body {
        kind,
        uri,
        label: object.get("label").and_then(words_of),
        mime,
        width_px: object.get("width").and_then(pixels).unwrap_or(0),
        height_px: object.get("height").and_then(pixels).unwrap_or(0),
        duration_ms: object.get("duration").and_then(duration),
        service,
        part,
        unread_selector,
        due,
    })
}

/// Physical width and height: the canvas's units times the scale of `spatialScale`
/// (version 4) or of the service “physdim”.
fn physical_size(object: &Object, width: u32, height: u32) -> Option<(u32, u32)> {
    let scale = object.get("spatialScale").and_then(|quantity| {
        let value = quantity.get("quantityValue").or_else(|| quantity.get("value"))?;
        Some(value.float()? * unit_mm(quantity.get("unit")?.text()?)?)
    });
    let of_service = || {
        let services = match object.get("service")? {
            Json::List(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        services.iter().take(LINES_MAX).find_map(|service| {
            let profile = service.get("profile").and_then(Json::text)?;
            let value = service.get("physicalScale").filter(|_| profile.contains("physdim"))?;
            Some(value.float()? * unit_mm(service.get("physicalUnits")?.text()?)?)
        })
    };
    let mm_per_unit = scale.or_else(of_service)?;
    let side = |units: u32| millimetres(f64::from(units), mm_per_unit);
    Some((side(width)?, side(height)?))
}

/// The address in a text, in an object, or in the first entry of a list.
fn address_of(value: &Json) -> Option<&str> {
    match value {
        Json::Text(text) => Some(text.as_str()).filter(|text| !text.trim().is_empty()),
        Json::List(list) => list.iter().take(LINES_MAX).find_map(address_of),
        Json::Object(object) => match object.get("source") {
            Some(source) => address_of(source),
            None => id_of(object),
        },
        _ => None,
    }
}

fn link_of(value: &Json) -> Option<String> {
    address_of(value).and_then(https_address)
}

fn id_of(object: &Object) -> Option<&str> {
    let id = text(object, "id").or_else(|| text(object, "@id"))?.trim();
    (!id.is_empty()).then_some(id)
}

fn text<'a>(object: &'a Object, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Json::text)
}

fn list<'a>(object: &'a Object, name: &str) -> &'a [Json] {
    match object.get(name) {
        Some(Json::List(list)) => list,
        Some(one @ Json::Object(_)) => std::slice::from_ref(one),
        _ => &[],
    }
}

fn pixels(value: &Json) -> Option<u32> {
    whole_of(value).and_then(|number| u32::try_from(number).ok())
}

/// Seconds in a document, milliseconds here.
fn duration(value: &Json) -> Option<u64> {
    milliseconds_of(value.float()?)
}
