//! The fonts that texts inside SVGs are set in: the program's own, and no system's.

use crate::media::{FontFiles, Fonts};
use crate::platform::faces;

/// The program's own faces, for [`super::ResolveOptions::fonts`].
pub fn own_fonts() -> Fonts {
    Fonts::from_files(&FontFiles {
        serif: &[faces::SERIF, faces::SERIF_ITALIC, faces::SERIF_SEMIBOLD],
        sans: &[faces::SANS, faces::SANS_SEMIBOLD],
        mono: &[faces::MONO],
        further: &[faces::SANS_CHINESE],
    })
}
