//! What CSS says of a drawing: backgrounds are painted, and what is not read is named.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::ImageFormat;

use super::samples::{encoded, png_header};
use crate::media::{Examined, Fonts, Picture, Remark, decode, examine};

/// The sample, whose red grows to the right and its green downwards.
fn sample(side: u32) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(encoded(side, side, ImageFormat::Png)))
}

fn svg(attributes: &str, inside: &str) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' {attributes}>{inside}</svg>")
}

fn drawn(svg: &str) -> Picture {
    decode(svg.as_bytes(), &Fonts::default()).unwrap()
}

fn examined(svg: &str) -> Examined {
    examine(svg.as_bytes(), &Fonts::default()).unwrap()
}

/// Whether the sample covers the whole of a drawing.
fn is_covered(picture: &Picture) -> bool {
    let near = |found: u8, expected: u8| found.abs_diff(expected) < 12;
    let fits = |(x, y): (u32, u32), (red, green): (u8, u8)| {
        let found = picture.pixel(picture.width * x / 8, picture.height * y / 8);
        near(found[0], red) && near(found[1], green) && near(found[2], 77) && found[3] == 255
    };
    fits((6, 2), (191, 63)) && fits((2, 6), (63, 191))
}

#[test]
fn pictures_behind_a_drawing_are_painted() {
    let sample = sample(64);
    let check = |svg: String| {
        assert_eq!(examined(&svg).remarks, [], "{svg}");
        assert!(is_covered(&drawn(&svg)), "{svg}");
    };
    let whole = format!(
        "background-color:transparent;background-image:url({sample});background-repeat:no-repeat;background-size:contain;background-position:center;image-rendering:pixelated;"
    );
    let view = "viewBox='0 0 1200 1200'";
    check(svg(&format!("{view} style='{whole}'"), ""));
    check(svg(view, &format!("<style>svg{{{whole}}}</style>")));
    check(svg(view, &format!("<style>/* one */ :root, g {{{whole}}}</style>")));
    check(svg(view, &format!("<style>svg{{background:url(\"{sample}\") 0 0/100% 100%}}</style>")));
    check(svg(&format!("{view} style=\"background:url('{sample}') center / cover\""), ""));
    check(svg(&format!("width='64' height='64' style='background:url({sample})'"), ""));
    let shouted = sample.replacen("data:image/png", "DATA:IMAGE/PNG", 1);
    check(svg(&format!("{view} style=\"background:url('{shouted}') center / cover\""), ""));
    // Several; the first lies on top.
    let two = format!("background:url({sample}) 0/100%,url({}) 0/50%,red", self::sample(2));
    check(svg(&format!("{view} style='{two}'"), ""));
    let closed = format!("<svg xmlns='http://www.w3.org/2000/svg' {view} style='{whole}'/>");
    check(closed);
    // No rule of the drawing's is one of its background.
    let rules = "*{opacity:0;stroke:red;transform:scale(9)} image{display:none} g{display:none}";
    check(svg(
        &format!("{view} style='{whole}'"),
        &format!(
            "<style>svg{{opacity:1!important;transform:scale(1)!important;stroke:none}} {rules}</style>"
        ),
    ));
    let inner = svg("width='64' height='64'", &format!("<image href='{sample}'/>"));
    let inner = format!("data:image/svg+xml;base64,{}", STANDARD.encode(inner));
    check(svg(&format!("{view} style='background:url({inner}) 0/cover'"), ""));
}

