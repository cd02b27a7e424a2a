//! Examining a file once, when it is resolved: everything that the lock says of it.

use std::io::{Cursor, Read, Seek};

use super::animation::moves;
use super::error::at_most;
use super::glb::examine_glb;
use super::picture::{Decoded, decode_file};
use super::window::Window;
use super::{
    Animation, BoundsMm, EncodedRung, Fonts, MediaError, MediaType, Picture, Playback, Remark,
    average, colour, inspect_page, is_recording, ladder, recording, sniff,
};
use crate::limits;

/// What there is to know of a file, and its pictures at growing sizes.
#[derive(Clone, Debug, PartialEq)]
pub struct Examined {
    pub kind: ExaminedKind,
    pub media: MediaType,
    /// Pixels as shown (turned by EXIF); zero for a model.
    pub width_px: u32,
    pub height_px: u32,
    /// Frames of an animation; 1 otherwise.
    pub frames: u32,
    /// One round of what moves or sounds; 0 otherwise.
    pub duration_ms: u64,
    pub has_sound: bool,
    /// What a film or a sound is coded in (RFC 6381), with commas between.
    pub codecs: String,
    /// The mean colour, sRGB, averaged in linear light; a model's is that of the materials
    /// which it shows, with their pictures. That of a screen that is off for a film, a sound
    /// or a page, of which nothing is measured.
    pub average: [u8; 3],
    /// Whether any pixel lets the wall shine through.
    pub transparent: bool,
    /// The smallest first; none for what is no picture.
    pub rungs: Vec<EncodedRung>,
    /// What a model fills, in its own axes (y is up).
    pub model_bounds_mm: Option<BoundsMm>,
    /// What a label should say of it.
    pub remarks: Vec<Remark>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExaminedKind {
    Still,
    Animation,
    Model,
    Film,
    Sound,
    Code,
}

/// The colour of a screen that is off, for what has no picture of its own.
const OFF: [u8; 3] = [36; 3];

impl Examined {
    /// The media type of the file itself (IANA).
    pub fn mime(&self) -> &'static str {
        self.media.mime()
    }
}

/// Examines bytes that are in memory.
pub fn examine(bytes: &[u8], fonts: &Fonts) -> Result<Examined, MediaError> {
    examine_file(Cursor::new(bytes), fonts)
}

/// Examines a file where it lies: a picture is decoded whole, every frame of it, and gets
/// its rungs; a film or a sound is read a window at a time.
pub fn examine_file(mut file: impl Read + Seek, fonts: &Fonts) -> Result<Examined, MediaError> {
    let file = &mut Window::new(&mut file)?;
    let media = match sniff(file.head()?) {
        _ if file.length() == 0 => return Err(MediaError::Empty),
        None => return Err(MediaError::Unknown),
        Some(media) => media,
    };
    match media {
        MediaType::Glb | MediaType::GltfJson => examine_model(file, media),
        MediaType::Html => examine_page(file),
        _ if is_recording(media) => examine_recording(file),
        MediaType::Gif | MediaType::Png | MediaType::WebP if is_animation(file, media)? => {
            examine_animation(file, media)
        }
        _ => examine_still(file, media, fonts),
    }
}

fn examine_still(
    file: &mut Window,
    media: MediaType,
    fonts: &Fonts,
) -> Result<Examined, MediaError> {
    let Decoded { mut picture, profile, remarks } = decode_file(file, fonts)?;
    let turned = profile.is_some_and(|of| colour::into_srgb(&mut picture, &of));
    let drawable = matches!(media, MediaType::Png | MediaType::Jpeg | MediaType::WebP);
    let mut examined = Examined { remarks, ..pictured(media, &picture) };
    examined.rungs = ladder::ladder(picture, (drawable && !turned).then_some(media))?;
    Ok(examined)
}

fn is_animation(file: &mut Window, media: MediaType) -> Result<bool, MediaError> {
    at_most!(file.length(), PICTURE_BYTES_MAX, "bytes");
    file.rewind()?;
    Ok(moves(file, media))
}

