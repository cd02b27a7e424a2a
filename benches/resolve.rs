//! How long it takes to resolve 1,000 works that lie in the exhibition's folder: first,
//! and again when everything is there. Prints its figures as JSON.

use std::error::Error;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::time::Instant;

use enfilade::media::Fonts;
use enfilade::resolve::{ResolveOptions, Silent, resolve};
use enfilade::source::limits::Patience;

const WORKS: u32 = 1_000;
const SIDE_PX: u32 = 640;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    write_show(folder.path())?;
    let options = ResolveOptions {
        now: "2026-01-01T00:00:00Z".parse()?,
        refresh: false,
        fonts: Fonts::default(),
        patience: Patience::RESOLVE,
    };
    let mut seconds = [0.0; 2];
    for run in &mut seconds {
        let start = Instant::now();
        let report = resolve(folder.path(), &options, &Silent)?;
        *run = start.elapsed().as_secs_f64();
        assert_eq!(report.shown, WORKS as usize, "{:?}", report.missing.first());
    }
    let figures = serde_json::json!({
        "bench": "resolve",
        "works": WORKS,
        "picture_px": [SIDE_PX, SIDE_PX],
        "cores": std::thread::available_parallelism()?.get(),
        "first_s": seconds[0],
        "again_s": seconds[1],
    });
    writeln!(std::io::stdout(), "{figures:#}")?;
    Ok(())
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
        let document = serde_json::json!({
            "name": format!("Wave {number}"),
            "image": format!("{number}.png"),
        });
        fs::write(dir.join(format!("{number}.json")), serde_json::to_vec(&document)?)?;
        toml.push_str(&format!("\n[[work]]\nfile = \"{number}.json\"\n"));
    }
    fs::write(dir.join("exhibition.toml"), toml)?;
    Ok(())
}
