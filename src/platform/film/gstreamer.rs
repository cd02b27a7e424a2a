//! Films and sounds on the desktop: GStreamer's `playbin`, its frames taken as they are
//! due, its sound turned down and to the side by where the visitor stands.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use gstreamer::prelude::*;
use gstreamer::{Bin, ClockTime, Element, ElementFactory, MessageView, Sample, SeekFlags, State};
use gstreamer_app::AppSink;
use gstreamer_video::{VideoCapsBuilder, VideoFormat, VideoFrameExt, VideoFrameRef, VideoInfo};
use tempfile::NamedTempFile;

use super::{FilmError, FromEars, loudness_and_side};
use crate::platform::crew::Parcel;

pub const PLAYS_FILMS: bool = true;

/// Frames are taken no wider than this, in pixels.
const WIDTH_PX_MAX: i32 = 1_920;

/// A film or a sound that GStreamer plays.
#[derive(Debug)]
pub struct Film {
    player: Element,
    frames: AppSink,
    side: Element,
    failure: Mutex<Option<FilmError>>,
    /// A player reads files, and goes to and fro in them.
    _file: NamedTempFile,
}

impl Film {
    /// Takes the whole file.
    pub fn open(whole: impl Into<Parcel>, _mime: &str) -> Result<Self, FilmError> {
        let bytes = whole.into().unpack();
        gstreamer::init().map_err(refused)?;
        let mut file = NamedTempFile::with_prefix("enfilade-film-").map_err(refused)?;
        file.write_all(&bytes).map_err(refused)?;
        let address = gstreamer::glib::filename_to_uri(file.path(), None).map_err(refused)?;
        let (screen, frames) = screen()?;
        let (speaker, side) = speaker()?;
        let player = make("playbin")?;
        player.set_property("uri", address.as_str());
        player.set_property("video-sink", &screen);
        player.set_property("audio-sink", &speaker);
        // Neither subtitles nor anything else that a file may ask for.
        player.set_property_from_str("flags", "video+audio+soft-volume");
        player.set_property("mute", true);
        let film = Self { player, frames, side, failure: Mutex::default(), _file: file };
        film.player.set_state(State::Paused).map_err(refused)?;
        Ok(film)
    }

    /// Width and height, once a frame can be painted.
    pub fn size_px(&self) -> Option<[u32; 2]> {
        self.tend();
        let caps = self.frames.static_pad("sink")?.current_caps()?;
        let info = VideoInfo::from_caps(&caps).ok()?;
        Some([info.width(), info.height()])
    }

    /// Lets it run, or holds it.
    pub fn play(&self, running: bool) {
        self.tend();
        let wanted = if running { State::Playing } else { State::Paused };
        if self.player.current_state() != wanted && self.failure().is_none() {
            // What fails is said on the bus, too.
            let _ = self.player.set_state(wanted);
        }
    }

    /// Lets it be heard from a place, or from nowhere.
    pub fn hear(&self, from: Option<FromEars>) {
        self.player.set_property("mute", from.is_none());
        if let Some(from) = from {
            let (loud, side) = loudness_and_side(from);
            self.player.set_property("volume", f64::from(loud));
            self.side.set_property("panorama", side.clamp(-1.0, 1.0));
        }
    }

    /// Copies the newest frame into a texture of its size.
    pub fn paint(&self, queue: &wgpu::Queue, texture: &wgpu::Texture) {
        let Some(sample) = self.newest_frame() else { return };
        let info = sample.caps().and_then(|caps| VideoInfo::from_caps(caps).ok());
        let (Some(info), Some(buffer)) = (info, sample.buffer()) else { return };
        let size =
            wgpu::Extent3d { width: info.width(), height: info.height(), depth_or_array_layers: 1 };
        if texture.size() != size {
            return;
        }
        let Ok(frame) = VideoFrameRef::from_buffer_ref_readable(buffer, &info) else { return };
        let (Ok(pixels), Some(stride)) = (frame.plane_data(0), frame.plane_stride().first()) else {
            return;
        };
        let layout = wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: u32::try_from(*stride).ok(),
            rows_per_image: None,
        };
        queue.write_texture(texture.as_image_copy(), pixels, layout, size);
    }

    fn newest_frame(&self) -> Option<Sample> {
        self.frames.try_pull_sample(ClockTime::ZERO)
    }

    /// Why it does not play on.
    pub fn failure(&self) -> Option<FilmError> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Hears what the player says: at its end a film begins anew.
    fn tend(&self) {
        let Some(bus) = self.player.bus() else { return };
        while let Some(message) = bus.pop() {
            match message.view() {
                MessageView::Eos(_) => {
                    let flags = SeekFlags::FLUSH | SeekFlags::KEY_UNIT;
                    // What cannot begin anew rests at its end.
                    let _ = self.player.seek_simple(flags, ClockTime::ZERO);
                }
                MessageView::Error(error) => {
                    let problem = FilmError::NoDecoder(error.error().to_string());
                    *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(problem);
                }
                _ => {}
            }
        }
    }
}

