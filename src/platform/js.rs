//! The few things of a page's JavaScript that are called from here.

use js_sys::{Array, Float32Array, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    pub type Blob;
    #[wasm_bindgen(constructor)]
    pub fn new(parts: &Array, options: &JsValue) -> Blob;

    #[wasm_bindgen(js_name = createImageBitmap, catch)]
    pub async fn create_image_bitmap(blob: &Blob, options: &JsValue) -> Result<JsValue, JsValue>;

    pub type OffscreenCanvas;
    #[wasm_bindgen(constructor, catch)]
    pub fn new(width: u32, height: u32) -> Result<OffscreenCanvas, JsValue>;
    #[wasm_bindgen(method, setter)]
    pub fn set_width(this: &OffscreenCanvas, width: u32);
    #[wasm_bindgen(method, setter)]
    pub fn set_height(this: &OffscreenCanvas, height: u32);
    #[wasm_bindgen(method, js_name = getContext)]
    pub fn get_context(this: &OffscreenCanvas, kind: &str, options: &JsValue) -> Option<Context>;

    /// `OffscreenCanvasRenderingContext2D`.
    pub type Context;
    #[wasm_bindgen(method, js_name = drawImage, catch)]
    pub fn draw_image(this: &Context, image: &JsValue, x: f64, y: f64) -> Result<(), JsValue>;
    #[wasm_bindgen(method, js_name = getImageData, catch)]
    pub fn get_image_data(
        this: &Context,
        x: f64,
        y: f64,
        width: f64,
        height: f64,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, setter, js_name = fillStyle)]
    pub fn set_fill_style(this: &Context, style: &str);
    #[wasm_bindgen(method, setter)]
    pub fn set_font(this: &Context, font: &str);
    #[wasm_bindgen(method, setter, js_name = letterSpacing)]
    pub fn set_letter_spacing(this: &Context, spacing: &str);
    #[wasm_bindgen(method, js_name = fillText)]
    pub fn fill_text(this: &Context, words: &str, x: f64, y: f64);
    #[wasm_bindgen(method, js_name = measureText)]
    pub fn measure_text(this: &Context, words: &str) -> JsValue;

    #[wasm_bindgen(js_namespace = ["window", "enfilade"], js_name = at, catch)]
    pub fn page_at(place: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = ["window", "enfilade"], js_name = ready, catch)]
    pub fn page_ready() -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = ["window", "enfilade"], js_name = sharp, catch)]
    pub fn page_sharp(ago_ms: f64) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = ["window", "enfilade"], js_name = runCode, catch)]
    pub fn page_run_code(
        document: &str,
        title: &str,
        corners: &Float32Array,
        suffix: &str,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = ["window", "enfilade"], js_name = moveCode, catch)]
    pub fn page_move_code(corners: &Float32Array) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = ["window", "enfilade"], js_name = endCode, catch)]
    pub fn page_end_code() -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = ["window", "enfilade"], js_name = setLanguage, catch)]
    pub fn page_language(tag: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = ["window", "enfilade"], js_name = ask, catch)]
    pub async fn page_ask(job: &str, desk: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["window", "enfilade"], js_name = tell, catch)]
    pub fn page_tell(job: &str, desk: u32) -> Result<(), JsValue>;

    #[wasm_bindgen(js_namespace = ["window", "localStorage"], js_name = getItem, catch)]
    pub fn storage_get(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["window", "localStorage"], js_name = setItem, catch)]
    pub fn storage_set(name: &str, value: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = ["window", "localStorage"], js_name = removeItem, catch)]
    pub fn storage_remove(name: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub fn now_ms() -> f64;
    #[wasm_bindgen(js_namespace = performance, js_name = measure, catch)]
    pub fn measure(name: &str, options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = performance, js_name = clearMeasures)]
    pub fn clear_measures(name: &str);

    #[wasm_bindgen(js_namespace = ["window", "enfilade"], js_name = watch, catch)]
    pub fn page_watch(order: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = ["window", "enfilade"], js_name = checkProof, catch)]
    pub fn page_check(work: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(js_namespace = window, js_name = open)]
    pub fn open_window(url: &str, target: &str, features: &str) -> JsValue;
    #[wasm_bindgen(js_namespace = window, js_name = matchMedia)]
    pub fn match_media(query: &str) -> JsValue;
}

/// A canvas that nobody sees, in main memory, since its pixels are read back.
pub fn canvas(width: u32, height: u32) -> Option<(OffscreenCanvas, Context)> {
    let canvas = OffscreenCanvas::new(width, height).ok()?;
    let context = canvas.get_context("2d", &object(&[("willReadFrequently", true.into())]))?;
    Some((canvas, context))
}

/// The pixels of a canvas: rows of sRGB with straight alpha.
pub fn pixels(context: &Context, width: u32, height: u32) -> Result<Vec<u8>, JsValue> {
    let data = context.get_image_data(0.0, 0.0, f64::from(width), f64::from(height))?;
    let data: js_sys::Uint8ClampedArray = Reflect::get(&data, &"data".into())?.unchecked_into();
    Ok(data.to_vec())
}

/// A JavaScript object with these fields.
pub fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a fresh object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}
