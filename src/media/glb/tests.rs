//! Small models, whole and broken.

use serde_json::{Value, json};

use super::*;

/// Packs JSON and binary data into a GLB.
pub fn pack(json: &Value, binary: &[u8]) -> Vec<u8> {
    let mut text = json.to_string().into_bytes();
    text.resize(text.len().next_multiple_of(4), b' ');
    let mut data = binary.to_vec();
    data.resize(data.len().next_multiple_of(4), 0);
    let length = 12 + 8 + text.len() + 8 + data.len();
    let word = |value: usize| (value as u32).to_le_bytes();
    [
        b"glTF".as_slice(),
        &word(2),
        &word(length),
        &word(text.len()),
        b"JSON",
        &text,
        &word(data.len()),
        b"BIN\0",
        &data,
    ]
    .concat()
}

/// A triangle of 1 m by 2 m, under a node.
pub fn triangle(node: Value) -> (Value, Vec<u8>) {
    let positions: [f32; 9] = [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 2.0, 0.5];
    let mut binary: Vec<u8> = positions.iter().flat_map(|value| value.to_le_bytes()).collect();
    binary.extend([0, 0, 1, 0, 2, 0]);
    let json = json!({
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [node],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1, "material": 0}]}],
        "materials": [{"pbrMetallicRoughness": {"baseColorFactor": [1.0, 0.0, 0.0, 1.0]}}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"},
            {"bufferView": 1, "componentType": 5123, "count": 3, "type": "SCALAR"}
        ],
        "bufferViews": [
            {"buffer": 0, "byteOffset": 0, "byteLength": 36},
            {"buffer": 0, "byteOffset": 36, "byteLength": 6}
        ],
        "buffers": [{"byteLength": 42}]
    });
    (json, binary)
}

#[test]
fn models_are_measured_where_their_nodes_put_them() {
    let check = |node: Value, min: [i32; 3], max: [i32; 3]| {
        let (json, binary) = triangle(node.clone());
        let model = inspect_glb(&pack(&json, &binary)).unwrap();
        assert_eq!(model.bounds_mm, BoundsMm { min, max }, "{node}");
        assert_eq!(model.vertices, 3);
    };
    check(json!({"mesh": 0}), [0, 0, 0], [1000, 2000, 500]);
    check(json!({"mesh": 0, "translation": [1, 0, -1]}), [1000, 0, -1000], [2000, 2000, -500]);
    check(json!({"mesh": 0, "scale": [2, 0.5, 1]}), [0, 0, 0], [2000, 1000, 500]);
    let quarter = std::f64::consts::FRAC_1_SQRT_2;
    check(json!({"mesh": 0, "rotation": [0, 0, quarter, quarter]}), [-2000, 0, 0], [0, 1000, 500]);
    check(
        json!({"mesh": 0, "matrix": [1,0,0,0, 0,1,0,0, 0,0,1,0, 3,4,5,1]}),
        [3000, 4000, 5000],
        [4000, 6000, 5500],
    );
}

#[test]
fn models_that_do_not_hold_together_are_refused() {
    let check = |pointer: &str, value: Value, expected: &str| {
        let (mut json, binary) = triangle(json!({"mesh": 0, "children": []}));
        *json.pointer_mut(pointer).expect(pointer) = value;
        let error = inspect_glb(&pack(&json, &binary)).unwrap_err().to_string();
        assert!(error.contains(expected), "{pointer}: {error}");
    };
    check("/asset/version", json!("1.0"), "version is 1.0");
    check("/buffers/0", json!({"byteLength": 42, "uri": "https://x/y.bin"}), "outside");
    check("/buffers/0/byteLength", json!(4_000), "shorter than it says");
    check("/bufferViews/0/byteOffset", json!(40), "buffer view 0 lies outside");
    check("/bufferViews/0/byteLength", json!(u64::MAX), "buffer view 0 lies outside");
    check("/accessors/0/count", json!(4), "outside of its buffer view");
    check("/accessors/0/count", json!(u64::MAX), "outside of its buffer view");
    check("/accessors/0/type", json!("VEC9"), "VEC9");
    check("/accessors/1/componentType", json!(5126), "reaches outside");
    check("/accessors/0/bufferView", json!(7), "buffer view 7");
    check("/nodes/0/mesh", json!(3), "not there");
    check("/nodes/0/children", json!([0]), "nodes one within another");
    check("/nodes/0/children", json!([9]), "no such node");
    check("/scenes/0/nodes", json!([]), "shows nothing");
    check("/scenes/0/nodes", json!([0, 0]), "no root");
    check("/scene", json!(2), "no scene");
    check("/meshes/0/primitives/0/indices", json!(8), "accessor that is not there");
    check("/meshes/0/primitives/0/material", json!(8), "material that is not there");
    check("/meshes/0/primitives/0/attributes", json!({}), "no positions");
}