#[test]
fn pictures_behind_a_drawing_lie_where_they_are_put() {
    let wide = "width='128' height='64'";
    let check = |style: &str, at: (u32, u32), expected: (u32, u32)| {
        let picture = drawn(&svg(&format!("{wide} style='{style}'"), ""));
        let sample = decode(&encoded(64, 64, ImageFormat::Png), &Fonts::default()).unwrap();
        let (found, like) =
            (picture.pixel(at.0 * 8 + 4, at.1 * 8 + 4), sample.pixel(expected.0, expected.1));
        let near = found.iter().zip(like).all(|(a, b)| a.abs_diff(b) < 12);
        assert!(near && picture.width == 1_024, "{style}: {found:?}");
    };
    let clear = |style: &str, x: u32| {
        let picture = drawn(&svg(&format!("{wide} style='{style}'"), ""));
        assert_eq!(picture.pixel(x * 8, 256)[3], 0, "{style}");
    };
    let url = format!("url({})", sample(64));
    let centred = format!("background:{url} center/contain no-repeat");
    check(&centred, (64, 32), (32, 32));
    clear(&centred, 16);
    clear(&centred, 112);
    let once = format!("background:{url} no-repeat");
    check(&once, (40, 20), (40, 20));
    clear(&once, 96);
    let right = format!("background:{url} no-repeat right");
    check(&right, (104, 20), (40, 20));
    clear(&right, 32);
    let twice = format!("background-image:{url}");
    check(&twice, (40, 20), (40, 20));
    check(&twice, (104, 20), (40, 20));
    check(&format!("background:{url} -20px 0"), (40, 20), (60, 20));
    // Each pixel keeps its edges.
    let large = |more: &str| {
        let style = format!("background:url({}) 0/100%;{more}", sample(2));
        let picture = drawn(&svg(&format!("viewBox='0 0 9 9' style='{style}'"), ""));
        picture.pixel(40, 256) == picture.pixel(480, 256)
    };
    assert!(large("image-rendering:pixelated") && !large(""));
    assert!(large("image-rendering:pixelated;image-rendering:-moz-crisp-edges"));
    assert!(!large("image-rendering:pixelated;image-rendering:auto"));
}

#[test]
fn colours_behind_a_drawing_are_painted() {
    let check = |attributes: &str, inside: &str, expected: [u8; 4]| {
        let picture = drawn(&svg(attributes, inside));
        assert_eq!(picture.pixel(9, 9), expected, "{attributes} {inside}");
    };
    let (size, blue) = ("width='64' height='64'", [0, 0, 255, 255]);
    let styled = |style: &str| format!("{size} style='{style}'");
    check(&styled("background:#00f"), "", blue);
    check(&styled("background-color:rgb(0 0 255)"), "", blue);
    check(&styled("background:red;background-color:blue"), "", blue);
    check(&styled("background-color:red;background:blue"), "", blue);
    check(&styled("background:blue!important;background:red"), "", blue);
    check(size, "<style>svg{background:blue}</style>", blue);
    check(size, "<style>svg{background:blue} *{background:red}</style>", blue);
    check(&styled("background:blue"), "<style>rect{fill:red} svg{background:red}</style>", blue);
    check(&styled("background:none"), "", [0; 4]);
    check(&styled("background:transparent"), "", [0; 4]);
    check(&styled("background:red"), "<rect width='64' height='64' fill='blue'/>", blue);
    // Comments say nothing, and what no browser takes leaves what was said before.
    check(&styled("background:#00f /* deep */"), "", blue);
    check(size, "<style>svg{background:/*a*/blue/*dark*/;/*b*/}</style>", blue);
    check(&styled("background:#00f;background:nonsense;background:red 1 url"), "", blue);
    check(&styled("background-color:#00f;background-color:red blue"), "", blue);
    check(&styled("background:#00f;background:inherit"), "", [0; 4]);
    // The whole of the canvas, and not the view alone.
    check("width='128' height='64' viewBox='0 0 64 64' style='background:blue'", "", blue);
    let small = "width='64' height='64' viewBox='0 0 32 32' style='background:blue'";
    check(small, "<style>g{transform-origin:9px 9px}</style>", blue);
    // Once, however it is said.
    let half = drawn(&svg(&styled("background-color:rgba(0,0,255,.5)"), "")).pixel(9, 9);
    assert!(half[3].abs_diff(128) < 3, "{half:?}");
}

