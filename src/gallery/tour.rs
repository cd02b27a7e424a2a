//! The guided tour: from work to work in the planner's order, with time to look.

use bevy::prelude::*;

use super::order::Stage;
use super::show::Show;
use super::visitor::Journey;
use super::wishes::{Overlays, Wish};

/// How long the tour stays before a work, in seconds.
const STAY_S: f32 = 7.0;

/// Whether the tour leads, and how long it has stayed where it is.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Tour {
    pub leads: bool,
    stayed_s: f32,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Tour>().add_systems(
        Update,
        (heed, lead).chain().in_set(Stage::Walk).run_if(resource_exists::<Show>),
    );
}

/// Any other wish than the tour's own ends it: the visitor leads again.
fn heed(mut wishes: MessageReader<Wish>, mut tour: ResMut<Tour>, overlays: Res<Overlays>) {
    for wish in wishes.read() {
        match wish {
            Wish::ToggleTour => *tour = Tour { leads: !tour.leads, stayed_s: STAY_S },
            Wish::TogglePanel | Wish::ToggleUnasked | Wish::ToggleHelp | Wish::SwitchLanguage => {}
            Wish::Next if tour.leads => {}
            Wish::Back if overlays.panel || overlays.plan || overlays.help => {}
            _ if tour.leads => *tour = Tour::default(),
            _ => {}
        }
    }
}

fn lead(
    time: Res<Time>,
    keys: Option<Res<ButtonInput<KeyCode>>>,
    journey: Res<Journey>,
    mut tour: ResMut<Tour>,
    mut wishes: MessageWriter<Wish>,
) {
    if !tour.leads {
        return;
    }
    let walks = [
        KeyCode::KeyW,
        KeyCode::KeyA,
        KeyCode::KeyS,
        KeyCode::KeyD,
        KeyCode::ArrowUp,
        KeyCode::ArrowDown,
        KeyCode::ArrowLeft,
        KeyCode::ArrowRight,
    ];
    if keys.is_some_and(|keys| keys.any_pressed(walks)) {
        *tour = Tour::default();
        return;
    }
    if journey.under_way() {
        tour.stayed_s = 0.0;
        return;
    }
    tour.stayed_s += time.delta_secs();
    if tour.stayed_s >= STAY_S {
        tour.stayed_s = 0.0;
        wishes.write(Wish::Next);
    }
}