#[test]
fn what_lies_outside_or_is_unknown_is_refused() {
    let check = |key: &str, value: Value, expected: &str| {
        let (mut json, binary) = triangle(json!({"mesh": 0}));
        json[key] = value;
        let error = inspect_glb(&pack(&json, &binary)).unwrap_err().to_string();
        assert!(error.contains(expected), "{key}: {error}");
    };
    check(
        "extensionsRequired",
        json!(["KHR_draco_mesh_compression"]),
        "KHR_draco_mesh_compression",
    );
    check("images", json!([{"bufferView": 7}]), "buffer view 7");
    check("textures", json!([{"source": 0}]), "picture that is not there");
    let mut huge = vec![json!({"mesh": 0}); 10_001];
    huge[0] = json!({"mesh": 0});
    check("nodes", Value::Array(huge), "MODEL_PARTS_MAX");
    check("nodes", json!([{"mesh": 0, "scale": [1e6, 1, 1]}]), "MODEL_REACH_MM_MAX");
}

#[test]
fn a_vertex_index_past_the_end_is_refused() {
    let (json, mut binary) = triangle(json!({"mesh": 0}));
    binary[36] = 3;
    let error = inspect_glb(&pack(&json, &binary)).unwrap_err().to_string();
    assert!(error.contains("vertex that is not there"), "{error}");
}

#[test]
fn positions_that_are_no_numbers_are_refused() {
    let (json, mut binary) = triangle(json!({"mesh": 0}));
    binary[..4].copy_from_slice(&f32::NAN.to_le_bytes());
    assert!(inspect_glb(&pack(&json, &binary)).is_err());
    binary[..4].copy_from_slice(&f32::INFINITY.to_le_bytes());
    assert!(inspect_glb(&pack(&json, &binary)).is_err());
}

#[test]
fn a_model_cut_anywhere_is_refused() {
    let (json, binary) = triangle(json!({"mesh": 0}));
    let whole = pack(&json, &binary);
    assert!(inspect_glb(&whole).is_ok());
    for length in 0..whole.len() {
        assert!(inspect_glb(&whole[..length]).is_err(), "cut at {length}");
    }
}

/// A triangle with one corner in another's place: the third at 3 m height, not at 2 m.
fn sparse(places: &[u16]) -> (Value, Vec<u8>) {
    let (mut json, mut binary) = triangle(json!({"mesh": 0}));
    binary.resize(44, 0);
    places.iter().for_each(|place| binary.extend(place.to_le_bytes()));
    binary.resize(binary.len().next_multiple_of(4), 0);
    let at = binary.len();
    for _ in places {
        binary.extend([0.0_f32, 3.0, 0.5].iter().flat_map(|value| value.to_le_bytes()));
    }
    let views = json["bufferViews"].as_array_mut().unwrap();
    views.push(json!({"buffer": 0, "byteOffset": 44, "byteLength": 2 * places.len()}));
    views.push(json!({"buffer": 0, "byteOffset": at, "byteLength": 12 * places.len()}));
    json["buffers"][0]["byteLength"] = json!(binary.len());
    json["accessors"][0]["sparse"] = json!({
        "count": places.len(),
        "indices": {"bufferView": 2, "componentType": 5123},
        "values": {"bufferView": 3},
    });
    (json, binary)
}

