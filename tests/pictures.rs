//! The built-in exhibition, rendered without a window and held against kept pictures.
//!
//! `ENFILADE_KEEP_PICTURES=1 cargo test --test pictures` keeps what is rendered now as
//! the pictures to compare with; look at them before they are committed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use enfilade::exhibition::{BlobHash, BlobStore, Language, Lock, Media};
use enfilade::gallery::{Blobs, Overlay, Per, Picture, ShootOptions, Show, shoot};
use enfilade::source::{BuiltIn, Folder, built_in_lock};
use image::RgbImage;

/// Pictures are compared as the mean colours of this many fields across and down.
const FIELDS: (u32, u32) = (32, 18);

/// How far a field may be off, of 255: edges fall a little differently on another
/// renderer.
const FIELD_OFF_MAX: f32 = 14.0;

/// How far the picture as a whole may be off, of 255.
const PICTURE_OFF_MAX: f32 = 3.0;

fn kept() -> PathBuf {
    PathBuf::from("tests/pictures")
}

fn show() -> Show {
    let lock = built_in_lock().expect("the built-in lock is whole");
    Show::new(lock, Blobs::Here(Arc::new(BuiltIn)))
}

fn render(
    name: &str,
    per: Per,
    overlay: Overlay,
    size: (u32, u32),
    language: Language,
) -> Vec<(String, RgbImage)> {
    render_of(&show(), name, per, overlay, size, language)
}

fn render_of(
    show: &Show,
    name: &str,
    per: Per,
    overlay: Overlay,
    size: (u32, u32),
    language: Language,
) -> Vec<(String, RgbImage)> {
    let out = tempfile::tempdir().expect("a folder for pictures");
    let options = ShootOptions { per, width_px: size.0, height_px: size.1, language, overlay };
    let pictures = shoot(show, out.path(), &options, |_, _, _| {})
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    pictures
        .iter()
        .map(|Picture { path, .. }| {
            let stem = path.file_stem().expect("a picture has a name").to_string_lossy();
            let picture = image::open(path).expect("what was written can be read").to_rgb8();
            (format!("{name}-{stem}"), picture)
        })
        .collect()
}

/// The mean colour of every field.
fn fields(picture: &RgbImage) -> Vec<[f32; 3]> {
    let (across, down) = FIELDS;
    let (width, height) = picture.dimensions();
    let mut means = Vec::new();
    for row in 0..down {
        for column in 0..across {
            let (x0, x1) = (column * width / across, (column + 1) * width / across);
            let (y0, y1) = (row * height / down, (row + 1) * height / down);
            let mut sum = [0.0; 3];
            for y in y0..y1 {
                for x in x0..x1 {
                    for (total, value) in sum.iter_mut().zip(picture.get_pixel(x, y).0) {
                        *total += f32::from(value);
                    }
                }
            }
            means.push(sum.map(|total| total / ((x1 - x0) * (y1 - y0)) as f32));
        }
    }
    means
}

/// How far two pictures are apart: the worst field, and the mean of all.
fn apart(a: &RgbImage, b: &RgbImage) -> (f32, f32) {
    let offs: Vec<f32> = fields(a)
        .iter()
        .zip(fields(b))
        .map(|(a, b)| a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max))
        .collect();
    let worst = offs.iter().copied().fold(0.0, f32::max);
    (worst, offs.iter().sum::<f32>() / offs.len() as f32)
}

/// A blank wall is no picture: the fields must differ among themselves.
fn spread(picture: &RgbImage) -> f32 {
    let light: Vec<f32> = fields(picture).iter().map(|[r, g, b]| (r + g + b) / 3.0).collect();
    let mean = light.iter().sum::<f32>() / light.len() as f32;
    (light.iter().map(|l| (l - mean).powi(2)).sum::<f32>() / light.len() as f32).sqrt()
}

