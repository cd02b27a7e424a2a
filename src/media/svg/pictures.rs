//! Pictures that an SVG carries inside: decoded here, within the limits of any picture,
//! before the drawing begins. A drawing among them becomes pixels too. What is drawn
//! afterwards are pixels of our own decoders.

use std::fmt::Display;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use percent_encoding::percent_decode_str;
use resvg::usvg::ImageKind;
use resvg::usvg::roxmltree::{Attribute, Document, Node};

use super::viewport::Viewport;
use super::{Place, Spent, Survey, checked, damaged, parse, read};
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

/// A picture out of a drawing.
struct Taken {
    picture: Picture,
    /// What a drawing says of its own size, which is not that of its pixels.
    own_size: Option<(f32, f32)>,
}

impl Pictures {
    /// Decodes every picture that the document carries, and gives its text with short
    /// names in their places; none if it carries none. What is left out, or was inside of
    /// them, the survey is told.
    pub fn take_out(
        document: &Document,
        fonts: &Fonts,
        place: Place,
        survey: &mut Survey,
        spent: &mut Spent,
    ) -> Result<Option<(String, Self)>, MediaError> {
        let mut pictures = Self::default();
        let mut text = String::new();
        let (mut copied, mut last) = (0, None);
        let whole = document.input_text();
        let mut carried: Vec<_> = document.descendants().flat_map(carried).collect();
        if carried.is_empty() {
            return Ok(None);
        }
        carried.sort_by_key(|(_, attribute)| attribute.range().start);
        for (node, attribute) in carried {
            let range = value_range(whole, attribute.range());
            text.push_str(&whole[copied..range.start]);
            let end = attribute.range().end;
            match taken(attribute.value(), fonts, place, survey, spent)? {
                None => {
                    survey.leave_out("a drawing inside it that cannot be drawn");
                    text.push_str(&name("none"));
                    text.push_str(&whole[range.end..end]);
                }
                Some(Taken { picture, own_size }) => {
                    text.push_str(&name(pictures.held.len()));
                    text.push_str(&whole[range.end..end]);
                    let sized = ["width", "height"].iter().any(|side| node.has_attribute(*side));
                    // It may bear both forms of `href`.
                    let first = last.replace(node.id()) != Some(node.id());
                    let is_image = node.tag_name().name() == "image";
                    if let (Some((width, height)), true, false, true) =
                        (own_size, is_image, sized, first)
                    {
                        text.push_str(&format!(" width='{width}' height='{height}'"));
                    }
                    pictures.held.push(Held {
                        pixels: u64::from(picture.width) * u64::from(picture.height),
                        png: Arc::new(as_png(&picture)?),
                    });
                }
            }
            copied = end;
        }
        text.push_str(&whole[copied..]);
        Ok(Some((text, pictures)))
    }

