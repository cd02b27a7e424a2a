//! SVG to pixels: no scripts, no references to anything outside, no file ever read.

mod ahead;
mod background;
mod behind;
mod cost;
mod css;
mod fonts;
mod outline;
mod pictures;
mod style;
mod survey;
mod text_path;
mod tiles;
mod unfold;
mod unread;
mod viewport;

use std::panic::{AssertUnwindSafe, catch_unwind};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::roxmltree::{Document, Error as XmlError, ParsingOptions};
use resvg::usvg::{ImageHrefResolver, Options, Tree, filter};

use super::error::at_most;
use super::{MediaError, MediaType, Picture, Remark};
use crate::limits;
pub use fonts::{FontFiles, Fonts};
use pictures::Pictures;
use survey::Survey;

/// Draws an SVG at its own size, but with a long side within the limits.
/// Also says what was left out of it.
pub(super) fn draw(bytes: &[u8], fonts: &Fonts) -> Result<(Picture, Vec<Remark>), MediaError> {
    let drawing = parse(bytes, fonts, Place::Alone, &mut Spent::default())?;
    let picture = drawing.paint()?;
    let remarks = drawing.survey.remarks(&picture)?;
    Ok((picture, remarks))
}

/// The size at which [`draw`] draws.
pub(super) fn drawn_size(bytes: &[u8]) -> Result<(u32, u32), MediaError> {
    let drawing = parse(bytes, &Fonts::default(), Place::Alone, &mut Spent::default())?;
    Ok((drawing.width, drawing.height))
}

/// Whether a drawing is a file of its own, or lies inside another: in such a one no
/// further drawing is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Alone,
    Inside,
}

/// What a drawing took so far, with all drawings inside of it.
#[derive(Debug, Default)]
struct Spent {
    /// Elements, letters and the like, once references are followed.
    parts: u64,
    /// Pixels of the pictures inside.
    carried: u64,
    /// Pixels that are painted, each as often as it is.
    painted: u64,
}

/// A drawing that is laid out, and may be drawn.
struct Drawing {
    tree: Tree,
    survey: Survey,
    /// As large as it is drawn.
    width: u32,
    height: u32,
    scale: f32,
}

impl Drawing {
    fn paint(&self) -> Result<Picture, MediaError> {
        let (width, height) = (self.width, self.height);
        let mut pixmap = Pixmap::new(width, height).ok_or_else(|| damaged("it has no size"))?;
        let scale = Transform::from_scale(self.scale, self.scale);
        resvg::render(&self.tree, scale, &mut pixmap.as_mut());
        let mut picture = Picture { width, height, rgba: pixmap.take() };
        picture.divide_by_alpha();
        Ok(picture)
    }
}

fn parse(
    bytes: &[u8],
    fonts: &Fonts,
    place: Place,
    spent: &mut Spent,
) -> Result<Drawing, MediaError> {
    let text = checked(bytes)?;
    let document = read(text)?;
    let sheets = style::texts(&document)?;
    let mut survey = Survey::of(&document, &sheets);
    // Whatever is said of a drawing is said of it as it came; what is counted, of all of it.
    let with_background = background::paint(&document, &sheets, &mut survey);
    let document = match &with_background {
        Some(text) => {
            drop(document);
            read(text)?
        }
        None => document,
    };
    let taken = Pictures::take_out(&document, fonts, place, &mut survey, spent)?;
    let tree = match taken {
        None => lay_out(&document, fonts, &Pictures::default(), spent)?,
        Some((text, pictures)) => {
            drop(document);
            lay_out(&read(&text)?, fonts, &pictures, spent)?
        }
    };
    let (width, height, scale) = size_of(&tree)?;
    cost::check(tree.root(), (width, height), scale, spent)?;
    Ok(Drawing { tree, survey, width, height, scale })
}

