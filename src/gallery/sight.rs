//! Where the visitor stands, and so what is worth building: the rooms in sight.

use std::collections::HashSet;

use bevy::prelude::*;

use super::order::Stage;
use super::show::Show;
use super::space::plan_from_world;
use crate::hang::RoomId;

/// The eye of the visitor: exactly one camera carries it.
#[derive(Component, Debug)]
pub(super) struct Eye;

/// The room in which the eye is, and the rooms that can be seen from it (that room
/// first, then nearest first). It changes only when another room is entered, so
/// `resource_changed::<Sight>` means that rooms come and go.
#[derive(Resource, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sight {
    pub here: Option<RoomId>,
    pub rooms: Vec<RoomId>,
}

/// Marks what stands in a room and goes with it.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct InRoom(pub RoomId);

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Sight>()
        .add_systems(Update, look_around.in_set(Stage::See).run_if(resource_exists::<Show>));
}

fn look_around(
    show: Res<Show>,
    eye: Single<&GlobalTransform, With<Eye>>,
    mut sight: ResMut<Sight>,
) {
    let [x_mm, y_mm] = plan_from_world(eye.translation());
    let Some(here) = show.plan.room_at(x_mm, y_mm) else {
        return;
    };
    if sight.here != Some(here) {
        *sight = Sight { here: Some(here), rooms: show.plan.visible[here.0 as usize].clone() };
    }
}

impl Sight {
    /// Lets go of one kind of thing in rooms that are out of sight; the rooms in sight
    /// that have none of it yet.
    pub fn comings<Kind: Component>(
        &self,
        standing: &Query<(Entity, &InRoom), With<Kind>>,
        commands: &mut Commands,
    ) -> Vec<RoomId> {
        let mut furnished = HashSet::new();
        for (entity, room) in standing {
            if self.holds(room.0) {
                furnished.insert(room.0);
            } else {
                commands.entity(entity).despawn();
            }
        }
        self.rooms.iter().copied().filter(|room| !furnished.contains(room)).collect()
    }

    /// Whether a room is in sight from here.
    pub fn holds(&self, room: RoomId) -> bool {
        self.rooms.contains(&room)
    }
}
