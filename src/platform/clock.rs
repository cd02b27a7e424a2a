//! What time it is. Only the command line and an open gallery ask; everything else is told.

/// Seconds since 1970-01-01T00:00:00Z.
pub fn unix_now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs() as i64)
}
