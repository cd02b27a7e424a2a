//! The first hanging, from scratch: one room, an enfilade loop, or a hall with wings,
//! by the number of works.

use super::building::{Building, title_text};
use super::furnish::{Job, furnish};
use super::jobs::{jobs, one_job};
use super::plan::{Bench, RectMm, RoomId, RoomKind, Side, Standpoint, WallText, WallTextKind};
use super::rules::*;
use super::shell::{Cut, Mark, Shell, Turn};
use super::wing::{Port, Ports, WING_WIDTH_MM, grow, wing};

/// Hangs the works of the first arrival.
pub(super) fn first_hang(building: &mut Building, sections: &[Vec<usize>]) {
    let works: usize = sections.iter().map(Vec::len).sum();
    if works <= ONE_ROOM_WORKS {
        one_room(building, sections);
    } else if works <= LOOP_WORKS {
        enfilade(building, sections);
    } else {
        hall(building, sections);
    }
}

/// One room: who enters sees the title wall ahead and works on both sides.
fn one_room(building: &mut Building, sections: &[Vec<usize>]) {
    let job = one_job(sections);
    let port = Mark { side: Side::West, along: PORT_MM };
    let input = building.input;
    let shell = |depth| Shell {
        width: ROW_WIDTH_MM,
        depth,
        cuts: vec![Cut::door(port)],
        start: Mark { side: Side::North, along: ROW_WIDTH_MM },
        hero: Mark { side: Side::East, along: depth / 2 },
        ways: Vec::new(),
        title: true,
    };
    let (shell, furnished) = grow(shell, |shell| furnish(shell, &job, input));
    let floor = RectMm { x: 0, y: 0, width: shell.width, depth: shell.depth };
    let section = (!job.works.is_empty()).then_some(job.section);
    let id = building.add_room(RoomKind::Entrance, section, floor, ROOM_HEIGHT_MM);
    building.settle(id, Turn(0), furnished);
    building.order.push(id);
    let band = (0, shell.depth.min(ROOM_LENGTHS_MM[3]));
    building.ports.push((id, Port { mark: port, band }));
    building.plan.entrance =
        Standpoint { x_mm: shell.width / 2, y_mm: CIRCULATION_MM, heading_deg: 0 };
}

/// An enfilade loop: the entrance with the title between two lines of doors; out
/// through one, back through the other.
fn enfilade(building: &mut Building, sections: &[Vec<usize>]) {
    let jobs = jobs(sections, building.input);
    let entrance = entrance(building, ENTRANCE_LENGTH_MM, WING_WIDTH_MM, AXIS_MM);
    let wing = wing(&jobs, &Ports::Outer(last_of_sections(&jobs)), building.input);
    building.add_wing(wing, Turn::to(Side::East), [WALL_MM, 0], entrance);
}

/// A hall with a wing on either side of each of its bays.
fn hall(building: &mut Building, sections: &[Vec<usize>]) {
    let wings = wings(jobs(sections, building.input));
    let entrance =
        entrance(building, ENTRANCE_LENGTH_MM, HALL_DEPTH_MM, HALL_DEPTH_MM / 2 - HALL_AXIS_MM);
    let mut before = entrance;
    for (bay, pair) in (0..).zip(wings.chunks(2)) {
        let x = WALL_MM + bay * (WING_WIDTH_MM + WALL_MM);
        let floor = RectMm { x, y: 0, width: WING_WIDTH_MM, depth: HALL_DEPTH_MM };
        let hall = building.add_room(RoomKind::Hall, None, floor, HALL_HEIGHT_MM);
        building.order.push(hall);
        for line in [-HALL_AXIS_MM, HALL_AXIS_MM] {
            let y = HALL_DEPTH_MM / 2 + line - DOOR_WIDTH_MM / 2;
            let passage = RectMm { x: x - WALL_MM, y, width: WALL_MM, depth: DOOR_WIDTH_MM };
            building.add_door(before, hall, passage);
        }
        furnish_hall(building, hall);
        for (jobs, side) in pair.iter().zip([Side::South, Side::North]) {
            let wing = wing(jobs, &Ports::End, building.input);
            let y = match side {
                Side::South => -WALL_MM - wing.length,
                _ => HALL_DEPTH_MM + WALL_MM,
            };
            building.add_wing(wing, Turn::to(side), [x, y], hall);
        }
        before = hall;
    }
}

