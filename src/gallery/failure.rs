//! What can go wrong with window and graphics, and the sentence for each.

use bevy::prelude::*;
use bevy::render::error_handler::{ErrorType, RenderErrorHandler, RenderErrorPolicy};
use bevy::render::settings::RenderCreation;
use thiserror::Error;

use super::overlay::Notice;
use crate::platform;

/// Why the gallery could not be opened, or closed by itself.
#[derive(Debug, Error)]
pub enum OpenError {
    #[error(
        "there is no display to open a window on; `enfilade shoot DIR --out PICTURES` renders the rooms without one"
    )]
    NoDisplay,
    #[error(
        "no graphics device was found; install a Vulkan driver (on Debian and Ubuntu: `apt install mesa-vulkan-drivers`, which also draws without a graphics card)"
    )]
    NoGpu,
    #[error("the graphics device was lost and did not come back; open the exhibition again")]
    DeviceLost,
}

/// How often a lost device is asked for again before the gallery gives up.
const RECOVERIES_MAX: u32 = 3;

/// How often the device was lost since the gallery opened.
#[derive(Resource, Default)]
struct Losses(u32);

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Losses>().insert_resource(RenderErrorHandler(|error, world, _| {
        match error.ty {
            // The frame is wrong, the device is not: the next one may be right.
            ErrorType::Validation => RenderErrorPolicy::Ignore,
            _ => {
                let mut losses = world.resource_mut::<Losses>();
                losses.0 += 1;
                if losses.0 <= RECOVERIES_MAX {
                    tracing::warn!("the graphics device was lost; the gallery is set up again");
                    world.write_message(Notice::DeviceLost);
                    RenderErrorPolicy::Recover(RenderCreation::default())
                } else {
                    world.write_message(Notice::DeviceGone);
                    world.write_message(AppExit::error());
                    RenderErrorPolicy::StopRendering
                }
            }
        }
    }));
}

/// Says in a sentence what the window would otherwise panic about.
pub(super) fn look_for_a_screen() -> Result<(), OpenError> {
    if !platform::has_display() {
        return Err(OpenError::NoDisplay);
    }
    look_for_a_device()
}

/// Whether anything here can draw, if only in software.
pub(super) fn look_for_a_device() -> Result<(), OpenError> {
    if platform::has_graphics_device() { Ok(()) } else { Err(OpenError::NoGpu) }
}
