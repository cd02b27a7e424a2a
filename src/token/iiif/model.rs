//! What IIIF documents say: a manifest with its canvases, or a collection of manifests.

use super::part::Part;
use super::service::ImageService;
use crate::limits::LINES_MAX;
use crate::token::metadata::{MetadataNote, Words};

/// A document of the Presentation API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Iiif {
    Manifest(Manifest),
    Collection(Collection),
}

/// One object: a painting, a book, a film, a statue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    pub about: Described,
    /// Views of it, in order; at most [`crate::limits::CANVASES_MAX`].
    pub canvases: Vec<Canvas>,
    /// The index of the canvas to begin with.
    pub start: usize,
    pub notes: Vec<MetadataNote>,
}

/// A list of manifests and of further collections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collection {
    pub about: Described,
    pub items: Vec<Reference>,
    pub notes: Vec<MetadataNote>,
}

/// What is shown with a resource wherever that is shown (`requiredStatement`, `rights`,
/// `provider`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    pub statements: Vec<LabelledValue>,
    /// The terms in words, where a document has no address of them.
    pub terms: Vec<Words>,
    /// Addresses of licences or of statements of rights.
    pub rights: Vec<String>,
    /// Who provides the document; never an owner.
    pub providers: Vec<Provider>,
}

/// What may be said of a manifest, a collection or a canvas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    pub id: String,
    pub label: Option<Words>,
    pub summary: Option<Words>,
    pub metadata: Vec<LabelledValue>,
    pub due: Due,
    pub homepage: Option<String>,
    pub thumbnail: Option<String>,
    pub behaviors: Vec<String>,
}

/// A line of `metadata`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelledValue {
    pub label: Words,
    pub value: Words,
}

/// An organisation or a person that provides a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provider {
    pub label: Words,
    pub homepage: Option<String>,
    pub logo: Option<String>,
}

/// Another document that a collection names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub id: String,
    pub is_collection: bool,
    pub label: Option<Words>,
    pub thumbnail: Option<String>,
}

/// One view: a canvas, or a timeline or scene of version 4.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Canvas {
    pub about: Described,
    /// Its own units, not pixels; zero for what is only heard.
    pub width: u32,
    pub height: u32,
    pub duration_ms: Option<u64>,
    /// Physical width and height (the service “physdim”, `spatialScale`).
    pub size_mm: Option<(u32, u32)>,
    pub paintings: Vec<Painting>,
    /// Annotation pages with paintings that are documents of their own.
    pub further_pages: Vec<String>,
}

/// What is painted onto a canvas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Painting {
    /// One body, or those of a `Choice`: the first is the default. Never empty.
    pub choices: Vec<Body>,
    /// It covers the canvas, and not a part of it.
    pub is_whole: bool,
    /// What the annotation and its page ask to be shown.
    pub due: Due,
}

/// A picture, a film, a sound, a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    pub kind: BodyKind,
    pub uri: String,
    pub label: Option<Words>,
    /// What the document calls it; bytes are sniffed, never believed.
    pub mime: Option<String>,
    pub width_px: u32,
    pub height_px: u32,
    pub duration_ms: Option<u64>,
    pub service: Option<ImageService>,
    /// The part of it that is meant.
    pub part: Part,
    /// What selects a part in a way that nobody here understands.
    pub unread_selector: Option<String>,
    /// What it asks to be shown, and a `Choice` that it is of.
    pub due: Due,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BodyKind {
    Image,
    Video,
    Sound,
    Model,
    /// Text, a canvas within a canvas, or something unknown.
    Other,
}

impl Due {
    /// Takes over what another level asks for, each once, as far as there is room.
    pub fn add(&mut self, other: &Self) {
        add_distinct(&mut self.statements, &other.statements);
        add_distinct(&mut self.terms, &other.terms);
        add_distinct(&mut self.rights, &other.rights);
        add_distinct(&mut self.providers, &other.providers);
    }
}

fn add_distinct<T: Clone + PartialEq>(to: &mut Vec<T>, from: &[T]) {
    for one in from {
        if to.len() < LINES_MAX && !to.contains(one) {
            to.push(one.clone());
        }
    }
}

impl Body {
    /// Where its bytes lie: a picture from an image service is asked for at a size within
    /// `side_px_max`, and only the part of it that is meant.
    pub fn request(&self, side_px_max: u32) -> String {
        match &self.service {
            Some(service) => service.request(self.sides_px(), &self.uri, side_px_max, &self.part),
            None => self.uri.clone(),
        }
    }

    /// The part that is meant, where nobody can be asked for it and the whole is shown.
    pub fn part_unasked(&self) -> Option<String> {
        let is_asked = match &self.service {
            Some(service) => service.gives(self.sides_px(), &self.part),
            None => self.part.is_whole(),
        };
        let unasked = (!is_asked).then(|| self.part.to_string());
        self.unread_selector.clone().or(unasked)
    }

    fn sides_px(&self) -> [u32; 2] {
        [self.width_px, self.height_px]
    }
}
