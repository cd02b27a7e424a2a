//! The background that CSS lays behind a whole drawing, which the layout passes over:
//! written into the drawing as elements of its own, before anything of it is counted.

use std::fmt::Write;
use std::str::FromStr;

use resvg::usvg::roxmltree::{Document, Node};
use svgtypes::{Color, Length, LengthUnit};

use super::css::{Declared, Piece, declared, each_piece, list, words};
use super::style::Styled;
use super::viewport::Viewport;
use super::{Survey, pictures};

/// The drawing's text with its background in it; none where it has none. What cannot be
/// painted of it, the survey is told.
pub(super) fn paint(document: &Document, sheets: &[&str], survey: &mut Survey) -> Option<String> {
    let root = document.root_element();
    let background = Background::of(root, sheets)?;
    let elements = match Viewport::of(&root) {
        Some(viewport) => background.elements(&viewport, survey),
        None => {
            if background.paints() {
                survey.leave_out(LEFT_OUT);
            }
            None
        }
    };
    elements.map(|elements| with_first(&root, &elements))
}

const LEFT_OUT: &str = "part of its background";

/// More pictures than this, one upon another, are no background.
const LAYERS_MAX: usize = 16;
/// So far from its corner, in pixels, a background may reach.
const REACH_PX: f64 = 1e6;

/// What a rule of the drawing's would else make of an element that stands for a background.
const PLAIN: &str = "stroke:none!important;opacity:1!important;display:inline!important;filter:none!important;mask:none!important;clip-path:none!important;mix-blend-mode:normal!important";
const UNMOVED: &str = "transform:matrix(1,0,0,1,0,0)!important";

/// What holds for the root, a word each; lists by layer, of which the first lies on top.
#[derive(Default)]
struct Background<'a> {
    colour: &'a str,
    images: Vec<&'a str>,
    repeats: Vec<Vec<&'a str>>,
    sizes: Vec<Vec<&'a str>>,
    positions: Vec<Vec<&'a str>>,
    rendering: &'a str,
}

impl<'a> Background<'a> {
    fn of(root: Node<'a, '_>, sheets: &[&'a str]) -> Option<Self> {
        let said = said(root, sheets);
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
            "background-color" => self.colour = said.value,
            "background-image" => self.images = list(said.value),
            "background-repeat" => self.repeats = layers(),
            "background-size" => self.sizes = layers(),
            "background-position" => self.positions = layers(),
            "image-rendering" => self.rendering = said.value,
            _ => {}
        }
    }

    /// One layer of the shorthand.
    fn take_layer(&mut self, layer: &'a str) {
        let (mut image, mut after_slash) = ("none", false);
        let (mut repeat, mut size, mut position) = (Vec::new(), Vec::new(), Vec::new());
        for word in words(layer) {
            match word {
                "/" => after_slash = true,
                "none" => {}
                "repeat" | "repeat-x" | "repeat-y" | "no-repeat" | "round" | "space" => {
                    repeat.push(word);
                }
                "scroll" | "fixed" | "local" | "border-box" | "padding-box" | "content-box" => {}
                "auto" | "contain" | "cover" => size.push(word),
                "left" | "right" | "top" | "bottom" | "center" => position.push(word),
                _ if word.starts_with(['+', '-', '.']) || word.starts_with(char::is_numeric) => {
                    let list = if after_slash { &mut size } else { &mut position };
                    list.push(word);
                }
                _ if is_image(word) => image = word,
                _ => self.colour = word,
            }
        }
        self.images.push(image);
        self.repeats.push(repeat);
        self.sizes.push(size);
        self.positions.push(position);
    }

    fn paints(&self) -> bool {
        self.painted_colour().is_some()
            || self.colour_is_lost()
            || self.images.iter().any(|image| is_image(image))
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
            "<g xmlns='http://www.w3.org/2000/svg' style='transform:matrix({across},0,0,{down},{x},{y})!important;{PLAIN}'>{elements}</g>"
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
        let rendering = match self.rendering {
            "pixelated" | "crisp-edges" | "optimizeSpeed" => "image-rendering:pixelated!important;",
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

/// What the drawing says of its root, weaker rules first.
fn said<'a>(root: Node<'a, '_>, sheets: &[&'a str]) -> Vec<Declared<'a>> {
    let mut by_rules: Vec<([u8; 3], Declared)> = Vec::new();
    for &sheet in sheets {
        let (mut depth, mut chosen) = (0_usize, None);
        each_piece(sheet, |piece| match piece {
            Piece::Open(selectors) => {
                if depth == 0 {
                    chosen = strength(selectors, root);
                }
                depth += 1;
            }
            Piece::Close => depth = depth.saturating_sub(1),
            Piece::Line(line) => {
                if let (1, Some(strength), Some(said)) = (depth, chosen, declared(line)) {
                    by_rules.extend(is_of_background(&said).then_some((strength, said)));
                }
            }
        });
    }
    by_rules.sort_by_key(|(strength, _)| *strength);
    let mut said: Vec<Declared> = by_rules.into_iter().map(|(_, said)| said).collect();
    each_piece(root.attribute("style").unwrap_or(""), |piece| {
        if let Piece::Line(line) = piece {
            said.extend(declared(line).filter(is_of_background));
        }
    });
    said
}

fn is_of_background(said: &Declared) -> bool {
    said.name.starts_with("background") || said.name == "image-rendering"
}

