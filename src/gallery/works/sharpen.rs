//! Pictures arrive as a colour, then ever sharper, up to what the eye can tell from
//! where it stands.

use std::collections::HashMap;

use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, futures::check_ready};

use super::hanging::{Hung, Moves};
use super::shelf::Shelf;
use super::texture::{cost_bytes, sampler};
use crate::exhibition::{BlobHash, Media, Problem, Rung};
use crate::gallery::crew::{self, Freight, Job, Texels};
use crate::gallery::materials::PictureMaterial;
use crate::gallery::order::Stage;
use crate::gallery::overlay::Notice;
use crate::gallery::pending::Pending;
use crate::gallery::show::Show;
use crate::gallery::sight::Eye;
use crate::platform;

/// Wants are thought over again after this many frames.
const REVIEW_FRAMES: u32 = 6;

/// Behind the eye a picture is kept no sharper than this, in pixels.
const BEHIND_PX: f32 = 256.0;

/// Pictures on their way, by the blob they are made of.
#[derive(Resource, Default)]
struct Coming(HashMap<BlobHash, Way>);

/// How far a picture has come.
enum Way {
    /// It is fetched, decoded and scaled.
    Made(Task<Result<Texels, Problem>>),
    /// It goes up to the graphics device, where it will take so many bytes.
    Carried(Handle<Image>, u64),
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Coming>().add_systems(
        Update,
        (receive, want).chain().in_set(Stage::Show).run_if(resource_exists::<Show>),
    );
}

/// How many pixels of a work's long side the eye could tell apart, and how much of
/// the picture it fills (for the order in which works are served).
fn visibility(hung: &Hung, at: &GlobalTransform, eye: &GlobalTransform, px_per_radian: f32) -> f32 {
    let (long_m, short_m) = (hung.size_m.max_element(), hung.size_m.min_element());
    let away = at.translation() - eye.translation();
    let distance = (away.length() - short_m * 0.25).max(0.3);
    let px = long_m / distance * px_per_radian;
    let ahead = away.normalize_or_zero().dot(*eye.forward());
    // A wide work may be in sight although its middle is not.
    if ahead < 0.2 && away.length() > long_m { px.min(BEHIND_PX) } else { px }
}

/// The rung that is sharp enough for a number of pixels: the first that has as many.
fn rung_for(rungs: &[Rung], px: f32) -> usize {
    rungs
        .iter()
        .position(|rung| rung.width_px.max(rung.height_px) as f32 >= px * 0.9)
        .unwrap_or(rungs.len().saturating_sub(1))
}

