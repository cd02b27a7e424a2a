//! Pictures that an SVG carries inside: decoded here, within the limits of any picture,
//! before the drawing begins. What is drawn afterwards are pixels of our own decoders.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use resvg::usvg::ImageKind;
use resvg::usvg::roxmltree::{Attribute, Document, Node};

use super::{damaged, refused};
use crate::limits;
use crate::media::error::at_most;
use crate::media::{Fonts, MediaError, MediaType, Picture, check_claim, decode, picture_size};

/// The pictures of one SVG, by the names that stand for them in its text.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    held: Vec<Held>,
    /// How often pictures were asked for, and how many pixels they have together.
    drawn: AtomicU64,
    drawn_pixels: AtomicU64,
}

#[derive(Debug)]
struct Held {
    png: Arc<Vec<u8>>,
    pixels: u64,
}

impl Pictures {
    /// Decodes every picture that the document carries, and gives its text with short
    /// names in their places; none if it carries none.
    pub fn take_out(document: &Document) -> Result<Option<(String, Self)>, MediaError> {
        let mut pictures = Self::default();
        let mut pixels = 0;
        let mut text = String::new();
        let mut copied = 0;
        let whole = document.input_text();
        let mut carried: Vec<_> = document.descendants().flat_map(|node| carried(&node)).collect();
        carried.sort_by_key(|attribute| attribute.range().start);
        for attribute in carried {
            let bytes = data_of(attribute.value())?;
            let (width, height) = picture_size(&bytes)?;
            pixels += u64::from(width) * u64::from(height);
            at_most!(pixels, SVG_PICTURE_PIXELS_MAX, "pixels in its pictures");
            let picture = decode(&bytes, &Fonts::default())?;
            let range = value_range(whole, attribute.range());
            text.push_str(&whole[copied..range.start]);
            text.push_str(&name(pictures.held.len()));
            copied = range.end;
            pictures.held.push(Held {
                pixels: u64::from(picture.width) * u64::from(picture.height),
                png: Arc::new(as_png(&picture)?),
            });
        }
        if pictures.held.is_empty() {
            return Ok(None);
        }
        text.push_str(&whole[copied..]);
        Ok(Some((text, pictures)))
    }

    /// The picture of a name, unless too many were drawn already.
    pub fn get(&self, href: &str) -> Option<ImageKind> {
        let held = self.held.iter().enumerate().find(|(index, _)| name(*index) == href)?.1;
        self.drawn.fetch_add(1, Ordering::Relaxed);
        self.drawn_pixels.fetch_add(held.pixels, Ordering::Relaxed);
        self.check().ok()?;
        Some(ImageKind::PNG(held.png.clone()))
    }

    /// Refuses a drawing that repeats its pictures too often.
    pub fn check(&self) -> Result<(), MediaError> {
        let drawn = self.drawn.load(Ordering::Relaxed);
        at_most!(drawn, SVG_PICTURES_MAX, "pictures inside it");
        let pixels = self.drawn_pixels.load(Ordering::Relaxed);
        at_most!(pixels, SVG_PICTURE_PIXELS_MAX, "pixels in its pictures");
        Ok(())
    }
}

/// Whether a reference of this element is a picture that lies in the file itself.
pub(super) fn is_carried(element: &str, reference: &str) -> bool {
    let data = reference.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"));
    data && matches!(element, "image" | "feImage")
}

/// The references of an element that are pictures, in the order of the text.
fn carried<'a, 'input>(node: &Node<'a, 'input>) -> Vec<Attribute<'a, 'input>> {
    let element = node.tag_name().name();
    let is_picture = |a: &Attribute| a.name() == "href" && is_carried(element, a.value().trim());
    node.attributes().filter(is_picture).collect()
}

/// Where a value lies within its attribute (`href = "…"`): between the quotes, of which
/// one ends the attribute. The parser's own answer is cut at 255 blanks before them.
fn value_range(text: &str, attribute: Range<usize>) -> Range<usize> {
    let end = attribute.end - 1;
    let quote = &text[end..attribute.end];
    let before = text[attribute.start..end].find(quote).unwrap_or(0);
    attribute.start + before + 1..end
}

/// A name that no drawing can mean by chance: it names nothing that would be followed.
fn name(index: usize) -> String {
    format!("carried:{index}")
}

/// The bytes of a data URI that holds a picture in base64 (RFC 2397).
fn data_of(uri: &str) -> Result<Vec<u8>, MediaError> {
    let (head, data) =
        uri.trim().split_once(',').ok_or_else(|| damaged("a picture inside it has no data"))?;
    let mut parts = head[5..].split(';').map(|part| part.trim().to_ascii_lowercase());
    let claimed = parts.next().unwrap_or_default();
    if claimed == MediaType::Svg.mime() {
        return Err(refused("another drawing inside the drawing, which is not drawn"));
    }
    if !parts.any(|part| part == "base64") {
        return Err(refused("a picture inside the drawing that is not in base64"));
    }
    let data: Vec<u8> = data.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let lenient = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let bytes = GeneralPurpose::new(&STANDARD, lenient)
        .decode(&data)
        .map_err(|_| damaged("a picture inside it is no base64"))?;
    match check_claim(&bytes, &claimed)? {
        MediaType::Png | MediaType::Jpeg | MediaType::WebP | MediaType::Gif => Ok(bytes),
        MediaType::Svg => Err(refused("another drawing inside the drawing, which is not drawn")),
        other => Err(MediaError::NotShown(other)),
    }
}

/// Pixels in the form that the drawing takes them; quick to make, since nobody keeps it.
fn as_png(picture: &Picture) -> Result<Vec<u8>, MediaError> {
    let mut png = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::NoFilter);
    encoder
        .write_image(&picture.rgba, picture.width, picture.height, ExtendedColorType::Rgba8)
        .map_err(damaged)?;
    Ok(png)
}
