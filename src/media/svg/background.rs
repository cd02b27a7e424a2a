//! The background that CSS lays behind a whole drawing, which the layout passes over:
//! written into the drawing as elements of its own, before anything of it is counted.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::str::FromStr;

use resvg::usvg::roxmltree::{Document, Node};
use svgtypes::Color;

use super::ahead::{escaped, is_disturbed, with_first};
use super::behind::{Kind, is_image, kind, said};
use super::css::{Declared, list, without_comments, words};
use super::tiles::{of_layer, position, repeats, size};
use super::viewport::Viewport;
use super::{Survey, pictures};

/// The drawing's text with its background in it; none where it has none. What cannot be
/// painted of it, the survey is told.
pub(super) fn paint(document: &Document, sheets: &[&str], survey: &mut Survey) -> Option<String> {
    let root = document.root_element();
    let sheets: Vec<Cow<str>> = sheets.iter().map(|sheet| without_comments(sheet)).collect();
    let style = without_comments(root.attribute("style").unwrap_or(""));
    let background = Background::of(root, &sheets, &style)?;
    let viewport = Viewport::of(&root);
    let disturbed = background.paints() && is_disturbed(&sheets);
    if let (Some(viewport), false) = (&viewport, disturbed) {
        let elements = background.elements(viewport, survey);
        return elements.map(|elements| with_first(&root, &elements));
    }
    // A colour of that name the layout paints behind what is drawn, which is all that a
    // drawing without a size of its own shows.
    if disturbed && viewport.is_some() || background.paints_more_than_colour() {
        survey.leave_out(LEFT_OUT);
    }
    None
}

const LEFT_OUT: &str = "part of its background";

/// More pictures than this, one upon another, are no background.
const LAYERS_MAX: usize = 16;
/// Halves of a property that says both.
const HALF_POSITIONS: [&str; 2] = ["background-position-x", "background-position-y"];
/// So far from its corner, in pixels, a background may reach.
const REACH_PX: f64 = 1e6;

/// What a rule of the drawing's would else make of an element that stands for a background;
/// in the layout an important rule of a style sheet holds even so.
const PLAIN: &str = "stroke:none!important;opacity:1!important;display:inline!important;filter:none!important;mask:none!important;clip-path:none!important;mix-blend-mode:normal!important";
const ABOUT_CORNER: &str = "transform-origin:0 0!important";
const UNMOVED: &str = "transform:matrix(1,0,0,1,0,0)!important";

/// What holds for the root, a word each; lists by layer, of which the first lies on top.
#[derive(Default)]
struct Background<'a> {
    colour: &'a str,
    /// Whether that is said under its own name, which alone the layout reads.
    colour_is_named: bool,
    images: Vec<&'a str>,
    repeats: Vec<Vec<&'a str>>,
    sizes: Vec<Vec<&'a str>>,
    positions: Vec<Vec<&'a str>>,
    rendering: &'a str,
    /// What else is said, by property.
    others: BTreeMap<&'a str, &'a str>,
}

impl<'a> Background<'a> {
    fn of(root: Node, sheets: &'a [Cow<str>], style: &'a str) -> Option<Self> {
        let said = said(root, sheets, style);
        if !said.iter().any(|said| said.name.starts_with("background")) {
            return None;
        }
        let mut background = Self::default();
        // The last word holds, of the important ones if there are any.
        for important in [false, true] {
            for said in said.iter().filter(|said| said.important == important) {
                background.take(said);
            }
        }
        Some(background)
    }

    fn take(&mut self, said: &Declared<'a>) {
        let layers = || list(said.value).into_iter().map(words).collect();
        match said.name {
            "background" => {
                let rendering = self.rendering;
                *self = Self { rendering, ..Self::default() };
                list(said.value).into_iter().for_each(|layer| self.take_layer(layer));
            }
            "background-color" => (self.colour, self.colour_is_named) = (said.value, true),
            "background-image" => self.images = list(said.value),
            "background-repeat" => self.repeats = layers(),
            "background-size" => self.sizes = layers(),
            "background-position" => {
                self.positions = layers();
                self.others.retain(|name, _| !HALF_POSITIONS.contains(name));
            }
            "image-rendering" => self.rendering = said.value,
            _ => {
                self.others.insert(said.name, said.value);
            }
        }
    }

    /// One layer of the shorthand.
    fn take_layer(&mut self, layer: &'a str) {
        let (mut image, mut after_slash) = ("none", false);
        let (mut repeat, mut size, mut position) = (Vec::new(), Vec::new(), Vec::new());
        for word in words(layer) {
            match kind(word) {
                Some(Kind::Slash) => after_slash = true,
                Some(Kind::Image) => image = word,
                Some(Kind::Repeat) => repeat.push(word),
                Some(Kind::Size) => size.push(word),
                Some(Kind::Place) => position.push(word),
                Some(Kind::Length) if after_slash => size.push(word),
                Some(Kind::Length) => position.push(word),
                Some(Kind::Box) => {
                    self.others.insert("background-clip", word);
                }
                Some(Kind::Colour) => self.colour = word,
                Some(Kind::Nothing) | None => {}
            }
        }
        self.images.push(image);
        self.repeats.push(repeat);
        self.sizes.push(size);
        self.positions.push(position);
    }

    fn paints(&self) -> bool {
        self.painted_colour().is_some() || self.colour_is_lost() || self.has_images()
    }

    /// Whether more is seen of it than what the layout paints by itself.
    fn paints_more_than_colour(&self) -> bool {
        let unread = self.painted_colour().is_some() && !self.colour_is_named;
        unread || self.colour_is_lost() || self.has_images()
    }

