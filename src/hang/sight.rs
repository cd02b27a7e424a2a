//! What can be seen from where: rooms are convex, so one room is seen from another
//! exactly when one straight line passes through all the doors between them.

use super::plan::{DoorId, Plan, RoomId, Side};

/// For each room the rooms of which some point can be seen from some point of it,
/// itself first, then nearest first.
pub(super) fn visible(plan: &Plan) -> Vec<Vec<RoomId>> {
    plan.rooms
        .iter()
        .map(|room| {
            let mut walk = Walk { plan, seen: vec![room.id], left: Vec::new(), right: Vec::new() };
            walk.look(room.id, None);
            let [x, y] = room.floor.centre();
            walk.seen.sort_unstable();
            walk.seen.dedup();
            walk.seen.sort_by_key(|&id| {
                let [other_x, other_y] = plan.room(id).floor.centre();
                let [dx, dy] = [i64::from(other_x - x), i64::from(other_y - y)];
                (id != room.id, dx * dx + dy * dy, id)
            });
            walk.seen
        })
        .collect()
}

/// A walk from one room through doors, with the posts that a line of sight passes
/// to its left and to its right.
struct Walk<'a> {
    plan: &'a Plan,
    seen: Vec<RoomId>,
    left: Vec<[i64; 2]>,
    right: Vec<[i64; 2]>,
}

impl Walk<'_> {
    fn look(&mut self, room: RoomId, came_by: Option<DoorId>) {
        let plan = self.plan;
        for opening in &plan.room(room).openings {
            if Some(opening.door) == came_by {
                continue;
            }
            let door = plan.door(opening.door);
            let next = if door.rooms[0] == room { door.rooms[1] } else { door.rooms[0] };
            let kept = (self.left.len(), self.right.len());
            self.pass(opening.door, opening.side);
            if self.line_exists() {
                self.seen.push(next);
                self.look(next, Some(opening.door));
            }
            self.left.truncate(kept.0);
            self.right.truncate(kept.1);
        }
    }

    /// Adds the four corners of a door's passage, walked towards a side.
    fn pass(&mut self, door: DoorId, towards: Side) {
        let passage = self.plan.door(door).passage;
        let (west, east) = (i64::from(passage.x), i64::from(passage.east()));
        let (south, north) = (i64::from(passage.y), i64::from(passage.north()));
        let [sw, se, nw, ne] = [[west, south], [east, south], [west, north], [east, north]];
        let (left, right) = match towards {
            Side::North => ([sw, nw], [se, ne]),
            Side::East => ([nw, ne], [sw, se]),
            Side::South => ([se, ne], [sw, nw]),
            Side::West => ([sw, se], [nw, ne]),
        };
        self.left.extend(left);
        self.right.extend(right);
    }

    /// Whether a line passes between all left and all right posts. If any does, so
    /// does one that touches a post on either side.
    fn line_exists(&self) -> bool {
        self.left
            .iter()
            .any(|&l| self.right.iter().any(|&r| self.divides(l, r) || self.divides(r, l)))
    }

    fn divides(&self, from: [i64; 2], to: [i64; 2]) -> bool {
        let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
        let turn = |p: &[i64; 2]| dx * (p[1] - from[1]) - dy * (p[0] - from[0]);
        self.left.iter().all(|p| turn(p) >= 0) && self.right.iter().all(|p| turn(p) <= 0)
    }
}
