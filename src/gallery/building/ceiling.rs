//! Ceilings: the laylight in its coffer, tracks and the spotlights on them.

use super::sheet::{Grain, LitBy, Paint, Sheet};
use super::walls::PLASTER_TILE_M;
use crate::hang::light::{Block, Layout, SurfaceKind, V3, laylight};
use crate::hang::{Room, Side, Spot};

/// Matt white, linear.
const CEILING: Paint = [0.88, 0.88, 0.87, 1.0];

/// The laylight glows; its bars and the sides of its coffer glow less.
const PANE: Paint = [0.93, 0.945, 0.945, 0.0];
const BAR: Paint = [0.66, 0.67, 0.67, 0.0];
const COFFER: Paint = [0.76, 0.77, 0.765, 0.0];

/// Tracks and lamps: graphite.
const GRAPHITE: Paint = [0.055, 0.055, 0.058, 1.0];

/// A lamp's lens.
const LENS: Paint = [1.0, 0.955, 0.85, 0.0];

const COFFER_M: f32 = 0.16;
const BAR_M: f32 = 0.035;
const PANE_M: f32 = 1.25;
const RAIL_M: f32 = 0.034;
const BODY_RADIUS_M: f32 = 0.042;
const BODY_M: f32 = 0.16;

/// From the middle of a lamp up to its rail.
const STEM_MM: i32 = 110;

/// Builds a room's ceiling with all that hangs from it.
pub(super) fn build(room: &Room, layout: &Layout, sheet: &mut Sheet) {
    let lit = LitBy::of(layout, SurfaceKind::Ceiling);
    slab(room, lit, sheet);
    lay(room, lit, sheet);
    let rails = rails(room);
    for rail in &rails {
        track(room, *rail, lit, sheet);
    }
    for spot in &room.spots {
        let side = lit_wall(room, spot);
        lamp(room, spot, rails.iter().find(|rail| Some(rail.side) == side), lit, sheet);
    }
}

/// The ceiling around the coffer.
fn slab(room: &Room, lit: LitBy<'_>, sheet: &mut Sheet) {
    let (floor, hole) = (&room.floor, laylight(room));
    let columns = [floor.x, hole.x, hole.east(), floor.east()];
    let rows = [floor.y, hole.y, hole.north(), floor.north()];
    for (i, across) in columns.windows(2).enumerate() {
        for (j, up) in rows.windows(2).enumerate() {
            if (i, j) == (1, 1) {
                continue;
            }
            let corner = V3::from_mm(across[0], up[0], room.height_mm);
            let edges =
                [V3::from_mm(across[1] - across[0], 0, 0), V3::from_mm(0, up[1] - up[0], 0)];
            let look = (CEILING, Grain::on(lit.surface, PLASTER_TILE_M), lit);
            sheet.rectangle(corner, edges, DOWN, look);
        }
    }
}

/// The coffer's sides, the glowing panes and the bars between them.
fn lay(room: &Room, lit: LitBy<'_>, sheet: &mut Sheet) {
    let hole = laylight(room);
    let corner = V3::from_mm(hole.x, hole.y, room.height_mm);
    let (width, depth) = (V3::from_mm(hole.width, 0, 0), V3::from_mm(0, hole.depth, 0));
    let high = V3::new(0.0, 0.0, COFFER_M);
    let east = V3::new(1.0, 0.0, 0.0);
    let north = V3::new(0.0, 1.0, 0.0);
    let look = (COFFER, Grain::none(), lit);
    sheet.rectangle(corner, [width, high], north, look);
    sheet.rectangle(corner + depth, [width, high], -north, look);
    sheet.rectangle(corner, [depth, high], east, look);
    sheet.rectangle(corner + width, [depth, high], -east, look);
    sheet.rectangle(corner + high, [width, depth], DOWN, (PANE, Grain::none(), lit));
    let under = corner + high - V3::new(0.0, 0.0, 0.02);
    let bar = (BAR, Grain::none(), lit);
    for (along, across, way) in [(width, depth, east), (depth, width, north)] {
        let panes = (along.length() / PANE_M).round().max(1.0) as i32;
        for i in 0..=panes {
            let at = i as f32 / panes as f32 * (along.length() - BAR_M);
            sheet.rectangle(under + way * at, [way * BAR_M, across], DOWN, bar);
        }
    }
}

/// A rail of track along a wall: whether it runs to the east, and where it is.
#[derive(Clone, Copy)]
struct Rail {
    side: Side,
    eastward: bool,
    across_mm: i32,
    height_mm: i32,
}