/// How strongly selectors choose the root; none where they do not.
fn strength(selectors: &str, root: Node) -> Option<[u8; 3]> {
    let each = list(selectors).into_iter().filter_map(|selector| match selector {
        ":root" => Some([0, 1, 0]),
        "svg:root" => Some([0, 1, 1]),
        _ if selector.starts_with('@') => None,
        _ => {
            let parsed = simplecss::Selector::parse(selector)?;
            parsed.matches(&Styled(root)).then(|| parsed.specificity())
        }
    });
    each.max()
}

/// A property's list begins anew where it is shorter than the pictures are many.
fn of_layer<'l, 'a>(values: &'l [Vec<&'a str>], at: usize) -> &'l [&'a str] {
    match values.len() {
        0 => &[],
        count => &values[at % count],
    }
}

fn is_image(word: &str) -> bool {
    word.starts_with("url(")
        || ["gradient(", "image-set(", "image(", "cross-fade(", "element("]
            .iter()
            .any(|name| word.find('(').is_some_and(|open| word[..=open].ends_with(name)))
}

/// The picture that `url(…)` holds itself.
fn data_uri(word: &str) -> Option<String> {
    let inside = word.strip_prefix("url(")?.strip_suffix(')')?.trim();
    let quoted = |quote: char| inside.strip_prefix(quote)?.strip_suffix(quote);
    let uri = quoted('"').or_else(|| quoted('\'')).unwrap_or(inside).trim();
    pictures::is_data(uri)
        .then(|| uri.replace("\\\"", "\"").replace("\\'", "'").replace("\\\n", ""))
}

/// How large a picture is laid, in pixels.
fn size(words: &[&str], natural: (f64, f64), canvas: (f64, f64)) -> Option<(f64, f64)> {
    let across = canvas.0 / natural.0;
    let down = canvas.1 / natural.1;
    let scaled = |scale: f64| Some((natural.0 * scale, natural.1 * scale));
    let (width, height) = match *words {
        [] => ("auto", "auto"),
        ["contain"] => return scaled(across.min(down)),
        ["cover"] => return scaled(across.max(down)),
        [width] => (width, "auto"),
        [width, height] => (width, height),
        _ => return None,
    };
    match (width, height) {
        ("auto", "auto") => Some(natural),
        (_, "auto") => scaled(pixels(width, canvas.0)? / natural.0),
        ("auto", _) => scaled(pixels(height, canvas.1)? / natural.1),
        _ => Some((pixels(width, canvas.0)?, pixels(height, canvas.1)?)),
    }
}

/// Where a picture begins, by how much room there is beside it.
fn position(words: &[&str], room: (f64, f64)) -> Option<(f64, f64)> {
    if words.is_empty() {
        return Some((0.0, 0.0));
    }
    if words.len() > 2 {
        return None;
    }
    let (mut x, mut y) = (None, None);
    for word in words {
        match *word {
            "left" => x = Some(0.0),
            "right" => x = Some(room.0),
            "top" => y = Some(0.0),
            "bottom" => y = Some(room.1),
            _ => {}
        }
    }
    for word in words {
        let among = |room: f64| match *word {
            "center" => Some(room / 2.0),
            length => pixels(length, room),
        };
        match *word {
            "left" | "right" | "top" | "bottom" => {}
            _ if x.is_none() => x = Some(among(room.0)?),
            _ => y = Some(among(room.1)?),
        }
    }
    Some((x.unwrap_or(room.0 / 2.0), y.unwrap_or(room.1 / 2.0)))
}

/// Whether a picture is repeated along, and downwards.
fn repeats(words: &[&str]) -> (bool, bool) {
    match *words {
        ["no-repeat"] => (false, false),
        ["repeat-x"] => (true, false),
        ["repeat-y"] => (false, true),
        [along, down] => (along != "no-repeat", down != "no-repeat"),
        _ => (true, true),
    }
}

fn pixels(length: &str, whole: f64) -> Option<f64> {
    let length = Length::from_str(length).ok()?;
    match length.unit {
        LengthUnit::Percent => Some(whole * length.number / 100.0),
        _ => super::viewport::pixels(length),
    }
}

fn escaped(uri: &str) -> String {
    uri.replace('&', "&amp;").replace('<', "&lt;").replace('\'', "&apos;")
}

/// The document's text with elements before all others of its root, whose colour for what
/// lies behind it the layout no longer sees.
fn with_first(root: &Node, elements: &str) -> String {
    const UNSEEN: &str = "background-color:none!important;";
    let text = root.document().input_text();
    let start = root.range().start;
    let name_end =
        text[start..].find(|char: char| char.is_whitespace() || matches!(char, '/' | '>'));
    let name_end = start + name_end.unwrap_or(1);
    let tag_end = tag_end(text, name_end);
    let is_closed = text[..tag_end].ends_with('/');
    let tag = name_end..tag_end - usize::from(is_closed);
    let mut whole = String::with_capacity(text.len() + elements.len() + 128);
    let style = root.attributes().find(|one| one.name() == "style" && one.namespace().is_none());
    match style {
        Some(style) => {
            let value = pictures::value_range(text, style.range());
            whole.extend([&text[..value.start], UNSEEN, &text[value.start..tag.end]]);
        }
        None => {
            whole.extend([&text[..tag.start], " style='", UNSEEN, "'", &text[tag]]);
        }
    }
    whole.extend([">", elements]);
    if is_closed {
        whole.extend(["</", &text[start + 1..name_end], ">"]);
    }
    whole.push_str(text.get(tag_end + 1..).unwrap_or(""));
    whole
}

/// Where a tag ends with its `>`.
fn tag_end(text: &str, start: usize) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            (b'>', None) => return at,
            _ => {}
        }
    }
    text.len()
}
