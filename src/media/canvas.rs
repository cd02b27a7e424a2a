//! The canvas on which frames of an animation are laid one over another.

use super::Picture;

/// A rectangle of a canvas, in pixels from its upper left.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Patch {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

/// How a patch is laid on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blend {
    /// Its pixels replace what was there, see-through ones too.
    Replace,
    /// It lies over what was there.
    Over,
}

/// What becomes of a patch before the next is laid on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dispose {
    Keep,
    Clear,
    Restore,
}

/// A canvas, and what is to be done to it before the next frame.
#[derive(Debug)]
pub(super) struct Canvas {
    picture: Picture,
    pending: Option<(Dispose, Patch)>,
    before: Option<Vec<u8>>,
}

impl Canvas {
    /// A canvas that is see-through all over.
    pub fn new(width: u32, height: u32) -> Self {
        let rgba = vec![0; 4 * width as usize * height as usize];
        Self { picture: Picture { width, height, rgba }, pending: None, before: None }
    }

    /// Lays a patch of RGBA pixels on; what lies outside the canvas is left away.
    pub fn lay(&mut self, patch: Patch, rgba: &[u8], blend: Blend, dispose: Dispose) {
        self.dispose_of_last();
        if dispose == Dispose::Restore {
            self.before = Some(self.picture.rgba.clone());
        }
        self.pending = Some((dispose, patch));
        let source_row_bytes = 4 * patch.width as usize;
        for (row, source) in rgba.chunks_exact(source_row_bytes.max(4)).enumerate() {
            let Some(target) = self.row(patch, row) else { break };
            for (target, source) in target.chunks_exact_mut(4).zip(source.chunks_exact(4)) {
                match blend {
                    Blend::Replace => target.copy_from_slice(source),
                    Blend::Over => lay_over(target, source),
                }
            }
        }
    }

    /// The canvas as it is shown now.
    pub fn picture(&self) -> &Picture {
        &self.picture
    }

    /// The same for whoever lays nothing more on.
    pub fn into_picture(self) -> Picture {
        self.picture
    }

    fn dispose_of_last(&mut self) {
        match self.pending.take() {
            Some((Dispose::Clear, patch)) => {
                for row in 0..patch.height as usize {
                    let Some(target) = self.row(patch, row) else { break };
                    target.fill(0);
                }
            }
            Some((Dispose::Restore, _)) => {
                if let Some(before) = self.before.take() {
                    self.picture.rgba = before;
                }
            }
            Some((Dispose::Keep, _)) | None => {}
        }
    }

    /// The bytes of one row of a patch, as far as they lie on the canvas.
    fn row(&mut self, patch: Patch, row: usize) -> Option<&mut [u8]> {
        let (width, height) = (self.picture.width as usize, self.picture.height as usize);
        let y = patch.y as usize + row;
        if y >= height || row >= patch.height as usize {
            return None;
        }
        let from = (patch.x as usize).min(width);
        let to = (patch.x as usize + patch.width as usize).min(width);
        self.picture.rgba.get_mut(4 * (y * width + from)..4 * (y * width + to))
    }
}

/// Straight alpha over straight alpha, as APNG's `APNG_BLEND_OP_OVER` has it.
fn lay_over(target: &mut [u8], source: &[u8]) {
    let (over, under) = (u32::from(source[3]), u32::from(target[3]));
    if over == 255 || under == 0 {
        target.copy_from_slice(source);
    } else if over > 0 {
        let under_share = under * (255 - over) / 255;
        let alpha = over + under_share;
        for (below, above) in target[..3].iter_mut().zip(source) {
            let mixed = u32::from(*above) * over + u32::from(*below) * under_share;
            *below = ((mixed + alpha / 2) / alpha).min(255) as u8;
        }
        target[3] = alpha.min(255) as u8;
    }
}
