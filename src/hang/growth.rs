//! Later arrivals: each work takes the slack that was left in its section's rooms,
//! or a new room opens at the end of the section. What hangs stays where it is.

use super::building::Building;
use super::furnish::{Job, furnish, hang_at, height_for};
use super::input::Form;
use super::jobs::split;
use super::neighbours::{Hangs, TAIL_MM, Taken, gap_between};
use super::plan::{LabelPlace, Placement, Plinth, RectMm, RoomId, RoomKind, Side};
use super::plinths::{free_floor, free_label, height_for_solid, plinth_for, view};
use super::rules::*;
use super::shell::{Cut, Mark, Shell, Turn, stretches};
use super::spots::spots_for;
use super::wing::{Port, grow};

/// Hangs one later arrival.
pub(super) fn grow_by(building: &mut Building, sections: &[Vec<usize>]) {
    for (section, works) in sections.iter().enumerate() {
        let rooms = rooms_of(building, section);
        let is_new = rooms.is_empty();
        let mut homeless = Vec::new();
        for &work in works {
            let hung = rooms.iter().any(|&room| hang_in_slack(building, room, work));
            if !hung {
                homeless.push(work);
            }
        }
        if homeless.is_empty() {
            continue;
        }
        for (index, works) in split(&homeless, building.input).into_iter().enumerate() {
            let opens = if is_new && index == 0 { vec![(works[0], section)] } else { Vec::new() };
            annex(building, &Job { section, works, opens });
        }
    }
}

/// The rooms in which works of a section hang, in the order of the tour.
fn rooms_of(building: &Building, section: usize) -> Vec<RoomId> {
    let holds = |id: &RoomId| {
        let room = building.plan.room(*id);
        room.works.iter().any(|&work| building.input.pieces[work].section == section)
    };
    building.order.iter().copied().filter(holds).collect()
}

/// Finds a free place for a work in a room that is in use.
fn hang_in_slack(building: &mut Building, id: RoomId, work: usize) -> bool {
    if building.plan.room(id).works.len() >= ROOM_WORKS_MAX {
        return false;
    }
    let placement = match building.input.pieces[work].form {
        Form::Flat { outer_width_mm, .. } => wall_slack(building, id, work, outer_width_mm),
        form @ Form::Solid { .. } => floor_slack(building, id, form),
    };
    let Some(placement) = placement else { return false };
    let room = &mut building.plan.rooms[id.0 as usize];
    room.spots.extend(spots_for(room, &placement, building.input.pieces[work].form));
    room.works.push(work);
    building.placed[work] = Some(placement);
    true
}

fn wall_slack(building: &Building, id: RoomId, work: usize, width: i32) -> Option<Placement> {
    let room = building.plan.room(id);
    let cuts = building.cuts(id);
    let taken = building.taken(id);
    for side in Side::ALL {
        for stretch in stretches(side, room.wall_length_mm(side), &cuts) {
            let on = |t: &&Taken| t.side == side && t.from < stretch.to && t.to > stretch.from;
            let hanging: Vec<&Taken> = taken.iter().filter(on).collect();
            for index in 0..=hanging.len() {
                let left = index.checked_sub(1).map(|i| hanging[i]);
                let right = hanging.get(index).copied();
                let me = (Hangs::Work, width);
                // A lone label between two works does not bring them closer together.
                let ends = hanging[..index]
                    .iter()
                    .map(|t| t.to + gap_between((t.what, t.to - t.from), me));
                let from = ends.max().map_or(stretch.from, |end| end.max(stretch.from));
                let begins = hanging[index..]
                    .iter()
                    .map(|t| t.from - gap_between(me, (t.what, t.to - t.from)));
                let last = stretch.to - TAIL_MM;
                let to = begins.min().map_or(last, |begin| begin.min(last));
                if to - from < width {
                    continue;
                }
                // Beside its one neighbour, or in the middle between two or none.
                let place = match (left, right) {
                    (Some(_), None) => from,
                    (None, Some(_)) => to - width,
                    _ => (from + to - width) / 2,
                };
                let mut placement = hang_at(building.input, work, side, place)?;
                if height_for(&placement) > room.height_mm {
                    return None;
                }
                if let Placement::Wall { room, .. } = &mut placement {
                    *room = id;
                }
                return Some(placement);
            }
        }
    }
    None
}

