//! Walls with holes for their doors, base and shadow gaps, and the reveals of doors.

use super::sheet::{Grain, LitBy, Paint, Sheet};
use crate::hang::light::{
    Block, Layout, Reveal, Surface, SurfaceKind, V3, direction, half_passage_mm,
};
use crate::hang::{Plan, Room, Side};

/// Warm off-white, linear.
pub(super) const PLASTER: Paint = [0.835, 0.825, 0.80, 1.0];

/// A shadow gap: what is seen in it is dark.
pub(super) const GAP: Paint = [0.055, 0.052, 0.048, 1.0];

/// The base board and architraves: the wall's white in satin lacquer.
const LACQUER: Paint = [0.80, 0.79, 0.765, 1.0];

/// The threshold of a door: dark oak.
const THRESHOLD: Paint = [0.20, 0.13, 0.075, 1.0];

pub(super) const PLASTER_TILE_M: f32 = 1.4;

const GAP_MM: i32 = 20;
const BASE_TOP_MM: i32 = 120;
const BASE_MM: i32 = 15;
const ARCHITRAVE_MM: i32 = 60;
const ARCHITRAVE_PROUD_MM: i32 = 12;

/// Builds the walls of a room, one perhaps painted in a colour of its own, and its halves of the doors' reveals.
pub(super) fn build(
    plan: &Plan,
    room: &Room,
    layout: &Layout,
    painted: Option<(Side, Paint)>,
    sheet: &mut Sheet,
) {
    for side in Side::ALL {
        let (plaster, board) = match painted {
            Some((wall, colour)) if wall == side => (colour, colour),
            _ => (PLASTER, LACQUER),
        };
        wall(room, side, layout, plaster, sheet);
        base(room, side, layout, board, sheet);
    }
    for opening in 0..room.openings.len() {
        reveal(plan, room, opening, layout, sheet);
        architrave(room, opening, layout, sheet);
    }
}

/// A wall in cells between all edges, so that no two meet in a T.
fn wall(room: &Room, side: Side, layout: &Layout, plaster: Paint, sheet: &mut Sheet) {
    let lit = LitBy::of(layout, SurfaceKind::Wall(side));
    let holes: Vec<[i32; 3]> = holes(room, side);
    let mut columns = vec![0, room.wall_length_mm(side)];
    let mut rows = vec![0, GAP_MM, room.height_mm - GAP_MM, room.height_mm];
    for [left, right, top] in &holes {
        columns.extend([*left, *right]);
        rows.push(*top);
    }
    for edges in [&mut columns, &mut rows] {
        edges.sort_unstable();
        edges.dedup();
    }
    for across in columns.windows(2) {
        for up in rows.windows(2) {
            let in_hole = holes.iter().any(|[left, right, top]| {
                across[0] >= *left && across[1] <= *right && up[1] <= *top
            });
            if in_hole {
                continue;
            }
            let gap = up[1] <= GAP_MM || up[0] >= room.height_mm - GAP_MM;
            let paint = if gap { GAP } else { plaster };
            on_wall(sheet, lit, [across[0], across[1]], [up[0], up[1]], paint);
        }
    }
}

fn on_wall(sheet: &mut Sheet, lit: LitBy<'_>, across: [i32; 2], up: [i32; 2], paint: Paint) {
    let wall = lit.surface;
    let corner = wall.origin + wall.u * metres(across[0]) + wall.v * metres(up[0]);
    let edges = [wall.u * metres(across[1] - across[0]), wall.v * metres(up[1] - up[0])];
    let grain = Grain::on(wall, PLASTER_TILE_M);
    sheet.rectangle(corner, edges, wall.normal, (paint, grain, lit));
}

/// The base board stands off the floor by a gap.
fn base(room: &Room, side: Side, layout: &Layout, board: Paint, sheet: &mut Sheet) {
    let lit = LitBy::of(layout, SurfaceKind::Wall(side));
    let mut from = 0;
    for [left, right, _] in holes(room, side) {
        base_piece(sheet, lit, board, [from, left - ARCHITRAVE_MM]);
        from = right + ARCHITRAVE_MM;
    }
    base_piece(sheet, lit, board, [from, room.wall_length_mm(side)]);
}

