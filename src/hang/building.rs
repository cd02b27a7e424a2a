//! The building as it goes up: rooms, doors and what hangs in them, in the plan's
//! own frame.

use super::furnish::Furnished;
use super::input::HangInput;
use super::neighbours::{Hangs, Taken, taken_label};
use super::plan::{
    Bench, Door, DoorId, LabelPlace, Opening, Placement, Plan, Plinth, RectMm, Room, RoomId,
    RoomKind, Side, WallText, WallTextKind,
};
use super::rules::*;
use super::shell::{Cut, Mark, Turn, mark};
use super::spots::{spots_for, spots_for_text};
use super::wing::{Port, WING_WIDTH_MM, Wing};

pub(super) struct Building<'a> {
    pub input: &'a HangInput,
    pub plan: Plan,
    pub placed: Vec<Option<Placement>>,
    /// Rooms in the order of the tour.
    pub order: Vec<RoomId>,
    /// Where later doors may be cut.
    pub ports: Vec<(RoomId, Port)>,
}

impl<'a> Building<'a> {
    pub fn new(input: &'a HangInput) -> Self {
        Self {
            input,
            plan: Plan::default(),
            placed: vec![None; input.pieces.len()],
            order: Vec::new(),
            ports: Vec::new(),
        }
    }

    /// Puts up an empty room. Its place in the tour is the caller's to give.
    pub fn add_room(
        &mut self,
        kind: RoomKind,
        section: Option<usize>,
        floor: RectMm,
        height_mm: i32,
    ) -> RoomId {
        let id = RoomId(u32::try_from(self.plan.rooms.len()).unwrap_or(u32::MAX));
        self.plan.rooms.push(Room {
            id,
            kind,
            section,
            floor,
            height_mm,
            openings: Vec::new(),
            works: Vec::new(),
            benches: Vec::new(),
            texts: Vec::new(),
            spots: Vec::new(),
        });
        id
    }

    /// Cuts a door between two rooms that this passage joins.
    pub fn add_door(&mut self, one: RoomId, other: RoomId, passage: RectMm) {
        let door = DoorId(u32::try_from(self.plan.doors.len()).unwrap_or(u32::MAX));
        let rooms = [one.min(other), one.max(other)];
        self.plan.doors.push(Door { id: door, rooms, passage, height_mm: DOOR_HEIGHT_MM });
        for room in rooms {
            let room = &mut self.plan.rooms[room.0 as usize];
            let floor = room.floor;
            let side = if passage.y >= floor.north() {
                Side::North
            } else if passage.north() <= floor.y {
                Side::South
            } else if passage.x >= floor.east() {
                Side::East
            } else {
                Side::West
            };
            let [x, y] = passage.centre();
            let along_mm = mark(side, [x - floor.x, y - floor.y], floor.width, floor.depth).along;
            let width_mm = match side {
                Side::North | Side::South => passage.width,
                Side::East | Side::West => passage.depth,
            };
            room.openings.push(Opening {
                door,
                side,
                along_mm,
                width_mm,
                height_mm: DOOR_HEIGHT_MM,
            });
        }
    }

    /// Brings what was furnished in a shell's frame into its room.
    pub fn settle(&mut self, id: RoomId, turn: Turn, furnished: Furnished) {
        let input = self.input;
        let room = &mut self.plan.rooms[id.0 as usize];
        room.height_mm = room.height_mm.max(furnished.height);
        let floor = room.floor;
        let (width, depth) = if turn.0.is_multiple_of(2) {
            (floor.width, floor.depth)
        } else {
            (floor.depth, floor.width)
        };
        let lay = |rect: RectMm| {
            let turned = turn.rect(rect, width, depth);
            RectMm { x: turned.x + floor.x, y: turned.y + floor.y, ..turned }
        };
        for text in furnished.texts {
            let text = WallText { side: turn.side(text.side), ..text };
            room.spots.extend(spots_for_text(room, &text));
            room.texts.push(text);
        }
        for bench in furnished.benches {
            room.benches.push(Bench { floor: lay(bench.floor), faces: turn.side(bench.faces) });
        }
        for (work, placement) in furnished.works {
            let turned = |label: LabelPlace| LabelPlace { side: turn.side(label.side), ..label };
            let placement = match placement {
                Placement::Wall {
                    side,
                    along_mm,
                    centre_mm,
                    outer_width_mm,
                    outer_height_mm,
                    border_mm,
                    label,
                    ..
                } => Placement::Wall {
                    room: id,
                    side: turn.side(side),
                    along_mm,
                    centre_mm,
                    outer_width_mm,
                    outer_height_mm,
                    border_mm,
                    label: turned(label),
                },
                Placement::Floor { plinth, label, .. } => Placement::Floor {
                    room: id,
                    plinth: Plinth {
                        floor: lay(plinth.floor),
                        faces: turn.side(plinth.faces),
                        ..plinth
                    },
                    label: turned(label),
                },
            };
            room.spots.extend(spots_for(room, &placement, input.pieces[work].form));
            room.works.push(work);
            self.placed[work] = Some(placement);
        }
    }

