//! The atelier: the seeded programs that made the built-in exhibition.
//!
//! `cargo run --no-default-features --example atelier -- OUT` makes every file of
//! `assets/exhibition` again, byte for byte, in OUT; names after it make only those
//! works, and `--sheet FILE.png` lays all pictures out on one sheet. Sine, cosine and
//! their kin come from the platform's C library, so the bytes are promised for
//! `x86_64-unknown-linux-gnu` alone; elsewhere a last bit may round otherwise.

#![expect(clippy::print_stdout, reason = "a program of the command line that says what it made")]

mod colour;
mod contact;
mod encode;
mod glb;
mod made;
mod noise;
mod paper;
mod programs;
mod records;
// Where the bytes are promised.
#[cfg(all(test, target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]
mod tests;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use enfilade::exhibition::{ExhibitionFile, WorkEntry};

use made::{Form, Made};
use programs::{PROGRAMS, Program};

/// The folder whose words this program reads and whose works it makes, seen from the
/// project's root.
const EXHIBITION: &str = "assets/exhibition";

const USAGE: &str = "usage: atelier OUT [--sheet FILE.png] [WORK…]";

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let (mut out, mut sheet, mut only) = (None, None, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--sheet" => sheet = Some(PathBuf::from(arguments.next().ok_or(USAGE)?)),
            _ if out.is_none() => out = Some(PathBuf::from(argument)),
            _ => only.push(argument),
        }
    }
    let out = out.ok_or(USAGE)?;
    fs::create_dir_all(out.join("works"))?;
    for name in ["exhibition.toml", "LICENSE.md"] {
        let source = Path::new(EXHIBITION).join(name);
        let words = fs::read(source)?;
        fs::write(out.join(name), words)?;
    }
    let show: ExhibitionFile = toml::from_str(&fs::read_to_string(out.join("exhibition.toml"))?)?;
    let chosen: Vec<&Program> = PROGRAMS
        .iter()
        .filter(|program| only.is_empty() || only.iter().any(|name| name == program.id))
        .collect();
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism()?.get();
    let pictures = std::thread::scope(|scope| {
        let make = || {
            let mut pictures = Vec::new();
            while let Some(program) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
                let entry = show.works.iter().find(|work| work.id.as_deref() == Some(program.id));
                pictures.push((program.id, make_work(program, entry, &out)?));
            }
            Ok(pictures)
        };
        let makers: Vec<_> = (0..threads).map(|_| scope.spawn(make)).collect();
        let mut pictures = Vec::new();
        for maker in makers {
            let made: Result<Vec<_>, Failure> = maker.join().map_err(|_| "a program panicked")?;
            pictures.extend(made?);
        }
        Ok::<_, Failure>(pictures)
    })?;
    if let Some(sheet) = sheet {
        let order = |id: &str| show.works.iter().position(|work| work.id.as_deref() == Some(id));
        let mut pictures = pictures;
        pictures.sort_by_key(|(id, _)| order(id));
        let pictures: Vec<_> = pictures.into_iter().map(|(_, picture)| picture).collect();
        contact::sheet(&pictures).save(sheet)?;
    }
    Ok(())
}

/// Makes one work with its documents, and returns a picture of it.
fn make_work(
    program: &Program,
    entry: Option<&WorkEntry>,
    out: &Path,
) -> Result<image::RgbImage, Failure> {
    let started = Instant::now();
    let id = program.id;
    let entry = entry.ok_or_else(|| format!("{id} is made, but exhibition.toml has no such id"))?;
    let made = (program.make)(program.seed);
    let bytes = write_work(id, &made, out).map_err(|error| format!("{id}: {error}"))?;
    let mut document =
        serde_json::to_vec_pretty(&records::metadata(id, program.seed, entry, &made))?;
    document.push(b'\n');
    fs::write(out.join(format!("works/{id}.json")), document)?;
    let owners =
        records::ownership(id, program.editions).map_err(|error| format!("{id}: {error}"))?;
    let mut owners = serde_json::to_vec_pretty(&owners)?;
    owners.push(b'\n');
    fs::write(out.join(format!("works/{id}.owner.json")), owners)?;
    let picture = contact::picture(&made.form).map_err(|error| format!("{id}: {error}"))?;
    let (width, height) = picture.dimensions();
    let seconds = started.elapsed().as_secs_f32();
    println!("{id}: {width} × {height} px, {} kB, {seconds:.1} s", bytes / 1000);
    // A vector work is drawn in whole pixels, so half a pixel may be missing.
    let is_flat = !matches!(made.form, Form::Sculpture(..));
    if let Some([w_mm, h_mm, ..]) = entry.size_mm.as_deref()
        && is_flat
        && (w_mm * height).abs_diff(h_mm * width) > w_mm.max(h_mm) / 2
    {
        return Err(format!("{id} is {width} × {height} px, not as {w_mm} × {h_mm} mm").into());
    }
    Ok(picture)
}

fn write_work(id: &str, made: &Made, out: &Path) -> Result<usize, Box<dyn Error>> {
    let bytes = match &made.form {
        Form::Tone(picture, quality) => encode::jpeg(picture, *quality)?,
        Form::Flat(picture, colours) => encode::png(picture, *colours)?,
        Form::Lossless(picture) => encode::webp(picture)?,
        Form::Loop(frames, pause_ms) => encode::gif(frames, *pause_ms)?,
        Form::Svg(svg) => svg.clone().into_bytes(),
        Form::OnChain(svg) => return Ok(svg.len()),
        Form::Sculpture(glb, still) => {
            fs::write(out.join(format!("works/{id}.jpg")), encode::jpeg(still, 88)?)?;
            glb.clone()
        }
    };
    fs::write(out.join(format!("works/{id}.{}", records::extension(&made.form))), &bytes)?;
    Ok(bytes.len())
}
