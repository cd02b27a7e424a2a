//! Sculptures stand on their plinths when they have come: made aside from the frames, and
//! then put up a few pieces in each, hidden until they are whole.

use std::f32::consts::FRAC_PI_2;
use std::vec::IntoIter;

use bevy::mesh::skinning::SkinnedMeshInverseBindposes;
use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, futures::check_ready};

use super::hanging::WorkRoot;
use super::moving::{Body, Motion, set_moving};
use super::sculpture::{Sculpture, SculpturePart};
use super::texture::sampler;
use super::vertices::PIECE_VERTICES_MAX;
use crate::exhibition::{Media, Problem};
use crate::gallery::crew::{self, Freight};
use crate::gallery::materials::{ObjectMaterial, SoftShadow, object_light};
use crate::gallery::order::Stage;
use crate::gallery::overlay::Notice;
use crate::gallery::pending::Pending;
use crate::gallery::show::Show;
use crate::gallery::sight::InRoom;
use crate::gallery::space::{facing, metres, world_from_plan};
use crate::hang::{Plinth, RoomId, shown_size_mm};

/// A sculpture in a room in sight, while it is on its way and after.
#[derive(Component)]
pub(in crate::gallery) struct Standing {
    /// Its index in `Lock::works`.
    pub work: usize,
    /// Why its bytes could not be shown.
    pub failure: Option<Problem>,
    /// None where it is there, or nothing of it comes.
    way: Option<Way>,
}

/// How far a sculpture has come.
enum Way {
    /// It is fetched and made.
    Made(Task<Result<Sculpture, Problem>>),
    /// It goes up to the graphics device.
    Rising(Box<Rising>),
}

/// A sculpture of which not everything is up yet.
struct Rising {
    parts: IntoIter<SculpturePart>,
    /// The parts that are up.
    bodies: Vec<Body>,
    textures: Vec<Handle<Image>>,
    motion: Option<Motion>,
}

/// When so many vertices have been put up, the next piece waits for the next frame.
const VERTICES_A_FRAME: usize = PIECE_VERTICES_MAX;

/// The shadow at its foot, in sizes of the sculpture, and how far it floats.
const SHADOW_REACH: f32 = 1.25;
const OFF_PLINTH_M: f32 = 0.002;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(
        Update,
        (ask, receive, raise).chain().in_set(Stage::Show).run_if(resource_exists::<Show>),
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
        Standing { work, failure: None, way: None },
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
                standing.way = Some(Way::Made(
                    AsyncComputeTaskPool::get()
                        .spawn(async move { crew::sculpt(&show, hash, size_mm).await }),
                ));
            }
        }
    }
}

fn receive(
    mut commands: Commands,
    show: Res<Show>,
    mut standing: Query<(Entity, &mut Standing)>,
    mut freight: ResMut<Freight>,
    mut images: ResMut<Assets<Image>>,
    mut pending: ResMut<Pending>,
    mut notices: MessageWriter<Notice>,
) {
    let mut coming = 0;
    for (entity, mut standing) in &mut standing {
        coming += usize::from(standing.way.is_some());
        let Some(Way::Made(task)) = &mut standing.bypass_change_detection().way else {
            continue;
        };
        let Some(made) = check_ready(task) else {
            continue;
        };
        match made {
            Ok(Sculpture { parts, textures, motion }) => {
                let put = |texels| freight.put(texels, sampler(), &mut images);
                let textures = textures.into_iter().map(put).collect();
                let bodies = Vec::with_capacity(parts.len());
                let rising = Rising { parts: parts.into_iter(), bodies, textures, motion };
                commands.entity(entity).insert(Visibility::Hidden);
                standing.way = Some(Way::Rising(Box::new(rising)));
            }
            Err(problem) => {
                tracing::warn!("“{}”: {problem}", show.lock.works[standing.work].id);
                notices.write(Notice::WorkFailed(problem.clone()));
                standing.way = None;
                standing.failure = Some(problem);
            }
        }
    }
    pending.set("sculptures", coming);
}

impl Rising {
    /// The next part, where the frame still has room for vertices.
    fn next(&mut self, left: &mut usize) -> Option<SculpturePart> {
        if *left == 0 {
            return None;
        }
        let part = self.parts.next()?;
        *left = left.saturating_sub(part.vertices.positions.len());
        Some(part)
    }

