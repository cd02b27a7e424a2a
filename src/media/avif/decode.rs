//! From coded AV1 frames to pixels.

use std::ops::Deref;

use re_rav1d::dav1d::{
    self, Decoder, PixelLayout, PlanarImageComponent as Plane, Settings, pixel::YUVRange,
};

use super::container::{Still, read};
use super::sequence::{self, Sequence};
use super::sheet::Sheet;
use crate::media::{MediaError, MediaType, Picture, Remark, colour};

/// Decodes the still of an AVIF, cut and turned as its container says, its colours in sRGB.
pub(in crate::media) fn decode(bytes: &[u8]) -> Result<(Picture, Vec<Remark>), MediaError> {
    let still = read(bytes)?;
    let remarks = if still.moves { vec![Remark::FirstFrame] } else { Vec::new() };
    let mut sheet = None;
    lay(&mut sheet, &still, &still.tiles, paint)?;
    lay(&mut sheet, &still, &still.alpha, fade)?;
    let Some(Sheet { mut picture, .. }) = sheet else {
        return Err(damaged("it is made of no pictures"));
    };
    if still.premultiplied {
        picture.divide_by_alpha();
    }
    match &still.profile {
        Some(profile) => {
            colour::into_srgb(&mut picture, profile);
        }
        None if still.is_p3 => colour::from_display_p3(&mut picture),
        None => {}
    }
    Ok((picture, remarks))
}

/// Decodes tiles and lays them side by side. The sheet is there once the first of them is
/// decoded, since its decoder, which is gone then, takes much itself.
fn lay(
    sheet: &mut Option<Sheet>,
    still: &Still,
    tiles: &[u32],
    each: fn(&Frame, &mut Sheet, (u32, u32)),
) -> Result<(), MediaError> {
    let columns = still.columns;
    // A tile may reach beyond the picture, as far as tiles are usually rounded.
    let round = |side: u32| if tiles.len() > 1 { side.next_multiple_of(TILE_PX) } else { side };
    let pixels_max = round(still.size.0).saturating_mul(round(still.size.1));
    let (mut size, mut kind) = ((0, 0), None);
    for (index, tile) in tiles.iter().enumerate() {
        let data = still.data(*tile)?;
        let found = Sequence::read(&data).map(|sequence| sequence.kind());
        // The first alone was asked how much memory it takes.
        if *kind.get_or_insert(found) != found {
            return Err(damaged("its tiles are not of one kind"));
        }
        let frame = frame(data, pixels_max)?;
        size = if index == 0 { (frame.width(), frame.height()) } else { size };
        if (frame.width(), frame.height()) != size {
            return Err(damaged("its tiles are not of one size"));
        }
        let (row, column) = (index as u32 / columns, index as u32 % columns);
        let at = (column.checked_mul(size.0), row.checked_mul(size.1));
        let (Some(x), Some(y)) = at else { return Err(damaged("its tiles lie outside of it")) };
        each(&frame, sheet.get_or_insert_with(|| Sheet::new(still)), (x, y));
    }
    let rows = (tiles.len() as u32).div_ceil(columns.max(1));
    let covered = size.0.saturating_mul(columns) >= still.size.0
        && size.1.saturating_mul(rows) >= still.size.1;
    if !tiles.is_empty() && !covered {
        return Err(damaged("its frames are smaller than it says"));
    }
    Ok(())
}

/// The sides of tiles are multiples of this, in pixels.
const TILE_PX: u32 = 64;

/// The first frame of a coded item, or the finest where it has layers, which may be as large
/// as what it is for.
fn frame(data: Vec<u8>, pixels_max: u32) -> Result<Frame, MediaError> {
    // The decoder takes nothing for a broken promise of its caller.
    if data.is_empty() {
        return Err(damaged("a picture in it has no data"));
    }
    let failed = |error: dav1d::Error| damaged(error);
    let sequence = Sequence::read(&data);
    let matrix = sequence.and_then(|sequence| sequence.matrix);
    // Each is one frame, and all are decoded for the finest. Where there are more, which may be
    // any number, the first is taken.
    let has_layers = sequence.is_some_and(|sequence| {
        sequence.layers > 1 && sequence::frames(&data) <= sequence.layers as usize
    });
    let mut settings = Settings::new();
    // Works are examined one on each core already.
    settings.set_n_threads(1);
    settings.set_max_frame_delay(1);
    settings.set_frame_size_limit(pixels_max);
    // Otherwise it gives out the finest alone.
    settings.set_all_layers(!has_layers);
    let mut decoder = Decoder::with_settings(&settings).map_err(failed)?;
    match decoder.send_data(data, None, None, None) {
        Ok(()) | Err(dav1d::Error::Again) => {}
        Err(error) => return Err(failed(error)),
    }
    match decoder.get_picture() {
        Ok(picture) => Ok(Frame { picture, matrix }),
        Err(dav1d::Error::Again) => Err(MediaError::Truncated(MediaType::Avif)),
        Err(error) => Err(failed(error)),
    }
}

/// A frame, and the number by which H.273 calls how its colours were made into luma and
/// chroma.
struct Frame {
    picture: dav1d::Picture,
    matrix: Option<u8>,
}

impl Deref for Frame {
    type Target = dav1d::Picture;

    fn deref(&self) -> &dav1d::Picture {
        &self.picture
    }
}

/// One plane's samples as fractions of the greatest.
struct Samples {
    bytes: dav1d::Plane,
    stride: usize,
    wide: bool,
    most: f32,
}

