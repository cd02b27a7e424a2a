//! The panel about a work: a sheet at the right, or at the foot of a narrow surface.

use bevy::input::mouse::{AccumulatedMouseScroll, MouseScrollUnit};
use bevy::prelude::*;

use super::plate::{INK, Plate, button, lifted, paper, plate, style};
use super::pointer::TakesPointer;
use super::renew::renew;
use super::surface::Surface;
use super::unasked::Offered;
use super::{aside, hands_drawing, panel_hands, panel_words};
use crate::exhibition::{Language, Problem};
use crate::gallery::crew::Job;
use crate::gallery::fingers::Fingers;
use crate::gallery::lettering::{Aside, Block, Face, Paragraph, Words};
use crate::gallery::live::{Heard, Live};
use crate::gallery::order::Stage;
use crate::gallery::show::{Show, Today};
use crate::gallery::visitor::ReducedMotion;
use crate::gallery::wishes::{Attention, Overlays, Wish};
use crate::gallery::works::Hung;
use crate::platform::open_link;

#[derive(Component)]
pub(in crate::gallery) struct Panel;

/// What scrolls within the panel.
#[derive(Component)]
struct Scroll;

/// A page about the work.
#[derive(Component)]
#[require(Interaction)]
struct Link(String);

const WIDTH: f32 = 400.0;
const PADDING: f32 = 26.0;
const MARGIN: f32 = 16.0;

/// The share of a narrow surface that the panel covers.
const SHEET_SHARE: f32 = 0.58;

/// Logical pixels to a line of the wheel, and to a press of Page Down.
const LINE: f32 = 48.0;
const PAGE: f32 = 320.0;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(
        Update,
        (open_and_close, come_in, scroll, follow_links)
            .in_set(Stage::Show)
            .run_if(resource_exists::<Show>),
    );
}

type State = (Option<usize>, Language, Surface, Heard, Option<Problem>);

fn open_and_close(
    mut commands: Commands,
    show: Res<Show>,
    attention: Res<Attention>,
    overlays: Res<Overlays>,
    (words, live, today): (Res<Words>, Res<Live>, Res<Today>),
    (time, offered, still): (Res<Time>, Res<Offered>, Res<ReducedMotion>),
    surface: Res<Surface>,
    hung: Query<&Hung>,
    shown: Query<Entity, With<Panel>>,
    mut last: Local<Option<State>>,
) {
    let at = attention.work.filter(|_| overlays.panel);
    let heard = at.map(|work| live.of(&show, work)).unwrap_or_default();
    let before = at.and_then(|work| hung.iter().find(|hung| hung.work == work));
    let rests = before.and_then(|hung| hung.rests.clone());
    let state = (at, words.language(), *surface, heard.clone(), rests.clone());
    if !renew(state, &mut last, &shown, &mut commands) {
        return;
    }
    let Some(place) = at else {
        return;
    };
    let work = &show.lock.works[place];
    let (sheet, width) = sheet(&surface);
    let text = width - 2.0 * PADDING;
    let telling = panel_words::Telling {
        lock: &show.lock,
        work,
        heard: &heard,
        rests: rests.as_ref(),
        messages: &words,
        now: today.0,
    };
    let block = panel_words::panel(telling, &surface, text);
    let hands = panel_hands::hands(work, &words, &surface);
    let close = button(&surface, &words, words.get("panel-close"), Wish::TogglePanel);
    let transform = on_its_way(&offered, place, time.elapsed_secs(), still.0, &surface);
    let surface = *surface;
    let language = words.language();
    commands
        .spawn((
            Panel,
            TakesPointer,
            sheet,
            transform,
            BackgroundColor(paper()),
            lifted(),
            GlobalZIndex(10),
        ))
        .with_children(|panel| {
            panel
                .spawn((
                    Scroll,
                    ScrollPosition::default(),
                    Node {
                        flex_direction: FlexDirection::Column,
                        flex_grow: 1.0,
                        min_height: px(0),
                        padding: UiRect::new(px(PADDING), px(PADDING), px(24), px(8)),
                        overflow: Overflow::scroll_y(),
                        ..default()
                    },
                ))
                .with_children(|scroll| {
                    scroll.spawn(plate(&surface, block, text));
                    if let Some(hands) = hands {
                        scroll.spawn(plate(&surface, hands.head, text));
                        let (width, height) = hands_drawing::size(text);
                        let node = Node {
                            width: px(width),
                            height: px(height),
                            flex_shrink: 0.0,
                            ..default()
                        };
                        let size_px = [width, height].map(|length| surface.px(length));
                        let scale = surface.scale;
                        let job = Job::Hands { work: place, size_px, language, scale };
                        scroll.spawn((Plate::new(&surface), Aside::new(&show, job), node));
                        scroll.spawn(plate(&surface, hands.rows, text));
                    }
                    if let Some(heading) = panel_words::above_links(work, &words, &surface) {
                        scroll.spawn(plate(&surface, heading, text));
                    }
                    for link in panel_words::links(work) {
                        let mut block = Block::new(language);
                        let shown = link.trim_start_matches("https://").trim_end_matches('/');
                        block.push(Paragraph::new(
                            style(&surface, Face::Sans, 14.5, INK),
                            format!("{shown} ↗"),
                        ));
                        scroll.spawn((
                            Link(link.to_owned()),
                            TakesPointer,
                            Node {
                                padding: UiRect::vertical(px(6)),
                                flex_shrink: 0.0,
                                ..default()
                            },
                            Children::spawn_one(plate(&surface, block, text)),
                        ));
                    }
                });
            panel
                .spawn(Node {
                    flex_shrink: 0.0,
                    justify_content: JustifyContent::FlexEnd,
                    padding: UiRect::axes(px(PADDING - 10.0), px(8)),
                    ..default()
                })
                .with_child(close);
        });
}

