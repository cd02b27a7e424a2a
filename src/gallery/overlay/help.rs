//! The help: how to walk here, by keys or by fingers.

use bevy::prelude::*;

use super::plate::{INK, SOFT, button, lifted, paper, plate, style};
use super::pointer::TakesPointer;
use super::renew::renew;
use super::surface::Surface;
use crate::exhibition::Language;
use crate::gallery::lettering::{Block, Face, Paragraph, Words};
use crate::gallery::order::Stage;
use crate::gallery::wishes::{Overlays, Wish};
use crate::messages::Messages;

#[derive(Component)]
pub(in crate::gallery) struct Help;

const WIDTH: f32 = 420.0;
const PADDING: f32 = 28.0;

/// What can be done, and with which keys.
const WITH_KEYS: [(&str, &str); 14] = [
    ("help-look", "help-look-keys"),
    ("help-capture", "help-capture-keys"),
    ("help-walk", "help-walk-keys"),
    ("help-hurry", "help-hurry-keys"),
    ("help-go", "help-go-keys"),
    ("help-stand", "help-stand-keys"),
    ("help-next", "help-next-keys"),
    ("help-approach", "help-approach-keys"),
    ("help-unasked", "help-unasked-keys"),
    ("help-plan", "help-plan-keys"),
    ("help-tour", "help-tour-keys"),
    ("help-language", "help-language-keys"),
    ("help-sound", "help-sound-keys"),
    ("help-back", "help-back-keys"),
];

/// The same with fingers; buttons explain themselves.
const WITH_FINGERS: [(&str, &str); 4] = [
    ("help-look", "help-look-touch"),
    ("help-go", "help-go-touch"),
    ("help-stand", "help-stand-touch"),
    ("help-approach", "help-approach-touch"),
];

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, open_and_close.in_set(Stage::Show));
}

fn open_and_close(
    mut commands: Commands,
    overlays: Res<Overlays>,
    words: Res<Words>,
    surface: Res<Surface>,
    shown: Query<Entity, With<Help>>,
    mut last: Local<Option<(bool, Language, Surface)>>,
) {
    let state = (overlays.help, words.language(), *surface);
    if !renew(state, &mut last, &shown, &mut commands) {
        return;
    }
    if !overlays.help {
        return;
    }
    let width = WIDTH.min(surface.size.x - 24.0);
    let text = width - 2.0 * PADDING;
    let block = help(&words, &surface, text);
    let close = button(&surface, &words, words.get("panel-close"), Wish::ToggleHelp);
    let text = plate(&surface, block, text);
    commands
        .spawn((
            Help,
            GlobalZIndex(20),
            Node {
                position_type: PositionType::Absolute,
                width: percent(100),
                height: percent(100),
                align_items: AlignItems::Center,
                justify_content: JustifyContent::Center,
                ..default()
            },
        ))
        .with_children(|screen| {
            screen
                .spawn((
                    TakesPointer,
                    Node {
                        flex_direction: FlexDirection::Column,
                        width: px(width),
                        padding: UiRect::new(px(PADDING), px(PADDING), px(26), px(12)),
                        row_gap: px(8),
                        border_radius: BorderRadius::all(px(6)),
                        ..default()
                    },
                    BackgroundColor(paper()),
                    lifted(),
                ))
                .with_children(|sheet| {
                    sheet.spawn(text);
                    sheet
                        .spawn(Node {
                            justify_content: JustifyContent::FlexEnd,
                            margin: UiRect::right(px(-10)),
                            ..default()
                        })
                        .with_child(close);
                });
        });
}

fn help(messages: &Messages, surface: &Surface, width: f32) -> Block {
    let mut block = Block::new(messages.language());
    block.push(
        Paragraph::new(style(surface, Face::SerifBold, 22.0, INK), messages.get("help-title"))
            .leading(1.25),
    );
    let rows: &[(&str, &str)] = if surface.touch { &WITH_FINGERS } else { &WITH_KEYS };
    for (index, (what, how)) in rows.iter().enumerate() {
        let above = if index == 0 { 16.0 } else { 4.0 };
        block.push(
            Paragraph::new(style(surface, Face::Sans, 15.0, INK), messages.get(what))
                .beside(
                    style(surface, Face::Sans, 14.0, SOFT),
                    messages.get(how),
                    width * 0.44 * surface.scale,
                )
                .above(above * surface.scale),
        );
    }
    block
}
