//! SVG: drawn at a sensible size, and refused where it runs, reaches out or explodes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::ImageFormat;

use super::samples::{animated_gif, bitmap, encoded, png_header};
use crate::media::{FontFiles, Fonts, Picture, Remark, decode, examine, picture_size};

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
fn what_runs_or_reaches_out_is_left_out() {
    let rect = "<rect width='4' height='8' fill='#00f'/>";
    let check = |inside: &str, expected: &[&str]| {
        let svg = drawing(&format!("{inside}{rect}"));
        let examined = examine(svg.as_bytes(), &Fonts::default()).unwrap();
        let expected: Vec<Remark> =
            expected.iter().map(|what| Remark::LeftOut((*what).to_owned())).collect();
        assert_eq!(examined.remarks, expected, "{inside}");
        let bare = decode(drawing(rect).as_bytes(), &Fonts::default()).unwrap();
        assert!(decode(svg.as_bytes(), &Fonts::default()).unwrap() == bare, "{inside}");
    };
    let outside = "something that lies outside of it";
    check("", &[]);
    check("<a href='https://example.com'/>", &[]);
    check("<script>alert(1)</script>", &["a script"]);
    check("<g onclick='alert(1)'/>", &["a script"]);
    check(
        "<foreignObject width='9' height='9'><p>words</p></foreignObject>",
        &["HTML inside the drawing"],
    );
    check("<image width='9' height='9' href='file:///etc/passwd'/>", &[outside]);
    check("<image width='9' height='9' href='/proc/self/exe'/>", &[outside]);
    check("<image width='9' height='9' xlink:href='https://example.com/a.png'/>", &[outside]);
    check("<image width='9' height='9' href='../secret.svg'/>", &[outside]);
    check("<use href='data:image/png;base64,AAAA'/>", &[outside]);
    check("<use href='other.svg#a'/>", &[outside]);
    check("<style>@import 'a.css';</style>", &[outside]);
    check(
        "<style>@font-face{font-family:P;src:url(data:font/woff2;base64,AAAA)}</style>",
        &["a typeface of its own"],
    );
    check("<g style='marker-end:url(https://example.com/#a)'/>", &[outside]);
    check("<script/><image href='a.png'/>", &["a script, something that lies outside of it"]);
}

#[test]
fn the_first_frame_of_a_drawing_that_moves_is_drawn() {
    let check = |inside: &str, expected: &[Remark]| {
        let examined = examine(drawing(inside).as_bytes(), &Fonts::default()).unwrap();
        assert_eq!(examined.remarks, expected, "{inside}");
    };
    let rect = |attributes: &str, inside: &str| {
        format!("<rect width='30' height='64' fill='#00f' {attributes}>{inside}</rect>")
    };
    let appears = "<animate attributeName='opacity' from='0' to='1' dur='1s'/>";
    check(&rect("", appears), &[Remark::FirstFrame]);
    check(
        &format!("<style>@keyframes k{{to{{opacity:0}}}}</style>{}", rect("", "")),
        &[Remark::FirstFrame],
    );
    check(&rect("", ""), &[]);
    check(&rect("opacity='0'", appears), &[Remark::StartsEmpty]);
    check(
        &rect("opacity='0'", "<set attributeName='opacity' to='1' begin='1s'/>"),
        &[Remark::StartsEmpty],
    );
    let css = "<style>@keyframes k{to{opacity:1}} rect{opacity:0;animation:k 1s}</style>";
    check(&format!("{css}{}", rect("", "")), &[Remark::StartsEmpty]);
    // Empty, and meant to be.
    check(&rect("opacity='0'", ""), &[Remark::Empty]);
    // One colour all over, of which a script would make more.
    let all = "<rect width='64' height='64'/><script>draw()</script>";
    let error = decode(drawing(all).as_bytes(), &Fonts::default()).unwrap_err().to_string();
    assert!(error.contains("a script would draw"), "{error}");
}

