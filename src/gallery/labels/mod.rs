//! Labels beside works and texts on walls. They come with their room, are lettered when
//! somebody is near enough to read them, and forget their letters when nobody is.

mod card;
mod evidence;
mod live;
mod vinyl;
mod wall_texts;
mod words;

use bevy::prelude::*;

#[cfg(any(test, feature = "browser"))]
pub(super) use card::Card;
pub(super) use evidence::{aged, dated, ended, says, short, standing, style as evidence_style};
pub(super) use live::{checked, of_holder, sentences, trouble};
#[cfg(test)]
pub(super) use vinyl::Vinyl;
pub(super) use words::{
    artist, artist_and_year, credits, kind, missing_notice, not_here, size, title,
    unpictured_notice,
};

pub(super) fn plugin(app: &mut App) {
    app.add_plugins((card::plugin, vinyl::plugin));
}
