//! Where this system keeps what programs can make anew.

use std::path::PathBuf;

/// The user's folder for caches: `XDG_CACHE_HOME` or `~/.cache`; `~/Library/Caches` on
/// macOS, `%LOCALAPPDATA%` on Windows. None where the system names no home.
pub fn cache_dir() -> Option<PathBuf> {
    let named = |name: &str| {
        let path = PathBuf::from(std::env::var_os(name)?);
        // A relative one is to be passed over (XDG Base Directory Specification).
        path.is_absolute().then_some(path)
    };
    if cfg!(windows) {
        named("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        named("HOME").map(|home| home.join("Library/Caches"))
    } else {
        named("XDG_CACHE_HOME").or_else(|| named("HOME").map(|home| home.join(".cache")))
    }
}
