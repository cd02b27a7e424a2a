//! Small files that the tests make themselves.

use image::codecs::gif::{GifEncoder, Repeat};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::{Delay, DynamicImage, ExtendedColorType, ImageEncoder, ImageFormat, RgbaImage};

/// A picture of which every pixel tells where it is.
pub fn pixels(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| {
        image::Rgba([(x * 255 / width) as u8, (y * 255 / height) as u8, 77, 255])
    })
}

pub fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = DynamicImage::ImageRgba8(pixels(width, height));
    let image = if format == ImageFormat::Jpeg { image.to_rgb8().into() } else { image };
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// The same as a BMP of 24 bits a pixel, whose rows must fill whole words.
pub fn bitmap(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bytes.extend([width.to_le_bytes(), height.to_le_bytes()].concat());
    bytes.extend(b"\x01\0\x18\0");
    bytes.extend([0; 24]);
    let picture = pixels(width, height);
    // The lowest row comes first.
    for y in (0..height).rev() {
        for x in 0..width {
            let [red, green, blue, _] = picture.get_pixel(x, y).0;
            bytes.extend([blue, green, red]);
        }
    }
    bytes
}

/// A TIFF header, and one entry: orientation (0x0112) is 6, “turn to the right”.
const TO_THE_RIGHT: &[u8] = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";

/// A JPEG of 40 by 20 pixels, black on its left, that EXIF turns by a quarter.
pub fn turned_jpeg() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(40, 20, |x, _| image::Rgb([(x >= 20) as u8 * 255; 3]));
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    encoder.set_exif_metadata(TO_THE_RIGHT.to_vec()).unwrap();
    encoder.write_image(&picture, 40, 20, ExtendedColorType::Rgb8).unwrap();
    bytes
}

/// Frames of one colour each, red, green and blue, each 20 ms longer than the last.
fn frames() -> Vec<(RgbaImage, u32)> {
    [[255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255]]
        .into_iter()
        .zip([100, 120, 140])
        .map(|(colour, delay)| (RgbaImage::from_pixel(12, 8, image::Rgba(colour)), delay))
        .collect()
}

pub fn animated_gif() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    encoder.set_repeat(Repeat::Infinite).unwrap();
    for (picture, delay) in frames() {
        let delay = Delay::from_numer_denom_ms(delay, 1);
        encoder.encode_frame(image::Frame::from_parts(picture, 0, 0, delay)).unwrap();
    }
    drop(encoder);
    bytes
}

pub fn animated_png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 12, 8);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_animated(3, 0).unwrap();
    let mut writer = encoder.write_header().unwrap();
    for (picture, delay) in frames() {
        writer.set_frame_delay(delay as u16, 1_000).unwrap();
        writer.write_image_data(picture.as_raw()).unwrap();
    }
    writer.finish().unwrap();
    bytes
}

pub fn animated_webp() -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    let mut chunk = |kind: &[u8], data: &[u8]| {
        body.extend(kind);
        body.extend((data.len() as u32).to_le_bytes());
        body.extend(data);
        body.resize(body.len().next_multiple_of(2), 0);
    };
    // Flags: animation and alpha; then width and height less one, in three bytes each.
    chunk(b"VP8X", &[0x12, 0, 0, 0, 11, 0, 0, 7, 0, 0]);
    chunk(b"ANIM", &[0; 6]);
    for (picture, delay) in frames() {
        let mut still = Vec::new();
        let encoder = WebPEncoder::new_lossless(&mut still);
        encoder.write_image(&picture, 12, 8, ExtendedColorType::Rgba8).unwrap();
        let mut frame = vec![0, 0, 0, 0, 0, 0, 11, 0, 0, 7, 0, 0, delay as u8, 0, 0, 0b10];
        frame.extend(&still[12..]);
        chunk(b"ANMF", &frame);
    }
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((body.len() as u32).to_le_bytes());
    bytes.extend(body);
    bytes
}

/// A PNG that promises a size, and holds next to nothing.
pub fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(chunk(b"IHDR", &header(width, height, [8, 6, 0, 0, 0])));
    bytes.extend(chunk(b"IDAT", b"\0"));
    bytes
}

