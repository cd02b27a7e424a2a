//! The colour of the house: one deep tone for the title wall, chosen against the works.

use bevy::color::{ColorToComponents, LinearRgba, Oklaba, Oklcha, Srgba};

use super::sheet::Paint;
use crate::exhibition::{Lock, Media};

/// Deep enough for pale letters, and never so strong that it outshines a work.
const LIGHTNESS: f32 = 0.36;
const CHROMA: f32 = 0.045;

/// The hue where the works have none of their own: ink blue.
const INK_HUE_DEG: f32 = 250.0;
const COLOURED_MIN: f32 = 0.012;

/// The hue that lies opposite to the works' mean one, so that they glow beside it. The
/// works that the show is built around speak for it, or all where there is none such.
pub(super) fn house_colour(lock: &Lock) -> Paint {
    let [a, b] = mean_ab(lock, true).or_else(|| mean_ab(lock, false)).unwrap_or_default();
    let hue = match a.hypot(b) < COLOURED_MIN {
        true => INK_HUE_DEG,
        false => (b.atan2(a).to_degrees() + 180.0).rem_euclid(360.0),
    };
    LinearRgba::from(Oklcha::lch(LIGHTNESS, CHROMA, hue)).to_f32_array()
}

/// The mean of the works' colours by their area, along Oklab's two axes of colour.
fn mean_ab(lock: &Lock, heroes: bool) -> Option<[f32; 2]> {
    let (mut sum, mut area) = ([0.0; 2], 0.0);
    for work in lock.works.iter().filter(|work| work.hero || !heroes) {
        if let Media::Shown(visual) = &work.media {
            let [r, g, b] = visual.average;
            let colour = Oklaba::from(Srgba::rgb_u8(r, g, b));
            let size_m2 = work.size.width_mm as f32 * work.size.height_mm as f32 / 1e6;
            sum = [sum[0] + colour.a * size_m2, sum[1] + colour.b * size_m2];
            area += size_m2;
        }
    }
    (area > 0.0).then(|| sum.map(|axis| axis / area))
}
