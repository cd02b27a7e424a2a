//! Examining a file once, when it is resolved: everything that the lock says of it.

use super::error::at_most;
use super::{
    Animation, BoundsMm, EncodedRung, Fonts, MediaError, MediaType, Picture, average, decode,
    inspect_glb, is_animated, ladder, limits, sniff,
};

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
    /// One round of an animation; 0 otherwise.
    pub duration_ms: u64,
    /// The mean colour, sRGB, averaged in linear light.
    pub average: [u8; 3],
    /// Whether any pixel lets the wall shine through.
    pub transparent: bool,
    /// The smallest first; none for a model.
    pub rungs: Vec<EncodedRung>,
    /// What a model fills, in its own axes (y is up).
    pub model_bounds_mm: Option<BoundsMm>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExaminedKind {
    Still,
    Animation,
    Model,
}

impl Examined {
    /// The media type of the file itself (IANA).
    pub fn mime(&self) -> &'static str {
        self.media.mime()
    }
}

/// Examines a file: decodes it whole, every frame of it, and makes its rungs.
pub fn examine(bytes: &[u8], fonts: &Fonts) -> Result<Examined, MediaError> {
    let media = match sniff(bytes) {
        _ if bytes.is_empty() => return Err(MediaError::Empty),
        None => return Err(MediaError::Unknown),
        Some(media) => media,
    };
    match media {
        MediaType::Glb => examine_model(bytes),
        MediaType::Gif | MediaType::Png | MediaType::WebP if is_animated(bytes) => {
            examine_animation(bytes, media)
        }
        _ => {
            let picture = decode(bytes, fonts)?;
            let drawable = matches!(media, MediaType::Png | MediaType::Jpeg | MediaType::WebP);
            Ok(Examined {
                kind: ExaminedKind::Still,
                rungs: ladder::ladder(&picture, drawable.then_some(media))?,
                ..pictured(media, &picture)
            })
        }
    }
}

fn examine_animation(bytes: &[u8], media: MediaType) -> Result<Examined, MediaError> {
    let mut animation = Animation::open(bytes)?;
    let first = animation.next().ok_or(MediaError::Truncated(media))??;
    let mut examined = Examined {
        kind: ExaminedKind::Animation,
        duration_ms: first.delay_ms.into(),
        ..pictured(media, &first.picture)
    };
    for frame in animation {
        let frame = frame?;
        examined.frames += 1;
        examined.duration_ms += u64::from(frame.delay_ms);
        examined.transparent = examined.transparent || frame.picture.is_transparent();
    }
    // Last, since the rungs of a file that turns out damaged would be made in vain.
    examined.rungs = ladder::ladder(&first.picture, None)?;
    Ok(examined)
}

fn examine_model(bytes: &[u8]) -> Result<Examined, MediaError> {
    at_most!(bytes.len(), MODEL_BYTES_MAX, "bytes");
    let model = inspect_glb(bytes)?;
    Ok(Examined {
        kind: ExaminedKind::Model,
        media: MediaType::Glb,
        width_px: 0,
        height_px: 0,
        frames: 1,
        duration_ms: 0,
        average: model.average,
        transparent: false,
        rungs: Vec::new(),
        model_bounds_mm: Some(model.bounds_mm),
    })
}

fn pictured(media: MediaType, picture: &Picture) -> Examined {
    Examined {
        kind: ExaminedKind::Still,
        media,
        width_px: picture.width,
        height_px: picture.height,
        frames: 1,
        duration_ms: 0,
        average: average::average(picture),
        transparent: picture.is_transparent(),
        rungs: Vec::new(),
        model_bounds_mm: None,
    }
}
