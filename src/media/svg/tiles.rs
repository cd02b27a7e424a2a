//! Where the pictures of a background lie on the canvas, how large, and whether they repeat.

use std::str::FromStr;

use svgtypes::{Length, LengthUnit};

/// A property's list begins anew where it is shorter than the pictures are many.
pub(super) fn of_layer<'l, 'a>(values: &'l [Vec<&'a str>], at: usize) -> &'l [&'a str] {
    match values.len() {
        0 => &[],
        count => &values[at % count],
    }
}

/// How large a picture is laid, in pixels.
pub(super) fn size(words: &[&str], natural: (f64, f64), canvas: (f64, f64)) -> Option<(f64, f64)> {
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
pub(super) fn position(words: &[&str], room: (f64, f64)) -> Option<(f64, f64)> {
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
pub(super) fn repeats(words: &[&str]) -> (bool, bool) {
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
