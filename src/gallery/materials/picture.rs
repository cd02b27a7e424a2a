//! Pictures: a texture exactly in its own colours.

use bevy::prelude::*;
use bevy::reflect::TypePath;
use bevy::render::render_resource::AsBindGroup;
use bevy::shader::ShaderRef;

/// A picture, unlit; through its clear parts (straight alpha) shows `behind`.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug)]
pub(in crate::gallery) struct PictureMaterial {
    #[uniform(0)]
    pub behind: LinearRgba,
    #[texture(1)]
    #[sampler(2)]
    pub texture: Handle<Image>,
}

impl PictureMaterial {
    /// A picture over the white of a mat.
    pub fn new(texture: Handle<Image>) -> Self {
        Self { behind: Color::srgb_u8(244, 242, 237).into(), texture }
    }
}

impl Material for PictureMaterial {
    fn fragment_shader() -> ShaderRef {
        super::PICTURE.into()
    }

    fn enable_prepass() -> bool {
        false
    }

    fn enable_shadows() -> bool {
        false
    }
}
