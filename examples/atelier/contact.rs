//! The contact sheet: every work at one glance, in the order of the show.

use std::error::Error;

use image::imageops::{FilterType, overlay, resize};
use image::{DynamicImage, RgbImage};
use resvg::{tiny_skia, usvg};

use crate::made::Form;

const CELL: u32 = 300;
const MARGIN: u32 = 20;
const COLUMNS: usize = 6;

/// The long side of a picture that is made of a vector work.
const VECTOR_SIDE: f32 = 1200.0;

/// Lays pictures out in rows on a grey ground.
pub fn sheet(pictures: &[RgbImage]) -> RgbImage {
    let rows = pictures.len().div_ceil(COLUMNS) as u32;
    let pitch = CELL + MARGIN;
    let mut sheet = RgbImage::from_pixel(
        COLUMNS as u32 * pitch + MARGIN,
        rows * pitch + MARGIN,
        image::Rgb([0x9A, 0x98, 0x94]),
    );
    for (number, picture) in pictures.iter().enumerate() {
        let (width, height) = picture.dimensions();
        let scale = CELL as f32 / width.max(height) as f32;
        let width = ((width as f32 * scale) as u32).max(1);
        let height = ((height as f32 * scale) as u32).max(1);
        let small = resize(picture, width, height, FilterType::CatmullRom);
        let x = MARGIN + (number % COLUMNS) as u32 * pitch + (CELL - width) / 2;
        let y = MARGIN + (number / COLUMNS) as u32 * pitch + (CELL - height) / 2;
        overlay(&mut sheet, &small, i64::from(x), i64::from(y));
    }
    sheet
}

/// One picture of a work in any form: the first frame of a loop, a vector work drawn.
pub fn picture(form: &Form) -> Result<RgbImage, Box<dyn Error>> {
    Ok(match form {
        Form::Tone(picture, _)
        | Form::Flat(picture, _)
        | Form::Lossless(picture)
        | Form::Sculpture(_, picture) => picture.clone(),
        Form::Loop(frames, _) => {
            let first = frames.first().ok_or("the loop has no frame")?;
            DynamicImage::ImageRgba8(first.clone()).to_rgb8()
        }
        Form::Svg(svg) | Form::OnChain(svg) => draw(svg)?,
    })
}

fn draw(svg: &str) -> Result<RgbImage, Box<dyn Error>> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default())?;
    let size = tree.size();
    let scale = VECTOR_SIDE / size.width().max(size.height());
    let width = (size.width() * scale).round() as u32;
    let height = (size.height() * scale).round() as u32;
    let mut pixmap = tiny_skia::Pixmap::new(width, height).ok_or("the drawing has no size")?;
    pixmap.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let data = pixmap.data();
    Ok(RgbImage::from_fn(width, height, |x, y| {
        let at = ((y * width + x) * 4) as usize;
        image::Rgb([data[at], data[at + 1], data[at + 2]])
    }))
}
