//! Films and sounds run while they are in sight and near; frames go from the player to
//! the graphics device without a copy here. What nobody sees is held, and let go with
//! its room.

use std::collections::HashMap;
use std::sync::Arc;

use bevy::camera::visibility::ViewVisibility;
use bevy::prelude::*;
use bevy::render::render_asset::RenderAssets;
use bevy::render::renderer::RenderQueue;
use bevy::render::texture::GpuImage;
use bevy::render::{Extract, ExtractSchedule, Render, RenderApp, RenderSystems};
use bevy::tasks::{AsyncComputeTaskPool, Task, futures::check_ready};

use super::hanging::{Hung, Moves};
use super::texture;
use crate::exhibition::{Media, Problem, ProblemKind};
use crate::gallery::audience::Audience;
use crate::gallery::crew;
use crate::gallery::hearing::{Hearing, from_ears};
use crate::gallery::materials::PictureMaterial;
use crate::gallery::order::Stage;
use crate::gallery::overlay::Notice;
use crate::gallery::pending::Pending;
use crate::gallery::show::Show;
use crate::gallery::sight::Eye;
use crate::gallery::visitor::ReducedMotion;
use crate::gallery::wishes::Attention;
use crate::platform::film::Film;

/// Farther off than this a film is not begun, in metres: its still is as good there.
const NEAR_M: f32 = 9.0;

/// The most films that run at once; the nearest do.
const RUNNING_MAX: usize = 3;

/// Films that are open, by the index of their work.
#[derive(Resource, Default)]
struct Cinema(HashMap<usize, Reel>);

enum Reel {
    Coming(Task<Result<Film, Problem>>),
    Open {
        film: Arc<Film>,
        /// Made when the film says how large it is; none for a sound.
        screen: Option<Handle<Image>>,
    },
    Failed,
}

/// The textures that show films at this moment.
#[derive(Resource, Default)]
struct Screens(Vec<(AssetId<Image>, Arc<Film>)>);

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Cinema>().init_resource::<Screens>().add_systems(
        Update,
        (begin, run, let_go).chain().in_set(Stage::Show).run_if(any_with_component::<Hung>),
    );
    if let Some(render) = app.get_sub_app_mut(RenderApp) {
        render
            .init_resource::<Screens>()
            .add_systems(ExtractSchedule, take_screens)
            .add_systems(Render, paint.in_set(RenderSystems::PrepareResources));
    }
}

/// Opens what comes near, a file at a time.
fn begin(
    show: Res<Show>,
    eye: Single<&GlobalTransform, With<Eye>>,
    hung: Query<(&Hung, &GlobalTransform, &ViewVisibility)>,
    still: Res<ReducedMotion>,
    attention: Res<Attention>,
    audience: Res<Audience>,
    mut cinema: ResMut<Cinema>,
    mut pending: ResMut<Pending>,
) {
    let coming = cinema.0.values().filter(|reel| matches!(reel, Reel::Coming(_))).count();
    pending.set("films", coming);
    if coming > 0 {
        return;
    }
    let next = hung
        .iter()
        .filter(|(hung, at, seen)| {
            let asked_for = !still.0 || attention.work == Some(hung.work);
            hung.moves == Moves::Film
                && asked_for
                && audience.sees
                && seen.get()
                && at.translation().distance(eye.translation()) < NEAR_M + hung.size_m.max_element()
                && !cinema.0.contains_key(&hung.work)
        })
        .min_by(|a, b| distance(a.1, &eye).total_cmp(&distance(b.1, &eye)));
    if let Some((hung, ..)) = next {
        cinema.0.insert(hung.work, open(&show, hung.work));
    }
}

fn open(show: &Show, work: usize) -> Reel {
    let Media::Shown(visual) = &show.lock.works[work].media else {
        return Reel::Failed;
    };
    let (show, hash, mime) = (show.clone(), visual.original.hash, visual.mime.clone());
    Reel::Coming(AsyncComputeTaskPool::get().spawn(async move {
        let file = crew::bytes(&show, hash).await?;
        Film::open(file, &mime).map_err(|problem| does_not_play(&show, work, problem))
    }))
}

