//! Lettering: everything that is to be read in the gallery, on walls, labels and
//! panels, is set by one type-setter and becomes pixels.

mod block;
mod breaks;
mod canvas;
mod paint;
mod press;
mod setter;
mod sheet;
mod stack;
mod texture;
mod words;

pub(super) use block::{Align, Block, Face, Ink, Paragraph, Style};
pub(super) use press::{Aside, Flat, Print, Printed, plugin, set_print};
pub(super) use sheet::Lettered;
pub(super) use texture::flat_texture;
pub(super) use words::Words;

use crate::platform::lettering::Canvas;

/// Sets a block at a width, in pixels: in the browser on its canvas, elsewhere with the
/// shipped faces and, for characters that those lack, the system's.
pub(super) fn letter(block: &Block, width_px: u32) -> Lettered {
    thread_local! {
        static CANVAS: Option<Canvas> = Canvas::of_page();
    }
    CANVAS.with(|canvas| match canvas {
        Some(canvas) => canvas::letter(canvas, block, width_px),
        None => setter::letter(block, width_px),
    })
}
