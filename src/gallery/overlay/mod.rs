//! What lies over the room: caption, panel, plan view, help, hints, toolbar, notices.

mod aside;
mod caption;
mod hands_drawing;
mod help;
mod hint;
mod notices;
mod panel;
mod panel_hands;
mod panel_words;
mod plan_drawing;
mod plan_view;
mod plate;
mod pointer;
mod progress;
mod renew;
mod surface;
mod toggles;
mod toolbar;
mod unasked;
mod window;

use bevy::prelude::*;

pub(super) use hands_drawing::draw_hands;
pub(super) use hint::Remembered;
pub(super) use notices::Notice;
pub(super) use plan_drawing::{PlanFrame, draw_plan};
pub(super) use surface::Chrome;
#[cfg(test)]
pub(super) use unasked::Unasked;

pub(super) fn plugin(app: &mut App) {
    app.add_plugins((
        aside::plugin,
        surface::plugin,
        plate::plugin,
        pointer::plugin,
        toggles::plugin,
        unasked::plugin,
        caption::plugin,
        panel::plugin,
        plan_view::plugin,
        help::plugin,
        hint::plugin,
        toolbar::plugin,
        notices::plugin,
        window::plugin,
        progress::plugin,
    ));
}

/// What tests look for on the picture.
#[cfg(test)]
pub(super) mod shown {
    pub(in crate::gallery) use super::caption::Caption;
    pub(in crate::gallery) use super::help::Help;
    pub(in crate::gallery) use super::hint::Hint;
    pub(in crate::gallery) use super::panel::Panel;
    pub(in crate::gallery) use super::plan_view::{Drawing, PlanView};
    pub(in crate::gallery) use super::surface::InPage;
    pub(in crate::gallery) use super::toolbar::Toolbar;
    pub(in crate::gallery) use super::window::Standing;
}
