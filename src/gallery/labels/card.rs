//! A work's label: a card, a little off the wall, with a soft shadow.

use bevy::prelude::*;

use super::words::label;
use crate::gallery::lettering::{Print, Printed, Words};
use crate::gallery::live::Live;
use crate::gallery::materials::SoftShadow;
use crate::gallery::order::Stage;
use crate::gallery::show::{Show, Today};
use crate::gallery::sight::{Eye, InRoom, Sight};
use crate::gallery::space::{metres, wall_frame};

const WIDTH_MM: f32 = 220.0;
const MARGIN_MM: f32 = 9.0;

/// How far the card's front stands off the wall, and its shadow.
const OFF_WALL_M: f32 = 0.006;
const SHADOW_OFF_WALL_M: f32 = 0.002;

/// How far the shadow reaches beyond the card.
const SHADOW_REACH_MM: f32 = 14.0;

const PAPER: [u8; 3] = [246, 244, 239];

/// Closer than the first a label is set to be read, closer than the second to be seen;
/// beyond it is a blank card. In metres, with pixels per millimetre.
const READ: (f32, f32) = (3.2, 4.0);
const SEEN: (f32, f32) = (11.0, 1.4);

/// A label, and how finely it is set now (pixels per millimetre; zero: not at all).
#[derive(Component, Clone, Copy, Debug)]
pub(in crate::gallery) struct Card {
    pub work: usize,
    pub px_per_mm: f32,
}

#[derive(Component)]
struct Shadow;

/// What all labels share.
#[derive(Resource)]
struct Stock {
    sheet: Handle<Mesh>,
    blank: Handle<StandardMaterial>,
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Startup, lay_in_stock).add_systems(
        Update,
        (hang.run_if(resource_changed::<Sight>), (set_near_and_forget_far, show_printed))
            .chain()
            .in_set(Stage::Furnish)
            .run_if(resource_exists::<Show>),
    );
}

fn lay_in_stock(
    mut commands: Commands,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<StandardMaterial>>,
) {
    let [r, g, b] = PAPER;
    let blank = StandardMaterial { base_color: Color::srgb_u8(r, g, b), unlit: true, ..default() };
    commands.insert_resource(Stock {
        sheet: meshes.add(Rectangle::new(1.0, 1.0)),
        blank: materials.add(blank),
    });
}

/// Labels come and go with their rooms.
fn hang(
    mut commands: Commands,
    show: Res<Show>,
    sight: Res<Sight>,
    stock: Res<Stock>,
    shadow: Res<SoftShadow>,
    hanging: Query<(Entity, &InRoom), With<Card>>,
) {
    for room in sight.comings(&hanging, &mut commands) {
        let room = show.plan.room(room);
        for &work in &room.works {
            let place = show.plan.placements[work].label();
            let mut frame = wall_frame(room, place.side, place.along_mm, place.centre_mm);
            frame.translation += frame.rotation * Vec3::Z * OFF_WALL_M;
            frame.scale = card_scale(WIDTH_MM * 0.62);
            commands
                .spawn((
                    Card { work, px_per_mm: 0.0 },
                    InRoom(room.id),
                    Mesh3d(stock.sheet.clone()),
                    MeshMaterial3d(stock.blank.clone()),
                    frame,
                    Visibility::Inherited,
                ))
                .with_child((
                    Shadow,
                    Mesh3d(stock.sheet.clone()),
                    MeshMaterial3d(shadow.0.clone()),
                    shadow_place(WIDTH_MM * 0.62),
                ));
        }
    }
}

fn set_near_and_forget_far(
    mut commands: Commands,
    show: Res<Show>,
    (words, live, today): (Res<Words>, Res<Live>, Res<Today>),
    stock: Res<Stock>,
    eye: Single<&GlobalTransform, With<Eye>>,
    mut cards: Query<(
        Entity,
        &mut Card,
        &Transform,
        Option<&mut Print>,
        &mut MeshMaterial3d<StandardMaterial>,
    )>,
) {
    for (entity, mut card, place, print, mut material) in &mut cards {
        let distance = place.translation.distance(eye.translation());
        // A step back does not unset what was just set.
        let slack = if card.px_per_mm > 0.0 { 1.25 } else { 1.0 };
        let wanted = if distance < READ.0 * if card.px_per_mm >= READ.1 { slack } else { 1.0 } {
            READ.1
        } else if distance < SEEN.0 * slack {
            SEEN.1
        } else {
            0.0
        };
        let said_anew = words.is_changed() || live.is_changed() || today.is_changed();
        if wanted == card.px_per_mm && !(said_anew && wanted > 0.0) {
            continue;
        }
        if card.px_per_mm != wanted {
            card.px_per_mm = wanted;
        }
        if wanted == 0.0 {
            commands.entity(entity).remove::<(Print, Printed)>();
            material.0 = stock.blank.clone();
            continue;
        }
        let work = &show.lock.works[card.work];
        let margin = (MARGIN_MM * wanted) as u32;
        let width = ((WIDTH_MM - 2.0 * MARGIN_MM) * wanted) as u32;
        let heard = live.of(&show, card.work);
        let block = label(&show.lock, work, &heard, &words, today.0, wanted);
        let new = Print::new(block, width).on(PAPER, [margin, margin, margin, margin]);
        match print {
            Some(mut print) => {
                print.set_if_neq(new);
            }
            None => {
                commands.entity(entity).insert(new);
            }
        }
    }
}

fn show_printed(
    mut printed: Query<
        (&Card, &Printed, &mut Transform, &mut MeshMaterial3d<StandardMaterial>, &Children),
        (Changed<Printed>, Without<Shadow>),
    >,
    mut shadows: Query<&mut Transform, With<Shadow>>,
    mut materials: ResMut<Assets<StandardMaterial>>,
) {
    for (card, printed, mut place, mut material, children) in &mut printed {
        if card.px_per_mm == 0.0 {
            continue;
        }
        let height_mm = printed.height_px as f32 / printed.width_px as f32 * WIDTH_MM;
        place.scale = card_scale(height_mm);
        material.0 = materials.add(StandardMaterial {
            base_color_texture: Some(printed.image.clone()),
            unlit: true,
            ..default()
        });
        for child in children {
            if let Ok(mut shadow) = shadows.get_mut(*child) {
                *shadow = shadow_place(height_mm);
            }
        }
    }
}

fn card_scale(height_mm: f32) -> Vec3 {
    Vec3::new(metres(WIDTH_MM as i32), height_mm / 1_000.0, 1.0)
}

/// The shadow in its card's own measure: larger, lower, nearer to the wall.
fn shadow_place(height_mm: f32) -> Transform {
    let grown = |side: f32| (side + 2.0 * SHADOW_REACH_MM) / side;
    Transform::from_xyz(0.0, -3.0 / height_mm, SHADOW_OFF_WALL_M - OFF_WALL_M)
        .with_scale(Vec3::new(grown(WIDTH_MM), grown(height_mm), 1.0))
}
