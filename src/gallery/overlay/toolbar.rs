//! A few words in a corner for those who know no keys: plan, tour, language, help.

use bevy::prelude::*;
use bevy::window::PrimaryWindow;

use super::panel;
use super::plate::{SOFT, button, lifted, line_width, paper, plate, style};
use super::pointer::TakesPointer;
use super::renew::renew;
use super::surface::{Chrome, Surface};
use super::unasked::{Unasked, has_room};
use crate::exhibition::Language;
use crate::gallery::hearing::Hearing;
use crate::gallery::lettering::{Block, Face, Paragraph, Words};
use crate::gallery::order::Stage;
use crate::gallery::show::Show;
use crate::gallery::tour::Tour;
use crate::gallery::wishes::{Attention, Overlays, Wish};

#[derive(Component)]
pub(in crate::gallery) struct Toolbar;

/// How far from the edges it lies, in logical pixels.
const MARGIN: f32 = 16.0;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(
        Update,
        (show_toolbar, keep_clear).in_set(Stage::Show).run_if(resource_exists::<Show>),
    );
}

type State = (bool, Option<usize>, bool, Option<bool>, Language, Surface);

fn show_toolbar(
    mut commands: Commands,
    overlays: Res<Overlays>,
    show: Res<Show>,
    tour: Res<Tour>,
    attention: Res<Attention>,
    hearing: Res<Hearing>,
    (unasked, windows): (Res<Unasked>, Query<(), With<PrimaryWindow>>),
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
    // Where panels may open unasked at all: whether they do.
    let opens = (!windows.is_empty() && has_room(&surface)).then_some(unasked.on);
    let state = (clear, at, hearing.on, opens, words.language(), *surface);
    if !renew(state, &mut last, &shown, &mut commands) {
        return;
    }
    if !clear {
        return;
    }
    let sound = if hearing.on { "sound-off" } else { "sound-on" };
    let sound = show.sounds().then_some((sound, Wish::ToggleSound));
    let panels = opens.map(|opens| if opens { "panels-by-hand" } else { "panels-by-themselves" });
    let panels = panels.map(|key| (key, Wish::ToggleUnasked));
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
                left: px(MARGIN),
                top: px(MARGIN),
                flex_wrap: FlexWrap::Wrap,
                padding: UiRect::horizontal(px(4)),
                border_radius: BorderRadius::all(px(5)),
                ..default()
            },
            BackgroundColor(paper()),
            lifted(),
        ))
        .with_children(|bar| {
            for (key, wish) in buttons.into_iter().chain(sound).chain(panels) {
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

/// What does not fit beside an open panel, or a page's way back, goes on in a second line and
/// not under it.
fn keep_clear(
    overlays: Res<Overlays>,
    attention: Res<Attention>,
    surface: Res<Surface>,
    mut bars: Query<&mut Node, With<Toolbar>>,
) {
    let open = overlays.panel && attention.work.is_some();
    let beside = if open { panel::covers(&surface).x } else { 0.0 };
    let beside = beside.max(surface.kept_corner().x);
    let most = px((surface.size.x - beside - 2.0 * MARGIN).max(0.0));
    for mut bar in &mut bars {
        if bar.max_width != most {
            bar.max_width = most;
        }
    }
}
