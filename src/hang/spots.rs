//! Spotlights: from a track below the ceiling, at 30 degrees from the vertical, aimed
//! a third down the work.

use super::input::Form;
use super::plan::{Placement, Room, Side, Spot, WallText};
use super::rules::{BODY_CLEAR_MM, POOL_MIN_MM, SPOT_TANGENT_MILLI, TWO_SPOTS_WIDTH_MM};

/// The spotlights of one work; the sculpture's height is its form's.
pub(super) fn spots_for(room: &Room, placement: &Placement, form: Form) -> Vec<Spot> {
    match *placement {
        Placement::Wall { side, along_mm, centre_mm, outer_width_mm, outer_height_mm, .. } => {
            let aim = centre_mm + outer_height_mm / 6;
            let lamps = if outer_width_mm > TWO_SPOTS_WIDTH_MM { 2 } else { 1 };
            let part = outer_width_mm / lamps;
            let pool = (isqrt(part, outer_height_mm) * 11 / 20).max(POOL_MIN_MM);
            let first = along_mm - outer_width_mm / 2 + part / 2;
            (0..lamps).map(|lamp| on_wall(room, side, first + lamp * part, aim, pool)).collect()
        }
        Placement::Floor { plinth, .. } => {
            let Form::Solid { width_mm, height_mm, depth_mm } = form else { return Vec::new() };
            let aim = plinth.height_mm + height_mm * 2 / 3;
            let pool = (isqrt(width_mm.max(depth_mm), height_mm) * 11 / 20).max(POOL_MIN_MM);
            let at = plinth.floor.centre();
            vec![spot(room, plinth.faces, at, aim, pool)]
        }
    }
}

/// A wash of light over a wall text.
pub(super) fn spots_for_text(room: &Room, text: &WallText) -> Vec<Spot> {
    let lamps = 1 + (text.width_mm - 1) / (TWO_SPOTS_WIDTH_MM * 3 / 2);
    let part = text.width_mm / lamps;
    let pool = (isqrt(part, text.height_mm) * 11 / 20).max(POOL_MIN_MM);
    let first = text.along_mm - text.width_mm / 2 + part / 2;
    (0..lamps)
        .map(|lamp| on_wall(room, text.side, first + lamp * part, text.centre_mm, pool))
        .collect()
}

fn on_wall(room: &Room, side: Side, along: i32, aim: i32, pool: i32) -> Spot {
    spot(room, side, room.wall_point(side, along), aim, pool)
}

/// A spot that shines towards `side`, held inside the room.
fn spot(room: &Room, side: Side, [x, y]: [i32; 2], aim: i32, pool_mm: i32) -> Spot {
    let track = room.height_mm - Spot::TRACK_DROP_MM;
    let away = (track - aim).max(BODY_CLEAR_MM) * SPOT_TANGENT_MILLI / 1_000;
    let [out_x, out_y] = side.outward();
    let floor = &room.floor;
    let from_x = (x - out_x * away).clamp(floor.x, floor.east());
    let from_y = (y - out_y * away).clamp(floor.y, floor.north());
    Spot { from_mm: [from_x, from_y, track], at_mm: [x, y, aim], pool_mm }
}

fn isqrt(a: i32, b: i32) -> i32 {
    let sum = i64::from(a) * i64::from(a) + i64::from(b) * i64::from(b);
    i32::try_from(sum.isqrt()).unwrap_or(i32::MAX)
}
