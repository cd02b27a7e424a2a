//! The rules of the house, checked on a finished plan without help from the planner.

use enfilade::hang::{
    Form, HangInput, Placement, Plan, RectMm, Room, RoomKind, Side, WallTextKind,
};

use super::looks::{the_bench_faces_the_hero, works_are_lit};
use super::sights::lines_of_sight;

const CIRCULATION_MM: i32 = 1_500;
const WALL_MM: i32 = 400;
const LABEL: (i32, i32) = (220, 150);
const FIRST_ROOM_ONLY: usize = 16;
const WORKS_MAX: usize = 16;

/// Something on a wall.
#[derive(Clone, Copy, Debug)]
struct Patch {
    side: Side,
    from: i32,
    to: i32,
    what: &'static str,
}

/// Checks everything that is promised of a plan; the first broken promise is told.
pub fn check_plan(plan: &Plan, input: &HangInput) -> Result<(), String> {
    every_work_hangs(plan, input)?;
    rooms_stand_apart(plan)?;
    doors_join_rooms(plan)?;
    for room in &plan.rooms {
        walls_hold(plan, room).map_err(|e| format!("room {:?}: {e}", room.id))?;
        circulation(plan, room).map_err(|e| format!("room {:?}: {e}", room.id))?;
        works_are_lit(plan, input, room).map_err(|e| format!("room {:?}: {e}", room.id))?;
        the_bench_faces_the_hero(plan, input, room)
            .map_err(|e| format!("room {:?}: {e}", room.id))?;
    }
    reachable(plan)?;
    views(plan)?;
    lines_of_sight(plan)?;
    texts(plan, input)
}

pub fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}

fn every_work_hangs(plan: &Plan, input: &HangInput) -> Result<(), String> {
    let works = input.pieces.len();
    ensure(plan.placements.len() == works, || "not every work is placed".into())?;
    let mut tour = plan.tour.clone();
    tour.sort_unstable();
    ensure(tour == (0..works).collect::<Vec<_>>(), || "the tour misses works".into())?;
    for room in &plan.rooms {
        ensure(room.works.len() <= WORKS_MAX, || format!("{} works in a room", room.works.len()))?;
        for &work in &room.works {
            ensure(plan.placements[work].room() == room.id, || format!("{work} is elsewhere"))?;
        }
    }
    let arrivals = input.pieces.iter().any(|piece| piece.arrival > 0);
    if works <= FIRST_ROOM_ONLY && !arrivals {
        ensure(plan.rooms.len() == 1, || format!("{works} works in {} rooms", plan.rooms.len()))?;
    }
    for (work, (placement, piece)) in plan.placements.iter().zip(&input.pieces).enumerate() {
        let fits = match (*placement, piece.form) {
            (
                Placement::Wall {
                    centre_mm,
                    outer_width_mm: w,
                    outer_height_mm: h,
                    border_mm: b,
                    ..
                },
                Form::Flat { outer_width_mm, outer_height_mm, border_mm },
            ) => {
                let room = plan.room(placement.room());
                let bottom = centre_mm - h / 2;
                (w, h, b) == (outer_width_mm, outer_height_mm, border_mm)
                    && (centre_mm == 1_500 || bottom == 300)
                    && bottom >= 300
                    && centre_mm + h / 2 + 300 <= room.height_mm
            }
            (Placement::Floor { plinth, .. }, Form::Solid { width_mm, height_mm, depth_mm }) => {
                let (w, d) = match plinth.faces {
                    Side::North | Side::South => (width_mm, depth_mm),
                    Side::East | Side::West => (depth_mm, width_mm),
                };
                let height = plinth.height_mm;
                plinth.floor.width >= w
                    && plinth.floor.depth >= d
                    && match height_mm {
                        ..=1_200 => (900..=1_100).contains(&height),
                        1_201..=2_000 => height == 300,
                        _ => height == 0,
                    }
                    && height + height_mm < plan.room(placement.room()).height_mm
            }
            _ => false,
        };
        ensure(fits, || format!("work {work} does not hang as it should: {placement:?}"))?;
    }
    Ok(())
}

