//! A few words in a corner for those who know no keys: plan, tour, language, help.

use bevy::prelude::*;

use super::plate::{SOFT, button, lifted, line_width, paper, plate, style};
use super::pointer::TakesPointer;
use super::renew::renew;
use super::surface::{Chrome, Surface};
use crate::exhibition::Language;
use crate::gallery::hearing::Hearing;
use crate::gallery::lettering::{Block, Face, Paragraph, Words};
use crate::gallery::order::Stage;
use crate::gallery::show::Show;
use crate::gallery::tour::Tour;
use crate::gallery::wishes::{Attention, Overlays, Wish};

#[derive(Component)]
struct Toolbar;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, show_toolbar.in_set(Stage::Show).run_if(resource_exists::<Show>));
}

type State = (bool, Option<usize>, bool, Language, Surface);

fn show_toolbar(
    mut commands: Commands,
    overlays: Res<Overlays>,
    show: Res<Show>,
    tour: Res<Tour>,
    attention: Res<Attention>,
    hearing: Res<Hearing>,
    words: Res<Words>,
    surface: Res<Surface>,
    chrome: Res<Chrome>,
    shown: Query<Entity, With<Toolbar>>,
    mut last: Local<Option<State>>,
) {
    let clear = chrome.0 && !overlays.plan && !overlays.help;
    // While the tour leads: which of its works one stands before.
    let at = tour.leads.then(|| {
        let place = |work| show.plan.tour.iter().position(|&other| other == work);
        attention.work.and_then(place).map_or(0, |place| place + 1)
    });
    let state = (clear, at, hearing.on, words.language(), *surface);
    if !renew(state, &mut last, &shown, &mut commands) {
        return;
    }
    if !clear {
        return;
    }
    let sound = if hearing.on { "sound-off" } else { "sound-on" };
    let sound = show.sounds().then_some((sound, Wish::ToggleSound));
    let buttons = [
        ("plan", Wish::TogglePlan),
        (if at.is_some() { "tour-stop" } else { "tour" }, Wish::ToggleTour),
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
            for (key, wish) in buttons.into_iter().chain(sound) {
                bar.spawn(button(&surface, &words, words.get(key), wish));
            }
            if let Some(at) = at.filter(|at| *at > 0) {
                let (at, of) = (at.to_string(), show.plan.tour.len().to_string());
                let progress = words.format("tour-on", &[("at", &at), ("of", &of)]);
                let width = line_width(&progress, 13.0);
                let mut block = Block::new(words.language());
                block.push(Paragraph::new(style(&surface, Face::Sans, 13.0, SOFT), progress));
                bar.spawn((
                    Node {
                        align_items: AlignItems::Center,
                        padding: UiRect::horizontal(px(10)),
                        ..default()
                    },
                    Children::spawn_one(plate(&surface, block, width)),
                ));
            }
        });
}
