//! Panels that open unasked: the one about a work opens by itself before whoever has come
//! to rest before it, and goes when they go on. Who closes it is left in peace there.

use bevy::prelude::*;
use bevy::window::PrimaryWindow;

use super::Remembered;
use super::surface::Surface;
use crate::gallery::order::Stage;
use crate::gallery::sight::Eye;
use crate::gallery::visitor::Journey;
use crate::gallery::wishes::{Attention, Overlays, Wish};

/// Whether panels open unasked, and after how long.
#[derive(Resource, Clone, Copy, Debug, PartialEq)]
pub(in crate::gallery) struct Unasked {
    pub on: bool,
    /// How long one stands still before a work until its panel opens, in seconds.
    pub rest_s: f32,
}

/// The work whose panel is open unasked, and since when, in seconds of the gallery's time.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Offered(Option<(usize, f32)>);

/// Long enough that nobody who walks past is stopped.
const REST_S: f32 = 0.6;

/// Slower than this one stands, in metres and in radians a second.
const STANDS_M_PER_S: f32 = 0.08;
const STANDS_RAD_PER_S: f32 = 0.12;

/// How far from where they closed a panel a visitor has gone away, in metres.
const GONE_M: f32 = 1.5;

/// Who asks for a panel that has just opened by itself wants it open, for so many seconds.
const ASKED_TOO_S: f32 = 0.5;

/// Under which name it is kept that panels open by hand only.
const BY_HAND: &str = "panels-by-hand";

pub(super) fn plugin(app: &mut App) {
    app.insert_resource(Unasked { on: true, rest_s: REST_S })
        .init_resource::<Offered>()
        .add_systems(Startup, remember)
        .add_systems(
            Update,
            // Behind all that opens and closes panels by a wish, before they are shown.
            (heed, offer)
                .chain()
                .in_set(Stage::Furnish)
                .run_if(any_with_component::<PrimaryWindow>),
        );
}

/// Whether panels may open unasked on a surface: where they leave the work its room. On a
/// phone the caption is what comes by itself, and opens by a touch.
pub(super) fn has_room(surface: &Surface) -> bool {
    !surface.phone_size()
}

impl Offered {
    /// Since when the panel about a work is open unasked.
    pub fn since(&self, work: usize) -> Option<f32> {
        self.0.filter(|(offered, _)| *offered == work).map(|(_, since)| since)
    }

    /// Takes a wish for the panel as one for what has just opened by itself; true where it
    /// has.
    pub fn is_asked_for(&mut self, now: f32) -> bool {
        let just_now = self.0.is_some_and(|(_, since)| now - since < ASKED_TOO_S);
        if just_now {
            self.0 = None;
        }
        just_now
    }
}

fn remember(memory: Option<Res<Remembered>>, mut unasked: ResMut<Unasked>) {
    if memory.is_some_and(|memory| memory.0.has(BY_HAND)) {
        unasked.on = false;
    }
}

fn heed(
    mut wishes: MessageReader<Wish>,
    memory: Option<Res<Remembered>>,
    mut unasked: ResMut<Unasked>,
) {
    for wish in wishes.read() {
        if *wish != Wish::ToggleUnasked {
            continue;
        }
        unasked.on = !unasked.on;
        if let Some(memory) = &memory {
            if unasked.on {
                memory.0.forget(BY_HAND);
            } else {
                memory.0.note(BY_HAND);
            }
        }
    }
}

/// What is known of a visitor from one frame to the next.
#[derive(Clone, Debug, Default)]
struct Visit {
    /// Where they stood and looked.
    eye: Option<(Vec3, Vec3)>,
    /// How long they have stood before one work.
    rest: Option<(usize, f32)>,
    /// The work whose panel was open.
    read: Option<usize>,
    /// Works whose panels they closed, and where they stood then.
    closed: Vec<(usize, Vec3)>,
}

fn offer(
    time: Res<Time>,
    unasked: Res<Unasked>,
    surface: Res<Surface>,
    attention: Res<Attention>,
    journey: Res<Journey>,
    eye: Single<&GlobalTransform, With<Eye>>,
    mut overlays: ResMut<Overlays>,
    mut offered: ResMut<Offered>,
    mut visit: Local<Visit>,
) {
    let (now, dt) = (time.elapsed_secs(), time.delta_secs());
    let (place, ahead) = (eye.translation(), *eye.forward());
    let stands = !journey.under_way() && visit.stands(place, ahead, dt);
    let work = attention.work;
    let covered = overlays.plan || overlays.help;
    visit.note_what_is_closed(work, !overlays.panel && !covered, place);

    if !overlays.panel {
        offered.set_if_neq(Offered(None));
    } else if let Offered(Some((about, _))) = *offered {
        let goes_on = journey.under_way() && journey.to_work != Some(about);
        let turned = work.is_some_and(|work| work != about);
        if goes_on || turned || !unasked.on || !has_room(&surface) {
            overlays.panel = false;
            *offered = Offered(None);
        }
    }

    let may = unasked.on && has_room(&surface) && !overlays.panel && !covered;
    let before = work.filter(|_| stands && attention.within_view && !covered);
    let rested_s = visit.rest_before(before, dt);
    if let Some(work) = before.filter(|work| may && !visit.is_closed(*work))
        && rested_s >= unasked.rest_s
    {
        overlays.panel = true;
        *offered = Offered(Some((work, now)));
    }
    visit.read = work.filter(|_| overlays.panel);
}