    /// Puts up a wing whose own south west corner comes to `base` once turned.
    pub fn add_wing(&mut self, wing: Wing, turn: Turn, base: [i32; 2], hall: RoomId) {
        let lay = |rect: RectMm| {
            let turned = turn.rect(rect, WING_WIDTH_MM, wing.length);
            RectMm { x: turned.x + base[0], y: turned.y + base[1], ..turned }
        };
        let mut ids = Vec::with_capacity(wing.rooms.len());
        for room in wing.rooms {
            let floor = lay(room.floor);
            let id = self.add_room(RoomKind::Gallery, Some(room.section), floor, ROOM_HEIGHT_MM);
            self.settle(id, turn, room.furnished);
            if let Some(port) = room.port {
                let mark = Mark { side: turn.side(port.mark.side), ..port.mark };
                self.ports.push((id, Port { mark, ..port }));
            }
            self.order.push(id);
            ids.push(id);
        }
        for (before, after, passage) in wing.doors {
            let before = before.map_or(hall, |index| ids[index]);
            self.add_door(before, ids[after], lay(passage));
        }
    }

    /// Puts a text on a wall, with its light.
    pub fn add_text(&mut self, id: RoomId, text: WallText) {
        let room = &mut self.plan.rooms[id.0 as usize];
        room.spots.extend(spots_for_text(room, &text));
        room.texts.push(text);
    }

    /// Where nothing may hang in a room: doors, and places kept for later ones.
    pub fn cuts(&self, id: RoomId) -> Vec<Cut> {
        let doors = self.plan.room(id).openings.iter().map(|opening| Cut {
            side: opening.side,
            from: opening.along_mm - opening.width_mm / 2 - JAMB_CLEAR_MM,
            to: opening.along_mm + opening.width_mm / 2 + JAMB_CLEAR_MM,
        });
        let ports = self.ports.iter().filter(|(room, _)| *room == id);
        doors.chain(ports.map(|(_, port)| Cut::door(port.mark))).collect()
    }

    /// What hangs on the walls of a room.
    pub fn taken(&self, id: RoomId) -> Vec<Taken> {
        let room = self.plan.room(id);
        let mut taken: Vec<Taken> = room
            .texts
            .iter()
            .map(|text| Taken {
                side: text.side,
                from: text.along_mm - text.width_mm / 2,
                to: text.along_mm + text.width_mm / 2,
                what: Hangs::Text,
            })
            .collect();
        for placement in room.works.iter().filter_map(|&work| self.placed[work].as_ref()) {
            taken.push(match *placement {
                Placement::Wall { side, along_mm, outer_width_mm, .. } => {
                    let from = along_mm - outer_width_mm / 2;
                    Taken { side, from, to: from + outer_width_mm, what: Hangs::Work }
                }
                Placement::Floor { label, .. } => taken_label(&label),
            });
        }
        taken.sort_by_key(|t| (t.side, t.from));
        taken
    }
}

/// The title in the middle of a wall.
pub(super) fn title_text(side: Side, along_mm: i32, width_mm: i32) -> WallText {
    WallText {
        kind: WallTextKind::Title,
        side,
        along_mm,
        centre_mm: TITLE_CENTRE_MM,
        width_mm,
        height_mm: if width_mm > TITLE_WIDTH_MM { TITLE_HEIGHT_MAX_MM } else { TITLE_HEIGHT_MM },
    }
}
