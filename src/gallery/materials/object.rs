//! Frames and sculptures: objects in the light of the place where they are.

use bevy::mesh::MeshVertexBufferLayoutRef;
use bevy::pbr::{MaterialPipeline, MaterialPipelineKey};
use bevy::prelude::*;
use bevy::reflect::TypePath;
use bevy::render::render_resource::{
    AsBindGroup, RenderPipelineDescriptor, ShaderType, SpecializedMeshPipelineError,
};
use bevy::shader::ShaderRef;

use crate::gallery::space::world_from_plan;
use crate::hang::Room;

/// An object with normals and texture coordinates, and vertex colours if it likes.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug)]
pub(in crate::gallery) struct ObjectMaterial {
    #[uniform(0)]
    uniform: ObjectUniform,
    #[texture(1)]
    #[sampler(2)]
    pub texture: Handle<Image>,
    /// Where it glows, and in which colours.
    #[texture(3)]
    #[sampler(4)]
    glow_texture: Handle<Image>,
}

/// The light at one place of a room.
#[derive(Clone, Copy, Debug)]
pub(in crate::gallery) struct ObjectLight {
    pub above: Vec3,
    pub below: Vec3,
    /// Unit vectors towards the brightest lamps; w is how bright each is.
    pub lamps: [Vec4; 4],
}

/// How an object's surface shines.
#[derive(Clone, Copy, Debug)]
pub(in crate::gallery) struct Sheen {
    /// 0 for plaster, 1 for metal and lacquer.
    pub gloss: f32,
    /// The exponent of its highlight: 8 is broad, 80 is narrow.
    pub sharpness: f32,
}

#[derive(ShaderType, Clone, Copy, Debug)]
struct ObjectUniform {
    tint: Vec4,
    above: Vec4,
    below: Vec4,
    lamps: [Vec4; 4],
    lamp_tint: Vec4,
    glow: Vec4,
}

/// The light at a point of the world in a room: its calm, and the four spotlights that
/// give most there.
pub(in crate::gallery) fn object_light(room: &Room, at: Vec3) -> ObjectLight {
    let mut lamps: Vec<Vec4> = room
        .spots
        .iter()
        .map(|spot| {
            let [x, y, height] = spot.from_mm;
            let from = world_from_plan(x, y, height);
            let [x, y, height] = spot.at_mm;
            let aim = (world_from_plan(x, y, height) - from).normalize_or_zero();
            let way = at - from;
            let distance = way.length().max(0.5);
            let cosine = aim.dot(way / distance).max(0.0);
            let reach = aim_distance(spot.from_mm, spot.at_mm) / distance;
            (-way / distance).extend(0.62 * cosine.powi(10) * (reach * reach).min(1.5))
        })
        .collect();
    lamps.sort_by(|a, b| b.w.total_cmp(&a.w));
    lamps.resize(4, Vec4::new(0.0, 1.0, 0.0, 0.0));
    ObjectLight {
        above: Vec3::new(0.70, 0.705, 0.70),
        below: Vec3::new(0.36, 0.335, 0.30),
        lamps: [lamps[0], lamps[1], lamps[2], lamps[3]],
    }
}

impl ObjectMaterial {
    pub fn new(colour: LinearRgba, sheen: Sheen, light: ObjectLight) -> Self {
        Self {
            uniform: ObjectUniform {
                tint: colour.to_vec3().extend(sheen.gloss),
                above: light.above.extend(sheen.sharpness.max(1.0)),
                below: light.below.extend(0.0),
                lamps: light.lamps,
                lamp_tint: Vec4::new(1.03, 0.985, 0.90, 0.0),
                glow: Vec4::ZERO,
            },
            texture: super::WHITE,
            glow_texture: super::WHITE,
        }
    }

    /// The same with light of its own, which a picture may say the places of.
    pub fn glowing(mut self, colour: LinearRgba, picture: Option<Handle<Image>>) -> Self {
        self.uniform.glow = colour.to_vec3().extend(0.0);
        self.glow_texture = picture.unwrap_or(super::WHITE);
        self
    }

    /// The same with nothing where its picture is less opaque than this.
    pub fn cut_out(mut self, cutoff: f32) -> Self {
        self.uniform.below.w = cutoff;
        self
    }
}

impl Material for ObjectMaterial {
    fn fragment_shader() -> ShaderRef {
        super::OBJECT.into()
    }

    fn enable_prepass() -> bool {
        false
    }

    fn enable_shadows() -> bool {
        false
    }

    fn specialize(
        _pipeline: &MaterialPipeline,
        descriptor: &mut RenderPipelineDescriptor,
        _layout: &MeshVertexBufferLayoutRef,
        _key: MaterialPipelineKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        // Sculptures of strangers are often open or wound the other way.
        descriptor.primitive.cull_mode = None;
        Ok(())
    }
}

fn aim_distance(from: [i32; 3], at: [i32; 3]) -> f32 {
    let [x, y, z] = std::array::from_fn(|axis| (at[axis] - from[axis]) as f32 / 1_000.0);
    Vec3::new(x, y, z).length()
}