fn floor_slack(building: &Building, id: RoomId, form: Form) -> Option<Placement> {
    let room = building.plan.room(id);
    // The way that the room's other sculptures face, or the side opposite its first door.
    let faces = room.works.iter().find_map(|&work| match building.placed[work] {
        Some(Placement::Floor { plinth, .. }) => Some(plinth.faces),
        _ => None,
    });
    let opposite = room.openings.first().map_or(Side::North, |o| o.side.opposite());
    let faces = faces.unwrap_or(opposite);
    let probe = plinth_for(form, [0, 0], faces)?;
    let mut standing: Vec<RectMm> = room.benches.iter().map(|bench| bench.floor).collect();
    standing.extend(room.works.iter().filter_map(|&work| match building.placed[work] {
        Some(Placement::Floor { plinth, .. }) => Some(plinth.floor),
        _ => None,
    }));
    let mut ways: Vec<RectMm> = room.benches.iter().map(|bench| view(room.floor, bench)).collect();
    for opening in &room.openings {
        let passage = building.plan.door(opening.door).passage;
        ways.push(match opening.side {
            Side::North | Side::South => {
                RectMm { y: room.floor.y, depth: room.floor.depth, ..passage }
            }
            Side::East | Side::West => {
                RectMm { x: room.floor.x, width: room.floor.width, ..passage }
            }
        });
    }
    let size = [probe.floor.width, probe.floor.depth];
    let place = free_floor(room.floor, size, &standing, &ways)?;
    let plinth: Plinth = plinth_for(form, place, faces)?;
    if height_for_solid(form, &plinth) > room.height_mm {
        return None;
    }
    let cuts: Vec<(Side, i32, i32)> =
        building.cuts(id).iter().map(|cut| (cut.side, cut.from, cut.to)).collect();
    let label: LabelPlace = free_label(room.floor, place, &cuts, &building.taken(id))?;
    Some(Placement::Floor { room: id, plinth, label })
}

/// Opens a new room behind a port, as near to the section's end as there is one.
fn annex(building: &mut Building, job: &Job) {
    let index = choose_port(building, job.section);
    let (host, port) = building.ports.remove(index);
    let (from, to) = port.band;
    let width = to - from;
    let axis = port.mark.along - from;
    let onward = Mark { side: Side::North, along: axis };
    let hero_side = if axis < width / 2 { Side::East } else { Side::West };
    let input = building.input;
    let shell = |depth| Shell {
        width,
        depth,
        cuts: vec![Cut::door(Mark { side: Side::South, along: width - axis }), Cut::door(onward)],
        start: Mark { side: Side::South, along: width - axis },
        hero: Mark { side: hero_side, along: depth / 2 },
        ways: vec![RectMm { x: axis - DOOR_WIDTH_MM / 2, y: 0, width: DOOR_WIDTH_MM, depth }],
        title: false,
    };
    let (shell, furnished) = grow(shell, |shell| furnish(shell, job, input));
    let side = port.mark.side;
    let floor = behind(building, host, side, (from, to), shell.depth);
    let id = building.add_room(RoomKind::Gallery, Some(job.section), floor, ROOM_HEIGHT_MM);
    let half = DOOR_WIDTH_MM / 2;
    let door = (port.mark.along - half, port.mark.along + half);
    let reveal = reveal(building, host, side, door);
    building.add_door(host, id, reveal);
    building.settle(id, Turn::to(side), furnished);
    let next = building.order.iter().position(|&room| room == host).map_or(0, |at| at + 1);
    building.order.insert(next, id);
    let mark = Mark { side, along: axis };
    building.ports.push((id, Port { mark, band: (0, width) }));
}

/// The port to open: of the section's last room that has one, else of the nearest
/// room before its end in the tour, else of the nearest after.
fn choose_port(building: &Building, section: usize) -> usize {
    let end = building.order.iter().rposition(|&id| {
        let room = building.plan.room(id);
        room.works.iter().any(|&work| building.input.pieces[work].section <= section)
    });
    let end = end.unwrap_or(0);
    let at = |id: RoomId| building.order.iter().position(|&room| room == id).unwrap_or(0);
    (0..building.ports.len())
        .min_by_key(|&index| {
            let id = building.ports[index].0;
            let own = building
                .plan
                .room(id)
                .works
                .iter()
                .any(|&work| building.input.pieces[work].section == section);
            let place = at(id);
            (!own, place > end, place.abs_diff(end))
        })
        .expect("every hanging leaves a port, and every new room brings one")
}

/// The floor behind a stretch of a room's wall, `depth` deep.
fn behind(building: &Building, host: RoomId, side: Side, band: (i32, i32), depth: i32) -> RectMm {
    strip(building, host, side, band, WALL_MM, WALL_MM + depth)
}

/// The floor of a passage through a room's wall.
fn reveal(building: &Building, host: RoomId, side: Side, door: (i32, i32)) -> RectMm {
    strip(building, host, side, door, 0, WALL_MM)
}

/// The floor beyond a wall, along it and away from it.
fn strip(
    building: &Building,
    host: RoomId,
    side: Side,
    (from, to): (i32, i32),
    near: i32,
    far: i32,
) -> RectMm {
    let room = building.plan.room(host);
    let [out_x, out_y] = side.outward();
    let corner = |along, away| {
        let [x, y] = room.wall_point(side, along);
        [x + out_x * away, y + out_y * away]
    };
    let [ax, ay] = corner(from, near);
    let [bx, by] = corner(to, far);
    RectMm { x: ax.min(bx), y: ay.min(by), width: (ax - bx).abs(), depth: (ay - by).abs() }
}
