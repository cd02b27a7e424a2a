//! Autoglyphs (Larva Labs, 2019): drawings by the instructions that their contract
//! returns, one symbol for each cell of a square grid.
//!
//! The rule stands in the contract's own source: `.` is an empty cell, `O` a circle
//! within it, `+` and `X` crosses, `|`, `-`, `\` and `/` lines from side to side or
//! corner to corner, and `#` a filled cell. A pen is a fifth to a tenth of a cell wide.

use std::fmt::Write;

use percent_encoding::percent_decode_str;

use crate::limits::GLYPH_CELLS_MAX;

/// What the text begins with that `tokenURI` and `draw` return.
const HEAD: &str = "data:text/plain;charset=utf-8,";

/// Units of the drawing to a cell: even, so that its middle is a whole number.
const CELL: usize = 20;

/// The pen's width, a seventh of a cell.
const PEN: f32 = CELL as f32 / 7.0;

/// Draws an Autoglyph as SVG; none where the text is no square of its symbols.
pub fn autoglyph_svg(text: &str) -> Option<String> {
    let encoded = text.strip_prefix(HEAD).unwrap_or(text);
    let decoded = percent_decode_str(encoded).decode_utf8().ok()?;
    let rows: Vec<&str> = decoded.lines().map(|row| row.trim_end_matches('\r')).collect();
    let cells = rows.len();
    if !(1..=GLYPH_CELLS_MAX).contains(&cells) || rows.iter().any(|row| row.len() != cells) {
        return None;
    }
    let (mut lines, mut fills) = (String::new(), String::new());
    for (y, row) in rows.iter().enumerate() {
        for (x, symbol) in row.bytes().enumerate() {
            draw(symbol, x * CELL, y * CELL, &mut lines, &mut fills)?;
        }
    }
    let side = cells * CELL;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}\" height=\"{side}\" viewBox=\"0 0 {side} {side}\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/>\
         <path fill=\"none\" stroke=\"#000\" stroke-width=\"{PEN:.2}\" d=\"{lines}\"/>\
         <path d=\"{fills}\"/></svg>"
    ))
}

/// Adds one cell; none for a symbol that the rule does not know.
fn draw(symbol: u8, x: usize, y: usize, lines: &mut String, fills: &mut String) -> Option<()> {
    const HALF: usize = CELL / 2;
    let (across, down) = (x + HALF, y + HALF);
    let written = match symbol {
        b'.' => Ok(()),
        b'O' => {
            write!(lines, "M{x} {down}a{HALF} {HALF} 0 1 0 {CELL} 0a{HALF} {HALF} 0 1 0-{CELL} 0")
        }
        b'+' => write!(lines, "M{across} {y}v{CELL}M{x} {down}h{CELL}"),
        b'X' => write!(lines, "M{x} {y}l{CELL} {CELL}m-{CELL} 0l{CELL}-{CELL}"),
        b'|' => write!(lines, "M{across} {y}v{CELL}"),
        b'-' => write!(lines, "M{x} {down}h{CELL}"),
        b'\\' => write!(lines, "M{x} {y}l{CELL} {CELL}"),
        b'/' => write!(lines, "M{x} {}l{CELL}-{CELL}", y + CELL),
        b'#' => write!(fills, "M{x} {y}h{CELL}v{CELL}h-{CELL}z"),
        _ => return None,
    };
    written.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_drawn_by_the_contracts_rule() {
        let check = |text: &str, expected: Option<&str>| {
            let svg = autoglyph_svg(text);
            match expected {
                None => assert_eq!(svg, None, "{text}"),
                Some(part) => {
                    assert!(svg.as_ref().is_some_and(|svg| svg.contains(part)), "{svg:?}")
                }
            }
        };
        check(".", Some("d=\"\"/><path d=\"\""));
        check("O", Some("M0 10a10 10 0 1 0 20 0a10 10 0 1 0-20 0"));
        check("+", Some("M10 0v20M0 10h20"));
        check("X", Some("M0 0l20 20m-20 0l20-20"));
        check("|", Some("\"M10 0v20\""));
        check("-", Some("\"M0 10h20\""));
        check("\\", Some("\"M0 0l20 20\""));
        check("/", Some("\"M0 20l20-20\""));
        check("#", Some("<path d=\"M0 0h20v20h-20z\"/></svg>"));
        // Two rows, as the contract returns them, the second one cell lower.
        let text = "data:text/plain;charset=utf-8,.#%0A|.%0A";
        check(text, Some("d=\"M10 20v20\"/><path d=\"M20 0h20v20h-20z\""));
        check(text, Some("width=\"40\""));
    }

    #[test]
    fn what_is_no_square_of_symbols_is_not_drawn() {
        let square = |cells: usize| vec![".".repeat(cells); cells].join("\n");
        let check = |text: &str, drawn: bool| assert_eq!(autoglyph_svg(text).is_some(), drawn);
        check("", false);
        check("..\n.", false);
        check("..", false);
        check("<", false);
        check("é\né", false);
        check(&square(64), true);
        check(&square(GLYPH_CELLS_MAX), true);
        check(&square(GLYPH_CELLS_MAX + 1), false);
    }
}
