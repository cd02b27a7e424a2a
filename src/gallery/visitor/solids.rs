//! The walls, doors and furniture of the rooms in sight, as things one bumps into.

use bevy::prelude::*;

use crate::gallery::order::Stage;
use crate::gallery::show::Show;
use crate::gallery::sight::{InRoom, Sight};
use crate::gallery::third_party::rapier;
use crate::hang::solid_boxes;

/// Marks a collider of the building.
#[derive(Component, Debug)]
struct Solid;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(
        Update,
        build_solids.in_set(Stage::Furnish).run_if(resource_exists_and_changed::<Sight>),
    );
}

fn build_solids(
    mut commands: Commands,
    show: Res<Show>,
    sight: Res<Sight>,
    standing: Query<(Entity, &InRoom), With<Solid>>,
) {
    for (entity, room) in &standing {
        if !sight.holds(room.0) {
            commands.entity(entity).despawn();
        }
    }
    for &room in &sight.rooms {
        if standing.iter().any(|(_, built)| built.0 == room) {
            continue;
        }
        for solid in solid_boxes(&show.plan, room) {
            commands.spawn((Solid, InRoom(room), rapier::solid(solid.min, solid.max)));
        }
    }
}
