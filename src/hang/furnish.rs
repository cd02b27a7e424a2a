//! Furnishing one empty room: works along its walls in their order, the hero in its
//! place, texts beside the works they introduce, a bench, plinths and labels.

use super::building::title_text;
use super::deal::{Item, deal_out, hero};
use super::input::{Form, HangInput};
use super::neighbours::{Hangs, Taken, taken_label, taken_text};
use super::plan::{Bench, LabelPlace, Placement, RectMm, RoomId, Side, WallText, WallTextKind};
use super::plinths::{free_floor, free_label, height_for_solid, plinth_for, view};
use super::rules::*;
use super::shell::{Mark, Shell};

/// What came to hang in a shell, in the shell's own frame.
#[derive(Clone, Debug, Default)]
pub(super) struct Furnished {
    /// Works with their placements, in the order in which one walks past them; the
    /// room's id is not known yet.
    pub works: Vec<(usize, Placement)>,
    pub texts: Vec<WallText>,
    pub benches: Vec<Bench>,
    pub height: i32,
}

/// Works for one room, and the sections that begin with some of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Job {
    pub section: usize,
    pub works: Vec<usize>,
    /// `(work, section)`: this work is the first of that section.
    pub opens: Vec<(usize, usize)>,
}

/// Furnishes a shell, or says that it is too small.
pub(super) fn furnish(shell: &Shell, job: &Job, input: &HangInput) -> Option<Furnished> {
    let mut room = Furnished { height: ROOM_HEIGHT_MM, ..Furnished::default() };
    let mut walls = Vec::new();
    if shell.title {
        let along = shell.width / 2;
        room.texts.push(title_text(Side::North, along, TITLE_WIDTH_MM));
        walls.push(taken_text(Side::North, along, TITLE_WIDTH_MM));
    }
    for (item, side, from) in deal_out(shell, job, input)? {
        let to = from + item.width();
        match item {
            Item::Text { section } => {
                room.texts.push(section_text(section, side, from));
                walls.push(Taken { side, from, to, what: Hangs::Text });
            }
            Item::Work { work, .. } => {
                let placement = hang_at(input, work, side, from)?;
                room.height = room.height.max(height_for(&placement));
                room.works.push((work, placement));
                walls.push(Taken { side, from, to, what: Hangs::Work });
            }
        }
    }
    let hero = hero(job, input).and_then(|(hero, _)| room.works.iter().find(|(w, _)| *w == hero));
    let seen = seen_from_bench(shell, hero.map(|(_, placement)| placement));
    room.benches.push(bench(shell, seen));
    stand(shell, job, input, &mut room, &mut walls)?;
    Some(room)
}

/// A work on a wall with its frame's left edge at `from`; none for a sculpture.
pub(super) fn hang_at(input: &HangInput, work: usize, side: Side, from: i32) -> Option<Placement> {
    let Form::Flat { outer_width_mm, outer_height_mm, border_mm } = input.pieces[work].form else {
        return None;
    };
    let label_along = from + outer_width_mm + LABEL_GAP_MM + LABEL_WIDTH_MM / 2;
    Some(Placement::Wall {
        room: RoomId(0),
        side,
        along_mm: from + outer_width_mm / 2,
        centre_mm: CENTRE_LINE_MM.max(BOTTOM_MIN_MM + outer_height_mm / 2),
        outer_width_mm,
        outer_height_mm,
        border_mm,
        label: LabelPlace { side, along_mm: label_along, centre_mm: LABEL_CENTRE_MM },
    })
}

/// The height of a room in which this can be.
pub(super) fn height_for(placement: &Placement) -> i32 {
    match placement {
        Placement::Wall { centre_mm, outer_height_mm, .. } => {
            let top = centre_mm + (outer_height_mm + 1) / 2 + HEAD_ROOM_MM;
            top.clamp(ROOM_HEIGHT_MM, ROOM_HEIGHT_MAX_MM)
        }
        Placement::Floor { .. } => ROOM_HEIGHT_MM,
    }
}

/// What the bench stands before: the place of the hero, or where a hero hangs that was too
/// wide for it.
fn seen_from_bench(shell: &Shell, hero: Option<&Placement>) -> Mark {
    match hero {
        Some(&Placement::Wall { side, along_mm: along, outer_width_mm, .. })
            if side != shell.hero.side || (along - shell.hero.along).abs() > outer_width_mm / 2 =>
        {
            Mark { side, along }
        }
        _ => shell.hero,
    }
}

/// The bench before a point of a wall, held clear of the walls.
fn bench(shell: &Shell, Mark { side, along }: Mark) -> Bench {
    let floor = RectMm { x: 0, y: 0, width: shell.width, depth: shell.depth };
    let [foot_x, foot_y] = floor.wall_point(side, along);
    let [out_x, out_y] = side.outward();
    let away = BENCH_DISTANCE_MM + BENCH_DEPTH_MM / 2;
    let [x, y] = [foot_x - out_x * away, foot_y - out_y * away];
    let (width, depth) = match side {
        Side::North | Side::South => (BENCH_LENGTH_MM, BENCH_DEPTH_MM),
        Side::East | Side::West => (BENCH_DEPTH_MM, BENCH_LENGTH_MM),
    };
    let held = |middle: i32, size: i32, room: i32| {
        (middle - size / 2).clamp(CIRCULATION_MM, room - CIRCULATION_MM - size)
    };
    let floor =
        RectMm { x: held(x, width, shell.width), y: held(y, depth, shell.depth), width, depth };
    Bench { floor, faces: side }
}

/// Stands the sculptures on plinths, and hangs their labels on the nearest wall.
fn stand(
    shell: &Shell,
    job: &Job,
    input: &HangInput,
    room: &mut Furnished,
    walls: &mut Vec<Taken>,
) -> Option<()> {
    let floor = RectMm { x: 0, y: 0, width: shell.width, depth: shell.depth };
    let cuts: Vec<(Side, i32, i32)> = shell.cuts.iter().map(|c| (c.side, c.from, c.to)).collect();
    let mut standing: Vec<RectMm> = room.benches.iter().map(|bench| bench.floor).collect();
    let ways: Vec<RectMm> =
        shell.ways.iter().copied().chain(room.benches.iter().map(|b| view(floor, b))).collect();
    for &work in &job.works {
        let form = input.pieces[work].form;
        let faces = shell.start.side.opposite();
        let Some(probe) = plinth_for(form, [0, 0], faces) else { continue };
        let size = [probe.floor.width, probe.floor.depth];
        let place = free_floor(floor, size, &standing, &ways)?;
        let plinth = plinth_for(form, place, faces)?;
        let label = free_label(floor, place, &cuts, walls)?;
        walls.push(taken_label(&label));
        standing.push(plinth.floor);
        room.height = room.height.max(height_for_solid(form, &plinth));
        room.works.push((work, Placement::Floor { room: RoomId(0), plinth, label }));
    }
    Some(())
}

fn section_text(section: usize, side: Side, from: i32) -> WallText {
    WallText {
        kind: WallTextKind::Section(section),
        side,
        along_mm: from + SECTION_TEXT_WIDTH_MM / 2,
        centre_mm: CENTRE_LINE_MM,
        width_mm: SECTION_TEXT_WIDTH_MM,
        height_mm: SECTION_TEXT_HEIGHT_MM,
    }
}