fn want(
    show: Res<Show>,
    eye: Single<(&GlobalTransform, &Camera, &Projection), With<Eye>>,
    mut hung: Query<(&mut Hung, &GlobalTransform, &MeshMaterial3d<PictureMaterial>)>,
    mut shelf: ResMut<Shelf>,
    mut coming: ResMut<Coming>,
    mut materials: ResMut<Assets<PictureMaterial>>,
    mut pending: ResMut<Pending>,
    mut frame: Local<u32>,
) {
    *frame += 1;
    if !(*frame).is_multiple_of(REVIEW_FRAMES) {
        return;
    }
    let (eye, camera, projection) = *eye;
    let Projection::Perspective(lens) = projection else {
        return;
    };
    let height_px = camera.physical_viewport_size().map_or(720.0, |size| size.y as f32);
    let px_per_radian = height_px / (2.0 * (lens.fov / 2.0).tan());
    shelf.tick();

    let mut wants: Vec<(f32, Entry)> = Vec::new();
    for (mut hung, at, material) in &mut hung {
        let Media::Shown(visual) = &show.lock.works[hung.work].media else {
            continue;
        };
        if visual.rungs.is_empty() || hung.failure.is_some() {
            continue;
        }
        let px = visibility(&hung, at, eye, px_per_radian);
        let goal = rung_for(&visual.rungs, px);
        // The sharpest that is here already, up to the goal, is shown; sharper ones
        // than needed are let go when the shelf is full.
        let here = (0..=goal).rev().find(|&rung| shelf.take(&visual.rungs[rung].hash).is_some());
        // What moves paints its own frames; its still stays on the shelf for later.
        if let Some(rung) = here
            && hung.moves != Moves::Frames
            && !hung.on_screen
            && hung.rung != Some(rung)
            && let Some(texture) = shelf.take(&visual.rungs[rung].hash)
            && let Some(mut material) = materials.get_mut(&material.0)
        {
            material.texture = texture;
            hung.rung = Some(rung);
        }
        let mut sharper = here.map_or(0, |rung| rung + 1)..=goal;
        let next = sharper.find(|rung| !hung.spoilt.contains(rung));
        if let Some(rung) = next
            && !(hung.moves == Moves::Frames && here.is_some())
        {
            wants.push((px, Entry { work: hung.work, rung }));
        }
    }
    shelf.tidy();
    wants.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut waiting = 0;
    for (_, Entry { work, rung }) in wants {
        let Media::Shown(visual) = &show.lock.works[work].media else {
            continue;
        };
        let rung = &visual.rungs[rung];
        if !shelf.has_room_for(cost_bytes(rung.width_px, rung.height_px)) {
            continue;
        }
        waiting += 1;
        if coming.0.len() >= platform::pictures_at_once() || coming.0.contains_key(&rung.hash) {
            continue;
        }
        let (show, hash, mime) = (show.clone(), rung.hash, rung.mime.clone());
        let task = AsyncComputeTaskPool::get()
            .spawn(async move { crew::make(&show, Job::Picture { hash, mime }).await });
        coming.0.insert(rung.hash, Way::Made(task));
    }
    pending.set("pictures", waiting);
}

struct Entry {
    work: usize,
    rung: usize,
}

fn receive(
    show: Res<Show>,
    mut coming: ResMut<Coming>,
    mut shelf: ResMut<Shelf>,
    mut freight: ResMut<Freight>,
    mut images: ResMut<Assets<Image>>,
    mut hung: Query<&mut Hung>,
    mut notices: MessageWriter<Notice>,
) {
    if coming.0.is_empty() {
        return;
    }
    coming.0.retain(|hash, way| {
        if let Way::Made(task) = way {
            match check_ready(task) {
                None => return true,
                Some(Ok(texels)) => {
                    let bytes = cost_bytes(texels.width, texels.height);
                    *way = Way::Carried(freight.put(texels, sampler(), &mut images), bytes);
                }
                Some(Err(problem)) => {
                    for mut hung in &mut hung {
                        let work = &show.lock.works[hung.work];
                        if let Media::Shown(visual) = &work.media
                            && let Some(at) = visual.rungs.iter().position(|it| it.hash == *hash)
                        {
                            tracing::warn!("“{}”: {problem}", work.id);
                            if let Some(notice) = hung.spoil(at, problem.clone()) {
                                notices.write(notice);
                            }
                        }
                    }
                    return false;
                }
            }
        }
        let Way::Carried(texture, bytes) = way else { return true };
        let whole = freight.is_here(texture);
        if whole {
            shelf.put(*hash, texture.clone(), *bytes);
        }
        !whole
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rung_that_is_sharp_enough() {
        let rungs: Vec<Rung> = [64, 256, 1_024, 2_000]
            .map(|long| Rung {
                width_px: long,
                height_px: long / 2,
                mime: "image/png".into(),
                hash: BlobHash::of(&[]),
                length: 0,
            })
            .into();
        let check = |px: f32, expected: usize| assert_eq!(rung_for(&rungs, px), expected, "{px}");
        check(1.0, 0);
        check(64.0, 0);
        check(100.0, 1);
        check(900.0, 2);
        check(1_300.0, 3);
        check(9_000.0, 3);
    }
}
