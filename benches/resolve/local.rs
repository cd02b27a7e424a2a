//! Works that lie in the exhibition's folder.

use std::error::Error;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use serde_json::{Value, json};

use crate::{WORKS, in_a_child};

const SIDE_PX: u32 = 640;

pub fn measure() -> Result<Value, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    write_show(folder.path())?;
    let dir = folder.path().to_str().unwrap();
    Ok(json!({
        "works": WORKS,
        "picture_px": [SIDE_PX, SIDE_PX],
        "cores": std::thread::available_parallelism()?.get(),
        "first": in_a_child(["child", dir])?,
        "again": in_a_child(["child", dir])?,
    }))
}

/// A thousand documents, each with a picture of its own.
fn write_show(dir: &Path) -> Result<(), Box<dyn Error>> {
    let mut toml = String::from("title = \"A thousand works\"\n");
    for number in 0..WORKS {
        let picture = image::RgbImage::from_fn(SIDE_PX, SIDE_PX, |x, y| {
            let wave = (x * (number % 7 + 1) + y * (number % 5 + 1)) / 9;
            image::Rgb([(wave % 256) as u8, (x * 255 / SIDE_PX) as u8, (number % 256) as u8])
        });
        let mut png = Cursor::new(Vec::new());
        picture.write_to(&mut png, image::ImageFormat::Png)?;
        fs::write(dir.join(format!("{number}.png")), png.into_inner())?;
        let document = json!({
            "name": format!("Wave {number}"),
            "image": format!("{number}.png"),
        });
        fs::write(dir.join(format!("{number}.json")), serde_json::to_vec(&document)?)?;
        toml.push_str(&format!("\n[[work]]\nfile = \"{number}.json\"\n"));
    }
    fs::write(dir.join("exhibition.toml"), toml)?;
    Ok(())
}
