//! Pictures of the exhibition, rendered without a window.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bevy::asset::RenderAssetUsages;
use bevy::camera::RenderTarget;
use bevy::prelude::*;
use bevy::render::render_resource::{
    CachedPipelineState, Extent3d, PipelineCache, PollType, TextureDimension, TextureFormat,
    TextureUsages,
};
use bevy::render::renderer::RenderDevice;
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured};
use bevy::render::{Render, RenderApp, RenderSystems};
use bevy::time::TimeUpdateStrategy;
use image::ImageFormat;
use thiserror::Error;

use super::app;
use super::failure::{OpenError, look_for_a_device};
use super::materials::SurfaceMaterial;
use super::overlay::Chrome;
use super::pending::{CALM_FRAMES, Pending};
use super::show::Show;
use super::sight::{Eye, InRoom, Sight};
use super::views::{Per, View, views};
use super::visitor::{Visitor, stand_at};
use super::wishes::Wish;
use super::works::StillLife;
use crate::exhibition::{Language, WorkId};
use crate::hang::RoomId;
use crate::platform;

/// What to render, and how.
#[derive(Clone, Debug)]
pub struct ShootOptions {
    pub per: Per,
    pub width_px: u32,
    pub height_px: u32,
    pub language: Language,
    /// Whether the panel about the work, or the plan, is open in the picture.
    pub overlay: Overlay,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overlay {
    /// Nothing but the rooms.
    #[default]
    None,
    Panel,
    Plan,
    Help,
}

/// A picture that was taken, and what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub path: PathBuf,
    /// The room that it was taken in.
    pub room: Option<RoomId>,
    /// The work that it was taken before.
    pub work: Option<WorkId>,
}

/// Why a picture could not be rendered.
#[derive(Debug, Error)]
pub enum ShootError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("{path} can't be written: {reason}")]
    Write { path: PathBuf, reason: String },
    #[error(
        "the picture “{0}” was not ready after {1} frames; run with RUST_LOG=enfilade=debug to see what it waited for"
    )]
    NeverReady(String, u32),
    #[error("the graphics device stopped answering; run it again{}", keeps(.kept))]
    Stopped {
        /// How many pictures were finished.
        kept: usize,
    },
}

fn keeps(pictures: &usize) -> String {
    match pictures {
        0 => String::new(),
        1 => "; the picture that was finished is kept".to_owned(),
        count => format!("; the {count} pictures that were finished are kept"),
    }
}

/// Frames after which a room that still waits for something is given up, and a picture
/// that the device does not hand back.
const FRAMES_MAX: u32 = 3_000;

/// No frame takes so long, however large, on software and a slow machine.
const FRAME_MAX: Duration = Duration::from_secs(300);

/// Renders the pictures into a folder and says what each shows. `told` hears of
/// each before it is taken: its path, how many are done, and of how many.
pub fn shoot(
    show: &Show,
    out: &Path,
    options: &ShootOptions,
    mut told: impl FnMut(&Path, usize, usize),
) -> Result<Vec<Picture>, ShootError> {
    look_for_a_device()?;
    let wrong = |reason| ShootError::Write { path: out.to_owned(), reason };
    platform::make_folder(out).map_err(wrong)?;
    let views = views(show, &options.per);
    let mut studio = Studio::new(show.clone(), options);
    let mut pictures = Vec::new();
    for (index, view) in views.iter().enumerate() {
        let path = out.join(format!("{}.png", view.name));
        told(&path, index, views.len());
        let picture = studio.shoot(view).map_err(|error| match error {
            ShootError::Stopped { .. } => ShootError::Stopped { kept: index },
            other => other,
        })?;
        save(&picture, &path)?;
        let work = view.work.map(|work| show.lock.works[work].id.clone());
        pictures.push(Picture { path, room: view.room, work });
    }
    Ok(pictures)
}

/// The gallery, drawn into a texture and driven frame by frame.
pub(super) struct Studio {
    app: App,
    target: Handle<Image>,
    overlay: Overlay,
    opened: bool,
    frames_max: u32,
    /// Whether no shader was missing for the frame that was drawn last.
    has_shaders: Arc<AtomicBool>,
}

impl Studio {
    /// A studio for pictures, in which nothing moves.
    pub fn new(show: Show, options: &ShootOptions) -> Self {
        let mut app = app::without_a_window(show, options.language);
        app.insert_resource(StillLife);
        Self::furnish(app, options)
    }

