//! Where a work is missing its frame says which work it is and why; nothing is blank.

use bevy::prelude::*;

use super::hanging::{Hung, MISSING};
use super::standing::Standing;
use super::texture::plain;
use crate::exhibition::{Media, Problem};
use crate::gallery::labels::{missing_notice, unpictured_notice};
use crate::gallery::lettering::{Print, Printed};
use crate::gallery::materials::PictureMaterial;
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
    /// Why it is missing; none where it is there and has no picture of itself.
    problem: Option<Problem>,
    room_m: Vec2,
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(
        Update,
        (
            say_why,
            lay_paper,
            make_way,
            say_it_again.run_if(resource_exists_and_changed::<Reading>),
            show_printed,
        )
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
    notices: Query<(Entity, &Notice)>,
) {
    let hung = hung.iter().filter_map(|(entity, hung)| {
        let problem = hung.failure.clone();
        if problem.is_none() && !has_no_picture(&show, hung) {
            return None;
        }
        let front = Transform::from_xyz(0.0, 0.0, 0.002);
        Some((entity, Notice { work: hung.work, problem, room_m: hung.size_m * SHARE }, front))
    });
    let standing = standing.iter().filter_map(|(entity, standing)| {
        let problem = Some(standing.failure.clone()?);
        let above = Transform::from_xyz(0.0, 0.2, 0.0);
        let room_m = Vec2::splat(ON_PLINTH_M);
        Some((entity, Notice { work: standing.work, problem, room_m }, above))
    });
    for (entity, notice, place) in hung.chain(standing) {
        let said = notices.iter().find(|(_, said)| said.work == notice.work);
        match said {
            Some((_, said)) if said.problem == notice.problem => continue,
            Some((entity, _)) => commands.entity(entity).despawn(),
            None => {}
        }
        let print = print(&show, &notice, *reading);
        commands.spawn((ChildOf(entity), notice, print, place, Visibility::default()));
    }
}

/// A work that failed hung as a colour of its own, or as what a player painted last: neither
/// is a ground that can be read on.
fn lay_paper(
    hung: Query<(&Hung, &MeshMaterial3d<PictureMaterial>), Changed<Hung>>,
    mut images: ResMut<Assets<Image>>,
    mut pictures: ResMut<Assets<PictureMaterial>>,
) {
    for (_, picture) in hung.iter().filter(|(hung, _)| hung.failure.is_some()) {
        if let Some(mut picture) = pictures.get_mut(&picture.0) {
            picture.texture = images.add(plain(MISSING));
        }
    }
}

fn say_it_again(show: Res<Show>, reading: Res<Reading>, mut notices: Query<(&Notice, &mut Print)>) {
    for (notice, mut said) in &mut notices {
        *said = print(&show, notice, *reading);
    }
}

/// A film, a sound or code without a still.
fn has_no_picture(show: &Show, hung: &Hung) -> bool {
    let media = &show.lock.works[hung.work].media;
    !hung.on_screen && matches!(media, Media::Shown(visual) if visual.rungs.is_empty())
}

/// A player that has begun to paint needs no words in its place.
fn make_way(
    mut commands: Commands,
    hung: Query<&Hung, Changed<Hung>>,
    notices: Query<(Entity, &Notice)>,
) {
    for hung in hung.iter().filter(|hung| hung.on_screen && hung.failure.is_none()) {
        for (entity, _) in notices.iter().filter(|(_, said)| said.work == hung.work) {
            commands.entity(entity).despawn();
        }
    }
}

fn print(show: &Show, notice: &Notice, reading: Reading) -> Print {
    let work = &show.lock.works[notice.work];
    let width_px = (notice.room_m.x * PX_PER_M).clamp(240.0, 900.0) as u32;
    let block = match &notice.problem {
        Some(problem) => missing_notice(work, problem, reading.0),
        None => unpictured_notice(work, reading.0),
    };
    Print::new(block, width_px)
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