impl Drop for Film {
    fn drop(&mut self) {
        let _ = self.player.set_state(State::Null);
    }
}

/// Where frames are taken: upright RGBA, no wider than is needed, the newest only.
fn screen() -> Result<(Bin, AppSink), FilmError> {
    let (turn, convert, scale) = (make("videoflip")?, make("videoconvert")?, make("videoscale")?);
    turn.set_property_from_str("video-direction", "auto");
    let caps = VideoCapsBuilder::new()
        .format(VideoFormat::Rgba)
        .width_range(1..=WIDTH_PX_MAX)
        .pixel_aspect_ratio((1, 1).into())
        .build();
    let frames = AppSink::builder().caps(&caps).max_buffers(1).drop(true).build();
    let bin = chain(&[&turn, &convert, &scale, frames.upcast_ref()])?;
    Ok((bin, frames))
}

/// The loudspeaker, and what turns its sound to the side.
fn speaker() -> Result<(Bin, Element), FilmError> {
    let (convert, side) = (make("audioconvert")?, make("audiopanorama")?);
    let bin = chain(&[&convert, &side, &make("autoaudiosink")?])?;
    Ok((bin, side))
}

fn chain(elements: &[&Element]) -> Result<Bin, FilmError> {
    let bin = Bin::new();
    bin.add_many(elements).map_err(refused)?;
    Element::link_many(elements).map_err(refused)?;
    let entry = elements[0].static_pad("sink").ok_or_else(|| refused("it has no entry"))?;
    let pad = gstreamer::GhostPad::with_target(&entry).map_err(refused)?;
    bin.add_pad(&pad).map_err(refused)?;
    Ok(bin)
}

fn make(name: &str) -> Result<Element, FilmError> {
    ElementFactory::make(name).build().map_err(refused)
}

fn refused(problem: impl std::fmt::Display) -> FilmError {
    FilmError::NoDecoder(problem.to_string())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    /// Waits for what a player on threads of its own comes to.
    fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(answer) = ask() {
                return answer;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "waited in vain: {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn file(name: &str) -> Vec<u8> {
        let folder = "tests/fixtures/every-kind/files/";
        std::fs::read(format!("{folder}{name}")).expect("the file lies in the tree")
    }

    #[test]
    fn films_run_frame_after_frame() {
        for name in ["film.mp4", "film.webm"] {
            let film = Film::open(file(name), "").expect("it opens");
            film.play(true);
            film.hear(Some([1.0, 0.0, -1.0]));
            assert_eq!(until(name, || film.size_px()), [320, 240], "{name}");
            let mut frame = || {
                film.play(true);
                let sample = film.newest_frame()?;
                let buffer = sample.buffer()?.map_readable().ok()?;
                Some(buffer.as_slice().to_vec())
            };
            let first = until(name, &mut frame);
            assert_eq!(first.len(), 320 * 240 * 4, "{name}");
            until(name, || frame().filter(|next| *next != first));
            assert_eq!(film.failure(), None, "{name}");
        }
    }

    #[test]
    fn a_sound_has_no_frames_and_rubbish_says_so() {
        let sound = Film::open(file("sound.ogg"), "").expect("it opens");
        sound.play(true);
        until("that it runs", || (sound.player.current_state() == State::Playing).then_some(()));
        assert_eq!((sound.size_px(), sound.failure()), (None, None));
        let rubbish = Film::open(b"no film at all".repeat(99), "").expect("it is looked at later");
        until("that it fails", || {
            rubbish.play(true);
            rubbish.failure()
        });
    }
}
