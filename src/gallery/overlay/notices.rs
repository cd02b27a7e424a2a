//! Sentences about what went wrong, at the head of the picture.

use bevy::prelude::*;

use super::plate::{INK, SOFT, lifted, paper, plate, style};
use super::surface::{Chrome, Surface};
use crate::exhibition::Problem;
use crate::gallery::lettering::{Block, Face, Paragraph, Words};
use crate::gallery::order::Stage;

/// Something that the visitor should know.
#[derive(Message, Clone, Debug, PartialEq, Eq)]
pub(in crate::gallery) enum Notice {
    /// A work could not be loaded, and why.
    WorkFailed(Problem),
    /// A work hangs, and could not be loaded as sharp as it is seen; and why.
    LessSharp(Problem),
}

#[derive(Component)]
struct Shown {
    until_s: f32,
}

/// How long a sentence can be read, in seconds.
const READ_S: f32 = 7.0;

pub(super) fn plugin(app: &mut App) {
    app.add_message::<Notice>().add_systems(Update, say.in_set(Stage::Show));
}

fn say(
    mut commands: Commands,
    time: Res<Time>,
    words: Res<Words>,
    surface: Res<Surface>,
    chrome: Res<Chrome>,
    mut notices: MessageReader<Notice>,
    shown: Query<(Entity, &Shown)>,
) {
    let now = time.elapsed_secs();
    let latest = notices.read().last();
    for (entity, notice) in &shown {
        if latest.is_some() || now > notice.until_s {
            commands.entity(entity).despawn();
        }
    }
    // A picture of the rooms alone has none.
    let Some(notice) = latest.filter(|_| chrome.0) else {
        return;
    };
    let (key, problem) = match notice {
        Notice::WorkFailed(problem) => ("notice-work-failed", problem),
        Notice::LessSharp(problem) => ("notice-less-sharp", problem),
    };
    let reason = words.problem(problem);
    let sentence = words.format(key, &[("reason", &reason)]);
    let detail = problem.detail.as_str();
    let width = (surface.size.x - 80.0).min(480.0);
    let mut block = Block::new(words.language());
    block.push(Paragraph::new(style(&surface, Face::Sans, 15.0, INK), sentence).leading(1.4));
    let small = Paragraph::new(style(&surface, Face::Sans, 12.5, SOFT), detail);
    block.push(small.above(4.0 * surface.scale).leading(1.4));
    commands
        .spawn((
            Shown { until_s: now + READ_S },
            GlobalZIndex(30),
            Node {
                position_type: PositionType::Absolute,
                top: px(72),
                width: percent(100),
                justify_content: JustifyContent::Center,
                ..default()
            },
        ))
        .with_child((
            Node {
                padding: UiRect::axes(px(20), px(13)),
                border_radius: BorderRadius::all(px(6)),
                ..default()
            },
            BackgroundColor(paper()),
            lifted(),
            Children::spawn_one(plate(&surface, block, width)),
        ));
}
