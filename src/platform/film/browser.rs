//! Films and sounds in a page: a `<video>` element for each, its frames copied on the
//! graphics device, its sound placed in the room by the Web Audio API.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};

use js_sys::{Array, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    AudioContext, AudioContextState, BlobPropertyBag, DistanceModelType, Document,
    HtmlVideoElement, PannerNode, PanningModelType, Url,
};

use super::{FULL_VOLUME_M, FilmError, FromEars, OUT_OF_HEARING_M};
use crate::platform::crew::Parcel;

pub const PLAYS_FILMS: bool = true;

/// A film or a sound of the page. The element itself lives on the page's one thread.
#[derive(Debug)]
pub struct Film(u32);

struct Reel {
    video: HtmlVideoElement,
    /// The address of the bytes, which are given back with it.
    url: String,
    running: bool,
    heard: bool,
    panner: Option<PannerNode>,
    /// The moment of the film that was painted last, in seconds.
    painted_s: f64,
}

/// The elements by their number, and the page's one audio context, made for the first
/// sound.
#[derive(Default)]
struct Room {
    reels: HashMap<u32, Reel>,
    audio: Option<AudioContext>,
    /// Whether the page is hidden, and whether it tells.
    hidden: bool,
    tells: bool,
}

thread_local! {
    static ROOM: RefCell<Room> = RefCell::default();
}

static NEXT: AtomicU32 = AtomicU32::new(0);

impl Film {
    /// Takes the whole file; the browser keeps it outside of this program's memory.
    pub fn open(file: impl Into<Parcel>, mime: &str) -> Result<Self, FilmError> {
        let reel = load(&file.into(), mime).map_err(|_| FilmError::NoDecoder(mime.to_owned()))?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        ROOM.with_borrow_mut(|room| {
            room.listen();
            room.reels.insert(number, reel);
        });
        Ok(Self(number))
    }

    /// Width and height, once a frame can be painted.
    pub fn size_px(&self) -> Option<[u32; 2]> {
        self.reel(|reel| {
            let size = [reel.video.video_width(), reel.video.video_height()];
            (reel.has_frame() && size.iter().all(|side| *side > 0)).then_some(size)
        })
        .flatten()
    }

    /// Lets it run, or holds it.
    pub fn play(&self, running: bool) {
        ROOM.with_borrow_mut(|room| {
            let Some(reel) = room.reels.get_mut(&self.0) else { return };
            reel.running = running;
            reel.tend(room.hidden);
        });
    }

    /// Lets it be heard from a place, or from nowhere. A page may sound only after the
    /// visitor has touched it; until then the film runs in silence.
    pub fn hear(&self, from: Option<FromEars>) {
        ROOM.with_borrow_mut(|room| {
            let Some(reel) = room.reels.get_mut(&self.0) else { return };
            reel.heard = from.is_some() && !room.hidden && page_was_touched();
            if let Some([right, up, behind]) = from.filter(|_| reel.heard) {
                let audio = match &room.audio {
                    Some(audio) => audio,
                    None => {
                        let Ok(audio) = AudioContext::new() else { return };
                        room.audio.insert(audio)
                    }
                };
                if audio.state() == AudioContextState::Suspended {
                    forget(audio.resume());
                }
                if reel.panner.is_none() {
                    reel.panner = place(audio, &reel.video).ok();
                }
                if let Some(panner) = &reel.panner {
                    panner.position_x().set_value(right);
                    panner.position_y().set_value(up);
                    panner.position_z().set_value(behind);
                }
            }
            reel.tend(room.hidden);
        });
    }

    /// Copies the frame of this moment into a texture of its size, on the device.
    pub fn paint(&self, queue: &wgpu::Queue, texture: &wgpu::Texture) {
        self.reel(|reel| {
            let now_s = reel.video.current_time();
            if !reel.has_frame() || reel.painted_s == now_s {
                return;
            }
            let (width, height) = (reel.video.video_width(), reel.video.video_height());
            if (texture.width(), texture.height()) != (width, height) {
                return;
            }
            reel.painted_s = now_s;
            queue.copy_external_image_to_texture(
                &wgpu::CopyExternalImageSourceInfo {
                    source: wgpu::ExternalImageSource::HTMLVideoElement(reel.video.clone()),
                    origin: wgpu::Origin2d::ZERO,
                    flip_y: false,
                },
                wgpu::CopyExternalImageDestInfo {
                    texture,
                    mip_level: 0,
                    origin: wgpu::Origin3d::ZERO,
                    aspect: wgpu::TextureAspect::All,
                    color_space: wgpu::PredefinedColorSpace::Srgb,
                    premultiplied_alpha: false,
                },
                wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
            );
        });
    }

