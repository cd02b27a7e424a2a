//! MP4, QuickTime and M4A: what the boxes of tracks say (ISO/IEC 14496-12).

use super::codecs;
use crate::limits;
use crate::media::boxes::{Boxes, be16, be32, be64};
use crate::media::error::at_most;
use crate::media::recording::{Recording, in_ms};
use crate::media::{MediaError, MediaType};

/// Reads an MP4's tracks. `media` is how the file was sniffed.
pub(in crate::media) fn inspect_iso(
    bytes: &[u8],
    media: MediaType,
) -> Result<Recording, MediaError> {
    let damaged = |what: &str| MediaError::damaged(media, what);
    let mut boxes = Boxes::new(media);
    let top = boxes.within(bytes)?;
    let movie = top.iter().find(|one| one.kind == *b"moov");
    let movie = movie.ok_or_else(|| match top.iter().any(|one| one.kind == *b"mdat") {
        // Its description stands at the end, where it was cut off.
        true => MediaError::Truncated(media),
        false => damaged("it describes no tracks"),
    })?;
    let mut tracks = Vec::new();
    for one in boxes.within(movie.body)? {
        if one.kind == *b"trak" {
            at_most!(tracks.len() + 1, TRACKS_MAX, "tracks");
            tracks.extend(read_track(&mut boxes, one.body, media)?);
        }
    }
    if tracks.iter().any(|track| track.farthest >= bytes.len() as u64 && track.units > 0) {
        return Err(MediaError::Truncated(media));
    }
    if let Some(extends) = boxes.first(movie.body, b"mvex")? {
        let defaults = default_durations(&mut boxes, extends)?;
        for fragment in top.iter().filter(|one| one.kind == *b"moof") {
            add_fragment(&mut boxes, fragment.body, &defaults, &mut tracks)?;
        }
    }
    let shown = tracks.iter().filter(|track| track.units > 0);
    let duration_ms = shown.clone().map(|track| in_ms(track.units, track.per_second)).max();
    Ok(Recording {
        media,
        size_px: shown.clone().find_map(|track| track.size_px),
        duration_ms: duration_ms.unwrap_or(0),
        has_sound: shown.clone().any(|track| track.size_px.is_none()),
        codecs: shown.map(|track| track.codec.clone()).collect(),
    })
}

/// A track of pictures or of sound.
struct Track {
    id: u32,
    codec: String,
    size_px: Option<(u32, u32)>,
    /// How long its samples last together, in its own units.
    units: u64,
    per_second: u64,
    /// Where the farthest of its chunks begins in the file.
    farthest: u64,
}

/// Reads one `trak`; none for subtitles, hints and the like.
fn read_track(
    boxes: &mut Boxes,
    track: &[u8],
    media: MediaType,
) -> Result<Option<Track>, MediaError> {
    let damaged = |what: &str| MediaError::damaged(media, what);
    let head = boxes.first(track, b"tkhd")?.ok_or_else(|| damaged("a track has no head"))?;
    let handler = boxes.path(track, &[b"mdia", b"hdlr"])?.and_then(|body| be32(body, 8));
    let is_picture = match handler.map(u32::to_be_bytes).as_ref() {
        Some(b"vide") => true,
        Some(b"soun") => false,
        _ => return Ok(None),
    };
    let time = boxes.path(track, &[b"mdia", b"mdhd"])?;
    let time = time.ok_or_else(|| damaged("a track does not say how it counts time"))?;
    // Version 1 has its times in eight bytes each.
    let per_second = be32(time, if time.first() == Some(&1) { 20 } else { 12 }).unwrap_or(0);
    let table = boxes.path(track, &[b"mdia", b"minf", b"stbl"])?;
    let table = table.ok_or_else(|| damaged("a track has no table of its samples"))?;
    let entries = boxes.first(table, b"stsd")?.unwrap_or_default();
    let entry = boxes.within(entries.get(8..).unwrap_or_default())?;
    let entry = entry.first().ok_or_else(|| damaged("a track does not say how it is coded"))?;
    if matches!(&entry.kind, b"encv" | b"enca" | b"drmi" | b"drms") {
        return Err(MediaError::Refused {
            media: "film",
            what: "encrypted tracks, and no key opens them here".to_owned(),
        });
    }
    let size_px = match is_picture {
        true => Some(shown_size(boxes, head, entry.body)?),
        false => None,
    };
    Ok(Some(Track {
        id: be32(head, if head.first() == Some(&1) { 20 } else { 12 }).unwrap_or(0),
        codec: codec(boxes, entry.kind, entry.body, is_picture)?,
        size_px,
        units: sample_time(boxes.first(table, b"stts")?.unwrap_or_default()),
        per_second: per_second.into(),
        farthest: farthest_chunk(boxes, table)?,
    }))
}

/// How long all samples of a `stts` last: what headers claim is not believed.
fn sample_time(table: &[u8]) -> u64 {
    let rows = table.get(8..).unwrap_or_default().chunks_exact(8);
    let told = be32(table, 4).unwrap_or(0) as usize;
    rows.take(told).fold(0, |sum: u64, row| {
        let [count, each] = [0, 4].map(|at| u64::from(be32(row, at).unwrap_or(0)));
        sum.saturating_add(count * each)
    })
}

fn farthest_chunk(boxes: &mut Boxes, table: &[u8]) -> Result<u64, MediaError> {
    if let Some(short) = boxes.first(table, b"stco")? {
        let rows = short.get(8..).unwrap_or_default().chunks_exact(4);
        return Ok(rows.filter_map(|row| be32(row, 0)).max().unwrap_or(0).into());
    }
    let long = boxes.first(table, b"co64")?.unwrap_or_default();
    let rows = long.get(8..).unwrap_or_default().chunks_exact(8);
    Ok(rows.filter_map(|row| be64(row, 0)).max().unwrap_or(0))
}

