//! Sculptures that move: their first clip, round after round, while somebody sees them.

use bevy::camera::primitives::Aabb;
use bevy::camera::visibility::{NoAutoAabb, ViewVisibility};
use bevy::math::{Affine3A, DMat4};
use bevy::mesh::skinning::{SkinnedMesh, SkinnedMeshInverseBindposes};
use bevy::prelude::*;

use super::bending::Bends;
use super::hanging::StillLife;
use super::sculpture::Rides;
use crate::gallery::audience::Audience;
use crate::gallery::order::Stage;
use crate::gallery::visitor::ReducedMotion;
use crate::media::{Matrix, ModelAnimation, Pose};

/// What moves a sculpture's parts.
#[derive(Debug)]
pub(in crate::gallery) struct Motion {
    pub animation: ModelAnimation,
    /// Written anew for every frame that somebody sees.
    pose: Pose,
    pub plinth_from_model: Mat4,
}

/// A sculpture that moves, and what carries its parts.
#[derive(Component, Debug)]
struct Moving {
    motion: Motion,
    world_from_plinth: GlobalTransform,
    /// Parts that ride on a node.
    nodes: Vec<(Entity, usize)>,
    /// The joints of each skin, in its order.
    skins: Vec<(usize, Vec<Entity>)>,
    /// Parts that are bent, and their vertices as they are drawn.
    bent: Vec<(Handle<Mesh>, Bends)>,
    /// All of its parts: where one is seen, the sculpture is.
    parts: Vec<Entity>,
    /// Whether it was posed at least once.
    posed: bool,
}

/// A part of a sculpture that was put on its plinth.
pub(super) struct Body {
    pub entity: Entity,
    pub rides: Rides,
    pub mesh: Handle<Mesh>,
    pub bends: Option<Bends>,
}

/// A joint of a skin; it has a place in the world and nothing below it.
#[derive(Component, Debug)]
struct Joint;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, pose.in_set(Stage::Show).run_if(any_with_component::<Moving>));
}

impl Motion {
    pub fn new(animation: ModelAnimation, plinth_from_model: Mat4) -> Self {
        let pose = animation.pose();
        Self { animation, pose, plinth_from_model }
    }
}

/// Ties a sculpture's parts to what moves them. `bodies` are its parts in their order.
pub(super) fn set_moving(
    commands: &mut Commands,
    sculpture: Entity,
    motion: Motion,
    world_from_plinth: GlobalTransform,
    size_m: Vec3,
    bodies: Vec<Body>,
    bindposes: &mut Assets<SkinnedMeshInverseBindposes>,
) {
    let parts = bodies.iter().map(|body| body.entity).collect();
    // Joints carry parts about, so that only the sculpture's whole room says where it is.
    let room = Aabb::from_min_max(
        Vec3::new(-size_m.x / 2.0, 0.0, -size_m.z / 2.0),
        Vec3::new(size_m.x / 2.0, size_m.y, size_m.z / 2.0),
    );
    let mut nodes = Vec::new();
    let mut skins: Vec<(usize, Vec<Entity>)> = Vec::new();
    let mut bent = Vec::new();
    for Body { entity: body, rides, mesh, bends } in bodies {
        bent.extend(bends.map(|bends| (mesh, bends)));
        match rides {
            Rides::Nothing => {}
            Rides::Node(node) => nodes.push((body, node)),
            Rides::Skin(skin) => {
                if !skins.iter().any(|(known, _)| *known == skin) {
                    let count = motion.animation.joints(skin, &motion.pose).len();
                    let joints = (0..count).map(|_| {
                        commands.spawn((ChildOf(sculpture), Joint, world_from_plinth)).id()
                    });
                    skins.push((skin, joints.collect()));
                }
                let joints = skins.iter().find(|(known, _)| *known == skin);
                let joints = joints.map(|(_, joints)| joints.clone()).unwrap_or_default();
                // A pose says already where the mesh as it is bound comes to lie.
                let unbound = vec![Mat4::IDENTITY; joints.len()];
                let inverse_bindposes = bindposes.add(SkinnedMeshInverseBindposes::from(unbound));
                let worn = SkinnedMesh { inverse_bindposes, joints };
                // Its vertices as they are bound say nothing of where it is seen.
                commands.entity(body).insert((worn, room, NoAutoAabb));
            }
        }
    }
    commands.entity(sculpture).insert(Moving {
        motion,
        world_from_plinth,
        nodes,
        skins,
        bent,
        parts,
        posed: false,
    });
}