#[test]
fn what_is_not_painted_behind_a_drawing_is_said() {
    let rect = "<rect width='30' height='64' fill='blue'/>";
    let check = |style: &str, expected: &[&str]| {
        let found = examined(&svg(&format!("width='64' height='64' style='{style}'"), rect));
        let expected: Vec<Remark> =
            expected.iter().map(|what| Remark::LeftOut((*what).to_owned())).collect();
        assert_eq!(found.remarks, expected, "{style}");
    };
    let part = "part of its background";
    check("background:none", &[]);
    check("background:linear-gradient(red,blue)", &[part]);
    check("background:var(--a)", &[part]);
    check("background:url(a.png)", &["something that lies outside of it"]);
    check("background:url(data:image/png;base64,AAAA)", &[part]);
    check("background:url(data:)", &[part]);
    check("background:blue;background-clip:border-box;background-blend-mode:multiply", &[]);
    check("background:blue;background-clip:content-box", &[part]);
    let one = format!("background:url({}) no-repeat", sample(2));
    check(&format!("{one};background-position-x:0;background-origin:padding-box"), &[]);
    check(&format!("{one};background-position-x:9px;background-position:0 0"), &[]);
    check(&format!("{one};background-position-x:9px"), &[part]);
    check(&format!("{one};background-blend-mode:normal,multiply"), &[part]);
    check(&format!("{one};background-origin:content-box"), &[part]);
    // Sixteen, one upon another, and no more.
    let layers = |count: usize| {
        let layer = format!("url({}) no-repeat", sample(2));
        format!("background:{}", vec![layer; count].join(","))
    };
    check(&layers(16), &[]);
    check(&layers(17), &[part]);
    let promised = STANDARD.encode(png_header(9_000, 10));
    check(&format!("background:url(data:image/png;base64,{promised})"), &[part]);
    let cut = STANDARD.encode(&encoded(64, 64, ImageFormat::Png)[..300]);
    let cut = svg(
        &format!("width='9' height='9' style='background:url(data:image/png;base64,{cut})'"),
        rect,
    );
    let error = decode(cut.as_bytes(), &Fonts::default()).unwrap_err().to_string();
    assert!(error.contains("ends too early"), "{error}");
}

#[test]
fn a_background_that_rules_would_change_is_left_away() {
    let check = |style: &str, sheet: &str, expected: Option<[u8; 4]>| {
        let inside = format!("<style>{sheet}</style><path d='M0 32h64v32H0z'/>");
        let svg = svg(&format!("width='64' height='64' style='{style}'"), &inside);
        let remarks = examined(&svg).remarks;
        let left_out = Remark::LeftOut("part of its background".to_owned());
        let (remark, pixel) = match expected {
            Some(pixel) => (vec![left_out], pixel),
            None => (Vec::new(), [0, 0, 255, 255]),
        };
        assert_eq!(remarks, remark, "{style} {sheet}");
        assert_eq!(drawn(&svg).pixel(9, 9), pixel, "{style} {sheet}");
    };
    check("background:blue", "rect{fill:red}", None);
    check("background:blue", "rect.a,path{fill:red!important}", None);
    check("background:blue", "path + path{fill:red}", None);
    check("background:blue", "g{transform-origin:9px 9px}", None);
    check("background:blue", "rect{fill:red!important}", Some([0; 4]));
    check("background:blue", "g + path{fill:red}", Some([0; 4]));
    check("background:blue", "path:first-child{fill:red}", Some([0; 4]));
    // This the layout paints by itself.
    check("background-color:blue", "*{display:inline!important}", Some([0, 0, 255, 255]));
}

#[test]
fn a_colour_behind_a_drawing_without_a_size_is_painted() {
    let inside = "<rect width='9' height='9' fill='none'/>";
    let named = svg("style='background-color:#00f'", inside);
    assert_eq!(examined(&named).remarks, []);
    assert_eq!(drawn(&named).pixel(9, 9), [0, 0, 255, 255]);
    let left_out = Remark::LeftOut("part of its background".to_owned());
    assert_eq!(examined(&svg("style='background:#00f'", inside)).remarks, [left_out]);
}

