//! Works that lie in the exhibition's own folder.

use std::fs;

use enfilade::exhibition::{ByteStrength, MediaKind, Problem, ProblemKind, SizeSource};
use enfilade::ownership::Level;

use crate::show::{Show, png};

const SVG: &str = "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg' width='30' height='40'><rect width='30' height='40' fill='#c04020'/></svg>";
const OWNER: &str = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

fn work(file: &str, more: &str) -> String {
    format!("[[work]]\nfile = \"{file}\"\n{more}\n")
}

#[test]
fn documents_pictures_and_the_curators_word() {
    let show = Show::new(
        &[
            work("m/one.json", "ownership = \"o.json\""),
            work("m/two.json", "title = \"Deux\"\nsize_mm = [300, 400]"),
            work("three.png", ""),
        ]
        .concat(),
    );
    show.write(
        "m/one.json",
        br#"{"name":"One","artist":"Enfilade Atelier","year":2026,"image":"../a.png",
            "dimensions":{"width":20,"height":10,"unit":"cm"},
            "attributes":[{"trait_type":"Seed","value":7}],"external_url":"https://h.example/1"}"#,
    );
    show.write("a.png", &png(400, 200, 1));
    show.write("m/two.json", format!(r#"{{"name":"Two","image":"{SVG}"}}"#).as_bytes());
    show.write("three.png", &png(100, 50, 3));
    show.write(
        "o.json",
        format!(
            r#"[{{"owner":"{OWNER}","evidence":{{"level":"claimed","by":"a file","as_of":null}}}}]"#
        )
        .as_bytes(),
    );
    let report = show.resolve();
    assert_eq!((report.works, report.shown, report.fetched), (3, 3, 0), "{report:?}");

    let one = show.work("one");
    assert_eq!(one.artist.get(Default::default()), "Enfilade Atelier");
    assert_eq!((one.size.width_mm, one.size.height_mm), (200, 100));
    assert_eq!(one.size.source, SizeSource::Metadata);
    assert_eq!(one.ownership[0].evidence.level(), Level::Claimed);
    assert_eq!(one.links, ["https://h.example/1"]);
    assert_eq!(show.original("one"), png(400, 200, 1));
    assert_eq!(show.visual("one").original.uri, "a.png");

    let two = show.work("deux");
    assert_eq!((two.size.width_mm, two.size.source), (300, SizeSource::Curator));
    let picture = show.visual("deux");
    assert_eq!(
        (picture.mime.as_str(), picture.original.uri.as_str()),
        ("image/svg+xml", "data:image/svg+xml")
    );
    assert_eq!(picture.original.strength, ByteStrength::Mutable, "a file's data URI is the file's");
    for rung in &picture.rungs {
        let bytes = fs::read(show.path().join(rung.hash.path())).unwrap();
        assert_eq!(bytes.len() as u64, rung.length);
    }

    let three = show.work("three");
    assert_eq!((three.size.width_mm, three.size.height_mm), (1_000, 500));
    assert_eq!(three.size.source, SizeSource::Unknown);
}

#[test]
fn what_cannot_hang_says_why_and_the_rest_hangs() {
    use ProblemKind::*;
    let rows: [(&str, &[u8], ProblemKind, &str); 9] = [
        ("gone.png", b"", NotFound, "gone.png"),
        ("cut.png", &png(300, 300, 1)[..5_000], CutOff, "image/png"),
        ("text.png", b"hello there", UnknownFormat, ""),
        ("claims.glb", &png(9, 9, 1), NotWhatItClaims, "it says glb, and it is image/png"),
        (
            "broken.json",
            b"{\"name\":",
            MetadataUnreadable,
            "the metadata is no JSON: it ends too early (line 1, column 9)",
        ),
        ("bare.json", b"{\"name\":\"x\"}", NoPictureNamed, ""),
        (
            "out.json",
            b"{\"name\":\"x\",\"image\":\"../../etc/passwd\"}",
            AddressRefused,
            "“../../etc/passwd” leads out of the folder that it starts in",
        ),
        (
            "ftp.json",
            b"{\"name\":\"x\",\"image\":\"ftp://h/x\"}",
            AddressUnreadable,
            "“ftp://h/x” is no address that can be asked; https://, ipfs://, ar:// and data: can",
        ),
        ("sound.json", b"{\"name\":\"x\",\"animation_url\":\"old.wav\"}", Sound, "audio/wav (85)"),
    ];
    let toml: String = rows
        .iter()
        .enumerate()
        .map(|(i, (file, ..))| work(file, &format!("id = \"w{i}\"")))
        .chain([work("fine.png", "")])
        .collect();
    let show = Show::new(&toml);
    for (file, bytes, ..) in &rows[1..] {
        show.write(file, bytes);
    }
    show.write("fine.png", &png(9, 9, 1));
    show.write("old.wav", &wav(85));
    let report = show.resolve();
    assert_eq!((report.shown, report.missing.len()), (1, rows.len()));
    for (i, (file, _, kind, detail)) in rows.iter().enumerate() {
        let expected = Problem::new(*kind, detail);
        assert_eq!(show.problem(&format!("w{i}")), expected, "{file}");
    }
}

#[test]
fn a_still_that_stands_in_is_noted_with_the_cause() {
    let show = Show::new(&work("a.json", "size_mm = [100, 300]\nownership = \"gone.json\""));
    show.write("a.json", br#"{"name":"A","image":"a.png","animation_url":"a.wav"}"#);
    show.write("a.png", &png(300, 200, 1));
    show.write("a.wav", &wav(85));
    show.resolve();
    let kinds: Vec<_> = show.work("a").notes.into_iter().map(|note| note.kind).collect();
    use ProblemKind::{OtherProportions, OwnershipUnreadable, Sound, StillInPlace};
    assert_eq!(kinds, [StillInPlace, Sound, OwnershipUnreadable, OtherProportions]);
}

/// Half a second of sound in a form with this number: 1 is PCM, 85 is MP3 in a WAV.
fn wav(form: u16) -> Vec<u8> {
    let mut bytes = b"RIFF\xc4\x0f\0\0WAVEfmt \x10\0\0\0".to_vec();
    bytes.extend(form.to_le_bytes());
    // One channel, 8,000 samples a second of one byte each.
    bytes.extend([1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0]);
    bytes.extend(b"data\xa0\x0f\0\0");
    bytes.resize(bytes.len() + 4_000, 128);
    bytes
}

#[test]
fn sounds_and_pages_hang_with_their_stills() {
    let page = b"<!doctype html><canvas></canvas><script src='p5.js'></script>";
    let documents: [(&str, &[u8]); 5] = [
        ("sound.json", br#"{"name":"Sound","image":"still.png","animation_url":"a.wav"}"#),
        ("bare.json", br#"{"name":"Bare","animation_url":"a.wav"}"#),
        ("code.json", br#"{"name":"Code","image":"still.png","animation_url":"a.html"}"#),
        ("lost.json", br#"{"name":"Lost","image":"still.png","animation_url":"lost"}"#),
        ("wrong.json", br#"{"name":"Wrong","image":"a.html"}"#),
    ];
    let show = Show::new(&documents.map(|(name, _)| work(name, "")).concat());
    for (name, document) in documents {
        show.write(name, document);
    }
    show.write("a.wav", &wav(1));
    show.write("a.html", page);
    show.write("lost", page);
    show.write("still.png", &png(300, 200, 1));
    assert_eq!(show.resolve().shown, 4);
    let check = |id: &str, kind: MediaKind, ms: u64, size: (u32, u32), noted: &[ProblemKind]| {
        let visual = show.visual(id);
        assert_eq!((visual.kind, visual.duration_ms), (kind, ms), "{id}");
        assert_eq!((visual.width_px, visual.height_px), size, "{id}");
        assert_eq!(visual.rungs.len(), if size.0 > 0 { 3 } else { 0 }, "{id}");
        let kinds: Vec<_> = show.work(id).notes.iter().map(|note| note.kind).collect();
        assert_eq!(kinds, noted, "{id}");
    };
    use ProblemKind::{FilesMissing, Page, PageUnasked};
    check("sound", MediaKind::Sound, 500, (300, 200), &[]);
    check("bare", MediaKind::Sound, 500, (0, 0), &[]);
    check("code", MediaKind::Code, 0, (300, 200), &[FilesMissing]);
    // Nobody said that it would be a page, and it is one all the same.
    check("lost", MediaKind::Code, 0, (300, 200), &[PageUnasked, FilesMissing]);
    assert_eq!(show.problem("wrong").kind, Page);
    assert_eq!((show.visual("sound").has_sound, show.visual("sound").codecs.as_str()), (true, "1"));
}

#[test]
fn a_sculpture_has_the_still_that_its_metadata_names() {
    let folder = "assets/exhibition/works/";
    let glb = fs::read(format!("{folder}knot.glb")).unwrap();
    let documents: [(&str, &[u8]); 3] = [
        ("with.json", br#"{"name":"With","image":"still.png","animation_url":"knot.glb"}"#),
        ("without.json", br#"{"name":"Without","animation_url":"knot.glb"}"#),
        ("lost.json", br#"{"name":"Lost","image":"lost.png","animation_url":"knot.glb"}"#),
    ];
    let show = Show::new(&documents.map(|(name, _)| work(name, "")).concat());
    for (name, document) in documents {
        show.write(name, document);
    }
    show.write("knot.glb", &glb);
    show.write("still.png", &png(300, 200, 1));
    assert_eq!(show.resolve().shown, 3);
    let check = |id: &str, rungs: &[u32], noted: &[ProblemKind]| {
        let visual = show.visual(id);
        assert_eq!((visual.kind, visual.width_px), (MediaKind::Sculpture, 0), "{id}");
        assert_eq!(visual.original.uri, "knot.glb", "{id}");
        let widths: Vec<u32> = visual.rungs.iter().map(|rung| rung.width_px).collect();
        assert_eq!(widths, rungs, "{id}");
        let kinds: Vec<_> = show.work(id).notes.iter().map(|note| note.kind).collect();
        assert_eq!(kinds, noted, "{id}");
    };
    check("with", &[64, 256, 300], &[]);
    check("without", &[], &[]);
    check("lost", &[], &[ProblemKind::NotFound]);
    assert_ne!(show.visual("with").average, show.visual("without").average);
}

#[test]
fn a_misspelled_file_is_named_with_its_line_and_the_nearest() {
    let show = Show::new(
        &[
            work("works/blue-huor.png", ""),
            work("wroks/red.png", "ownership = \"ownres.json\""),
            work("nothing-like-it.png", ""),
            work("works/red.png", "attestations = [\n  \"issued.jwt\",\n  \"isued2.jwt\",\n]"),
        ]
        .concat(),
    );
    show.write("issued.jwt", b"x");
    show.write("issued2.jwt", b"x");
    show.write("works/blue-hour.png", &png(9, 9, 1));
    show.write("works/red.png", &png(9, 9, 2));
    show.write("owners.json", b"[]");
    let report = show.resolve();
    assert_eq!(
        report.warnings,
        [
            "exhibition.toml line 3: the folder holds no “works/blue-huor.png”; did you mean “works/blue-hour.png”?",
            "exhibition.toml line 6: the folder holds no “wroks/red.png”; did you mean “works/red.png”?",
            "exhibition.toml line 7: the folder holds no “ownres.json”; did you mean “owners.json”?",
            "exhibition.toml line 9: the folder holds no “nothing-like-it.png”",
            "exhibition.toml line 15: the folder holds no “isued2.jwt”; did you mean “issued2.jwt”?",
        ]
    );
    // What a warning tells is not told again as the work's own note; what is there and
    // holds nothing is.
    let told = |path: &str| {
        let mut notes = report.notes.iter().filter(|(_, note)| note.detail.starts_with(path));
        let (work, note) = notes.next().unwrap();
        !report.is_warned_of(work, note)
    };
    assert_eq!((told("issued.jwt"), told("isued2.jwt")), (true, false));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("x.png"), png(9, 9, 1)).unwrap();
    let show = Show::new(&work("x.png", ""));
    std::os::unix::fs::symlink(outside.path().join("x.png"), show.path().join("x.png")).unwrap();
    show.resolve();
    let expected =
        Problem::new(ProblemKind::AddressRefused, "x.png leads out of the exhibition's folder");
    assert_eq!(show.problem("x"), expected);
}

#[test]
fn works_keep_their_ids_and_arrivals() {
    let show =
        Show::new(&[work("a.png", "title = \"Same\""), work("b.png", "title = \"Same\"")].concat());
    for (i, name) in ["a.png", "b.png", "c.png"].into_iter().enumerate() {
        show.write(name, &png(9, 9, i as u8));
    }
    assert!(show.resolve().changed);
    let before = fs::read(show.path().join("exhibition.lock")).unwrap();
    assert!(!show.resolve().changed, "a second resolve finds the same");
    assert_eq!(fs::read(show.path().join("exhibition.lock")).unwrap(), before);

    // A new work of the same title comes first: the others keep ids and arrivals.
    show.file(&["c.png", "a.png", "b.png"].map(|file| work(file, "title = \"Same\"")).concat());
    show.resolve();
    let found: Vec<_> = show
        .lock()
        .works
        .iter()
        .map(|work| {
            let enfilade::exhibition::Media::Shown(visual) = &work.media else { panic!() };
            (visual.original.uri.clone(), work.id.to_string(), work.arrival)
        })
        .collect();
    let expected = [("c.png", "same-3", 1), ("a.png", "same", 0), ("b.png", "same-2", 0)]
        .map(|(uri, id, arrival)| (uri.to_owned(), id.to_owned(), arrival));
    assert_eq!(found, expected);
}

#[test]
fn damage_is_mended_and_a_broken_lock_is_replaced() {
    let show = Show::new(&work("a.png", ""));
    show.write("a.png", &png(300, 300, 1));
    show.resolve();
    let rung = show.visual("a").rungs[0].clone();
    let blob = show.path().join(rung.hash.path());
    let whole = fs::read(&blob).unwrap();
    fs::write(&blob, b"damaged").unwrap();
    fs::write(show.path().join("exhibition.lock"), b"{\"version\": 1, \"tit").unwrap();
    let report = show.resolve();
    assert_eq!(fs::read(&blob).unwrap(), whole);
    assert!(report.warnings[0].contains("exhibition.lock is damaged at line 1"), "{report:?}");
    assert_eq!(show.lock().works.len(), 1);
}

#[test]
fn a_folder_without_a_file_says_what_to_do() {
    let show = Show::new("");
    fs::remove_file(show.path().join("exhibition.toml")).unwrap();
    let error = show.try_resolve(false).unwrap_err().to_string();
    assert!(error.contains("holds no exhibition.toml; `enfilade new"), "{error}");
    show.write("exhibiton.toml", b"title = \"x\"");
    let error = show.try_resolve(false).unwrap_err().to_string();
    assert!(error.contains("if “exhibiton.toml” is meant to be it"), "{error}");
    show.write("exhibition.toml", b"titel = \"x\"");
    let error = show.try_resolve(false).unwrap_err().to_string();
    assert!(error.contains("did you mean \u{201c}title\u{201d}"), "{error}");
}

#[test]
fn a_hash_in_the_metadata_is_held_against_the_file() {
    use sha2::{Digest, Sha256};
    let picture = png(60, 40, 1);
    let right = alloy_primitives::hex::encode(Sha256::digest(&picture));
    let document = |hash: &str| {
        format!(r#"{{"name":"A","image":"a.png","image_details":{{"sha256":"{hash}"}}}}"#)
    };
    let show = Show::new(&format!("{}{}", work("right.json", ""), work("wrong.json", "")));
    show.write("a.png", &picture);
    show.write("right.json", document(&right).as_bytes());
    show.write("wrong.json", document(&right.replace(&right[..2], "00")).as_bytes());
    show.resolve();
    let kinds = |id: &str| -> Vec<ProblemKind> {
        show.work(id).notes.into_iter().map(|note| note.kind).collect()
    };
    let [right, wrong] = ["a", "a-2"].map(kinds);
    assert!(!right.contains(&ProblemKind::OtherHash), "{right:?}");
    assert!(wrong.contains(&ProblemKind::OtherHash), "{wrong:?}");
}