    /// A studio in which works move, as they do before visitors.
    pub fn alive(show: Show, options: &ShootOptions) -> Self {
        Self::furnish(app::without_a_window(show, options.language), options)
    }

    fn furnish(mut app: App, options: &ShootOptions) -> Self {
        // A fixed step a frame: the same picture whatever the machine's pace.
        app.insert_resource(TimeUpdateStrategy::ManualDuration(Duration::from_millis(40)));
        app.insert_resource(Chrome(options.overlay != Overlay::None));
        let has_shaders = Arc::<AtomicBool>::default();
        if let Some(drawing) = app.get_sub_app_mut(RenderApp) {
            let has = has_shaders.clone();
            let look =
                move |cache: Res<PipelineCache>| has.store(is_whole(&cache), Ordering::SeqCst);
            drawing.add_systems(Render, look.in_set(RenderSystems::Cleanup));
        }
        app.finish();
        app.cleanup();
        let size = Extent3d {
            width: options.width_px,
            height: options.height_px,
            depth_or_array_layers: 1,
        };
        let mut image = Image::new_uninit(
            size,
            TextureDimension::D2,
            TextureFormat::Rgba8UnormSrgb,
            RenderAssetUsages::RENDER_WORLD,
        );
        image.texture_descriptor.usage |= TextureUsages::RENDER_ATTACHMENT;
        let target = app.world_mut().resource_mut::<Assets<Image>>().add(image);
        app.update();
        let mut eyes = app.world_mut().query_filtered::<Entity, With<Eye>>();
        let eye = eyes.single(app.world()).ok();
        if let Some(eye) = eye {
            app.world_mut().entity_mut(eye).insert(RenderTarget::from(target.clone()));
        }
        let overlay = options.overlay;
        Self { app, target, overlay, opened: false, frames_max: FRAMES_MAX, has_shaders }
    }

    /// Takes the graphics device away.
    #[cfg(test)]
    pub fn lose_device(&mut self) {
        if let Some(device) = self.app.world().get_resource::<RenderDevice>() {
            device.wgpu_device().destroy();
        }
    }

    /// Gives up what is not ready after so many frames.
    #[cfg(test)]
    pub fn give_up_after(&mut self, frames: u32) {
        self.frames_max = frames;
    }

    #[cfg(test)]
    pub fn world(&mut self) -> &mut World {
        self.app.world_mut()
    }

    /// Puts the visitor where a view is taken from.
    pub fn stand(&mut self, view: &View) {
        let mut visitors = self.app.world_mut().query::<(&mut Visitor, &mut Transform)>();
        if let Ok((mut visitor, mut transform)) = visitors.single_mut(self.app.world_mut()) {
            stand_at(&mut visitor, &mut transform, view.from, view.pitch);
        }
    }

    /// The room in which the visitor is.
    pub fn room(&self) -> Option<RoomId> {
        self.app.world().resource::<Sight>().here
    }

    /// The picture of a view, once all that is in it has come.
    pub fn shoot(&mut self, view: &View) -> Result<Image, ShootError> {
        self.stand(view);
        self.frame()?;
        let wish = match self.overlay {
            Overlay::None => None,
            // There is none before the first work.
            Overlay::Panel => view.work.map(|_| Wish::TogglePanel),
            Overlay::Plan => Some(Wish::TogglePlan),
            Overlay::Help => Some(Wish::ToggleHelp),
        };
        if let (false, Some(wish)) = (self.opened, wish) {
            self.opened = true;
            self.wish(wish);
        }
        self.settle(&view.name)?;
        self.capture()
    }

    /// Draws until the room that the visitor is in stands before them, as far as it is
    /// worked out then: its light, its grain and what hangs in it may still be on their way.
    pub fn come_in(&mut self) -> Result<(), ShootError> {
        for _ in 0..self.frames_max {
            self.frame()?;
            if self.stands() {
                // A thread may still have been drawing it: the next frame waits for that.
                return self.frame();
            }
        }
        Err(ShootError::NeverReady("entrance".to_owned(), self.frames_max))
    }