fn pose(
    time: Res<Time>,
    stands_still: Option<Res<StillLife>>,
    reduced: Res<ReducedMotion>,
    audience: Res<Audience>,
    mut moving: Query<&mut Moving>,
    seen: Query<&ViewVisibility>,
    mut parts: Query<&mut Transform>,
    mut joints: Query<&mut GlobalTransform, With<Joint>>,
    mut meshes: ResMut<Assets<Mesh>>,
) {
    for mut moving in &mut moving {
        let moving = &mut *moving;
        let rests = stands_still.is_some() || reduced.0;
        let seen = |part: &Entity| seen.get(*part).is_ok_and(|seen| seen.get());
        let in_sight = audience.sees && moving.parts.iter().any(seen);
        if moving.posed && (rests || !in_sight) {
            continue;
        }
        moving.posed = true;
        let Motion { animation, pose, plinth_from_model } = &mut moving.motion;
        let round_s = animation.duration_s().max(1e-3);
        let now_s = if rests { 0.0 } else { time.elapsed_secs_f64() % round_s };
        animation.sample(now_s, pose);
        for (part, node) in &moving.nodes {
            if let Ok(mut place) = parts.get_mut(*part) {
                let matrix = *plinth_from_model * single(pose.model_from_node(*node));
                *place = Transform::from_matrix(matrix);
            }
        }
        for (mesh, bends) in &mut moving.bent {
            // A mesh that is gone is seen by nobody.
            let weights = animation.weights(bends.node, pose);
            if let (Some(bent), Some(mut mesh)) = (bends.bend(weights), meshes.get_mut(&*mesh)) {
                mesh.insert_attribute(Mesh::ATTRIBUTE_POSITION, bent.positions);
                mesh.insert_attribute(Mesh::ATTRIBUTE_NORMAL, bent.normals);
            }
        }
        let world_from_model = moving.world_from_plinth.to_matrix() * *plinth_from_model;
        for (skin, bones) in &moving.skins {
            for (bone, matrix) in bones.iter().zip(animation.joints(*skin, pose)) {
                if let Ok(mut place) = joints.get_mut(*bone) {
                    *place = Affine3A::from_mat4(world_from_model * single(matrix)).into();
                }
            }
        }
    }
}

fn single(matrix: &Matrix) -> Mat4 {
    DMat4::from_cols_array_2d(matrix).as_mat4()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::works::sculpture::sculpture;

    #[test]
    fn a_knot_turns_on_its_plinth() {
        let file = include_bytes!("../../../tests/fixtures/every-kind/files/turning.glb");
        let knot = sculpture(file, [500, 500, 500]).expect("it is a sculpture");
        let mut motion = knot.motion.expect("it moves");
        assert!(matches!(knot.parts[0].rides, Rides::Node(_)));
        let Rides::Node(node) = knot.parts[0].rides else { return };
        let mut facing = |time_s: f64| {
            motion.animation.sample(time_s, &mut motion.pose);
            let matrix = motion.plinth_from_model * single(motion.pose.model_from_node(node));
            matrix.transform_vector3(Vec3::Z).normalize()
        };
        let (start, half) = (facing(0.0), facing(4.0));
        assert!(start.dot(half) < -0.99, "after half a round it looks back: {start} {half}");
        assert!(facing(8.0).dot(start) > 0.99, "after a round it is where it was");
    }
}
