//! Wishes that open and close overlays, or change the language.

use bevy::prelude::*;

use crate::gallery::order::Stage;
use crate::gallery::show::Reading;
use crate::gallery::wishes::{Attention, Overlays, Wish};

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, (heed, close_when_left).chain().in_set(Stage::See));
}

fn heed(
    mut wishes: MessageReader<Wish>,
    attention: Res<Attention>,
    mut overlays: ResMut<Overlays>,
    mut reading: ResMut<Reading>,
) {
    for wish in wishes.read() {
        let was = *overlays;
        let mut now = was;
        match wish {
            Wish::TogglePanel => now.panel = attention.work.is_some() && !was.panel,
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

/// A panel speaks of the work before one's eyes; walking away closes it.
fn close_when_left(attention: Res<Attention>, mut overlays: ResMut<Overlays>) {
    if overlays.panel && attention.work.is_none() {
        overlays.panel = false;
    }
}
