//! Two grounds to work on: `Paper` for lines and shapes, `shade` for fields where
//! every point has its colour. Both are supersampled and averaged in linear light.

use image::RgbImage;
use resvg::tiny_skia::{
    FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform,
};

use crate::colour::{Rgb, hex};

/// What a line or a shape is drawn with.
#[derive(Clone, Copy, Debug)]
pub struct Ink {
    rgb: [u8; 3],
    alpha: f32,
}

/// A sheet to draw on, in pixels of the finished work.
#[derive(Debug)]
pub struct Paper {
    pixmap: Pixmap,
    finer: u32,
}

/// An opaque ink of an sRGB number.
pub fn ink(number: u32) -> Ink {
    Ink::of(hex(number))
}

/// Averages `finer` × `finer` samples a pixel of a field given in pixels.
pub fn shade(width: u32, height: u32, finer: u32, mut at: impl FnMut(f64, f64) -> Rgb) -> RgbImage {
    let step = 1.0 / f64::from(finer);
    let share = 1.0 / (finer * finer) as f32;
    RgbImage::from_fn(width, height, |x, y| {
        let mut sum = Rgb::default();
        for j in 0..finer {
            for i in 0..finer {
                let x = f64::from(x) + (f64::from(i) + 0.5) * step;
                let y = f64::from(y) + (f64::from(j) + 0.5) * step;
                sum = sum.plus(at(x, y));
            }
        }
        image::Rgb(sum.scaled(share).bytes())
    })
}

/// The middle of points, and the larger of their width and height.
pub fn extent(points: &[(f64, f64)]) -> ((f64, f64), f64) {
    let span = |of: fn(&(f64, f64)) -> f64| {
        let low = points.iter().map(of).fold(f64::MAX, f64::min);
        let high = points.iter().map(of).fold(f64::MIN, f64::max);
        ((low + high) / 2.0, high - low)
    };
    let ((x, width), (y, height)) = (span(|p| p.0), span(|p| p.1));
    ((x, y), width.max(height))
}

impl Ink {
    pub fn of(colour: Rgb) -> Self {
        Self { rgb: colour.bytes(), alpha: 1.0 }
    }

    /// The same ink, thinned to this opacity.
    pub fn thin(self, alpha: f64) -> Self {
        Self { alpha: alpha as f32, ..self }
    }

    fn paint(self) -> Paint<'static> {
        let mut paint = Paint { anti_alias: true, ..Paint::default() };
        let [r, g, b] = self.rgb;
        paint.set_color_rgba8(r, g, b, (self.alpha * 255.0 + 0.5) as u8);
        paint
    }
}

impl Paper {
    pub fn new(width: u32, height: u32, ground: u32) -> Self {
        let finer = 2;
        let mut pixmap =
            Pixmap::new(width * finer, height * finer).expect("a sheet has width and height");
        let [r, g, b] = hex(ground).bytes();
        pixmap.fill(resvg::tiny_skia::Color::from_rgba8(r, g, b, 255));
        Self { pixmap, finer }
    }

    /// An open line.
    pub fn line(&mut self, points: &[(f64, f64)], width: f64, ink: Ink) {
        self.stroke(points, false, width, ink);
    }

    /// A line that returns to its start.
    pub fn outline(&mut self, points: &[(f64, f64)], width: f64, ink: Ink) {
        self.stroke(points, true, width, ink);
    }

    pub fn fill(&mut self, points: &[(f64, f64)], ink: Ink) {
        if let Some(path) = path(points, true) {
            let at = self.transform();
            self.pixmap.fill_path(&path, &ink.paint(), FillRule::EvenOdd, at, None);
        }
    }

    pub fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, ink: Ink) {
        if let Some(rect) = Rect::from_xywh(x as f32, y as f32, width as f32, height as f32) {
            let at = self.transform();
            self.pixmap.fill_rect(rect, &ink.paint(), at, None);
        }
    }

    pub fn disc(&mut self, x: f64, y: f64, radius: f64, ink: Ink) {
        if let Some(path) = PathBuilder::from_circle(x as f32, y as f32, radius as f32) {
            let at = self.transform();
            self.pixmap.fill_path(&path, &ink.paint(), FillRule::Winding, at, None);
        }
    }

    pub fn ring(&mut self, x: f64, y: f64, radius: f64, width: f64, ink: Ink) {
        if let Some(path) = PathBuilder::from_circle(x as f32, y as f32, radius as f32) {
            self.stroke_path(&path, width, ink);
        }
    }

    pub fn finish(self) -> RgbImage {
        let finer = self.finer;
        let (width, height) = (self.pixmap.width() / finer, self.pixmap.height() / finer);
        let decoded: Vec<f32> = (0..=255).map(|b| Rgb::from_bytes([b; 3]).0[0]).collect();
        let (data, stride) = (self.pixmap.data(), (self.pixmap.width() * 4) as usize);
        let share = 1.0 / (finer * finer) as f32;
        RgbImage::from_fn(width, height, |x, y| {
            let mut sum = [0.0_f32; 3];
            for j in 0..finer {
                for i in 0..finer {
                    let at = (y * finer + j) as usize * stride + ((x * finer + i) * 4) as usize;
                    for (channel, sum) in sum.iter_mut().enumerate() {
                        *sum += decoded[usize::from(data[at + channel])];
                    }
                }
            }
            image::Rgb(Rgb(sum).scaled(share).bytes())
        })
    }

    fn stroke(&mut self, points: &[(f64, f64)], closed: bool, width: f64, ink: Ink) {
        if let Some(path) = path(points, closed) {
            self.stroke_path(&path, width, ink);
        }
    }

    fn stroke_path(&mut self, path: &Path, width: f64, ink: Ink) {
        let stroke = Stroke {
            width: width as f32,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        let at = self.transform();
        self.pixmap.stroke_path(path, &ink.paint(), &stroke, at, None);
    }

    fn transform(&self) -> Transform {
        Transform::from_scale(self.finer as f32, self.finer as f32)
    }
}

fn path(points: &[(f64, f64)], closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let (first, rest) = points.split_first()?;
    builder.move_to(first.0 as f32, first.1 as f32);
    for point in rest {
        builder.line_to(point.0 as f32, point.1 as f32);
    }
    if closed {
        builder.close();
    }
    builder.finish()
}
