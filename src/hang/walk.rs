//! Walking a plan: where to stand before a work, and a way from one point to another
//! through doors and around benches and plinths.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::plan::{DoorId, Placement, Plan, RectMm, RoomId, Side, Standpoint};
use super::rules::{BODY_CLEAR_MM, VIEW_MAX_MM, VIEW_MIN_MM};

/// Where to stand to see a work: one and a half of its diagonal away (1,200 to 4,500
/// mm), in its room, clear of walls, benches and plinths.
pub fn stand_before(plan: &Plan, work: usize) -> Standpoint {
    let placement = &plan.placements[work];
    let room = placement.room();
    let (side, foot, away_mm) = match *placement {
        Placement::Wall { side, along_mm, outer_width_mm, outer_height_mm, .. } => {
            let away_mm = distance([0, 0], [outer_width_mm, outer_height_mm]) * 3 / 2;
            (side, plan.room(room).wall_point(side, along_mm), away_mm)
        }
        Placement::Floor { plinth, .. } => {
            let floor = plinth.floor;
            let (front, side_mm) = match plinth.faces {
                Side::North | Side::South => (floor.depth / 2, floor.width),
                Side::East | Side::West => (floor.width / 2, floor.depth),
            };
            (plinth.faces, floor.centre(), i64::from(front + side_mm * 3 / 2))
        }
    };
    let view_mm = i64::from(VIEW_MIN_MM)..=i64::from(VIEW_MAX_MM);
    let away_mm = i32::try_from(away_mm.clamp(*view_mm.start(), *view_mm.end())).unwrap_or(0);
    let ground = Ground::of(plan, room);
    let [east, north] = side.outward();
    let at = |away: i32| [foot[0] - east * away, foot[1] - north * away];
    // Nearer, then farther, on the work's axis; else the next clear spot beside it.
    let nearer = (VIEW_MIN_MM / STEP_MM..=away_mm / STEP_MM).rev().map(|n| n * STEP_MM);
    let farther = (away_mm / STEP_MM..=2 * VIEW_MAX_MM / STEP_MM).map(|n| n * STEP_MM);
    let mut on_axis = std::iter::once(away_mm).chain(nearer).chain(farther).map(at);
    let [x_mm, y_mm] = on_axis
        .find(|&point| ground.is_clear(point))
        .unwrap_or_else(|| ground.nearest_clear(at(away_mm)));
    Standpoint { x_mm, y_mm, heading_deg: heading_deg(side) }
}

/// The way from one point of the floor to another, as way-points without the first
/// point. Every leg keeps 300 mm from walls, benches and plinths; where an end lies
/// closer than that, or outside, the way ends at the nearest point that does not.
pub fn route(plan: &Plan, from: (i32, i32), to: (i32, i32)) -> Vec<[i32; 2]> {
    let (Some(start), Some(end)) = (locate(plan, from), locate(plan, to)) else {
        return Vec::new();
    };
    let Some(doors) = doors_between(plan, &start, &end) else { return Vec::new() };
    let (mut room, mut point) = start.entry(plan, doors.first().copied(), &end);
    let mut way = vec![point];
    for door in doors {
        let next = other_room(plan, door, room);
        way.extend(Ground::of(plan, room).path(point, threshold(plan, door, room)));
        point = threshold(plan, door, next);
        way.push(point);
        room = next;
    }
    let goal = end.point(plan, room);
    way.extend(Ground::of(plan, room).path(point, goal));
    way.dedup();
    if way.len() > 1 && way[0] == [from.0, from.1] {
        way.remove(0);
    }
    way
}

/// The compass heading of a visitor who faces this wall, in degrees.
pub fn heading_deg(side: Side) -> i32 {
    match side {
        Side::North => 0,
        Side::East => 90,
        Side::South => 180,
        Side::West => 270,
    }
}

const STEP_MM: i32 = 100;

/// Way-points around corners keep a little more than the least distance.
const SWING_MM: i32 = BODY_CLEAR_MM + 50;

/// A point of the floor, and what it lies in.
enum Place {
    Room(RoomId, [i32; 2]),
    Passage(DoorId),
}

