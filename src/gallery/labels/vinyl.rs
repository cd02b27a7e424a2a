//! Texts on the wall itself, as if cut from vinyl: no ground, no edge.

use bevy::prelude::*;

use super::wall_texts::{Inks, Setting, wall_text};
use crate::gallery::lettering::{Print, Printed, Words};
use crate::gallery::order::Stage;
use crate::gallery::show::Show;
use crate::gallery::sight::{InRoom, Sight};
use crate::gallery::space::{metres, wall_frame};
use crate::hang::{WallText, WallTextKind};

/// The film's own thickness, much enlarged so that it never flickers.
const OFF_WALL_M: f32 = 0.003;

/// A text on a wall.
#[derive(Component)]
pub(in crate::gallery) struct Vinyl {
    text: WallText,
    inks: Inks,
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(
        Update,
        (
            hang.run_if(resource_changed::<Sight>),
            set_again.run_if(resource_changed::<Words>),
            show_printed,
        )
            .chain()
            .in_set(Stage::Furnish)
            .run_if(resource_exists::<Show>),
    );
}

fn hang(
    mut commands: Commands,
    show: Res<Show>,
    sight: Res<Sight>,
    words: Res<Words>,
    hanging: Query<(Entity, &InRoom), With<Vinyl>>,
) {
    for room in sight.comings(&hanging, &mut commands) {
        let room = show.plan.room(room);
        for &text in &room.texts {
            let mut frame = wall_frame(room, text.side, text.along_mm, text.centre_mm);
            frame.translation += frame.rotation * Vec3::Z * OFF_WALL_M;
            let painted = room.painted_wall() == Some(text.side);
            let vinyl = Vinyl { text, inks: if painted { Inks::PALE } else { Inks::DARK } };
            let print = vinyl.print(&show, &words);
            commands.spawn((vinyl, InRoom(room.id), frame, Visibility::Inherited, print));
        }
    }
}

fn set_again(show: Res<Show>, words: Res<Words>, mut texts: Query<(&Vinyl, &mut Print)>) {
    for (vinyl, mut set) in &mut texts {
        set.set_if_neq(vinyl.print(&show, &words));
    }
}

fn show_printed(
    mut commands: Commands,
    printed: Query<(Entity, &Vinyl, &Printed, &Transform), Changed<Printed>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<StandardMaterial>>,
) {
    for (entity, vinyl, printed, place) in &printed {
        let px_per_mm = vinyl.px_per_mm();
        let size =
            Vec2::new(printed.width_px as f32, printed.height_px as f32) / (px_per_mm * 1_000.0);
        let mut quad = Mesh::from(Rectangle::from_size(size));
        // A text begins at the top of its place, however long it is.
        let top = metres(vinyl.text.height_mm) / 2.0;
        let drop = match vinyl.text.kind {
            WallTextKind::Title => 0.0,
            _ => top - size.y / 2.0,
        };
        quad.translate_by(Vec3::Y * drop);
        commands.entity(entity).insert((
            Mesh3d(meshes.add(quad)),
            MeshMaterial3d(materials.add(StandardMaterial {
                base_color_texture: Some(printed.image.clone()),
                unlit: true,
                alpha_mode: AlphaMode::Blend,
                depth_bias: 2.0,
                ..default()
            })),
            *place,
        ));
    }
}

impl Vinyl {
    fn print(&self, show: &Show, messages: &Words) -> Print {
        let px_per_mm = self.px_per_mm();
        let set =
            Setting { lock: &show.lock, plan: &show.plan, messages, inks: self.inks, px_per_mm };
        Print {
            blocks: wall_text(&self.text, &set),
            width_px: (self.text.width_mm as f32 * px_per_mm) as u32,
            height_max_px: (self.text.height_mm as f32 * px_per_mm) as u32,
            paper: None,
        }
    }

    /// Large letters need fewer pixels a millimetre, and no wall needs more than this many.
    fn px_per_mm(&self) -> f32 {
        (2_400.0 / self.text.width_mm as f32).clamp(0.4, 1.4)
    }
}