#[test]
fn elements_may_stand_in_the_place_of_others() {
    let height = |json: &Value, binary: &[u8]| {
        inspect_glb(&pack(json, binary)).map(|model| model.bounds_mm.size_mm())
    };
    let (json, binary) = sparse(&[2]);
    assert_eq!(height(&json, &binary).unwrap(), [1000, 3000, 500]);
    // Without a buffer view the others are zeros: a line that stands on the origin.
    let (mut json, binary) = sparse(&[2]);
    json["accessors"][0].as_object_mut().unwrap().remove("bufferView");
    assert_eq!(height(&json, &binary).unwrap(), [0, 3000, 500]);
    // And all of them where none stands in their place.
    json["accessors"][0].as_object_mut().unwrap().remove("sparse");
    assert_eq!(height(&json, &binary).unwrap(), [0, 0, 0]);
}

#[test]
fn sparse_accessors_that_do_not_hold_together_are_refused() {
    let check = |places: &[u16], pointer: &str, value: Value, expected: &str| {
        let (mut json, binary) = sparse(places);
        *json.pointer_mut(pointer).expect(pointer) = value;
        let error = inspect_glb(&pack(&json, &binary)).unwrap_err().to_string();
        assert!(error.contains(expected), "{pointer}: {error}");
    };
    let count = "/accessors/0/sparse/count";
    check(&[3], count, json!(1), "out of order");
    check(&[1, 0], count, json!(2), "out of order");
    check(&[1, 1], count, json!(2), "out of order");
    check(&[0, 1], count, json!(4), "more elements than it says");
    check(&[0], count, json!(2), "outside of its buffer views");
    check(&[0], count, json!(u64::MAX), "more elements than it says");
    check(&[0], count, json!(0), "in no place");
    check(&[0], "/accessors/0/sparse/indices/bufferView", json!(9), "buffer view 9");
    check(&[0], "/accessors/0/sparse/indices/componentType", json!(5126), "places of type 5126");
    let strided = json!({"buffer": 0, "byteLength": 12, "byteStride": 16});
    check(&[0], "/bufferViews/3", strided, "stride");
    // Zeros that nothing stands for are counted as if they were bytes.
    let (mut json, binary) = triangle(json!({"mesh": 0}));
    json["accessors"][0] = json!({"componentType": 5126, "count": 45, "type": "VEC3"});
    let error = inspect_glb(&pack(&json, &binary)).unwrap_err().to_string();
    assert!(error.contains("names no bytes"), "{error}");
}

#[test]
fn attributes_are_made_as_their_names_ask() {
    let check = |name: &str, numbers: u32, shape: &str, expected: bool| {
        let (mut json, mut binary) = triangle(json!({"mesh": 0}));
        binary.resize(44 + 3 * 16, 0);
        json["buffers"][0]["byteLength"] = json!(binary.len());
        let views = json["bufferViews"].as_array_mut().unwrap();
        views.push(json!({"buffer": 0, "byteOffset": 44, "byteLength": 48}));
        let accessors = json["accessors"].as_array_mut().unwrap();
        accessors
            .push(json!({"bufferView": 2, "componentType": numbers, "count": 3, "type": shape}));
        json["meshes"][0]["primitives"][0]["attributes"][name] = json!(2);
        let found = inspect_glb(&pack(&json, &binary));
        assert_eq!(found.is_ok(), expected, "{name} of {shape} of {numbers}: {found:?}");
    };
    check("NORMAL", 5126, "VEC3", true);
    check("NORMAL", 5126, "VEC2", false);
    check("NORMAL", 5121, "VEC3", false);
    check("TEXCOORD_0", 5126, "VEC2", true);
    check("TEXCOORD_7", 5123, "VEC2", true);
    check("TEXCOORD_0", 5120, "VEC2", false);
    check("TEXCOORD_1", 5126, "SCALAR", false);
    check("COLOR_0", 5121, "VEC4", true);
    check("COLOR_0", 5123, "VEC3", true);
    check("COLOR_0", 5125, "VEC4", false);
    check("COLOR_0", 5126, "MAT2", false);
    check("JOINTS_0", 5121, "VEC4", true);
    check("JOINTS_0", 5126, "VEC4", false);
    check("WEIGHTS_0", 5126, "VEC4", true);
    check("WEIGHTS_0", 5125, "VEC4", false);
    // What is not read may be anything.
    check("_TEMPERATURE", 5120, "SCALAR", true);
    check("TANGENT", 5120, "VEC4", true);
}
