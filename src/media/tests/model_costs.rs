//! What a model may cost: counted before it is read. Each of these files is small, and took
//! seconds or gigabytes.

use serde_json::{Value, json};

use crate::limits::{MODEL_ELEMENTS_MAX, MODEL_JOINTS_MAX, MODEL_KEYS_MAX};
use crate::media::glb::tests::{pack, triangle};
use crate::media::inspect_glb;

/// What is found wrong with the triangle and so many bytes behind it; empty if nothing is.
fn told(bytes: usize, change: impl FnOnce(&mut Value)) -> String {
    told_of(&vec![0; bytes], change)
}

/// The same with these bytes, as a third view.
fn told_of(bytes: &[u8], change: impl FnOnce(&mut Value)) -> String {
    let (mut model, mut binary) = triangle(json!({"mesh": 0}));
    binary.resize(44, 0);
    binary.extend(bytes);
    let view = json!({"buffer": 0, "byteOffset": 44, "byteLength": bytes.len()});
    model["bufferViews"].as_array_mut().unwrap().push(view);
    model["buffers"][0]["byteLength"] = binary.len().into();
    change(&mut model);
    inspect_glb(&pack(&model, &binary)).map_or_else(|error| error.to_string(), |_| String::new())
}

fn add(model: &mut Value, accessors: impl IntoIterator<Item = Value>) {
    model["accessors"].as_array_mut().unwrap().extend(accessors);
}

#[test]
fn a_skin_reads_the_matrices_of_its_joints_and_no_more() {
    let none = f32::NAN.to_le_bytes();
    let check = |joints: usize, expected: &str| {
        // The first matrix is made of zeros, the second of no numbers.
        let matrices = [vec![0; 64], none.repeat(16)].concat();
        let found = told_of(&matrices, |model| {
            add(
                model,
                [json!({"bufferView": 2, "componentType": 5126, "count": 2, "type": "MAT4"})],
            );
            model["skins"] = json!([{"joints": vec![0; joints], "inverseBindMatrices": 2}]);
        });
        assert!(found.contains(expected), "{joints}: {found}");
        assert_eq!(found.is_empty(), expected.is_empty(), "{joints}: {found}");
    };
    check(1, "");
    check(2, "matrices that are no numbers");
    check(3, "a matrix for each");
}

/// Times that no byte stands for, as many as the model has bytes.
#[test]
fn keys_are_counted_before_they_are_read() {
    let width = 3;
    let check = |times: u64, expected: &str| {
        let found = told(times as usize, |model| {
            let accessor = |count: u64, shape: &str| json!({"componentType": 5126, "count": count, "type": shape});
            add(model, [accessor(times, "SCALAR"), accessor(1, "VEC3")]);
            model["animations"] = json!([{
                "samplers": [{"input": 2, "output": 3}],
                "channels": [{"sampler": 0, "target": {"node": 0, "path": "translation"}}],
            }]);
        });
        assert!(found.contains(expected), "{times}: {found}");
    };
    check(MODEL_KEYS_MAX / width, "as many values");
    check(MODEL_KEYS_MAX / width + 1, "MODEL_KEYS_MAX");
}

#[test]
fn elements_in_the_place_of_others_are_counted() {
    let many = 1_000_000;
    let places: Vec<u8> = (0..many).flat_map(u32::to_le_bytes).collect();
    let check = |accessors: u64, is_refused: bool| {
        let found = told_of(&places, |model| {
            let part = json!({"bufferView": 2, "componentType": 5125});
            let sparse = json!({"count": many, "indices": part, "values": {"bufferView": 2}});
            let accessor = json!({
                "componentType": 5121, "count": many, "type": "SCALAR", "sparse": sparse,
            });
            add(model, vec![accessor; accessors as usize]);
        });
        assert_eq!(found.contains("MODEL_ELEMENTS_MAX"), is_refused, "{accessors}: {found}");
        assert_eq!(found.is_empty(), !is_refused, "{accessors}: {found}");
    };
    let within = MODEL_ELEMENTS_MAX / u64::from(many);
    check(within, false);
    check(within + 1, true);
}

/// For every joint up to the last that a mesh names, what hangs on it is kept.
#[test]
fn joints_of_all_meshes_are_counted() {
    let last = (MODEL_JOINTS_MAX - 1) as u16;
    let joints = [last, 0, 0, 0].map(u16::to_le_bytes).concat().repeat(3);
    let weights = [1.0_f32, 0.0, 0.0, 0.0].map(f32::to_le_bytes).concat().repeat(3);
    let bytes = [joints, weights].concat();
    let check = |meshes: usize, is_refused: bool| {
        let found = told_of(&bytes, |model| {
            add(
                model,
                [
                    json!({"bufferView": 2, "componentType": 5123, "count": 3, "type": "VEC4"}),
                    json!({
                        "bufferView": 2, "byteOffset": 24, "componentType": 5126, "count": 3,
                        "type": "VEC4",
                    }),
                ],
            );
            let attributes = json!({"POSITION": 0, "JOINTS_0": 2, "WEIGHTS_0": 3});
            let mesh = json!({"primitives": [{"attributes": attributes}]});
            model["meshes"] = vec![mesh; meshes].into();
        });
        assert_eq!(found.contains("MODEL_JOINTS_MAX"), is_refused, "{meshes}: {found}");
        assert_eq!(found.is_empty(), !is_refused, "{meshes}: {found}");
    };
    check(1, false);
    check(2, true);
}
