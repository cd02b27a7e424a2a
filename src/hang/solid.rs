//! What a visitor can't walk through: walls around their doors, benches, plinths and
//! the floor, as boxes.

use super::light::{BENCH_TOP_MM, half_passage_mm, plinths};
use super::rules::FLOOR_SCULPTURE_SOLID_MM;
use super::{Opening, Plan, RectMm, Room, RoomId, Side};

/// A box in the plan's millimetres: `[x, y, height]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoxMm {
    pub min: [i32; 3],
    pub max: [i32; 3],
}

/// How thick a wall is where no passage says it.
const WALL_MM: i32 = 200;

/// How far the floor reaches down.
const FLOOR_MM: i32 = 500;

/// The solid boxes of a room: its floor, its walls out to the middle of their
/// thickness, its half of each door's threshold, benches and plinths.
pub fn solid_boxes(plan: &Plan, room: RoomId) -> Vec<BoxMm> {
    let room = plan.room(room);
    let mut boxes = vec![upright(&room.floor, -FLOOR_MM, 0)];
    for side in Side::ALL {
        boxes.extend(wall(plan, room, side));
    }
    boxes.extend(room.benches.iter().map(|bench| upright(&bench.floor, 0, BENCH_TOP_MM)));
    let plinths = plinths(plan, room);
    boxes.extend(plinths.iter().map(|plinth| {
        // On the floor it is the sculpture itself that nobody walks through.
        let top_mm = if plinth.is_floor() { FLOOR_SCULPTURE_SOLID_MM } else { plinth.height_mm };
        upright(&plinth.floor, 0, top_mm)
    }));
    boxes
}

fn upright(floor: &RectMm, bottom_mm: i32, top_mm: i32) -> BoxMm {
    BoxMm { min: [floor.x, floor.y, bottom_mm], max: [floor.east(), floor.north(), top_mm] }
}

/// A wall's segments between its doors, the lintels over them and the thresholds.
fn wall(plan: &Plan, room: &Room, side: Side) -> Vec<BoxMm> {
    let mut openings: Vec<(usize, &Opening)> =
        room.openings.iter().enumerate().filter(|(_, o)| o.side == side).collect();
    openings.sort_by_key(|(_, opening)| opening.along_mm);
    let length = room.wall_length_mm(side);
    let thick = openings
        .iter()
        .map(|(i, _)| half_passage_mm(plan, room, *i))
        .min()
        .unwrap_or(WALL_MM / 2)
        .max(1);
    let mut boxes = Vec::new();
    // Corners are closed by walls that reach past their ends.
    let mut from = -thick;
    for (i, opening) in openings {
        let depth = half_passage_mm(plan, room, i).max(1);
        let (left, right) =
            (opening.along_mm - opening.width_mm / 2, opening.along_mm + opening.width_mm / 2);
        boxes.push(piece(room, side, [from, left], [0, room.height_mm], thick));
        boxes.push(piece(room, side, [left, right], [opening.height_mm, room.height_mm], depth));
        boxes.push(piece(room, side, [left, right], [-FLOOR_MM, 0], depth));
        from = right;
    }
    boxes.push(piece(room, side, [from, length + thick], [0, room.height_mm], thick));
    boxes.retain(|found| (0..3).all(|axis| found.min[axis] < found.max[axis]));
    boxes
}

fn piece(room: &Room, side: Side, along_mm: [i32; 2], height_mm: [i32; 2], thick_mm: i32) -> BoxMm {
    let [east, north] = side.outward();
    let inner = along_mm.map(|along| room.wall_point(side, along));
    let outer = inner.map(|[x, y]| [x + east * thick_mm, y + north * thick_mm]);
    let corners = [inner[0], inner[1], outer[0], outer[1]];
    let least = |axis: usize| corners.iter().map(|corner| corner[axis]).min().unwrap_or(0);
    let most = |axis: usize| corners.iter().map(|corner| corner[axis]).max().unwrap_or(0);
    BoxMm { min: [least(0), least(1), height_mm[0]], max: [most(0), most(1), height_mm[1]] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hang::Placement;
    use crate::hang::light::tests::sample_plan;

    /// Whether a visitor of this width at this point of the floor touches anything.
    fn blocked(plan: &Plan, x: i32, y: i32) -> bool {
        let half = 300;
        plan.rooms.iter().flat_map(|room| solid_boxes(plan, room.id)).any(|found| {
            found.min[0] < x + half
                && x - half < found.max[0]
                && found.min[1] < y + half
                && y - half < found.max[1]
                && found.min[2] < 1_800
                && found.max[2] > 100
        })
    }

    #[test]
    fn doors_let_through_and_walls_do_not() {
        let plan = sample_plan();
        let door = &plan.doors[0];
        let [x, y] = door.passage.centre();
        for step in -1_500..1_500 {
            assert!(!blocked(&plan, x + step, y), "blocked {step} mm from the door's middle");
        }
        let rows = [
            ([x, y + door.passage.depth], true),
            ([x, y - door.passage.depth], true),
            ([plan.rooms[0].floor.x + 100, 1_000], true),
            ([plan.rooms[0].floor.x + 1_000, 1_000], false),
            (plan.rooms[0].benches[0].floor.centre(), true),
        ];
        for ([x, y], expected) in rows {
            assert_eq!(blocked(&plan, x, y), expected, "at {x}, {y}");
        }
    }

    #[test]
    fn nobody_walks_through_what_stands_on_the_floor() {
        let mut plan = sample_plan();
        let mut places = Vec::new();
        for placement in &mut plan.placements {
            if let Placement::Floor { plinth, .. } = placement {
                plinth.height_mm = 0;
                places.push(plinth.floor.centre());
            }
        }
        assert!(!places.is_empty());
        for [x, y] in places {
            assert!(blocked(&plan, x, y), "at {x}, {y}");
        }
    }

    #[test]
    fn a_room_has_ground_everywhere_even_in_its_doors() {
        let plan = sample_plan();
        let boxes: Vec<_> =
            plan.rooms.iter().flat_map(|room| solid_boxes(&plan, room.id)).collect();
        let grounds = |x: i32, y: i32| {
            boxes.iter().any(|found| {
                found.max[2] == 0
                    && (found.min[0]..=found.max[0]).contains(&x)
                    && (found.min[1]..=found.max[1]).contains(&y)
            })
        };
        let passage = &plan.doors[0].passage;
        for x in passage.x - 500..passage.east() + 500 {
            assert!(grounds(x, passage.centre()[1]), "no ground at {x}");
        }
    }
}