    fn has_images(&self) -> bool {
        self.images.iter().any(|image| is_image(image))
    }

    /// Whether it is moved, cut or mixed by what is not read here.
    fn is_otherwise(&self) -> bool {
        self.others.iter().any(|(name, value)| {
            let usual: &[&str] = match *name {
                "background-position-x" => &["initial", "0", "0px", "0%", "left"],
                "background-position-y" => &["initial", "0", "0px", "0%", "top"],
                "background-blend-mode" => &["initial", "normal"],
                "background-clip" | "background-origin" => {
                    &["initial", "border-box", "padding-box"]
                }
                _ => return false,
            };
            let is_seen =
                if *name == "background-clip" { self.paints() } else { self.has_images() };
            is_seen && !list(value).iter().all(|one| usual.contains(one))
        })
    }

    /// Its colour, where one can be read that is seen.
    fn painted_colour(&self) -> Option<Color> {
        Color::from_str(self.colour).ok().filter(|colour| colour.alpha > 0)
    }

    /// Whether its colour is written in a form that cannot be read here.
    fn colour_is_lost(&self) -> bool {
        let form = self.colour.contains('(') || self.colour.eq_ignore_ascii_case("currentcolor");
        form && Color::from_str(self.colour).is_err()
    }

    /// The elements that paint it, from below to above.
    fn elements(&self, viewport: &Viewport, survey: &mut Survey) -> Option<String> {
        let mut elements = String::new();
        let (width, height) = (viewport.width, viewport.height);
        if let Some(Color { red, green, blue, alpha }) = self.painted_colour() {
            let opacity = f64::from(alpha) / 255.0;
            let _ = write!(
                elements,
                "<rect width='{width}' height='{height}' style='fill:rgb({red},{green},{blue})!important;fill-opacity:{opacity}!important;{PLAIN};{UNMOVED}'/>"
            );
        } else if self.colour_is_lost() {
            survey.leave_out(LEFT_OUT);
        }
        if self.is_otherwise() {
            survey.leave_out(LEFT_OUT);
        }
        for (at, image) in self.images.iter().enumerate().rev() {
            match data_uri(image) {
                _ if !is_image(image) => {}
                Some(uri) if at < LAYERS_MAX => match self.layer(at, &uri, viewport) {
                    Some(layer) => elements.push_str(&layer),
                    None => survey.leave_out(LEFT_OUT),
                },
                // Of what lies outside, the survey knows.
                None if image.starts_with("url(") => {}
                _ => survey.leave_out(LEFT_OUT),
            }
        }
        if elements.is_empty() {
            return None;
        }
        let [x, y, across, down] = viewport.in_its_units();
        Some(format!(
            "<g xmlns='http://www.w3.org/2000/svg' style='transform:matrix({across},0,0,{down},{x},{y})!important;{ABOUT_CORNER};{PLAIN}'>{elements}</g>"
        ))
    }

    /// The elements of one picture; none where it cannot be painted as it should be.
    fn layer(&self, at: usize, uri: &str, viewport: &Viewport) -> Option<String> {
        let canvas = (viewport.width, viewport.height);
        let natural = pictures::natural_size(uri)?;
        let (width, height) = size(of_layer(&self.sizes, at), natural, canvas)?;
        let room = (canvas.0 - width, canvas.1 - height);
        let (x, y) = position(of_layer(&self.positions, at), room)?;
        let known = |length: &f64| length.is_finite() && length.abs() < REACH_PX;
        if ![x, y, width, height].iter().all(known) || width <= 0.0 || height <= 0.0 {
            return None;
        }
        let (along, down) = repeats(of_layer(&self.repeats, at));
        let covers =
            |from: f64, length: f64, whole: f64| from < 0.01 && from + length > whole - 0.01;
        let along = along && !covers(x, width, canvas.0);
        let down = down && !covers(y, height, canvas.1);
        let rendering = match self.rendering.to_ascii_lowercase().as_str() {
            "pixelated" | "crisp-edges" | "optimizespeed" => "image-rendering:pixelated!important;",
            _ => "",
        };
        let image = |x: f64, y: f64| {
            format!(
                "<image x='{x}' y='{y}' width='{width}' height='{height}' preserveAspectRatio='none' href='{}' style='{rendering}{PLAIN};{UNMOVED}'/>",
                escaped(uri)
            )
        };
        if !along && !down {
            return Some(image(x, y));
        }
        let (left, wide) = if along { (0.0, canvas.0) } else { (x, width) };
        let (top, high) = if down { (0.0, canvas.1) } else { (y, height) };
        let tile = image(0.0, 0.0);
        Some(format!(
            "<pattern id='{TILE}{at}' patternUnits='userSpaceOnUse' x='{x}' y='{y}' width='{width}' height='{height}'>{tile}</pattern><rect x='{left}' y='{top}' width='{wide}' height='{high}' style='fill:url(#{TILE}{at})!important;fill-opacity:1!important;{PLAIN};{UNMOVED}'/>"
        ))
    }
}

/// The names of tiles begin with this, which no drawing's own name does by chance.
const TILE: &str = "laid-behind-by-css-";

/// The picture that `url(…)` holds itself.
fn data_uri(word: &str) -> Option<String> {
    let inside = word.strip_prefix("url(")?.strip_suffix(')')?.trim();
    let quoted = |quote: char| inside.strip_prefix(quote)?.strip_suffix(quote);
    let uri = quoted('"').or_else(|| quoted('\'')).unwrap_or(inside).trim();
    pictures::is_data(uri)
        .then(|| uri.replace("\\\"", "\"").replace("\\'", "'").replace("\\\n", ""))
}