/// Runs the nearest films in sight and holds the others; each is heard from its place.
fn run(
    show: Res<Show>,
    eye: Single<&GlobalTransform, With<Eye>>,
    hearing: Res<Hearing>,
    audience: Res<Audience>,
    mut hung: Query<(
        &mut Hung,
        &GlobalTransform,
        &ViewVisibility,
        &MeshMaterial3d<PictureMaterial>,
    )>,
    mut cinema: ResMut<Cinema>,
    mut screens: ResMut<Screens>,
    mut images: ResMut<Assets<Image>>,
    mut materials: ResMut<Assets<PictureMaterial>>,
    mut notices: MessageWriter<Notice>,
) {
    screens.0.clear();
    if cinema.0.is_empty() {
        return;
    }
    let mut near: Vec<_> =
        hung.iter_mut().filter(|(hung, ..)| cinema.0.contains_key(&hung.work)).collect();
    near.sort_by(|a, b| distance(a.1, &eye).total_cmp(&distance(b.1, &eye)));
    let mut running = 0;
    for (mut hung, at, seen, material) in near {
        let Some(reel) = cinema.0.get_mut(&hung.work) else { continue };
        if let Reel::Coming(task) = reel
            && let Some(opened) = check_ready(task)
        {
            *reel = match opened {
                Ok(film) => Reel::Open { film: Arc::new(film), screen: None },
                Err(problem) => fail(&show, &mut hung, problem, &mut notices),
            };
        }
        let Reel::Open { film, screen } = reel else { continue };
        if let Some(problem) = film.failure() {
            let problem = does_not_play(&show, hung.work, problem);
            *reel = fail(&show, &mut hung, problem, &mut notices);
            continue;
        }
        // A sound goes on while one looks away; a film that nobody sees is held, and all
        // where nobody is there.
        let ears = from_ears(&eye, at.translation());
        let wanted = if is_sound(&show, hung.work) { ears.is_some() } else { seen.get() };
        let runs = wanted && audience.sees && running < RUNNING_MAX;
        running += usize::from(runs);
        film.play(runs);
        film.hear(ears.filter(|_| runs && hearing.on));
        if !runs {
            continue;
        }
        if screen.is_none()
            && let Some([width, height]) = film.size_px()
        {
            *screen = Some(images.add(texture::screen(width, height)));
        }
        let Some(screen) = screen else { continue };
        screens.0.push((screen.id(), film.clone()));
        if let Some(mut material) = materials.get_mut(&material.0)
            && material.texture != *screen
        {
            material.texture = screen.clone();
            hung.begin();
        }
    }
}

/// A film that does not play hangs as its still, and the visitor is told; one without a
/// still says why in its frame, too.
fn fail(
    show: &Show,
    hung: &mut Hung,
    problem: Problem,
    notices: &mut MessageWriter<Notice>,
) -> Reel {
    let work = &show.lock.works[hung.work];
    tracing::warn!("“{}”: {problem}", work.id);
    notices.write(Notice::WorkFailed(problem.clone()));
    hung.rest(work, problem);
    Reel::Failed
}

/// A room that is left behind takes its films along.
fn let_go(hung: Query<&Hung>, mut cinema: ResMut<Cinema>) {
    if !cinema.0.is_empty() {
        cinema.0.retain(|work, _| hung.iter().any(|hung| hung.work == *work));
    }
}

fn take_screens(mut here: ResMut<Screens>, there: Extract<Res<Screens>>) {
    here.0.clone_from(&there.0);
}

fn paint(screens: Res<Screens>, textures: Res<RenderAssets<GpuImage>>, queue: Res<RenderQueue>) {
    for (screen, film) in &screens.0 {
        if let Some(image) = textures.get(*screen) {
            film.paint(&queue, &image.texture);
        }
    }
}

fn does_not_play(show: &Show, work: usize, problem: impl std::fmt::Display) -> Problem {
    let kind = if is_sound(show, work) { ProblemKind::Sound } else { ProblemKind::Film };
    Problem::new(kind, problem)
}

fn is_sound(show: &Show, work: usize) -> bool {
    use crate::exhibition::MediaKind::Sound;
    matches!(&show.lock.works[work].media, Media::Shown(visual) if visual.kind == Sound)
}

fn distance(at: &GlobalTransform, eye: &GlobalTransform) -> f32 {
    at.translation().distance(eye.translation())
}
