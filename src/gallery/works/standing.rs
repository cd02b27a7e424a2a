//! Sculptures stand on their plinths when their bytes have come.

use std::f32::consts::FRAC_PI_2;

use bevy::mesh::skinning::SkinnedMeshInverseBindposes;
use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, futures::check_ready};

use super::hanging::WorkRoot;
use super::moving::{Body, set_moving};
use super::sculpture::{Sculpture, sculpture};
use crate::exhibition::{Media, Problem};
use crate::gallery::crew;
use crate::gallery::materials::{ObjectMaterial, SoftShadow, object_light};
use crate::gallery::order::Stage;
use crate::gallery::overlay::Notice;
use crate::gallery::pending::Pending;
use crate::gallery::show::Show;
use crate::gallery::sight::InRoom;
use crate::gallery::space::{facing, metres, world_from_plan};
use crate::hang::{Plinth, RoomId, shown_size_mm};
use crate::platform::hold;

/// A sculpture in a room in sight, while it is on its way and after.
#[derive(Component)]
pub(in crate::gallery) struct Standing {
    /// Its index in `Lock::works`.
    pub work: usize,
    /// Why its bytes could not be shown.
    pub failure: Option<Problem>,
    coming: Option<Task<Result<Sculpture, Problem>>>,
}

/// The shadow at its foot, in sizes of the sculpture, and how far it floats.
const SHADOW_REACH: f32 = 1.25;
const OFF_PLINTH_M: f32 = 0.002;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(
        Update,
        (ask, receive).chain().in_set(Stage::Show).run_if(any_with_component::<Standing>),
    );
}

/// Prepares the place of a sculpture on its plinth.
pub(super) fn stand(commands: &mut Commands, room: RoomId, work: usize, plinth: &Plinth) {
    let [x, y] = plinth.floor.centre();
    let place = Transform::from_translation(world_from_plan(x, y, plinth.height_mm))
        .with_rotation(facing(plinth.faces));
    commands.spawn((
        WorkRoot,
        InRoom(room),
        Standing { work, failure: None, coming: None },
        place,
        Visibility::default(),
    ));
}

fn ask(show: Res<Show>, mut standing: Query<&mut Standing, Added<Standing>>) {
    for mut standing in &mut standing {
        let work = &show.lock.works[standing.work];
        match &work.media {
            Media::Missing(problem) => standing.failure = Some(problem.clone()),
            Media::Shown(visual) => {
                let (show, hash, size_mm) = (show.clone(), visual.whole(), shown_size_mm(work));
                standing.coming = Some(AsyncComputeTaskPool::get().spawn(async move {
                    let bytes = crew::bytes(&show, hash).await?.unpack();
                    let _held = hold("enfilade:sculpture");
                    sculpture(&bytes, size_mm)
                }));
            }
        }
    }
}

fn receive(
    mut commands: Commands,
    show: Res<Show>,
    mut standing: Query<(Entity, &mut Standing, &InRoom, &Transform)>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut images: ResMut<Assets<Image>>,
    mut materials: ResMut<Assets<ObjectMaterial>>,
    mut skins: ResMut<Assets<SkinnedMeshInverseBindposes>>,
    shadow: Res<SoftShadow>,
    mut pending: ResMut<Pending>,
    mut notices: MessageWriter<Notice>,
) {
    let mut coming = 0;
    for (entity, mut standing, room, place) in &mut standing {
        let Some(task) = &mut standing.coming else {
            continue;
        };
        coming += 1;
        let Some(arrived) = check_ready(task) else {
            continue;
        };
        standing.coming = None;
        let size_m = Vec3::from(shown_size_mm(&show.lock.works[standing.work]).map(metres));
        let light =
            object_light(show.plan.room(room.0), place.translation + Vec3::Y * size_m.y / 2.0);
        match arrived {
            Ok(Sculpture { parts, motion }) => {
                commands.spawn((
                    ChildOf(entity),
                    Mesh3d(meshes.add(Rectangle::from_size(size_m.xz() * SHADOW_REACH))),
                    MeshMaterial3d(shadow.0.clone()),
                    Transform::from_xyz(0.0, OFF_PLINTH_M, 0.0)
                        .with_rotation(Quat::from_rotation_x(-FRAC_PI_2)),
                ));
                let mut bodies = Vec::with_capacity(parts.len());
                for part in parts {
                    let mut material = ObjectMaterial::new(part.colour, part.sheen, light);
                    if let Some(texture) = part.texture {
                        material.texture = images.add(texture);
                    }
                    let mesh = meshes.add(part.mesh);
                    let body = commands.spawn((
                        ChildOf(entity),
                        Mesh3d(mesh.clone()),
                        MeshMaterial3d(materials.add(material)),
                        Transform::IDENTITY,
                    ));
                    let (rides, bends) = (part.rides, part.bends);
                    bodies.push(Body { entity: body.id(), rides, mesh, bends });
                }
                if let Some(motion) = motion {
                    let place = GlobalTransform::from(*place);
                    set_moving(&mut commands, entity, motion, place, size_m, bodies, &mut skins);
                }
            }
            Err(problem) => {
                tracing::warn!("“{}”: {problem}", show.lock.works[standing.work].id);
                notices.write(Notice::WorkFailed(problem.clone()));
                standing.failure = Some(problem);
            }
        }
    }
    pending.set("sculptures", coming);
}
