//! Who draws letters: on the desktop the program itself with the faces that it
//! carries, in the browser the page's canvas with the page's and the system's fonts.

/// One piece of text for a [`Canvas`], on one line and in one style.
#[derive(Clone, Debug)]
pub struct CanvasText {
    pub words: String,
    /// A CSS `font` value.
    pub font: String,
    pub tracking_px: f32,
    /// sRGB and straight alpha.
    pub ink: [u8; 4],
    pub x_px: f32,
    pub baseline_px: f32,
}

#[cfg(not(target_arch = "wasm32"))]
pub use own::{Canvas, SHIPPED_FACES};

#[cfg(target_arch = "wasm32")]
pub use browser::{Canvas, SHIPPED_FACES};

#[cfg(not(target_arch = "wasm32"))]
mod own {
    use super::CanvasText;
    use crate::platform::faces;

    /// The faces of `assets/fonts`.
    pub const SHIPPED_FACES: &[&[u8]] = &[
        faces::SERIF_DISPLAY,
        faces::SERIF,
        faces::SERIF_ITALIC,
        faces::SERIF_SEMIBOLD,
        faces::SANS,
        faces::SANS_SEMIBOLD,
        faces::MONO,
        faces::SERIF_CHINESE,
        faces::SANS_CHINESE,
    ];

    /// There is no canvas outside a browser.
    #[derive(Debug)]
    pub enum Canvas {}

    impl Canvas {
        pub fn of_page() -> Option<Self> {
            None
        }

        pub fn advance_px(&self, _words: &str, _font: &str, _tracking_px: f32) -> f32 {
            match *self {}
        }

        pub fn paint(&self, _width: u32, _height: u32, _texts: &[CanvasText]) -> Vec<u8> {
            match *self {}
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::Reflect;

    use super::CanvasText;
    use crate::platform::js::{Context, OffscreenCanvas, canvas, pixels};

    /// The browser has its own fonts: none is carried into it.
    pub const SHIPPED_FACES: &[&[u8]] = &[];

    /// A canvas of the browser that nobody sees.
    pub struct Canvas {
        element: OffscreenCanvas,
        context: Context,
    }

    impl std::fmt::Debug for Canvas {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("Canvas")
        }
    }

    impl Canvas {
        /// A new canvas, if the browser gives one.
        pub fn of_page() -> Option<Self> {
            let (element, context) = canvas(1, 1)?;
            Some(Self { element, context })
        }

        /// How far a text goes to the right.
        pub fn advance_px(&self, words: &str, font: &str, tracking_px: f32) -> f32 {
            self.style(font, tracking_px);
            let metrics = self.context.measure_text(words);
            let width = Reflect::get(&metrics, &"width".into()).ok();
            width.and_then(|width| width.as_f64()).unwrap_or(0.0) as f32
        }

        /// The texts on a clear ground: rows of sRGB with straight alpha.
        pub fn paint(&self, width: u32, height: u32, texts: &[CanvasText]) -> Vec<u8> {
            self.element.set_width(width);
            self.element.set_height(height);
            for text in texts {
                self.style(&text.font, text.tracking_px);
                let [r, g, b, alpha] = text.ink;
                let alpha = f32::from(alpha) / 255.0;
                self.context.set_fill_style(&format!("rgba({r},{g},{b},{alpha})"));
                self.context.fill_text(
                    &text.words,
                    f64::from(text.x_px),
                    f64::from(text.baseline_px),
                );
            }
            pixels(&self.context, width, height)
                .unwrap_or_else(|_| vec![0; width as usize * height as usize * 4])
        }

        /// Browsers without `letterSpacing` set the text without it.
        fn style(&self, font: &str, tracking_px: f32) {
            self.context.set_font(font);
            self.context.set_letter_spacing(&format!("{tracking_px}px"));
        }
    }
}
