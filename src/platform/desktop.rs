//! The desktop: its decoders, files and memory.

#[cfg(feature = "gallery")]
use std::path::Path;

#[cfg(feature = "gallery")]
use super::files;

use std::num::NonZero;
use std::sync::LazyLock;
use std::time::Duration;

/// How much memory pictures may take on the graphics device.
pub const TEXTURE_BUDGET_BYTES: u64 = 384 << 20;

/// How many pictures are fetched and decoded at once: each is decoded by one core, while
/// others are on their way.
pub fn pictures_at_once() -> usize {
    // Asked once: the system looks it up in files.
    static COUNT: LazyLock<usize> =
        LazyLock::new(|| 2 + std::thread::available_parallelism().map_or(4, NonZero::get));
    *COUNT
}

/// Whether a graphics device, or software that stands for one, is found.
#[cfg(feature = "gallery")]
pub fn has_graphics_device() -> bool {
    use wgpu::{Backends, Instance, InstanceDescriptor};
    let instance = Instance::new(InstanceDescriptor::new_without_display_handle());
    !futures::executor::block_on(instance.enumerate_adapters(Backends::PRIMARY | Backends::GL))
        .is_empty()
}

/// Begins the program anew without Mesa's layer that chooses among several graphics devices,
/// where no Wayland session can be named (containers, services): it looks for one each time
/// that devices are counted, and prints that there is none as if that were an error. Comes
/// back where there is no need, or no way, to do that.
#[cfg(all(feature = "gallery", unix, not(target_os = "macos")))]
pub fn begin_without_device_selection() {
    use std::env::{args_os, current_exe, var_os};
    use std::os::unix::process::CommandExt;

    const LEFT_OUT: &str = "NODEVICE_SELECT";
    let session = var_os("XDG_RUNTIME_DIR").is_some_and(|dir| Path::new(&dir).is_absolute());
    // Whoever chooses a device by the layer keeps it.
    let chosen = [LEFT_OUT, "MESA_VK_DEVICE_SELECT", "DRI_PRIME"].map(var_os);
    if session || chosen.iter().any(Option::is_some) {
        return;
    }
    // Changing one's own environment is safe for nobody who may have threads.
    if let Ok(program) = current_exe() {
        let mut again = std::process::Command::new(program);
        let problem = again.args(args_os().skip(1)).env(LEFT_OUT, "1").exec();
        tracing::debug!("the program cannot begin anew: {problem}");
    }
}

/// There is no such layer.
#[cfg(all(feature = "gallery", any(not(unix), target_os = "macos")))]
pub fn begin_without_device_selection() {}

/// Decodes a picture; to be called on a task's thread.
#[cfg(feature = "gallery")]
pub async fn decode_picture(
    bytes: Vec<u8>,
    _mime: &str,
) -> Result<crate::media::Picture, crate::media::MediaError> {
    crate::media::decode(&bytes, &crate::media::Fonts::default())
}

/// How long a piece of work holds the thread is a page's affair.
#[derive(Debug)]
pub struct Held;

/// Nothing is noted here; profilers see threads.
#[must_use]
pub fn hold(_what: &'static str) -> Held {
    Held
}

/// Whether the visitor asked for less motion: `ENFILADE_REDUCED_MOTION=1`.
pub fn prefers_reduced_motion() -> bool {
    std::env::var_os("ENFILADE_REDUCED_MOTION").is_some_and(|value| value == "1")
}

/// Opens a page about a work in the system's browser.
pub fn open_link(url: &str) {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    if let Err(error) = std::process::Command::new(opener).arg(url).spawn() {
        tracing::warn!("{url} can't be opened: {error}");
    }
}

/// A window is the gallery's alone.
pub const KEEPS_CORNER: bool = false;

/// A window has nothing in which a stranger's code could be sealed off: its still hangs.
pub const RUNS_CODE: bool = false;

/// The corners of a picture in logical pixels: top left, then clockwise.
pub type Corners = [[f32; 2]; 4];

/// Never called: [`RUNS_CODE`].
pub fn run_code(_document: &str, _title: &str, _corners: &Corners, _suffix: &str) {}

/// Never called: [`RUNS_CODE`].
pub fn move_code(_corners: &Corners) {}

/// Never called: [`RUNS_CODE`].
pub fn end_code() {}

/// There is no page around a window.
pub fn tell_place(_work: Option<&str>, _room: u32, _title: &str) {}

/// There is no page around a window.
pub fn tell_ready() {}

/// There is no page around a window.
pub fn tell_sharp(_ago: Duration) {}

/// There is no page around a window.
pub fn tell_language(_tag: &str) {}

/// Makes a folder and those above it. What went wrong, and what to do about it.
#[cfg(feature = "gallery")]
pub fn make_folder(path: &Path) -> Result<(), String> {
    std::fs::create_dir_all(path).map_err(with_remedy)
}

/// Writes a file that can be made anew, beside its place and then into it. What went wrong,
/// and what to do about it.
#[cfg(feature = "gallery")]
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), String> {
    files::write_blob_aside(path, bytes).map_err(with_remedy)
}

#[cfg(feature = "gallery")]
fn with_remedy(problem: std::io::Error) -> String {
    format!("{problem}{}", files::remedy(&problem))
}

/// The most memory that this process has held, where the system tells (Linux).
pub fn peak_memory_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1_024)
}
