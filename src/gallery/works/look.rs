//! What a model's materials look like here: their colours, how they shine, and the light
//! that they give of their own.

use bevy::prelude::*;
use gltf::material::AlphaMode;

use crate::gallery::materials::Sheen;

/// What a material looks like.
pub(super) struct Look {
    pub colour: LinearRgba,
    pub sheen: Sheen,
    /// Where its picture is less opaque than this, there is nothing of it.
    pub cutoff: f32,
    /// Its picture's place among the model's.
    pub texture: Option<usize>,
    pub glow: Glow,
    /// Which set of coordinates its pictures lie by.
    pub uvs: u32,
}

/// The light that a part gives of its own, whatever falls on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::gallery) struct Glow {
    /// Black where it gives none.
    pub colour: LinearRgba,
    /// The place of the picture that says where it glows, among the sculpture's.
    pub texture: Option<usize>,
}

impl Glow {
    pub const NONE: Self = Self { colour: LinearRgba::BLACK, texture: None };
    /// The brightest: the darkest point of a picture is white by it, and numbers that are
    /// larger lead out of what a shader can count.
    const BRIGHTEST: f32 = 10_000.0;
}

impl Default for Look {
    fn default() -> Self {
        let sheen = Sheen { gloss: 0.3, sharpness: 20.0 };
        let colour = LinearRgba::WHITE;
        Self { colour, sheen, cutoff: 0.0, texture: None, glow: Glow::NONE, uvs: 0 }
    }
}

/// How a material is drawn.
pub(super) fn look(material: &gltf::Material<'_>) -> Look {
    let pbr = material.pbr_metallic_roughness();
    let [r, g, b, alpha] = pbr.base_color_factor();
    let rough = pbr.roughness_factor().clamp(0.05, 1.0);
    let gloss = (1.0 - rough) * 0.8 + 0.25 * pbr.metallic_factor().clamp(0.0, 1.0);
    let sheen = Sheen { gloss, sharpness: 4.0 + 70.0 * (1.0 - rough) * (1.0 - rough) };
    let (colours, light) = (pbr.base_color_texture(), material.emissive_texture());
    let uvs = colours.as_ref().or(light.as_ref()).map_or(0, |info| info.tex_coord());
    // The factor of the whole is set against the picture's own alpha.
    let cutoff = match material.alpha_mode() {
        AlphaMode::Mask => material.alpha_cutoff().unwrap_or(0.5) / alpha.max(1e-3),
        AlphaMode::Opaque | AlphaMode::Blend => 0.0,
    };
    let texture = colours.map(|info| info.texture().source().index());
    let colour = LinearRgba::rgb(r, g, b);
    Look { colour, sheen, cutoff, texture, glow: glow(material, uvs), uvs }
}

/// The light that a material gives of its own (`emissiveFactor`, `emissiveTexture`,
/// `KHR_materials_emissive_strength`); none where its picture lies by other coordinates.
fn glow(material: &gltf::Material<'_>, uvs: u32) -> Glow {
    let bounded = |number: f32| number.clamp(0.0, Glow::BRIGHTEST);
    let strength = bounded(material.emissive_strength().unwrap_or(1.0));
    let [r, g, b] = material.emissive_factor().map(|part| bounded(bounded(part) * strength));
    let picture = material.emissive_texture();
    let lies_otherwise = picture.as_ref().is_some_and(|info| info.tex_coord() != uvs);
    if lies_otherwise || r.max(g).max(b) <= 0.0 {
        return Glow::NONE;
    }
    let texture = picture.map(|info| info.texture().source().index());
    Glow { colour: LinearRgba::rgb(r, g, b), texture }
}
