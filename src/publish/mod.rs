//! The static site: the browser build, the lock, the blobs, a catalogue in HTML.