impl Samples {
    fn of(frame: &dav1d::Picture, plane: Plane) -> Self {
        let bits = frame.bits_per_component().map_or(8, |bits| bits.0);
        Self {
            bytes: frame.plane(plane),
            stride: frame.stride(plane) as usize,
            wide: bits > 8,
            most: ((1u32 << bits) - 1) as f32,
        }
    }

    fn get(&self, x: u32, y: u32) -> f32 {
        let row = y as usize * self.stride;
        let value = match self.wide {
            false => self.bytes.get(row + x as usize).copied().map(u16::from),
            true => {
                let two = self.bytes.get(row + 2 * x as usize..row + 2 * x as usize + 2);
                two.and_then(|two| two.try_into().ok()).map(u16::from_le_bytes)
            }
        };
        f32::from(value.unwrap_or(0)) / self.most
    }

    /// Between four samples, where the chroma of 4:2:0 lies.
    fn between(&self, x: f32, y: f32, last: (u32, u32)) -> f32 {
        let place = |at: f32, last: u32| {
            let at = at.clamp(0.0, last as f32);
            (at as u32, (at as u32 + 1).min(last), at.fract())
        };
        let ((left, right, across), (top, bottom, down)) = (place(x, last.0), place(y, last.1));
        let row = |y| self.get(left, y) * (1.0 - across) + self.get(right, y) * across;
        row(top) * (1.0 - down) + row(bottom) * down
    }
}

/// Lays a frame's colours on a picture.
fn paint(frame: &Frame, onto: &mut Sheet, at: (u32, u32)) {
    let (width, height) = visible(frame, onto, at);
    let luma = Samples::of(frame, Plane::Y);
    let full = matches!(frame.color_range(), YUVRange::Full);
    let layout = frame.pixel_layout();
    // Studio range leaves room below black and above white.
    let stretch = |value: f32| if full { value } else { (value * 255.0 - 16.0) / 219.0 };
    let swing = |value: f32| {
        if full { value - 128.0 / 255.0 } else { (value * 255.0 - 128.0) / 224.0 }
    };
    let chroma = (layout != PixelLayout::I400)
        .then(|| [Samples::of(frame, Plane::U), Samples::of(frame, Plane::V)]);
    let (halved_x, halved_y) = match layout {
        PixelLayout::I420 => (true, true),
        PixelLayout::I422 => (true, false),
        PixelLayout::I400 | PixelLayout::I444 => (false, false),
    };
    let half = |length: u32, halved: bool| if halved { length.div_ceil(2) } else { length } - 1;
    let last = (half(frame.width(), halved_x), half(frame.height(), halved_y));
    let centre = |at: u32, halved: bool| {
        if halved { (at as f32 + 0.5) / 2.0 - 0.5 } else { at as f32 }
    };
    const IDENTITY: u8 = 0;
    const BT709: u8 = 1;
    const BT2020: u8 = 9;
    let (red, blue) = match frame.matrix {
        Some(BT709) => (0.2126, 0.0722),
        Some(BT2020) => (0.2627, 0.0593),
        _ => (0.299, 0.114),
    };
    let green = 1.0 - red - blue;
    let identity = frame.matrix == Some(IDENTITY);
    for y in 0..height {
        for x in 0..width {
            let Some(pixel) = onto.pixel(at.0 + x, at.1 + y) else { continue };
            let value = luma.get(x, y);
            let rgb = match &chroma {
                None => [stretch(value); 3],
                Some([u, v]) if identity => {
                    [stretch(v.get(x, y)), stretch(value), stretch(u.get(x, y))]
                }
                Some(planes) => {
                    let light = stretch(value);
                    let (x, y) = (centre(x, halved_x), centre(y, halved_y));
                    let [b, r] =
                        [0, 1].map(|plane: usize| swing(planes[plane].between(x, y, last)));
                    let (r, b) = (light + 2.0 * (1.0 - red) * r, light + 2.0 * (1.0 - blue) * b);
                    [r, (light - red * r - blue * b) / green, b]
                }
            };
            for (to, value) in pixel.iter_mut().zip(rgb) {
                *to = (value.clamp(0.0, 1.0) * 255.0).round() as u8;
            }
        }
    }
}

/// Lays a frame's luma on a picture, as its alpha.
fn fade(frame: &Frame, onto: &mut Sheet, at: (u32, u32)) {
    let (width, height) = visible(frame, onto, at);
    let luma = Samples::of(frame, Plane::Y);
    let full = matches!(frame.color_range(), YUVRange::Full);
    for y in 0..height {
        for x in 0..width {
            let Some(pixel) = onto.pixel(at.0 + x, at.1 + y) else { continue };
            let value = luma.get(x, y);
            let value = if full { value } else { (value * 255.0 - 16.0) / 219.0 };
            pixel[3] = (value.clamp(0.0, 1.0) * 255.0).round() as u8;
        }
    }
}

/// How much of a frame lies within the picture.
fn visible(frame: &dav1d::Picture, onto: &Sheet, at: (u32, u32)) -> (u32, u32) {
    let within = |side: u32, whole: u32, at: u32| side.min(whole.saturating_sub(at));
    (within(frame.width(), onto.size.0, at.0), within(frame.height(), onto.size.1, at.1))
}

fn damaged(problem: impl ToString) -> MediaError {
    MediaError::damaged(MediaType::Avif, problem)
}
