//! What it costs to draw a drawing that is laid out: how many pixels are painted, and how
//! many are held at once. It goes the way that the renderer will go, and draws nothing.

use resvg::usvg::{
    ClipPath, Group, Image, Mask, Node, Paint, Path, Pattern, Rect, Transform, filter,
};

use super::Spent;
use super::outline::{Outline, dashes};
use crate::limits;
use crate::media::MediaError;
use crate::media::error::at_most;

/// Refuses a drawing that takes too much to draw at this size. What it paints is added to
/// what was spent.
pub(super) fn check(
    root: &Group,
    (width, height): (u32, u32),
    scale: f32,
    spent: &mut Spent,
) -> Result<(), MediaError> {
    let (width, height) = (f64::from(width), f64::from(height));
    let area = Area { left: 0.0, top: 0.0, right: width, bottom: height };
    // As far as this the renderer lets layers reach.
    let reach =
        Area { left: -2.0 * width, top: -2.0 * height, right: 3.0 * width, bottom: 3.0 * height };
    let canvas = Canvas { area, reach, held: area.pixels() };
    let mut walk = Walk(spent);
    walk.hold(canvas.held)?;
    walk.nodes(root, Transform::from_scale(scale, scale), canvas)
}

/// How much longer a pixel takes than one of one colour, by what it is painted with.
const GRADIENT: u64 = 4;
const PICTURE: u64 = 8;
/// By the step of a filter; most of them also turn colours there and back.
const STEP: u64 = 8;
const BLUR: u64 = 16;
const LIGHT: u64 = 32;
const OCTAVE: u64 = 16;
/// What a stretch of a path takes to be made into edges, and a dash, in such pixels.
const STRETCH: u64 = 16;
const DASH: u64 = 16;

/// What pixels are painted on.
#[derive(Clone, Copy)]
struct Canvas {
    area: Area,
    /// How far its layers may reach.
    reach: Area,
    /// The pixels of it and of all that it is laid upon.
    held: u64,
}

/// A rectangle, in pixels.
#[derive(Clone, Copy)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

struct Walk<'s>(&'s mut Spent);