/// The same of one that EXIF turns by a quarter.
pub fn turned_png_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png_header(width, height);
    // Behind the header, the first chunk.
    bytes.splice(33..33, chunk(b"eXIf", TO_THE_RIGHT));
    bytes
}

/// A WebP that promises a size and an alpha, and holds nothing but how it is turned.
pub fn turned_webp_header(width: u16, height: u16) -> Vec<u8> {
    let less_one = |side: u16| u32::from(side - 1).to_le_bytes();
    let ([wide, wider, ..], [high, higher, ..]) = (less_one(width), less_one(height));
    // Sides less one, of fourteen bits each, and whether there is an alpha.
    let size = u32::from(width - 1) | u32::from(height - 1) << 14 | 1 << 28;
    let chunk = |kind: &[u8], data: &[u8]| {
        [kind, &(data.len() as u32).to_le_bytes(), data, &[0][..data.len() % 2]].concat()
    };
    let body = [
        b"WEBP".to_vec(),
        // Flags: EXIF and alpha.
        chunk(b"VP8X", &[0x18, 0, 0, 0, wide, wider, 0, high, higher, 0]),
        chunk(b"VP8L", &[&[0x2f][..], &size.to_le_bytes()].concat()),
        chunk(b"EXIF", TO_THE_RIGHT),
    ]
    .concat();
    [&b"RIFF"[..], &(body.len() as u32).to_le_bytes(), &body].concat()
}

/// A PNG of 4 by 4 pixels with this for a colour profile, folded.
pub fn profiled_png(profile: &[u8]) -> Vec<u8> {
    let mut bytes = encoded(4, 4, ImageFormat::Png);
    // Behind the header, the first chunk.
    let folded = [&b"a profile\0\0"[..], &fdeflate::compress_to_vec(profile)].concat();
    bytes.splice(33..33, chunk(b"iCCP", &folded));
    bytes
}

/// A PNG of sixteen bits a channel, which may be interlaced. Its `channels` are those of its
/// kind of colours (by their number), and every one tells where it is.
pub fn deep_png(size: (u32, u32), (colours, channels): (u8, u32), interlaced: bool) -> Vec<u8> {
    const WHOLE: [(u32, u32, u32, u32); 1] = [(0, 0, 1, 1)];
    // From where, and how far apart, pixels stand (PNG, section 8.2).
    const ADAM7: [(u32, u32, u32, u32); 7] = [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ];
    let mut rows = Vec::new();
    for (left, top, across, down) in if interlaced { &ADAM7[..] } else { &WHOLE } {
        for y in (*top..size.1).step_by(*down as usize) {
            let row = (*left..size.0).step_by(*across as usize);
            let row: Vec<u8> = row
                .flat_map(|x| (0..channels).map(move |channel| (x * 7_919 + y * 257, channel)))
                .flat_map(|(place, channel)| ((place + channel * 21_001) as u16).to_be_bytes())
                .collect();
            // Its filter stands before each row; a row without pixels has none.
            if !row.is_empty() {
                rows.push(0);
                rows.extend(row);
            }
        }
    }
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(chunk(b"IHDR", &header(size.0, size.1, [16, colours, 0, 0, interlaced.into()])));
    bytes.extend(chunk(b"IDAT", &stored(&rows)));
    bytes.extend(chunk(b"IEND", b""));
    bytes
}

fn header(width: u32, height: u32, make: [u8; 5]) -> Vec<u8> {
    [&width.to_be_bytes()[..], &height.to_be_bytes(), &make].concat()
}

/// Data as zlib keeps it that is not deflated (RFC 1950 and 1951).
fn stored(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    let (first, second) = data.iter().fold((1, 0), |(first, second), byte| {
        let first = (first + u32::from(*byte)) % 65_521;
        (first, (second + first) % 65_521)
    });
    let head = [&b"\x78\x01\x01"[..], &length.to_le_bytes(), &(!length).to_le_bytes()].concat();
    [&head[..], data, &(second << 16 | first).to_be_bytes()].concat()
}

/// A chunk of a PNG: its length, its kind, its data and their checksum.
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let checked = [kind, data].concat();
    [&(data.len() as u32).to_be_bytes()[..], &checked, &crc32(&checked).to_be_bytes()].concat()
}

/// The checksum of PNG's chunks.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    })
}
