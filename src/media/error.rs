//! Why bytes cannot be hung, each as one sentence for the wall.

use thiserror::Error;

use super::MediaType;

/// Why bytes cannot be hung.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MediaError {
    #[error("the file is empty")]
    Empty,
    #[error("the file is no picture and no model; it is of no kind that this program knows")]
    Unknown,
    #[error(
        "the file is {0}, which cannot be shown here; PNG, JPEG, WebP, AVIF, GIF, BMP, SVG, GLB, MP4, WebM, MP3, Ogg, WAV, FLAC and HTML can"
    )]
    NotShown(MediaType),
    /// `codecs` as a media type names them (RFC 6381).
    #[error("the file is {media} in {codecs}, which browsers do not play")]
    NotPlayed { media: MediaType, codecs: String },
    #[error("the file says that it is {claimed}, and it is {found}")]
    NotWhatItClaims { claimed: String, found: MediaType },
    #[error("the file is {0}, but it ends too early; a part of it is missing")]
    Truncated(MediaType),
    #[error("the file is {media}, but it is damaged: {problem}")]
    Damaged { media: MediaType, problem: String },
    #[error("the file cannot be read: {0}")]
    Unreadable(std::io::ErrorKind),
    /// A limit of [`crate::limits`]; `limit_name` is its name there.
    #[error("the file has {found} {unit}, and the limit is {limit} ({limit_name})")]
    TooLarge { found: u64, limit: u64, unit: &'static str, limit_name: &'static str },
    /// Something that is never done for a stranger's file, such as running its scripts.
    #[error("the {media} holds {what}")]
    Refused { media: &'static str, what: String },
}

/// The disk fails while a file is read, which says nothing of the file.
impl From<std::io::Error> for MediaError {
    fn from(error: std::io::Error) -> Self {
        Self::Unreadable(error.kind())
    }
}

impl MediaError {
    pub(super) fn damaged(media: MediaType, problem: impl ToString) -> Self {
        Self::Damaged { media, problem: problem.to_string() }
    }
}

/// Refuses what lies over a limit, by the limit's name: `at_most!(found, LIMIT, "bytes")`.
macro_rules! at_most {
    ($found:expr, $limit:ident, $unit:literal) => {{
        let (found, limit) = (u64::try_from($found).unwrap_or(u64::MAX), limits::$limit as u64);
        if found > limit {
            return Err(MediaError::TooLarge {
                found,
                limit,
                unit: $unit,
                limit_name: stringify!($limit),
            });
        }
    }};
}
pub(super) use at_most;
