//! What the visitor hears: whether at all, and from where a work sounds.

use bevy::prelude::*;

use super::order::Stage;
use super::wishes::Wish;
use crate::platform::film::{FromEars, OUT_OF_HEARING_M};

/// Whether the visitor wants to hear the works that sound.
#[derive(Resource, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hearing {
    pub on: bool,
}

pub(super) fn plugin(app: &mut App) {
    app.insert_resource(Hearing { on: true }).add_systems(Update, heed.in_set(Stage::See));
}

fn heed(mut wishes: MessageReader<Wish>, mut hearing: ResMut<Hearing>) {
    for wish in wishes.read() {
        if *wish == Wish::ToggleSound {
            hearing.on = !hearing.on;
        }
    }
}

/// Where a point of the world sounds from for an eye; none where it is out of hearing.
pub(super) fn from_ears(eye: &GlobalTransform, at: Vec3) -> Option<FromEars> {
    let from = eye.affine().inverse().transform_point3(at);
    (from.length() < OUT_OF_HEARING_M).then(|| from.to_array())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ears_turn_with_the_eye() {
        let check = |eye: Transform, at: Vec3, expected: Option<Vec3>| {
            let found = from_ears(&eye.into(), at).map(Vec3::from);
            let close = match (found, expected) {
                (Some(found), Some(expected)) => found.distance(expected) < 1e-4,
                (found, expected) => found == expected,
            };
            assert!(close, "{found:?} is not {expected:?}");
        };
        let standing = Transform::from_xyz(1.0, 1.6, 0.0);
        check(standing, Vec3::new(1.0, 1.6, -2.0), Some(Vec3::new(0.0, 0.0, -2.0)));
        check(standing, Vec3::new(3.0, 1.6, 0.0), Some(Vec3::new(2.0, 0.0, 0.0)));
        let turned = standing.looking_to(Vec3::X, Vec3::Y);
        check(turned, Vec3::new(3.0, 1.6, 0.0), Some(Vec3::new(0.0, 0.0, -2.0)));
        check(standing, Vec3::new(1.0, 1.6, -40.0), None);
    }
}
