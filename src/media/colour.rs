//! Colours of other spaces into sRGB, the one in which everything hangs.

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::Picture;

/// How far a channel may be off, of 255, and still be the same colour.
const SAME: u8 = 2;

/// Turns a picture in the colours of an ICC profile into sRGB, and says whether that
/// changed anything. A profile that is none, or of no RGB, changes nothing.
pub(super) fn into_srgb(picture: &mut Picture, profile: &[u8]) -> bool {
    match ColorProfile::new_from_slice(profile) {
        Ok(profile) if profile.color_space == DataColorSpace::Rgb => turn(picture, &profile),
        _ => false,
    }
}

/// The same from Display P3, where a file names that by its number.
#[cfg(feature = "avif")]
pub(super) fn from_display_p3(picture: &mut Picture) {
    turn(picture, &ColorProfile::new_display_p3());
}

fn turn(picture: &mut Picture, profile: &ColorProfile) -> bool {
    let (srgb, plain) = (ColorProfile::new_srgb(), TransformOptions::default());
    let Ok(transform) = profile.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgba, plain)
    else {
        return false;
    };
    // Row by row, since a large picture has no room beside itself: once to see whether it
    // changes at all, and again where it does.
    let mut turned = vec![0; 4 * picture.width as usize];
    let differ = |(a, b): (&u8, &u8)| a.abs_diff(*b) > SAME;
    let mut changed = false;
    for row in picture.rgba.chunks_exact(turned.len().max(1)) {
        if transform.transform(row, &mut turned).is_err() {
            return false;
        }
        changed = row.iter().zip(&turned).any(differ);
        if changed {
            break;
        }
    }
    if changed {
        for row in picture.rgba.chunks_exact_mut(turned.len().max(1)) {
            if transform.transform(row, &mut turned).is_err() {
                return false;
            }
            row.copy_from_slice(&turned);
        }
    }
    changed
}
