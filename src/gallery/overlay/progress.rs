//! A thin line at the head of the picture while works and letters are on their way.

use bevy::prelude::*;

use super::surface::Chrome;
use crate::gallery::order::Stage;
use crate::gallery::pending::Pending;

#[derive(Component)]
struct Line;

/// Fewer things than this are not worth a line.
const WORTH: usize = 3;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, draw.in_set(Stage::Show));
}

fn draw(
    mut commands: Commands,
    pending: Res<Pending>,
    chrome: Res<Chrome>,
    mut lines: Query<(Entity, &mut Node), With<Line>>,
    mut most: Local<usize>,
) {
    let left = if chrome.0 { pending.total() } else { 0 };
    *most = if left == 0 { 0 } else { left.max(*most) };
    if *most < WORTH {
        for (entity, _) in &lines {
            commands.entity(entity).despawn();
        }
        return;
    }
    let done = percent(100.0 * (1.0 - left as f32 / *most as f32));
    if let Ok((_, mut node)) = lines.single_mut() {
        if node.width != done {
            node.width = done;
        }
    } else {
        commands.spawn((
            Line,
            GlobalZIndex(40),
            Node {
                position_type: PositionType::Absolute,
                left: px(0),
                top: px(0),
                width: done,
                height: px(2),
                ..default()
            },
            BackgroundColor(Color::srgba(0.13, 0.12, 0.11, 0.75)),
        ));
    }
}