/// The room with the title on its east wall, between doors whose axes lie this far from
/// its corners; its east face lies at x = 0.
fn entrance(building: &mut Building, width: i32, depth: i32, axis_mm: i32) -> RoomId {
    let floor = RectMm { x: -width, y: 0, width, depth };
    let id = building.add_room(RoomKind::Entrance, None, floor, HALL_HEIGHT_MM);
    building.order.push(id);
    let between_doors = 2 * (depth / 2 - axis_mm) - DOOR_WIDTH_MM;
    let title_mm = (between_doors - TEXT_GAP_MM).min(TITLE_WIDTH_MAX_MM);
    building.add_text(id, title_text(Side::East, depth / 2, title_mm));
    let bench = bench_facing_east(floor);
    building.plan.rooms[id.0 as usize].benches.push(bench);
    building.plan.entrance =
        Standpoint { x_mm: floor.x + CIRCULATION_MM, y_mm: depth / 2, heading_deg: 90 };
    id
}

/// The directory on the wall ahead, and a bench before it.
fn furnish_hall(building: &mut Building, hall: RoomId) {
    let floor = building.plan.room(hall).floor;
    let directory = WallText {
        kind: WallTextKind::Directory,
        side: Side::East,
        along_mm: floor.depth / 2,
        centre_mm: CENTRE_LINE_MM,
        width_mm: DIRECTORY_WIDTH_MM,
        height_mm: DIRECTORY_HEIGHT_MM,
    };
    building.add_text(hall, directory);
    building.plan.rooms[hall.0 as usize].benches.push(bench_facing_east(floor));
}

fn bench_facing_east(floor: RectMm) -> Bench {
    let x = floor.east() - BENCH_DISTANCE_MM - BENCH_DEPTH_MM;
    let y = floor.centre()[1] - BENCH_LENGTH_MM / 2;
    let floor = RectMm { x, y, width: BENCH_DEPTH_MM, depth: BENCH_LENGTH_MM };
    Bench { floor, faces: Side::East }
}

/// The last room of each section.
fn last_of_sections(jobs: &[Job]) -> Vec<usize> {
    let goes_on = |index: usize| jobs.get(index + 1).is_some_and(|next| next.opens.is_empty());
    (0..jobs.len()).filter(|&index| !goes_on(index)).collect()
}

/// Deals rooms out to wings: a section that does not fit into a wing that is at
/// least half full begins the next one, and a long section fills wings evenly.
fn wings(jobs: Vec<Job>) -> Vec<Vec<Job>> {
    let rows = (jobs.len() / 2).isqrt().clamp(WING_ROWS_MIN, WING_ROWS_MAX);
    let most = 2 * rows;
    let mut wings: Vec<Vec<Job>> = vec![Vec::new()];
    let mut sections: Vec<Vec<Job>> = Vec::new();
    for job in jobs {
        match sections.last_mut() {
            Some(section) if job.opens.is_empty() => section.push(job),
            _ => sections.push(vec![job]),
        }
    }
    for section in sections {
        let held = wings.last().map_or(0, Vec::len);
        let mut left = most - held.min(most);
        if section.len() > left && held >= rows {
            wings.push(Vec::new());
            left = most;
        }
        let here = section.len().min(left);
        let beyond = section.len() - here;
        // All of it in equal wings, where it begins one; else what fits, then the rest.
        let parts =
            if left == most { section.len().div_ceil(most) } else { 1 + beyond.div_ceil(most) };
        let mut rest = section;
        for part in 0..parts {
            let count = match (left == most, part) {
                (false, 0) => here,
                _ => rest.len().div_ceil(parts - part),
            };
            let others = rest.split_off(count.min(rest.len()));
            if part > 0 {
                wings.push(Vec::new());
            }
            if let Some(wing) = wings.last_mut() {
                wing.append(&mut rest);
            }
            rest = others;
        }
    }
    wings.retain(|wing| !wing.is_empty());
    wings
}
