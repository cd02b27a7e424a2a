//! What IIIF documents say: a manifest with its canvases, or a collection of manifests.

use super::service::ImageService;
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

/// What may be said of a manifest, a collection or a canvas. `required_statement`,
/// `rights` and `providers` are always shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    pub id: String,
    pub label: Option<Words>,
    pub summary: Option<Words>,
    pub metadata: Vec<LabelledValue>,
    pub required_statement: Option<LabelledValue>,
    /// The address of a licence or of a statement of rights.
    pub rights: Option<String>,
    /// Who provides the document; never an owner.
    pub providers: Vec<Provider>,
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

impl Body {
    /// Where its bytes lie: a picture from an image service is asked for at a size within
    /// `side_px_max`.
    pub fn request(&self, side_px_max: u32) -> String {
        match &self.service {
            Some(service) => {
                service.request([self.width_px, self.height_px], &self.uri, side_px_max)
            }
            None => self.uri.clone(),
        }
    }
}
