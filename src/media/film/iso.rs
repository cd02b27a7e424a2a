//! MP4, QuickTime and M4A: what the boxes of tracks say (ISO/IEC 14496-12).
//!
//! Boxes are looked for where the file lies and stepped over by their lengths; of what is
//! in them only heads are in memory, and tables a window at a time.

use std::ops::Range;

use super::codecs;
use crate::limits;
use crate::media::boxes::{Boxes, be16, be32, be64};
use crate::media::error::at_most;
use crate::media::recording::{Recording, in_ms};
use crate::media::window::Window;
use crate::media::{MediaError, MediaType};

/// Reads an MP4's tracks. `media` is how the file was sniffed.
pub(in crate::media) fn inspect_iso(
    file: &mut Window,
    media: MediaType,
) -> Result<Recording, MediaError> {
    let mut film = Film { file, boxes: Boxes::new(media), media };
    let top = film.boxes.in_file(film.file, 0..film.file.length())?;
    let movie = top.iter().find(|one| one.kind == *b"moov");
    let movie = movie.ok_or_else(|| match top.iter().any(|one| one.kind == *b"mdat") {
        // Its description stands at the end, where it was cut off.
        true => MediaError::Truncated(media),
        false => film.damaged("it describes no tracks"),
    })?;
    let mut tracks = Vec::new();
    for one in film.boxes.in_file(film.file, movie.body.clone())? {
        if one.kind == *b"trak" {
            at_most!(tracks.len() + 1, TRACKS_MAX, "tracks");
            tracks.extend(film.read_track(&one.body)?);
        }
    }
    let length = film.file.length();
    if tracks.iter().any(|track| track.farthest >= length && track.units > 0) {
        return Err(MediaError::Truncated(media));
    }
    if let Some(extends) = film.first(&movie.body, b"mvex")? {
        let defaults = film.default_durations(extends)?;
        for fragment in top.iter().filter(|one| one.kind == *b"moof") {
            film.add_fragment(&fragment.body, &defaults, &mut tracks)?;
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

/// A film where it lies, and the count of its boxes.
struct Film<'a, 'file> {
    file: &'a mut Window<'file>,
    boxes: Boxes,
    media: MediaType,
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

/// As many bytes of a box as are read of what has fixed places: the longest are a track's
/// head, and descriptors of sound with an address in them.
const FIXED_BYTES: usize = 512;

impl Film<'_, '_> {
    /// Reads one `trak`; none for subtitles, hints and the like.
    fn read_track(&mut self, track: &Range<u64>) -> Result<Option<Track>, MediaError> {
        let head = self.fixed_first(track, b"tkhd")?;
        let head = head.ok_or_else(|| self.damaged("a track has no head"))?;
        let handler = self.fixed(track, &[b"mdia", b"hdlr"])?.and_then(|body| be32(&body, 8));
        let is_picture = match handler.map(u32::to_be_bytes).as_ref() {
            Some(b"vide") => true,
            Some(b"soun") => false,
            _ => return Ok(None),
        };
        let time = self.fixed(track, &[b"mdia", b"mdhd"])?;
        let time = time.ok_or_else(|| self.damaged("a track does not say how it counts time"))?;
        // Version 1 has its times in eight bytes each.
        let per_second = be32(&time, if time.first() == Some(&1) { 20 } else { 12 }).unwrap_or(0);
        let table = self.boxes.path(self.file, track.clone(), &[b"mdia", b"minf", b"stbl"])?;
        let table = table.ok_or_else(|| self.damaged("a track has no table of its samples"))?;
        let entries = self.first(&table, b"stsd")?.unwrap_or_default();
        let entry = self.boxes.in_file(self.file, after(&entries, 8))?;
        let entry = entry.first();
        let entry = entry.ok_or_else(|| self.damaged("a track does not say how it is coded"))?;
        if matches!(&entry.kind, b"encv" | b"enca" | b"drmi" | b"drms") {
            return Err(MediaError::Refused {
                media: "film",
                what: "encrypted tracks, and no key opens them here".to_owned(),
            });
        }
        let size_px = match is_picture {
            true => Some(self.shown_size(&head, &entry.body)?),
            false => None,
        };
        Ok(Some(Track {
            id: be32(&head, if head.first() == Some(&1) { 20 } else { 12 }).unwrap_or(0),
            codec: self.codec(entry.kind, &entry.body, is_picture)?,
            size_px,
            units: self.sample_time(&table)?,
            per_second: per_second.into(),
            farthest: self.farthest_chunk(&table)?,
        }))
    }

    /// How long all samples of a `stts` last: what headers claim is not believed.
    fn sample_time(&mut self, table: &Range<u64>) -> Result<u64, MediaError> {
        let times = self.first(table, b"stts")?.unwrap_or_default();
        let told = be32(self.file.get_within(times.start, times.end, 8)?, 4).unwrap_or(0);
        let rows = after(&times, 8);
        let end = rows.end.min(rows.start.saturating_add(8 * u64::from(told)));
        let mut sum = 0u64;
        self.file.rows(rows.start..end, 8, |row| {
            let [count, each] = [0, 4].map(|at| u64::from(be32(row, at).unwrap_or(0)));
            sum = sum.saturating_add(count * each);
        })?;
        Ok(sum)
    }

    fn farthest_chunk(&mut self, table: &Range<u64>) -> Result<u64, MediaError> {
        let mut farthest = 0;
        if let Some(short) = self.first(table, b"stco")? {
            self.file.rows(after(&short, 8), 4, |row| {
                farthest = farthest.max(be32(row, 0).unwrap_or(0).into());
            })?;
            return Ok(farthest);
        }
        let long = self.first(table, b"co64")?.unwrap_or_default();
        self.file.rows(after(&long, 8), 8, |row| {
            farthest = farthest.max(be64(row, 0).unwrap_or(0));
        })?;
        Ok(farthest)
    }

    /// Width and height as they are shown: the coded ones, their pixels made square, turned
    /// as the track's matrix says.
    fn shown_size(&mut self, head: &[u8], entry: &Range<u64>) -> Result<(u32, u32), MediaError> {
        let coded = self.file.get_within(entry.start, entry.end, 28)?;
        let [width, height] = [24, 26].map(|at| u64::from(be16(coded, at).unwrap_or(0)));
        let aspect = self.fixed_first(&after(entry, 78), b"pasp")?;
        let aspect = aspect.and_then(|body| Some((be32(&body, 0)?, be32(&body, 4)?)));
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
        &mut self,
        kind: [u8; 4],
        entry: &Range<u64>,
        is_picture: bool,
    ) -> Result<String, MediaError> {
        let name = String::from_utf8_lossy(&kind).trim_end().to_owned();
        // Fixed fields stand before the boxes; QuickTime's sounds have more of them.
        let version = be16(self.file.get_within(entry.start, entry.end, 10)?, 8);
        let fixed = match (is_picture, version) {
            (true, _) => 78,
            (false, Some(1)) => 44,
            (false, Some(2)) => 64,
            (false, _) => 28,
        };
        let inner = after(entry, fixed);
        let mut record =
            |kind| Ok::<_, MediaError>(self.fixed_first(&inner, kind)?.unwrap_or_default());
        Ok(match &kind {
            b"avc1" | b"avc3" => codecs::avc(&name, &record(b"avcC")?),
            b"hvc1" | b"hev1" => codecs::hevc(&name, &record(b"hvcC")?),
            b"av01" => codecs::av1(&record(b"av1C")?),
            b"vp09" => codecs::vp9(record(b"vpcC")?.get(4..).unwrap_or_default()),
            b"vp08" => "vp8".to_owned(),
            b"mp4a" => {
                let mut descriptors = record(b"esds")?;
                if descriptors.is_empty() {
                    let wave = self.first(&inner, b"wave")?.unwrap_or_default();
                    descriptors = self.fixed_first(&wave, b"esds")?.unwrap_or_default();
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
    fn default_durations(&mut self, extends: Range<u64>) -> Result<Vec<(u32, u32)>, MediaError> {
        let mut defaults = Vec::new();
        for one in self.boxes.in_file(self.file, extends)? {
            if one.kind == *b"trex" {
                let body = self.file.get_within(one.body.start, one.body.end, 16)?;
                defaults.extend(be32(body, 4).zip(be32(body, 12)));
            }
        }
        Ok(defaults)
    }

    /// Adds the samples of one `moof` to their tracks.
    fn add_fragment(
        &mut self,
        fragment: &Range<u64>,
        defaults: &[(u32, u32)],
        tracks: &mut [Track],
    ) -> Result<(), MediaError> {
        let parts = self.boxes.in_file(self.file, fragment.clone())?;
        for part in parts.into_iter().filter(|one| one.kind == *b"traf") {
            let head = self.fixed_first(&part.body, b"tfhd")?.unwrap_or_default();
            let flags = be32(&head, 0).unwrap_or(0);
            let id = be32(&head, 4).unwrap_or(0);
            let Some(track) = tracks.iter_mut().find(|track| track.id == id) else { continue };
            let at = 8 + 8 * usize::from(flags & 1 != 0) + 4 * usize::from(flags & 2 != 0);
            let told = be32(&head, at).filter(|_| flags & 8 != 0);
            let usual =
                defaults.iter().find(|(track, _)| *track == id).map_or(0, |(_, each)| *each);
            let each = u64::from(told.unwrap_or(usual));
            let runs = self.boxes.in_file(self.file, part.body.clone())?;
            for run in runs.into_iter().filter(|one| one.kind == *b"trun") {
                track.units = track.units.saturating_add(self.run_time(&run.body, each)?);
            }
        }
        Ok(())
    }

    /// How long the samples of a `trun` last, where `each` is what one lasts by default.
    fn run_time(&mut self, run: &Range<u64>, each: u64) -> Result<u64, MediaError> {
        let head = self.file.get_within(run.start, run.end, 8)?;
        let flags = be32(head, 0).unwrap_or(0);
        let count = u64::from(be32(head, 4).unwrap_or(0));
        if flags & 0x100 == 0 {
            return Ok(each.saturating_mul(count));
        }
        let rows = after(run, 8 + 4 * u64::from((flags & 1) + (flags >> 2 & 1)));
        let row_bytes = 4 * (flags >> 8 & 0xf).count_ones();
        let end = rows.end.min(rows.start.saturating_add(count * u64::from(row_bytes)));
        let mut sum = 0u64;
        self.file.rows(rows.start..end, row_bytes as usize, |row| {
            sum = sum.saturating_add(be32(row, 0).unwrap_or(0).into());
        })?;
        Ok(sum)
    }

    fn first(
        &mut self,
        within: &Range<u64>,
        kind: &[u8; 4],
    ) -> Result<Option<Range<u64>>, MediaError> {
        self.boxes.first(self.file, within.clone(), kind)
    }

    /// What has fixed places in the first box of a kind.
    fn fixed_first(
        &mut self,
        within: &Range<u64>,
        kind: &[u8; 4],
    ) -> Result<Option<Vec<u8>>, MediaError> {
        self.fixed(within, &[kind])
    }

    /// What has fixed places in the box at the end of a path of kinds.
    fn fixed(
        &mut self,
        within: &Range<u64>,
        kinds: &[&[u8; 4]],
    ) -> Result<Option<Vec<u8>>, MediaError> {
        let found = self.boxes.path(self.file, within.clone(), kinds)?;
        found.map(|body| self.file.head_of(&body, FIXED_BYTES)).transpose()
    }

    fn damaged(&self, what: &str) -> MediaError {
        MediaError::damaged(self.media, what)
    }
}

/// What of a part of the file lies behind so many bytes of it.
fn after(part: &Range<u64>, bytes: u64) -> Range<u64> {
    part.start.saturating_add(bytes).min(part.end)..part.end
}
