//! The soft shadow under what lies or stands close to a surface.

use bevy::asset::RenderAssetUsages;
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};

/// A dark rectangle whose edge fades out, for a sheet of any size.
#[derive(Resource, Clone, Debug)]
pub(in crate::gallery) struct SoftShadow(pub Handle<StandardMaterial>);

pub(super) fn plugin(app: &mut App) {
    app.add_systems(PreStartup, lay_in);
}

fn lay_in(
    mut commands: Commands,
    mut materials: ResMut<Assets<StandardMaterial>>,
    mut images: ResMut<Assets<Image>>,
) {
    commands.insert_resource(SoftShadow(materials.add(StandardMaterial {
        base_color_texture: Some(images.add(soft_shadow())),
        unlit: true,
        alpha_mode: AlphaMode::Blend,
        ..default()
    })));
}

fn soft_shadow() -> Image {
    const SIDE: [u32; 2] = [128, 96];
    const FADE: f32 = 0.16;
    let mut data = Vec::with_capacity((SIDE[0] * SIDE[1] * 4) as usize);
    for y in 0..SIDE[1] {
        for x in 0..SIDE[0] {
            let edge = |at: u32, side: u32, aspect: f32| {
                let t = (at as f32 + 0.5) / side as f32;
                (t.min(1.0 - t) * aspect / FADE).clamp(0.0, 1.0)
            };
            let inside = edge(x, SIDE[0], 1.35) * edge(y, SIDE[1], 1.0);
            let soft = inside * inside * (3.0 - 2.0 * inside);
            data.extend([34, 30, 26, (soft * 105.0) as u8]);
        }
    }
    Image::new(
        Extent3d { width: SIDE[0], height: SIDE[1], depth_or_array_layers: 1 },
        TextureDimension::D2,
        data,
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::RENDER_WORLD,
    )
}
