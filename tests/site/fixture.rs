//! A small exhibition made on the spot: pictures drawn by arithmetic, hostile texts,
//! a missing work, a sculpture, records of several levels, two languages.

use std::sync::LazyLock;

use enfilade::exhibition::{
    ByteStrength, Bytes, FrameMake, Lock, LockedWork, Media, MediaKind, MemoryBlobs, Problem,
    ProblemKind, Rung, Section, SizeSource, Text, Visual, WorkId, WorkSize,
};
use enfilade::hang::{Plan, RectMm, Room, RoomId, RoomKind};
use enfilade::ownership::{BlockRef, Evidence, OwnershipRecord};
use enfilade::token::Trait;
use image::{ImageFormat, Rgb, RgbImage};

/// What no label may turn into markup.
pub const HOSTILE: &str = "</title><script>alert(1)</script>\" onload='alert(2)";

/// The smallest GLB: its header alone.
pub const GLB: &[u8] = b"glTF\x02\0\0\0\x0c\0\0\0";

const OWNER: &str = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const TOKEN: &str = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/42";

/// Twelve works in two sections and three rooms, with the blobs they name.
pub fn exhibition() -> (Lock, Plan, MemoryBlobs) {
    static MADE: LazyLock<(Lock, Plan, MemoryBlobs)> = LazyLock::new(make);
    MADE.clone()
}

fn make() -> (Lock, Plan, MemoryBlobs) {
    let mut blobs = MemoryBlobs::default();
    let works: Vec<LockedWork> = (0..12).map(|index| work(index, &mut blobs)).collect();
    let lock = Lock {
        version: 1,
        resolved: "2026-11-01T00:00:00Z".parse().unwrap(),
        title: both("Lines that Meet Themselves", "自相遇的线"),
        subtitle: both("Twelve programs, twelve pictures", "十二个程序，十二幅画"),
        curator: Text::one("Enfilade Atelier"),
        text: both(
            "Every picture here was drawn by arithmetic while this page was tested. None of them was ever anywhere else.\n\nA second paragraph stands here, so that one sees how the measure carries over several lines of text and where the next begins.",
            "这里的每一幅画都是在测试网页时由算术画出的，此前从未在别处出现。\n\n第二段文字放在这里，好看出行长与段距是否合适。",
        ),
        stale_after_days: 365,
        live: Default::default(),
        live_agree: Default::default(),
        sections: vec![
            Section {
                id: "waves".into(),
                title: both("Waves", "波"),
                text: both(
                    "Sums of sines, added up until they interfere.",
                    "正弦之和，叠加至干涉。",
                ),
            },
            Section {
                id: "hostile".into(),
                title: Text::one("Names & <Tags>"),
                text: Text::one("Texts of strangers stay texts."),
            },
        ],
        works,
    };
    (lock, plan(), blobs)
}

fn both(en: &str, zh: &str) -> Text {
    Text::Both { en: en.into(), zh: zh.into() }
}