impl Place {
    /// The point in a room from which (or to which) one walks.
    fn point(&self, plan: &Plan, room: RoomId) -> [i32; 2] {
        match *self {
            Self::Room(_, point) => point,
            Self::Passage(door) => threshold(plan, door, room),
        }
    }

    /// The rooms that one is in.
    fn rooms(&self, plan: &Plan) -> Vec<RoomId> {
        match *self {
            Self::Room(room, _) => vec![room],
            Self::Passage(door) => plan.door(door).rooms.to_vec(),
        }
    }

    /// The room and point where a way begins: through its first door, or, where it
    /// passes none, in a room of its end.
    fn entry(&self, plan: &Plan, first: Option<DoorId>, end: &Self) -> (RoomId, [i32; 2]) {
        let rooms = self.rooms(plan);
        let next = first.map_or_else(|| end.rooms(plan), |door| plan.door(door).rooms.to_vec());
        let room = *rooms.iter().find(|room| next.contains(room)).unwrap_or(&rooms[0]);
        (room, self.point(plan, room))
    }
}

/// Where a point lies; one that lies nowhere is brought to the nearest room.
fn locate(plan: &Plan, (x, y): (i32, i32)) -> Option<Place> {
    let outside = |floor: &RectMm| {
        let dx = i64::from((floor.x - x).max(x - floor.east()).max(0));
        let dy = i64::from((floor.y - y).max(y - floor.north()).max(0));
        dx * dx + dy * dy
    };
    let room = plan.rooms.iter().min_by_key(|room| (outside(&room.floor), room.id))?;
    if outside(&room.floor) > 0
        && let Some(door) = plan.doors.iter().find(|door| door.passage.contains(x, y))
    {
        return Some(Place::Passage(door.id));
    }
    Some(Place::Room(room.id, Ground::of(plan, room.id).nearest_clear([x, y])))
}

/// The doors of the shortest way, by Dijkstra over doors.
fn doors_between(plan: &Plan, start: &Place, end: &Place) -> Option<Vec<DoorId>> {
    let goals = end.rooms(plan);
    let starts = start.rooms(plan);
    if starts.iter().any(|room| goals.contains(room)) {
        return Some(Vec::new());
    }
    let middle = |door: DoorId| plan.door(door).passage.centre();
    let mut came: Vec<Option<Option<DoorId>>> = vec![None; plan.doors.len()];
    let mut queue = BinaryHeap::new();
    for &room in &starts {
        for opening in &plan.room(room).openings {
            let way = distance(start.point(plan, room), middle(opening.door));
            let next = other_room(plan, opening.door, room);
            queue.push(Reverse((way, opening.door, next, None::<DoorId>)));
        }
    }
    while let Some(Reverse((way, door, room, before))) = queue.pop() {
        let known = &mut came[door.0 as usize];
        if known.is_some() {
            continue;
        }
        *known = Some(before);
        if goals.contains(&room) {
            let mut doors = vec![door];
            let mut back = before;
            while let Some(earlier) = back {
                doors.push(earlier);
                back = came[earlier.0 as usize].flatten();
            }
            doors.reverse();
            return Some(doors);
        }
        for opening in &plan.room(room).openings {
            if came[opening.door.0 as usize].is_none() {
                let far = way + distance(middle(door), middle(opening.door));
                let next = other_room(plan, opening.door, room);
                queue.push(Reverse((far, opening.door, next, Some(door))));
            }
        }
    }
    None
}

fn other_room(plan: &Plan, door: DoorId, room: RoomId) -> RoomId {
    let [one, other] = plan.door(door).rooms;
    if one == room { other } else { one }
}

/// The point of a room just before a door, on the door's axis.
fn threshold(plan: &Plan, door: DoorId, room: RoomId) -> [i32; 2] {
    let passage = plan.door(door).passage;
    let floor = plan.room(room).floor;
    let [x, y] = passage.centre();
    [
        x.clamp(floor.x + SWING_MM, floor.east() - SWING_MM),
        y.clamp(floor.y + SWING_MM, floor.north() - SWING_MM),
    ]
}

/// The floor of one room as a body finds it.
struct Ground {
    /// Where a body's middle may be.
    floor: RectMm,
    /// Where it may not, but on the edge.
    blocked: Vec<RectMm>,
}

