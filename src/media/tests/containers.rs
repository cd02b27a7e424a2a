//! Small films and sounds that the tests pack themselves, a part at a time.

/// A box of ISO base media.
pub fn boxed(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    [&(body.len() as u32 + 8).to_be_bytes()[..], kind, &body].concat()
}

fn words(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

/// A track of an MP4 as the tests vary it.
#[derive(Clone)]
pub struct Track {
    pub handler: [u8; 4],
    /// The sample entry's kind, and the boxes within it.
    pub entry: [u8; 4],
    pub inner: Vec<u8>,
    pub coded: (u16, u16),
    /// The nine numbers a b u c d v x y w.
    pub matrix: [u32; 9],
    pub per_second: u32,
    /// Rows of how many samples last how long.
    pub samples: Vec<(u32, u32)>,
    pub chunk_at: u32,
}

pub const UPRIGHT: [u32; 9] = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];
pub const TURNED: [u32; 9] = [0, 0x1_0000, 0, 0xffff_0000, 0, 0, 0, 0, 0x4000_0000];

pub fn picture_track() -> Track {
    Track {
        handler: *b"vide",
        entry: *b"avc1",
        inner: boxed(b"avcC", &[&[1, 0x64, 0, 0x1f, 0xff]]),
        coded: (640, 360),
        matrix: UPRIGHT,
        per_second: 600,
        samples: vec![(50, 20)],
        chunk_at: 40,
    }
}

pub fn sound_track() -> Track {
    Track {
        handler: *b"soun",
        entry: *b"mp4a",
        inner: boxed(b"esds", &[&[0; 4], &[0x03, 3, 0, 1, 0]]),
        coded: (0, 0),
        per_second: 48_000,
        samples: vec![(47, 1_024)],
        ..picture_track()
    }
}

fn trak(id: u32, track: &Track) -> Vec<u8> {
    let head = [words(&[3, 0, 0, id, 0, 0, 0, 0, 0, 0]), words(&track.matrix), words(&[0, 0])];
    let mut entry = vec![0; 78];
    entry[24..26].copy_from_slice(&track.coded.0.to_be_bytes());
    entry[26..28].copy_from_slice(&track.coded.1.to_be_bytes());
    if track.handler != *b"vide" {
        entry.truncate(28);
    }
    let rows: Vec<u32> = track.samples.iter().flat_map(|(count, each)| [*count, *each]).collect();
    let table = [
        boxed(b"stsd", &[&words(&[0, 1]), &boxed(&track.entry, &[&entry, &track.inner])]),
        boxed(b"stts", &[&words(&[0, track.samples.len() as u32]), &words(&rows)]),
        boxed(b"stco", &[&words(&[0, 1, track.chunk_at])]),
    ];
    let media = [
        boxed(b"mdhd", &[&words(&[0, 0, 0, track.per_second, 99_999_999, 0])]),
        boxed(b"hdlr", &[&words(&[0, 0]), &track.handler, &[0; 13]]),
        boxed(b"minf", &[&boxed(b"stbl", &[&table.concat()])]),
    ];
    boxed(b"trak", &[&boxed(b"tkhd", &[&head.concat()]), &boxed(b"mdia", &[&media.concat()])])
}

/// What stands beside the tracks of an MP4.
#[derive(Clone, Default)]
pub struct Extras {
    pub brand: Option<[u8; 4]>,
    /// The description stands behind the data.
    pub late: bool,
    pub fragments: Vec<Vec<u8>>,
    pub extends: Vec<u8>,
}

pub fn mp4(tracks: &[Track], extras: &Extras) -> Vec<u8> {
    let tracks: Vec<u8> =
        tracks.iter().enumerate().flat_map(|(index, one)| trak(index as u32 + 1, one)).collect();
    // Its length is claimed to be far longer than it is.
    let head = boxed(b"mvhd", &[&words(&[0, 0, 0, 1_000, 99_999_999])]);
    let movie = boxed(b"moov", &[&head, &tracks, &extras.extends]);
    let data = boxed(b"mdat", &[&[7; 64]]);
    let brand = boxed(b"ftyp", &[&extras.brand.unwrap_or(*b"isom"), &[0; 4]]);
    let middle = if extras.late { [data, movie] } else { [movie, data] };
    [brand, middle.concat(), extras.fragments.concat()].concat()
}

/// A fragment with so many samples of a track; each lasts so long, or by default.
pub fn fragment(track: u32, samples: &[u32], flags: u32) -> Vec<u8> {
    let rows = if flags & 0x100 != 0 { words(samples) } else { Vec::new() };
    let run = boxed(b"trun", &[&words(&[flags, samples.len() as u32]), &rows]);
    let head = boxed(b"tfhd", &[&words(&[0x2_0000, track])]);
    boxed(b"moof", &[&boxed(b"traf", &[&head, &run])])
}

/// The default duration of a track's samples in fragments.
pub fn extends(track: u32, each: u32) -> Vec<u8> {
    boxed(b"mvex", &[&boxed(b"trex", &[&words(&[0, track, 1, each, 0, 0])])])
}

/// An element of Matroska; a length of none is one that was not known.
pub fn element(id: u32, body: &[u8], known: bool) -> Vec<u8> {
    let id = id.to_be_bytes();
    let id = &id[id.iter().position(|byte| *byte != 0).unwrap_or(3)..];
    let length = match known {
        true => (0x0100_0000_0000_0000 | body.len() as u64).to_be_bytes().to_vec(),
        false => vec![0xff],
    };
    [id, &length, body].concat()
}

