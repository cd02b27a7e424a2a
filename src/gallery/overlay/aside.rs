//! While the panel is open the picture makes room for it: what was in its middle stands
//! in the middle of what is left.

use bevy::camera::SubCameraView;
use bevy::prelude::*;

use super::panel;
use super::surface::Surface;
use crate::gallery::order::Stage;
use crate::gallery::sight::Eye;
use crate::gallery::visitor::ReducedMotion;
use crate::gallery::wishes::{Attention, Overlays};

/// How fast the picture moves aside: the share of the way that is left after a second.
const LEFT_AFTER_A_SECOND: f32 = 1e-4;

/// Nearer than this to its goal, in pixels, the picture is there.
const THERE_PX: f32 = 0.5;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, step_aside.in_set(Stage::Show));
}

/// The share of the way that is left after so many seconds.
pub(super) fn left_after(seconds: f32) -> f32 {
    LEFT_AFTER_A_SECOND.powf(seconds)
}

fn step_aside(
    time: Res<Time>,
    overlays: Res<Overlays>,
    attention: Res<Attention>,
    surface: Res<Surface>,
    still: Res<ReducedMotion>,
    mut camera: Single<&mut Camera, With<Eye>>,
    mut aside: Local<Vec2>,
) {
    let open = overlays.panel && attention.work.is_some();
    let goal = if open { panel::covers(&surface) / 2.0 * surface.scale } else { Vec2::ZERO };
    let left = match still.0 {
        true => 0.0,
        false => left_after(time.delta_secs()),
    };
    let next = goal + (*aside - goal) * left;
    *aside = if next.distance(goal) < THERE_PX { goal } else { next };
    let view = camera.physical_viewport_size().filter(|_| *aside != Vec2::ZERO);
    let view = view.map(|size| SubCameraView { full_size: size, offset: *aside, size });
    if camera.sub_camera_view != view {
        camera.sub_camera_view = view;
    }
}
