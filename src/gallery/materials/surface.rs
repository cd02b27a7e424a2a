//! Rooms: a texture and a colour in baked light.

use bevy::prelude::*;
use bevy::reflect::TypePath;
use bevy::render::render_resource::{AsBindGroup, ShaderType};
use bevy::shader::ShaderRef;

use crate::gallery::space::metres;
use crate::hang::light::{LIGHT_RANGE, Layout, SurfaceKind};
use crate::hang::{Room, Side};

/// A surface of a room. Its mesh has two sets of texture coordinates (texture, light
/// map) and vertex colours, whose alpha is 1 for what is lit and 0 for what glows.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug)]
pub(in crate::gallery) struct SurfaceMaterial {
    #[uniform(0)]
    uniform: SurfaceUniform,
    #[texture(1)]
    #[sampler(2)]
    pub texture: Handle<Image>,
    #[texture(3)]
    #[sampler(4)]
    pub light: Handle<Image>,
}

/// How a surface is finished.
#[derive(Clone, Copy, Debug)]
pub(in crate::gallery) struct Finish {
    /// How much it mirrors the room's light: 0 for walls, up to 1 for polished stone.
    pub polish: f32,
    /// How much its texture varies on a larger scale, from 0 to 1.
    pub variety: f32,
    /// The mean green of the texture, linear.
    pub mean: f32,
}

#[derive(ShaderType, Clone, Copy, Debug)]
struct SurfaceUniform {
    tint: Vec4,
    finish: Vec4,
    room_min: Vec4,
    room_max: Vec4,
    walls: [Vec4; 4],
}

impl SurfaceMaterial {
    pub fn new(
        room: &Room,
        layout: &Layout,
        finish: Finish,
        texture: Handle<Image>,
        light: Handle<Image>,
    ) -> Self {
        let floor = &room.floor;
        let walls = Side::ALL.map(|side| match layout.find(SurfaceKind::Wall(side)) {
            Some(wall) => {
                let [left, top] = layout.uv(wall, wall.point(0.0, 0.0));
                let [right, bottom] = layout.uv(wall, wall.point(1.0, 1.0));
                Vec4::new(left, top, right - left, bottom - top)
            }
            None => Vec4::ZERO,
        });
        Self {
            uniform: SurfaceUniform {
                tint: Vec3::ONE.extend(LIGHT_RANGE),
                finish: Vec4::new(finish.polish, finish.variety, finish.mean, 0.0),
                room_min: Vec4::new(metres(floor.x), 0.0, -metres(floor.north()), 0.0),
                room_max: Vec4::new(
                    metres(floor.east()),
                    metres(room.height_mm),
                    -metres(floor.y),
                    0.0,
                ),
                walls,
            },
            texture,
            light,
        }
    }
}

impl SurfaceMaterial {
    /// Gives it its texture, once that is made, and the mean green of it, linear.
    pub fn set_texture(&mut self, texture: Handle<Image>, mean: f32) {
        self.texture = texture;
        self.uniform.finish.z = mean;
    }
}

impl Material for SurfaceMaterial {
    fn fragment_shader() -> ShaderRef {
        super::SURFACE.into()
    }

    fn enable_prepass() -> bool {
        false
    }

    fn enable_shadows() -> bool {
        false
    }
}