impl Ground {
    fn of(plan: &Plan, id: RoomId) -> Self {
        let room = plan.room(id);
        let benches = room.benches.iter().map(|bench| bench.floor);
        let plinths = room.works.iter().filter_map(|&work| match plan.placements[work] {
            Placement::Floor { plinth, .. } => Some(plinth.floor),
            Placement::Wall { .. } => None,
        });
        let blocked = benches.chain(plinths).map(|rect| rect.widened(BODY_CLEAR_MM)).collect();
        Self { floor: room.floor.widened(-BODY_CLEAR_MM), blocked }
    }

    fn is_clear(&self, [x, y]: [i32; 2]) -> bool {
        let inside = |r: &RectMm| r.x < x && x < r.east() && r.y < y && y < r.north();
        self.floor.contains(x, y) && !self.blocked.iter().any(inside)
    }

    fn nearest_clear(&self, [x, y]: [i32; 2]) -> [i32; 2] {
        let x = x.clamp(self.floor.x, self.floor.east());
        let y = y.clamp(self.floor.y, self.floor.north());
        let edges =
            self.blocked.iter().flat_map(|r| [[r.x, y], [r.east(), y], [x, r.y], [x, r.north()]]);
        let clear = std::iter::once([x, y]).chain(edges).filter(|&point| self.is_clear(point));
        clear.min_by_key(|&point| distance([x, y], point)).unwrap_or([x, y])
    }

    fn sees(&self, a: [i32; 2], b: [i32; 2]) -> bool {
        !self.blocked.iter().any(|rect| crosses(rect, a, b))
    }

    /// The shortest way around what stands here, without its first point.
    fn path(&self, from: [i32; 2], to: [i32; 2]) -> Vec<[i32; 2]> {
        if self.sees(from, to) {
            return vec![to];
        }
        let corners = self.blocked.iter().flat_map(|rect| {
            let wide = rect.widened(SWING_MM - BODY_CLEAR_MM);
            let (west, east, south, north) = (wide.x, wide.east(), wide.y, wide.north());
            [[west, south], [west, north], [east, south], [east, north]]
        });
        let mut nodes = vec![from, to];
        nodes.extend(corners.filter(|&corner| self.is_clear(corner)));
        let mut best: Vec<Option<(i64, usize)>> = vec![None; nodes.len()];
        let mut queue = BinaryHeap::from([Reverse((0, 0, 0))]);
        while let Some(Reverse((way, node, before))) = queue.pop() {
            if best[node].is_some() {
                continue;
            }
            best[node] = Some((way, before));
            if node == 1 {
                break;
            }
            for (next, &point) in nodes.iter().enumerate() {
                if best[next].is_none() && self.sees(nodes[node], point) {
                    queue.push(Reverse((way + distance(nodes[node], point), next, node)));
                }
            }
        }
        let mut way = Vec::new();
        let mut node = 1;
        while node != 0 {
            way.push(nodes[node]);
            node = best[node].map_or(0, |(_, before)| before);
        }
        way.reverse();
        way
    }
}

/// Whether a leg passes through the inside of a rectangle.
fn crosses(rect: &RectMm, a: [i32; 2], b: [i32; 2]) -> bool {
    let beside = a[0].max(b[0]) <= rect.x
        || a[0].min(b[0]) >= rect.east()
        || a[1].max(b[1]) <= rect.y
        || a[1].min(b[1]) >= rect.north();
    if beside {
        return false;
    }
    let [dx, dy] = [i64::from(b[0] - a[0]), i64::from(b[1] - a[1])];
    let turn = |x: i32, y: i32| dx * i64::from(y - a[1]) - dy * i64::from(x - a[0]);
    let turns = [
        turn(rect.x, rect.y),
        turn(rect.x, rect.north()),
        turn(rect.east(), rect.y),
        turn(rect.east(), rect.north()),
    ];
    turns.iter().any(|&t| t > 0) && turns.iter().any(|&t| t < 0)
}

fn distance(a: [i32; 2], b: [i32; 2]) -> i64 {
    let [dx, dy] = [i64::from(b[0] - a[0]), i64::from(b[1] - a[1])];
    (dx * dx + dy * dy).isqrt()
}
