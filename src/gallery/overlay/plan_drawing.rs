//! The floor plan as pixels: rooms, doors, works on their walls, and names.

use serde::{Deserialize, Serialize};

use super::plate::PAPER;
use crate::exhibition::{Language, Lock};
use crate::gallery::crew::Texels;
use crate::gallery::lettering::{
    Align, Block, Face, Ink, Lettered, Paragraph, Style, flat_texture, letter,
};
use crate::gallery::show::Show;
use crate::hang::{Placement, Plan, RectMm, Room, RoomKind};
use crate::messages::Messages;

/// How the plan lies on its drawing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::gallery) struct PlanFrame {
    west_mm: f32,
    north_mm: f32,
    px_per_mm: f32,
    pub width_px: u32,
    pub height_px: u32,
}

const WALL: [u8; 3] = [84, 81, 76];
const FLOOR: [u8; 3] = [255, 255, 253];
const WORK: [u8; 3] = [28, 27, 25];
const BENCH: [u8; 3] = [214, 208, 198];
const NAME: Ink = [70, 67, 62, 255];

/// How thick walls are drawn, and how deep a hanging work.
const WALL_MM: f32 = 170.0;
const WORK_MM: f32 = 240.0;

impl PlanFrame {
    /// The whole plan within a box of pixels.
    pub fn within(plan: &Plan, box_px: [u32; 2]) -> Self {
        let floors = || plan.rooms.iter().map(|room| room.floor);
        let edge = WALL_MM * 2.0;
        let west_mm = floors().map(|floor| floor.x).min().unwrap_or(0) as f32 - edge;
        let east_mm = floors().map(|floor| floor.east()).max().unwrap_or(1) as f32 + edge;
        let south_mm = floors().map(|floor| floor.y).min().unwrap_or(0) as f32 - edge;
        let north_mm = floors().map(|floor| floor.north()).max().unwrap_or(1) as f32 + edge;
        let (width_mm, depth_mm) = (east_mm - west_mm, north_mm - south_mm);
        let px_per_mm = (box_px[0] as f32 / width_mm).min(box_px[1] as f32 / depth_mm);
        Self {
            west_mm,
            north_mm,
            px_per_mm,
            width_px: ((width_mm * px_per_mm) as u32).max(1),
            height_px: ((depth_mm * px_per_mm) as u32).max(1),
        }
    }

    /// A point of the plan on the drawing, in pixels from its top left.
    pub fn place(&self, x_mm: f32, y_mm: f32) -> [f32; 2] {
        [(x_mm - self.west_mm) * self.px_per_mm, (self.north_mm - y_mm) * self.px_per_mm]
    }

    /// The point of the plan under a point of the drawing.
    pub fn point_mm(&self, [x_px, y_px]: [f32; 2]) -> [i32; 2] {
        [
            (self.west_mm + x_px / self.px_per_mm).round() as i32,
            (self.north_mm - y_px / self.px_per_mm).round() as i32,
        ]
    }

    /// A rectangle of the plan, grown on all sides: left, top, right, bottom.
    pub fn rect(&self, rect: &RectMm, grown_mm: f32) -> [f32; 4] {
        let [left, top] = self.place(rect.x as f32 - grown_mm, rect.north() as f32 + grown_mm);
        let [right, bottom] = self.place(rect.east() as f32 + grown_mm, rect.y as f32 - grown_mm);
        [left, top, right, bottom]
    }
}

/// The plan of a show, drawn to be shown flat.
pub(in crate::gallery) fn draw_plan(
    show: &Show,
    frame: &PlanFrame,
    language: Language,
    scale: f32,
) -> Texels {
    flat_texture(draw(&show.lock, &show.plan, &Messages::new(language), frame, scale))
}

