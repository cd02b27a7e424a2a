//! From lettered pixels to a texture that stays clean when it is seen from afar.

use super::sheet::Lettered;
use crate::gallery::crew::Texels;

/// A texture with its whole chain of half-size copies. They are averaged as they are
/// encoded, not in linear light: thin dark strokes then keep their weight from afar.
pub(super) fn texture(lettered: Lettered) -> Texels {
    let Lettered { width, height, rgba: mut data } = lettered;
    let levels = width.max(height).max(1).ilog2() + 1;
    let (mut from, mut size) = (0, [width as usize, height as usize]);
    for _ in 1..levels {
        let half = size.map(|side| (side / 2).max(1));
        let next = data.len();
        halve(&mut data, from, size, half);
        (from, size) = (next, half);
    }
    Texels::new(width, height, levels, data)
}

/// A texture without smaller copies, for what is shown a pixel on a pixel.
pub(in crate::gallery) fn flat_texture(lettered: Lettered) -> Texels {
    let Lettered { width, height, rgba } = lettered;
    Texels::new(width, height, 1, rgba)
}

fn halve(data: &mut Vec<u8>, from: usize, [width, height]: [usize; 2], half: [usize; 2]) {
    data.reserve(half[0] * half[1] * 4);
    for y in 0..half[1] {
        let rows = [2 * y, (2 * y + 1).min(height - 1)];
        for x in 0..half[0] {
            let columns = [2 * x, (2 * x + 1).min(width - 1)];
            let mut sum = [0_u32; 4];
            for row in rows {
                for column in columns {
                    let at = from + (row * width + column) * 4;
                    for (total, &channel) in sum.iter_mut().zip(&data[at..at + 4]) {
                        *total += u32::from(channel);
                    }
                }
            }
            data.extend(sum.map(|total| ((total + 2) / 4) as u8));
        }
    }
}