#[test]
fn css_that_is_not_read_is_named() {
    let rect = "<rect class='a' width='30' height='64' fill='blue'/>";
    let check = |inside: &str, expected: &str| {
        let found = examined(&svg("width='64' height='64'", &format!("{inside}{rect}")));
        let expected = match expected {
            "" => Vec::new(),
            forms => vec![Remark::LeftOut(format!("CSS that is not read here ({forms})"))],
        };
        assert_eq!(found.remarks, expected, "{inside}");
    };
    // What drawings ordinarily hold.
    check("<style>.base { fill: white; font-family: serif; font-size: 14px; }</style>", "");
    check("<style>a:hover{fill:red} .b,.c{transform:rotate(9 1,2);width:9px}</style>", "");
    check(
        "<style>svg{width:100%;height:auto} p{width:calc(1px + 1px);margin:var(--m)}</style>",
        "",
    );
    check("<style>@media print{.a{fill:red}} @media screen{p{margin:0}}</style>", "");
    check("<style>:root{--c:red} @charset 'a';</style><g filter='url(#f)' data-a='var(--a)'/>", "");
    check(
        "<g style='fill:rgb(1 2 3 / 4%);transform:none'/><image style='width:9px' width='9'/>",
        "",
    );
    check("<style>.a{fill:var(--c)}</style>", "var()");
    check("<g fill='var(--c, red)' style='stroke:oklch(1 2 3)'/>", "oklch(), var()");
    check(
        "<style>.b:nth-child(2n){fill:red} .c:not(.d){stroke:red}</style>",
        ":not(), :nth-child()",
    );
    check("<style>@media (width > 9px){.b{fill:red}}</style>", "@media");
    check("<style>.b{stroke:red; .c{fill:red}}</style>", "nested rules");
    check("<style>.a{width:9px}</style>", "width");
    check("<style>g > rect.a{x:9px}</style><circle style='r:4px'/>", "r, x");
    check("<g style='transform:translate(1px,2px) rotate(4deg)'/>", "transform");
    check("<style>.b{--c:red;fill:red}</style>", "what follows a property of its own");
    check("<g style='font:9px/1 serif;fill:red'/>", "what follows a slash");
    check("<g style='transform:scale(2) /* twice */'/>", "");
    check("<style>水{fill:var水(lab水)} 水.水#水:水{width:1}</style>", "");
}

#[test]
fn what_an_attribute_says_as_well_is_found_in_good_time() {
    let check = |attributes: &str, expected: &[Remark]| {
        let found = examined(&svg("width='64' height='64'", &format!("<rect {attributes}/>")));
        assert_eq!(found.remarks, expected, "{attributes}");
    };
    let all = "height='64' fill='blue'";
    check(&format!("{all} width='30px' style='width: 30 '"), &[]);
    let unread = Remark::LeftOut("CSS that is not read here (width)".to_owned());
    check(&format!("{all} width='30' style='width:31'"), &[unread]);
    // Each line asks, and the attribute is long.
    let start = Instant::now();
    let (long, lines) = ("1".repeat(1_500_000), "x:1;".repeat(8_000));
    let rect = "<rect width='9' height='9'/>";
    let found = examined(&svg("", &format!("<g x='{long}' style='{lines}'>{rect}</g>")));
    assert_eq!(found.remarks, []);
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn an_empty_drawing_is_said_to_be_empty() {
    let check = |inside: &str, expected: &[Remark]| {
        let found = examined(&svg("width='64' height='64'", inside));
        assert_eq!(found.remarks, expected, "{inside}");
    };
    check("", &[Remark::Empty]);
    check("<rect width='64' height='64' fill='none'/>", &[Remark::Empty]);
    check("<rect width='64' height='64' fill='blue'/>", &[]);
    // One colour is not nothing.
    let turns = "<set attributeName='fill' to='red' begin='1s'/>";
    check(
        &format!("<rect width='64' height='64' fill='blue'>{turns}</rect>"),
        &[Remark::FirstFrame],
    );
    // What is empty since something of it is left out was not given so.
    let left_out = |what: &str| Remark::LeftOut(what.to_owned());
    let html = left_out("HTML inside the drawing");
    check("<foreignObject/>", std::slice::from_ref(&html));
    let outside = left_out("something that lies outside of it");
    check("<image width='64' height='64' href='https://example.com/a.png'/>", &[outside]);
    let unread = left_out("CSS that is not read here (var())");
    check("<rect width='64' height='64' fill='none' style='stroke:var(--a)'/>", &[unread]);
    let behind = left_out("part of its background");
    check("<style>svg{background:linear-gradient(red,blue)}</style>", &[behind]);
    check(&format!("<foreignObject>{turns}</foreignObject>"), &[html, Remark::FirstFrame]);
}
