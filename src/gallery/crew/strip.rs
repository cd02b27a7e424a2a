//! Strips: animations that are decoded a frame at a time, aside from the frames that
//! show them.

use std::sync::atomic::{AtomicU32, Ordering};

use super::job::{Done, Job, asked};
use super::texels::Texels;
use crate::exhibition::{BlobHash, Problem};
use crate::gallery::show::Show;
use crate::gallery::works::with_mipmaps;
use crate::media::{Animation, Frame};
use crate::platform::crew::tell;
use crate::platform::hold;

/// An animation between two of its frames.
#[derive(Debug)]
pub(in crate::gallery) enum Strip {
    /// Decoded by whoever asks.
    Here(Box<Animation>),
    /// Decoded by one of the crew, who knows it by a number.
    Beside(Number),
}

/// One frame, and how long it is shown.
#[derive(Debug)]
pub(in crate::gallery) struct Shot {
    pub texels: Texels,
    pub delay_ms: u32,
}

/// An animation at a desk of the crew, which lets it go when nobody asks any more.
#[derive(Debug)]
pub(in crate::gallery) struct Number(u32);

static NEXT: AtomicU32 = AtomicU32::new(0);

impl Strip {
    /// Opens an animation and decodes its first frame.
    pub async fn open(show: &Show, hash: BlobHash) -> Result<(Self, Shot), Problem> {
        let number = Number(NEXT.fetch_add(1, Ordering::Relaxed));
        let job = Job::Open { strip: number.0, hash };
        match asked(&job, Some(number.0)).await {
            Some(done) => Ok((Self::Beside(number), done?.into())),
            None => {
                let bytes = show.read(&hash).await?;
                Self::Here(Box::new(Animation::open(bytes)?)).next().await
            }
        }
    }

    /// Decodes the next frame; after the last comes the first again.
    pub async fn next(self) -> Result<(Self, Shot), Problem> {
        match self {
            Self::Here(mut animation) => {
                let shot = shoot(&mut animation)?;
                Ok((Self::Here(animation), shot))
            }
            Self::Beside(number) => {
                let done = asked(&Job::Next { strip: number.0 }, Some(number.0)).await;
                let done = done.unwrap_or_else(|| Err(gone()))?;
                Ok((Self::Beside(number), done.into()))
            }
        }
    }
}

/// Decodes one frame on this very thread.
pub(super) fn shoot(animation: &mut Animation) -> Result<Shot, Problem> {
    let _held = hold("enfilade:frame");
    let Frame { picture, delay_ms } = animation.next_looping()?;
    Ok(Shot { texels: with_mipmaps(picture), delay_ms })
}

impl Drop for Number {
    fn drop(&mut self) {
        tell(&Job::Close { strip: self.0 }.written(), self.0);
    }
}

impl From<Done> for Shot {
    fn from(done: Done) -> Self {
        let delay_ms = done.note.delay_ms;
        Self { texels: done.into(), delay_ms }
    }
}

#[cfg(feature = "browser")]
impl From<Shot> for Done {
    fn from(shot: Shot) -> Self {
        let mut done = Self::from(shot.texels);
        done.note.delay_ms = shot.delay_ms;
        done
    }
}

/// Where the worker is gone that had the animation, it ends.
pub(super) fn gone() -> Problem {
    Problem::new(crate::exhibition::ProblemKind::Damaged, "whoever decoded it is gone")
}
