//! The part of a picture that an annotation shows: what selects it (Web Annotation,
//! IIIF's `ImageApiSelector`), as an image service is asked for it.

use std::fmt;

use crate::token::metadata::json::Json;

/// A part of a picture, and how it is turned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    pub region: Region,
    /// In degrees to the right: 0, 90, 180 or 270.
    pub rotation: u16,
}

/// Which pixels there are to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Region {
    #[default]
    Full,
    /// As many as the shorter side has, from the middle.
    Square,
    /// Left, top, width and height in pixels of the whole picture.
    Pixels([u32; 4]),
    /// The same in thousandths of a percent.
    Percent([u32; 4]),
}

const THOUSANDTHS: f64 = 1_000.0;

impl Part {
    /// Reads a selector, or says what it is where nobody here understands it.
    pub(super) fn of(selector: &Json) -> Result<Self, String> {
        let text = |name: &str| selector.get(name).and_then(Json::text);
        if let Json::List(list) = selector {
            // Each of them selects the same.
            let mut read = list.iter().take(SELECTORS_READ).map(Self::of);
            let first = read.next().unwrap_or(Ok(Self::default()));
            return first.or_else(|other| read.find_map(Result::ok).ok_or(other));
        }
        let kind = text("type").or_else(|| text("@type")).unwrap_or("");
        let kind = kind.rsplit(':').next().unwrap_or("");
        let unread = |what: &str| Err(crate::token::clean_text(what));
        match kind {
            "ImageApiSelector" => {
                let (region, turned) = (text("region"), text("rotation"));
                match (region.map_or(Some(Region::Full), Region::of), turned.map_or(Some(0), turn))
                {
                    (Some(region), Some(rotation)) => Ok(Self { region, rotation }),
                    (None, _) => unread(&format!("region {}", region.unwrap_or(""))),
                    (_, None) => unread(&format!("rotation {}", turned.unwrap_or(""))),
                }
            }
            "FragmentSelector" => {
                let value = text("value").unwrap_or("");
                match value.strip_prefix("xywh=").and_then(Region::of_fragment) {
                    Some(region) => Ok(Self { region, rotation: 0 }),
                    None => unread(value),
                }
            }
            "" => unread("a selector of no kind"),
            kind => unread(kind),
        }
    }

    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }
}

/// As many selectors of one resource are looked at; they say the same in several ways.
const SELECTORS_READ: usize = 16;

impl Region {
    /// As the Image API writes it: `full`, `square`, `x,y,w,h`, `pct:x,y,w,h`.
    fn of(text: &str) -> Option<Self> {
        match text.trim() {
            "full" => Some(Self::Full),
            "square" => Some(Self::Square),
            text => match text.strip_prefix("pct:") {
                Some(percent) => Self::of_percent(percent),
                None => four(text).map(Self::Pixels).filter(Self::is_some),
            },
        }
    }

    /// As a fragment writes it: `x,y,w,h`, `pixel:x,y,w,h`, `percent:x,y,w,h` (Media
    /// Fragments URI 1.0).
    fn of_fragment(text: &str) -> Option<Self> {
        match text.strip_prefix("percent:") {
            Some(percent) => Self::of_percent(percent),
            None => {
                let pixels = four(text.strip_prefix("pixel:").unwrap_or(text));
                pixels.map(Self::Pixels).filter(Self::is_some)
            }
        }
    }

    fn of_percent(text: &str) -> Option<Self> {
        let [x, y, width, height] = four::<f64>(text)?;
        let fits = |part: f64| (0.0..=100.0).contains(&part);
        let thousandths = |part: f64| (part * THOUSANDTHS).round() as u32;
        let read = [x, y, width, height];
        read.into_iter()
            .all(fits)
            .then(|| Self::Percent(read.map(thousandths)))
            .filter(Self::is_some)
    }

    /// Whether there is anything in it.
    fn is_some(&self) -> bool {
        match self {
            Self::Full | Self::Square => true,
            Self::Pixels([.., width, height]) | Self::Percent([.., width, height]) => {
                *width > 0 && *height > 0
            }
        }
    }

    /// Its pixels in a picture of this size; none where it lies outside.
    pub(super) fn within(self, [width, height]: [u32; 2]) -> Option<[u32; 4]> {
        let of_side = |thousandths: u32, side: u32| {
            let pixels = f64::from(thousandths) * f64::from(side) / (100.0 * THOUSANDTHS);
            pixels.round() as u32
        };
        let [x, y, w, h] = match self {
            Self::Full => [0, 0, width, height],
            Self::Square => {
                let side = width.min(height);
                [(width - side) / 2, (height - side) / 2, side, side]
            }
            Self::Pixels(pixels) => pixels,
            Self::Percent([x, y, w, h]) => {
                let [x, w] = [x, w].map(|part| of_side(part, width));
                let [y, h] = [y, h].map(|part| of_side(part, height));
                [x, y, w.max(1), h.max(1)]
            }
        };
        (x < width && y < height).then(|| [x, y, w.min(width - x), h.min(height - y)])
    }
}

