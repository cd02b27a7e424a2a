//! Frames: mitred mouldings with a profile, mats with a bevelled window, trays and
//! panels, in real depth. A frame surrounds its picture and never covers it.
//!
//! A frame's own space has its origin on the wall behind the middle of the work: x to
//! the right, y up, z into the room, in metres.

use bevy::asset::RenderAssetUsages;
use bevy::mesh::{Indices, PrimitiveTopology};
use bevy::prelude::*;

use crate::exhibition::FrameMake;
use crate::gallery::materials::Sheen;
use crate::gallery::space::metres;
use crate::hang::light::{HANG_FRONT_MM, HANG_GAP_MM};

/// What a piece of a frame is, and so how it shines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::gallery) enum FramePart {
    /// Wood or lacquer.
    Moulding,
    Brass,
    /// Paper and the dark of a tray.
    Mat,
}

/// The meshes of a frame; their colours are in their vertices. `border_mm` reaches
/// from the work's edge to the outside of the frame.
pub(in crate::gallery) fn frame_meshes(
    make: FrameMake,
    work_width_mm: i32,
    work_height_mm: i32,
    border_mm: i32,
) -> Vec<(Mesh, FramePart)> {
    let outer = Vec2::new(
        metres(work_width_mm + 2 * border_mm) / 2.0,
        metres(work_height_mm + 2 * border_mm) / 2.0,
    );
    let short_mm = work_width_mm.min(work_height_mm);
    strips(make, short_mm, border_mm)
        .into_iter()
        .map(|(part, strips)| {
            let mut rings = Rings::default();
            for strip in strips {
                rings.sweep(outer, strip);
            }
            (rings.mesh(), part)
        })
        .collect()
}

/// How far before the wall the picture itself is.
pub(in crate::gallery) fn picture_depth_mm(make: FrameMake) -> f32 {
    match make {
        FrameMake::Black | FrameMake::Oak | FrameMake::White => MAT_MM - 4.0,
        FrameMake::Brass => 49.0,
        FrameMake::Float => FLOATING_MM,
        FrameMake::None => PANEL_MM,
    }
}

impl FramePart {
    pub fn sheen(self) -> Sheen {
        match self {
            Self::Moulding => Sheen { gloss: 0.30, sharpness: 24.0 },
            Self::Brass => Sheen { gloss: 0.75, sharpness: 36.0 },
            Self::Mat => Sheen { gloss: 0.0, sharpness: 1.0 },
        }
    }
}

/// A strip of a frame's profile: from and to, as `[inwards, before the wall]` in
/// millimetres, and its colour (linear).
#[derive(Clone, Copy)]
struct Strip {
    from: [f32; 2],
    to: [f32; 2],
    colour: [f32; 3],
}

const BACK: f32 = HANG_GAP_MM as f32;
const FRONT: f32 = HANG_FRONT_MM as f32;
const MAT_MM: f32 = 52.0;
const FLOATING_MM: f32 = 56.0;
const PANEL_MM: f32 = 44.0;

const BLACK: [f32; 3] = [0.016, 0.0155, 0.015];
const OAK: [f32; 3] = [0.40, 0.265, 0.145];
const LACQUER: [f32; 3] = [0.80, 0.79, 0.77];
const BRASS: [f32; 3] = [0.56, 0.40, 0.175];
const PAPER: [f32; 3] = [0.90, 0.89, 0.865];
/// The core of a mat, where its window is cut.
const CORE: [f32; 3] = [1.0, 1.0, 0.985];
const TRAY: [f32; 3] = [0.030, 0.029, 0.028];
const SHADE: [f32; 3] = [0.010, 0.010, 0.010];
const PANEL: [f32; 3] = [0.74, 0.73, 0.71];

/// A make's profile, from its outer edge inwards.
fn strips(make: FrameMake, short_mm: i32, border_mm: i32) -> Vec<(FramePart, Vec<Strip>)> {
    let border = border_mm as f32;
    match make {
        FrameMake::Black => matted(BLACK, short_mm, border),
        FrameMake::Oak => matted(OAK, short_mm, border),
        FrameMake::White => matted(LACQUER, short_mm, border),
        FrameMake::Brass => {
            let face = border.max(3.0);
            let profile = [
                [0.0, BACK],
                [0.0, 54.0],
                [1.5, 55.5],
                [face - 1.5, 55.5],
                [face, 54.0],
                [face, 46.0],
            ];
            vec![(FramePart::Brass, along(&profile, BRASS))]
        }
        FrameMake::Float => {
            let wall = (border * 0.4).max(2.0);
            let rim = [[0.0, BACK], [0.0, 59.5], [0.8, 60.5], [wall - 0.8, 60.5], [wall, 59.5]];
            let mut tray = along(&rim, TRAY);
            tray.extend(along(&[[wall, 59.5], [wall, 34.0]], SHADE));
            let deep = along(&[[wall, 34.0], [border + 6.0, 34.0]], SHADE);
            let edge = along(&[[border, 36.0], [border, FLOATING_MM]], PANEL);
            vec![(FramePart::Moulding, tray), (FramePart::Mat, [deep, edge].concat())]
        }
        FrameMake::None => {
            vec![(FramePart::Mat, along(&[[border, BACK], [border, PANEL_MM]], PANEL))]
        }
    }
}