/// A drawing's text, if a parser may see it.
fn checked(bytes: &[u8]) -> Result<&str, MediaError> {
    at_most!(bytes.len(), SVG_BYTES_MAX, "bytes");
    let text = std::str::from_utf8(bytes).map_err(|_| damaged("it is not UTF-8"))?;
    // Entities can unfold to any length, so they are refused before the parser runs.
    if text.contains("<!ENTITY") {
        return Err(refused("XML entities of its own, which are never unfolded"));
    }
    // Each attribute of an element is compared with all before it.
    at_most!(most_attributes(text), SVG_ATTRIBUTES_MAX, "attributes of one element");
    Ok(text)
}

/// The most quoted values that one element's tag holds. No value holds a `<`, which
/// therefore always begins anew, whatever stands before it.
fn most_attributes(text: &str) -> usize {
    let (mut most, mut values, mut in_tag, mut quote) = (0, 0, false, None);
    for byte in text.bytes() {
        match (byte, quote) {
            (b'<', _) => (values, in_tag, quote) = (0, true, None),
            (_, Some(open)) if byte == open => quote = None,
            (b'>', None) => in_tag = false,
            (b'"' | b'\'', None) if in_tag => {
                (values, quote) = (values + 1, Some(byte));
                most = most.max(values);
            }
            _ => {}
        }
    }
    most
}

fn read(text: &str) -> Result<Document<'_>, MediaError> {
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: limits::SVG_NODES_MAX,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).map_err(|error| {
        if matches!(error, XmlError::NodesLimitReached) {
            return MediaError::TooLarge {
                found: u64::from(limits::SVG_NODES_MAX) + 1,
                limit: limits::SVG_NODES_MAX.into(),
                unit: "XML nodes",
                limit_name: "SVG_NODES_MAX",
            };
        }
        let message = error.to_string();
        if message.contains("unexpected end") || message.contains("not closed") {
            MediaError::Truncated(MediaType::Svg)
        } else {
            damaged(message)
        }
    })
}

fn lay_out(
    document: &Document,
    fonts: &Fonts,
    pictures: &Pictures,
    spent: &mut Spent,
) -> Result<Tree, MediaError> {
    unfold::check(document, spent)?;
    let options = Options {
        font_family: fonts.family.clone(),
        fontdb: fonts.database.clone(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|href, _| pictures.get(href)),
        },
        ..Options::default()
    };
    // It gives up on a picture that lies so far out that its own size is lost in the numbers.
    let laid_out = catch_unwind(AssertUnwindSafe(|| Tree::from_xmltree(document, &options)));
    let tree = laid_out.map_err(|_| damaged("it cannot be laid out"))?.map_err(damaged)?;
    pictures.check()?;
    refuse_filters(&tree)?;
    Ok(tree)
}

fn size_of(tree: &Tree) -> Result<(u32, u32, f32), MediaError> {
    let (width, height) = (tree.size().width(), tree.size().height());
    let long = width.max(height);
    let target = long.clamp(limits::SVG_SIDE_PX_MIN as f32, limits::SVG_SIDE_PX_MAX as f32);
    let scale = target / long;
    if !scale.is_finite() || scale <= 0.0 {
        return Err(damaged("it has no size"));
    }
    let side = |length: f32| ((length * scale).round() as u32).clamp(1, limits::SVG_SIDE_PX_MAX);
    Ok((side(width), side(height), scale))
}

/// Filters cost time that grows with their own numbers.
fn refuse_filters(tree: &Tree) -> Result<(), MediaError> {
    let primitives = || tree.filters().iter().flat_map(|filter| filter.primitives());
    at_most!(primitives().count(), SVG_FILTERS_MAX, "filter steps");
    for primitive in primitives() {
        if let filter::Kind::Turbulence(turbulence) = primitive.kind() {
            at_most!(turbulence.num_octaves(), SVG_OCTAVES_MAX, "octaves of turbulence");
        }
    }
    Ok(())
}

fn damaged(problem: impl ToString) -> MediaError {
    MediaError::damaged(MediaType::Svg, problem)
}

fn refused(what: &str) -> MediaError {
    MediaError::Refused { media: "SVG drawing", what: what.to_owned() }
}
