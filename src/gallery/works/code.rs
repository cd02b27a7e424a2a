//! Works of code run on their wall while a visitor stands before them: the page lays a
//! sealed frame over the picture. Elsewhere, and from afar, hangs their still.

use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, futures::check_ready};

use super::hanging::{Hung, StillLife};
use crate::exhibition::{LockedWork, Media, MediaKind, Problem};
use crate::gallery::audience::Audience;
use crate::gallery::order::Stage;
use crate::gallery::overlay::Notice;
use crate::gallery::show::Show;
use crate::gallery::sight::Eye;
use crate::gallery::visitor::Journey;
use crate::gallery::wishes::{Attention, Overlays};
use crate::platform::{self, RUNS_CODE};

/// How long one stands before a work until it runs, in seconds: walking past starts none.
const STANDING_S: f32 = 0.6;

/// Corners move the frame when they have moved by this much, in logical pixels.
const MOVED_PX: f32 = 0.25;

/// What runs, or will.
#[derive(Resource, Default)]
struct Running {
    work: Option<usize>,
    /// How long the visitor has stood before it, in seconds.
    stood_s: f32,
    coming: Option<Task<Result<String, Problem>>>,
    /// Where its picture is seen; none while it does not run.
    corners: Option<[Vec2; 4]>,
    /// It could not be run: not tried again while one stands here.
    failed: bool,
}

pub(super) fn plugin(app: &mut App) {
    if !RUNS_CODE {
        return;
    }
    app.init_resource::<Running>().add_systems(
        Update,
        run.in_set(Stage::Show)
            .run_if(resource_exists::<Show>)
            .run_if(not(resource_exists::<StillLife>)),
    );
}

fn run(
    time: Res<Time>,
    show: Res<Show>,
    attention: Res<Attention>,
    overlays: Res<Overlays>,
    audience: Res<Audience>,
    journey: Res<Journey>,
    eye: Single<(&GlobalTransform, &Camera), With<Eye>>,
    hung: Query<(&Hung, &GlobalTransform)>,
    mut running: ResMut<Running>,
    mut notices: MessageWriter<Notice>,
) {
    let before = attention.work.filter(|work| {
        let covered = overlays.plan || overlays.help || !audience.sees;
        !covered && !journey.under_way() && is_code(&show, *work)
    });
    if before != running.work {
        if running.corners.is_some() {
            platform::end_code();
        }
        *running = Running { work: before, ..default() };
    }
    let Some(work) = running.work else { return };
    running.stood_s += time.delta_secs();
    if running.stood_s < STANDING_S || running.failed {
        return;
    }
    let Some((hung, at)) = hung.iter().find(|(hung, _)| hung.work == work) else { return };
    let Some(corners) = corners(hung, at, eye.0, eye.1) else { return };
    if let Some(old) = running.corners {
        if old.iter().zip(&corners).any(|(old, new)| old.distance(*new) > MOVED_PX) {
            platform::move_code(&corners.map(|corner| corner.to_array()));
            running.corners = Some(corners);
        }
        return;
    }
    let coming = running.coming.get_or_insert_with(|| fetch(&show, work));
    match check_ready(coming) {
        None => {}
        Some(Ok(document)) => {
            let LockedWork { title, media, .. } = &show.lock.works[work];
            let suffix = match media {
                Media::Shown(visual) => visual.suffix.as_str(),
                Media::Missing(_) => "",
            };
            let seen = corners.map(|corner| corner.to_array());
            platform::run_code(&document, title.get(default()), &seen, suffix);
            running.corners = Some(corners);
        }
        Some(Err(problem)) => {
            tracing::warn!("“{}”: {problem}", show.lock.works[work].id);
            notices.write(Notice::WorkFailed(problem));
            running.failed = true;
        }
    }
}

fn fetch(show: &Show, work: usize) -> Task<Result<String, Problem>> {
    let Media::Shown(visual) = &show.lock.works[work].media else {
        return AsyncComputeTaskPool::get().spawn(async { Ok(String::new()) });
    };
    let (show, hash) = (show.clone(), visual.whole());
    AsyncComputeTaskPool::get().spawn(async move {
        let bytes = show.read(&hash).await?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    })
}

fn is_code(show: &Show, work: usize) -> bool {
    matches!(&show.lock.works[work].media, Media::Shown(visual) if visual.kind == MediaKind::Code)
}

/// Where the corners of a picture are seen, in logical pixels from the top left: top
/// left, top right, bottom right, bottom left. None where one of them lies behind.
fn corners(
    hung: &Hung,
    at: &GlobalTransform,
    eye: &GlobalTransform,
    camera: &Camera,
) -> Option<[Vec2; 4]> {
    let half = hung.size_m / 2.0;
    let corners = [(-half.x, half.y), (half.x, half.y), (half.x, -half.y), (-half.x, -half.y)];
    let mut seen = [Vec2::ZERO; 4];
    for (seen, (x, y)) in seen.iter_mut().zip(corners) {
        *seen = camera.world_to_viewport(eye, at.transform_point(Vec3::new(x, y, 0.0))).ok()?;
    }
    Some(seen)
}
