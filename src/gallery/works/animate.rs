//! Animations move while they are in sight, one frame decoded when it is due; what
//! nobody sees costs nothing.

use std::collections::HashMap;

use bevy::camera::visibility::ViewVisibility;
use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, futures::check_ready};

use super::hanging::{Hung, Moves};
use super::texture::sampler;
use crate::exhibition::{Media, Problem};
use crate::gallery::audience::Audience;
use crate::gallery::crew::{Freight, Shot, Strip};
use crate::gallery::materials::PictureMaterial;
use crate::gallery::order::Stage;
use crate::gallery::overlay::Notice;
use crate::gallery::pending::Pending;
use crate::gallery::show::Show;

/// No frame is shown shorter than this, in milliseconds, as browsers hold it too.
const FRAME_MS_MIN: u64 = 20;

/// Animations that are open, by the index of their work.
#[derive(Resource, Default)]
struct Projectors(HashMap<usize, Projector>);

struct Projector {
    next: Next,
    /// When the next frame is due, in seconds since the gallery opened; none before the
    /// first.
    due_s: Option<f64>,
}

/// The frame that comes next.
enum Next {
    /// It is decoded, aside from the frame that is shown.
    Decoding(Task<Result<(Strip, Shot), Problem>>),
    /// It waits for its time.
    Ready { strip: Strip, texture: Handle<Image>, delay_ms: u32 },
    /// There is none.
    Over,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Projectors>()
        .add_systems(Update, project.in_set(Stage::Show).run_if(any_with_component::<Hung>));
}

fn project(
    time: Res<Time>,
    show: Res<Show>,
    audience: Res<Audience>,
    mut hung: Query<(&mut Hung, &ViewVisibility, &MeshMaterial3d<PictureMaterial>)>,
    mut projectors: ResMut<Projectors>,
    mut freight: ResMut<Freight>,
    mut images: ResMut<Assets<Image>>,
    mut materials: ResMut<Assets<PictureMaterial>>,
    mut pending: ResMut<Pending>,
    mut notices: MessageWriter<Notice>,
) {
    let now_s = time.elapsed_secs_f64();
    let mut coming = 0;
    let mut hanging = Vec::new();
    for (mut hung, seen, material) in
        hung.iter_mut().filter(|(hung, ..)| hung.moves == Moves::Frames)
    {
        hanging.push(hung.work);
        let seen = audience.sees && seen.get();
        let projector = match projectors.0.get_mut(&hung.work) {
            Some(projector) => projector,
            None if seen => projectors.0.entry(hung.work).or_insert(open(&show, hung.work)),
            None => continue,
        };
        if let Next::Decoding(task) = &mut projector.next
            && let Some(decoded) = check_ready(task)
        {
            projector.next = match decoded {
                Ok((strip, Shot { texels, delay_ms })) => {
                    let texture = freight.put(texels, sampler(), &mut images);
                    Next::Ready { strip, texture, delay_ms }
                }
                Err(problem) => {
                    // The still stays, as sharp as any other.
                    let work = &show.lock.works[hung.work];
                    tracing::warn!("“{}”: {problem}", work.id);
                    notices.write(Notice::WorkFailed(problem.clone()));
                    hung.rest(work, problem);
                    Next::Over
                }
            };
        }
        // What has come and is out of sight waits for nobody but the visitor.
        let begins = projector.due_s.is_none() && matches!(projector.next, Next::Decoding(_));
        coming += usize::from(begins);
        let due = projector.due_s.is_none_or(|due_s| now_s >= due_s);
        let whole =
            matches!(&projector.next, Next::Ready { texture, .. } if freight.is_here(texture));
        if !(due && whole && seen) {
            continue;
        }
        if let Next::Ready { strip, texture, delay_ms } =
            std::mem::replace(&mut projector.next, Next::Over)
        {
            let delay_ms = u64::from(delay_ms).max(FRAME_MS_MIN);
            projector.due_s = Some(now_s + delay_ms as f64 / 1_000.0);
            if let Some(mut material) = materials.get_mut(&material.0) {
                material.texture = texture;
                if !hung.on_screen {
                    hung.begin();
                }
            }
            let next = AsyncComputeTaskPool::get().spawn(strip.next());
            projector.next = Next::Decoding(next);
        }
    }
    // A room that is left behind takes its films along.
    projectors.0.retain(|work, _| hanging.contains(work));
    pending.set("animations", coming);
}

fn open(show: &Show, work: usize) -> Projector {
    let Media::Shown(visual) = &show.lock.works[work].media else {
        return Projector { next: Next::Over, due_s: None };
    };
    let (show, hash) = (show.clone(), visual.original.hash);
    let first = AsyncComputeTaskPool::get().spawn(async move { Strip::open(&show, hash).await });
    Projector { next: Next::Decoding(first), due_s: None }
}

/// Whether a frame of a work is being decoded.
#[cfg(test)]
pub(in crate::gallery) fn decodes(world: &World, work: usize) -> bool {
    let projector = world.resource::<Projectors>().0.get(&work);
    projector.is_some_and(|projector| matches!(projector.next, Next::Decoding(_)))
}