impl Walk<'_> {
    fn nodes(&mut self, group: &Group, ts: Transform, canvas: Canvas) -> Result<(), MediaError> {
        for node in group.children() {
            self.paint(1)?;
            match node {
                Node::Group(group) => self.group(group, ts, canvas)?,
                Node::Path(path) => self.path(path, ts, canvas)?,
                Node::Image(image) => self.image(image, ts, canvas)?,
                Node::Text(text) => self.group(text.flattened(), ts, canvas)?,
            }
        }
        Ok(())
    }

    fn group(&mut self, group: &Group, ts: Transform, canvas: Canvas) -> Result<(), MediaError> {
        let ts = ts.pre_concat(group.transform());
        if !group.should_isolate() {
            return self.nodes(group, ts, canvas);
        }
        let filtered = !group.filters().is_empty();
        let (ts, reach) = match filtered {
            false => (ts, canvas.reach),
            true => match upright(ts, canvas.reach) {
                Some(upright) => upright,
                None => return Ok(()),
            },
        };
        let Some(bounds) = group.layer_bounding_box().transform(ts) else { return Ok(()) };
        let area = Area::of(bounds.to_rect()).grown(2.0).within(reach);
        let pixels = area.pixels();
        let layer = Canvas { area, reach, held: canvas.held.saturating_add(pixels) };
        self.hold(layer.held)?;
        // It is cleared, and at last laid upon what is below it.
        self.paint(2 * pixels)?;
        self.nodes(group, ts, layer)?;
        for filter in group.filters() {
            self.filter(filter, ts, layer)?;
        }
        if let Some(clip) = group.clip_path() {
            self.clip(clip, ts, layer)?;
        }
        if let Some(mask) = group.mask() {
            self.mask(mask, ts, layer)?;
        }
        Ok(())
    }

    /// Every step of a filter keeps its result until the last is done.
    fn filter(
        &mut self,
        filter: &filter::Filter,
        ts: Transform,
        layer: Canvas,
    ) -> Result<(), MediaError> {
        // What a step reads, turned, and what it writes.
        const AT_WORK: u64 = 3;
        let Some(region) = filter.rect().transform(ts) else { return Ok(()) };
        let area = Area::of(region.to_rect()).grown(1.0).within(layer.area);
        let pixels = area.pixels();
        let mut held = layer.held.saturating_add(pixels);
        for step in filter.primitives() {
            self.hold(held.saturating_add(AT_WORK * pixels))?;
            self.paint(pixels.saturating_mul(effort(step.kind(), ts, area)))?;
            held = held.saturating_add(pixels);
            if let filter::Kind::Image(image) = step.kind() {
                let Some(place) = step.rect().transform(ts) else { continue };
                let (sx, sy) = ts.get_scale();
                let ts = Transform::from_row(sx, 0.0, 0.0, sy, place.left(), place.top());
                self.nodes(image.root(), ts, Canvas { area, reach: area, held })?;
            }
        }
        Ok(())
    }

    /// A clip path is painted on a canvas of its own, and made into a mask.
    fn clip(&mut self, clip: &ClipPath, ts: Transform, layer: Canvas) -> Result<(), MediaError> {
        let own = self.beside(layer)?;
        self.clip_nodes(clip.root(), ts.pre_concat(clip.transform()), own)?;
        clip.clip_path().map_or(Ok(()), |further| self.clip(further, ts, own))
    }

    fn clip_nodes(&mut self, root: &Group, ts: Transform, own: Canvas) -> Result<(), MediaError> {
        for node in root.children() {
            self.paint(1)?;
            match node {
                Node::Path(path) => self.path(path, ts, own)?,
                Node::Text(text) => self.clip_nodes(text.flattened(), ts, own)?,
                Node::Group(group) => {
                    let ts = ts.pre_concat(group.transform());
                    match group.clip_path() {
                        None => self.clip_nodes(group, ts, own)?,
                        Some(clip) => {
                            let inner = self.beside(own)?;
                            self.clip_nodes(group, ts, inner)?;
                            self.clip(clip, ts, inner)?;
                        }
                    }
                }
                Node::Image(_) => {}
            }
        }
        Ok(())
    }

    fn mask(&mut self, mask: &Mask, ts: Transform, layer: Canvas) -> Result<(), MediaError> {
        let own = self.beside(layer)?;
        self.nodes(mask.root(), ts, own)?;
        mask.mask().map_or(Ok(()), |further| self.mask(further, ts, own))
    }

    /// A canvas as large as this one, which it is to cover: it is cleared, painted on, and
    /// made into one channel.
    fn beside(&mut self, layer: Canvas) -> Result<Canvas, MediaError> {
        let pixels = layer.area.pixels();
        let held = layer.held.saturating_add(2 * pixels);
        self.hold(held)?;
        self.paint(4 * pixels)?;
        Ok(Canvas { held, ..layer })
    }

    /// A picture is decoded anew wherever it is drawn.
    fn image(&mut self, image: &Image, ts: Transform, canvas: Canvas) -> Result<(), MediaError> {
        let size = image.size();
        let decoded = f64::from(size.width()) * f64::from(size.height());
        self.hold(canvas.held.saturating_add(2 * decoded as u64))?;
        let Some(place) = image.bounding_box().transform(ts) else { return Ok(()) };
        let painted = Area::of(place).grown(1.0).within(canvas.area).pixels();
        self.paint((2 * decoded as u64).saturating_add(PICTURE * painted))
    }

    fn path(&mut self, path: &Path, ts: Transform, canvas: Canvas) -> Result<(), MediaError> {
        if !path.is_visible() {
            return Ok(());
        }
        let reach = reach(path.stroke_bounding_box(), ts).max(reach(path.bounding_box(), ts));
        at_most!(reach as u64, SVG_REACH_PX_MAX, "pixels from its corner to where it reaches");
        let (sx, sy) = ts.get_scale();
        let scale = f64::from(sx.max(sy)).max(f64::MIN_POSITIVE);
        let most = canvas.area.right - canvas.area.left + canvas.area.bottom - canvas.area.top;
        let outline = Outline::of(path, most / scale);
        let length = outline.length * scale;
        self.paint((STRETCH * outline.stretches).saturating_add(length as u64))?;
        if let (Some(fill), Some(place)) = (path.fill(), path.bounding_box().transform(ts)) {
            let filled = (outline.fan * scale * scale) as u64;
            let area = Area::of(place).grown(1.0).within(canvas.area).pixels();
            self.fill(fill.paint(), filled.saturating_add(length as u64).min(area), ts, canvas)?;
        }
        let (Some(stroke), Some(place)) = (path.stroke(), path.stroke_bounding_box().transform(ts))
        else {
            return Ok(());
        };
        let width = (f64::from(stroke.width().get()) * scale).max(1.0);
        let stroked = length * width + outline.stretches as f64 * width * width;
        let area = Area::of(place).grown(1.0).within(canvas.area).pixels();
        let dashes = stroke.dasharray().map_or(0, |round| dashes(round, outline.whole));
        self.paint(DASH.saturating_mul(dashes))?;
        self.fill(stroke.paint(), (stroked as u64).min(area), ts, canvas)
    }

    /// Paints so many pixels. A pattern is painted first, wherever it is used.
    fn fill(
        &mut self,
        paint: &Paint,
        pixels: u64,
        ts: Transform,
        canvas: Canvas,
    ) -> Result<(), MediaError> {
        match paint {
            Paint::Color(_) => self.paint(pixels),
            Paint::LinearGradient(_) | Paint::RadialGradient(_) => {
                self.paint(pixels.saturating_mul(GRADIENT))
            }
            Paint::Pattern(pattern) => {
                self.pattern(pattern, ts, canvas)?;
                self.paint(pixels.saturating_mul(PICTURE))
            }
        }
    }

    fn pattern(
        &mut self,
        pattern: &Pattern,
        ts: Transform,
        canvas: Canvas,
    ) -> Result<(), MediaError> {
        let (sx, sy) = ts.pre_concat(pattern.transform()).get_scale();
        let size = pattern.rect();
        let [right, bottom] =
            [(size.width(), sx), (size.height(), sy)].map(|(side, by)| f64::from(side * by).ceil());
        let area = Area { left: 0.0, top: 0.0, right, bottom };
        let held = canvas.held.saturating_add(area.pixels());
        self.hold(held)?;
        self.paint(area.pixels())?;
        let own = Canvas { area, held, ..canvas };
        self.nodes(pattern.root(), Transform::from_scale(sx, sy), own)
    }

    fn paint(&mut self, pixels: u64) -> Result<(), MediaError> {
        self.0.painted = self.0.painted.saturating_add(pixels);
        at_most!(self.0.painted, SVG_PAINTED_PIXELS_MAX, "pixels to paint");
        Ok(())
    }

    fn hold(&self, pixels: u64) -> Result<(), MediaError> {
        at_most!(pixels, SVG_LAYER_PIXELS_MAX, "pixels in layers at once");
        Ok(())
    }
}

