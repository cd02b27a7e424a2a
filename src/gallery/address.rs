//! Addresses within an exhibition: `work=ID` and `room=N`, to come by and to leave by; and
//! what else the page around a gallery is told.

use bevy::platform::time::Instant;
use bevy::prelude::*;

use super::order::Stage;
use super::pending::{CALM_FRAMES, Pending};
use super::show::{Reading, Show};
use super::sight::Sight;
use super::wishes::{Attention, Wish};
use crate::hang::RoomId;
use crate::platform;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(
        Update,
        // The language first: the page puts a title into a sentence of its own.
        (tell_language, tell_place, tell_ready, tell_sharp)
            .chain()
            .in_set(Stage::Show)
            .run_if(resource_exists::<Show>),
    );
}

/// What an address asks for; rooms count from 1. None for what is not in this show.
pub(super) fn wish_for(show: &Show, place: &str) -> Option<Wish> {
    let (kind, name) = place.trim_start_matches('#').split_once('=')?;
    match kind {
        "work" => {
            let work = show.lock.works.iter().position(|work| work.id.as_str() == name)?;
            Some(Wish::StandBefore(work))
        }
        "room" => {
            let number: u32 = name.parse().ok()?;
            let room = number.checked_sub(1).filter(|&r| (r as usize) < show.plan.rooms.len())?;
            Some(Wish::GoToRoom(RoomId(room)))
        }
        _ => None,
    }
}

fn tell_language(reading: Res<Reading>) {
    if reading.is_changed() && !reading.is_added() {
        platform::tell_language(reading.0.tag());
    }
}

fn tell_place(
    show: Res<Show>,
    sight: Res<Sight>,
    attention: Res<Attention>,
    reading: Res<Reading>,
) {
    if !(sight.is_changed() || attention.is_changed() || reading.is_changed()) {
        return;
    }
    let Some(room) = sight.here else {
        return;
    };
    let (id, title) = match attention.work.map(|work| &show.lock.works[work]) {
        Some(work) => (Some(work.id.as_str()), work.title.get(reading.0)),
        None => {
            let section = show.plan.room(room).section;
            let title = section.map_or(&show.lock.title, |at| &show.lock.sections[at].title);
            (None, title.get(reading.0))
        }
    };
    platform::tell_place(id, room.0 + 1, title);
}

/// The first picture stands when the room in sight waits for nothing, or after a few
/// frames: what is still on its way sharpens before the visitor's eyes.
fn tell_ready(pending: Res<Pending>, mut frames: Local<u32>) {
    const ENOUGH_FRAMES: u32 = 8;
    *frames += 1;
    if *frames == ENOUGH_FRAMES || (*frames < ENOUGH_FRAMES && *frames > 2 && pending.total() == 0)
    {
        *frames = ENOUGH_FRAMES;
        platform::tell_ready();
    }
}

/// The first time that all in sight is sharp, lit and lettered: since the first of a row of
/// frames was drawn in which nothing was on its way.
fn tell_sharp(pending: Res<Pending>, mut calm: Local<u32>, mut since: Local<Option<Instant>>) {
    if *calm == CALM_FRAMES {
        return;
    }
    *calm = if pending.total() == 0 { *calm + 1 } else { 0 };
    // When the second of them begins, the first has been drawn.
    if *calm == 2 {
        *since = Some(Instant::now());
    }
    if *calm == CALM_FRAMES
        && let Some(since) = *since
    {
        platform::tell_sharp(since.elapsed());
    }
}