fn work(index: usize, blobs: &mut MemoryBlobs) -> LockedWork {
    let shapes = [(3, 2), (2, 3), (1, 1), (4, 1), (1, 4), (4, 3)];
    let (wide, high) = shapes[index % shapes.len()];
    let title = match index {
        6 => Text::one(HOSTILE),
        7 => Text::default(),
        _ => both(&format!("Interference No. {index}"), &format!("干涉之{index}")),
    };
    LockedWork {
        id: format!("work-{index}").parse::<WorkId>().unwrap(),
        section: usize::from(index >= 6),
        arrival: 0,
        token: index.is_multiple_of(3).then(|| TOKEN.parse().unwrap()),
        title,
        artist: Text::one("Enfilade Atelier"),
        year: "2026".into(),
        medium: both("Program, pixels", "程序，像素"),
        description: both(
            "Two waves cross; where they agree the paper stays light.",
            "两道波相交；相合之处，纸面留白。",
        ),
        collection: Text::one("Waves"),
        traits: vec![
            Trait { name: "Seed".into(), value: index.to_string() },
            Trait { name: "<b>".into(), value: "\"><i>".into() },
        ],
        links: vec!["https://example.org/works?a=1&b=2".into(), "javascript:alert(3)".into()],
        size: WorkSize {
            width_mm: 300 * wide,
            height_mm: 300 * high,
            depth_mm: if index == 8 { 250 } else { 0 },
            source: if index == 2 { SizeSource::Unknown } else { SizeSource::Curator },
        },
        frame: FrameMake::Oak,
        hero: index == 5,
        notes: Vec::new(),
        metadata: Some(stored(br#"{"name":"Interference"}"#.to_vec(), blobs)),
        media: media(index, wide, high, blobs),
        ownership: ownership(index),
        royalty: None,
        binding: None,
        naming: None,
        called: None,
        authorship: Vec::new(),
        signed: Vec::new(),
        rights: Vec::new(),
        provenance: None,
        proof: None,
        credits: Default::default(),
    }
}

fn media(index: usize, wide: u32, high: u32, blobs: &mut MemoryBlobs) -> Media {
    if index == 9 {
        return Media::Missing(Problem::new(ProblemKind::CutOff, "<truncated> after 12 bytes"));
    }
    let long = wide.max(high);
    let rungs: Vec<Rung> = [64, 256, 768]
        .into_iter()
        .map(|side| picture(index, side * wide / long, side * high / long, blobs))
        .collect();
    let last = rungs.last().unwrap();
    let sculpture = index == 8;
    let original = match sculpture {
        true => stored(GLB.to_vec(), blobs),
        false => Bytes {
            uri: "works/picture.png".into(),
            hash: last.hash,
            length: last.length,
            strength: ByteStrength::Mutable,
        },
    };
    Media::Shown(Visual {
        kind: if sculpture { MediaKind::Sculpture } else { MediaKind::Still },
        original,
        suffix: String::new(),
        packed: None,
        mime: if sculpture { "model/gltf-binary" } else { "image/png" }.into(),
        width_px: last.width_px,
        height_px: last.height_px,
        frames: 1,
        duration_ms: 0,
        has_sound: false,
        codecs: String::new(),
        average: colour(index, 0.5),
        transparent: index == 2,
        background: (index == 2).then_some([1, 2, 3]),
        rungs,
    })
}

fn picture(index: usize, width: u32, height: u32, blobs: &mut MemoryBlobs) -> Rung {
    let pixels = RgbImage::from_fn(width, height, |x, y| {
        let long = f64::from(width.max(height));
        let (u, v) = (f64::from(x) / long * 14.0, f64::from(y) / long * 14.0);
        let k = 1.0 + index as f64 * 0.37;
        let wave = (u * k + (v * 1.3).sin() * 2.0).sin() * (v * 0.9 - (u * 0.7).cos() * k).cos();
        Rgb(colour(index, 0.5 + wave * 0.5))
    });
    let mut png = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut png, ImageFormat::Png).unwrap();
    let bytes = stored(png.into_inner(), blobs);
    Rung {
        width_px: width,
        height_px: height,
        mime: "image/png".into(),
        hash: bytes.hash,
        length: bytes.length,
    }
}

fn colour(index: usize, light: f64) -> [u8; 3] {
    let turn = index as f64 * 0.9;
    let channel = |shift: f64| {
        let hue = 0.5 + 0.5 * (turn + shift).cos();
        ((0.10 + 0.85 * light) * (0.35 + 0.65 * hue) * 255.0).round() as u8
    };
    [channel(0.0), channel(2.1), channel(4.2)]
}

fn stored(bytes: Vec<u8>, blobs: &mut MemoryBlobs) -> Bytes {
    let length = bytes.len() as u64;
    Bytes { uri: "file".into(), hash: blobs.keep(bytes), length, strength: ByteStrength::Mutable }
}

fn ownership(index: usize) -> Vec<OwnershipRecord> {
    let block = BlockRef {
        number: 21_000_000,
        hash: [7; 32].into(),
        time: if index == 3 { "2024-01-01T00:00:00Z" } else { "2026-10-31T10:00:00Z" }
            .parse()
            .unwrap(),
    };
    let evidence = match index % 4 {
        0 => Evidence::Claimed { by: "ownership.json".into(), as_of: None },
        1 => Evidence::Agreed {
            endpoints: vec!["a.example".into(), "b.example".into()],
            asked: 3,
            block,
        },
        2 => return Vec::new(),
        _ => Evidence::Reported { endpoint: "rpc.example".into(), block },
    };
    vec![OwnershipRecord { owner: OWNER.parse().unwrap(), editions: None, evidence }]
}

fn plan() -> Plan {
    let room = |id: u32, section: usize, works: Vec<usize>| Room {
        id: RoomId(id),
        kind: RoomKind::Gallery,
        section: Some(section),
        floor: RectMm { x: 0, y: 0, width: 9_000, depth: 9_000 },
        height_mm: 4_200,
        openings: Vec::new(),
        works,
        benches: Vec::new(),
        texts: Vec::new(),
        spots: Vec::new(),
    };
    Plan {
        rooms: vec![
            room(0, 0, vec![1, 0, 2, 3]),
            room(1, 0, vec![4, 5]),
            room(2, 1, vec![6, 7, 8, 9, 10, 11]),
        ],
        ..Plan::default()
    }
}
