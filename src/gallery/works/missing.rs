//! Where a work is missing its frame says which work it is and why; nothing is blank.

use bevy::prelude::*;

use super::hanging::Hung;
use super::standing::Standing;
use crate::exhibition::Problem;
use crate::gallery::labels::missing_notice;
use crate::gallery::lettering::{Print, Printed};
use crate::gallery::order::Stage;
use crate::gallery::show::{Reading, Show};

/// Pixels a metre of notice is lettered with: few, so that its letters are large.
const PX_PER_M: f32 = 520.0;

/// How much of the frame's width and height a notice may take.
const SHARE: f32 = 0.84;

/// The width of a notice on a plinth, in metres.
const ON_PLINTH_M: f32 = 0.42;

/// A notice: the work it speaks of, and the room that it has.
#[derive(Component, Debug)]
pub(in crate::gallery) struct Notice {
    work: usize,
    problem: Problem,
    room_m: Vec2,
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(
        Update,
        (say_why, say_it_again.run_if(resource_exists_and_changed::<Reading>), show_printed)
            .chain()
            .in_set(Stage::Show)
            .run_if(resource_exists::<Show>),
    );
}

fn say_why(
    mut commands: Commands,
    show: Res<Show>,
    reading: Res<Reading>,
    hung: Query<(Entity, &Hung), Changed<Hung>>,
    standing: Query<(Entity, &Standing), Changed<Standing>>,
    notices: Query<&Notice>,
) {
    let hung = hung.iter().filter_map(|(entity, hung)| {
        let problem = hung.failure.clone()?;
        let front = Transform::from_xyz(0.0, 0.0, 0.002);
        Some((entity, Notice { work: hung.work, problem, room_m: hung.size_m * SHARE }, front))
    });
    let standing = standing.iter().filter_map(|(entity, standing)| {
        let problem = standing.failure.clone()?;
        let above = Transform::from_xyz(0.0, 0.2, 0.0);
        let room_m = Vec2::splat(ON_PLINTH_M);
        Some((entity, Notice { work: standing.work, problem, room_m }, above))
    });
    for (entity, notice, place) in hung.chain(standing) {
        if notices.iter().any(|said| said.work == notice.work) {
            continue;
        }
        let print = print(&show, &notice, *reading);
        commands.spawn((ChildOf(entity), notice, print, place, Visibility::default()));
    }
}

fn say_it_again(show: Res<Show>, reading: Res<Reading>, mut notices: Query<(&Notice, &mut Print)>) {
    for (notice, mut said) in &mut notices {
        *said = print(&show, notice, *reading);
    }
}

fn print(show: &Show, notice: &Notice, reading: Reading) -> Print {
    let work = &show.lock.works[notice.work];
    let width_px = (notice.room_m.x * PX_PER_M).clamp(240.0, 900.0) as u32;
    Print::new(missing_notice(work, &notice.problem, reading.0), width_px)
}

/// Letters come as large as the frame has room for.
fn show_printed(
    mut commands: Commands,
    printed: Query<(Entity, &Notice, &Printed), Changed<Printed>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<StandardMaterial>>,
) {
    for (entity, notice, printed) in &printed {
        let size_px = Vec2::new(printed.width_px.max(1) as f32, printed.height_px.max(1) as f32);
        let scale = (notice.room_m / size_px).min_element().min(1.0 / PX_PER_M);
        let material = materials.add(StandardMaterial {
            base_color_texture: Some(printed.image.clone()),
            unlit: true,
            alpha_mode: AlphaMode::Blend,
            ..default()
        });
        let mesh = meshes.add(Rectangle::from_size(size_px * scale));
        commands.entity(entity).insert((Mesh3d(mesh), MeshMaterial3d(material)));
    }
}
