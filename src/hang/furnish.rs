//! Furnishing one empty room: works along its walls in their order, the hero in its
//! place, texts beside the works they introduce, a bench, plinths and labels.

use super::input::{Form, HangInput};
use super::plan::{
    Bench, LabelPlace, Placement, Plinth, RectMm, RoomId, Side, WallText, WallTextKind,
};
use super::rules::*;
use super::shell::{Mark, Shell, Stretch};

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

/// Something that takes up wall, by its first and last millimetre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    pub side: Side,
    pub from: i32,
    pub to: i32,
    pub what: Hangs,
}

/// What hangs on a wall, as its neighbours see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hangs {
    Work,
    Text,
    /// The label of a sculpture.
    Label,
}

/// Furnishes a shell, or says that it is too small.
pub(super) fn furnish(shell: &Shell, job: &Job, input: &HangInput) -> Option<Furnished> {
    let mut room = Furnished { height: ROOM_HEIGHT_MM, ..Furnished::default() };
    let mut walls = Vec::new();
    if shell.title {
        let along = shell.width / 2;
        room.texts.push(title(along));
        walls.push(taken_text(Side::North, along, TITLE_WIDTH_MM));
    }
    let hero = hero(job, input);
    let mut slots: Vec<Slot> = shell.stretches().into_iter().map(Slot::whole).collect();
    let mut hung: Vec<(usize, Item, Side, i32)> = Vec::new();
    if let Some((work, width)) = hero {
        let (slot, from) = hang_hero(shell, &mut slots, width)?;
        let item = Item::Work { work, width };
        hung.push((2 * slot + 1, item, slots[slot].side, from));
    }
    let groups = groups(job, input, hero.map(|(work, _)| work));
    for (slot, items) in fill(&slots, &groups)?.into_iter().enumerate() {
        let place = &slots[slot];
        let mut from = place.start(&items);
        for (index, &item) in items.iter().enumerate() {
            if index > 0 {
                from += gap(items[index - 1], item);
            }
            hung.push((2 * slot, item, place.side, from));
            from += item.width();
        }
    }
    hung.sort_by_key(|&(order, ..)| order);
    for (_, item, side, from) in hung {
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
    room.benches.extend(bench(shell));
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
        PLINTH_LOWEST_MM
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
            let crowded = standing.iter().any(|other| rect.overlaps(&widen(other, CIRCULATION_MM)));
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
            let room_point = wall_point(floor, side, along);
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

/// A rectangle and everything within `by` of it.
pub(super) fn widen(rect: &RectMm, by: i32) -> RectMm {
    RectMm {
        x: rect.x - by,
        y: rect.y - by,
        width: rect.width + 2 * by,
        depth: rect.depth + 2 * by,
    }
}

/// How far apart two things on a wall hang, the left one first.
pub(super) fn gap_between(left: (Hangs, i32), right: (Hangs, i32)) -> i32 {
    match (left.0, right.0) {
        (Hangs::Work, Hangs::Work) => gap_mm(left.1, right.1),
        (Hangs::Work, Hangs::Label) => LABEL_GAP_MM + LABEL_WIDTH_MM + LONE_LABEL_CLEAR_MM,
        (Hangs::Label, _) | (_, Hangs::Label) => LONE_LABEL_CLEAR_MM,
        _ => TEXT_GAP_MM,
    }
}

/// Behind the last work of a stretch its label still needs room.
pub(super) const TAIL_MM: i32 = LABEL_GAP_MM + LABEL_WIDTH_MM;

/// One thing to hang.
#[derive(Clone, Copy, Debug)]
enum Item {
    Work { work: usize, width: i32 },
    Text { section: usize },
}

/// A stretch, or the part of it on one side of the hero.
#[derive(Clone, Copy, Debug)]
struct Slot {
    side: Side,
    from: i32,
    to: i32,
    /// The hero's width, where it bounds the slot.
    left: Option<i32>,
    right: Option<i32>,
}

impl Item {
    fn width(self) -> i32 {
        match self {
            Self::Work { width, .. } => width,
            Self::Text { .. } => SECTION_TEXT_WIDTH_MM,
        }
    }

    fn as_neighbour(self) -> (Hangs, i32) {
        match self {
            Self::Work { width, .. } => (Hangs::Work, width),
            Self::Text { .. } => (Hangs::Text, SECTION_TEXT_WIDTH_MM),
        }
    }

    fn tail(self) -> i32 {
        if matches!(self, Self::Work { .. }) { TAIL_MM } else { 0 }
    }
}

impl Slot {
    fn whole(stretch: Stretch) -> Self {
        Self { side: stretch.side, from: stretch.from, to: stretch.to, left: None, right: None }
    }

    fn room(&self) -> i32 {
        self.to - self.from
    }

    /// The wall that a run of items takes here, with what must be left around it.
    fn need(&self, items: &[Item]) -> i32 {
        let (Some(first), Some(last)) = (items.first(), items.last()) else { return 0 };
        let before = self.left.map_or(0, |w| gap_between((Hangs::Work, w), first.as_neighbour()));
        let after = match self.right {
            Some(w) => gap_between(last.as_neighbour(), (Hangs::Work, w)),
            None => last.tail(),
        };
        before + run(items) + after
    }

    /// Where the first item's left edge comes: beside the hero, or so that the run
    /// stands in the middle.
    fn start(&self, items: &[Item]) -> i32 {
        let (Some(first), Some(last)) = (items.first(), items.last()) else { return self.from };
        if let Some(w) = self.left {
            return self.from + gap_between((Hangs::Work, w), first.as_neighbour());
        }
        if let Some(w) = self.right {
            let after = gap_between(last.as_neighbour(), (Hangs::Work, w));
            return self.to - after - run(items);
        }
        self.from + (self.room() - run(items) - last.tail()) / 2
    }
}

fn run(items: &[Item]) -> i32 {
    let widths: i32 = items.iter().map(|item| item.width()).sum();
    let gaps: i32 = items.windows(2).map(|pair| gap(pair[0], pair[1])).sum();
    widths + gaps
}

fn gap(left: Item, right: Item) -> i32 {
    gap_between(left.as_neighbour(), right.as_neighbour())
}

/// The room's hero: the one that the curator named, or the largest on the walls.
fn hero(job: &Job, input: &HangInput) -> Option<(usize, i32)> {
    let flats = job.works.iter().filter_map(|&work| match input.pieces[work].form {
        Form::Flat { outer_width_mm, outer_height_mm, .. } => {
            let area = i64::from(outer_width_mm) * i64::from(outer_height_mm);
            Some((input.pieces[work].hero, area, work, outer_width_mm))
        }
        Form::Solid { .. } => None,
    });
    // The first of equals.
    flats
        .reduce(|best, other| if (other.0, other.1) > (best.0, best.1) { other } else { best })
        .map(|(_, _, work, width)| (work, width))
}

/// Gives the hero its place and splits the stretch there. Returns the slot to its
/// left and its left edge.
fn hang_hero(shell: &Shell, slots: &mut Vec<Slot>, width: i32) -> Option<(usize, i32)> {
    let need = width + TAIL_MM;
    let Mark { side, along } = shell.hero;
    let wanted = slots
        .iter()
        .position(|s| s.side == side && s.from <= along && along <= s.to && s.room() >= need);
    let index = wanted.or_else(|| {
        let roomiest = (0..slots.len()).rev().max_by_key(|&i| slots[i].room())?;
        (slots[roomiest].room() >= need).then_some(roomiest)
    })?;
    let slot = slots[index];
    let centre = if wanted.is_some() { along } else { (slot.from + slot.to) / 2 };
    let from = (centre - width / 2).clamp(slot.from, slot.to - need);
    slots[index] = Slot { to: from, right: Some(width), ..slot };
    slots.insert(index + 1, Slot { from: from + width, left: Some(width), ..slot });
    Some((index, from))
}

/// What hangs beside the hero, in order; a text stays with the work it introduces.
fn groups(job: &Job, input: &HangInput, hero: Option<usize>) -> Vec<Vec<Item>> {
    let mut groups = Vec::new();
    for &work in &job.works {
        let mut group = Vec::new();
        if let Some(&(_, section)) = job.opens.iter().find(|(first, _)| *first == work) {
            group.push(Item::Text { section });
        }
        if let Form::Flat { outer_width_mm: width, .. } = input.pieces[work].form
            && Some(work) != hero
        {
            group.push(Item::Work { work, width });
        }
        if !group.is_empty() {
            groups.push(group);
        }
    }
    groups
}

/// Deals the groups out to the slots in order, so that all are about equally full;
/// where that fails, ever more eagerly.
fn fill(slots: &[Slot], groups: &[Vec<Item>]) -> Option<Vec<Vec<Item>>> {
    const EAGERNESS_PERCENT: [i64; 7] = [100, 110, 125, 150, 200, 400, 10_000];
    EAGERNESS_PERCENT.iter().find_map(|&percent| deal(slots, groups, percent))
}

fn deal(slots: &[Slot], groups: &[Vec<Item>], percent: i64) -> Option<Vec<Vec<Item>>> {
    let mut dealt = Vec::with_capacity(slots.len());
    let mut room_left: i64 = slots.iter().map(|slot| i64::from(slot.room())).sum();
    let mut rest = groups;
    for slot in slots {
        let waiting: i64 = rest.iter().map(|group| i64::from(run(group))).sum();
        let share = waiting * i64::from(slot.room()) / room_left.max(1) * percent / 100;
        let mut items: Vec<Item> = Vec::new();
        let mut used = 0;
        while let Some((group, others)) = rest.split_first() {
            let mut more = items.clone();
            more.extend(group);
            let width = i64::from(run(group));
            if slot.need(&more) > slot.room() || used + width / 2 > share {
                break;
            }
            used += width;
            items = more;
            rest = others;
        }
        room_left -= i64::from(slot.room());
        dealt.push(items);
    }
    rest.is_empty().then_some(dealt)
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

fn title(along: i32) -> WallText {
    WallText {
        kind: WallTextKind::Title,
        side: Side::North,
        along_mm: along,
        centre_mm: TITLE_CENTRE_MM,
        width_mm: TITLE_WIDTH_MM,
        height_mm: TITLE_HEIGHT_MM,
    }
}

fn taken_text(side: Side, along: i32, width: i32) -> Taken {
    Taken { side, from: along - width / 2, to: along + width / 2, what: Hangs::Text }
}

/// The bench before the hero, held clear of the walls.
fn bench(shell: &Shell) -> Option<Bench> {
    let Mark { side, along } = shell.hero;
    let floor = RectMm { x: 0, y: 0, width: shell.width, depth: shell.depth };
    let [foot_x, foot_y] = wall_point(floor, side, along);
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
    Some(Bench { floor, faces: side })
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

/// A lone label as its neighbours see it.
pub(super) fn taken_label(label: &LabelPlace) -> Taken {
    let half = LABEL_WIDTH_MM / 2;
    let (from, to) = (label.along_mm - half, label.along_mm + half);
    Taken { side: label.side, from, to, what: Hangs::Label }
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

/// The foot of a wall; see [`super::Room::wall_point`].
pub(super) fn wall_point(floor: RectMm, side: Side, along: i32) -> [i32; 2] {
    match side {
        Side::North => [floor.x + along, floor.north()],
        Side::East => [floor.east(), floor.north() - along],
        Side::South => [floor.east() - along, floor.y],
        Side::West => [floor.x, floor.y + along],
    }
}