impl Visit {
    /// Whether the visitor has neither gone nor turned since the last frame.
    fn stands(&mut self, place: Vec3, ahead: Vec3, dt: f32) -> bool {
        let was = self.eye.replace((place, ahead));
        was.is_some_and(|(from, looked)| {
            place.distance(from) <= STANDS_M_PER_S * dt
                && ahead.distance(looked) <= STANDS_RAD_PER_S * dt
        })
    }

    /// How long they have stood before a work, with this frame.
    fn rest_before(&mut self, work: Option<usize>, dt: f32) -> f32 {
        let before = self.rest.filter(|(known, _)| work == Some(*known));
        let rested_s = before.map_or(0.0, |(_, rested_s)| rested_s + dt);
        self.rest = work.map(|work| (work, rested_s));
        rested_s
    }

    /// Notes a panel that the visitor has closed, and lets go of those that they have gone
    /// away from.
    fn note_what_is_closed(&mut self, work: Option<usize>, closed: bool, place: Vec3) {
        let gone = |at: Vec3| at.xz().distance(place.xz()) > GONE_M;
        self.closed.retain(|(closed, at)| work == Some(*closed) || !gone(*at));
        // One that goes as they look elsewhere was not closed by them.
        if let Some(read) = self.read.filter(|read| closed && work == Some(*read)) {
            self.closed.push((read, place));
        }
    }

    fn is_closed(&self, work: usize) -> bool {
        self.closed.iter().any(|(closed, _)| *closed == work)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DT: f32 = 1.0 / 60.0;

    #[test]
    fn rest_is_counted_before_one_work_and_from_nothing_before_another() {
        let mut visit = Visit::default();
        assert_eq!(visit.rest_before(Some(3), 0.5), 0.0);
        assert_eq!(visit.rest_before(Some(3), 0.5), 0.5);
        assert_eq!(visit.rest_before(Some(4), 0.5), 0.0);
        assert_eq!(visit.rest_before(Some(4), 0.5), 0.5);
        assert_eq!(visit.rest_before(None, 0.5), 0.0);
        assert_eq!(visit.rest_before(Some(4), 0.5), 0.0);
    }

    #[test]
    fn who_strolls_or_turns_does_not_stand() {
        let check = |speed: f32, turning: f32, expected: bool| {
            let mut visit = Visit::default();
            assert!(!visit.stands(Vec3::ZERO, Vec3::NEG_Z, DT), "nothing is known yet");
            let ahead = Quat::from_rotation_y(turning * DT) * Vec3::NEG_Z;
            assert_eq!(
                visit.stands(Vec3::X * speed * DT, ahead, DT),
                expected,
                "{speed} {turning}"
            );
        };
        check(0.0, 0.0, true);
        check(0.05, 0.05, true);
        check(0.3, 0.0, false);
        check(1.4, 0.0, false);
        check(0.0, 0.5, false);
    }

    #[test]
    fn a_panel_that_was_closed_is_closed_until_one_has_gone_away() {
        let mut visit = Visit { read: Some(3), ..default() };
        let at = |x: f32| Vec3::X * x;
        visit.note_what_is_closed(Some(3), true, at(0.0));
        visit.read = None;
        assert!(visit.is_closed(3) && !visit.is_closed(4));
        // A look aside, a step back, a long way off with the work before one's eyes.
        for (work, place) in [(None, 0.0), (Some(4), 0.9), (Some(3), 4.0), (None, 1.4)] {
            visit.note_what_is_closed(work, true, at(place));
            assert!(visit.is_closed(3), "{work:?} {place}");
        }
        visit.note_what_is_closed(Some(4), true, at(1.6));
        assert!(!visit.is_closed(3));
    }

    #[test]
    fn a_panel_that_goes_by_itself_was_not_closed() {
        // They looked elsewhere, at another work, or at the plan that lies over it.
        for (work, closed) in [(None, true), (Some(4), true), (Some(3), false)] {
            let mut visit = Visit { read: Some(3), ..default() };
            visit.note_what_is_closed(work, closed, Vec3::ZERO);
            assert!(!visit.is_closed(3), "{work:?} {closed}");
        }
    }

    #[test]
    fn a_panel_that_has_just_opened_is_not_closed_by_who_asks_for_it() {
        let mut offered = Offered(Some((3, 10.0)));
        assert_eq!((offered.since(3), offered.since(4)), (Some(10.0), None));
        assert!(offered.is_asked_for(10.2));
        assert!(!offered.is_asked_for(10.3), "from then on it is theirs");
        let mut offered = Offered(Some((3, 10.0)));
        assert!(!offered.is_asked_for(10.6));
        assert_eq!(offered.since(3), Some(10.0));
    }
}