/// Draws the plan. `scale` is how many pixels a logical one has.
pub(super) fn draw(
    lock: &Lock,
    plan: &Plan,
    messages: &Messages,
    frame: &PlanFrame,
    scale: f32,
) -> Lettered {
    let clear = Lettered::empty(frame.width_px, frame.height_px);
    let mut sheet = clear.on_paper(PAPER, [0; 4]);
    // Half the thickness of the walls between rooms: neighbours' halves then meet.
    let half_mm = plan.doors.iter().map(|door| door.passage.width.min(door.passage.depth)).max();
    let wall_mm = half_mm
        .map_or(WALL_MM, |thick| thick as f32 / 2.0 + 1.0)
        .max(1.6 * scale / frame.px_per_mm);
    for room in &plan.rooms {
        fill(&mut sheet, frame.rect(&room.floor, wall_mm), WALL);
    }
    for room in &plan.rooms {
        fill(&mut sheet, frame.rect(&room.floor, 0.0), FLOOR);
        for bench in &room.benches {
            fill(&mut sheet, frame.rect(&bench.floor, 0.0), BENCH);
        }
    }
    for door in &plan.doors {
        // Through the soft edges of both floors.
        let [left, top, right, bottom] = frame.rect(&door.passage, 0.0);
        let [aside, along] =
            if door.passage.width < door.passage.depth { [1.0, 0.0] } else { [0.0, 1.0] };
        let opened = [left - aside, top - along, right + aside, bottom + along];
        fill(&mut sheet, opened, FLOOR);
    }
    for placement in &plan.placements {
        fill(&mut sheet, frame.rect(&footprint(plan, placement, frame, scale), 0.0), WORK);
    }
    for room in &plan.rooms {
        name(&mut sheet, lock, plan, room, messages, frame, scale);
    }
    sheet
}

/// The floor that a work stands on or hangs over; never too small to be seen.
fn footprint(plan: &Plan, placement: &Placement, frame: &PlanFrame, scale: f32) -> RectMm {
    let deep = WORK_MM.max(2.2 * scale / frame.px_per_mm) as i32;
    match placement {
        Placement::Floor { plinth, .. } => plinth.floor,
        Placement::Wall { room, side, along_mm, outer_width_mm, .. } => {
            let half = (*outer_width_mm).max(deep) / 2;
            let room = plan.room(*room);
            let from = room.wall_point(*side, along_mm - half);
            let to = room.wall_point(*side, along_mm + half);
            let [east, north] = side.outward();
            let corners = [from, to, [from[0] - east * deep, from[1] - north * deep]];
            let edge = |axis: usize| {
                let values = corners.map(|corner| corner[axis]);
                let low = values.into_iter().min().unwrap_or_default();
                (low, values.into_iter().max().unwrap_or_default() - low)
            };
            let ((x, width), (y, depth)) = (edge(0), edge(1));
            RectMm { x, y, width, depth }
        }
    }
}

/// A room's name in its middle, if there is room for it.
fn name(
    sheet: &mut Lettered,
    lock: &Lock,
    plan: &Plan,
    room: &Room,
    messages: &Messages,
    frame: &PlanFrame,
    scale: f32,
) {
    let [left, top, right, bottom] = frame.rect(&room.floor, -WORK_MM);
    let (width, height) = ((right - left) as u32, (bottom - top) as u32);
    if (right - left) < 22.0 * scale || (bottom - top) < 14.0 * scale {
        return;
    }
    let language = messages.language();
    let section = room.section.and_then(|section| lock.sections.get(section));
    let opens_section = room.section.is_some()
        && plan.rooms.iter().find(|other| other.section == room.section).map(|first| first.id)
            == Some(room.id);
    let number = (room.id.0 + 1).to_string();
    let long = match (room.kind, section) {
        (RoomKind::Entrance, _) => messages.get("plan-entrance"),
        (_, Some(section)) if opens_section => section.title.get(language).to_owned(),
        (RoomKind::Hall, _) => messages.get("plan-hall"),
        (RoomKind::Gallery, _) => messages.format("plan-room", &[("number", &number)]),
    };
    let faces = [
        (if opens_section { Face::SerifBold } else { Face::Sans }, 14.0, long),
        (Face::Sans, 12.0, number),
    ];
    for (face, size, words) in faces {
        let mut block = Block::new(language);
        block.push(
            Paragraph::new(Style::new(face, size * scale, NAME), words.clone())
                .align(Align::Centre)
                .balanced()
                .leading(1.15),
        );
        let lettered = letter(&block, width);
        let longest_word = words.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
        let fits_across = longest_word as f32 * size * 0.52 * scale <= width as f32
            || words.contains(|c: char| c >= '\u{2E80}');
        if lettered.height <= height && fits_across {
            let free = height - lettered.height;
            let clear = |y: &u32| {
                let (from, to) = (top + *y as f32, top + (*y + lettered.height) as f32);
                standing(plan, room).iter().all(|floor| {
                    let [_, floor_top, _, floor_bottom] = frame.rect(floor, 0.0);
                    floor_bottom < from || floor_top > to
                })
            };
            let y = [free / 2, free / 3, free * 2 / 3, free / 5, free * 4 / 5]
                .into_iter()
                .find(clear)
                .unwrap_or(free / 2);
            stamp(sheet, &lettered, left as u32, top as u32 + y);
            return;
        }
    }
}

