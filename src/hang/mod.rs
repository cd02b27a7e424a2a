//! Hanging: from a lock to rooms, doors, walls, placements and lights; pure, and in
//! whole millimetres, so that every machine makes the same plan of the same lock.
//!
//! The first hanging is made from scratch: works are dealt out to rooms (`jobs`),
//! rooms are laid out in wings (`first`, `wing`) and furnished one by one
//! (`furnish`). Later arrivals are played back in their order and move nothing
//! (`growth`).

mod building;
mod deal;
mod draw;
mod first;
mod furnish;
mod growth;
mod input;
mod jobs;
pub mod light;
mod neighbours;
mod plan;
mod plinths;
pub mod rules;
mod shell;
mod sight;
mod solid;
mod spots;
mod walk;
mod wing;

use building::Building;

pub use input::{Form, HangInput, Piece, border_mm, is_sculpture, moulding_mm, shown_size_mm};
pub use plan::{
    Bench, Door, DoorId, LabelPlace, Opening, Placement, Plan, Plinth, RectMm, Room, RoomId,
    RoomKind, Side, Spot, Standpoint, WallText, WallTextKind,
};
pub use solid::{BoxMm, solid_boxes};

pub use draw::{SheetWords, draw_plan};
pub use walk::{heading_deg, route, stand_before};

use crate::exhibition::Lock;

/// Hangs a show: the same lock gives the same plan on every machine.
pub fn hang(lock: &Lock) -> Plan {
    hang_pieces(&HangInput::from_lock(lock))
}

/// Hangs a show of which only sizes, sections and arrivals are known.
pub fn hang_pieces(input: &HangInput) -> Plan {
    let mut building = Building::new(input);
    let arrivals = input.arrivals();
    let mut later = arrivals.iter();
    let first = later.next().map_or_else(Vec::new, |&arrival| input.by_section(arrival));
    first::first_hang(&mut building, &first);
    for &arrival in later {
        growth::grow_by(&mut building, &input.by_section(arrival));
    }
    let Building { mut plan, placed, order, .. } = building;
    plan.placements = placed.into_iter().flatten().collect();
    debug_assert_eq!(plan.placements.len(), input.pieces.len(), "a work was left out");
    plan.tour = order.iter().flat_map(|&id| plan.room(id).works.clone()).collect();
    plan.visible = sight::visible(&plan);
    plan
}