/// One rail along each wall that is lit, where its spotlights hang on average.
fn rails(room: &Room) -> Vec<Rail> {
    let rail = |side: Side| {
        let spots = room.spots.iter().filter(|spot| lit_wall(room, spot) == Some(side));
        let eastward = side.outward()[0] == 0;
        let axis = usize::from(eastward);
        let places: Vec<i32> = spots.map(|spot| spot.from_mm[axis]).collect();
        let across_mm = places.iter().sum::<i32>() / i32::try_from(places.len()).ok()?.max(1);
        let height_mm = room.height_mm - Spot::TRACK_DROP_MM + STEM_MM;
        (!places.is_empty()).then_some(Rail { side, eastward, across_mm, height_mm })
    };
    Side::ALL.into_iter().filter_map(rail).collect()
}

/// The wall that a spotlight shines on, if it does not aim at what stands.
fn lit_wall(room: &Room, spot: &Spot) -> Option<Side> {
    Side::ALL.into_iter().find(|side| {
        let [x, y] = room.wall_point(*side, 0);
        let [east, north] = side.outward();
        ((spot.at_mm[0] - x) * east + (spot.at_mm[1] - y) * north).abs() < 120
    })
}

/// A rail and the rods that it hangs by.
fn track(room: &Room, rail: Rail, lit: LitBy<'_>, sheet: &mut Sheet) {
    let floor = &room.floor;
    let (from, to, inset) = match rail.eastward {
        true => {
            let inset = (rail.across_mm - floor.y).min(floor.north() - rail.across_mm);
            (floor.x, floor.east(), inset)
        }
        false => {
            let inset = (rail.across_mm - floor.x).min(floor.east() - rail.across_mm);
            (floor.y, floor.north(), inset)
        }
    };
    let inset = inset.clamp(300, (to - from) / 4);
    let (from, to) = (from + inset, to - inset);
    let height_mm = rail.height_mm.min(room.height_mm - 20);
    let at = |along: i32, height_mm: i32| match rail.eastward {
        true => V3::from_mm(along, rail.across_mm, height_mm),
        false => V3::from_mm(rail.across_mm, along, height_mm),
    };
    let half = V3::new(RAIL_M, RAIL_M, RAIL_M) * 0.5;
    let beam = Block { min: at(from, height_mm) - half, max: at(to, height_mm) + half };
    sheet.block(beam, &[], GRAPHITE, Grain::none(), lit);
    let rods = ((to - from) / 2_200).max(1);
    for i in 0..=rods {
        let along = from + 60 + (to - from - 120) * i / rods;
        let thin = V3::new(0.006, 0.006, 0.0);
        let rod = Block { min: at(along, height_mm) - thin, max: at(along, room.height_mm) + thin };
        sheet.block(rod, &[DOWN, -DOWN], GRAPHITE, Grain::none(), lit);
    }
}

/// A spotlight: a stem, a body that aims, and its lens.
fn lamp(room: &Room, spot: &Spot, rail: Option<&Rail>, lit: LitBy<'_>, sheet: &mut Sheet) {
    let [x, y, height] = spot.from_mm;
    let (middle, top) = match rail {
        Some(rail) if rail.eastward => (V3::from_mm(x, rail.across_mm, height), STEM_MM),
        Some(rail) => (V3::from_mm(rail.across_mm, y, height), STEM_MM),
        None => (V3::from_mm(x, y, height), room.height_mm - height),
    };
    let at = V3::from_mm(spot.at_mm[0], spot.at_mm[1], spot.at_mm[2]);
    let aim = (at - middle).normalized();
    let (back, front) = (middle - aim * (BODY_M * 0.5), middle + aim * (BODY_M * 0.5));
    sheet.tube((back, front), BODY_RADIUS_M, GRAPHITE, Grain::none(), lit);
    sheet.disc(back, -aim, BODY_RADIUS_M, GRAPHITE, (Grain::none(), lit));
    sheet.disc(front - aim * 0.004, aim, BODY_RADIUS_M, GRAPHITE, (Grain::none(), lit));
    sheet.disc(front - aim * 0.002, aim, BODY_RADIUS_M * 0.78, LENS, (Grain::none(), lit));
    let stem = V3::new(0.011, 0.011, 0.0);
    let top = middle + V3::from_mm(0, 0, top);
    let stem = Block { min: middle - stem, max: top + stem };
    sheet.block(stem, &[DOWN, -DOWN], GRAPHITE, Grain::none(), lit);
}

const DOWN: V3 = V3::new(0.0, 0.0, -1.0);
