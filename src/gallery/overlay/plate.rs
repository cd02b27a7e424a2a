//! Nodes that show lettered prints, and the colours and buttons that all overlays share.

use bevy::prelude::*;

use super::pointer::TakesPointer;
use super::surface::Surface;
use crate::gallery::lettering::{Block, Face, Flat, Ink, Paragraph, Print, Printed, Style};
use crate::gallery::order::Stage;
use crate::gallery::wishes::Wish;

pub(super) const PAPER: [u8; 3] = [250, 248, 244];
pub(super) const INK: Ink = [28, 27, 25, 255];
pub(super) const SOFT: Ink = [98, 95, 90, 255];
pub(super) const HAIR: Ink = [28, 27, 25, 46];

/// A node that takes the size of its print.
#[derive(Component, Clone, Copy, Debug)]
#[require(Flat)]
pub(super) struct Plate {
    /// Physical pixels to a logical one.
    scale: f32,
}

/// A node that wishes for something when it is pressed.
#[derive(Component, Clone, Copy, Debug)]
#[require(Interaction)]
pub(super) struct Button(pub Wish);

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, press_buttons.in_set(Stage::Input))
        .add_systems(Update, show_prints.in_set(Stage::Furnish));
}

impl Plate {
    pub fn new(surface: &Surface) -> Self {
        Self { scale: surface.scale }
    }
}

/// A plate for a block of a width in logical pixels, on paper.
pub(super) fn plate(surface: &Surface, block: Block, width: f32) -> impl Bundle {
    (
        Plate { scale: surface.scale },
        Print::new(block, surface.px(width)).on(PAPER, [0; 4]),
        Node { flex_shrink: 0.0, ..default() },
    )
}

/// A style in logical pixels.
pub(super) fn style(surface: &Surface, face: Face, size: f32, ink: Ink) -> Style {
    Style::new(face, size * surface.scale, ink)
}

/// A button of one line.
pub(super) fn button(
    surface: &Surface,
    messages: &crate::messages::Messages,
    words: String,
    wish: Wish,
) -> impl Bundle {
    let size = if surface.touch { 16.0 } else { 14.0 };
    let width = line_width(&words, size);
    let mut block = Block::new(messages.language());
    block.push(
        Paragraph::new(style(surface, Face::Sans, size, INK), words)
            .align(crate::gallery::lettering::Align::Centre),
    );
    let (high, aside) = if surface.touch { (44.0, 10.0) } else { (34.0, 10.0) };
    (
        Button(wish),
        TakesPointer,
        Node {
            height: px(high),
            padding: UiRect::horizontal(px(aside)),
            align_items: AlignItems::Center,
            justify_content: JustifyContent::Center,
            border_radius: BorderRadius::all(px(4)),
            ..default()
        },
        BackgroundColor(paper()),
        Children::spawn_one(plate(surface, block, width)),
    )
}

pub(super) fn paper() -> Color {
    let [r, g, b] = PAPER;
    Color::srgb_u8(r, g, b)
}

/// The soft shadow under a sheet.
pub(super) fn lifted() -> BoxShadow {
    BoxShadow::new(Color::srgba(0.10, 0.09, 0.07, 0.22), px(0), px(6), px(0), px(24))
}

/// About how wide a line of sans is: wide enough for it, in logical pixels.
pub(super) fn line_width(words: &str, size: f32) -> f32 {
    let ems: f32 = words.chars().map(|c| if c >= '\u{2E80}' { 1.02 } else { 0.56 }).sum();
    (ems * size + 4.0).ceil()
}

fn show_prints(
    mut commands: Commands,
    mut plates: Query<(Entity, &Plate, &Printed, &mut Node), Changed<Printed>>,
) {
    for (entity, plate, printed, mut node) in &mut plates {
        node.width = px(printed.width_px as f32 / plate.scale);
        node.height = px(printed.height_px as f32 / plate.scale);
        commands.entity(entity).insert(ImageNode::new(printed.image.clone()));
    }
}

fn press_buttons(
    buttons: Query<(&Interaction, &Button), Changed<Interaction>>,
    mut wishes: MessageWriter<Wish>,
) {
    for (interaction, button) in &buttons {
        if *interaction == Interaction::Pressed {
            wishes.write(button.0);
        }
    }
}
