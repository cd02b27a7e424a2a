//! SVG: drawn at a sensible size, and refused where it runs, reaches out or explodes.

use crate::media::{Fonts, decode, picture_size};

#[test]
fn drawings_are_drawn_at_a_sensible_size() {
    let check = |attributes: &str, size: (u32, u32)| {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' {attributes}><rect width='100%' height='100%' fill='#3366cc'/></svg>"
        );
        let picture = decode(svg.as_bytes(), &Fonts::default()).unwrap();
        assert_eq!((picture.width, picture.height), size, "{attributes}");
        assert_eq!(picture_size(svg.as_bytes()).unwrap(), size);
        assert_eq!(picture.pixel(size.0 / 2, size.1 / 2), [0x33, 0x66, 0xcc, 255]);
    };
    check("width='24' height='24'", (1_024, 1_024));
    check("viewBox='0 0 100 50'", (1_024, 512));
    check("width='1500' height='300'", (1_500, 300));
    check("width='9000' height='4500'", (2_048, 1_024));
}

#[test]
fn half_transparent_colours_keep_their_colour() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><rect width='8' height='8' fill='#ff8000' opacity='0.5'/></svg>";
    let [red, green, blue, alpha] = decode(svg.as_bytes(), &Fonts::default()).unwrap().pixel(9, 9);
    assert!(red > 250 && green.abs_diff(128) < 3 && blue < 3 && alpha.abs_diff(128) < 2);
}

#[test]
fn what_runs_or_reaches_out_is_refused() {
    let check = |inside: &str, expected: &str| {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='8' height='8'>{inside}</svg>"
        );
        let error = decode(svg.as_bytes(), &Fonts::default()).unwrap_err().to_string();
        assert!(error.contains(expected), "{inside}: {error}");
    };
    check("<script>alert(1)</script>", "never run");
    check("<foreignObject/>", "HTML inside");
    check("<image href='file:///etc/passwd'/>", "outside");
    check("<image xlink:href='https://example.com/a.png'/>", "outside");
    check("<image href='../secret.svg'/>", "outside");
    check("<image href='data:image/png;base64,AAAA'/>", "another picture");
    check("<use href='other.svg#a'/>", "outside");
    check("<style>@import 'a.css';</style>", "outside");
    check("<rect style='fill:url(https://example.com/#a)'/>", "outside");
    check(
        "<filter id='f'><feTurbulence numOctaves='900'/></filter><rect width='8' height='8' filter='url(#f)'/>",
        "SVG_OCTAVES_MAX",
    );
}

#[test]
fn what_explodes_or_is_no_svg_is_refused() {
    let check = |text: &str, expected: &str| {
        let error = decode(text.as_bytes(), &Fonts::default()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check("<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg/>", "entities");
    check("<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>", "damaged");
    check("<svg xmlns='http://www.w3.org/2000/svg'><g>", "damaged");
    let many = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'>{}</svg>",
        "<g/>".repeat(200_001)
    );
    check(&many, "damaged");
    // Each group uses the one before it ten times over.
    let mut bomb = String::from(
        "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><g id='a0'><path d='M0 0h1'/></g>",
    );
    for level in 1..12 {
        let uses = format!("<use href='#a{}'/>", level - 1).repeat(10);
        bomb += &format!("<g id='a{level}'>{uses}</g>");
    }
    bomb += "</svg>";
    check(&bomb, "damaged");
    check("\u{1f}\u{8b}", "no kind");
}
