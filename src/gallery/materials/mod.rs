//! The gallery's own materials: baked light on rooms, pictures in their own colours,
//! and objects in the light of their place. No lamp is worked out while one walks.

mod object;
mod picture;
mod shadow;
mod surface;

use bevy::asset::{load_internal_asset, uuid_handle};
use bevy::prelude::*;
use bevy::shader::Shader;

pub(super) use object::{ObjectMaterial, Sheen, object_light};
pub(super) use picture::PictureMaterial;
pub(super) use shadow::SoftShadow;
pub(super) use surface::{Finish, SurfaceMaterial};

const SHARED: Handle<Shader> = uuid_handle!("5f1c1f0e-66a4-4c39-9f0e-1b0f6f3c7a01");
const SURFACE: Handle<Shader> = uuid_handle!("5f1c1f0e-66a4-4c39-9f0e-1b0f6f3c7a02");
const PICTURE: Handle<Shader> = uuid_handle!("5f1c1f0e-66a4-4c39-9f0e-1b0f6f3c7a03");
const OBJECT: Handle<Shader> = uuid_handle!("5f1c1f0e-66a4-4c39-9f0e-1b0f6f3c7a04");

/// A texture of one white pixel.
pub(super) const WHITE: Handle<Image> = uuid_handle!("5f1c1f0e-66a4-4c39-9f0e-1b0f6f3c7a05");

pub(super) fn plugin(app: &mut App) {
    load_internal_asset!(app, SHARED, "../../../assets/shaders/light.wgsl", Shader::from_wgsl);
    load_internal_asset!(app, SURFACE, "../../../assets/shaders/surface.wgsl", Shader::from_wgsl);
    load_internal_asset!(app, PICTURE, "../../../assets/shaders/picture.wgsl", Shader::from_wgsl);
    load_internal_asset!(app, OBJECT, "../../../assets/shaders/object.wgsl", Shader::from_wgsl);
    app.add_plugins((
        shadow::plugin,
        MaterialPlugin::<SurfaceMaterial>::default(),
        MaterialPlugin::<PictureMaterial>::default(),
        MaterialPlugin::<ObjectMaterial>::default(),
    ));
    let white = Image::new_fill(
        bevy::render::render_resource::Extent3d::default(),
        bevy::render::render_resource::TextureDimension::D2,
        &[255; 4],
        bevy::render::render_resource::TextureFormat::Rgba8UnormSrgb,
        bevy::asset::RenderAssetUsages::RENDER_WORLD,
    );
    let mut images = app.world_mut().resource_mut::<Assets<Image>>();
    if images.insert(WHITE.id(), white).is_err() {
        error!("the white texture could not be made");
    }
}
