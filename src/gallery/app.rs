//! Putting the gallery together: in a window, for pictures, or with neither.

use bevy::app::{PluginGroupBuilder, TaskPoolOptions, TaskPoolPlugin};
use bevy::log::LogPlugin;
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::tasks::available_parallelism;
use bevy::window::{ExitCondition, PresentMode, WindowResolution};
use bevy::winit::WinitPlugin;

use super::address;
use super::overlay::Remembered;
use super::show::{Reading, Show, Today};
use super::wishes::Wish;
use crate::exhibition::Language;
use crate::ownership::Timestamp;
use crate::ownership::live::Endpoints;
use crate::platform::Memory;
use crate::platform::net::unix_now;

/// The colour of what lies outside the building; a visitor never sees it.
const OUTSIDE: Color = Color::srgb(0.93, 0.925, 0.91);

/// How the gallery is opened.
#[derive(Clone, Debug)]
pub struct Opening {
    pub language: Language,
    /// Where to stand at once: `work=ID` or `room=N`, as an address has it.
    pub at: Option<String>,
    /// Whether glides are left out.
    pub reduced_motion: bool,
    /// Through which endpoints works are watched while they are in sight.
    pub endpoints: Endpoints,
}

/// What a visitor can do, without a picture of it: for tests.
pub fn without_pictures(show: Show) -> App {
    let mut app = App::new();
    app.add_plugins((
        MinimalPlugins,
        TransformPlugin,
        bevy::input::InputPlugin,
        AssetPlugin::default(),
    ))
    .add_message::<bevy::window::RequestRedraw>();
    super::walking(&mut app);
    app.insert_resource(show);
    app
}

/// The whole gallery in a window of this size that nobody sees: with neither screen nor
/// graphics device, for tests.
#[cfg(test)]
pub(super) fn unseen(show: Show, size: UVec2) -> App {
    use bevy::render::settings::{RenderCreation, WgpuSettings};
    let mut app = App::new();
    let nothing = WgpuSettings { backends: None, ..default() };
    let plugins = plugins()
        .set(WindowPlugin {
            primary_window: Some(Window {
                resolution: WindowResolution::new(size.x, size.y),
                ..default()
            }),
            exit_condition: ExitCondition::DontExit,
            ..default()
        })
        .set(RenderPlugin {
            render_creation: RenderCreation::Automatic(nothing.into()),
            ..default()
        })
        .disable::<WinitPlugin>();
    let put_together = show.lock.resolved;
    whole(&mut app, plugins, show, Language::English, put_together);
    app
}

/// The whole gallery, drawn into a texture and driven from outside.
pub(super) fn without_a_window(show: Show, language: Language) -> App {
    let mut app = App::new();
    let plugins = plugins()
        .set(WindowPlugin {
            primary_window: None,
            exit_condition: ExitCondition::DontExit,
            ..default()
        })
        // A picture is taken when all that it needs is there, shaders too.
        .set(RenderPlugin { synchronous_pipeline_compilation: true, ..default() })
        .disable::<WinitPlugin>();
    let put_together = show.lock.resolved;
    whole(&mut app, plugins, show, language, put_together);
    app
}

/// The whole gallery in a window, or in the page's canvas.
pub(super) fn in_window(show: Show, opening: &Opening, canvas: Option<String>) -> App {
    let mut app = App::new();
    let title = show.lock.title.get(opening.language).to_owned();
    let plugins = plugins().set(WindowPlugin {
        primary_window: Some(Window {
            title,
            resolution: WindowResolution::new(1_280, 720),
            present_mode: PresentMode::AutoVsync,
            canvas,
            fit_canvas_to_parent: true,
            prevent_default_event_handling: true,
            ..default()
        }),
        ..default()
    });
    let wish = opening.at.as_deref().and_then(|place| address::wish_for(&show, place));
    let now = Timestamp::from_unix(unix_now());
    whole(&mut app, plugins, show, opening.language, now);
    if let Some(wish) = wish {
        app.add_systems(PostStartup, move |mut wishes: MessageWriter<Wish>| {
            wishes.write(wish);
        });
    }
    app.insert_resource(super::visitor::ReducedMotion(opening.reduced_motion));
    if let Some(memory) = Memory::of_visitor() {
        app.insert_resource(Remembered(memory));
    }
    #[cfg(feature = "verify")]
    app.insert_resource(super::line::Line::to(&opening.endpoints, crate::source::Pace::VISITOR));
    app
}

/// The log is the command line's affair, not the engine's.
fn plugins() -> PluginGroupBuilder {
    DefaultPlugins.build().disable::<LogPlugin>().set(task_pools())
}

/// Threads for frames and for what is made aside from them. Decoding, scaling, lighting and
/// lettering may have every core, where the engine would give them a quarter: while frames
/// wait for the screen, nothing else needs one.
fn task_pools() -> TaskPoolPlugin {
    let cores = available_parallelism();
    let mut options = TaskPoolOptions::default();
    let aside = &mut options.async_compute;
    (aside.min_threads, aside.max_threads) = (cores, usize::MAX);
    options.compute.min_threads = cores.div_ceil(2);
    TaskPoolPlugin { task_pool_options: options }
}

fn whole(
    app: &mut App,
    plugins: PluginGroupBuilder,
    show: Show,
    language: Language,
    today: Timestamp,
) {
    // A label that is lettered for a room just left has nowhere to go. That is no reason
    // to close the house; tests, which have no window, still stop at it.
    app.set_error_handler(bevy::ecs::error::warn);
    app.add_plugins(plugins);
    app.insert_resource(ClearColor(OUTSIDE))
        .insert_resource(Reading(language))
        .insert_resource(Today(today));
    super::walking(app);
    super::seeing(app);
    app.insert_resource(show);
}
