//! What is asked of the budget of memory before a file is examined.

use std::io::Cursor;

use image::ImageFormat;
use serde_json::json;

use super::containers::{Extras, mp4, picture_track};
use super::models::with_picture;
use super::samples::{
    animated_gif, deep_png, encoded, png_header, profiled_png, turned_png_header,
    turned_webp_header,
};
use crate::media::glb::tests::{pack, triangle};
use crate::media::memory_to_examine;

const MEGABYTE: u64 = 1_000_000;

#[test]
fn a_header_promises_what_a_file_takes() {
    let check = |name: &str, bytes: &[u8], least: u64, most: u64| {
        let found = memory_to_examine(Cursor::new(bytes)).unwrap();
        assert!((least..=most).contains(&found), "{name}: {found}");
    };
    // A picture, a rung, and the band that it is made in.
    let pixels = 1_200 * 1_000;
    let (least, most) = (4 * pixels + (28 << 20), 16 * pixels + (28 << 20));
    check("png", &encoded(1_200, 1_000, ImageFormat::Png), least, most);
    check("jpeg", &encoded(1_200, 1_000, ImageFormat::Jpeg), least, most);
    check("webp", &encoded(1_200, 1_000, ImageFormat::WebP), least, most);
    check("gif", &encoded(1_200, 1_000, ImageFormat::Gif), least, most);
    let sides = [1_200_u32, 1_000].map(u32::to_le_bytes).concat();
    let bmp = [b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", &sides[..], b"\x01\0\x18\0", &[0; 24]];
    check("bmp", &bmp.concat(), least, most);
    // However long it is: what it promises stands at its beginning.
    let avif = include_bytes!("avif/rgb420.avif");
    let avif = [&avif[..], &[0, 2, 0, 0], b"free", &vec![0; (2 << 16) - 8]].concat();
    check("avif", &avif, 24 << 20, 25 << 20);
    check("an avif without tables", b"\0\0\0\x0cftypavif", 850 * MEGABYTE, 850 * MEGABYTE + 100);
    check("a small animation", &animated_gif(), 24 << 20, 25 << 20);
    let above = |pixels: u64| 4 * (pixels + (16 << 20)) + (24 << 20);
    check("49 megapixels", &png_header(7_000, 7_000), above(49 * MEGABYTE), above(49 * MEGABYTE));
    // What is turned by a quarter is there twice.
    let twice = 8 * 49 * MEGABYTE;
    check("a turned png", &turned_png_header(7_000, 7_000), twice, twice);
    check("a turned webp", &turned_webp_header(7_000, 7_000), twice, twice);
    // Sixteen bits a channel are never there all at once.
    let deep = deep_png((120, 60), (2, 3), false);
    let small = encoded(120, 60, ImageFormat::Png);
    let of_small = memory_to_examine(Cursor::new(&small)).unwrap();
    check("sixteen bits", &deep, of_small, of_small);
    // No profile is unfolded to know that there is one.
    let profile = profiled_png(&vec![0; 64 << 20]);
    check("a folded profile", &profile, 24 << 20, 25 << 20);
    check("too many", &png_header(20_000, 20_000), above(50 * MEGABYTE), above(50 * MEGABYTE));
    let jpeg = |marker: u8, components: u8, profile: &[u8]| {
        let segment = [0xff, marker, 0, 17, 8, 0x17, 0x70, 0x1f, 0x40, components];
        let about = [&[0xff, 0xe2, 0, profile.len() as u8 + 2][..], profile].concat();
        [&[0xff, 0xd8][..], &about, &segment, &[0; 9]].concat()
    };
    let pixels = 8_000 * 6_000;
    check("baseline", &jpeg(0xc0, 3, b""), 6 * pixels, 6 * pixels);
    check("grey", &jpeg(0xc0, 1, b""), above(pixels), above(pixels));
    check("progressive", &jpeg(0xc2, 3, b""), 9 * pixels, 9 * pixels + 1_000);
    check("no frame", &[0xff, 0xd8, 0xff], 450 * MEGABYTE, 450 * MEGABYTE + 1_000);
    // What is turned into sRGB is encoded at its own size.
    let twelve = |profile: &[u8]| {
        let mut bytes = jpeg(0xc0, 3, profile);
        let at = bytes.windows(2).position(|two| two == [0x17, 0x70]).unwrap();
        bytes[at..at + 4].copy_from_slice(&[0x0b, 0xb8, 0x0f, 0xa0]);
        bytes
    };
    let pixels = 12 * MEGABYTE;
    check("plain", &twelve(b"MPF\0"), 4 * pixels + (28 << 20), 4 * pixels + (28 << 20));
    check("profiled", &twelve(b"ICC_PROFILE\0\x01\x01"), 16 * pixels, 16 * pixels);
    check("svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 48 << 20, 80 << 20);
    let drawing = |inside: &str| format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>");
    let plain = drawing(&"<path d='M0 0h1v1z' fill-opacity='.5'/>".repeat(1_000));
    check("a plain drawing", plain.as_bytes(), 48 << 20, 80 << 20);
    // As many layers as any drawing may have, or as many parts, or both.
    let (layers, parts) = (480 * MEGABYTE, 400_000 << 10);
    check("layers", drawing("<g opacity='.5'/>").as_bytes(), layers, layers + (80 << 20));
    check("uses", drawing("<use href='#a'/>").as_bytes(), parts, parts + (80 << 20));
    let both = layers + parts;
    check("hidden", drawing("<g style='&#111;pacity:0'/>").as_bytes(), both, both + (80 << 20));
    let behind = |style: &str| {
        let drawing = drawing(&format!("<style>svg{{{style}}}</style>"));
        check(style, drawing.as_bytes(), both, both + (80 << 20));
    };
    behind("background:url(data:;base64,AAAA)");
    behind("Background:URL(DATA:;base64,AAAA)");
    let colour = drawing("<style>svg{background:red}</style>");
    check("a colour behind", colour.as_bytes(), 48 << 20, 80 << 20);
    check("no text", b"<svg>\xff</svg>", 0, 100);
    let film = mp4(&[picture_track()], &Extras::default());
    check("film", &film, 0, 8 << 20);
    check("nothing known", b"hello", 0, 8 << 20);
}

#[test]
fn a_model_takes_what_its_largest_picture_does() {
    let check = |name: &str, bytes: &[u8], least: u64, most: u64| {
        let found = memory_to_examine(Cursor::new(bytes)).unwrap();
        assert!((least..=most).contains(&found), "{name}: {found}");
    };
    let (model, binary) = triangle(json!({"mesh": 0}));
    check("a bare model", &pack(&model, &binary), 1_000, 20_000);
    let small = png_header(2_000, 1_000);
    let one = memory_to_examine(Cursor::new(&small)).unwrap();
    check("in a picture", &with_picture(&small, |_| ()), one, one + 20_000);
    let twice = with_picture(&small, |model| {
        model["images"] = json!([{"bufferView": 2}, {"bufferView": 2}]);
    });
    check("in two", &twice, one, one + 20_000);
    let large = png_header(7_000, 7_000);
    let one = memory_to_examine(Cursor::new(&large)).unwrap();
    check("in a large one", &with_picture(&large, |_| ()), one, one + 20_000);
    let outside = with_picture(&large, |model| {
        model["bufferViews"][2]["byteLength"] = json!(u64::MAX);
    });
    check("in one that is not there", &outside, 1_000, 20_000);
    // Where its text is too long to be looked through, it may be in any that unfolds so far.
    let long = with_picture(&small, |model| model["extras"] = " ".repeat(2 << 20).into());
    check("in a long text", &long, 600 * MEGABYTE, 620 * MEGABYTE);
    // What lies in an address is packed beside the whole before it is looked at.
    let carried = with_picture(&small, |model| {
        model["images"] = json!([{"uri": "data:image/png;base64,"}]);
    });
    check("in an address", &carried, 200 * MEGABYTE, 202 * MEGABYTE);
    check("in JSON", model.to_string().as_bytes(), 1_000, 20_000);
    let mut dressed = model;
    dressed["images"] = json!([{"uri": "data:image/png;base64,"}]);
    let (least, most) = (201 * MEGABYTE, 202 * MEGABYTE);
    check("in JSON with a picture", dressed.to_string().as_bytes(), least, most);
}
