//! The catalogue in the language that the visitor reads.

use bevy::prelude::*;

use crate::exhibition::Language;
use crate::gallery::order::Stage;
use crate::gallery::show::Reading;
use crate::messages::Messages;

/// The words of the interface; changes when the visitor changes the language.
#[derive(Resource, Debug)]
pub(in crate::gallery) struct Words(Messages);

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Reading>()
        .insert_resource(Words(Messages::new(Language::default())))
        .add_systems(Update, follow.in_set(Stage::See).run_if(resource_changed::<Reading>));
}

fn follow(reading: Res<Reading>, mut words: ResMut<Words>) {
    if words.0.language() != reading.0 {
        words.0 = Messages::new(reading.0);
    }
}

impl std::ops::Deref for Words {
    type Target = Messages;

    fn deref(&self) -> &Messages {
        &self.0
    }
}