/// A panel that opens unasked slides in from the edge while the picture makes room for it.
fn come_in(
    time: Res<Time>,
    attention: Res<Attention>,
    offered: Res<Offered>,
    still: Res<ReducedMotion>,
    surface: Res<Surface>,
    mut panels: Query<&mut UiTransform, With<Panel>>,
) {
    let Some(work) = attention.work else {
        return;
    };
    for mut place in &mut panels {
        let now = time.elapsed_secs();
        place.set_if_neq(on_its_way(&offered, work, now, still.0, &surface));
    }
}

/// How far from its place the panel about a work is.
fn on_its_way(
    offered: &Offered,
    work: usize,
    now: f32,
    still: bool,
    surface: &Surface,
) -> UiTransform {
    let left = match offered.since(work) {
        Some(since) if !still => aside::left_after(now - since),
        _ => 0.0,
    };
    let away = (covers(surface) * left).round();
    UiTransform::from_translation(Val2::px(away.x, away.y))
}

/// How much of the picture the panel covers, from the right and from below, in logical
/// pixels; one of them is zero.
pub(super) fn covers(surface: &Surface) -> Vec2 {
    match surface.narrow() {
        true => Vec2::new(0.0, (surface.size.y * SHEET_SHARE).round()),
        false => Vec2::new(width_beside(surface) + MARGIN, 0.0),
    }
}

fn width_beside(surface: &Surface) -> f32 {
    WIDTH.min(surface.size.x * 0.45)
}

fn sheet(surface: &Surface) -> (Node, f32) {
    let node = Node {
        position_type: PositionType::Absolute,
        flex_direction: FlexDirection::Column,
        ..default()
    };
    if surface.narrow() {
        let width = surface.size.x;
        let sheet = Node {
            left: px(0),
            bottom: px(0),
            width: px(width),
            height: px(covers(surface).y),
            border_radius: BorderRadius::top(px(12)),
            ..node
        };
        return (sheet, width);
    }
    let width = width_beside(surface);
    let top = MARGIN.max(surface.kept_corner().y);
    let sheet = Node {
        right: px(MARGIN),
        top: px(top),
        width: px(width),
        max_height: px(surface.size.y - top - MARGIN),
        border_radius: BorderRadius::all(px(6)),
        ..node
    };
    (sheet, width)
}

fn scroll(
    wheel: Option<Res<AccumulatedMouseScroll>>,
    keys: Option<Res<ButtonInput<KeyCode>>>,
    mut fingers: Fingers,
    overlays: Res<Overlays>,
    mut scrolls: Query<(&mut ScrollPosition, &ComputedNode), With<Scroll>>,
) {
    let fingers = fingers.stirring();
    let Ok((mut position, node)) = scrolls.single_mut() else {
        return;
    };
    let mut down = 0.0;
    if overlays.pointer_taken {
        if let Some(wheel) = wheel {
            let unit = if wheel.unit == MouseScrollUnit::Line { LINE } else { 1.0 };
            down -= wheel.delta.y * unit;
        }
        down -= fingers.iter().map(|finger| finger.delta().y).sum::<f32>();
    }
    if let Some(keys) = keys {
        let pressed = |key| f32::from(u8::from(keys.just_pressed(key)));
        down += PAGE * (pressed(KeyCode::PageDown) - pressed(KeyCode::PageUp));
    }
    if down != 0.0 {
        let hidden = (node.content_size.y - node.size.y) * node.inverse_scale_factor;
        position.0.y = (position.0.y + down).clamp(0.0, hidden.max(0.0));
    }
}

fn follow_links(links: Query<(&Interaction, &Link), Changed<Interaction>>) {
    for (interaction, link) in &links {
        if *interaction == Interaction::Pressed {
            open_link(&link.0);
        }
    }
}