/// As the Image API writes it.
impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.write_str("full"),
            Self::Square => f.write_str("square"),
            Self::Pixels([x, y, width, height]) => write!(f, "{x},{y},{width},{height}"),
            Self::Percent(parts) => {
                let [x, y, width, height] = parts.map(|part| f64::from(part) / THOUSANDTHS);
                write!(f, "pct:{x},{y},{width},{height}")
            }
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "region {}", self.region)?;
        match self.rotation {
            0 => Ok(()),
            degrees => write!(f, ", rotation {degrees}"),
        }
    }
}

/// A rotation by quarters; a picture that is mirrored or turned askew is none.
fn turn(text: &str) -> Option<u16> {
    text.trim().parse().ok().filter(|degrees| [0, 90, 180, 270].contains(degrees))
}

/// Four numbers with commas between them.
fn four<T: std::str::FromStr>(text: &str) -> Option<[T; 4]> {
    let numbers: Vec<T> =
        text.split(',').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
    numbers.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::METADATA_VALUES_MAX;
    use crate::token::metadata::json::read_json;
    use crate::token::metadata::note::Notes;

    #[test]
    fn selectors_are_read_or_named() {
        let check = |selector: &str, expected: Result<&str, &str>| {
            let json = read_json(selector, METADATA_VALUES_MAX, &mut Notes::default()).unwrap();
            let part = Part::of(&json).map(|part| part.to_string());
            let part = part.as_ref().map(String::as_str).map_err(String::as_str);
            assert_eq!(part, expected, "{selector}");
        };
        let image = |rest: &str| format!(r#"{{"type":"ImageApiSelector"{rest}}}"#);
        check(&image(""), Ok("region full"));
        check(&image(r#","region":"10,20,300,400""#), Ok("region 10,20,300,400"));
        check(&image(r#","region":"square","rotation":"90""#), Ok("region square, rotation 90"));
        check(&image(r#","region":"pct:12.5,0,50,100""#), Ok("region pct:12.5,0,50,100"));
        check(&image(r#","region":"10,20,0,400""#), Err("region 10,20,0,400"));
        check(&image(r#","region":"pct:0,0,NaN,1""#), Err("region pct:0,0,NaN,1"));
        check(&image(r#","region":"a\u202eb""#), Err("region ab"));
        check(&image(r#","rotation":"!0""#), Err("rotation !0"));
        check(&image(r#","rotation":"22.5""#), Err("rotation 22.5"));
        check(r#"{"@type":"iiif:ImageApiSelector","region":"1,2,3,4"}"#, Ok("region 1,2,3,4"));
        let fragment = |value: &str| format!(r#"{{"type":"FragmentSelector","value":"{value}"}}"#);
        check(&fragment("xywh=1,2,3,4"), Ok("region 1,2,3,4"));
        check(&fragment("xywh=pixel:1,2,3,4"), Ok("region 1,2,3,4"));
        check(&fragment("xywh=percent:1,2,3,4"), Ok("region pct:1,2,3,4"));
        check(&fragment("t=3,4"), Err("t=3,4"));
        check(r#"{"type":"SvgSelector","value":"<svg/>"}"#, Err("SvgSelector"));
        check(r#"[{"type":"SvgSelector"},{"type":"ImageApiSelector"}]"#, Ok("region full"));
        check(r#"[{"type":"SvgSelector"}]"#, Err("SvgSelector"));
        check("{}", Err("a selector of no kind"));
    }

    #[test]
    fn a_region_lies_within_its_picture() {
        let check = |region: &str, expected: Option<[u32; 4]>| {
            assert_eq!(Region::of(region).unwrap().within([400, 300]), expected, "{region}");
        };
        check("full", Some([0, 0, 400, 300]));
        check("square", Some([50, 0, 300, 300]));
        check("10,20,30,40", Some([10, 20, 30, 40]));
        check("390,290,30,40", Some([390, 290, 10, 10]));
        check("400,0,1,1", None);
        check("pct:50,50,25,25", Some([200, 150, 100, 75]));
        check("pct:0,0,0.1,0.1", Some([0, 0, 1, 1]));
    }
}