/// What stands on a room's floor, where no name should be.
fn standing(plan: &Plan, room: &Room) -> Vec<RectMm> {
    let plinths = room.works.iter().filter_map(|&work| match &plan.placements[work] {
        Placement::Floor { plinth, .. } => Some(plinth.floor),
        Placement::Wall { .. } => None,
    });
    room.benches.iter().map(|bench| bench.floor).chain(plinths).collect()
}

pub(super) fn stamp(sheet: &mut Lettered, letters: &Lettered, left: u32, top: u32) {
    for y in 0..letters.height {
        for x in 0..letters.width {
            let at = (y as usize * letters.width as usize + x as usize) * 4;
            let ink = &letters.rgba[at..at + 4];
            let inside = left + x < sheet.width && top + y < sheet.height;
            if ink[3] > 0 && inside {
                sheet.mix(left + x, top + y, [ink[0], ink[1], ink[2], 255], ink[3]);
            }
        }
    }
}

/// A rectangle with soft edges where it ends within a pixel.
pub(super) fn fill(sheet: &mut Lettered, [left, top, right, bottom]: [f32; 4], colour: [u8; 3]) {
    let overlap = |from: f32, to: f32, at: u32| {
        (to.min(at as f32 + 1.0) - from.max(at as f32)).clamp(0.0, 1.0)
    };
    let [r, g, b] = colour;
    for y in (top.max(0.0) as u32)..(bottom.ceil().max(0.0) as u32).min(sheet.height) {
        for x in (left.max(0.0) as u32)..(right.ceil().max(0.0) as u32).min(sheet.width) {
            let cover = overlap(left, right, x) * overlap(top, bottom, y);
            sheet.mix(x, y, [r, g, b, 255], (cover * 255.0).round() as u8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_come_back_from_the_drawing() {
        let room = Room {
            id: crate::hang::RoomId(0),
            kind: RoomKind::Entrance,
            section: None,
            floor: RectMm { x: -4_000, y: 2_000, width: 9_000, depth: 6_000 },
            height_mm: 4_000,
            openings: vec![],
            works: vec![],
            benches: vec![],
            texts: vec![],
            spots: vec![],
        };
        let plan = Plan { rooms: vec![room], ..Plan::default() };
        let frame = PlanFrame::within(&plan, [900, 900]);
        assert!(frame.width_px <= 900 && frame.height_px <= 900);
        for point in [[-4_000, 2_000], [5_000, 8_000], [120, 3_456]] {
            let back = frame.point_mm(frame.place(point[0] as f32, point[1] as f32));
            assert!(back[0].abs_diff(point[0]) <= 12 && back[1].abs_diff(point[1]) <= 12);
        }
        let [_, north] = frame.place(0.0, 8_000.0);
        let [_, south] = frame.place(0.0, 2_000.0);
        assert!(north < south, "north is up");
    }
}