fn rooms_stand_apart(plan: &Plan) -> Result<(), String> {
    let mut rooms: Vec<&Room> = plan.rooms.iter().collect();
    rooms.sort_by_key(|room| room.floor.x);
    for (index, one) in rooms.iter().enumerate() {
        ensure((4_000..=5_500).contains(&one.height_mm), || format!("{} high", one.height_mm))?;
        let thick = RectMm {
            x: one.floor.x - WALL_MM,
            y: one.floor.y - WALL_MM,
            width: one.floor.width + 2 * WALL_MM,
            depth: one.floor.depth + 2 * WALL_MM,
        };
        for other in rooms[index + 1..].iter().take_while(|o| o.floor.x < thick.east()) {
            ensure(!thick.overlaps(&other.floor), || format!("{:?} meets {:?}", one.id, other.id))?;
        }
    }
    Ok(())
}

fn doors_join_rooms(plan: &Plan) -> Result<(), String> {
    for door in &plan.doors {
        let width =
            if door.passage.width == WALL_MM { door.passage.depth } else { door.passage.width };
        ensure((1_600..=2_000).contains(&width), || format!("{:?} is {width} wide", door.id))?;
        ensure(door.height_mm == 2_400, || format!("{:?} is not 2,400 high", door.id))?;
        ensure(door.rooms[0] < door.rooms[1], || {
            format!("{:?} names its rooms upside down", door.id)
        })?;
        for id in door.rooms {
            let room = plan.room(id);
            ensure(!room.floor.overlaps(&door.passage), || {
                format!("{:?} lies in {id:?}", door.id)
            })?;
            let opening = room.openings.iter().find(|o| o.door == door.id);
            let opening = opening.ok_or_else(|| format!("{id:?} has no hole for {:?}", door.id))?;
            let [x, y] = room.wall_point(opening.side, opening.along_mm);
            let [cx, cy] = door.passage.centre();
            let [ox, oy] = opening.side.outward();
            ensure([x + ox * WALL_MM / 2, y + oy * WALL_MM / 2] == [cx, cy], || {
                format!("{:?} and its hole in {id:?} stand apart", door.id)
            })?;
        }
    }
    let holes: usize = plan.rooms.iter().map(|room| room.openings.len()).sum();
    ensure(holes == 2 * plan.doors.len(), || "a hole without a door".into())
}

/// Nothing overlaps on a wall, and nothing leaves it.
fn walls_hold(plan: &Plan, room: &Room) -> Result<(), String> {
    let mut patches: Vec<Patch> = room
        .openings
        .iter()
        .map(|o| patch(o.side, o.along_mm, o.width_mm, "door"))
        .chain(room.texts.iter().map(|t| patch(t.side, t.along_mm, t.width_mm, "text")))
        .collect();
    for &work in &room.works {
        let label = plan.placements[work].label();
        patches.push(patch(label.side, label.along_mm, LABEL.0, "label"));
        ensure(label.centre_mm == 1_370, || format!("label of {work} at {}", label.centre_mm))?;
        if let Placement::Wall { side, along_mm, outer_width_mm, .. } = plan.placements[work] {
            let from = along_mm - outer_width_mm / 2;
            patches.push(Patch { side, from, to: from + outer_width_mm, what: "work" });
            let lower_right =
                label.side == side && label.along_mm - LABEL.0 / 2 > from + outer_width_mm;
            ensure(lower_right, || format!("label of {work} is not at its right"))?;
        }
    }
    for text in &room.texts {
        let top = text.centre_mm + text.height_mm / 2;
        ensure(top < room.height_mm && text.centre_mm > text.height_mm / 2, || {
            "text too tall".into()
        })?;
    }
    patches.sort_by_key(|p| (p.side, p.from));
    for p in &patches {
        let length = room.wall_length_mm(p.side);
        ensure(p.from >= 0 && p.to <= length, || format!("{p:?} leaves its wall of {length}"))?;
    }
    for pair in patches.windows(2) {
        let apart = pair[0].side != pair[1].side || pair[0].to <= pair[1].from;
        ensure(apart, || format!("{:?} and {:?} overlap", pair[0], pair[1]))?;
    }
    let works: Vec<&Patch> = patches.iter().filter(|p| p.what == "work").collect();
    for pair in works.windows(2).filter(|pair| pair[0].side == pair[1].side) {
        let gap = pair[1].from - pair[0].to;
        let rule = ((pair[0].to - pair[0].from + pair[1].to - pair[1].from) / 4).clamp(300, 1_500);
        ensure(gap >= rule, || format!("{gap} between works, less than {rule}"))?;
    }
    Ok(())
}