/// Width and height as they are shown: the coded ones, their pixels made square, turned
/// as the track's matrix says.
fn shown_size(boxes: &mut Boxes, head: &[u8], entry: &[u8]) -> Result<(u32, u32), MediaError> {
    let [width, height] = [24, 26].map(|at| u64::from(be16(entry, at).unwrap_or(0)));
    let aspect = boxes.first(entry.get(78..).unwrap_or_default(), b"pasp")?;
    let aspect = aspect.and_then(|body| Some((be32(body, 0)?, be32(body, 4)?)));
    let width = match aspect {
        Some((across, down)) if across > 0 && down > 0 => {
            (width * u64::from(across) + u64::from(down) / 2) / u64::from(down)
        }
        _ => width,
    };
    // Behind version, times, layer and volume stand nine numbers: a b u c d v x y w.
    let matrix_at = if head.first() == Some(&1) { 52 } else { 40 };
    let number = |index: usize| be32(head, matrix_at + 4 * index).unwrap_or(0).cast_signed();
    let lies = number(0) == 0 && number(4) == 0 && number(1) != 0 && number(3) != 0;
    let [width, height] = [width, height].map(|side| u32::try_from(side).unwrap_or(u32::MAX));
    Ok(if lies { (height, width) } else { (width, height) })
}

/// What a sample entry is coded in.
fn codec(
    boxes: &mut Boxes,
    kind: [u8; 4],
    entry: &[u8],
    is_picture: bool,
) -> Result<String, MediaError> {
    let name = String::from_utf8_lossy(&kind).trim_end().to_owned();
    // Fixed fields stand before the boxes; QuickTime's sounds have more of them.
    let fixed = match (is_picture, be16(entry, 8)) {
        (true, _) => 78,
        (false, Some(1)) => 44,
        (false, Some(2)) => 64,
        (false, _) => 28,
    };
    let inner = entry.get(fixed..).unwrap_or_default();
    let mut record = |kind: &[u8; 4]| Ok::<_, MediaError>(boxes.first(inner, kind)?.unwrap_or(&[]));
    Ok(match &kind {
        b"avc1" | b"avc3" => codecs::avc(&name, record(b"avcC")?),
        b"hvc1" | b"hev1" => codecs::hevc(&name, record(b"hvcC")?),
        b"av01" => codecs::av1(record(b"av1C")?),
        b"vp09" => codecs::vp9(record(b"vpcC")?.get(4..).unwrap_or_default()),
        b"vp08" => "vp8".to_owned(),
        b"mp4a" => {
            let mut descriptors = record(b"esds")?;
            if descriptors.is_empty() {
                let wave = record(b"wave")?;
                descriptors = boxes.first(wave, b"esds")?.unwrap_or_default();
            }
            codecs::mpeg4_audio(descriptors.get(4..).unwrap_or_default())
        }
        b"Opus" => "opus".to_owned(),
        b"fLaC" => "flac".to_owned(),
        b".mp3" => "mp3".to_owned(),
        b"sowt" | b"twos" | b"lpcm" | b"ipcm" | b"fpcm" => "pcm".to_owned(),
        _ => name,
    })
}

/// The default duration of a fragment's samples, by track (`trex`).
fn default_durations(boxes: &mut Boxes, extends: &[u8]) -> Result<Vec<(u32, u32)>, MediaError> {
    let rows = boxes.within(extends)?.into_iter().filter(|one| one.kind == *b"trex");
    Ok(rows.filter_map(|one| Some((be32(one.body, 4)?, be32(one.body, 12)?))).collect())
}

/// Adds the samples of one `moof` to their tracks.
fn add_fragment(
    boxes: &mut Boxes,
    fragment: &[u8],
    defaults: &[(u32, u32)],
    tracks: &mut [Track],
) -> Result<(), MediaError> {
    for part in boxes.within(fragment)?.into_iter().filter(|one| one.kind == *b"traf") {
        let head = boxes.first(part.body, b"tfhd")?.unwrap_or_default();
        let flags = be32(head, 0).unwrap_or(0);
        let id = be32(head, 4).unwrap_or(0);
        let Some(track) = tracks.iter_mut().find(|track| track.id == id) else { continue };
        let at = 8 + 8 * usize::from(flags & 1 != 0) + 4 * usize::from(flags & 2 != 0);
        let told = be32(head, at).filter(|_| flags & 8 != 0);
        let usual = defaults.iter().find(|(track, _)| *track == id).map_or(0, |(_, each)| *each);
        let each = u64::from(told.unwrap_or(usual));
        for run in boxes.within(part.body)?.into_iter().filter(|one| one.kind == *b"trun") {
            track.units = track.units.saturating_add(run_time(run.body, each));
        }
    }
    Ok(())
}

/// How long the samples of a `trun` last, where `each` is what one lasts by default.
fn run_time(run: &[u8], each: u64) -> u64 {
    let flags = be32(run, 0).unwrap_or(0);
    let count = be32(run, 4).unwrap_or(0);
    if flags & 0x100 == 0 {
        return each.saturating_mul(count.into());
    }
    let first = 8 + 4 * ((flags & 1) + (flags >> 2 & 1)) as usize;
    let row = 4 * (flags >> 8 & 0xf).count_ones() as usize;
    let rows = run.get(first..).unwrap_or_default().chunks_exact(row);
    rows.take(count as usize).filter_map(|row| be32(row, 0)).map(u64::from).sum()
}
