//! Hanging: from a lock to rooms, doors, walls, placements and lights; pure, and in
//! whole millimetres, so that every machine makes the same plan of the same lock.

pub mod light;
mod plan;
mod solid;
mod stopgap;

pub use plan::{
    Bench, Door, DoorId, LabelPlace, Opening, Placement, Plan, Plinth, RectMm, Room, RoomId,
    RoomKind, Side, Spot, Standpoint, WallText, WallTextKind,
};
pub use solid::{BoxMm, solid_boxes};
pub use stopgap::{route, stand_before};