#[test]
fn what_is_drawn_without_bounds_is_refused() {
    let check = |inside: &str, expected: &str| {
        let svg = drawing(inside);
        let error = decode(svg.as_bytes(), &Fonts::default()).unwrap_err().to_string();
        assert!(error.contains(expected), "{inside}: {error}");
    };
    check("<image href='data:image/png;base64,AAAA'/>", "no kind");
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
    check(&many, "SVG_NODES_MAX");
    // Each group uses the one before it ten times over.
    let mut bomb = String::from(
        "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><g id='a0'><path d='M0 0h1'/></g>",
    );
    for level in 1..12 {
        let uses = format!("<use href='#a{}'/>", level - 1).repeat(10);
        bomb += &format!("<g id='a{level}'>{uses}</g>");
    }
    bomb += "</svg>";
    check(&bomb, "SVG_UNFOLDED_MAX");
    // The reader of style sheets calls itself for each comment.
    let comments = "/**/".repeat(100_000);
    check(&drawing(&format!("<style>g{comments}{{fill:red}}</style>")), "SVG_STYLES_MAX");
    // Packed, it is not unpacked, whatever is in it.
    let error = decode(b"\x1f\x8b\x08\0\0\0\0\0\0\x03", &Fonts::default()).unwrap_err();
    assert!(error.to_string().contains("a gzip archive"), "{error}");
}

/// The program's own faces, as a resolve has them.
fn fonts() -> Fonts {
    Fonts::from_files(&FontFiles {
        serif: &[
            include_bytes!("../../../assets/fonts/serif-regular.ttf"),
            include_bytes!("../../../assets/fonts/serif-semibold.ttf"),
        ],
        sans: &[include_bytes!("../../../assets/fonts/sans-regular.ttf")],
        mono: &[include_bytes!("../../../assets/fonts/mono-regular.ttf")],
        further: &[include_bytes!("../../../assets/fonts/sans-sc-regular.otf")],
    })
}

#[test]
fn texts_are_set_in_the_faces_that_are_handed_in() {
    let fonts = fonts();
    let set = |attributes: &str, words: &str, fonts: &Fonts| -> Picture {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='40'><text x='4' y='28' font-size='20' {attributes}>{words}</text></svg>"
        );
        decode(svg.as_bytes(), fonts).unwrap()
    };
    let ink = |picture: &Picture| picture.rgba.chunks_exact(4).filter(|p| p[3] > 0).count();
    assert_eq!(ink(&set("", "Adam", &Fonts::default())), 0, "no face, no text");
    let serif = set("", "Adam", &fonts);
    let sans = set("font-family='sans-serif'", "Adam", &fonts);
    let mono = set("font-family='monospace'", "Adam", &fonts);
    assert!(serif != sans && sans != mono && mono != serif);
    assert_eq!(serif, set("", "Adam", &fonts), "the same file, the same picture");
    let check = |attributes: &str, expected: &Picture| {
        assert!(set(attributes, "Adam", &fonts) == *expected, "{attributes}");
    };
    check("font-family='serif'", &serif);
    check("font-family='A Face That Nobody Has'", &serif);
    check("font-family='Arial'", &sans);
    check("font-family='A Face That Nobody Has, Helvetica, serif'", &sans);
    check("style='font-family:&quot;Courier New&quot;, serif'", &mono);
    assert!(ink(&set("font-weight='bold'", "Adam", &fonts)) > ink(&serif));
    // One face for Chinese, whichever stands beside it.
    let chinese = set("", "水土", &fonts);
    assert!(ink(&chinese) > 2_000, "{}", ink(&chinese));
    assert!(chinese == set("font-family='monospace'", "水土", &fonts));
}

/// A drawing of 64 by 64 with these elements in it.
fn drawing(inside: &str) -> String {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='64' height='64'>{inside}</svg>"
    )
}

/// The sample in 32 by 16 pixels.
const AVIF: &[u8] = include_bytes!("avif/rgb420.avif");

fn data(mime: &str, bytes: &[u8]) -> String {
    format!("data:{mime};base64,{}", STANDARD.encode(bytes))
}

