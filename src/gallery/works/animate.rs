//! Animations move while they are in sight, one frame decoded when it is due; what
//! nobody sees costs nothing.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bevy::camera::visibility::ViewVisibility;
use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, futures::check_ready};

use super::hanging::{Hung, Moves};
use super::texture;
use crate::exhibition::{Media, Problem};
use crate::gallery::materials::PictureMaterial;
use crate::gallery::order::Stage;
use crate::gallery::pending::Pending;
use crate::gallery::show::Show;
use crate::media::{Animation, Picture};

/// No frame is shown shorter than this, in milliseconds, as browsers hold it too.
const FRAME_MS_MIN: u64 = 20;

/// Animations that are open, by the index of their work.
#[derive(Resource, Default)]
struct Projectors(HashMap<usize, Projector>);

enum Projector {
    /// The bytes are on their way.
    Coming(Task<Result<Animation, Problem>>),
    Running(Box<Running>),
    Failed,
}

struct Running {
    /// A decoder may not be shared, only handed over; nobody else ever locks it.
    film: Mutex<Animation>,
    texture: Handle<Image>,
    /// When the next frame is due, in seconds since the gallery opened.
    due_s: f64,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Projectors>()
        .add_systems(Update, project.in_set(Stage::Show).run_if(any_with_component::<Hung>));
}

fn project(
    time: Res<Time>,
    show: Res<Show>,
    mut hung: Query<(&mut Hung, &ViewVisibility, &MeshMaterial3d<PictureMaterial>)>,
    mut projectors: ResMut<Projectors>,
    mut images: ResMut<Assets<Image>>,
    mut materials: ResMut<Assets<PictureMaterial>>,
    mut pending: ResMut<Pending>,
) {
    let mut coming = 0;
    let mut hanging = Vec::new();
    for (mut hung, seen, material) in
        hung.iter_mut().filter(|(hung, ..)| hung.moves == Moves::Frames)
    {
        hanging.push(hung.work);
        let projector = match projectors.0.get_mut(&hung.work) {
            Some(projector) => projector,
            None if seen.get() => projectors.0.entry(hung.work).or_insert(open(&show, hung.work)),
            None => continue,
        };
        match projector {
            Projector::Coming(task) => {
                coming += 1;
                if let Some(opened) = check_ready(task) {
                    *projector = match opened {
                        Ok(film) => Projector::Running(Box::new(Running {
                            film: Mutex::new(film),
                            texture: Handle::default(),
                            due_s: 0.0,
                        })),
                        Err(problem) => {
                            // The still stays, as sharp as any other.
                            tracing::warn!("“{}”: {problem}", show.lock.works[hung.work].id);
                            hung.moves = Moves::Not;
                            Projector::Failed
                        }
                    };
                }
            }
            Projector::Running(running) if seen.get() => {
                let now_s = time.elapsed_secs_f64();
                if now_s < running.due_s {
                    continue;
                }
                let film = running.film.get_mut().unwrap_or_else(PoisonError::into_inner);
                match film.next_looping() {
                    Ok(frame) => {
                        let delay_ms = u64::from(frame.delay_ms).max(FRAME_MS_MIN);
                        running.due_s = now_s + delay_ms as f64 / 1_000.0;
                        paint(running, frame.picture, &mut images);
                        if let Some(mut material) = materials.get_mut(&material.0)
                            && material.texture != running.texture
                        {
                            material.texture = running.texture.clone();
                        }
                    }
                    Err(error) => {
                        tracing::warn!("“{}”: {error}", show.lock.works[hung.work].id);
                        hung.moves = Moves::Not;
                        *projector = Projector::Failed;
                    }
                }
            }
            Projector::Running(_) | Projector::Failed => {}
        }
    }
    // A room that is left behind takes its films along.
    projectors.0.retain(|work, _| hanging.contains(work));
    pending.set("animations", coming);
}

fn open(show: &Show, work: usize) -> Projector {
    let Media::Shown(visual) = &show.lock.works[work].media else {
        return Projector::Failed;
    };
    let (show, hash) = (show.clone(), visual.original.hash);
    Projector::Coming(AsyncComputeTaskPool::get().spawn(async move {
        let bytes = show.read(&hash).await?;
        Animation::open(bytes).map_err(Problem::from)
    }))
}

fn paint(running: &mut Running, picture: Picture, images: &mut Assets<Image>) {
    let image = texture::with_mipmaps(picture);
    if let Some(mut shown) = images.get_mut(&running.texture) {
        *shown = image;
        return;
    }
    running.texture = images.add(image);
}
