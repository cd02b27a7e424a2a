//! Drawing glyphs into pixels.

use std::collections::HashMap;

use parley::{FontData, GlyphRun};
use swash::FontRef;
use swash::scale::image::{Content, Image};
use swash::scale::{Render, ScaleContext, Source, StrikeWith};
use swash::zeno::{Format, Vector};

use super::block::Ink;
use super::sheet::Lettered;

/// Glyphs of one font, size and ink, placed.
pub(super) struct Glyphs {
    font: FontData,
    size_px: f32,
    coords: Vec<i16>,
    ink: Ink,
    /// Glyph, x, y of its origin.
    places: Vec<(u16, f32, f32)>,
}

/// Draws glyphs, and keeps those of reading sizes.
#[derive(Default)]
pub(super) struct Painter {
    scaling: ScaleContext,
    drawn: HashMap<Drawn, Option<Image>>,
}

/// A glyph as it was drawn: font, its number in the file, glyph, size in 1/64 px, and
/// the quarter of a pixel at which it begins.
type Drawn = (u64, u32, u16, u32, u8);

/// Glyphs kept at most; then all are forgotten, which costs a few milliseconds.
const KEPT_MAX: usize = 8_192;

/// The largest size that is kept, in pixels.
const KEPT_SIZE_MAX_PX: f32 = 64.0;

/// The largest size at which letters are fitted to the rows of pixels.
const HINTED_SIZE_MAX_PX: f32 = 28.0;

/// Below this size strokes are thinner than a pixel and would look grey.
const DARKENED_SIZE_MAX_PX: f32 = 22.0;

impl Glyphs {
    /// The glyphs of a run, moved to the right.
    pub fn of(run: &GlyphRun<'_, Ink>, x: f32) -> Self {
        let font = run.run().font().clone();
        Self {
            font,
            size_px: run.run().font_size(),
            coords: run.run().normalized_coords().to_vec(),
            ink: run.style().brush,
            places: run
                .positioned_glyphs()
                .filter_map(|glyph| Some((u16::try_from(glyph.id).ok()?, glyph.x + x, glyph.y)))
                .collect(),
        }
    }
}

impl Painter {
    pub fn paint(&mut self, onto: &mut Lettered, x: f32, y: f32, glyphs: &Glyphs) {
        for &(glyph, glyph_x, glyph_y) in &glyphs.places {
            let left = x + glyph_x;
            let quarter = ((left - left.floor()) * 4.0) as u8;
            let origin = [left.floor() as i32, (y + glyph_y).round() as i32];
            if let Some(image) = self.draw(glyphs, glyph, quarter) {
                blend(onto, origin, &image, glyphs.ink);
            }
        }
    }

    fn draw(&mut self, glyphs: &Glyphs, glyph: u16, quarter: u8) -> Option<Image> {
        let key = (
            glyphs.font.data.id(),
            glyphs.font.index,
            glyph,
            (glyphs.size_px * 64.0) as u32,
            quarter,
        );
        if let Some(image) = self.drawn.get(&key) {
            return image.clone();
        }
        let font = FontRef::from_index(glyphs.font.data.as_ref(), glyphs.font.index as usize)?;
        let mut scaler = self
            .scaling
            .builder(font)
            .size(glyphs.size_px)
            // Horizontal strokes of small letters then lie on rows of pixels.
            .hint(glyphs.size_px <= HINTED_SIZE_MAX_PX)
            .normalized_coords(&glyphs.coords)
            .build();
        let image = Render::new(&[
            Source::ColorOutline(0),
            Source::ColorBitmap(StrikeWith::BestFit),
            Source::Outline,
        ])
        .format(Format::Alpha)
        .offset(Vector::new(f32::from(quarter) / 4.0, 0.0))
        .render(&mut scaler, glyph);
        let image = image.map(|mut image| {
            if glyphs.size_px <= DARKENED_SIZE_MAX_PX && image.content == Content::Mask {
                image.data.iter_mut().for_each(|coverage| *coverage = darkened(*coverage));
            }
            image
        });
        if glyphs.size_px <= KEPT_SIZE_MAX_PX {
            if self.drawn.len() >= KEPT_MAX {
                self.drawn.clear();
            }
            self.drawn.insert(key, image.clone());
        }
        image
    }
}

fn blend(onto: &mut Lettered, [x, y]: [i32; 2], image: &Image, ink: Ink) {
    let place = image.placement;
    for row in 0..place.height {
        let Ok(to_y) = u32::try_from(y - place.top + row as i32) else { continue };
        if to_y >= onto.height {
            break;
        }
        for column in 0..place.width {
            let Ok(to_x) = u32::try_from(x + place.left + column as i32) else { continue };
            if to_x >= onto.width {
                break;
            }
            let at = (row * place.width + column) as usize;
            match image.content {
                Content::Mask => onto.mix(to_x, to_y, ink, image.data[at]),
                Content::Color | Content::SubpixelMask => {
                    let pixel = &image.data[at * 4..at * 4 + 4];
                    let opaque = [pixel[0], pixel[1], pixel[2], 255];
                    onto.mix(to_x, to_y, opaque, pixel[3]);
                }
            }
        }
    }
}

/// More ink where a stroke covers a part of a pixel: 0 and 255 stay what they are.
fn darkened(coverage: u8) -> u8 {
    let part = f32::from(coverage) / 255.0;
    (part.powf(0.78) * 255.0).round() as u8
}
