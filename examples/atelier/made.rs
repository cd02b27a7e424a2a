//! What a program hands over: the work in its form, and the numbers it was made with.

use image::{RgbImage, RgbaImage};

/// A finished work.
#[derive(Debug)]
pub struct Made {
    pub form: Form,
    /// The program's own parameters, as a label shows them.
    pub traits: Vec<(&'static str, String)>,
}

/// The forms that works take in the exhibition's folder.
#[derive(Debug)]
pub enum Form {
    /// Continuous tone, kept as JPEG of this quality.
    Tone(RgbImage, u8),
    /// Flat work, kept as PNG with a palette of at most so many colours (256).
    Flat(RgbImage, usize),
    /// Kept as lossless WebP.
    Lossless(RgbImage),
    /// A seamless loop, kept as GIF; the pause after each frame is in milliseconds.
    Loop(Vec<RgbaImage>, u32),
    /// Vector work, kept as a file of its own.
    Svg(String),
    /// Vector work, kept whole inside the metadata as a data URI.
    OnChain(String),
    /// A sculpture, kept as GLB, and a still of it.
    Sculpture(Vec<u8>, RgbImage),
}

impl Made {
    pub fn new(form: Form) -> Self {
        Self { form, traits: Vec::new() }
    }

    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.traits.push((name, value.to_string()));
        self
    }
}
