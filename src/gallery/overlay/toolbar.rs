//! A few words in a corner for those who know no keys: plan, tour, language, help.

use bevy::prelude::*;

use super::plate::{button, lifted, paper};
use super::pointer::TakesPointer;
use super::surface::{Chrome, Surface};
use crate::exhibition::Language;
use crate::gallery::lettering::Words;
use crate::gallery::order::Stage;
use crate::gallery::show::Show;
use crate::gallery::tour::Tour;
use crate::gallery::wishes::{Overlays, Wish};

#[derive(Component)]
struct Toolbar;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, show_toolbar.in_set(Stage::Show).run_if(resource_exists::<Show>));
}

type State = (bool, bool, Language, Surface);

fn show_toolbar(
    mut commands: Commands,
    overlays: Res<Overlays>,
    tour: Res<Tour>,
    words: Res<Words>,
    surface: Res<Surface>,
    chrome: Res<Chrome>,
    shown: Query<Entity, With<Toolbar>>,
    mut last: Local<Option<State>>,
) {
    let clear = chrome.0 && !overlays.plan && !overlays.help;
    let state = (clear, tour.leads, words.language(), *surface);
    if *last == Some(state) {
        return;
    }
    *last = Some(state);
    for entity in &shown {
        commands.entity(entity).despawn();
    }
    if !clear {
        return;
    }
    let buttons = [
        ("plan", Wish::TogglePlan),
        (if tour.leads { "tour-stop" } else { "tour" }, Wish::ToggleTour),
        ("language-other", Wish::SwitchLanguage),
        ("help", Wish::ToggleHelp),
    ];
    commands
        .spawn((
            Toolbar,
            TakesPointer,
            GlobalZIndex(5),
            Node {
                position_type: PositionType::Absolute,
                left: px(16),
                top: px(16),
                padding: UiRect::horizontal(px(4)),
                border_radius: BorderRadius::all(px(5)),
                ..default()
            },
            BackgroundColor(paper()),
            lifted(),
        ))
        .with_children(|bar| {
            for (key, wish) in buttons {
                bar.spawn(button(&surface, &words, words.get(key), wish));
            }
        });
}
