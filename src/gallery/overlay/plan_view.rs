//! The plan view: the whole floor at once, where one stands, and a way to any room.

use bevy::prelude::*;
use bevy::ui::RelativeCursorPosition;

use super::plan_drawing::PlanFrame;
use super::plate::{INK, Plate, SOFT, button, lifted, paper, plate, style};
use super::pointer::TakesPointer;
use super::renew::renew;
use super::surface::Surface;
use crate::exhibition::Language;
use crate::gallery::crew::Job;
use crate::gallery::lettering::{Aside, Block, Face, Paragraph, Words};
use crate::gallery::order::Stage;
use crate::gallery::show::Show;
use crate::gallery::sight::{Eye, Sight};
use crate::gallery::wishes::{Overlays, Wish};
use crate::hang::{Plan, RoomId};
use crate::messages::Messages;

#[derive(Component)]
pub(in crate::gallery) struct PlanView;

/// The drawing, which can be pressed.
#[derive(Component)]
pub(in crate::gallery) struct Drawing(pub PlanFrame);

/// The mark of where the visitor stands; the second of where they look.
#[derive(Component)]
struct Here {
    ahead_px: f32,
    size_px: f32,
}

/// The frame around the room that the arrow keys have chosen.
#[derive(Component)]
struct Chosen(Option<RoomId>);

const HERE: Color = Color::srgb(0.78, 0.25, 0.13);
const PADDING: f32 = 24.0;

/// Height of what stands over and under the drawing.
const AROUND: f32 = 132.0;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(
        Update,
        (open_and_close, press, choose, mark_here)
            .chain()
            .in_set(Stage::Show)
            .run_if(resource_exists::<Show>),
    );
}

fn open_and_close(
    mut commands: Commands,
    show: Res<Show>,
    overlays: Res<Overlays>,
    words: Res<Words>,
    surface: Res<Surface>,
    shown: Query<Entity, With<PlanView>>,
    mut last: Local<Option<(bool, Language, Surface)>>,
) {
    let state = (overlays.plan, words.language(), *surface);
    if !renew(state, &mut last, &shown, &mut commands) {
        return;
    }
    if !overlays.plan {
        return;
    }
    let edge: f32 = if surface.narrow() { 8.0 } else { 40.0 };
    // Where it is low, the sheet is too narrow to reach what a page keeps.
    let above = if surface.low() { edge } else { edge.max(surface.kept_corner().y) };
    let around = 2.0 * Vec2::new(edge, above) + Vec2::splat(2.0 * PADDING);
    let room = surface.size - around - Vec2::Y * AROUND;
    let frame = PlanFrame::within(
        &show.plan,
        [surface.px(room.x.clamp(100.0, 1_400.0)), surface.px(room.y.max(100.0))],
    );
    let (language, scale) = (words.language(), surface.scale);
    let drawn = Aside::new(&show, Job::Plan { frame, language, scale });
    let (width, height) =
        (frame.width_px as f32 / surface.scale, frame.height_px as f32 / surface.scale);
    let head_width = width.max(surface.size.x.min(520.0) - 2.0 * (edge + PADDING));
    let close = button(&surface, &words, words.get("panel-close"), Wish::TogglePlan);
    let head = plate(&surface, head(&show, &words, &surface), head_width - 90.0);
    let foot = plate(&surface, foot(&words, &surface), head_width);
    let surface = *surface;
    commands
        .spawn((
            PlanView,
            TakesPointer,
            GlobalZIndex(15),
            Node {
                position_type: PositionType::Absolute,
                width: percent(100),
                height: percent(100),
                align_items: AlignItems::Center,
                justify_content: JustifyContent::Center,
                ..default()
            },
            BackgroundColor(Color::srgba(0.10, 0.095, 0.085, 0.55)),
        ))
        .with_children(|screen| {
            screen
                .spawn((
                    Node {
                        flex_direction: FlexDirection::Column,
                        align_items: AlignItems::Center,
                        row_gap: px(12),
                        padding: UiRect::new(px(PADDING), px(PADDING), px(16), px(18)),
                        border_radius: BorderRadius::all(px(6)),
                        ..default()
                    },
                    BackgroundColor(paper()),
                    lifted(),
                ))
                .with_children(|sheet| {
                    sheet
                        .spawn(Node {
                            width: px(head_width),
                            justify_content: JustifyContent::SpaceBetween,
                            align_items: AlignItems::Center,
                            ..default()
                        })
                        .with_children(|line| {
                            line.spawn(head);
                            line.spawn(close);
                        });
                    sheet
                        .spawn((
                            Drawing(frame),
                            TakesPointer,
                            RelativeCursorPosition::default(),
                            Node {
                                width: px(width),
                                height: px(height),
                                flex_shrink: 0.0,
                                ..default()
                            },
                        ))
                        .with_children(|drawing| {
                            drawing.spawn((
                                Plate::new(&surface),
                                drawn,
                                Node { position_type: PositionType::Absolute, ..default() },
                            ));
                            drawing.spawn((
                                Chosen(None),
                                Node {
                                    position_type: PositionType::Absolute,
                                    border: UiRect::all(px(2)),
                                    display: Display::None,
                                    ..default()
                                },
                                BorderColor::all(HERE),
                            ));
                            for (ahead_px, size_px) in [(0.0, 12.0), (10.0, 5.0)] {
                                drawing.spawn((
                                    Here { ahead_px, size_px },
                                    Node {
                                        position_type: PositionType::Absolute,
                                        width: px(size_px),
                                        height: px(size_px),
                                        border_radius: BorderRadius::MAX,
                                        ..default()
                                    },
                                    BackgroundColor(HERE),
                                ));
                            }
                        });
                    sheet.spawn(foot);
                });
        });
}

