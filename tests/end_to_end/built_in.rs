//! The exhibition that the program carries, resolved anew from its own folder: its lock is
//! what a resolve makes of its works, and nothing in it was put there by hand.

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
        forget_encodings(&mut lock);
        lock
    };
    let (made, kept) = (lock(there.path()), lock(carried));
    let works = |lock: &Value| lock["works"].as_array().unwrap().clone();
    for (made, kept) in works(&made).iter().zip(works(&kept)) {
        assert_eq!(*made, kept);
    }
    assert_eq!(made, kept);
    let count = |dir: &Path| files(&dir.join("blobs")).len();
    assert_eq!(count(there.path()), count(carried), "a blob too many, or one that is missing");
}

/// Another processor may round otherwise as it scales: of the pictures that a resolve itself
/// makes, sizes and kinds are compared and not their bytes.
fn forget_encodings(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                if name == "rungs" {
                    for rung in field.as_array_mut().into_iter().flatten() {
                        let rung = rung.as_object_mut().unwrap();
                        rung.remove("hash");
                        rung.remove("length");
                    }
                }
                forget_encodings(field);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(forget_encodings),
        _ => {}
    }
}
