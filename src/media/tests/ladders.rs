//! The ladder of sizes, and what each rung is encoded as.

use image::{ImageFormat, RgbaImage};

use super::samples::encoded;
use crate::media::{Examined, Fonts, RungBytes, decode, examine, picture_size, sniff};

fn examined(bytes: &[u8]) -> Examined {
    let examined = examine(bytes, &Fonts::default()).unwrap();
    for rung in &examined.rungs {
        let bytes = rung.bytes.get(bytes);
        assert_eq!(sniff(bytes).unwrap().mime(), rung.mime);
        assert_eq!(picture_size(bytes).unwrap(), (rung.width, rung.height));
    }
    examined
}

#[test]
fn rungs_grow_up_to_the_work_itself() {
    let check = |width: u32, height: u32, format: ImageFormat, sizes: &[u32], original: bool| {
        let examined = examined(&encoded(width, height, format));
        let found: Vec<u32> = examined.rungs.iter().map(|r| r.width.max(r.height)).collect();
        assert_eq!(found, sizes, "{width} x {height} {format:?}");
        let last = &examined.rungs[sizes.len() - 1];
        assert_eq!(last.bytes == RungBytes::Original, original, "{width} x {height} {format:?}");
    };
    check(40, 20, ImageFormat::Png, &[40], true);
    check(64, 20, ImageFormat::Png, &[64], true);
    check(300, 65, ImageFormat::Jpeg, &[64, 256, 300], true);
    check(80, 1_100, ImageFormat::WebP, &[64, 256, 1_024, 1_100], true);
    check(300, 200, ImageFormat::Gif, &[64, 256, 300], false);
    check(4_400, 16, ImageFormat::Png, &[64, 256, 1_024, 4_096], false);
}

#[test]
fn a_drawing_is_encoded_up_to_its_own_size() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='1500' height='300'><rect width='900' height='300' fill='#3366cc'/></svg>";
    let examined = examined(svg.as_bytes());
    let sizes: Vec<u32> = examined.rungs.iter().map(|rung| rung.width).collect();
    assert_eq!(sizes, [64, 256, 1_024, 1_500]);
    assert!(examined.transparent);
    assert!(examined.rungs.iter().all(|rung| rung.mime != "image/jpeg"));
}

#[test]
fn flat_colours_stay_lossless_and_photographs_become_jpeg() {
    let check = |name: &str, pixel: &dyn Fn(u32, u32) -> [u8; 4], lossless: bool| {
        let picture = RgbaImage::from_fn(400, 400, |x, y| image::Rgba(pixel(x, y)));
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        let examined = examined(bytes.get_ref());
        let rung = &examined.rungs[1];
        assert_eq!(rung.mime != "image/jpeg", lossless, "{name}");
    };
    check("flat", &|x, _| if x < 200 { [200, 30, 30, 255] } else { [30, 30, 200, 255] }, true);
    check("see-through", &|x, y| [x as u8, y as u8, (x * y) as u8, (x / 2) as u8], true);
    let grain = |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) >> 7;
    check(
        "grain",
        &|x, y| [(grain(x, y) % 90) as u8 + 80, (grain(y, x) % 60) as u8 + 60, 90, 255],
        false,
    );
}

#[test]
fn scaling_keeps_the_light_and_the_edges_of_what_is_transparent() {
    // Stripes of black and white, a pixel each, are 188 from afar: half the light.
    let stripes = RgbaImage::from_fn(512, 512, |x, _| {
        image::Rgba(if x % 2 == 0 { [0, 0, 0, 255] } else { [255; 4] })
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    stripes.write_to(&mut bytes, ImageFormat::Png).unwrap();
    let examined_stripes = examined(bytes.get_ref());
    assert_eq!(examined_stripes.average, [188; 3]);
    let rung = examined_stripes.rungs[0].bytes.get(bytes.get_ref());
    let middle = decode(rung, &Fonts::default()).unwrap().pixel(32, 32)[0];
    assert!(middle.abs_diff(188) <= 3, "{middle}");
    // Red beside see-through green: no green may bleed into the edge.
    let edge = RgbaImage::from_fn(512, 512, |x, _| {
        image::Rgba(if x < 260 { [255, 0, 0, 255] } else { [0, 255, 0, 0] })
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    edge.write_to(&mut bytes, ImageFormat::Png).unwrap();
    let examined_edge = examined(bytes.get_ref());
    let small =
        decode(examined_edge.rungs[0].bytes.get(bytes.get_ref()), &Fonts::default()).unwrap();
    for x in 0..small.width {
        let [_, green, _, alpha] = small.pixel(x, 32);
        assert!(alpha == 0 || green < 8, "green {green} with alpha {alpha} at {x}");
    }
}

#[test]
fn the_same_file_gives_the_same_rungs() {
    let bytes = encoded(700, 500, ImageFormat::Jpeg);
    assert_eq!(examined(&bytes), examined(&bytes));
}