    /// The picture of a name, unless too many were drawn already.
    pub fn get(&self, href: &str) -> Option<ImageKind> {
        self.check().ok()?;
        let index: usize = href.strip_prefix(NAME)?.parse().ok()?;
        let held = self.held.get(index)?;
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
    is_data(reference) && matches!(element, "image" | "feImage")
}

/// Whether a reference holds itself what it leads to.
pub(super) fn is_data(reference: &str) -> bool {
    reference.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// The references of an element that are pictures, in the order of the text.
fn carried<'a, 'input>(
    node: Node<'a, 'input>,
) -> impl Iterator<Item = (Node<'a, 'input>, Attribute<'a, 'input>)> {
    let element = node.tag_name().name();
    let is_picture =
        move |a: &Attribute| a.name() == "href" && is_carried(element, a.value().trim());
    node.attributes().filter(is_picture).map(move |attribute| (node, attribute))
}

/// Where a value lies within its attribute (`href = "…"`): between the quotes, of which
/// one ends the attribute. The parser's own answer is cut at 255 blanks before them.
pub(super) fn value_range(text: &str, attribute: Range<usize>) -> Range<usize> {
    let end = attribute.end - 1;
    let quote = &text[end..attribute.end];
    let before = text[attribute.start..end].find(quote).unwrap_or(0);
    attribute.start + before + 1..end
}

/// With this begins what stands for a picture; no drawing means it by chance, and it names
/// nothing that would be followed.
const NAME: &str = "carried:";

fn name(index: impl Display) -> String {
    format!("{NAME}{index}")
}

/// The picture that a data URI holds; none for a drawing that cannot be drawn.
fn taken(
    uri: &str,
    fonts: &Fonts,
    place: Place,
    survey: &mut Survey,
    spent: &mut Spent,
) -> Result<Option<Taken>, MediaError> {
    let (claimed, is_base64, data) = parts_of(uri)?;
    match data_of(data, &claimed, is_base64) {
        Ok((bytes, MediaType::Svg)) => drawing(&bytes, fonts, place, survey, spent),
        Ok((bytes, media)) if media.is_pixels() => {
            let (width, height) = picture_size(&bytes)?;
            spend(width, height, spent)?;
            let picture = decode(&bytes, &Fonts::default())?;
            Ok(Some(Taken { picture, own_size: None }))
        }
        Ok((_, other)) => Err(MediaError::NotShown(other)),
        Err(_) if claimed == MediaType::Svg.mime() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Draws a drawing that lies inside another, as it is drawn by itself. What takes too much
/// is refused with what it lies in.
fn drawing(
    bytes: &[u8],
    fonts: &Fonts,
    place: Place,
    survey: &mut Survey,
    spent: &mut Spent,
) -> Result<Option<Taken>, MediaError> {
    if place == Place::Inside {
        return Ok(None);
    }
    let drawing = match parse(bytes, fonts, Place::Inside, spent) {
        Ok(drawing) => drawing,
        Err(error @ MediaError::TooLarge { .. }) => return Err(error),
        Err(_) => return Ok(None),
    };
    spend(drawing.width, drawing.height, spent)?;
    let picture = drawing.paint()?;
    let own_size = Some((drawing.tree.size().width(), drawing.tree.size().height()));
    survey.take_in(drawing.survey);
    Ok(Some(Taken { picture, own_size }))
}

/// Counts the pixels of one more picture.
fn spend(width: u32, height: u32, spent: &mut Spent) -> Result<(), MediaError> {
    spent.carried += u64::from(width) * u64::from(height);
    at_most!(spent.carried, SVG_PICTURE_PIXELS_MAX, "pixels in its pictures");
    Ok(())
}

/// The size in pixels that the picture in a data URI says that it has; none where it holds no
/// picture that is shown.
pub(super) fn natural_size(uri: &str) -> Option<(f64, f64)> {
    let (claimed, is_base64, data) = parts_of(uri).ok()?;
    let (bytes, media) = data_of(data, &claimed, is_base64).ok()?;
    if media == MediaType::Svg {
        let document = read(checked(&bytes).ok()?).ok()?;
        let viewport = Viewport::of(&document.root_element())?;
        return Some((viewport.width, viewport.height));
    }
    let (width, height) = media.is_pixels().then(|| picture_size(&bytes).ok())??;
    Some((width.into(), height.into()))
}

/// What a data URI says that it holds, whether in base64, and its data.
fn parts_of(uri: &str) -> Result<(String, bool, &str), MediaError> {
    let (head, data) =
        uri.trim().split_once(',').ok_or_else(|| damaged("a picture inside it has no data"))?;
    let head = head.get(5..).unwrap_or_default();
    let mut parts = head.split(';').map(|part| part.trim().to_ascii_lowercase());
    let claimed = parts.next().unwrap_or_default();
    let is_base64 = parts.any(|part| part == "base64");
    Ok((claimed, is_base64, data))
}

/// The bytes that a data URI holds (RFC 2397), and what they are.
fn data_of(data: &str, claimed: &str, is_base64: bool) -> Result<(Vec<u8>, MediaType), MediaError> {
    let mut bytes: Vec<u8> = percent_decode_str(data).collect();
    if is_base64 {
        bytes.retain(|byte| !byte.is_ascii_whitespace());
        let lenient = GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true);
        bytes = GeneralPurpose::new(&STANDARD, lenient)
            .decode(&bytes)
            .map_err(|_| damaged("a picture inside it is no base64"))?;
    }
    let media = check_claim(&bytes, claimed)?;
    Ok((bytes, media))
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
