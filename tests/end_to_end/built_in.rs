//! The exhibition that the program carries, resolved anew from its own folder: its lock and
//! its blobs are what a resolve makes of its works, and nothing that was put in by hand.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::command::{arg, enfilade, files};

#[test]
fn the_built_in_exhibition_is_what_a_resolve_makes_of_its_works() {
    let carried = Path::new("assets/exhibition");
    let there = tempfile::tempdir().unwrap();
    for (path, bytes) in files(carried) {
        // The old lock tells with which hanging each work came; no blob is taken over.
        if !path.starts_with("blobs/") {
            let to = there.path().join(&path);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::write(to, bytes).unwrap();
        }
    }
    enfilade(&["resolve", arg(there.path()), "--no-cache"]).fine();
    let lock = |dir: &Path| -> Value {
        let mut lock: Value =
            serde_json::from_slice(&fs::read(dir.join("exhibition.lock")).unwrap()).unwrap();
        lock.as_object_mut().unwrap().remove("resolved");
        lock
    };
    let (made, kept) = (lock(there.path()), lock(carried));
    let works = |lock: &Value| lock["works"].as_array().unwrap().clone();
    for (made, kept) in works(&made).iter().zip(works(&kept)) {
        assert_eq!(*made, kept);
    }
    assert_eq!(made, kept);
    let blobs = |dir: &Path| files(&dir.join("blobs"));
    assert!(blobs(there.path()) == blobs(carried), "the blobs are others");
}
