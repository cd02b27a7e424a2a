//! Light that comes straight from its sources: spotlights with their soft pools, wall
//! washers and the laylight; and what stands or hangs in its way.

use super::form::{Block, V3, form_factor, smooth_step};
use super::surface::{
    SurfaceKind, bench_block, direction, floor_kind, half_passage_mm, laylight, plinth_block,
    plinths,
};
use super::{FloorKind, HANG_FRONT_MM, HANG_GAP_MM};
use crate::hang::{Placement, Plan, Room, Side};

/// A colour of light, linear; 1 shows a white wall as white.
pub(super) type Rgb = [f32; 3];

/// The sources and obstacles of one room.
#[derive(Debug)]
pub(super) struct Scene {
    pub spots: Vec<Lamp>,
    pub laylight: [V3; 4],
    pub height_m: f32,
    pub floor: FloorKind,
    /// The wall that is painted dark, behind a title.
    pub painted: Option<Side>,
    /// The room's clear inside, for its corners.
    pub inside: Block,
    pub blocks: Vec<Block>,
    /// What hangs, by wall: `[left, right, bottom, top]` in metres.
    pub hung: [Vec<[f32; 4]>; 4],
    /// The holes in the walls: `[left, right, 0, top]` in metres.
    pub holes: [Vec<[f32; 4]>; 4],
    /// By opening, the hole in this room's wall and the one in the next room's.
    pub passages: Vec<[[V3; 4]; 2]>,
}

/// A spotlight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lamp {
    pub from: V3,
    pub towards: V3,
    tan_half_squared: f32,
    /// What arrives in the pool's middle if the lamp were 1 bright.
    middle: f32,
}

/// Light at a point before it has bounced.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Direct {
    /// From spotlights and wall washers.
    pub spots: f32,
    /// From the laylight, if it were as bright as 1.
    pub laylight: f32,
}

/// Warm white of about 3,200 K, beside a neutral screen white.
pub(super) const SPOT_TINT: Rgb = [1.03, 0.985, 0.90];

/// The laylight's white, a little cooler.
pub(super) const LAYLIGHT_TINT: Rgb = [0.985, 1.0, 1.01];

/// The light in the middle of a pool, over the calm of its wall.
const POOL: f32 = 0.48;

/// Lamps whose pools meet are dimmed for each other.
const SATURATION: f32 = 0.55;

/// The tracks have a second light on top, for the ceiling.
const UPLIGHT: f32 = 0.17;

/// The light that washers lay on the upper part of a wall.
const WASH: f32 = 0.10;

/// Prisms under the laylight send its light to the walls; this share goes down.
const LAYLIGHT_DOWN: f32 = 0.5;

/// A pool's faint edge, in radii.
const POOL_EDGE: f32 = 1.75;

impl Scene {
    pub fn new(plan: &Plan, room: &Room) -> Self {
        let floor = &room.floor;
        let lay = laylight(room);
        let ceiling = |x: i32, y: i32| V3::from_mm(x, y, room.height_mm);
        let mut hung: [Vec<[f32; 4]>; 4] = Default::default();
        for &work in &room.works {
            if let Placement::Wall {
                side,
                along_mm,
                centre_mm,
                outer_width_mm,
                outer_height_mm,
                ..
            } = plan.placements[work]
            {
                hung[side_index(side)].push([
                    metres(along_mm - outer_width_mm / 2),
                    metres(along_mm + outer_width_mm / 2),
                    metres(centre_mm - outer_height_mm / 2),
                    metres(centre_mm + outer_height_mm / 2),
                ]);
            }
        }
        let mut holes: [Vec<[f32; 4]>; 4] = Default::default();
        for opening in &room.openings {
            holes[side_index(opening.side)].push([
                metres(opening.along_mm - opening.width_mm / 2),
                metres(opening.along_mm + opening.width_mm / 2),
                0.0,
                metres(opening.height_mm),
            ]);
        }
        let passages = (0..room.openings.len()).map(|i| passage(plan, room, i)).collect();
        let spots = room.spots.iter().map(|spot| Lamp::new(room, spot)).collect();
        let benches = room.benches.iter().map(bench_block);
        let plinths = plinths(plan, room).into_iter().filter(|plinth| !plinth.is_floor());
        let plinths = plinths.map(|plinth| plinth_block(&plinth));
        Self {
            spots,
            laylight: [
                ceiling(lay.x, lay.y),
                ceiling(lay.east(), lay.y),
                ceiling(lay.east(), lay.north()),
                ceiling(lay.x, lay.north()),
            ],
            height_m: metres(room.height_mm),
            floor: floor_kind(room),
            painted: room.painted_wall(),
            inside: Block {
                min: V3::from_mm(floor.x, floor.y, 0),
                max: V3::from_mm(floor.east(), floor.north(), room.height_mm),
            },
            blocks: benches.chain(plinths).collect(),
            hung,
            holes,
            passages,
        }
    }

