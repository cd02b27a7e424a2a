//! From the plan's whole millimetres to the world's metres: x to the east, y up,
//! z to the south.

use bevy::prelude::*;

use crate::hang::{Room, Side};

/// The point of the world above a point of the floor plan.
pub(super) fn world_from_plan(x_mm: i32, y_mm: i32, height_mm: i32) -> Vec3 {
    Vec3::new(metres(x_mm), metres(height_mm), -metres(y_mm))
}

/// The point of the floor plan below a point of the world, in millimetres.
pub(super) fn plan_from_world(point: Vec3) -> [i32; 2] {
    [(point.x * 1_000.0).round() as i32, (-point.z * 1_000.0).round() as i32]
}

/// The frame of a point on a wall: x to the right of who faces it, y up, z into the
/// room.
pub(super) fn wall_frame(room: &Room, side: Side, along_mm: i32, height_mm: i32) -> Transform {
    let [x, y] = room.wall_point(side, along_mm);
    Transform::from_translation(world_from_plan(x, y, height_mm)).with_rotation(facing(side))
}

/// The rotation of what hangs on a wall: its front looks into the room.
pub(super) fn facing(side: Side) -> Quat {
    let turns = match side {
        Side::North => 0.0,
        Side::West => 1.0,
        Side::South => 2.0,
        Side::East => 3.0,
    };
    Quat::from_rotation_y(turns * std::f32::consts::FRAC_PI_2)
}

/// The rotation of an eye that looks towards a heading, in degrees clockwise from
/// north.
pub(super) fn looking_towards(heading_deg: f32) -> Quat {
    Quat::from_rotation_y(-heading_deg.to_radians())
}

pub(super) fn metres(mm: i32) -> f32 {
    mm as f32 / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hangs_looks_into_the_room() {
        for side in Side::ALL {
            let [east, north] = side.outward();
            let into_room = facing(side) * Vec3::Z;
            assert!(into_room.distance(Vec3::new(-east as f32, 0.0, north as f32)) < 1e-6);
            let [east, north] = side.rightward();
            let right = facing(side) * Vec3::X;
            assert!(right.distance(Vec3::new(east as f32, 0.0, -north as f32)) < 1e-6);
        }
    }
}
