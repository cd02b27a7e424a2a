//! Works that are texts: drawings written out as SVG.

use std::f64::consts::{FRAC_PI_2, TAU};
use std::fmt::Write;

use crate::made::{Form, Made};

/// Four hounds on each of nine fields, small enough to be kept inside a token.
pub fn whirl(_seed: u64) -> Made {
    const FIELDS: usize = 3;
    const STEPS: usize = 26;
    const GAIN: f64 = 0.11;
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 400\" width=\"400\" height=\"400\">\
         <rect width=\"400\" height=\"400\" fill=\"#f3eee2\"/>\
         <g fill=\"none\" stroke-width=\".7\" stroke-linejoin=\"round\">",
    );
    for field in 0..FIELDS * FIELDS {
        let (column, row) = (field % FIELDS, field / FIELDS);
        let (left, top) = (32.0 + 112.0 * column as f64, 32.0 + 112.0 * row as f64);
        let mut hounds =
            [(left, top), (left + 112.0, top), (left + 112.0, top + 112.0), (left, top + 112.0)];
        if (column + row) % 2 == 1 {
            hounds.reverse();
        }
        let colour = if field == 4 { "#b8402c" } else { "#1c2733" };
        let _ = write!(svg, "<path stroke=\"{colour}\" d=\"");
        for _ in 0..STEPS {
            for (number, (x, y)) in hounds.iter().enumerate() {
                let _ = write!(svg, "{}{x:.1} {y:.1}", if number == 0 { "M" } else { "L" });
            }
            svg.push('Z');
            hounds = std::array::from_fn(|i| {
                let (from, to) = (hounds[i], hounds[(i + 1) % 4]);
                (from.0 + (to.0 - from.0) * GAIN, from.1 + (to.1 - from.1) * GAIN)
            });
        }
        svg.push_str("\"/>");
    }
    svg.push_str("</g></svg>");
    Made::new(Form::OnChain(svg))
        .with("Fields", FIELDS * FIELDS)
        .with("Steps", STEPS)
        .with("Gain a step", GAIN)
}

/// Euclid's rhythms on rings, one beat more on every ring.
pub fn staves(_seed: u64) -> Made {
    const PULSES: u32 = 24;
    const RINGS: u32 = 11;
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 840\" width=\"600\" height=\"840\">\n\
         <rect width=\"600\" height=\"840\" fill=\"#f4efe3\"/>\n",
    );
    let is_beat = |pulse: u32, beats: u32| pulse * beats % PULSES < beats;
    for ring in 0..RINGS {
        let beats = ring + 2;
        let radius = 44.0 + 19.6 * f64::from(ring);
        let place = |pulse: u32| {
            let angle = TAU * f64::from(pulse) / f64::from(PULSES) - FRAC_PI_2;
            (300.0 + radius * angle.cos(), 330.0 + radius * angle.sin())
        };
        let corners: Vec<String> = (0..PULSES)
            .filter(|pulse| is_beat(*pulse, beats))
            .map(place)
            .map(|(x, y)| format!("{x:.2},{y:.2}"))
            .collect();
        let _ = writeln!(
            svg,
            "<circle cx=\"300\" cy=\"330\" r=\"{radius:.1}\" fill=\"none\" stroke=\"#1d2b3a\" stroke-width=\".5\" opacity=\".5\"/>\
             <polygon points=\"{}\" fill=\"#c9a15a\" fill-opacity=\".06\" stroke=\"#1d2b3a\" stroke-width=\".9\"/>",
            corners.join(" ")
        );
        let y_staff = 616.0 + 16.0 * f64::from(ring);
        let _ = writeln!(
            svg,
            "<line x1=\"60\" x2=\"540\" y1=\"{y_staff}\" y2=\"{y_staff}\" stroke=\"#1d2b3a\" stroke-width=\".5\" opacity=\".5\"/>"
        );
        for pulse in 0..PULSES {
            let (x, y) = place(pulse);
            let x_staff = 64.0 + 472.0 * f64::from(pulse) / f64::from(PULSES - 1);
            let (size, fill) = match (is_beat(pulse, beats), pulse) {
                (true, 0) => (5.2, "#b8402c"),
                (true, _) => (4.4, "#1d2b3a"),
                (false, _) => (1.1, "#1d2b3a"),
            };
            for (x, y, size) in [(x, y, size), (x_staff, y_staff, size * 0.8)] {
                let _ = writeln!(
                    svg,
                    "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{size:.2}\" fill=\"{fill}\"/>"
                );
            }
        }
    }
    svg.push_str("</svg>\n");
    Made::new(Form::Svg(svg)).with("Pulses", PULSES).with("Rings", RINGS)
}
