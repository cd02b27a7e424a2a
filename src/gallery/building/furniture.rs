//! Benches and plinths.

use super::sheet::{Grain, LitBy, Paint, Sheet};
use super::walls::GAP;
use crate::hang::light::{
    Block, Face, Layout, SurfaceKind, V3, bench_block, plinth_block, plinths,
};
use crate::hang::{Plan, Room, Side};

/// Plinths: the walls' white, a little brighter.
const PLINTH: Paint = [0.86, 0.855, 0.84, 1.0];

/// Blackened steel.
const STEEL: Paint = [0.045, 0.043, 0.042, 1.0];

/// How oak furniture differs from an oak floor.
const OAK: Paint = [0.92, 0.88, 0.84, 1.0];

/// A plinth stands off the floor by a gap, set back from its face.
const FOOT_M: f32 = 0.02;

const LEG_M: f32 = 0.04;
const LEG_INSET_M: f32 = 0.22;

/// Builds the oak slabs of a room's benches, for an oak texture.
pub(super) fn build_oak(room: &Room, layout: &Layout, tile_m: f32, sheet: &mut Sheet) {
    for (i, bench) in room.benches.iter().enumerate() {
        let long_east = bench.floor.width >= bench.floor.depth;
        for face in every_face() {
            let lit = LitBy::of(layout, SurfaceKind::Bench(i, face));
            rectangle(lit, along(long_east, lit, tile_m), OAK, 0.0, sheet);
        }
        let block = bench_block(bench);
        let lit = LitBy::of(layout, SurfaceKind::Floor);
        let dim = [OAK[0] * 0.3, OAK[1] * 0.3, OAK[2] * 0.3, 1.0];
        let size = block.max - block.min;
        let edges = [V3::new(size.x, 0.0, 0.0), V3::new(0.0, size.y, 0.0)];
        let down = V3::new(0.0, 0.0, -1.0);
        sheet.rectangle(block.min, edges, down, (dim, Grain::on(lit.surface, tile_m), lit));
    }
}

/// Builds the legs of benches, and plinths.
pub(super) fn build(plan: &Plan, room: &Room, layout: &Layout, sheet: &mut Sheet) {
    let floor = LitBy::of(layout, SurfaceKind::Floor);
    for bench in &room.benches {
        let slab = bench_block(bench);
        for leg in legs(slab) {
            sheet.block(leg, &[], STEEL, Grain::none(), floor);
        }
    }
    let plinths = plinths(plan, room);
    for (i, plinth) in plinths.iter().enumerate().filter(|(_, plinth)| !plinth.is_floor()) {
        for face in every_face() {
            let lit = LitBy::of(layout, SurfaceKind::Plinth(i, face));
            let foot = if face == Face::Top { 0.0 } else { FOOT_M };
            rectangle(lit, Grain::none(), PLINTH, foot, sheet);
        }
        let body = plinth_block(plinth);
        let inset = V3::new(FOOT_M, FOOT_M, 0.0);
        let foot = V3::new(body.max.x - FOOT_M, body.max.y - FOOT_M, FOOT_M);
        let foot = Block { min: body.min + inset, max: foot };
        sheet.block(foot, &[], GAP, Grain::none(), floor);
    }
}

/// A whole surface, from a little above its foot.
fn rectangle(lit: LitBy<'_>, grain: Grain, paint: Paint, foot_m: f32, sheet: &mut Sheet) {
    let surface = lit.surface;
    let corner = surface.origin + surface.v * foot_m;
    let edges = [surface.u * surface.u_m, surface.v * (surface.v_m - foot_m)];
    sheet.rectangle(corner, edges, surface.normal, (paint, grain, lit));
}

/// Grain that runs along a bench, whichever way it stands.
fn along(long_east: bool, lit: LitBy<'_>, tile_m: f32) -> Grain {
    let surface = lit.surface;
    let lies = |way: V3| (way.x.abs() > 0.5) == long_east && way.z.abs() < 0.5;
    let scale = 1.0 / tile_m;
    match lies(surface.u) {
        true => Grain { across: surface.u * scale, up: surface.v * scale },
        false => Grain { across: surface.v * scale, up: surface.u * scale },
    }
}

/// Two plates across, near the ends.
fn legs(slab: Block) -> [Block; 2] {
    let size = slab.max - slab.min;
    let long_east = size.x >= size.y;
    let (long, short) = if long_east { (size.x, size.y) } else { (size.y, size.x) };
    let inset = LEG_INSET_M.min(long / 4.0);
    [inset, long - inset - LEG_M].map(|at| {
        let from = [at, 0.03];
        let to = [at + LEG_M, short - 0.03];
        let point = |[a, b]: [f32; 2], z: f32| match long_east {
            true => V3::new(slab.min.x + a, slab.min.y + b, z),
            false => V3::new(slab.min.x + b, slab.min.y + a, z),
        };
        Block { min: point(from, 0.0), max: point(to, slab.min.z) }
    })
}

fn every_face() -> impl Iterator<Item = Face> {
    std::iter::once(Face::Top).chain(Side::ALL.map(Face::Side))
}