fn examine_animation(file: &mut Window, media: MediaType) -> Result<Examined, MediaError> {
    let mut animation = Animation::open(file.whole()?)?;
    let first = animation.next().ok_or(MediaError::Truncated(media))??;
    let mut examined = Examined {
        kind: ExaminedKind::Animation,
        duration_ms: first.delay_ms.into(),
        ..pictured(media, &first.picture)
    };
    let mut stopped = None;
    for frame in animation {
        match frame {
            Ok(frame) => {
                examined.frames += 1;
                examined.duration_ms += u64::from(frame.delay_ms);
                examined.transparent = examined.transparent || frame.picture.is_transparent();
            }
            // The rest of the file may yet be had.
            Err(error @ MediaError::Truncated(_)) => return Err(error),
            Err(error) => {
                stopped = Some(error);
                break;
            }
        }
    }
    if let Some(why) = stopped {
        let remarks = vec![Remark::OnlyFirstFrame(why)];
        examined = Examined { remarks, ..pictured(media, &first.picture) };
    }
    // Last, since the rungs of a file that turns out damaged would be made in vain.
    examined.rungs = ladder::ladder(first.picture, None)?;
    Ok(examined)
}

fn examine_model(file: &mut Window, media: MediaType) -> Result<Examined, MediaError> {
    at_most!(file.length(), MODEL_BYTES_MAX, "bytes");
    let (model, average) = examine_glb(&file.whole()?)?;
    let mut remarks = match model.clips {
        0 | 1 => Vec::new(),
        _ => vec![Remark::OneClip(model.clip)],
    };
    if !model.left_out.is_empty() {
        remarks.push(Remark::LeftOut(model.left_out.join(", ")));
    }
    Ok(Examined {
        average,
        duration_ms: model.duration_ms,
        remarks,
        model_bounds_mm: Some(model.bounds_mm),
        ..unpictured(ExaminedKind::Model, media)
    })
}

/// A film or a sound: its container is read, and nothing is decoded.
fn examine_recording(file: &mut Window) -> Result<Examined, MediaError> {
    let recording = recording::inspect(file)?;
    let codecs = recording.codecs.join(",");
    let remarks = match recording.playback() {
        Playback::Somewhere => vec![Remark::NotEverywhere(codecs.clone())],
        Playback::Everywhere | Playback::Nowhere => Vec::new(),
    };
    let kind = if recording.size_px.is_some() { ExaminedKind::Film } else { ExaminedKind::Sound };
    let (width_px, height_px) = recording.size_px.unwrap_or((0, 0));
    Ok(Examined {
        width_px,
        height_px,
        duration_ms: recording.duration_ms,
        has_sound: recording.has_sound,
        codecs,
        remarks,
        ..unpictured(kind, recording.media)
    })
}

fn examine_page(file: &mut Window) -> Result<Examined, MediaError> {
    at_most!(file.length(), PAGE_BYTES_MAX, "bytes");
    let outside = inspect_page(&file.whole()?)?.outside;
    let remarks = match outside.is_empty() {
        true => Vec::new(),
        false => vec![Remark::NeedsNetwork(outside.join(", "))],
    };
    Ok(Examined { remarks, ..unpictured(ExaminedKind::Code, MediaType::Html) })
}

fn unpictured(kind: ExaminedKind, media: MediaType) -> Examined {
    Examined {
        kind,
        media,
        width_px: 0,
        height_px: 0,
        frames: 1,
        duration_ms: 0,
        has_sound: false,
        codecs: String::new(),
        average: OFF,
        transparent: false,
        rungs: Vec::new(),
        model_bounds_mm: None,
        remarks: Vec::new(),
    }
}

fn pictured(media: MediaType, picture: &Picture) -> Examined {
    Examined {
        width_px: picture.width,
        height_px: picture.height,
        average: average::average(picture),
        transparent: picture.is_transparent(),
        ..unpictured(ExaminedKind::Still, media)
    }
}
