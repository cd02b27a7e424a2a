//! What the window does to the visit, in a sentence that stands as long as it does: keys
//! that go elsewhere, and a window that is too small to read in.

use bevy::prelude::*;
use bevy::window::WindowFocused;

use super::plate::{INK, lifted, paper, plate, style};
use super::pointer::TakesPointer;
use super::renew::renew;
use super::surface::{Chrome, Surface};
use crate::exhibition::Language;
use crate::gallery::lettering::{Block, Face, Paragraph, Words};
use crate::gallery::order::Stage;

/// A sentence about the window.
#[derive(Component)]
pub(in crate::gallery) struct Standing;

/// On a surface that is smaller in either way nothing can be read and little seen, in
/// logical pixels. The smallest phones have 320 of them across.
const SMALLEST: Vec2 = Vec2::new(300.0, 240.0);

/// The widest that the sentence stands, and how far from the edges, in logical pixels.
const WIDTH: f32 = 420.0;
const MARGIN: f32 = 8.0;
const PADDING: Vec2 = Vec2::new(16.0, 10.0);

/// From which width of the surface on it stands in the corner, how wide there, and how wide a
/// caption is beside it, in logical pixels.
const ASIDE_FROM: f32 = 600.0;
const ASIDE_WIDTH: f32 = 220.0;
const CAPTION: f32 = 320.0;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, tell.in_set(Stage::Show));
}

type State = (Option<&'static str>, Language, Surface);

/// The rooms go on while the visitor looks elsewhere: the tour leads, films run, works are
/// watched. It is their keys that no longer come here, and who walked stands still.
fn tell(
    mut commands: Commands,
    mut focus: MessageReader<WindowFocused>,
    touches: Option<Res<Touches>>,
    words: Res<Words>,
    surface: Res<Surface>,
    chrome: Res<Chrome>,
    shown: Query<Entity, With<Standing>>,
    mut had: Local<bool>,
    mut elsewhere: Local<bool>,
    mut fingers: Local<bool>,
    mut last: Local<Option<State>>,
) {
    for told in focus.read() {
        // A window that is only opening is told that it has no keys yet.
        *had |= told.focused;
        *elsewhere = *had && !told.focused;
    }
    // Who walks with fingers misses no keys.
    *fingers |= touches.is_some_and(|touches| touches.any_just_pressed());
    let matter = if !chrome.0 {
        None
    } else if surface.size.x < SMALLEST.x || surface.size.y < SMALLEST.y {
        Some("window-too-small")
    } else if *elsewhere && !*fingers {
        Some("window-keys-elsewhere")
    } else {
        None
    };
    let state = (matter, words.language(), *surface);
    if !renew(state, &mut last, &shown, &mut commands) {
        return;
    }
    let Some(key) = matter else {
        return;
    };
    // It lies over no work: in a corner, beside the caption, where there is room for it.
    let aside = key == "window-keys-elsewhere" && surface.size.x >= ASIDE_FROM;
    let room = if aside { (surface.size.x - CAPTION) / 2.0 } else { surface.size.x };
    let widest = if aside { ASIDE_WIDTH } else { WIDTH };
    let width = (room - 2.0 * (MARGIN + PADDING.x)).clamp(1.0, widest);
    let mut block = Block::new(words.language());
    let sentence = style(&surface, Face::Sans, if aside { 12.5 } else { 14.5 }, INK);
    block.push(Paragraph::new(sentence, words.get(key)).leading(1.4));
    // A small window begins with it; in a larger one it leaves the toolbar its place.
    let top = if key == "window-too-small" { MARGIN } else { 72.0 };
    commands
        .spawn((
            Standing,
            GlobalZIndex(45),
            Node {
                position_type: PositionType::Absolute,
                top: if aside { auto() } else { px(top) },
                bottom: if aside { px(MARGIN) } else { auto() },
                left: if aside { px(MARGIN) } else { px(0) },
                width: if aside { auto() } else { percent(100) },
                justify_content: JustifyContent::Center,
                ..default()
            },
        ))
        .with_child((
            // A click here asks for the keys, and for no walk.
            TakesPointer,
            Node {
                padding: UiRect::axes(px(PADDING.x), px(PADDING.y)),
                border_radius: BorderRadius::all(px(6)),
                ..default()
            },
            BackgroundColor(paper()),
            lifted(),
            Children::spawn_one(plate(&surface, block, width)),
        ));
}
