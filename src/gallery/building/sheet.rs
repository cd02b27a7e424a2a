//! A mesh in the making: flat pieces with two sets of texture coordinates and colours,
//! given in the plan's metres (x to the east, y to the north, z up).

use bevy::asset::RenderAssetUsages;
use bevy::mesh::{Indices, PrimitiveTopology};
use bevy::prelude::*;

use crate::hang::light::{Block, Layout, Surface, SurfaceKind, V3};

/// A colour whose alpha is 1 for what is lit and 0 for what glows; linear.
pub(super) type Paint = [f32; 4];

/// Pieces that are drawn together.
#[derive(Default)]
pub(super) struct Sheet {
    positions: Vec<[f32; 3]>,
    normals: Vec<[f32; 3]>,
    uvs: Vec<[f32; 2]>,
    lights: Vec<[f32; 2]>,
    paints: Vec<Paint>,
    indices: Vec<u32>,
}

/// Where a piece takes its light from: the nearest point of a surface.
#[derive(Clone, Copy)]
pub(super) struct LitBy<'a> {
    pub layout: &'a Layout,
    pub surface: &'a Surface,
}

/// How a piece lies in its texture: two directions, in tiles per metre.
#[derive(Clone, Copy)]
pub(super) struct Grain {
    pub across: V3,
    pub up: V3,
}

/// An edge of the three directions, for boxes along the axes.
const AXES: [(V3, V3, V3); 3] = [
    (V3::new(1.0, 0.0, 0.0), V3::new(0.0, 1.0, 0.0), V3::new(0.0, 0.0, 1.0)),
    (V3::new(0.0, 1.0, 0.0), V3::new(0.0, 0.0, 1.0), V3::new(1.0, 0.0, 0.0)),
    (V3::new(0.0, 0.0, 1.0), V3::new(1.0, 0.0, 0.0), V3::new(0.0, 1.0, 0.0)),
];

impl Sheet {
    /// A rectangle from a corner along two edges; it looks to where the normal points.
    pub fn rectangle(
        &mut self,
        corner: V3,
        [along, up]: [V3; 2],
        normal: V3,
        (paint, grain, lit): (Paint, Grain, LitBy<'_>),
    ) {
        let mut corners = [corner, corner + along, corner + along + up, corner + up];
        if along.cross(up).dot(normal) < 0.0 {
            corners.reverse();
        }
        let first = self.positions.len() as u32;
        for point in corners {
            self.vertex(point, normal, paint, grain, lit);
        }
        self.indices.extend([0, 1, 2, 0, 2, 3].map(|i| first + i));
    }

    /// A box, shaded by where its faces look; faces towards `hidden` are left out.
    pub fn block(
        &mut self,
        block: Block,
        hidden: &[V3],
        paint: Paint,
        grain: Grain,
        lit: LitBy<'_>,
    ) {
        let size = block.max - block.min;
        for (out, a, b) in AXES {
            for towards in [out, -out] {
                if hidden.iter().any(|way| way.dot(towards) > 0.5) {
                    continue;
                }
                let corner = match towards.dot(out) > 0.0 {
                    true => block.min + out * size.dot(out),
                    false => block.min,
                };
                let edges = [a * size.dot(a), b * size.dot(b)];
                self.rectangle(corner, edges, towards, (shaded(paint, towards), grain, lit));
            }
        }
    }

    /// A cylinder around an axis, its front end open for a lens; shaded like a box.
    pub fn tube(
        &mut self,
        (from, to): (V3, V3),
        radius: f32,
        paint: Paint,
        grain: Grain,
        lit: LitBy<'_>,
    ) {
        let ring = around((to - from).normalized(), radius);
        let first = self.positions.len() as u32;
        for way in ring {
            let normal = way.normalized();
            for end in [from, to] {
                self.vertex(end + way, normal, shaded(paint, normal), grain, lit);
            }
        }
        let sides = RING as u32;
        for i in 0..sides {
            let (a, b) = (first + 2 * i, first + 2 * ((i + 1) % sides));
            self.indices.extend([a, b, a + 1, b, b + 1, a + 1]);
        }
    }

    /// A disc that looks along a normal.
    pub fn disc(
        &mut self,
        middle: V3,
        normal: V3,
        radius: f32,
        paint: Paint,
        (grain, lit): (Grain, LitBy<'_>),
    ) {
        let first = self.positions.len() as u32;
        self.vertex(middle, normal, paint, grain, lit);
        for way in around(normal, radius) {
            self.vertex(middle + way, normal, paint, grain, lit);
        }
        let sides = RING as u32;
        for i in 0..sides {
            self.indices.extend([first, first + 1 + i, first + 1 + (i + 1) % sides]);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    pub fn mesh(self) -> Mesh {
        Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
            .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, self.positions)
            .with_inserted_attribute(Mesh::ATTRIBUTE_NORMAL, self.normals)
            .with_inserted_attribute(Mesh::ATTRIBUTE_UV_0, self.uvs)
            .with_inserted_attribute(Mesh::ATTRIBUTE_UV_1, self.lights)
            .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, self.paints)
            .with_inserted_indices(Indices::U32(self.indices))
    }

    fn vertex(&mut self, point: V3, normal: V3, paint: Paint, grain: Grain, lit: LitBy<'_>) {
        self.positions.push(world(point));
        self.normals.push(world(normal));
        self.uvs.push([point.dot(grain.across), point.dot(grain.up)]);
        self.lights.push(lit.layout.uv(lit.surface, point));
        self.paints.push(paint);
    }
}

impl<'a> LitBy<'a> {
    /// The light of a surface; of the first surface if the room has no such one.
    pub fn of(layout: &'a Layout, kind: SurfaceKind) -> Self {
        Self { layout, surface: layout.find(kind).unwrap_or(&layout.surfaces[0]) }
    }
}

impl Grain {
    /// Straight on a surface, with tiles of this size.
    pub fn on(surface: &Surface, tile_m: f32) -> Self {
        Self { across: surface.u * (1.0 / tile_m), up: surface.v * (1.0 / tile_m) }
    }

    /// For things without a texture.
    pub fn none() -> Self {
        Self { across: V3::default(), up: V3::default() }
    }
}

const RING: usize = 12;

fn around(axis: V3, radius: f32) -> [V3; RING] {
    let side = match axis.z.abs() < 0.9 {
        true => axis.cross(V3::new(0.0, 0.0, 1.0)).normalized(),
        false => axis.cross(V3::new(1.0, 0.0, 0.0)).normalized(),
    };
    let other = axis.cross(side);
    std::array::from_fn(|i| {
        let (sin, cos) = (i as f32 * std::f32::consts::TAU / RING as f32).sin_cos();
        side * (cos * radius) + other * (sin * radius)
    })
}

/// Small things have no light of their own in the map: those of their faces that look
/// down or away are darker.
fn shaded(paint: Paint, normal: V3) -> Paint {
    let upright = if normal.z < 0.0 { 0.42 * normal.z } else { 0.04 * normal.z };
    let light = 0.95 + upright + 0.05 * normal.x - 0.03 * normal.y;
    [paint[0] * light, paint[1] * light, paint[2] * light, paint[3]]
}

fn world(point: V3) -> [f32; 3] {
    [point.x, point.z, -point.y]
}
