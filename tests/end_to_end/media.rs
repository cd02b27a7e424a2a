//! Files that are cut, too large, empty or not what they are called, in every format
//! that hangs: each says why in its frame, and the whole one beside them hangs.

use std::fs::File;
use std::io::{Cursor, Write};

use image::ImageFormat;

use crate::show::{Show, png};

/// A file of each format, whole, with the name that refusals call it by.
fn formats() -> [(&'static str, Vec<u8>, &'static str); 6] {
    let picture =
        image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([(x * 4) as u8, (y * 5) as u8, 90]));
    let encoded = |format| {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    };
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='64' height='48'><rect width='64' height='48' fill='#c04020'/></svg>";
    [
        ("png", encoded(ImageFormat::Png), "image/png"),
        ("jpg", encoded(ImageFormat::Jpeg), "image/jpeg"),
        ("webp", encoded(ImageFormat::WebP), "image/webp"),
        ("gif", encoded(ImageFormat::Gif), "image/gif"),
        ("svg", svg.into(), "image/svg+xml"),
        ("glb", glb(), "model/gltf-binary"),
    ]
}

/// A triangle, in one binary file.
fn glb() -> Vec<u8> {
    let corners: [f32; 9] = [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 2.0, 0.5];
    let data: Vec<u8> = corners.iter().flat_map(|corner| corner.to_le_bytes()).collect();
    let json = serde_json::json!({
        "asset": { "version": "2.0" },
        "scene": 0,
        "scenes": [{ "nodes": [0] }],
        "nodes": [{ "mesh": 0 }],
        "meshes": [{ "primitives": [{ "attributes": { "POSITION": 0 } }] }],
        "accessors": [{ "bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3" }],
        "bufferViews": [{ "buffer": 0, "byteLength": 36 }],
        "buffers": [{ "byteLength": 36 }]
    });
    let mut text = json.to_string().into_bytes();
    text.resize(text.len().next_multiple_of(4), b' ');
    let word = |value: usize| (value as u32).to_le_bytes();
    let (all, head) = (12 + 8 + text.len() + 8 + data.len(), word(2));
    [
        b"glTF",
        &head[..],
        &word(all),
        &word(text.len()),
        b"JSON",
        &text,
        &word(data.len()),
        b"BIN\0",
        &data,
    ]
    .concat()
}

/// The same file with 9,000 by 40 pixels in its head.
fn enlarged(extension: &str, mut bytes: Vec<u8>) -> Vec<u8> {
    let (width, height) = (9_000_u16, 40_u16);
    match extension {
        "png" => {
            bytes[16..20].copy_from_slice(&u32::from(width).to_be_bytes());
            let mut crc = !0_u32;
            for byte in &bytes[12..29] {
                crc ^= u32::from(*byte);
                for _ in 0..8 {
                    crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
                }
            }
            bytes[29..33].copy_from_slice(&(!crc).to_be_bytes());
        }
        "jpg" => {
            let frame = bytes.windows(2).position(|at| at == [0xff, 0xc0]).unwrap();
            bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
            bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
        }
        "webp" => {
            let sides = u32::from(width - 1) | u32::from(height - 1) << 14;
            bytes[21..25].copy_from_slice(&sides.to_le_bytes());
        }
        "gif" => {
            bytes[6..8].copy_from_slice(&width.to_le_bytes());
        }
        "svg" => bytes.resize(8_000_001, b' '),
        other => panic!("{other} has no pixels"),
    }
    bytes
}

#[test]
fn what_is_wrong_with_a_file_is_said_in_its_frame() {
    let formats = formats();
    let mut rows: Vec<(String, Vec<u8>, Vec<String>)> = Vec::new();
    let row = |name: String, bytes: &[u8], parts: &[&str]| {
        (name, bytes.to_vec(), parts.iter().map(|part| (*part).to_owned()).collect())
    };
    for (extension, whole, called) in &formats {
        for (part, length) in [("half", whole.len() / 2), ("most", whole.len() - 9)] {
            rows.push(row(format!("{part}.{extension}"), &whole[..length], &[called]));
        }
        // Pixels may carry each other's names; a drawing is none, and no model either.
        let other = if *extension == "svg" { "glb" } else { "svg" };
        let other = formats.iter().find(|(extension, ..)| *extension == other);
        let (_, other, other_called) = other.expect("both are formats");
        rows.push(row(
            format!("other.{extension}"),
            other,
            &[&format!("it says {extension}"), other_called],
        ));
        rows.push(row(
            format!("page.{extension}"),
            b"<!doctype html><title>502</title>",
            &["text/html"],
        ));
        rows.push(row(format!("empty.{extension}"), b"", &["0 bytes"]));
        if *extension != "glb" {
            let limit = if *extension == "svg" { "SVG_BYTES_MAX" } else { "PICTURE_SIDE_PX_MAX" };
            rows.push(row(
                format!("wide.{extension}"),
                &enlarged(extension, whole.clone()),
                &[limit],
            ));
        }
    }
    let toml: String = rows
        .iter()
        .enumerate()
        .map(|(i, (name, ..))| format!("[[work]]\nfile = \"{name}\"\nid = \"w{i}\"\n"))
        .chain(
            formats
                .iter()
                .map(|(extension, ..)| format!("[[work]]\nfile = \"fine.{extension}\"\n")),
        )
        .collect();
    let show = Show::new(&toml);
    for (name, bytes, _) in &rows {
        show.write(name, bytes);
    }
    for (extension, bytes, _) in &formats {
        show.write(&format!("fine.{extension}"), bytes);
    }
    let report = show.resolve();
    let mut wrong = Vec::new();
    for (i, (name, _, parts)) in rows.iter().enumerate() {
        let reason = show.reason(&format!("w{i}"));
        let missed = parts.iter().filter(|part| !reason.contains(part.as_str()));
        wrong.extend(missed.map(|part| format!("{name}: “{part}” is not in: {reason}")));
        assert!(!reason.contains('\n'), "{name}: {reason}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(report.shown, formats.len(), "{:?}", report.missing);
}

#[test]
fn a_file_of_too_many_bytes_is_not_read_to_its_end() {
    let rows: [(&str, &[u8], u64, &str); 3] = [
        ("large.png", b"\x89PNG\r\n\x1a\n", 50_000_000, "50000000 bytes"),
        ("large.glb", b"glTF", 100_000_000, "100000000 bytes"),
        ("large.mp4", b"\0\0\0\x20ftypisom", 300_000_000, "300000000 bytes"),
    ];
    let toml: String =
        rows.iter().map(|(name, ..)| format!("[[work]]\nfile = \"{name}\"\n")).collect();
    let show = Show::new(&(toml + "[[work]]\nfile = \"fine.png\"\n"));
    show.write("fine.png", &png(9, 9, 1));
    for (name, head, limit, _) in rows {
        // A file with a hole: it takes no room on the disk.
        let mut file = File::create(show.path().join(name)).unwrap();
        file.write_all(head).unwrap();
        file.set_len(limit + 1).unwrap();
    }
    assert_eq!(show.resolve().shown, 1);
    for ((.., expected), work) in rows.iter().zip(show.lock().works) {
        let reason = show.reason(work.id.as_str());
        assert!(reason.contains(expected), "{reason}");
    }
}