    /// The light of all sources at a point of a surface.
    pub fn direct(&self, kind: SurfaceKind, point: V3, normal: V3) -> Direct {
        let mut direct = Direct { spots: self.wash(kind, point), laylight: 0.0 };
        for lamp in &self.spots {
            let light = lamp.light_at(point, normal);
            if light > 1e-4 {
                direct.spots += light * self.passes(lamp, kind, point);
            }
        }
        direct.spots /= 1.0 + SATURATION * direct.spots;
        if kind != SurfaceKind::Ceiling {
            let towards_walls = if normal.z > 0.5 { LAYLIGHT_DOWN } else { 1.0 };
            direct.laylight = form_factor(point, normal, &self.laylight) * towards_walls;
        }
        direct
    }

    /// The share of the calm light that what stands or hangs close by leaves.
    pub fn open_sky(&self, kind: SurfaceKind, point: V3, normal: V3) -> f32 {
        let mut open = self.corners(kind, point);
        match kind {
            SurfaceKind::Wall(side) => {
                let (along, up) = self.on_wall(side, point);
                for [left, right, bottom, top] in &self.hung[side_index(side)] {
                    let near = soft_box(
                        [left - 0.02, right + 0.02, bottom - 0.055, top + 0.0],
                        [along, up],
                        0.085,
                    );
                    open *= 1.0 - 0.42 * near;
                }
                open
            }
            SurfaceKind::Floor | SurfaceKind::Bench(..) | SurfaceKind::Plinth(..) => {
                let mut hidden = 0.0;
                for block in &self.blocks {
                    let distance = block.distance(point);
                    if distance > 1e-3 && distance < 3.0 {
                        let faces = block.faces_towards(point);
                        hidden += faces.map(|face| form_factor(point, normal, &face)).sum::<f32>();
                    }
                }
                open * (1.0 - 0.86 * hidden.min(1.0))
            }
            SurfaceKind::Ceiling | SurfaceKind::Reveal(..) => open,
        }
    }

    /// Whether a point of a wall lies in a door's hole.
    pub fn in_hole(&self, side: Side, point: V3) -> bool {
        let (along, up) = self.on_wall(side, point);
        self.holes[side_index(side)]
            .iter()
            .any(|[left, right, _, top]| (*left..*right).contains(&along) && up < *top)
    }

    /// The share of a spotlight's light that reaches a point.
    fn passes(&self, lamp: &Lamp, kind: SurfaceKind, point: V3) -> f32 {
        if let SurfaceKind::Wall(side) = kind {
            return self.passes_frames(lamp, side, point);
        }
        if self.blocks.iter().all(|block| block.distance(point) > 2.5) {
            return 1.0;
        }
        let mut open = 0;
        for [x, y] in LAMP_DISC {
            let from = lamp.from + V3::new(x, y, 0.0);
            open += usize::from(!self.blocks.iter().any(|block| block.stops(point, from)));
        }
        open as f32 / LAMP_DISC.len() as f32
    }

    /// A frame's shadow on its wall is its outline, moved away from the lamp.
    fn passes_frames(&self, lamp: &Lamp, side: Side, point: V3) -> f32 {
        let outward = direction(side.outward());
        let right = direction(side.rightward());
        let to_lamp = lamp.from - point;
        let off_wall = -to_lamp.dot(outward);
        if off_wall < 0.05 {
            return 1.0;
        }
        let (along, up) = self.on_wall(side, point);
        let (shift_along, shift_up) = (to_lamp.dot(right) / off_wall, to_lamp.z / off_wall);
        let mut open = 1.0;
        for [left, right, bottom, top] in &self.hung[side_index(side)] {
            if along < left - 0.4 || along > right + 0.4 || up < bottom - 0.4 || up > top + 0.1 {
                continue;
            }
            let mut shaded: f32 = 0.0;
            for depth_mm in [HANG_GAP_MM, HANG_FRONT_MM] {
                let depth = metres(depth_mm);
                let seen = [along + shift_along * depth, up + shift_up * depth];
                shaded = shaded.max(soft_box([*left, *right, *bottom, *top], seen, 0.022));
            }
            open *= 1.0 - 0.80 * shaded;
        }
        open
    }

    /// Washers hang with the tracks: their light is strongest high on the wall. The
    /// ceiling has the tracks' uplight.
    fn wash(&self, kind: SurfaceKind, point: V3) -> f32 {
        match kind {
            SurfaceKind::Wall(_) => {
                let down = (self.height_m - point.z) / self.height_m;
                WASH * smooth_step(-0.02, 0.16, down) * (1.0 - 0.85 * smooth_step(0.1, 1.0, down))
            }
            SurfaceKind::Ceiling => UPLIGHT,
            _ => 0.0,
        }
    }

