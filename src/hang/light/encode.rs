//! Light as bytes that a texture of eight bits holds without bands.

use std::sync::LazyLock;

/// The light that the whitest byte stands for.
pub const LIGHT_RANGE: f32 = 1.6;

/// Light as sRGB bytes, dithered by the texel's place.
pub(super) fn encode(light: [f32; 3], x: u32, y: u32) -> [u8; 3] {
    let noise = noise(x, y);
    light.map(|channel| {
        let linear = (channel / LIGHT_RANGE).clamp(0.0, 1.0);
        let steps = &*STEPS;
        let above = steps.partition_point(|step| *step <= linear).clamp(1, 255);
        let (low, high) = (steps[above - 1], steps[above]);
        let share = (linear - low) / (high - low);
        (above - 1 + usize::from(share > noise)) as u8
    })
}

/// The linear value of each byte.
static STEPS: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|byte| {
        let srgb = byte as f32 / 255.0;
        match srgb <= 0.040_45 {
            true => srgb / 12.92,
            false => ((srgb + 0.055) / 1.055).powf(2.4),
        }
    })
});

/// Interleaved gradient noise (Jimenez), from 0 to 1.
fn noise(x: u32, y: u32) -> f32 {
    let inner = 0.067_110_56 * x as f32 + 0.005_837_15 * y as f32;
    (52.982_918 * inner.fract()).fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_stand_for_their_light_on_average() {
        for light in [0.0, 0.01, 0.1, 0.333, 0.58, 1.0, 1.59] {
            let texels = 64 * 64;
            let sum: f32 = (0..texels)
                .map(|i| {
                    let byte = encode([light; 3], i % 64, i / 64)[0];
                    STEPS[usize::from(byte)] * LIGHT_RANGE
                })
                .sum();
            let mean = sum / texels as f32;
            assert!((mean - light).abs() < 1e-3 + 0.002 * light, "{light} became {mean}");
        }
    }
}
