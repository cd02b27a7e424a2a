//! Small models that move, held against values computed by hand.

use serde_json::{Value, json};

use super::super::tests::{pack, triangle};
use super::*;
use crate::media::inspect_glb;

/// The triangle, and a clip of these channels: path, times, values, how it goes between.
pub fn moving(node: Value, channels: &[(&str, &[f32], &[f32], &str)]) -> Vec<u8> {
    let (mut json, mut binary) = triangle(node);
    binary.resize(44, 0);
    let mut clip = json!({"name": "turn", "channels": [], "samplers": []});
    for (path, times, values, between) in channels {
        let (shape, each) = match *path {
            "rotation" => ("VEC4", 4),
            "weights" => ("SCALAR", 1),
            _ => ("VEC3", 3),
        };
        let input = add(&mut json, &mut binary, times, "SCALAR", 1);
        let output = add(&mut json, &mut binary, values, shape, each);
        let samplers = clip["samplers"].as_array_mut().unwrap();
        samplers.push(json!({"input": input, "output": output, "interpolation": between}));
        let sampler = samplers.len() - 1;
        let target = json!({"sampler": sampler, "target": {"node": 0, "path": path}});
        clip["channels"].as_array_mut().unwrap().push(target);
    }
    json["animations"] = json!([clip]);
    json["buffers"][0]["byteLength"] = binary.len().into();
    pack(&json, &binary)
}

/// Adds floats as an accessor, and gives its index.
fn add(json: &mut Value, binary: &mut Vec<u8>, numbers: &[f32], shape: &str, each: usize) -> usize {
    let start = binary.len();
    binary.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    let views = json["bufferViews"].as_array_mut().unwrap();
    views.push(json!({"buffer": 0, "byteOffset": start, "byteLength": 4 * numbers.len()}));
    let view = views.len() - 1;
    let accessors = json["accessors"].as_array_mut().unwrap();
    accessors.push(json!({
        "bufferView": view, "componentType": 5126, "count": numbers.len() / each, "type": shape
    }));
    accessors.len() - 1
}

fn near(found: &[f64], expected: &[f64]) -> bool {
    found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6)
}

#[test]
fn nodes_are_where_their_keys_put_them() {
    let check = |channel: (&str, &[f32], &[f32], &str), time_s: f64, expected: &[f64]| {
        let bytes = moving(json!({"mesh": 0}), &[channel]);
        let model = ModelAnimation::open(&bytes).unwrap().unwrap();
        let mut pose = model.pose();
        model.sample(time_s, &mut pose);
        let Trs { translation, rotation, scale } = pose.local(0);
        let found: &[f64] = match channel.0 {
            "translation" => &translation,
            "rotation" => &rotation,
            _ => &scale,
        };
        assert!(near(found, expected), "{channel:?} at {time_s}: {found:?}");
    };
    let slide = [0.0, 0.0, 0.0, 4.0, 2.0, 0.0];
    let linear = ("translation", &[1.0, 3.0][..], &slide[..], "LINEAR");
    check(linear, 0.0, &[0.0, 0.0, 0.0]);
    check(linear, 1.5, &[1.0, 0.5, 0.0]);
    check(linear, 3.0, &[4.0, 2.0, 0.0]);
    check(linear, 99.0, &[4.0, 2.0, 0.0]);
    let step = ("scale", &[1.0, 3.0][..], &slide[..], "STEP");
    check(step, 2.99, &[0.0, 0.0, 0.0]);
    check(step, 3.0, &[4.0, 2.0, 0.0]);
    // A quarter about z; half of it is an eighth.
    let half = std::f32::consts::FRAC_1_SQRT_2;
    let turn = [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, half, half];
    let eighth = [0.0, 0.0, 0.382_683_432, 0.923_879_533];
    check(("rotation", &[0.0, 2.0], &turn, "LINEAR"), 1.0, &eighth);
    // The same turn written the other way round is no longer way.
    let back = [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, -half, -half];
    check(("rotation", &[0.0, 2.0], &back, "LINEAR"), 1.0, &eighth);
    // In-tangent, value, out-tangent: from 0 to 1 with none, then one that leaves at 1.
    let rest = [0.0; 3];
    let ease = [rest, rest, rest, rest, [1.0; 3], rest].concat();
    check(("scale", &[0.0, 2.0], &ease, "CUBICSPLINE"), 0.5, &[0.156_25; 3]);
    check(("scale", &[0.0, 2.0], &ease, "CUBICSPLINE"), 1.0, &[0.5; 3]);
    check(("scale", &[0.0, 2.0], &ease, "CUBICSPLINE"), 2.0, &[1.0; 3]);
    let leaves = [rest, rest, [1.0; 3], rest, [1.0; 3], rest].concat();
    check(("scale", &[0.0, 2.0], &leaves, "CUBICSPLINE"), 1.0, &[0.75; 3]);
}