    /// Whether nothing of it is still to come.
    fn is_whole(&self, freight: &Freight) -> bool {
        self.parts.as_slice().is_empty()
            && self.textures.iter().all(|texture| freight.is_here(texture))
    }
}

fn raise(
    mut commands: Commands,
    show: Res<Show>,
    mut standing: Query<(Entity, &mut Standing, &InRoom, &Transform)>,
    freight: Res<Freight>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<ObjectMaterial>>,
    mut skins: ResMut<Assets<SkinnedMeshInverseBindposes>>,
    shadow: Res<SoftShadow>,
) {
    let mut left = VERTICES_A_FRAME;
    for (entity, mut standing, room, place) in &mut standing {
        let size_m = Vec3::from(shown_size_mm(&show.lock.works[standing.work]).map(metres));
        let Some(Way::Rising(rising)) = &mut standing.bypass_change_detection().way else {
            continue;
        };
        let light =
            object_light(show.plan.room(room.0), place.translation + Vec3::Y * size_m.y / 2.0);
        while let Some(part) = rising.next(&mut left) {
            let mut material =
                ObjectMaterial::new(part.colour, part.sheen, light).cut_out(part.cutoff);
            let picture =
                |place: Option<usize>| place.and_then(|place| rising.textures.get(place)).cloned();
            if let Some(texture) = picture(part.texture) {
                material.texture = texture;
            }
            material = material.glowing(part.glow.colour, picture(part.glow.texture));
            let mesh = meshes.add(part.vertices.mesh(part.bends.is_some()));
            let body = commands.spawn((
                ChildOf(entity),
                Mesh3d(mesh.clone()),
                MeshMaterial3d(materials.add(material)),
                Transform::IDENTITY,
            ));
            let (rides, bends) = (part.rides, part.bends);
            rising.bodies.push(Body { entity: body.id(), rides, mesh, bends });
        }
        if !rising.is_whole(&freight) {
            continue;
        }
        commands.spawn((
            ChildOf(entity),
            Mesh3d(meshes.add(Rectangle::from_size(size_m.xz() * SHADOW_REACH))),
            MeshMaterial3d(shadow.0.clone()),
            Transform::from_xyz(0.0, OFF_PLINTH_M, 0.0)
                .with_rotation(Quat::from_rotation_x(-FRAC_PI_2)),
        ));
        let bodies = std::mem::take(&mut rising.bodies);
        if let Some(motion) = rising.motion.take() {
            let place = GlobalTransform::from(*place);
            set_moving(&mut commands, entity, motion, place, size_m, bodies, &mut skins);
        }
        commands.entity(entity).insert(Visibility::Inherited);
        standing.way = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::materials::Sheen;
    use crate::gallery::works::look::Glow;
    use crate::gallery::works::sculpture::Rides;
    use crate::gallery::works::vertices::Vertices;

    #[test]
    fn a_frame_puts_up_so_many_vertices() {
        let part = |count: usize| SculpturePart {
            rides: Rides::Nothing,
            vertices: Vertices { positions: vec![[0.0; 3]; count], ..default() },
            bends: None,
            colour: LinearRgba::WHITE,
            sheen: Sheen { gloss: 0.0, sharpness: 1.0 },
            cutoff: 0.0,
            texture: None,
            glow: Glow::NONE,
        };
        let check = |parts: &[usize], expected: &[usize]| {
            let parts = parts.iter().copied().map(part).collect::<Vec<_>>().into_iter();
            let mut rising = Rising { parts, bodies: vec![], textures: vec![], motion: None };
            let mut frames = Vec::new();
            while !rising.is_whole(&Freight::default()) {
                let mut left = VERTICES_A_FRAME;
                frames.push(std::iter::from_fn(|| rising.next(&mut left)).count());
            }
            assert_eq!(frames, expected);
        };
        let most = PIECE_VERTICES_MAX;
        check(&[], &[]);
        check(&[most; 3], &[1, 1, 1]);
        check(&[most - 1, most, 1, 2], &[2, 2]);
        // What is bent is in one piece, however large.
        check(&[1, 20 * most, 1], &[2, 1]);
    }
}
