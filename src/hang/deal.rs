//! How works are dealt out to the stretches of a room's wall: the hero in its place, the
//! others beside it in their order, all stretches about equally full.

use super::furnish::Job;
use super::input::{Form, HangInput};
use super::neighbours::{Hangs, TAIL_MM, gap_between};
use super::plan::Side;
use super::rules::*;
use super::shell::{Mark, Shell, Stretch};

/// One thing to hang.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item {
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

/// Deals a job out to the walls of a shell: each thing with its wall and its left edge, in
/// the order in which one walks past them. None where the walls are too short.
pub(super) fn deal_out(
    shell: &Shell,
    job: &Job,
    input: &HangInput,
) -> Option<Vec<(Item, Side, i32)>> {
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
    Some(hung.into_iter().map(|(_, item, side, from)| (item, side, from)).collect())
}

impl Item {
    pub fn width(self) -> i32 {
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
pub(super) fn hero(job: &Job, input: &HangInput) -> Option<(usize, i32)> {
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
