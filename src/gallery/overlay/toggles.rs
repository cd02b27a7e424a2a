//! Wishes that open and close overlays, or change the language.

use bevy::prelude::*;

use super::unasked::Offered;
use crate::gallery::order::Stage;
use crate::gallery::show::Reading;
use crate::gallery::wishes::{Attention, Overlays, Wish};

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, (heed, close_when_left).chain().in_set(Stage::See));
}

fn heed(
    time: Res<Time>,
    mut wishes: MessageReader<Wish>,
    mut offered: ResMut<Offered>,
    mut overlays: ResMut<Overlays>,
    mut reading: ResMut<Reading>,
) {
    for wish in wishes.read() {
        let was = *overlays;
        let mut now = was;
        match wish {
            Wish::TogglePanel => {
                now.panel = !was.panel || offered.is_asked_for(time.elapsed_secs());
            }
            Wish::TogglePlan => {
                now = Overlays { plan: !was.plan, panel: false, help: false, ..was };
            }
            Wish::ToggleHelp => now = Overlays { help: !was.help, plan: false, ..was },
            Wish::GoToRoom(_) => now = Overlays { plan: false, panel: false, help: false, ..was },
            Wish::SwitchLanguage => reading.0 = reading.0.other(),
            // What lies on top goes first.
            Wish::Back if was.help => now.help = false,
            Wish::Back if was.plan => now.plan = false,
            Wish::Back => now.panel = false,
            _ => {}
        }
        overlays.set_if_neq(now);
    }
}

/// How long one may look elsewhere before the panel closes, in seconds.
const LEFT_S: f32 = 1.5;

/// A panel speaks of the work before one's eyes; walking away closes it. One that was
/// opened on the way opens when the work is reached.
fn close_when_left(
    time: Res<Time>,
    attention: Res<Attention>,
    mut overlays: ResMut<Overlays>,
    mut reached: Local<bool>,
    mut left_s: Local<f32>,
) {
    *reached = overlays.panel && (*reached || attention.work.is_some());
    let left = *reached && attention.work.is_none();
    *left_s = if left { *left_s + time.delta_secs() } else { 0.0 };
    if *left_s > LEFT_S {
        overlays.panel = false;
    }
}
