//! Files as large as files may be, each resolved alone: what their memory comes to.

use std::error::Error;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::containers::{Extras, element, mp4, picture_track, sound_track, webm};
use crate::in_a_child;

/// Writes one kind of file.
type Make = fn(&mut File) -> Result<(), Box<dyn Error>>;

const KINDS: [(&str, Make); 8] = [
    ("film.mp4", film),
    ("film.webm", webm_film),
    ("model.glb", model),
    ("large.jpg", |file| jpeg(file, 8_000, 6_000)),
    ("large.png", |file| png(file, 8_000, 6_000, 1)),
    ("heavy.png", |file| png(file, 4_000, 4_000, 255)),
    ("deep.png", |file| deep_png(file, 8_000, 6_000)),
    ("usual.jpg", |file| jpeg(file, 4_000, 3_000)),
];

pub fn measure() -> Result<Value, Box<dyn Error>> {
    let mut figures = serde_json::Map::new();
    for (name, make) in KINDS {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join(name);
        make(&mut File::create(&path)?)?;
        let bytes = fs::metadata(&path)?.len();
        write_show(folder.path(), name)?;
        let mut found = in_a_child(["large-child", folder.path().to_str().unwrap()])?;
        found["bytes"] = json!(bytes);
        figures.insert(name.to_owned(), found);
    }
    Ok(figures.into())
}

fn write_show(dir: &Path, name: &str) -> Result<(), Box<dyn Error>> {
    let key = if name.starts_with("film") || name.starts_with("model") {
        "animation_url"
    } else {
        "image"
    };
    let document = json!({ "name": name, key: name });
    fs::write(dir.join("work.json"), serde_json::to_vec(&document)?)?;
    fs::write(dir.join("exhibition.toml"), "title = \"Large\"\n[[work]]\nfile = \"work.json\"\n")?;
    Ok(())
}

const FILM_BYTES: u64 = 299_000_000;

/// Its description, then one long box of data.
fn film(file: &mut File) -> Result<(), Box<dyn Error>> {
    let mut bytes = mp4(&[picture_track(), sound_track()], &Extras::default());
    let data_at = bytes.windows(4).position(|four| four == b"mdat").unwrap() - 4;
    let length = u32::try_from(FILM_BYTES - data_at as u64)?;
    bytes[data_at..data_at + 4].copy_from_slice(&length.to_be_bytes());
    file.write_all(&bytes)?;
    Ok(file.set_len(FILM_BYTES)?)
}

/// Blocks of a megabyte each.
fn webm_film(file: &mut File) -> Result<(), Box<dyn Error>> {
    file.write_all(&webm("V_VP9", (0, 0), false))?;
    for number in 0..298_i16 {
        let mut body = vec![0; 1_000_000];
        body[0] = 0x81;
        body[1..3].copy_from_slice(&(number * 40).to_be_bytes());
        file.write_all(&element(0xa3, &body, true))?;
    }
    Ok(())
}

/// One triangle, and much data beside it.
fn model(file: &mut File) -> Result<(), Box<dyn Error>> {
    const DATA_BYTES: u32 = 99_000_000;
    let json = json!({
        "asset": { "version": "2.0" },
        "scene": 0,
        "scenes": [{ "nodes": [0] }],
        "nodes": [{ "mesh": 0 }],
        "meshes": [{ "primitives": [{ "attributes": { "POSITION": 0 } }] }],
        "accessors": [{ "bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3" }],
        "bufferViews": [{ "buffer": 0, "byteLength": 36 }],
        "buffers": [{ "byteLength": DATA_BYTES }],
    });
    let mut json = serde_json::to_vec(&json)?;
    json.resize(json.len().next_multiple_of(4), b' ');
    let length = 12 + 8 + json.len() as u32 + 8 + DATA_BYTES;
    file.write_all(&[&b"glTF\x02\0\0\0"[..], &length.to_le_bytes()].concat())?;
    file.write_all(&[&(json.len() as u32).to_le_bytes()[..], b"JSON", &json].concat())?;
    file.write_all(&[&DATA_BYTES.to_le_bytes()[..], b"BIN\0"].concat())?;
    for corner in [[0.0f32, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]] {
        corner.iter().try_for_each(|number| file.write_all(&number.to_le_bytes()))?;
    }
    Ok(file.set_len(u64::from(length))?)
}

/// A picture with some grain in it: `grain` of 255.
fn grainy(width: u32, height: u32, grain: u8) -> Vec<u8> {
    let mut pixels = vec![0; (width * height * 3) as usize];
    ChaCha8Rng::seed_from_u64(1).fill_bytes(&mut pixels);
    for (at, value) in pixels.iter_mut().enumerate() {
        let x = (at as u32 / 3) % width;
        *value = (*value & grain).wrapping_add((x * u32::from(255 - grain) / width) as u8);
    }
    pixels
}

fn jpeg(file: &mut File, width: u32, height: u32) -> Result<(), Box<dyn Error>> {
    let pixels = grainy(width, height, 31);
    let encoder = JpegEncoder::new_with_quality(std::io::BufWriter::new(file), 90);
    Ok(encoder.write_image(&pixels, width, height, ExtendedColorType::Rgb8)?)
}

fn png(file: &mut File, width: u32, height: u32, grain: u8) -> Result<(), Box<dyn Error>> {
    let pixels = grainy(width, height, grain);
    let file = std::io::BufWriter::new(file);
    let encoder = PngEncoder::new_with_quality(file, CompressionType::Fast, FilterType::Sub);
    Ok(encoder.write_image(&pixels, width, height, ExtendedColorType::Rgb8)?)
}

/// Sixteen bits a channel.
fn deep_png(file: &mut File, width: u32, height: u32) -> Result<(), Box<dyn Error>> {
    let pixels: Vec<u8> =
        grainy(width, height, 1).into_iter().flat_map(|value| [value, 0]).collect();
    let file = std::io::BufWriter::new(file);
    let encoder = PngEncoder::new_with_quality(file, CompressionType::Default, FilterType::Sub);
    Ok(encoder.write_image(&pixels, width, height, ExtendedColorType::Rgb16)?)
}
