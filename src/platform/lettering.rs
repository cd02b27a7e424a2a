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

    /// The faces of `assets/fonts`.
    pub const SHIPPED_FACES: &[&[u8]] = &[
        include_bytes!("../../assets/fonts/serif-display.ttf"),
        include_bytes!("../../assets/fonts/serif-regular.ttf"),
        include_bytes!("../../assets/fonts/serif-italic.ttf"),
        include_bytes!("../../assets/fonts/serif-semibold.ttf"),
        include_bytes!("../../assets/fonts/sans-regular.ttf"),
        include_bytes!("../../assets/fonts/sans-semibold.ttf"),
        include_bytes!("../../assets/fonts/mono-regular.ttf"),
        include_bytes!("../../assets/fonts/serif-sc-regular.otf"),
        include_bytes!("../../assets/fonts/sans-sc-regular.otf"),
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
    use wasm_bindgen::JsCast;
    use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

    use super::CanvasText;

    /// The browser has its own fonts: none is carried into it.
    pub const SHIPPED_FACES: &[&[u8]] = &[];

    /// A canvas of the page that nobody sees.
    #[derive(Debug)]
    pub struct Canvas {
        element: HtmlCanvasElement,
        context: CanvasRenderingContext2d,
    }

    impl Canvas {
        /// A new canvas, if the page gives one.
        pub fn of_page() -> Option<Self> {
            let document = web_sys::window()?.document()?;
            let element: HtmlCanvasElement =
                document.create_element("canvas").ok()?.dyn_into().ok()?;
            // The pixels are read back, which a canvas in main memory does fastest.
            let wishes = js_sys::Object::new();
            js_sys::Reflect::set(&wishes, &"willReadFrequently".into(), &true.into()).ok()?;
            let context =
                element.get_context_with_context_options("2d", &wishes).ok()??.dyn_into().ok()?;
            Some(Self { element, context })
        }

        /// How far a text goes to the right.
        pub fn advance_px(&self, words: &str, font: &str, tracking_px: f32) -> f32 {
            self.style(font, tracking_px);
            self.context.measure_text(words).map_or(0.0, |metrics| metrics.width() as f32)
        }

        /// The texts on a clear ground: rows of sRGB with straight alpha.
        pub fn paint(&self, width: u32, height: u32, texts: &[CanvasText]) -> Vec<u8> {
            self.element.set_width(width);
            self.element.set_height(height);
            for text in texts {
                self.style(&text.font, text.tracking_px);
                let [r, g, b, alpha] = text.ink;
                let alpha = f32::from(alpha) / 255.0;
                self.context.set_fill_style_str(&format!("rgba({r},{g},{b},{alpha})"));
                // A text that the canvas refuses leaves its place empty.
                let _ = self.context.fill_text(
                    &text.words,
                    f64::from(text.x_px),
                    f64::from(text.baseline_px),
                );
            }
            self.context.get_image_data(0.0, 0.0, f64::from(width), f64::from(height)).map_or_else(
                |_| vec![0; width as usize * height as usize * 4],
                |data| data.data().0,
            )
        }

        fn style(&self, font: &str, tracking_px: f32) {
            self.context.set_font(font);
            // Browsers without `letterSpacing` set the text without it.
            let _ = js_sys::Reflect::set(
                &self.context,
                &"letterSpacing".into(),
                &format!("{tracking_px}px").into(),
            );
        }
    }
}