/// How far from the origin a rectangle's farthest corner lies once it is transformed, along
/// one axis.
fn reach(rect: Rect, ts: Transform) -> f64 {
    let x = f64::from(rect.left().abs().max(rect.right().abs()));
    let y = f64::from(rect.top().abs().max(rect.bottom().abs()));
    let [sx, kx, tx, ky, sy, ty] =
        [ts.sx, ts.kx, ts.tx, ts.ky, ts.sy, ts.ty].map(|part| f64::from(part.abs()));
    (sx * x + kx * y + tx).max(ky * x + sy * y + ty)
}

/// What is filtered is drawn without being turned or slanted, and turned afterwards.
fn upright(ts: Transform, reach: Area) -> Option<(Transform, Area)> {
    let (sx, sy) = (ts.sx.hypot(ts.ky), ts.kx.hypot(ts.sy));
    let turn = Transform::from_row(ts.sx / sx, ts.ky / sx, ts.kx / sy, ts.sy / sy, 0.0, 0.0);
    let back = turn.invert()?;
    let [left, top, right, bottom] =
        [reach.left, reach.top, reach.right, reach.bottom].map(|side| side as f32);
    let reach = Rect::from_ltrb(left, top, right, bottom)?.transform(back)?;
    Some((back.pre_concat(ts), Area::of(reach)))
}

/// How long a step of a filter takes for every pixel.
fn effort(step: &filter::Kind, ts: Transform, area: Area) -> u64 {
    let (sx, sy) = ts.get_scale();
    match step {
        filter::Kind::DropShadow(_) | filter::Kind::GaussianBlur(_) => BLUR,
        filter::Kind::DiffuseLighting(_) | filter::Kind::SpecularLighting(_) => LIGHT,
        filter::Kind::Merge(merge) => STEP.saturating_mul(1 + merge.inputs().len() as u64),
        filter::Kind::Turbulence(turbulence) => {
            STEP + OCTAVE.saturating_mul(turbulence.num_octaves().into())
        }
        filter::Kind::ConvolveMatrix(matrix) => {
            let matrix = matrix.matrix();
            STEP.saturating_add(u64::from(matrix.columns()) * u64::from(matrix.rows()))
        }
        filter::Kind::Morphology(morphology) => {
            let window = |radius: f32, scale: f32, side: f64| {
                (2.0 * f64::from(radius * scale) + 1.0).min(side) as u64
            };
            let columns = window(morphology.radius_x().get(), sx, area.right - area.left);
            let rows = window(morphology.radius_y().get(), sy, area.bottom - area.top);
            STEP.saturating_add(columns.saturating_mul(rows))
        }
        _ => STEP,
    }
}

impl Area {
    fn of(rect: Rect) -> Self {
        let [left, top, right, bottom] =
            [rect.left(), rect.top(), rect.right(), rect.bottom()].map(f64::from);
        Self { left, top, right, bottom }
    }

    fn grown(self, by: f64) -> Self {
        let Self { left, top, right, bottom } = self;
        Self { left: left - by, top: top - by, right: right + by, bottom: bottom + by }
    }

    /// What it has in common with another; nothing where its right lies left of its left.
    fn within(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    fn pixels(self) -> u64 {
        let side = |from: f64, to: f64| (to - from).max(0.0).ceil();
        (side(self.left, self.right) * side(self.top, self.bottom)) as u64
    }
}