fn check(pictures: Vec<(String, RgbImage)>) {
    let keep = std::env::var_os("ENFILADE_KEEP_PICTURES").is_some();
    let mut wrong = Vec::new();
    for (name, picture) in pictures {
        assert!(spread(&picture) > 6.0, "{name} is blank");
        let path = kept().join(format!("{name}.png"));
        if keep {
            std::fs::create_dir_all(kept()).expect("the folder of kept pictures");
            picture.save(&path).expect("the picture is kept");
            continue;
        }
        let Ok(expected) = image::open(&path) else {
            wrong.push(format!("{name}: there is no kept picture"));
            continue;
        };
        let (worst, mean) = apart(&picture, &expected.to_rgb8());
        if worst > FIELD_OFF_MAX || mean > PICTURE_OFF_MAX {
            let found = std::env::temp_dir().join(format!("{name}.png"));
            picture.save(&found).expect("the wrong picture is kept aside");
            wrong.push(format!(
                "{name}: worst field off by {worst:.1}, mean {mean:.2}; see {}",
                found.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_looks_as_it_should() {
    check(render("show", Per::Room, Overlay::None, (640, 360), Language::English));
}

/// The built-in exhibition's blobs, one of which was damaged.
#[derive(Debug)]
struct Damaged(BlobHash);

impl BlobStore for Damaged {
    fn read(&self, hash: &BlobHash) -> std::io::Result<Vec<u8>> {
        let mut bytes = BuiltIn.read(hash)?;
        if *hash == self.0 {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        }
        Ok(bytes)
    }
}

#[test]
fn a_work_that_fails_is_framed_with_its_reason() {
    let lock = built_in_lock().expect("the built-in lock is whole");
    let work = lock.works.iter().find(|work| work.id.as_str() == "edge");
    let Media::Shown(visual) = &work.expect("the built-in exhibition has this work").media else {
        panic!("it is shown");
    };
    let damaged = Damaged(visual.rungs[0].hash);
    let show = Show::new(lock, Blobs::Here(Arc::new(damaged)));
    let size = (640, 360);
    check(render_of(&show, "missing", Per::Hero, Overlay::None, size, Language::English));
}

/// The exhibition of `tests/fixtures/every-kind`, resolved by the program itself.
#[test]
fn one_work_of_every_kind_hangs_in_a_room() {
    let folder = tempfile::tempdir().expect("a folder for an exhibition");
    let fixture = Path::new("tests/fixtures/every-kind");
    for part in ["", "files", "documents"] {
        std::fs::create_dir_all(folder.path().join(part)).expect("a folder of it");
        for entry in std::fs::read_dir(fixture.join(part)).expect("the fixture is there") {
            let path = entry.expect("an entry of it").path();
            if path.is_file() {
                let name = path.file_name().expect("a file has a name");
                std::fs::copy(&path, folder.path().join(part).join(name)).expect("it is copied");
            }
        }
    }
    let (lock, folder) = resolved(folder.path());
    let mut kinds: Vec<String> = lock
        .works
        .iter()
        .map(|work| match &work.media {
            Media::Shown(visual) => format!("{:?}", visual.kind),
            Media::Missing(problem) => panic!("{} is missing: {problem}", work.id),
        })
        .collect();
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds, ["Animation", "Code", "Film", "Sculpture", "Sound", "Still"]);
    let show = Show::new(lock, Blobs::Here(Arc::new(folder)));
    let size = (640, 360);
    let mut pictures = render_of(&show, "kinds", Per::Room, Overlay::None, size, Language::English);
    // From a door one sees but a few of them, and no sculpture. Before a work a small picture
    // will do; pages are held against the same.
    let small = (320, 180);
    pictures.extend(render_of(&show, "kinds", Per::Work, Overlay::None, small, Language::English));
    assert_eq!(pictures.len(), show.plan.rooms.len() + show.lock.works.len());
    check(pictures);
}

/// An exhibition that the program itself resolved.
fn resolved(folder: &Path) -> (Lock, Folder) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enfilade"));
    let done = command.args(["resolve", "--no-cache"]).arg(folder).output();
    let done = done.expect("the program runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let folder = Folder::open(folder).expect("it is an exhibition");
    (folder.read_lock().expect("it is resolved"), folder)
}

/// A work's own light reaches the screen as its file has it, whatever lamp shines on it.
#[test]
fn what_glows_is_as_bright_as_its_file_says() {
    let folder = tempfile::tempdir().expect("a folder for an exhibition");
    let file = "title = \"Light\"\n[[work]]\nfile = \"light.glb\"\nhero = true\n";
    std::fs::write(folder.path().join("exhibition.toml"), file).expect("it is written");
    std::fs::write(folder.path().join("light.glb"), glowing_cube()).expect("it is written");
    let (lock, folder) = resolved(folder.path());
    assert_eq!(lock.works[0].notes, [], "nothing of it is left out");
    let show = Show::new(lock, Blobs::Here(Arc::new(folder)));
    let size = (320, 180);
    let pictures = render_of(&show, "light", Per::Hero, Overlay::None, size, Language::English);
    let (_, picture) = &pictures[0];
    // Half the light, in sRGB; the cube is black but for that.
    let is_glowing = |[r, g, b]: [u8; 3]| r < 6 && b < 6 && g.abs_diff(188) < 4;
    let glowing = picture.pixels().filter(|pixel| is_glowing(pixel.0)).count();
    assert!(glowing > 200, "{glowing} pixels glow");
}

/// A GLB of a black cube whose own light is a quarter of green, twice as strong.
fn glowing_cube() -> Vec<u8> {
    let corner =
        |index: u32| [0, 1, 2].map(|axis| if index >> axis & 1 == 1 { 1.0_f32 } else { 0.0 });
    let sides: [[u16; 4]; 6] =
        [[0, 1, 3, 2], [4, 5, 7, 6], [0, 1, 5, 4], [2, 3, 7, 6], [0, 2, 6, 4], [1, 3, 7, 5]];
    let mut binary: Vec<u8> = (0..8).flat_map(corner).flat_map(f32::to_le_bytes).collect();
    let triangles = sides.iter().flat_map(|[a, b, c, d]| [*a, *b, *c, *a, *c, *d]);
    binary.extend(triangles.flat_map(u16::to_le_bytes));
    let json = serde_json::json!({
        "asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1, "material": 0}]}],
        "materials": [{
            "pbrMetallicRoughness": {
                "baseColorFactor": [0, 0, 0, 1], "metallicFactor": 0, "roughnessFactor": 1,
            },
            "emissiveFactor": [0, 0.25, 0],
            "extensions": {"KHR_materials_emissive_strength": {"emissiveStrength": 2}},
        }],
        "extensionsUsed": ["KHR_materials_emissive_strength"],
        "extensionsRequired": ["KHR_materials_emissive_strength"],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 8, "type": "VEC3",
                "min": [0, 0, 0], "max": [1, 1, 1]},
            {"bufferView": 1, "componentType": 5123, "count": 36, "type": "SCALAR"},
        ],
        "bufferViews": [
            {"buffer": 0, "byteOffset": 0, "byteLength": 96},
            {"buffer": 0, "byteOffset": 96, "byteLength": 72},
        ],
        "buffers": [{"byteLength": 168}],
    });
    let mut text = json.to_string().into_bytes();
    text.resize(text.len().next_multiple_of(4), b' ');
    let word = |length: usize| (length as u32).to_le_bytes();
    let length = word(12 + 8 + text.len() + 8 + binary.len());
    let (text_length, binary_length) = (word(text.len()), word(binary.len()));
    let head: [&[u8]; 3] = [b"glTF\x02\0\0\0", &length, &text_length];
    [head.concat(), b"JSON".to_vec(), text, binary_length.to_vec(), b"BIN\0".to_vec(), binary]
        .concat()
}

#[test]
fn overlays_look_as_they_should() {
    let wide = (960, 540);
    // It opens where there is a work to tell of: at the end of this way.
    let works = show().lock.works.clone();
    let edge = works.iter().position(|work| work.id.to_string() == "edge").expect("it hangs");
    let to_a_work = Per::Path { through: vec![edge], step_mm: 100_000 };
    let mut pictures = render("panel", to_a_work, Overlay::Panel, wide, Language::English);
    pictures.drain(..pictures.len() - 1);
    pictures.extend(render("plan", Per::Entrance, Overlay::Plan, wide, Language::Chinese));
    pictures.extend(render("help", Per::Entrance, Overlay::Help, (390, 844), Language::Chinese));
    check(pictures);
}

/// What the program says where it cannot draw, and that it ends in order.
#[test]
fn a_missing_display_and_a_missing_device_are_said_in_a_sentence() {
    let out = tempfile::tempdir().expect("a folder for pictures");
    let out = out.path().to_string_lossy().into_owned();
    let rows: [(&[&str], &[(&str, &str)], &[&str]); 4] = [
        (&[], &[], &["there is no display"]),
        // A name that has outlived its server.
        (&[], &[("DISPLAY", ":4711")], &["there is no display"]),
        (&[], &[("WAYLAND_DISPLAY", "wayland-4711")], &["a Wayland session without XWayland"]),
        (
            &["shoot", "assets/exhibition", "--out", &out],
            &[],
            &["no graphics device was found", "apt install", "dnf install", "pacman -S"],
        ),
    ];
    for (arguments, named, expected) in rows {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enfilade"));
        command.args(arguments);
        for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
            command.env_remove(name);
        }
        // A driver that is not there hides those that are.
        command.env("VK_DRIVER_FILES", "/nowhere.json").env("VK_ICD_FILENAMES", "/nowhere.json");
        command.envs(named.iter().copied());
        let done = command.output().expect("the program runs");
        let said = String::from_utf8_lossy(&done.stderr);
        let what = format!("{arguments:?} {named:?}: {said}");
        assert_eq!(done.status.code(), Some(1), "{what}");
        assert!(!said.contains("panicked"), "{what}");
        for part in expected {
            assert!(said.contains(part), "{what}");
        }
    }
}

/// As in a container or a service, in which nobody is logged in.
#[test]
fn nothing_is_complained_about_where_there_is_no_session() {
    let out = tempfile::tempdir().expect("a folder for pictures");
    let mut command = Command::new(env!("CARGO_BIN_EXE_enfilade"));
    command.args(["shoot", "--per", "entrance", "--size", "64x36", "--out"]).arg(out.path());
    for name in ["XDG_RUNTIME_DIR", "DISPLAY", "WAYLAND_DISPLAY", "NODEVICE_SELECT", "RUST_LOG"] {
        command.env_remove(name);
    }
    let done = command.output().expect("the program runs");
    assert!(done.status.success() && out.path().join("entrance.png").is_file());
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
}

#[test]
fn a_program_is_told_what_each_picture_shows() {
    let out = tempfile::tempdir().expect("a folder for pictures");
    let mut command = Command::new(env!("CARGO_BIN_EXE_enfilade"));
    command.args(["shoot", "--per", "hero", "--size", "64x36", "--json", "--out"]).arg(out.path());
    let done = command.output().expect("the program runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let told: serde_json::Value = serde_json::from_slice(&done.stdout).expect("it is JSON");
    let pictures = told["pictures"].as_array().expect("a list of pictures");
    assert_eq!(pictures.len(), 1, "{told}");
    let show = show();
    let hero = show.plan.tour.iter().copied().find(|&work| show.lock.works[work].hero);
    let hero = hero.expect("the built-in exhibition has a hero");
    assert_eq!(pictures[0]["work"], show.lock.works[hero].id.to_string());
    let number = pictures[0]["room"].as_u64().expect("one stands in a room");
    assert!(show.plan.rooms[number as usize - 1].works.contains(&hero), "{told}");
    let path = pictures[0]["path"].as_str().expect("a picture has a path");
    assert!(image::open(path).is_ok(), "{path}");
}

#[test]
fn a_work_that_is_not_there_is_misuse_in_every_command() {
    let rows: [&[&str]; 2] = [
        &["open", "assets/exhibition", "--work", "no-such-work"],
        &["shoot", "--out", "nowhere", "--per", "path", "--through", "no-such-work"],
    ];
    for arguments in rows {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enfilade"));
        command.args(arguments);
        let done = command.output().expect("the program runs");
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("holds no work “no-such-work”"), "{arguments:?}: {said}");
        assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
    }
}

/// As much of a full disk as a test can have without owning one: no file may grow larger
/// than a block of 512 bytes, and a write beyond that fails.
#[cfg(unix)]
#[test]
fn a_full_disk_is_said_with_what_to_do_and_leaves_nothing() {
    let out = tempfile::tempdir().expect("a folder for pictures");
    let mut command = Command::new("sh");
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"";
    command.args(["-c", script, env!("CARGO_BIN_EXE_enfilade"), "shoot", "assets/exhibition"]);
    command.args(["--per", "entrance", "--size", "320x180", "--out"]).arg(out.path());
    let done = command.output().expect("the program runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("entrance.png can't be written") && said.contains("make room"), "{said}");
    let left = std::fs::read_dir(out.path()).expect("the folder is there").count();
    assert_eq!(left, 0, "something was left of a picture");
}

#[test]
fn a_place_that_takes_no_pictures_is_named_with_what_to_do() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let inside = file.path().join("inside");
    let mut command = Command::new(env!("CARGO_BIN_EXE_enfilade"));
    let done = command.args(["shoot", "assets/exhibition", "--out"]).arg(&inside).output();
    let done = done.expect("the program runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    let place = inside.display().to_string();
    assert!(said.contains(&place) && said.contains("name another place"), "{said}");
}

/// A picture of one thing must not pass for a picture of another.
#[test]
fn the_comparison_can_fail() {
    let grey = RgbImage::from_pixel(640, 360, image::Rgb([128, 128, 128]));
    let mut with_a_work = grey.clone();
    for y in 100..160 {
        for x in 300..360 {
            with_a_work.put_pixel(x, y, image::Rgb([90, 40, 40]));
        }
    }
    assert!(apart(&grey, &with_a_work).0 > FIELD_OFF_MAX);
    assert!(spread(&grey) < 1.0);
}
