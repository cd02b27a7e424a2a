//! Hanging: from a lock to rooms, doors, walls, placements and lights; pure, and in
//! whole millimetres, so that every machine makes the same plan of the same lock.

mod plan;

pub use plan::{
    Bench, Door, DoorId, LabelPlace, Opening, Placement, Plan, Plinth, RectMm, Room, RoomId,
    RoomKind, Side, Spot, Standpoint, WallText, WallTextKind,
};

mod stopgap;
pub use stopgap::{BoxMm, route, solid_boxes, stand_before};