#[test]
fn a_model_is_measured_in_all_its_poses() {
    let check = |channels: &[(&str, &[f32], &[f32], &str)], min: [i32; 3], max: [i32; 3]| {
        let model = inspect_glb(&moving(json!({"mesh": 0}), channels)).unwrap();
        assert_eq!((model.bounds_mm.min, model.bounds_mm.max), (min, max), "{channels:?}");
        assert_eq!((model.clips, model.clip.as_str(), model.duration_ms), (1, "turn", 2_000));
    };
    let slide = [0.0, 0.0, 0.0, 4.0, 0.0, -1.0];
    check(&[("translation", &[0.5, 2.0], &slide, "LINEAR")], [0, 0, -1_000], [5_000, 2_000, 500]);
    let grow = [1.0, 1.0, 1.0, 1.0, 3.0, 1.0];
    check(&[("scale", &[0.5, 2.0], &grow, "STEP")], [0, 0, 0], [1_000, 6_000, 500]);
}

/// A triangle that hangs on the second of two joints, which rises, and that a shape bends.
pub fn worn_and_bent() -> (Value, Vec<u8>) {
    let (mut json, mut binary) = triangle(json!({"mesh": 0, "skin": 0}));
    binary.resize(44, 0);
    // Every vertex hangs on the second joint, which stood at (1, 0, 0) when it was bound.
    let joints = add(&mut json, &mut binary, &[f32::from_bits(0x0000_0001); 3], "SCALAR", 1);
    json["accessors"][joints] =
        json!({"bufferView": joints, "componentType": 5121, "count": 3, "type": "VEC4"});
    let full = [1.0, 0.0, 0.0, 0.0].repeat(3);
    let weights = add(&mut json, &mut binary, &full, "VEC4", 4);
    let one = [1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0];
    let mut bound = one;
    bound[12] = -1.0;
    let binds = add(&mut json, &mut binary, &[one, bound].concat(), "MAT4", 16);
    let shape = add(&mut json, &mut binary, &[0.0, 0.0, 2.0].repeat(3), "VEC3", 3);
    let times = add(&mut json, &mut binary, &[0.0, 1.0], "SCALAR", 1);
    let rise = add(&mut json, &mut binary, &[1.0, 0.0, 0.0, 1.0, 3.0, 0.0], "VEC3", 3);
    let bend = add(&mut json, &mut binary, &[0.0, 1.0], "SCALAR", 1);
    let primitive = &mut json["meshes"][0]["primitives"][0];
    primitive["attributes"]["JOINTS_0"] = joints.into();
    primitive["attributes"]["WEIGHTS_0"] = weights.into();
    primitive["targets"] = json!([{"POSITION": shape}]);
    json["nodes"] = json!([{"mesh": 0, "skin": 0}, {"children": [2]}, {"translation": [1, 0, 0]}]);
    json["scenes"] = json!([{"nodes": [0, 1]}]);
    json["skins"] = json!([{"joints": [1, 2], "inverseBindMatrices": binds}]);
    json["animations"] = json!([{
        "samplers": [{"input": times, "output": rise}, {"input": times, "output": bend}],
        "channels": [
            {"sampler": 0, "target": {"node": 2, "path": "translation"}},
            {"sampler": 1, "target": {"node": 0, "path": "weights"}}
        ]
    }]);
    json["buffers"][0]["byteLength"] = binary.len().into();
    (json, binary)
}