/// A moulding with an outer bevel and an inner lip, and a mat in it.
fn matted(colour: [f32; 3], short_mm: i32, border: f32) -> Vec<(FramePart, Vec<Strip>)> {
    // The hang's moulding, and never more than leaves a mat.
    let width = match short_mm {
        ..600 => 25.0_f32,
        600..1_200 => 32.0,
        _ => 40.0,
    }
    .min(border * 0.6);
    let bevel = width * 0.16;
    let face = [
        [0.0, BACK],
        [0.0, FRONT - bevel],
        [bevel, FRONT],
        [width * 0.72, FRONT],
        [width, FRONT - 5.0],
    ];
    let mut moulding = along(&face, colour);
    let lip = colour.map(|channel| channel * 0.55);
    moulding.extend(along(&[[width, FRONT - 5.0], [width, MAT_MM]], lip));
    let shade = PAPER.map(|channel| channel * 0.80);
    let mut mat = along(&[[width, MAT_MM], [(width + 3.0).min(border - 3.0), MAT_MM]], shade);
    mat.extend(along(&[[(width + 3.0).min(border - 3.0), MAT_MM], [border - 3.0, MAT_MM]], PAPER));
    mat.extend(along(&[[border - 3.0, MAT_MM], [border, MAT_MM - 4.5]], CORE));
    vec![(FramePart::Moulding, moulding), (FramePart::Mat, mat)]
}

fn along(profile: &[[f32; 2]], colour: [f32; 3]) -> Vec<Strip> {
    profile.windows(2).map(|pair| Strip { from: pair[0], to: pair[1], colour }).collect()
}

/// Strips swept around rectangles, with mitred corners.
#[derive(Default)]
struct Rings {
    positions: Vec<[f32; 3]>,
    normals: Vec<[f32; 3]>,
    colours: Vec<[f32; 4]>,
    indices: Vec<u32>,
}

impl Rings {
    fn sweep(&mut self, outer: Vec2, strip: Strip) {
        let corners = |[inwards, depth]: [f32; 2]| {
            let half = outer - Vec2::splat(inwards / 1_000.0);
            let z = depth / 1_000.0;
            [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
                .map(|(x, y)| Vec3::new(x * half.x, y * half.y, z))
        };
        let (from, to) = (corners(strip.from), corners(strip.to));
        for i in 0..4 {
            let next = (i + 1) % 4;
            let quad = [from[i], from[next], to[next], to[i]];
            let normal = (quad[1] - quad[0]).cross(quad[3] - quad[0]).normalize_or_zero();
            let first = self.positions.len() as u32;
            let [r, g, b] = strip.colour;
            for corner in quad {
                self.positions.push(corner.to_array());
                self.normals.push(normal.to_array());
                self.colours.push([r, g, b, 1.0]);
            }
            self.indices.extend([0, 1, 2, 0, 2, 3].map(|index| first + index));
        }
    }

    fn mesh(self) -> Mesh {
        let uvs = vec![[0.0_f32; 2]; self.positions.len()];
        Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
            .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, self.positions)
            .with_inserted_attribute(Mesh::ATTRIBUTE_NORMAL, self.normals)
            .with_inserted_attribute(Mesh::ATTRIBUTE_UV_0, uvs)
            .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, self.colours)
            .with_inserted_indices(Indices::U32(self.indices))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAKES: [FrameMake; 6] = [
        FrameMake::Black,
        FrameMake::Oak,
        FrameMake::White,
        FrameMake::Brass,
        FrameMake::Float,
        FrameMake::None,
    ];

    /// What lies before the picture must lie outside of it.
    #[test]
    fn no_frame_covers_its_picture() {
        for make in MAKES {
            for (width, height, border) in [(200, 260, 55), (900, 600, 80), (3_000, 900, 120)] {
                let border = match make {
                    FrameMake::Brass => 12,
                    FrameMake::Float => 20,
                    FrameMake::None => 0,
                    _ => border,
                };
                let half = Vec2::new(metres(width) / 2.0, metres(height) / 2.0);
                let depth = picture_depth_mm(make) / 1_000.0;
                for (part, strips) in strips(make, width.min(height), border) {
                    let mut rings = Rings::default();
                    let outer = half + Vec2::splat(metres(border));
                    strips.into_iter().for_each(|strip| rings.sweep(outer, strip));
                    for [x, y, z] in rings.positions {
                        let outside = x.abs() > half.x - 1e-4 || y.abs() > half.y - 1e-4;
                        assert!(outside || z < depth, "{make:?} {part:?} covers at {x} {y} {z}");
                        assert!(x.abs() < outer.x + 1e-4 && y.abs() < outer.y + 1e-4);
                        assert!(z >= metres(HANG_GAP_MM) - 1e-4, "{make:?} touches the wall");
                    }
                }
            }
        }
    }
}
