//! What the overlays are laid out on: how large, how dense, and whether fingers touch it.

use bevy::prelude::*;
use bevy::ui::IsDefaultUiCamera;
use bevy::window::PrimaryWindow;

use crate::gallery::order::Stage;
use crate::gallery::sight::Eye;
use crate::platform::KEEPS_CORNER;

/// The picture's surface.
#[derive(Resource, Clone, Copy, Debug, PartialEq)]
pub(super) struct Surface {
    /// In logical pixels.
    pub size: Vec2,
    /// Physical pixels to a logical one.
    pub scale: f32,
    /// Fingers have been here, or the surface is as narrow as a phone.
    pub touch: bool,
    /// A page shows the way back to its catalogue over the top right corner.
    pub in_page: bool,
}

/// Whether the gallery is part of a page.
#[derive(Resource, Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gallery) struct InPage(pub bool);

/// Whether captions, toolbar and hints are shown: they are in a window, and pictures
/// are taken without them.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::gallery) struct Chrome(pub bool);

/// Narrower than this a panel lies at the bottom, in logical pixels.
const NARROW: f32 = 640.0;

/// Lower than this there is no room for a panel and a work beside it, as on a phone that
/// lies on its side; in logical pixels.
const LOW: f32 = 480.0;

/// What a page keeps of the top right corner, margins and all, in logical pixels: words, or
/// an arrow alone where the surface is narrow (`#back` in `assets/site/catalogue.css`).
const CORNER: Vec2 = Vec2::new(212.0, 64.0);
const CORNER_OF_NARROW: Vec2 = Vec2::new(72.0, 72.0);

pub(super) fn plugin(app: &mut App) {
    app.insert_resource(Surface { size: Vec2::ZERO, scale: 1.0, touch: false, in_page: false })
        .insert_resource(InPage(KEEPS_CORNER))
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
    in_page: Res<InPage>,
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
    surface.set_if_neq(Surface { size, scale, touch, in_page: in_page.0 });
}

impl Surface {
    pub fn narrow(&self) -> bool {
        self.size.x < NARROW
    }

    /// As small as a phone, however it is held.
    pub fn phone_size(&self) -> bool {
        self.narrow() || self.low()
    }

    pub fn low(&self) -> bool {
        self.size.y < LOW
    }

    /// What is kept of the top right corner for others, in logical pixels.
    pub fn kept_corner(&self) -> Vec2 {
        match (self.in_page, self.narrow()) {
            (false, _) => Vec2::ZERO,
            (true, false) => CORNER,
            (true, true) => CORNER_OF_NARROW,
        }
    }

    /// Physical pixels of a length in logical ones.
    pub fn px(&self, length: f32) -> u32 {
        (length * self.scale).round().max(1.0) as u32
    }
}
