//! Whether anybody can see the gallery: not where its window is covered or minimised, nor
//! where its page is hidden. What costs something and is for the eye alone waits meanwhile.

use bevy::prelude::*;
use bevy::window::{PrimaryWindow, WindowFocused, WindowOccluded};

use super::order::Stage;

/// It changes only when somebody comes or goes. Without a window somebody always sees.
#[derive(Resource, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Audience {
    pub sees: bool,
}

pub(super) fn plugin(app: &mut App) {
    app.insert_resource(Audience { sees: true })
        .add_message::<WindowOccluded>()
        .add_message::<WindowFocused>()
        .add_systems(Update, look.in_set(Stage::Input));
}

/// Keys may go elsewhere while somebody looks on; behind other windows nobody does.
fn look(
    windows: Query<&Window, With<PrimaryWindow>>,
    mut occluded: MessageReader<WindowOccluded>,
    mut focused: MessageReader<WindowFocused>,
    mut covered: Local<bool>,
    mut audience: ResMut<Audience>,
) {
    if let Some(told) = occluded.read().last() {
        *covered = told.occluded;
    }
    // A page that was hidden before its first frame is not told that it is seen; but whoever
    // has the keys sees where they go.
    if focused.read().last().is_some_and(|told| told.focused) {
        *covered = false;
    }
    // Some systems say by this alone that a window is minimised.
    let minimised = windows.iter().any(|window| window.physical_size().min_element() == 0);
    audience.set_if_neq(Audience { sees: !*covered && !minimised });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_sees_what_is_covered_or_minimised() {
        let mut app = App::new();
        app.add_plugins(plugin);
        let sees = |app: &mut App| {
            app.update();
            app.world().resource::<Audience>().sees
        };
        assert!(sees(&mut app), "without a window somebody sees");
        let window = app.world_mut().spawn((Window::default(), PrimaryWindow)).id();
        assert!(sees(&mut app));

        for occluded in [true, false, true] {
            app.world_mut().write_message(WindowOccluded { window, occluded });
            assert_eq!(sees(&mut app), !occluded);
            assert_eq!(sees(&mut app), !occluded, "it stays so");
        }
        app.world_mut().write_message(WindowFocused { window, focused: true });
        assert!(sees(&mut app), "somebody has the keys");
        app.world_mut().write_message(WindowFocused { window, focused: false });
        assert!(sees(&mut app), "somebody looks on");

        for size in [[0, 0], [1_280, 720]] {
            let mut shown = app.world_mut().get_mut::<Window>(window).expect("it is open");
            shown.resolution.set_physical_resolution(size[0], size[1]);
            assert_eq!(sees(&mut app), size[0] > 0, "{size:?}");
        }
    }
}
