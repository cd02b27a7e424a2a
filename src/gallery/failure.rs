//! What can go wrong with window and graphics, and the sentence for each.

use bevy::prelude::*;
use bevy::render::error_handler::{ErrorType, RenderErrorHandler, RenderErrorPolicy};
use thiserror::Error;

use crate::platform::{self, Display};

/// Why the gallery could not be opened, or closed by itself.
#[derive(Debug, Error)]
pub enum OpenError {
    #[error(
        "there is no display to open a window on; `enfilade shoot DIR --out PICTURES` renders the rooms without one"
    )]
    NoDisplay,
    #[error(
        "there is no display to open a window on: this is a Wayland session without XWayland; install and start it (on Debian and Ubuntu: `apt install xwayland`), or let `enfilade shoot DIR --out PICTURES` render the rooms without a window"
    )]
    OnlyWayland,
    #[error(
        "no graphics device was found; install a Vulkan driver, such as Mesa's, which also draws without a graphics card (Debian and Ubuntu: `apt install mesa-vulkan-drivers`; Fedora: `dnf install mesa-vulkan-drivers`; Arch: `pacman -S vulkan-icd-loader vulkan-swrast`)"
    )]
    NoGpu,
    #[error(
        "the graphics device stopped answering; open the exhibition again, nothing of it is lost"
    )]
    DeviceLost,
}

pub(super) fn plugin(app: &mut App) {
    app.insert_resource(RenderErrorHandler(|error, world, _| match error.ty {
        // The frame is wrong, the device is not: the next one may be right.
        ErrorType::Validation => RenderErrorPolicy::Ignore,
        // What was on the device is gone, and only there was it kept: rooms that are drawn
        // again from nothing are another start, and the visitor is told so.
        _ => {
            world.write_message(AppExit::error());
            RenderErrorPolicy::StopRendering
        }
    }));
}

/// Says in a sentence what the window would otherwise panic about.
pub(super) fn look_for_a_screen() -> Result<(), OpenError> {
    match platform::display() {
        Display::Here => look_for_a_device(),
        Display::WaylandAlone => Err(OpenError::OnlyWayland),
        Display::Nowhere => Err(OpenError::NoDisplay),
    }
}

/// Whether anything here can draw, if only in software.
pub(super) fn look_for_a_device() -> Result<(), OpenError> {
    if platform::has_graphics_device() { Ok(()) } else { Err(OpenError::NoGpu) }
}

/// What an exit of the app means: it ends by itself for a lost device alone.
pub(super) fn how_it_ended(exit: AppExit) -> Result<(), OpenError> {
    match exit {
        AppExit::Success => Ok(()),
        AppExit::Error(_) => Err(OpenError::DeviceLost),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gallery_that_ended_by_itself_says_why() {
        assert!(how_it_ended(AppExit::Success).is_ok());
        let ended = how_it_ended(AppExit::error()).expect_err("it is no success");
        let said = ended.to_string();
        assert!(said.starts_with("the graphics device stopped answering; open the"), "{said}");
    }
}
