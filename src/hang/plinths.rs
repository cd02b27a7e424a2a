//! What stands on the floor: plinths, the free floor for them, and the lone labels that
//! hang near them.

use super::input::Form;
use super::neighbours::{Hangs, Taken};
use super::plan::{Bench, LabelPlace, Plinth, RectMm, Side};
use super::rules::*;

/// A plinth for a sculpture of this size, with its middle at a point of the floor.
pub(super) fn plinth_for(form: Form, [x, y]: [i32; 2], faces: Side) -> Option<Plinth> {
    let Form::Solid { width_mm, height_mm, depth_mm } = form else { return None };
    let side = |mm: i32| (mm + 2 * PLINTH_MARGIN_MM).max(PLINTH_MIN_MM);
    let (width, depth) = match faces {
        Side::North | Side::South => (side(width_mm), side(depth_mm)),
        Side::East | Side::West => (side(depth_mm), side(width_mm)),
    };
    let height = if height_mm <= SMALL_SCULPTURE_MM {
        (CENTRE_LINE_MM - height_mm / 2).clamp(PLINTH_HIGH_MIN_MM, PLINTH_HIGH_MAX_MM)
    } else if height_mm <= GIANT_SCULPTURE_MM {
        PLINTH_LOW_MM
    } else {
        0
    };
    let floor = RectMm { x: x - width / 2, y: y - depth / 2, width, depth };
    Some(Plinth { floor, height_mm: height, faces })
}

/// The height of a room in which a sculpture can stand on its plinth.
pub(super) fn height_for_solid(form: Form, plinth: &Plinth) -> i32 {
    let Form::Solid { height_mm, .. } = form else { return ROOM_HEIGHT_MM };
    (plinth.height_mm + height_mm + HEAD_ROOM_MM).clamp(ROOM_HEIGHT_MM, ROOM_HEIGHT_MAX_MM)
}

/// The place nearest to the middle of a floor where a plinth keeps the circulation
/// to the walls and to everything that stands there, and leaves the ways free.
pub(super) fn free_floor(
    floor: RectMm,
    size: [i32; 2],
    standing: &[RectMm],
    ways: &[RectMm],
) -> Option<[i32; 2]> {
    let [width, depth] = size;
    let [mid_x, mid_y] = floor.centre();
    let reach_x = floor.width / 2 - CIRCULATION_MM - (width + 1) / 2;
    let reach_y = floor.depth / 2 - CIRCULATION_MM - (depth + 1) / 2;
    let mut best: Option<(i64, [i32; 2])> = None;
    let steps = |reach: i32| {
        let n = reach / PLINTH_STEP_MM;
        (-n..=n).map(|step| step * PLINTH_STEP_MM)
    };
    if reach_x < 0 || reach_y < 0 {
        return None;
    }
    for dy in steps(reach_y) {
        for dx in steps(reach_x) {
            let far = i64::from(dx) * i64::from(dx) + i64::from(dy) * i64::from(dy);
            if best.is_some_and(|(least, _)| least <= far) {
                continue;
            }
            let [x, y] = [mid_x + dx, mid_y + dy];
            let rect = RectMm { x: x - width / 2, y: y - depth / 2, width, depth };
            let crowded =
                standing.iter().any(|other| rect.overlaps(&other.widened(CIRCULATION_MM)));
            if !crowded && !ways.iter().any(|way| way.overlaps(&rect)) {
                best = Some((far, [x, y]));
            }
        }
    }
    best.map(|(_, place)| place)
}

/// The nearest free place for the label of a sculpture that stands around a point.
pub(super) fn free_label(
    floor: RectMm,
    near: [i32; 2],
    cuts: &[(Side, i32, i32)],
    walls: &[Taken],
) -> Option<LabelPlace> {
    let half = LABEL_WIDTH_MM / 2 + LONE_LABEL_CLEAR_MM;
    let mut best: Option<(i64, LabelPlace)> = None;
    for side in Side::ALL {
        let length = super::shell::wall_length(floor.width, floor.depth, side);
        let blocked: Vec<(i32, i32)> = cuts
            .iter()
            .filter(|(s, ..)| *s == side)
            .map(|&(_, from, to)| (from, to))
            .chain(walls.iter().filter(|t| t.side == side).map(|taken| {
                let label = taken.what == Hangs::Work;
                (taken.from, taken.to + if label { LABEL_GAP_MM + LABEL_WIDTH_MM } else { 0 })
            }))
            .collect();
        let mut along = half;
        while along + half <= length {
            let hit = blocked.iter().find(|(from, to)| along + half > *from && along - half < *to);
            if let Some((_, to)) = hit {
                along = (to + half).max(along + 1);
                continue;
            }
            let room_point = floor.wall_point(side, along);
            let dx = i64::from(room_point[0] - near[0]);
            let dy = i64::from(room_point[1] - near[1]);
            let far = dx * dx + dy * dy;
            if best.is_none_or(|(least, _)| far < least) {
                let place = LabelPlace { side, along_mm: along, centre_mm: LABEL_CENTRE_MM };
                best = Some((far, place));
            }
            along += PLINTH_STEP_MM;
        }
    }
    best.map(|(_, place)| place)
}

/// The floor between a bench and the wall that it faces, where nobody stands a plinth.
pub(super) fn view(floor: RectMm, bench: &Bench) -> RectMm {
    let b = bench.floor;
    match bench.faces {
        Side::North => RectMm { depth: floor.north() - b.y, ..b },
        Side::South => RectMm { y: floor.y, depth: b.north() - floor.y, ..b },
        Side::East => RectMm { width: floor.east() - b.x, ..b },
        Side::West => RectMm { x: floor.x, width: b.east() - floor.x, ..b },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_larger_a_sculpture_the_lower_it_stands() {
        let check = |height_mm: i32, expected: i32, is_floor: bool| {
            let form = Form::Solid { width_mm: 500, height_mm, depth_mm: 400 };
            let plinth = plinth_for(form, [0, 0], Side::North).expect("it is solid");
            assert_eq!((plinth.height_mm, plinth.is_floor()), (expected, is_floor), "{height_mm}");
            assert_eq!((plinth.floor.width, plinth.floor.depth), (660, 560));
        };
        check(300, PLINTH_HIGH_MAX_MM, false);
        check(SMALL_SCULPTURE_MM, PLINTH_HIGH_MIN_MM, false);
        check(SMALL_SCULPTURE_MM + 1, PLINTH_LOW_MM, false);
        check(GIANT_SCULPTURE_MM, PLINTH_LOW_MM, false);
        check(GIANT_SCULPTURE_MM + 1, 0, true);
    }
}
