//! Files: JPEG, PNG with a palette, WebP and GIF, each the same bytes every time.

use std::collections::BTreeMap;
use std::error::Error;

use image::codecs::gif::{GifEncoder, Repeat};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::{Delay, ExtendedColorType, Frame, ImageEncoder, RgbImage, RgbaImage};

const PALETTE_MAX: usize = 256;

/// A colour, and how many pixels have it.
type Counted = ([u8; 3], u64);

pub fn jpeg(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture)?;
    Ok(bytes)
}

pub fn webp(picture: &RgbImage) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut bytes = Vec::new();
    let (width, height) = picture.dimensions();
    WebPEncoder::new_lossless(&mut bytes).write_image(
        picture,
        width,
        height,
        ExtendedColorType::Rgb8,
    )?;
    Ok(bytes)
}

pub fn gif(frames: &[RgbaImage], pause_ms: u32) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut bytes, 1);
    encoder.set_repeat(Repeat::Infinite)?;
    for frame in frames {
        let delay = Delay::from_numer_denom_ms(pause_ms, 1);
        encoder.encode_frame(Frame::from_parts(frame.clone(), 0, 0, delay))?;
    }
    drop(encoder);
    Ok(bytes)
}

/// An indexed PNG of at most so many colours, of as many bits a pixel as they need.
pub fn png(picture: &RgbImage, colours: usize) -> Result<Vec<u8>, Box<dyn Error>> {
    let (palette, index) = palette(picture.pixels().map(|pixel| pixel.0), colours.min(PALETTE_MAX));
    let (width, height) = picture.dimensions();
    let depth = match palette.len() {
        0..=2 => png::BitDepth::One,
        3..=4 => png::BitDepth::Two,
        5..=16 => png::BitDepth::Four,
        _ => png::BitDepth::Eight,
    };
    let per_byte = 8 / depth as usize;
    let mut rows = Vec::new();
    for row in picture.rows() {
        let indices: Vec<u8> = row.map(|pixel| index[&pixel.0]).collect();
        for group in indices.chunks(per_byte) {
            let packed = group.iter().fold(0_u32, |byte, i| (byte << depth as u32) | u32::from(*i));
            let missing = per_byte - group.len();
            rows.push((packed << (missing * depth as usize)) as u8);
        }
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(depth);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&rows)?;
    writer.finish()?;
    Ok(bytes)
}

/// Gives the frames of a loop one common palette, so that its file stays small.
pub fn flatten(frames: &[RgbImage], colours: usize) -> Vec<RgbaImage> {
    let pixels = frames.iter().flat_map(|frame| frame.pixels().map(|pixel| pixel.0));
    let (palette, index) = palette(pixels, colours.min(PALETTE_MAX));
    let flat = |frame: &RgbImage| {
        let (width, height) = frame.dimensions();
        RgbaImage::from_fn(width, height, |x, y| {
            let [r, g, b] = palette[usize::from(index[&frame.get_pixel(x, y).0])];
            image::Rgba([r, g, b, 255])
        })
    };
    frames.iter().map(flat).collect()
}

/// Median cut: the box with the widest spread of colour is halved until `most` are there.
fn palette(
    pixels: impl Iterator<Item = [u8; 3]>,
    most: usize,
) -> (Vec<[u8; 3]>, BTreeMap<[u8; 3], u8>) {
    let mut counts: BTreeMap<[u8; 3], u64> = BTreeMap::new();
    for colour in pixels {
        *counts.entry(colour).or_default() += 1;
    }
    let mut boxes: Vec<Vec<Counted>> = vec![counts.into_iter().collect()];
    while boxes.len() < most {
        let Some(widest) = (0..boxes.len())
            .filter(|i| boxes[*i].len() > 1)
            .max_by_key(|i| (weight(&boxes[*i]), *i))
        else {
            break;
        };
        let mut colours = boxes.swap_remove(widest);
        let channel = (0..3).max_by_key(|c| spread(&colours, *c)).unwrap_or(0);
        colours.sort_by_key(|(colour, _)| (colour[channel], *colour));
        let half: u64 = colours.iter().map(|(_, count)| count).sum::<u64>() / 2;
        let mut seen = 0;
        let cut = colours.iter().position(|(_, count)| {
            seen += count;
            seen > half
        });
        let cut = cut.unwrap_or(0).clamp(1, colours.len() - 1);
        let upper = colours.split_off(cut);
        boxes.push(colours);
        boxes.push(upper);
    }
    let mut palette: Vec<[u8; 3]> = boxes.iter().map(|colours| average(colours)).collect();
    palette.sort_unstable();
    palette.dedup();
    let nearest = |colour: [u8; 3]| {
        let far = |other: &[u8; 3]| -> i32 {
            (0..3).map(|c| (i32::from(colour[c]) - i32::from(other[c])).pow(2)).sum()
        };
        (0..palette.len()).min_by_key(|i| far(&palette[*i])).unwrap_or(0) as u8
    };
    let colours = boxes.iter().flatten().map(|(colour, _)| (*colour, nearest(*colour)));
    let index = colours.collect();
    (palette, index)
}

fn spread(colours: &[Counted], channel: usize) -> u8 {
    let values = colours.iter().map(|(colour, _)| colour[channel]);
    values.clone().max().unwrap_or(0) - values.min().unwrap_or(0)
}

/// How much a box deserves to be halved: its spread, and a little its size.
fn weight(colours: &[Counted]) -> u64 {
    let widest = (0..3).map(|c| u64::from(spread(colours, c))).max().unwrap_or(0);
    let count: u64 = colours.iter().map(|(_, count)| count).sum();
    widest * widest * (64 - count.leading_zeros() as u64)
}

fn average(colours: &[Counted]) -> [u8; 3] {
    let total: u64 = colours.iter().map(|(_, count)| count).sum();
    std::array::from_fn(|c| {
        let sum: u64 = colours.iter().map(|(colour, count)| u64::from(colour[c]) * count).sum();
        ((sum + total / 2) / total) as u8
    })
}
