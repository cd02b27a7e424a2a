//! Models that came to harm: whatever passes for a model when it is inspected is drawn, or
//! refused, and what is drawn keeps its promises.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::*;

/// Harmed copies that are made of each model.
const COPIES: u32 = 400;

/// The models that fuzzing begins with, and those that once broke something, in one order.
fn models() -> Vec<(PathBuf, Vec<u8>)> {
    let folders = ["corpus", "found"].map(|folder| Path::new("fuzz").join(folder).join("models"));
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).expect("a file of the tree");
        (path, bytes)
    };
    paths.into_iter().map(read).collect()
}

/// What may befall a model. Most of it leaves the JSON whole, so that it is read on.
#[derive(Clone, Debug)]
enum Harm {
    /// Another digit somewhere in the JSON.
    Digit(prop::sample::Index, u8),
    /// A byte of the data.
    Data(prop::sample::Index, u8),
    /// A byte anywhere.
    Turn(prop::sample::Index, u8),
    Cut(prop::sample::Index, u8),
}

fn harm() -> impl Strategy<Value = Harm> {
    use prop::sample::Index;
    let byte = || (any::<Index>(), any::<u8>());
    prop_oneof![
        6 => byte().prop_map(|(at, by)| Harm::Digit(at, by)),
        6 => byte().prop_map(|(at, by)| Harm::Data(at, by)),
        1 => byte().prop_map(|(at, by)| Harm::Turn(at, by)),
        1 => byte().prop_map(|(at, long)| Harm::Cut(at, long)),
    ]
}

fn harmed(bytes: &[u8], harms: &[Harm]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for harm in harms {
        if bytes.is_empty() {
            break;
        }
        let (text, length) = (end_of_text(&bytes), bytes.len());
        match harm {
            Harm::Digit(at, by) => {
                let digits: Vec<usize> =
                    (0..text).filter(|place| bytes[*place].is_ascii_digit()).collect();
                if !digits.is_empty() {
                    bytes[*at.get(&digits)] = b'0' + by % 10;
                }
            }
            Harm::Data(at, by) if text < length => bytes[text + at.index(length - text)] ^= by,
            Harm::Data(at, by) | Harm::Turn(at, by) => bytes[at.index(length)] ^= by,
            Harm::Cut(at, long) => {
                let start = at.index(length);
                let end = (start + usize::from(*long)).min(length);
                bytes.drain(start..end);
            }
        }
    }
    bytes
}

/// Where the JSON of a GLB ends; with a file that is all JSON, the file.
fn end_of_text(bytes: &[u8]) -> usize {
    let length = bytes.get(12..16).filter(|_| bytes.starts_with(b"glTF"));
    let length = length.and_then(|length| length.try_into().ok()).map(u32::from_le_bytes);
    length.map_or(bytes.len(), |length| (length as usize).saturating_add(20).min(bytes.len()))
}

/// Draws what passes for a model, and holds it to what it promises; says whether it was
/// drawn.
fn check(bytes: &[u8], size_mm: [i32; 3]) -> bool {
    // Nothing that is not a model comes here in the program either.
    if inspect_glb(bytes).is_err() {
        return false;
    }
    let Ok(made) = sculpture(bytes, size_mm) else { return false };
    let bent = made.parts.iter().filter_map(|part| part.bends.as_ref());
    let bent = bent.flat_map(|bends| bends.shapes()).map(Shape::reach).sum::<usize>();
    assert!(bent <= BENT_VERTICES_MAX, "{bent} vertices are bent");
    let carried: BTreeSet<Rides> = made.parts.iter().map(|part| part.rides).collect();
    assert!(carried.len() <= PARTS_MOVED_MAX, "{} parts are moved", carried.len());
    let textures = made.textures.len();
    let motion = made.motion;
    for mut part in made.parts {
        check_vertices(&part.vertices);
        for texture in [part.texture, part.glow.texture].into_iter().flatten() {
            assert!(texture < textures, "picture {texture} of {textures}");
        }
        assert!(part.glow.colour.to_vec3().to_array().iter().all(|c| (0.0..=10_000.0).contains(c)));
        let Some(motion) = &motion else {
            assert!(part.rides == Rides::Nothing && part.bends.is_none());
            continue;
        };
        let mut pose = motion.animation.pose();
        if let Rides::Skin(skin) = part.rides {
            let joints = motion.animation.joints(skin, &pose).len();
            let worn = part.vertices.joints.iter().flatten();
            let mut worn = worn.zip(part.vertices.weights.iter().flatten());
            // Where nothing hangs on a joint, it need not be there.
            let hangs = |weight: f32| weight > 0.0;
            assert!(worn.all(|(joint, weight)| !hangs(*weight) || usize::from(*joint) < joints));
        }
        if let Some(bends) = &mut part.bends {
            for share in [0.0, 0.5, 1.0, 2.0] {
                motion.animation.sample(motion.animation.duration_s() * share, &mut pose);
                let weights = motion.animation.weights(bends.node, &pose);
                if let Some(bent) = bends.bend(weights) {
                    let ends = [bent.positions.len(), bent.normals.len()];
                    assert_eq!(ends, [part.vertices.positions.len(); 2]);
                }
            }
        }
    }
    true
}

/// As many of everything as there are vertices, places that can be drawn, and triangles
/// between vertices that are there.
fn check_vertices(vertices: &Vertices) {
    let count = vertices.positions.len();
    assert_eq!([vertices.normals.len(), vertices.uvs.len()], [count; 2]);
    for further in [vertices.colours.len(), vertices.joints.len(), vertices.weights.len()] {
        assert!(further == 0 || further == count, "{further} of {count}");
    }
    let numbers = vertices.positions.iter().chain(&vertices.normals).flatten();
    assert!(numbers.copied().all(f32::is_finite));
    assert!(vertices.indices.len().is_multiple_of(3));
    assert!(vertices.indices.iter().all(|index| (*index as usize) < count));
}

#[test]
fn whatever_passes_for_a_model_is_drawn_or_refused() {
    for (path, model) in models() {
        let drawn = inspect_glb(&model).is_ok();
        assert_eq!(check(&model, [500, 800, 500]), drawn, "{}", path.display());
        if !drawn {
            // Its data lie beside it, or it is refused by now.
            continue;
        }
        let config = Config { cases: COPIES, failure_persistence: None, ..Config::default() };
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut runner = TestRunner::new_with_rng(config, rng);
        let sizes = prop::sample::select(vec![[500, 800, 500], [1, 1, 1], [100_000, 0, 7]]);
        let inputs = (prop::collection::vec(harm(), 1..4), sizes);
        let passed = std::cell::Cell::new(0);
        let outcome = runner.run(&inputs, |(harms, size_mm)| {
            passed.set(passed.get() + u32::from(check(&harmed(&model, &harms), size_mm)));
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(passed.get() > 0, "no harmed copy of {} is drawn", path.display());
    }
}