#[test]
fn pictures_inside_a_drawing_are_drawn() {
    let png = encoded(64, 64, ImageFormat::Png);
    let check = |href: &str| {
        let svg = drawing(&format!("<image width='64' height='64' {href}/>"));
        let picture = decode(svg.as_bytes(), &Fonts::default()).unwrap();
        // The sample's red grows to the right and its green downwards.
        let [red, green, blue, alpha] = picture.pixel(768, 256);
        let near = |found: u8, expected: u8| found.abs_diff(expected) < 12;
        let fits = near(red, 191) && near(green, 63) && near(blue, 77) && alpha == 255;
        assert!(fits, "{}: {:?}", &href[..30], [red, green, blue, alpha]);
        assert_eq!(picture_size(svg.as_bytes()).unwrap(), (1_024, 1_024));
    };
    let base64 = data("image/png", &png);
    check(&format!("href='{base64}'"));
    check(&format!("xlink:href=\"{base64}\""));
    check(&format!("href={}'\n{}'", " ".repeat(400), base64.replace("base64,", "base64, \n")));
    check(&format!("href='{}'", data("image/jpeg", &encoded(64, 64, ImageFormat::Jpeg))));
    check(&format!("href='{}'", data("image/jpg", &encoded(64, 64, ImageFormat::Jpeg))));
    check(&format!("href='{}'", data("image/webp", &encoded(64, 64, ImageFormat::WebP))));
    check(&format!("href='{}'", data("image/bmp", &bitmap(64, 64))));
    // Twice as wide as high, and drawn as a square.
    #[cfg(feature = "avif")]
    check(&format!("preserveAspectRatio='none' href='{}'", data("image/avif", AVIF)));
    check(&format!("href='{}'", base64.replace("image/png", "IMAGE/PNG")));
    check(&format!("href='{}'", base64.trim_end_matches('=')));
    let gif = drawing(&format!("<image href='{}'/>", data("image/gif", &animated_gif())));
    let first = decode(gif.as_bytes(), &Fonts::default()).unwrap();
    assert_eq!(first.pixel(40, 40), [255, 0, 0, 255], "an animation shows its first frame");
    // Several, one of them twice, and text between them that stays what it was.
    let svg = drawing(&format!(
        "<defs><image id='a' width='20' height='20' href='{base64}'/></defs><rect width='64' height='64' fill='#00f'/><use href='#a'/><image x='44' y='44' width='20' height='20' href='{base64}'/><use href='#a' x='44'/>"
    ));
    let picture = decode(svg.as_bytes(), &Fonts::default()).unwrap();
    let blues =
        [(160, 160), (864, 160), (160, 864), (864, 864)].map(|(x, y)| picture.pixel(x, y)[2]);
    assert!(blues[2] == 255 && [blues[0], blues[1], blues[3]].iter().all(|b| *b < 90), "{blues:?}");
}

#[test]
fn drawings_inside_a_drawing_are_drawn() {
    let inner = "<svg xmlns='http://www.w3.org/2000/svg' width='64' height='64'><rect width='32' height='64' fill='#00f'/></svg>";
    let check = |image: &str| {
        let svg = drawing(image);
        let examined = examine(svg.as_bytes(), &Fonts::default()).unwrap();
        assert!(examined.remarks.is_empty(), "{image}: {:?}", examined.remarks);
        let picture = decode(svg.as_bytes(), &Fonts::default()).unwrap();
        assert_eq!(picture.pixel(256, 512), [0, 0, 255, 255], "{image}");
        assert_eq!(picture.pixel(768, 512)[3], 0, "{image}");
    };
    let base64 = data("image/svg+xml", inner.as_bytes());
    check(&format!("<image href='{base64}' width='64' height='64'/>"));
    // Without a size it has its own, which is not that of its pixels.
    check(&format!("<image href='{base64}'/>"));
    check(&format!("<image xlink:href='{base64}' href='{base64}'/>"));
    check(&format!("<image href='{}' width='64'/>", data("", inner.as_bytes())));
    let percent = inner.replace('<', "%3C").replace('>', "%3E").replace('#', "%23");
    check(&format!("<image href=\"data:image/svg+xml,{percent}\"/>"));
    let escaped = inner.replace('<', "&lt;");
    check(&format!("<image href=\"data:image/svg+xml;charset=utf-8,{escaped}\"/>"));
    check(&format!("<image href=\"data:image/svg+xml;utf8,{escaped}\"/>"));
}

