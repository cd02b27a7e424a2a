//! What is looked at: the light on every work, and the bench before the hero.

use enfilade::hang::{Form, HangInput, Placement, Plan, RectMm, Room, Side, Spot};

use super::house_rules::ensure;

/// The tangent of 30 degrees, in millionths.
const SPOT_TANGENT: i64 = 577_350;

/// How far a lamp may hang from where 30 degrees would have it, in millimetres.
const SLACK_MM: i64 = 3;

/// A hero this narrow hangs in the middle of its place; up to the second, around it.
const NARROW_MM: i32 = 1_200;
const WIDE_MM: i32 = 3_300;

/// A spot aims at every work, a third down, from below the ceiling.
pub fn works_are_lit(plan: &Plan, input: &HangInput, room: &Room) -> Result<(), String> {
    for &work in &room.works {
        let lamps: Vec<&Spot> = match plan.placements[work] {
            Placement::Wall {
                side, along_mm, centre_mm, outer_width_mm, outer_height_mm, ..
            } => {
                let third_down = centre_mm + outer_height_mm / 6;
                let lamps: Vec<(&Spot, i32)> = room
                    .spots
                    .iter()
                    .filter_map(|spot| Some((spot, along(room, side, spot)?)))
                    .filter(|(_, at)| (at - along_mm).abs() <= outer_width_mm / 2)
                    .collect();
                for (spot, _) in &lamps {
                    let off = (spot.at_mm[2] - third_down).abs();
                    ensure(off <= 1, || format!("{spot:?} aims {off} beside a third down {work}"))?;
                    aims_from_above(room, spot).map_err(|e| format!("{work}: {e}"))?;
                }
                // Several share the work evenly.
                let sum: i32 = lamps.iter().map(|(_, at)| at - along_mm).sum();
                ensure(sum.abs() <= 2, || format!("the light on {work} is lopsided: {lamps:?}"))?;
                lamps.into_iter().map(|(spot, _)| spot).collect()
            }
            Placement::Floor { plinth, .. } => {
                let Form::Solid { height_mm, .. } = input.pieces[work].form else {
                    return Err(format!("{work} stands, though it is flat"));
                };
                let [x, y] = plinth.floor.centre();
                let aim = [x, y, plinth.height_mm + height_mm * 2 / 3];
                let lamps: Vec<&Spot> =
                    room.spots.iter().filter(|spot| spot.at_mm == aim).collect();
                for spot in &lamps {
                    aims_from_above(room, spot).map_err(|e| format!("{work}: {e}"))?;
                }
                lamps
            }
        };
        ensure(!lamps.is_empty(), || format!("no spot aims at {work}"))?;
    }
    Ok(())
}

/// Where along a wall a spot aims, if it aims at that wall.
fn along(room: &Room, side: Side, spot: &Spot) -> Option<i32> {
    let [x, y, _] = spot.at_mm;
    let at = foot(room, side, [x, y]);
    (room.wall_point(side, at) == [x, y]).then_some(at)
}

/// The place along a wall that is nearest to a point of the floor.
fn foot(room: &Room, side: Side, [x, y]: [i32; 2]) -> i32 {
    let [left_x, left_y] = room.wall_point(side, 0);
    let [right_x, right_y] = side.rightward();
    (x - left_x) * right_x + (y - left_y) * right_y
}

/// A spot hangs below the ceiling and shines down at 30 degrees from the vertical, or more
/// steeply where the room ends before.
fn aims_from_above(room: &Room, spot: &Spot) -> Result<(), String> {
    let [from_x, from_y, from_height] = spot.from_mm;
    let [at_x, at_y, at_height] = spot.at_mm;
    let below = room.height_mm - from_height;
    ensure((1..=500).contains(&below), || format!("{spot:?} hangs {below} below the ceiling"))?;
    ensure(room.floor.contains(from_x, from_y), || format!("{spot:?} hangs outside"))?;
    let across = i64::from((from_x - at_x).abs().max((from_y - at_y).abs()));
    // It never comes closer to a work's own height than a body to a wall.
    let drop = i64::from((from_height - at_height).max(300));
    let wanted = drop * SPOT_TANGENT / 1_000_000;
    let held = !inside(&room.floor, from_x, from_y) && across < wanted;
    ensure(held || (across - wanted).abs() <= SLACK_MM, || {
        format!("{spot:?} shines {across} across and {drop} down")
    })
}

fn inside(floor: &RectMm, x: i32, y: i32) -> bool {
    floor.x < x && x < floor.east() && floor.y < y && y < floor.north()
}

/// The hero (the work that the curator named, or the largest) hangs in the middle of its
/// wall or on the axis of a door opposite, and the bench faces it.
pub fn the_bench_faces_the_hero(plan: &Plan, input: &HangInput, room: &Room) -> Result<(), String> {
    // Who came later found the bench in its place.
    let founded = room.works.iter().map(|&work| input.pieces[work].arrival).min();
    let rank = |work: usize| match input.pieces[work].form {
        Form::Flat { outer_width_mm: w, outer_height_mm: h, .. } => {
            Some((input.pieces[work].hero, i64::from(w) * i64::from(h)))
        }
        Form::Solid { .. } => None,
    };
    let first = room.works.iter().filter(|&&work| Some(input.pieces[work].arrival) == founded);
    let Some(best) = first.clone().filter_map(|&work| rank(work)).max() else {
        return Ok(());
    };
    let [bench] = room.benches[..] else {
        return Err(format!("{} benches", room.benches.len()));
    };
    let side = bench.faces;
    // Of equals any may be it.
    let heroes: Vec<(i32, i32)> = first
        .filter(|&&work| rank(work) == Some(best))
        .filter_map(|&work| match plan.placements[work] {
            Placement::Wall { side: hangs, along_mm, outer_width_mm, .. } if hangs == side => {
                Some((along_mm, outer_width_mm))
            }
            _ => None,
        })
        .collect();
    ensure(!heroes.is_empty(), || format!("no hero hangs where {bench:?} faces"))?;
    let seat = foot(room, side, bench.floor.centre());
    let before = |(at, width): &(i32, i32)| (seat - at).abs() <= width / 2;
    ensure(heroes.iter().any(before), || format!("{bench:?} stands beside {heroes:?}"))?;

    let length = room.wall_length_mm(side);
    let opposite = room.openings.iter().filter(|opening| opening.side == side.opposite());
    let places: Vec<i32> =
        opposite.map(|opening| length - opening.along_mm).chain([length / 2]).collect();
    let in_place = |&(at, width): &(i32, i32)| {
        let off = if width <= NARROW_MM { 1 } else { width / 2 };
        width > WIDE_MM || places.iter().any(|place| (at - place).abs() <= off)
    };
    ensure(heroes.iter().any(in_place), || {
        format!("heroes {heroes:?} hang on no axis of {places:?}")
    })
}