fn number(id: u32, value: u32) -> Vec<u8> {
    element(id, &value.to_be_bytes(), true)
}

/// A WebM with a track of pictures and one of sound. One that was never finished has no
/// length of its own, nor have its parts.
pub fn webm(codec: &str, display: (u32, u32), finished: bool) -> Vec<u8> {
    let video = [
        number(0xb0, 320),
        number(0xba, 240),
        number(0x54b0, display.0),
        number(0x54ba, display.1),
    ];
    let pictures = [
        number(0xd7, 1),
        number(0x83, 1),
        element(0x86, codec.as_bytes(), true),
        element(0xe0, &video.concat(), true),
    ];
    let sounds = [number(0xd7, 2), number(0x83, 2), element(0x86, b"A_OPUS", true)];
    let tracks = [element(0xae, &pictures.concat(), true), element(0xae, &sounds.concat(), true)];
    let mut info = number(0x2a_d7b1, 1_000_000);
    if finished {
        info.extend(element(0x4489, &2_500.0f64.to_be_bytes(), true));
    }
    // One block 40 ms into a cluster at 1,000 ms, and one that lasts 60 ms.
    let group = [element(0xa1, &[0x81, 0, 100, 0, 9], true), number(0x9b, 60)];
    let cluster = [
        number(0xe7, 1_000),
        element(0xa3, &[0x81, 0, 40, 0x80, 9], true),
        element(0xa0, &group.concat(), true),
    ];
    let segment = [
        element(0x1549_a966, &info, true),
        element(0x1654_ae6b, &tracks.concat(), true),
        element(0x1f43_b675, &cluster.concat(), finished),
    ];
    let head = element(0x1a45_dfa3, &element(0x4282, b"webm", true), true);
    [head, element(0x1853_8067, &segment.concat(), finished)].concat()
}

/// Frames of MP3 at 128 kbit/s and 44,100 Hz: 417 bytes and 1,152 samples each.
pub fn mp3(frames: usize, list: Option<(u32, u32)>) -> Vec<u8> {
    let frame = |fill: &[u8]| {
        let mut frame = vec![0xff, 0xfb, 0x90, 0];
        frame.resize(36, 0);
        frame.extend(fill);
        frame.resize(417, 0);
        frame
    };
    let mut bytes = Vec::new();
    if let Some((count, length)) = list {
        bytes.extend(frame(&[&b"Xing"[..], &words(&[3, count, length])].concat()));
    }
    (0..frames).for_each(|_| bytes.extend(frame(&[])));
    bytes
}

/// Frames of AAC at 48,000 Hz: 16 bytes and 1,024 samples each.
pub fn adts(frames: usize) -> Vec<u8> {
    [[0xff, 0xf1, 0x4c, 0x80, 0x02, 0x1f, 0xfc].as_slice(), &[0; 9]].concat().repeat(frames)
}

/// An Ogg of two pages: what it is, and where it ends.
pub fn ogg(first: &[u8], position: u64) -> Vec<u8> {
    let page = |flags: u8, position: u64, body: &[u8]| {
        let mut page = b"OggS\0".to_vec();
        page.push(flags);
        page.extend(position.to_le_bytes());
        page.extend(7u32.to_le_bytes());
        page.extend([0; 8]);
        page.extend([1, body.len() as u8]);
        page.extend(body);
        page
    };
    [page(2, 0, first), page(4, position, &[1; 20])].concat()
}

pub fn opus_head() -> Vec<u8> {
    [b"OpusHead\x01\x02".as_slice(), &312u16.to_le_bytes(), &48_000u32.to_le_bytes(), &[0; 3]]
        .concat()
}

pub fn vorbis_head() -> Vec<u8> {
    [b"\x01vorbis\0\0\0\0\x02".as_slice(), &44_100u32.to_le_bytes(), &[0; 14]].concat()
}

/// A WAV of 8,000 frames a second in two channels of two bytes.
pub fn wav(tag: u16, told: u32, data: usize) -> Vec<u8> {
    let mut form = tag.to_le_bytes().to_vec();
    form.extend(2u16.to_le_bytes());
    form.extend(8_000u32.to_le_bytes());
    form.extend(32_000u32.to_le_bytes());
    form.extend([4, 0, 16, 0]);
    let chunk = |kind: &[u8; 4], told: u32, body: &[u8]| {
        [kind.as_slice(), &told.to_le_bytes(), body].concat()
    };
    let body = [
        b"WAVE".to_vec(),
        chunk(b"fmt ", form.len() as u32, &form),
        chunk(b"LIST", 3, b"abc\0"),
        chunk(b"data", told, &vec![0; data]),
    ]
    .concat();
    chunk(b"RIFF", body.len() as u32, &body)
}

/// A FLAC's head: so many samples at so many a second.
pub fn flac(per_second: u64, samples: u64) -> Vec<u8> {
    let packed = per_second << 44 | 1 << 41 | 15 << 36 | samples;
    [b"fLaC\x80\0\0\x22".as_slice(), &[0; 10], &packed.to_be_bytes(), &[0; 16]].concat()
}