fn head(show: &Show, messages: &Messages, surface: &Surface) -> Block {
    let mut block = Block::new(messages.language());
    block.push(
        Paragraph::new(
            style(surface, Face::SerifBold, 20.0, INK),
            show.lock.title.get(messages.language()),
        )
        .and(style(surface, Face::Sans, 14.0, SOFT), format!("   {}", messages.get("plan")))
        .leading(1.2),
    );
    block
}

/// What the signs mean, and how to go.
fn foot(messages: &Messages, surface: &Surface) -> Block {
    let mut block = Block::new(messages.language());
    let small = style(surface, Face::Sans, 13.0, SOFT);
    let hint = if surface.touch { "plan-hint-touch" } else { "plan-hint" };
    block.push(
        Paragraph::new(style(surface, Face::Sans, 13.0, [199, 64, 33, 255]), "● ")
            .and(small, messages.get("plan-here"))
            .and(style(surface, Face::Sans, 13.0, INK), "      ■ ")
            .and(small, messages.get("plan-work"))
            .and(small, format!("      {}", messages.get(hint)))
            .leading(1.35),
    );
    block
}

/// A press goes to the room under it.
fn press(
    show: Res<Show>,
    drawings: Query<(&Interaction, &RelativeCursorPosition, &Drawing), Changed<Interaction>>,
    mut wishes: MessageWriter<Wish>,
) {
    for (interaction, cursor, Drawing(frame)) in &drawings {
        if *interaction != Interaction::Pressed {
            continue;
        }
        let Some(at) = cursor.normalized else {
            continue;
        };
        let at = (at + 0.5) * Vec2::new(frame.width_px as f32, frame.height_px as f32);
        let [x_mm, y_mm] = frame.point_mm(at.to_array());
        if let Some(room) = show.plan.room_at(x_mm, y_mm) {
            wishes.write(Wish::GoToRoom(room));
        }
    }
}

/// Arrow keys choose the next room that way; Enter goes there.
fn choose(
    show: Res<Show>,
    sight: Res<Sight>,
    surface: Res<Surface>,
    keys: Option<Res<ButtonInput<KeyCode>>>,
    drawings: Query<&Drawing>,
    mut chosen: Query<(&mut Chosen, &mut Node)>,
    mut wishes: MessageWriter<Wish>,
) {
    let (Some(keys), Ok((mut chosen, mut node)), Ok(Drawing(frame))) =
        (keys, chosen.single_mut(), drawings.single())
    else {
        return;
    };
    if let Some(room) = chosen.0.filter(|_| keys.just_pressed(KeyCode::Enter)) {
        wishes.write(Wish::GoToRoom(room));
        return;
    }
    let ways = [
        (KeyCode::ArrowUp, [0, 1]),
        (KeyCode::ArrowDown, [0, -1]),
        (KeyCode::ArrowLeft, [-1, 0]),
        (KeyCode::ArrowRight, [1, 0]),
    ];
    let Some((_, way)) = ways.into_iter().find(|(key, _)| keys.just_pressed(*key)) else {
        return;
    };
    let Some(from) = chosen.0.or(sight.here) else {
        return;
    };
    let to = next_room(&show.plan, from, way).unwrap_or(from);
    chosen.0 = Some(to);
    let [left, top, right, bottom] =
        frame.rect(&show.plan.room(to).floor, 0.0).map(|edge| edge / surface.scale);
    node.display = Display::Flex;
    (node.left, node.top) = (px(left), px(top));
    (node.width, node.height) = (px(right - left), px(bottom - top));
}

/// The nearest room whose middle lies that way, sideways distance counting double.
fn next_room(plan: &Plan, from: RoomId, [east, north]: [i32; 2]) -> Option<RoomId> {
    let [x, y] = plan.room(from).floor.centre();
    plan.rooms
        .iter()
        .filter_map(|room| {
            let [room_x, room_y] = room.floor.centre();
            let (dx, dy) = (i64::from(room_x - x), i64::from(room_y - y));
            let ahead = dx * i64::from(east) + dy * i64::from(north);
            let aside = (dx * i64::from(north)).abs() + (dy * i64::from(east)).abs();
            (ahead > 0).then_some((ahead + 2 * aside, room.id))
        })
        .min()
        .map(|(_, room)| room)
}

fn mark_here(
    surface: Res<Surface>,
    eye: Single<&GlobalTransform, With<Eye>>,
    drawings: Query<&Drawing>,
    mut marks: Query<(&Here, &mut Node)>,
) {
    let Ok(Drawing(frame)) = drawings.single() else {
        return;
    };
    let place = eye.translation() * 1_000.0;
    let [x, y] = frame.place(place.x, -place.z).map(|at| at / surface.scale);
    let ahead = eye.forward().xz().normalize_or_zero();
    for (here, mut node) in &mut marks {
        let left = px(x + ahead.x * here.ahead_px - here.size_px / 2.0);
        let top = px(y + ahead.y * here.ahead_px - here.size_px / 2.0);
        if node.left != left || node.top != top {
            (node.left, node.top) = (left, top);
        }
    }
}
