//! The files that limits are met with, each made as large as it is asked for.

use image::ImageFormat;
use serde_json::json;

use crate::limits as table;
use crate::media::glb::tests::{pack, triangle};
use crate::media::tests::containers::{Extras, Track, boxed, mp4};
use crate::media::tests::samples::encoded;

pub fn padded(mut bytes: Vec<u8>, limit: u64, over: bool) -> Vec<u8> {
    bytes.resize(limit as usize + usize::from(over), 0);
    bytes
}

pub fn png() -> Vec<u8> {
    encoded(4, 4, ImageFormat::Png)
}

pub fn film(track: Track) -> Vec<u8> {
    mp4(&[track], &Extras::default())
}

pub fn glb(change: impl FnOnce(&mut serde_json::Value)) -> Vec<u8> {
    let (mut model, binary) = triangle(json!({"mesh": 0}));
    change(&mut model);
    pack(&model, &binary)
}

/// A mesh of a million vertices.
pub fn million(change: impl FnOnce(&mut serde_json::Value)) -> Vec<u8> {
    let (mut model, _) = triangle(json!({"mesh": 0}));
    let count = 1_000_000;
    model["bufferViews"] = json!([{"buffer": 0, "byteLength": 12 * count}]);
    model["buffers"] = json!([{"byteLength": 12 * count}]);
    model["accessors"] =
        json!([{"bufferView": 0, "componentType": 5126, "count": count, "type": "VEC3"}]);
    model["meshes"] = json!([{"primitives": [{"attributes": {"POSITION": 0}}]}]);
    change(&mut model);
    pack(&model, &vec![0; 12 * count])
}

/// A mesh with so many shapes, worn by so many nodes.
pub fn shaped(targets: usize, nodes: usize) -> Vec<u8> {
    glb(|model| {
        model["meshes"][0]["primitives"][0]["targets"] =
            vec![json!({"POSITION": 0}); targets].into();
        model["nodes"] = vec![json!({"mesh": 0}); nodes].into();
    })
}

/// A clip of so many channels with 26,666 keys of three numbers each.
pub fn keyed(channels: usize) -> Vec<u8> {
    let (mut model, mut binary) = triangle(json!({"mesh": 0}));
    binary.resize(44, 0);
    let count = 26_666;
    let start = binary.len();
    binary.resize(start + 12 * count, 0);
    let view = json!({"buffer": 0, "byteOffset": start, "byteLength": 12 * count});
    model["bufferViews"].as_array_mut().unwrap().push(view);
    model["buffers"][0]["byteLength"] = binary.len().into();
    let accessor = |shape: &str| json!({"bufferView": 2, "componentType": 5126, "count": count, "type": shape});
    let accessors = model["accessors"].as_array_mut().unwrap();
    accessors.extend([accessor("SCALAR"), accessor("VEC3")]);
    let channel = json!({"sampler": 0, "target": {"node": 0, "path": "translation"}});
    model["animations"] = json!([{
        "samplers": [{"input": 2, "output": 3}],
        "channels": vec![channel; channels],
    }]);
    pack(&model, &binary)
}

/// A GIF of so many frames of one pixel on a square of this side.
pub fn gif(side: u16, frames: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, side, side, &[0, 0, 0, 255, 255, 255]).unwrap();
    for index in 0..frames {
        let buffer = vec![(index % 2) as u8].into();
        let frame = gif::Frame { width: 1, height: 1, buffer, ..gif::Frame::default() };
        encoder.write_frame(&frame).unwrap();
    }
    drop(encoder);
    bytes
}

pub fn svg(inside: &str) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' width='64' height='64'>{inside}</svg>")
}

/// A drawing as large as drawings are drawn.
pub fn large(inside: &str) -> String {
    let side = table::SVG_SIDE_PX_MAX;
    format!("<svg xmlns='http://www.w3.org/2000/svg' width='{side}' height='{side}'>{inside}</svg>")
}

/// A drawing with so many groups one within another.
pub fn nested(depth: usize) -> String {
    svg(&["<g>".repeat(depth), "</g>".repeat(depth)].concat())
}

/// A drawing that uses a picture of this side so many times.
pub fn repeated(side: u32, times: usize) -> String {
    use base64::Engine;
    let png = encoded(side, side, ImageFormat::Png);
    let data = base64::engine::general_purpose::STANDARD.encode(png);
    let held = format!("<defs><image id='a' href='data:image/png;base64,{data}'/></defs>");
    svg(&format!("{held}{}", "<use href='#a'/>".repeat(times)))
}

/// An AVIF that is put together from so many tiles, which are not there.
pub fn grid(tiles: u16) -> Vec<u8> {
    let all: Vec<u16> = (0..tiles).map(|tile| tile + 2).collect();
    let made_of = boxed(b"dimg", &[&shorts(&[1, tiles]), &shorts(&all)]);
    avif(&in_the_box(), &owns(0), &made_of)
}

/// An AVIF whose still is a grid, by its tables: where items lie, which properties they own,
/// and how they refer to each other.
pub fn avif(places: &[u8], owns: &[u8], references: &[u8]) -> Vec<u8> {
    let info = boxed(b"infe", &[&[2, 0, 0, 0, 0, 1, 0, 0], b"grid\0"]);
    let size = boxed(b"ispe", &[&[0; 4], &64u32.to_be_bytes(), &64u32.to_be_bytes()]);
    let meta = [
        boxed(b"pitm", &[&[0, 0, 0, 0, 0, 1]]),
        boxed(b"iinf", &[&[0, 0, 0, 0, 0, 1], &info]),
        boxed(b"iloc", &[places]),
        boxed(b"iprp", &[&boxed(b"ipco", &[&size]), &boxed(b"ipma", &[owns])]),
        boxed(b"iref", &[&[0; 4], references]),
        boxed(b"idat", &[&[0, 0, 15, 16, 0, 64, 0, 64]]),
    ];
    let brand = boxed(b"ftyp", &[b"avif\0\0\0\0"]);
    [brand, boxed(b"meta", &[&[0; 4], &meta.concat()])].concat()
}

/// The grid lies in the box itself.
pub fn in_the_box() -> Vec<u8> {
    [&[1, 0, 0, 0, 0x44, 0][..], &shorts(&[1, 1, 1, 0, 1]), &[0, 0, 0, 0, 0, 0, 0, 8]].concat()
}

/// The grid owns its size, and another item the same, so many times over.
pub fn owns(others: usize) -> Vec<u8> {
    let all = vec![1; others];
    let entry = |some: &[u8]| [&[0, 2, some.len() as u8][..], some].concat();
    let entries: Vec<Vec<u8>> = all.chunks(255).map(entry).collect();
    let count = 1 + entries.len() as u32;
    [&[0; 4][..], &count.to_be_bytes(), &[0, 1, 1, 1], &entries.concat()].concat()
}

pub fn shorts(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}
