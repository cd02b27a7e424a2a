//! The caption at the foot of the picture: what one stands before, and how to read on.

use bevy::prelude::*;

use super::plate::{Button, INK, SOFT, lifted, line_width, paper, plate, style};
use super::pointer::TakesPointer;
use super::renew::renew;
use super::surface::{Chrome, Surface};
use crate::gallery::labels;
use crate::gallery::lettering::{Block, Face, Paragraph, Words};
use crate::gallery::order::Stage;
use crate::gallery::show::Show;
use crate::gallery::wishes::{Attention, Overlays, Wish};

#[derive(Component)]
pub(in crate::gallery) struct Caption;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, caption.in_set(Stage::Show).run_if(resource_exists::<Show>));
}

/// What the caption depends on.
type State = (Option<usize>, crate::exhibition::Language, Surface);

fn caption(
    mut commands: Commands,
    show: Res<Show>,
    attention: Res<Attention>,
    overlays: Res<Overlays>,
    words: Res<Words>,
    surface: Res<Surface>,
    chrome: Res<Chrome>,
    shown: Query<Entity, With<Caption>>,
    mut last: Local<Option<State>>,
) {
    let clear = chrome.0 && !overlays.panel && !overlays.plan && !overlays.help;
    let state = (attention.work.filter(|_| clear), words.language(), *surface);
    if !renew(state, &mut last, &shown, &mut commands) {
        return;
    }
    let Some(work) = state.0 else {
        return;
    };
    let work = &show.lock.works[work];
    let (title, artist) = (labels::title(work, &words), labels::artist_and_year(work, &words));
    let more = words.get(if surface.touch { "caption-more-touch" } else { "caption-more" });
    let most = (surface.size.x - 72.0).min(560.0);
    let width = (line_width(&title, 18.0)).max(line_width(&format!("{artist}    {more}"), 13.5));
    let mut block = Block::new(words.language());
    block.push(Paragraph::new(style(&surface, Face::SerifBold, 17.0, INK), title).leading(1.3));
    block.push(
        Paragraph::new(style(&surface, Face::Sans, 13.0, SOFT), artist)
            .and(style(&surface, Face::Sans, 13.0, [150, 146, 139, 255]), format!("    {more}"))
            .leading(1.4),
    );
    commands
        .spawn((
            Caption,
            Node {
                position_type: PositionType::Absolute,
                bottom: px(18),
                width: percent(100),
                justify_content: JustifyContent::Center,
                ..default()
            },
        ))
        .with_child((
            Button(Wish::TogglePanel),
            TakesPointer,
            Node {
                padding: UiRect::axes(px(18), px(11)),
                border_radius: BorderRadius::all(px(5)),
                ..default()
            },
            BackgroundColor(paper()),
            lifted(),
            Children::spawn_one(plate(&surface, block, width.min(most))),
        ));
}
