//! Lines of sight drawn through a plan, without help from the planner: what they pass
//! must be what the plan calls visible.

use enfilade::hang::{Door, Plan, RectMm, RoomId};

use super::house_rules::ensure;

/// How many doors of a plan lines are drawn through.
const DOORS: usize = 12;

/// Where in a door they are drawn, as shares of its width.
const PLACES: [f64; 3] = [0.03, 0.5, 0.8];

/// How far they lead aside for every millimetre ahead.
const SLANTS: [f64; 7] = [-1.1, -0.25, -0.04, 0.0, 0.02, 0.1, 0.6];

/// Plans of more rooms than this are large.
const LARGE_ROOMS: usize = 24;

/// A point of the floor or a way across it, in millimetres.
type Point = [f64; 2];

/// Whoever stands on a line of sight sees every room that it passes, and in a large show
/// few see most of it.
pub fn lines_of_sight(plan: &Plan) -> Result<(), String> {
    for door in plan.doors.iter().step_by(1 + plan.doors.len() / DOORS) {
        for place in PLACES {
            for slant in SLANTS {
                let rooms = rooms_on_a_line(plan, door, place, slant);
                for (index, one) in rooms.iter().enumerate() {
                    for other in &rooms[index + 1..] {
                        ensure(plan.visible[one.0 as usize].contains(other), || {
                            format!("a line through {:?} leads from {one:?} to {other:?}", door.id)
                        })?;
                    }
                }
            }
        }
    }
    let rooms = plan.rooms.len();
    let seen: usize = plan.visible.iter().map(Vec::len).sum();
    ensure(rooms <= LARGE_ROOMS || 4 * seen < 3 * rooms * rooms, || {
        format!("from {rooms} rooms one sees {} on average", seen / rooms)
    })
}

/// The rooms that a straight line passes, both ways from a door: `place` is where in its
/// width, `slant` how far it leads aside.
pub fn rooms_on_a_line(plan: &Plan, door: &Door, place: f64, slant: f64) -> Vec<RoomId> {
    let passage = &door.passage;
    let [west, south] = [f64::from(passage.x), f64::from(passage.y)];
    let [width, depth] = [f64::from(passage.width), f64::from(passage.depth)];
    // A passage is as deep as walls are thick, and wider than that.
    let (from, way) = if width < depth {
        ([west + width / 2.0, south + depth * place], [1.0, slant])
    } else {
        ([west + width * place, south + depth / 2.0], [slant, 1.0])
    };
    let mut rooms = rooms_ahead(plan, door, from, [-way[0], -way[1]]);
    rooms.reverse();
    rooms.extend(rooms_ahead(plan, door, from, way));
    rooms
}

/// The rooms that a line passes until it meets a wall, from a point in a door.
fn rooms_ahead<'a>(plan: &'a Plan, mut door: &'a Door, from: Point, way: Point) -> Vec<RoomId> {
    let mut rooms: Vec<RoomId> = Vec::new();
    let mut at = leaves(&door.passage, from, way);
    loop {
        let entered = door
            .rooms
            .into_iter()
            .map(|id| plan.room(id))
            .find(|room| rooms.last() != Some(&room.id) && touches(&room.floor, at));
        let Some(room) = entered else {
            return rooms;
        };
        rooms.push(room.id);
        let wall = leaves(&room.floor, at, way);
        let onward = room.openings.iter().map(|opening| plan.door(opening.door));
        let Some(next) =
            onward.into_iter().find(|next| next.id != door.id && touches(&next.passage, wall))
        else {
            return rooms;
        };
        door = next;
        at = leaves(&door.passage, wall, way);
    }
}

/// Where a line that goes through a rectangle leaves it.
fn leaves(rect: &RectMm, from: Point, way: Point) -> Point {
    let reach = |from: f64, way: f64, low: i32, high: i32| match way {
        0.0 => f64::INFINITY,
        way if way > 0.0 => (f64::from(high) - from) / way,
        way => (f64::from(low) - from) / way,
    };
    let far = reach(from[0], way[0], rect.x, rect.east()).min(reach(
        from[1],
        way[1],
        rect.y,
        rect.north(),
    ));
    [from[0] + way[0] * far, from[1] + way[1] * far]
}

/// Whether a point lies in a rectangle or on its edge, to the rounding of a line.
fn touches(rect: &RectMm, [x, y]: Point) -> bool {
    const SLACK_MM: f64 = 0.001;
    let within = |at: f64, low: i32, high: i32| {
        at >= f64::from(low) - SLACK_MM && at <= f64::from(high) + SLACK_MM
    };
    within(x, rect.x, rect.east()) && within(y, rect.y, rect.north())
}
