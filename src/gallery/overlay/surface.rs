//! What the overlays are laid out on: how large, how dense, and whether fingers touch it.

use bevy::prelude::*;
use bevy::ui::IsDefaultUiCamera;
use bevy::window::PrimaryWindow;

use crate::gallery::order::Stage;
use crate::gallery::sight::Eye;

/// The picture's surface.
#[derive(Resource, Clone, Copy, Debug, PartialEq)]
pub(super) struct Surface {
    /// In logical pixels.
    pub size: Vec2,
    /// Physical pixels to a logical one.
    pub scale: f32,
    /// Fingers have been here, or the surface is as narrow as a phone.
    pub touch: bool,
}

/// Whether captions, toolbar and hints are shown: they are in a window, and pictures
/// are taken without them.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::gallery) struct Chrome(pub bool);

/// Narrower than this a panel lies at the bottom, in logical pixels.
const NARROW: f32 = 640.0;

/// Lower than this there is no room for a panel and a work beside it, as on a phone that
/// lies on its side; in logical pixels.
const LOW: f32 = 480.0;

pub(super) fn plugin(app: &mut App) {
    app.insert_resource(Surface { size: Vec2::ZERO, scale: 1.0, touch: false })
        .init_resource::<Chrome>()
        .add_systems(Update, measure.in_set(Stage::See))
        .add_observer(look_through_this_eye);
}

fn look_through_this_eye(eye: On<Add, Eye>, mut commands: Commands) {
    commands.entity(eye.entity).insert(IsDefaultUiCamera);
}

fn measure(
    eye: Single<&Camera, With<Eye>>,
    touches: Option<Res<Touches>>,
    windows: Query<(), With<PrimaryWindow>>,
    mut chrome: ResMut<Chrome>,
    mut surface: ResMut<Surface>,
) {
    if !chrome.0 && !windows.is_empty() {
        chrome.0 = true;
    }
    let (Some(size), Some(scale)) = (eye.logical_viewport_size(), eye.target_scaling_factor())
    else {
        return;
    };
    let touched = touches.is_some_and(|touches| touches.any_just_pressed());
    let touch = surface.touch || touched || size.x < NARROW;
    surface.set_if_neq(Surface { size, scale, touch });
}

impl Surface {
    pub fn narrow(&self) -> bool {
        self.size.x < NARROW
    }

    /// As small as a phone, however it is held.
    pub fn phone_size(&self) -> bool {
        self.narrow() || self.size.y < LOW
    }

    /// Physical pixels of a length in logical ones.
    pub fn px(&self, length: f32) -> u32 {
        (length * self.scale).round().max(1.0) as u32
    }
}
