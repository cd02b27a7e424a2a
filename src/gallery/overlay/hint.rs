//! The first hint: how to look and walk. It goes once the visitor has found out, and
//! does not come again.

use bevy::prelude::*;

use super::plate::{Plate, style};
use super::surface::{Chrome, Surface};
use crate::exhibition::Language;
use crate::gallery::lettering::{Align, Block, Face, Ink, Paragraph, Print, Words};
use crate::gallery::order::Stage;
use crate::gallery::sight::Eye;
use crate::gallery::wishes::Overlays;
use crate::platform::Memory;

#[derive(Component)]
pub(in crate::gallery) struct Hint;

/// Where it is kept that the visitor has found out. In a window only: pictures and tests
/// are the same whoever has walked here before.
#[derive(Resource, Debug)]
pub(in crate::gallery) struct Remembered(pub Memory);

/// Under which name.
const FOUND_OUT: &str = "walked";

/// Where the hint stands in its life.
#[derive(Default, PartialEq, Clone, Copy)]
enum Life {
    #[default]
    Unborn,
    Shown {
        at: Vec3,
        since: f32,
    },
    Fading {
        since: f32,
    },
    Gone,
}

const INK: Ink = [252, 250, 246, 255];

/// How far somebody must have gone to know how, in metres.
const WALKED_M: f32 = 0.8;

/// It is read for at least this long, and fades this long, in seconds.
const READ_S: f32 = 2.5;
const FADE_S: f32 = 1.2;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, (live, set).chain().in_set(Stage::Show));
}

fn live(
    mut commands: Commands,
    time: Res<Time>,
    chrome: Res<Chrome>,
    eye: Single<&GlobalTransform, With<Eye>>,
    hints: Query<(Entity, &Children), With<Hint>>,
    overlays: Res<Overlays>,
    mut nodes: Query<&mut Visibility, With<Hint>>,
    mut plates: Query<(&mut ImageNode, &mut BackgroundColor)>,
    memory: Option<Res<Remembered>>,
    mut life: Local<Life>,
) {
    // It never lies under or beside what the visitor opened to read.
    let reading = overlays.panel || overlays.plan || overlays.help;
    for mut visibility in &mut nodes {
        let wanted = if reading { Visibility::Hidden } else { Visibility::Inherited };
        visibility.set_if_neq(wanted);
    }
    let (now, place) = (time.elapsed_secs(), eye.translation());
    match *life {
        Life::Unborn if memory.as_ref().is_some_and(|memory| memory.0.has(FOUND_OUT)) => {
            *life = Life::Gone;
        }
        Life::Unborn if chrome.0 => {
            *life = Life::Shown { at: place, since: now };
            commands.spawn((
                Hint,
                GlobalZIndex(2),
                Node {
                    position_type: PositionType::Absolute,
                    bottom: px(104),
                    width: percent(100),
                    justify_content: JustifyContent::Center,
                    ..default()
                },
            ));
        }
        Life::Shown { at, since }
            if now - since > READ_S && at.xz().distance(place.xz()) > WALKED_M =>
        {
            *life = Life::Fading { since: now };
            if let Some(memory) = &memory {
                memory.0.note(FOUND_OUT);
            }
        }
        Life::Fading { since } => {
            let left = 1.0 - (now - since) / FADE_S;
            for (entity, children) in &hints {
                for child in children {
                    if let Ok((mut image, mut ground)) = plates.get_mut(*child) {
                        image.color.set_alpha(left.max(0.0));
                        ground.0.set_alpha(GROUND_ALPHA * left.max(0.0));
                    }
                }
                if left <= 0.0 {
                    commands.entity(entity).despawn();
                    *life = Life::Gone;
                }
            }
        }
        _ => {}
    }
}

const GROUND_ALPHA: f32 = 0.62;

fn set(
    mut commands: Commands,
    words: Res<Words>,
    surface: Res<Surface>,
    hints: Query<Entity, With<Hint>>,
    mut last: Local<Option<(Entity, Language, Surface)>>,
) {
    let Ok(hint) = hints.single() else {
        return;
    };
    let state = (hint, words.language(), *surface);
    if *last == Some(state) {
        return;
    }
    *last = Some(state);
    let lines = if surface.touch {
        ["hint-touch", "hint-touch-works"]
    } else {
        ["hint-mouse", "hint-keys"]
    };
    let mut block = Block::new(words.language());
    for key in lines {
        block.push(
            Paragraph::new(style(&surface, Face::Sans, 15.0, INK), words.get(key))
                .align(Align::Centre)
                .balanced()
                .leading(1.5),
        );
    }
    let width = (surface.size.x - 64.0).min(560.0);
    commands.entity(hint).despawn_related::<Children>().with_child((
        Plate::new(&surface),
        Print::new(block, surface.px(width)),
        Node {
            padding: UiRect::axes(px(20), px(12)),
            border_radius: BorderRadius::all(px(8)),
            box_sizing: BoxSizing::ContentBox,
            ..default()
        },
        BackgroundColor(Color::srgba(0.10, 0.095, 0.085, GROUND_ALPHA)),
    ));
}
