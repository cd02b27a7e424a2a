//! IIIF: manifests and collections of the Presentation API 2, 3 and 4, as one domain
//! type, and what to ask of an image service.

mod label;
mod model;
mod part;
mod read;
mod service;
mod version_2;
mod words;
mod work;

pub use model::{
    Body, BodyKind, Canvas, Collection, Described, Due, Iiif, LabelledValue, Manifest, Painting,
    Provider, Reference,
};
pub use part::{Part, Region};
pub use read::{parse_annotation_page, parse_iiif};
pub use service::{ComplianceLevel, ImageService};

#[cfg(test)]
mod tests;