    /// Why the browser cannot play it, once it has said so.
    pub fn failure(&self) -> Option<FilmError> {
        let error = self.reel(|reel| reel.video.error()).flatten()?;
        Some(FilmError::NoDecoder(error.message()))
    }

    fn reel<T>(&self, look: impl FnOnce(&mut Reel) -> T) -> Option<T> {
        ROOM.with_borrow_mut(|room| room.reels.get_mut(&self.0).map(look))
    }
}

impl Drop for Film {
    fn drop(&mut self) {
        let reel = ROOM.with_borrow_mut(|room| room.reels.remove(&self.0));
        if let Some(reel) = reel {
            let _ = reel.video.pause();
            reel.video.set_src("");
            let _ = Url::revoke_object_url(&reel.url);
        }
    }
}

impl Reel {
    fn has_frame(&self) -> bool {
        // HAVE_CURRENT_DATA
        self.video.ready_state() >= 2
    }

    /// Brings the element to where it should be: a browser may refuse to start it.
    fn tend(&mut self, hidden: bool) {
        if self.video.muted() == self.heard {
            self.video.set_muted(!self.heard);
        }
        match (self.running && !hidden, self.video.paused()) {
            (true, true) => forget(self.video.play()),
            // Held films hold their sound.
            (false, false) => {
                let _ = self.video.pause();
            }
            _ => {}
        }
    }
}

impl Room {
    /// Has the page tell when it is hidden, once and for all.
    fn listen(&mut self) {
        let Some(page) = page().filter(|_| !self.tells) else { return };
        self.tells = true;
        self.hidden = page.hidden();
        let told = Closure::<dyn Fn()>::new(turn);
        // A page that does not tell plays on.
        let listener = told.as_ref().unchecked_ref();
        let _ = page.add_event_listener_with_callback("visibilitychange", listener);
        told.forget();
    }
}

/// The page was hidden, or is seen again. A hidden page draws no frame in which its films
/// could be held one by one.
fn turn() {
    let Some(page) = page() else { return };
    ROOM.with_borrow_mut(|room| {
        room.hidden = page.hidden();
        for reel in room.reels.values_mut() {
            reel.tend(room.hidden);
        }
        if let Some(audio) = &room.audio {
            forget(if room.hidden { audio.suspend() } else { audio.resume() });
        }
    });
}

fn page() -> Option<Document> {
    web_sys::window().and_then(|window| window.document())
}

fn load(file: &Parcel, mime: &str) -> Result<Reel, JsValue> {
    let parts = Array::of1(&file.for_page());
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let page = page().ok_or(JsValue::NULL)?;
    let video: HtmlVideoElement = page.create_element("video")?.dyn_into()?;
    video.set_muted(true);
    video.set_loop(true);
    video.set_attribute("playsinline", "")?;
    video.set_preload("auto");
    video.set_src(&url);
    Ok(Reel { video, url, running: false, heard: false, panner: None, painted_s: -1.0 })
}

/// Leads an element's sound through a place in the room; the ears rest at the origin.
fn place(audio: &AudioContext, video: &HtmlVideoElement) -> Result<PannerNode, JsValue> {
    let source = audio.create_media_element_source(video)?;
    let panner = audio.create_panner()?;
    panner.set_panning_model(PanningModelType::Hrtf);
    panner.set_distance_model(DistanceModelType::Inverse);
    panner.set_ref_distance(FULL_VOLUME_M.into());
    panner.set_max_distance(OUT_OF_HEARING_M.into());
    panner.set_rolloff_factor(1.4);
    source.connect_with_audio_node(&panner)?;
    panner.connect_with_audio_node(&audio.destination())?;
    Ok(panner)
}

/// Whether the visitor has clicked, tapped or pressed a key on this page.
fn page_was_touched() -> bool {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into());
    let activation = navigator.and_then(|found| Reflect::get(&found, &"userActivation".into()));
    match activation {
        Ok(activation) if activation.is_object() => {
            Reflect::get(&activation, &"hasBeenActive".into()).is_ok_and(|yes| yes.is_truthy())
        }
        // A browser that does not tell refuses by itself.
        _ => true,
    }
}

/// Waits for a promise whose refusal changes nothing: it is asked again.
fn forget(promise: Result<js_sys::Promise, JsValue>) {
    if let Ok(promise) = promise {
        wasm_bindgen_futures::spawn_local(async move {
            let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        });
    }
}