fn patch(side: Side, along: i32, width: i32, what: &'static str) -> Patch {
    Patch { side, from: along - width / 2, to: along - width / 2 + width, what }
}

/// Benches and plinths stand in the room and leave the circulation to each other
/// and to the walls (and with the walls, to every door).
fn circulation(plan: &Plan, room: &Room) -> Result<(), String> {
    let mut standing: Vec<RectMm> = room.benches.iter().map(|bench| bench.floor).collect();
    standing.extend(room.works.iter().filter_map(|&work| match plan.placements[work] {
        Placement::Floor { plinth, .. } => Some(plinth.floor),
        Placement::Wall { .. } => None,
    }));
    ensure(!room.benches.is_empty(), || "no bench".into())?;
    for (index, one) in standing.iter().enumerate() {
        let west = one.x - room.floor.x;
        let south = one.y - room.floor.y;
        let least = [west, south, room.floor.east() - one.east(), room.floor.north() - one.north()];
        ensure(least.iter().all(|&gap| gap >= CIRCULATION_MM), || format!("{one:?} at a wall"))?;
        for other in &standing[index + 1..] {
            let x = (other.x - one.east()).max(one.x - other.east());
            let y = (other.y - one.north()).max(one.y - other.north());
            ensure(x.max(y) >= CIRCULATION_MM, || format!("{one:?} and {other:?} are too close"))?;
        }
    }
    Ok(())
}

fn reachable(plan: &Plan) -> Result<(), String> {
    let mut reached = vec![false; plan.rooms.len()];
    let mut waiting = vec![0];
    while let Some(room) = waiting.pop() {
        if std::mem::replace(&mut reached[room], true) {
            continue;
        }
        for opening in &plan.rooms[room].openings {
            waiting.extend(plan.door(opening.door).rooms.map(|id| id.0 as usize));
        }
    }
    ensure(reached.iter().all(|&r| r), || "a room cannot be reached".into())?;
    let at = plan.room_at(plan.entrance.x_mm, plan.entrance.y_mm);
    ensure(at == Some(plan.rooms[0].id), || "the entrance lies outside".into())?;
    ensure(plan.rooms[0].kind == RoomKind::Entrance, || "the first room is no entrance".into())
}

fn views(plan: &Plan) -> Result<(), String> {
    ensure(plan.visible.len() == plan.rooms.len(), || "views are missing".into())?;
    for (index, seen) in plan.visible.iter().enumerate() {
        let me = plan.rooms[index].id;
        ensure(seen.first() == Some(&me), || format!("{me:?} does not see itself first"))?;
        for other in seen {
            let back = &plan.visible[other.0 as usize];
            ensure(back.contains(&me), || format!("{me:?} sees {other:?}, not the other way"))?;
        }
        for opening in &plan.rooms[index].openings {
            let rooms = plan.door(opening.door).rooms;
            ensure(rooms.iter().all(|id| seen.contains(id)), || {
                format!("{me:?} misses a neighbour")
            })?;
        }
    }
    Ok(())
}

/// One title; every section that has works has its text once, in a room of its own.
fn texts(plan: &Plan, input: &HangInput) -> Result<(), String> {
    let all = || plan.rooms.iter().flat_map(|room| room.texts.iter().map(move |text| (room, text)));
    let titles = all().filter(|(_, text)| text.kind == WallTextKind::Title).count();
    ensure(titles == 1, || format!("{titles} titles"))?;
    for section in 0..input.sections {
        let hangs = input.pieces.iter().any(|piece| piece.section == section);
        let here: Vec<&Room> = all()
            .filter(|(_, text)| text.kind == WallTextKind::Section(section))
            .map(|(room, _)| room)
            .collect();
        ensure(here.len() == usize::from(hangs), || format!("{} texts for {section}", here.len()))?;
        for room in here {
            let own = room.works.iter().any(|&work| input.pieces[work].section == section);
            ensure(own, || format!("the text of {section} hangs apart from its works"))?;
        }
    }
    Ok(())
}
