//! Lettered pixels: ink on a clear ground, or printed on paper.

use super::block::Ink;

/// A lettered block: rows of sRGB with straight alpha, from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::gallery) struct Lettered {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

impl Lettered {
    pub fn empty(width: u32, height: u32) -> Self {
        Self { width, height, rgba: vec![0; width as usize * height as usize * 4] }
    }

    /// The same, printed on paper: opaque, with room around it.
    pub fn on_paper(&self, paper: [u8; 3], [left, top, right, bottom]: [u32; 4]) -> Self {
        let mut sheet = Self::empty(self.width + left + right, self.height + top + bottom);
        for pixel in sheet.rgba.chunks_exact_mut(4) {
            pixel.copy_from_slice(&[paper[0], paper[1], paper[2], 255]);
        }
        for y in 0..self.height as usize {
            let from = y * self.width as usize * 4;
            let to = ((y + top as usize) * sheet.width as usize + left as usize) * 4;
            let row = &self.rgba[from..from + self.width as usize * 4];
            for (ink, paper) in
                row.chunks_exact(4).zip(sheet.rgba[to..to + row.len()].chunks_exact_mut(4))
            {
                let alpha = u32::from(ink[3]);
                for channel in 0..3 {
                    let mixed =
                        u32::from(ink[channel]) * alpha + u32::from(paper[channel]) * (255 - alpha);
                    paper[channel] = ((mixed + 127) / 255) as u8;
                }
            }
        }
        sheet
    }

    /// A hairline across the page.
    pub(super) fn rule(&mut self, top: u32, ink: Ink) {
        let thick = (self.width / 900).max(1);
        for y in top..(top + thick).min(self.height) {
            for x in 0..self.width {
                self.mix(x, y, ink, 255);
            }
        }
    }

    /// Lays ink over a pixel ("over" with straight alpha).
    pub fn mix(&mut self, x: u32, y: u32, ink: Ink, coverage: u8) {
        if coverage == 0 {
            return;
        }
        let at = (y as usize * self.width as usize + x as usize) * 4;
        let pixel = &mut self.rgba[at..at + 4];
        let above = f32::from(coverage) / 255.0 * f32::from(ink[3]) / 255.0;
        let below = f32::from(pixel[3]) / 255.0 * (1.0 - above);
        let alpha = (above + below).max(1e-6);
        for channel in 0..3 {
            let colour =
                (f32::from(ink[channel]) * above + f32::from(pixel[channel]) * below) / alpha;
            pixel[channel] = colour.round() as u8;
        }
        pixel[3] = (alpha * 255.0).round() as u8;
    }

    /// Gives pixels without ink the colour of the ink nearest to them in their row, so
    /// that no dark seam shows where a texture is smoothed.
    pub(super) fn spread_ink(&mut self) {
        let inked = |row: &[u8]| {
            let pixel = row.chunks_exact(4).find(|pixel| pixel[3] > 0)?;
            Some([pixel[0], pixel[1], pixel[2]])
        };
        let mut last = inked(&self.rgba).unwrap_or_default();
        for row in self.rgba.chunks_exact_mut(self.width as usize * 4) {
            last = inked(row).unwrap_or(last);
            for pixel in row.chunks_exact_mut(4) {
                if pixel[3] == 0 {
                    pixel[..3].copy_from_slice(&last);
                } else {
                    last = [pixel[0], pixel[1], pixel[2]];
                }
            }
        }
    }
}
