//! The Bevy app: a plugin per concern.

mod address;
mod answers;
mod app;
mod audience;
mod building;
mod crew;
mod failure;
mod fingers;
mod hearing;
mod labels;
mod lettering;
mod line;
mod live;
mod materials;
mod measure;
mod order;
mod overlay;
#[cfg(feature = "browser")]
mod page;
mod pending;
mod shoot;
mod show;
mod sight;
mod space;
#[cfg(test)]
mod tests;
mod texture;
mod third_party;
mod tour;
mod views;
mod visitor;
mod wishes;
mod works;

use bevy::prelude::*;

pub use app::{Opening, without_pictures};
pub use failure::OpenError;
pub use measure::{Figures, Measuring, measure};
pub use shoot::{Overlay, Picture, ShootError, ShootOptions, shoot};
pub use show::{Blobs, Show};
pub use views::Per;

/// What it takes to walk: no window, no picture.
fn walking(app: &mut App) {
    app.add_plugins((
        order::plugin,
        pending::plugin,
        wishes::plugin,
        audience::plugin,
        live::plugin,
        third_party::rapier::plugin,
        sight::plugin,
        visitor::plugin,
        tour::plugin,
    ));
}

/// What it takes to see.
fn seeing(app: &mut App) {
    app.add_plugins((
        failure::plugin,
        address::plugin,
        crew::plugin,
        materials::plugin,
        hearing::plugin,
        building::plugin,
        works::plugin,
        lettering::plugin,
        labels::plugin,
        overlay::plugin,
    ));
}

/// Opens a window (or the page's canvas) and lets the visitor walk until they leave.
pub fn open(show: Show, opening: &Opening, canvas: Option<String>) -> Result<(), OpenError> {
    failure::look_for_a_screen()?;
    failure::how_it_ended(app::in_window(show, opening, canvas).run())
}