#[test]
fn skins_and_shapes_follow_their_joints_and_weights() {
    let (json, binary) = worn_and_bent();
    let bytes = pack(&json, &binary);
    let model = ModelAnimation::open(&bytes).unwrap().unwrap();
    let mut pose = model.pose();
    assert!(near(&model.joints(0, &pose)[1][3], &[0.0, 0.0, 0.0, 1.0]));
    model.sample(0.5, &mut pose);
    assert!(near(&model.joints(0, &pose)[1][3], &[0.0, 1.5, 0.0, 1.0]));
    assert!(near(model.weights(0, &pose), &[0.5]));
    assert!(model.bends(0) && !model.bends(2));
    assert!(near(&pose.model_from_node(2)[3], &[1.0, 1.5, 0.0, 1.0]));
    // It rises by three metres, and bends two to its front.
    let bounds = inspect_glb(&bytes).unwrap().bounds_mm;
    assert_eq!((bounds.min, bounds.max), ([0, 0, 0], [1_000, 5_000, 2_500]));
    let check = |pointer: &str, value: Value, expected: &str| {
        let mut json = json.clone();
        *json.pointer_mut(pointer).expect(pointer) = value;
        let error = inspect_glb(&pack(&json, &binary)).unwrap_err().to_string();
        assert!(error.contains(expected), "{pointer}: {error}");
    };
    check("/skins/0/joints", json!([1]), "a joint that its skin has not");
    check("/skins/0/inverseBindMatrices", json!(0), "a matrix for each");
    check("/skins/0/joints", json!([1, 9]), "a node that is not there");
    check("/animations/0/channels/0/sampler", json!(7), "no such keys");
    check("/animations/0/channels/0/target/node", json!(7), "a node that is not there");
    check("/animations/0/channels/1/target/node", json!(1), "shapes of a node that has none");
    check("/animations/0/samplers/0/input", json!(99), "no accessor");
    // Values in the place of times, and the other way round.
    let sampler = json["animations"][0]["samplers"][0].clone();
    check("/animations/0/samplers/0/input", sampler["output"].clone(), "not floats");
    check("/animations/0/samplers/0/output", sampler["input"].clone(), "as many values");
}

#[test]
fn keys_that_do_not_hold_together_are_refused() {
    let check = |times: &[f32], values: &[f32], between: &str, expected: &str| {
        let bytes = moving(json!({"mesh": 0}), &[("translation", times, values, between)]);
        let error = inspect_glb(&bytes).unwrap_err().to_string();
        assert!(error.contains(expected), "{expected}: {error}");
    };
    let two = [0.0; 6];
    check(&[1.0, 0.5], &two, "LINEAR", "out of order");
    check(&[-1.0, 0.5], &two, "LINEAR", "out of order");
    check(&[0.0, f32::INFINITY], &two, "LINEAR", "out of order");
    check(&[0.0, 90_000.0], &two, "LINEAR", "DURATION_MS_MAX");
    check(&[0.0, 1.0], &two[..3], "LINEAR", "as many values");
    check(&[0.0, 1.0], &two, "CUBICSPLINE", "as many values");
    check(&[0.0, 1.0], &two, "SWING", "SWING");
    check(&[0.0, 1.0], &[0.0, 0.0, 0.0, f32::NAN, 0.0, 0.0], "LINEAR", "no numbers");
}

#[test]
fn a_gltf_with_its_data_in_it_is_read_as_a_glb() {
    use base64::Engine;
    let data = |bytes: &[u8]| {
        let text = base64::engine::general_purpose::STANDARD.encode(bytes);
        format!("data:application/octet-stream;base64,{text}")
    };
    let (mut json, binary) = triangle(json!({"mesh": 0}));
    let whole = inspect_glb(&pack(&json, &binary)).unwrap();
    json["buffers"] = json!([{"byteLength": 42, "uri": data(&binary)}]);
    assert_eq!(inspect_glb(json.to_string().as_bytes()).unwrap(), whole);
    // Each view in a buffer of its own.
    json["buffers"] = json!([
        {"byteLength": 36, "uri": data(&binary[..36])},
        {"byteLength": 6, "uri": data(&binary[36..])}
    ]);
    json["bufferViews"][1] = json!({"buffer": 1, "byteOffset": 0, "byteLength": 6});
    assert_eq!(inspect_glb(json.to_string().as_bytes()).unwrap(), whole);
    let check = |pointer: &str, value: Value, expected: &str| {
        let mut json = json.clone();
        *json.pointer_mut(pointer).expect(pointer) = value;
        let error = inspect_glb(json.to_string().as_bytes()).unwrap_err().to_string();
        assert!(error.contains(expected), "{pointer}: {error}");
    };
    check("/buffers/0", json!({"byteLength": 36, "uri": "model.bin"}), "outside of it");
    check("/buffers/0", json!({"byteLength": 36}), "outside of it");
    check("/buffers/0/byteLength", json!(999), "shorter than it says");
    check("/buffers/0/uri", json!("data:,x"), "not in base64");
    check("/buffers/0/uri", json!("data:a/b;base64,*"), "no base64");
    check("/bufferViews/1/buffer", json!(2), "no buffer");
    check("/bufferViews/1/byteOffset", json!(u64::MAX), "outside of its data");
}
