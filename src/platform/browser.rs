//! The browser: its decoders, its page and its memory.

#[cfg(feature = "browser")]
pub use with_page::*;

#[cfg(feature = "browser")]
mod with_page {
    use std::path::Path;
    use std::time::Duration;

    use js_sys::{Array, Float32Array, Reflect, Uint8Array};
    use wasm_bindgen::JsValue;

    use crate::media::{Fonts, MediaError, Picture, decode};
    use crate::platform::js::{
        Blob, canvas, clear_measures, create_image_bitmap, match_media, measure, now_ms, object,
        open_window, page_at, page_check, page_end_code, page_language, page_move_code, page_ready,
        page_run_code, page_sharp, page_watch, pixels,
    };

    /// How much memory pictures may take on the graphics device.
    pub const TEXTURE_BUDGET_BYTES: u64 = 192 << 20;

    /// How many pictures are fetched and decoded at once.
    pub fn pictures_at_once() -> usize {
        4
    }

    /// A piece of work that holds its thread; when it is dropped, the page's timeline
    /// has it as a measure of that name.
    #[derive(Debug)]
    pub struct Held {
        what: &'static str,
        since_ms: f64,
    }

    /// Begins a piece of work.
    #[must_use]
    pub fn hold(what: &'static str) -> Held {
        Held { what, since_ms: now_ms() }
    }

    impl Drop for Held {
        fn drop(&mut self) {
            // Whoever observes has been told once it is made; kept, they would pile up.
            // A browser without measures goes without them.
            let _ = measure(self.what, &object(&[("start", self.since_ms.into())]));
            clear_measures(self.what);
        }
    }

    /// Decodes a picture with the browser's own decoders; to be called by one of the
    /// crew, since reading the pixels back holds the thread.
    pub async fn decode_picture(bytes: Vec<u8>, mime: &str) -> Result<Picture, MediaError> {
        // Sizes and limits are held before the browser sees the bytes.
        let (width, height) = crate::media::picture_size(&bytes)?;
        match decode_outside(&bytes, mime, width, height).await {
            Ok(picture) => Ok(picture),
            // A browser that lacks a decoder: ours is slower, not worse.
            Err(_) => {
                let _held = hold("enfilade:decode");
                decode(&bytes, &Fonts::default())
            }
        }
    }

    async fn decode_outside(
        bytes: &[u8],
        mime: &str,
        width: u32,
        height: u32,
    ) -> Result<Picture, JsValue> {
        let part = Uint8Array::from(bytes);
        let blob = Blob::new(&Array::of1(&part), &object(&[("type", mime.into())]));
        let options =
            object(&[("premultiplyAlpha", "none".into()), ("colorSpaceConversion", "none".into())]);
        let bitmap = create_image_bitmap(&blob, &options).await?;
        let _held = hold("enfilade:decode");
        let (_, context) = canvas(width, height).ok_or(JsValue::NULL)?;
        context.draw_image(&bitmap, 0.0, 0.0)?;
        Ok(Picture { width, height, rgba: pixels(&context, width, height)? })
    }

    /// The page has asked for WebGL2 before it loaded us.
    pub fn has_graphics_device() -> bool {
        true
    }

    /// Whether the visitor asked their system for less motion.
    pub fn prefers_reduced_motion() -> bool {
        let media = match_media("(prefers-reduced-motion: reduce)");
        Reflect::get(&media, &"matches".into()).is_ok_and(|yes| yes.is_truthy())
    }

    /// Opens a page about a work beside the gallery.
    pub fn open_link(url: &str) {
        open_window(url, "_blank", "noopener,noreferrer");
    }

    /// A page has no folders.
    pub fn make_folder(_path: &Path) -> Result<(), String> {
        Err(NO_FILES.to_owned())
    }

    /// A page has no files.
    pub fn write_file(_path: &Path, _bytes: &[u8]) -> Result<(), String> {
        Err(NO_FILES.to_owned())
    }

    const NO_FILES: &str = "a page has no files";

    /// A page is not told.
    pub fn peak_memory_bytes() -> Option<u64> {
        None
    }

    /// A page keeps the top right corner for the way back to its catalogue.
    pub const KEEPS_CORNER: bool = true;

    /// A page has frames in which a stranger's code can be sealed off.
    pub const RUNS_CODE: bool = true;

    /// The corners of a picture in logical pixels: top left, then clockwise.
    pub type Corners = [[f32; 2]; 4];

    /// Runs a document in a sealed frame over a picture; `suffix` is what it finds behind
    /// its own address (`?seed=3#x`).
    pub fn run_code(document: &str, title: &str, corners: &Corners, suffix: &str) {
        // A page without such frames shows the still, which hangs there anyway.
        let _ = page_run_code(document, title, &numbers(corners), suffix);
    }

    /// The picture is seen elsewhere now.
    pub fn move_code(corners: &Corners) {
        let _ = page_move_code(&numbers(corners));
    }

    /// The visitor has left the work.
    pub fn end_code() {
        let _ = page_end_code();
    }

    fn numbers(corners: &Corners) -> Float32Array {
        Float32Array::from(corners.as_flattened())
    }

    /// Tells the page where the visitor stands.
    pub fn tell_place(work: Option<&str>, room: u32, title: &str) {
        let place = object(&[
            ("work", work.map_or(JsValue::NULL, JsValue::from)),
            ("room", room.into()),
            ("title", title.into()),
        ]);
        // A page that does not listen is no reason to stop.
        let _ = page_at(&place);
    }

    /// Tells the page that the first picture stands.
    pub fn tell_ready() {
        let _ = page_ready();
    }

    /// Tells the page how long ago all in sight had become sharp, lit and lettered.
    pub fn tell_sharp(ago: Duration) {
        let _ = page_sharp(ago.as_secs_f64() * 1_000.0);
    }

    /// Tells the page which works are to be watched.
    pub fn watch_works(order: &str) {
        // A page without a verifier watches nothing.
        let _ = page_watch(order);
    }

    /// Asks the page to have a work's stored proof checked.
    pub fn check_proof(work: &str) {
        let _ = page_check(work);
    }

    /// Tells the page that the visitor reads another language now.
    pub fn tell_language(tag: &str) {
        let _ = page_language(tag);
    }
}