fn base_piece(sheet: &mut Sheet, lit: LitBy<'_>, board: Paint, [from, to]: [i32; 2]) {
    if from < to {
        let piece = [[from, to], [GAP_MM, BASE_TOP_MM], [0, BASE_MM]];
        let wall = lit.surface;
        sheet.block(on_surface(wall, piece), &[-wall.normal], board, Grain::none(), lit);
    }
}

/// A slim frame around a door's hole.
fn architrave(room: &Room, opening: usize, layout: &Layout, sheet: &mut Sheet) {
    let opening = &room.openings[opening];
    let lit = LitBy::of(layout, SurfaceKind::Wall(opening.side));
    let (left, right) =
        (opening.along_mm - opening.width_mm / 2, opening.along_mm + opening.width_mm / 2);
    let proud = [0, ARCHITRAVE_PROUD_MM];
    let top = opening.height_mm;
    let pieces = [
        [[left - ARCHITRAVE_MM, left], [0, top], proud],
        [[right, right + ARCHITRAVE_MM], [0, top], proud],
        [[left - ARCHITRAVE_MM, right + ARCHITRAVE_MM], [top, top + ARCHITRAVE_MM], proud],
    ];
    let wall = lit.surface;
    for piece in pieces {
        sheet.block(on_surface(wall, piece), &[-wall.normal], LACQUER, Grain::none(), lit);
    }
}

/// This room's half of the passage: jambs, soffit and threshold.
fn reveal(plan: &Plan, room: &Room, opening: usize, layout: &Layout, sheet: &mut Sheet) {
    for part in [Reveal::Left, Reveal::Right, Reveal::Soffit, Reveal::Threshold] {
        let lit = LitBy::of(layout, SurfaceKind::Reveal(opening, part));
        let surface = lit.surface;
        let paint = if part == Reveal::Threshold { THRESHOLD } else { LACQUER };
        let edges = [surface.u * surface.u_m, surface.v * surface.v_m];
        let look = (paint, Grain::on(surface, PLASTER_TILE_M), lit);
        sheet.rectangle(surface.origin, edges, surface.normal, look);
    }
    // A dark line along the foot of the jambs, as along the walls.
    let out = direction(room.openings[opening].side.outward());
    let half = metres(half_passage_mm(plan, room, opening));
    for part in [Reveal::Left, Reveal::Right] {
        let lit = LitBy::of(layout, SurfaceKind::Reveal(opening, part));
        let foot = lit.surface.origin + lit.surface.normal * 0.001;
        let edges = [out * half, V3::new(0.0, 0.0, metres(GAP_MM) / 2.0)];
        sheet.rectangle(foot, edges, lit.surface.normal, (GAP, Grain::none(), lit));
    }
}

/// `[left, right, top]` of each hole, from the left.
fn holes(room: &Room, side: Side) -> Vec<[i32; 3]> {
    let mut holes: Vec<[i32; 3]> = room
        .openings
        .iter()
        .filter(|opening| opening.side == side)
        .map(|o| [o.along_mm - o.width_mm / 2, o.along_mm + o.width_mm / 2, o.height_mm])
        .collect();
    holes.sort_unstable();
    holes
}

/// The box that lies over `[along, up, out]` of a wall, in millimetres.
fn on_surface(wall: &Surface, [along, up, out]: [[i32; 2]; 3]) -> Block {
    let point = |i: usize| {
        wall.origin
            + wall.u * metres(along[i])
            + wall.v * metres(up[i])
            + wall.normal * metres(out[i])
    };
    let (a, b) = (point(0), point(1));
    Block {
        min: V3::new(a.x.min(b.x), a.y.min(b.y), a.z.min(b.z)),
        max: V3::new(a.x.max(b.x), a.y.max(b.y), a.z.max(b.z)),
    }
}

fn metres(mm: i32) -> f32 {
    mm as f32 / 1_000.0
}