    /// Rooms gather shade where their surfaces meet.
    fn corners(&self, kind: SurfaceKind, point: V3) -> f32 {
        let (a, b) = (self.inside.min, self.inside.max);
        let gap = |distance: f32| 1.0 - 0.22 / (1.0 + 60.0 * distance * distance);
        let x = gap(point.x - a.x) * gap(b.x - point.x);
        let y = gap(point.y - a.y) * gap(b.y - point.y);
        let z = gap(point.z - a.z) * gap(b.z - point.z);
        match kind {
            SurfaceKind::Floor | SurfaceKind::Ceiling => x * y,
            SurfaceKind::Wall(Side::North | Side::South) => x * z,
            SurfaceKind::Wall(Side::East | Side::West) => y * z,
            _ => 1.0,
        }
    }

    /// A wall's own coordinates of a point: along it and up.
    fn on_wall(&self, side: Side, point: V3) -> (f32, f32) {
        let (a, b) = (self.inside.min, self.inside.max);
        let along = match side {
            Side::North => point.x - a.x,
            Side::East => b.y - point.y,
            Side::South => b.x - point.x,
            Side::West => point.y - a.y,
        };
        (along, point.z)
    }
}

impl Lamp {
    fn new(room: &Room, spot: &crate::hang::Spot) -> Self {
        let at = V3::from_mm(spot.at_mm[0], spot.at_mm[1], spot.at_mm[2]);
        let from = V3::from_mm(spot.from_mm[0], spot.from_mm[1], spot.from_mm[2]);
        let way = at - from;
        let distance = way.length().max(0.3);
        let towards = way.normalized();
        let near_wall = Side::ALL.into_iter().find(|side| {
            let [x, y] = room.wall_point(*side, 0);
            (at - V3::from_mm(x, y, 0)).dot(direction(side.outward())).abs() < 0.12
        });
        let facing = match near_wall {
            Some(side) => towards.dot(direction(side.outward())).max(0.35),
            None => 0.8,
        };
        let tan_half = metres(spot.pool_mm.max(100)) / distance;
        Self {
            from,
            towards,
            tan_half_squared: tan_half * tan_half,
            middle: facing / (distance * distance),
        }
    }

    /// What arrives at a point if nothing is in the way.
    pub fn light_at(&self, point: V3, normal: V3) -> f32 {
        let way = point - self.from;
        let facing = -way.dot(normal);
        let ahead = way.dot(self.towards);
        if facing <= 0.0 || ahead <= 0.0 {
            return 0.0;
        }
        let distance_squared = way.dot(way);
        let tan_squared = (distance_squared / (ahead * ahead) - 1.0) / self.tan_half_squared;
        let edge = 1.0 - tan_squared / (POOL_EDGE * POOL_EDGE);
        if edge <= 0.0 {
            return 0.0;
        }
        let distance = distance_squared.sqrt().max(0.3);
        let arrives = facing / (distance * distance * distance);
        // A lens that spreads its light spares what is close: half of the falloff.
        POOL * edge * edge * edge * (arrives / self.middle).sqrt()
    }
}

/// Points of a lamp's face, in metres, for soft shadows.
const LAMP_DISC: [[f32; 2]; 5] =
    [[0.0, 0.0], [0.07, 0.02], [-0.02, 0.07], [-0.07, -0.02], [0.02, -0.07]];

pub(super) fn side_index(side: Side) -> usize {
    match side {
        Side::North => 0,
        Side::East => 1,
        Side::South => 2,
        Side::West => 3,
    }
}

/// Both ends of a door's passage.
fn passage(plan: &Plan, room: &Room, opening: usize) -> [[V3; 4]; 2] {
    let depth = metres(2 * half_passage_mm(plan, room, opening));
    let opening = &room.openings[opening];
    let half = opening.width_mm / 2;
    let corner = |along_mm: i32, height_mm: i32| {
        let [x, y] = room.wall_point(opening.side, along_mm);
        V3::from_mm(x, y, height_mm)
    };
    let (left, right) = (opening.along_mm - half, opening.along_mm + half);
    let near = [
        corner(left, 0),
        corner(right, 0),
        corner(right, opening.height_mm),
        corner(left, opening.height_mm),
    ];
    let out = direction(opening.side.outward()) * depth;
    [near, near.map(|point| point + out)]
}

/// 1 inside a rectangle `[left, right, bottom, top]`, 0 outside, soft over an edge of
/// this half width.
fn soft_box([left, right, bottom, top]: [f32; 4], [x, y]: [f32; 2], soft: f32) -> f32 {
    if x < left - soft || x > right + soft || y < bottom - soft || y > top + soft {
        return 0.0;
    }
    let rise = |edge: f32, at: f32| smooth_step(edge - soft, edge + soft, at);
    rise(left, x) * (1.0 - rise(right, x)) * rise(bottom, y) * (1.0 - rise(top, y))
}

fn metres(mm: i32) -> f32 {
    mm as f32 / 1_000.0
}