#[test]
fn pictures_inside_a_drawing_need_no_base64() {
    let gif = animated_gif();
    let percent: String = gif.iter().map(|byte| format!("%{byte:02x}")).collect();
    let svg = drawing(&format!("<image href='data:image/gif,{percent}'/>"));
    let picture = decode(svg.as_bytes(), &Fonts::default()).unwrap();
    assert_eq!(picture.pixel(40, 40), [255, 0, 0, 255]);
}

#[test]
fn what_cannot_be_drawn_inside_a_drawing_is_left_out() {
    let rect = "<rect width='4' height='8' fill='#00f'/>";
    let bare = decode(drawing(rect).as_bytes(), &Fonts::default()).unwrap();
    let check = |inner: &str, expected: &str| {
        let href = data("image/svg+xml", inner.as_bytes());
        let svg = drawing(&format!("<image href='{href}' width='9' height='9'/>{rect}"));
        let examined = examine(svg.as_bytes(), &Fonts::default()).unwrap();
        assert_eq!(examined.remarks, [Remark::LeftOut(expected.to_owned())], "{inner}");
        assert!(decode(svg.as_bytes(), &Fonts::default()).unwrap() == bare, "{inner}");
    };
    let cannot = "a drawing inside it that cannot be drawn";
    check("words", cannot);
    check("<svg><g>", cannot);
    check(&drawing("").replace("64", "0"), cannot);
    check(&drawing("<script>draw()</script>"), "a script");
    // One within another is drawn, and no further one within that.
    let third = data("image/svg+xml", drawing(rect).as_bytes());
    check(&drawing(&format!("<image href='{third}'/>")), cannot);
    // What takes too much inside takes too much outside.
    let deep = drawing(&["<g>".repeat(99), "</g>".repeat(99)].concat());
    let deep = drawing(&format!("<image href='{}'/>", data("image/svg+xml", deep.as_bytes())));
    let error = decode(deep.as_bytes(), &Fonts::default()).unwrap_err().to_string();
    assert!(error.contains("SVG_DEPTH_MAX"), "{error}");
}

#[test]
fn pictures_inside_a_drawing_are_held_to_the_limits() {
    let check = |inside: &str, expected: &str| {
        let error = decode(drawing(inside).as_bytes(), &Fonts::default()).unwrap_err();
        assert!(error.to_string().contains(expected), "{expected}: {error}");
    };
    let image = |mime: &str, bytes: &[u8]| format!("<image href='{}'/>", data(mime, bytes));
    let png = encoded(64, 64, ImageFormat::Png);
    check(&image("image/png", &png[..300]), "ends too early");
    check(&image("model/gltf-binary", &png), "it is a PNG picture");
    check(&image("image/png", b"<html>"), "it is an HTML page");
    check(&image("application/octet-stream", b"<html>"), "cannot be shown here");
    check("<image href='data:image/png,x'/>", "no kind");
    check("<image href='data:image/png;base64'/>", "no data");
    check("<image href='data:image/png;base64,*'/>", "no base64");
    // A header that promises more than is ever decoded.
    check(&image("image/png", &png_header(9_000, 10)), "PICTURE_SIDE_PX_MAX");
    let mut bmp = bitmap(64, 64);
    check(&image("image/bmp", &bmp[..300]), "ends too early");
    bmp[18..22].copy_from_slice(&9_000_u32.to_le_bytes());
    check(&image("image/bmp", &bmp), "PICTURE_SIDE_PX_MAX");
    let mut avif = AVIF.to_vec();
    let at = avif.windows(4).position(|four| four == b"ispe").unwrap();
    // Its width, behind the box's version.
    avif[at + 8..at + 12].copy_from_slice(&9_000_u32.to_be_bytes());
    check(&image("image/avif", &avif), "PICTURE_SIDE_PX_MAX");
    let held = format!("<defs><image id='a' href='{}'/></defs>", data("image/png", &png));
    check(&format!("{held}{}", "<use href='#a'/>".repeat(1_001)), "SVG_PICTURES_MAX");
    let wide = encoded(2_000, 2_000, ImageFormat::Png);
    let held = format!("<defs><image id='a' href='{}'/></defs>", data("image/png", &wide));
    check(&format!("{held}{}", "<use href='#a'/>".repeat(33)), "SVG_PICTURE_PIXELS_MAX");
}