    /// Whether the frame that is drawn now shows something of the room that the visitor is
    /// in: a part of it is in sight, and no shader was missing for the frame before.
    pub fn stands(&mut self) -> bool {
        let world = self.app.world_mut();
        let here = world.resource::<Sight>().here;
        let mut shell = world
            .query_filtered::<(&InRoom, &ViewVisibility), With<MeshMaterial3d<SurfaceMaterial>>>();
        let in_sight =
            shell.iter(world).any(|(room, visible)| Some(room.0) == here && visible.get());
        in_sight && self.has_shaders.load(Ordering::SeqCst)
    }

    /// Draws until all that is in a view has come, and says when it had: when the first of
    /// a row of frames was drawn in which nothing was on its way.
    pub fn settle(&mut self, view: &str) -> Result<Instant, ShootError> {
        let (mut calm, mut since) = (0, Instant::now());
        for _ in 0..self.frames_max {
            self.frame()?;
            if self.app.world().resource::<Pending>().total() > 0 {
                calm = 0;
                continue;
            }
            if calm == 0 {
                since = Instant::now();
            }
            calm += 1;
            if calm >= CALM_FRAMES {
                return Ok(since);
            }
        }
        tracing::debug!("{:?}", self.app.world().resource::<Pending>());
        Err(ShootError::NeverReady(view.to_owned(), self.frames_max))
    }

    /// One frame. It is worked out while a thread draws the one before it, and the device has
    /// drawn that one when it ends; [`ShootError::Stopped`] where the device does that no more.
    pub fn frame(&mut self) -> Result<(), ShootError> {
        self.app.update();
        if self.app.should_exit().is_some() || !self.answers() {
            return Err(ShootError::Stopped { kept: 0 });
        }
        Ok(())
    }

    /// Whether the device does all that it was given.
    fn answers(&self) -> bool {
        let Some(device) = self.app.world().get_resource::<RenderDevice>() else { return true };
        let wait = PollType::Wait { submission_index: None, timeout: Some(FRAME_MAX) };
        let done = device.wgpu_device().poll(wait);
        if let Err(error) = &done {
            tracing::warn!("the graphics device does not answer: {error}");
        }
        done.is_ok()
    }

    /// Wishes for something, as a key would.
    fn wish(&mut self, wish: Wish) {
        self.app.world_mut().write_message(wish);
    }

    /// The picture as it is drawn now.
    pub fn capture(&mut self) -> Result<Image, ShootError> {
        let caught = self.catch();
        self.develop(&caught)
    }

    /// Takes a picture of the next frame that is drawn.
    pub fn catch(&mut self) -> Caught {
        let caught = Caught::default();
        let catch = caught.clone();
        self.app.world_mut().spawn(Screenshot::image(self.target.clone())).observe(
            move |screenshot: On<ScreenshotCaptured>| {
                if let Ok(mut slot) = catch.0.lock() {
                    *slot = Some(screenshot.image.clone());
                }
            },
        );
        caught
    }

    /// Draws until the device has handed back a picture that was taken.
    pub fn develop(&mut self, caught: &Caught) -> Result<Image, ShootError> {
        for _ in 0..FRAMES_MAX {
            self.frame()?;
            if let Some(image) = caught.0.lock().ok().and_then(|mut slot| slot.take()) {
                return Ok(image);
            }
        }
        Err(ShootError::Stopped { kept: 0 })
    }
}

/// A picture that was taken and not handed back yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Caught(Arc<Mutex<Option<Image>>>);

/// Whether every shader that was asked for is there; what waits for another part of itself
/// draws nothing. One that was made for this frame is still in the list.
fn is_whole(cache: &PipelineCache) -> bool {
    let pipelines: Vec<_> = cache.pipelines().collect();
    let is_here = |id: usize| matches!(pipelines[id].state, CachedPipelineState::Ok(_));
    cache.waiting_pipelines().all(is_here)
}

fn save(picture: &Image, path: &Path) -> Result<(), ShootError> {
    let wrong = |reason: String| ShootError::Write { path: path.to_owned(), reason };
    let picture = picture.clone().try_into_dynamic().map_err(|error| wrong(error.to_string()))?;
    let mut bytes = Cursor::new(Vec::new());
    let written = picture.to_rgb8().write_to(&mut bytes, ImageFormat::Png);
    written.map_err(|error| wrong(error.to_string()))?;
    platform::write_file(path, bytes.get_ref()).map_err(wrong)
}
