//! Models as they are examined: the colour that the lock has of them.

use std::io::Cursor;

use image::{ImageFormat, RgbaImage};
use serde_json::{Value, json};

use super::samples::png_header;
use crate::media::glb::tests::{pack, triangle};
use crate::media::{Fonts, examine};

/// A red triangle, and the bytes of a picture as its third view and its only texture.
pub fn with_picture(picture: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let (mut model, mut binary) = triangle(json!({"mesh": 0}));
    binary.resize(44, 0);
    let view = json!({"buffer": 0, "byteOffset": 44, "byteLength": picture.len()});
    binary.extend(picture);
    model["bufferViews"].as_array_mut().unwrap().push(view);
    model["buffers"][0]["byteLength"] = binary.len().into();
    model["images"] = json!([{"bufferView": 2}]);
    model["textures"] = json!([{"source": 0}]);
    change(&mut model);
    pack(&model, &binary)
}

/// A PNG of these pixels in a row.
pub fn row(pixels: &[[u8; 4]]) -> Vec<u8> {
    let picture = RgbaImage::from_raw(pixels.len() as u32, 1, pixels.concat()).unwrap();
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A material in the texture, of this colour.
pub fn worn(colour: [f64; 3], alpha_mode: &str) -> Value {
    let [red, green, blue] = colour;
    json!({
        "alphaMode": alpha_mode,
        "pbrMetallicRoughness": {
            "baseColorFactor": [red, green, blue, 1.0],
            "baseColorTexture": {"index": 0},
        },
    })
}

const BLACK: [u8; 4] = [0, 0, 0, 255];
const WHITE: [u8; 4] = [255; 4];

#[track_caller]
fn assert_average(model: &[u8], expected: [u8; 3]) {
    assert_eq!(examine(model, &Fonts::default()).unwrap().average, expected);
}

#[test]
fn a_model_has_the_colour_of_the_materials_that_it_shows() {
    let green = json!({"pbrMetallicRoughness": {"baseColorFactor": [0.0, 1.0, 0.0, 1.0]}});
    let primitive = |material: usize| json!({"attributes": {"POSITION": 0}, "material": material});
    let check = |change: &dyn Fn(&mut Value), expected: [u8; 3]| {
        let (mut model, binary) = triangle(json!({"mesh": 0}));
        model["materials"].as_array_mut().unwrap().push(green.clone());
        change(&mut model);
        assert_average(&pack(&model, &binary), expected);
    };
    // The green one is worn by nothing, by what no node shows, by a node of no scene.
    check(&|_| (), [255, 0, 0]);
    let hidden = json!({"primitives": [primitive(1)]});
    check(&|model| model["meshes"].as_array_mut().unwrap().push(hidden.clone()), [255, 0, 0]);
    check(
        &|model| {
            model["meshes"].as_array_mut().unwrap().push(hidden.clone());
            model["nodes"].as_array_mut().unwrap().push(json!({"mesh": 1}));
        },
        [255, 0, 0],
    );
    // By another part of the same mesh, and by a node below.
    let both = json!([primitive(0), primitive(1)]);
    check(&|model| model["meshes"][0]["primitives"] = both.clone(), [188, 188, 0]);
    check(
        &|model| {
            model["meshes"].as_array_mut().unwrap().push(hidden.clone());
            model["nodes"] = json!([{"mesh": 0, "children": [1]}, {"mesh": 1}]);
        },
        [188, 188, 0],
    );
    let bare = json!([{"attributes": {"POSITION": 0}}]);
    check(&|model| model["meshes"][0]["primitives"] = bare.clone(), [255; 3]);
}

#[test]
fn a_models_pictures_count_as_light() {
    let check = |picture: &[u8], material: Value, expected: [u8; 3]| {
        let dress = |model: &mut Value| model["materials"] = json!([material]);
        assert_average(&with_picture(picture, dress), expected);
    };
    check(&row(&[BLACK, WHITE]), worn([1.0; 3], "OPAQUE"), [188; 3]);
    check(&row(&[BLACK, WHITE]), worn([1.0, 0.5, 0.0], "OPAQUE"), [188, 137, 0]);
    // What is seen through counts by its alpha, where that is looked at.
    let half = row(&[[255, 255, 255, 0], BLACK]);
    check(&half, worn([1.0; 3], "OPAQUE"), [188; 3]);
    check(&half, worn([1.0; 3], "MASK"), [0; 3]);
    check(&half, worn([1.0; 3], "BLEND"), [0; 3]);
    check(&row(&[[255, 0, 0, 0]]), worn([1.0; 3], "BLEND"), [255, 0, 0]);
    // A picture that cannot be decoded is not drawn, and the colour is.
    check(&png_header(9, 9), worn([1.0, 0.0, 0.0], "OPAQUE"), [255, 0, 0]);
    let missing = json!({"pbrMetallicRoughness": {"baseColorTexture": {"index": 7}}});
    check(&row(&[BLACK]), missing, [255; 3]);
}

/// Two views of the same bytes are two pictures; no more bytes are decoded than there are.
#[test]
fn a_models_pictures_are_decoded_once() {
    let check = |second_image: usize, expected: [u8; 3]| {
        let model = with_picture(&row(&[BLACK; 64]), |model| {
            let view = model["bufferViews"][2].clone();
            model["bufferViews"].as_array_mut().unwrap().push(view);
            model["images"] = json!([{"bufferView": 2}, {"bufferView": 3}]);
            model["textures"] = json!([{"source": 0}, {"source": second_image}]);
            let mut second = worn([1.0; 3], "OPAQUE");
            second["pbrMetallicRoughness"]["baseColorTexture"]["index"] = json!(1);
            model["materials"] = json!([worn([1.0; 3], "OPAQUE"), second]);
            model["meshes"][0]["primitives"] = json!([
                {"attributes": {"POSITION": 0}, "material": 0},
                {"attributes": {"POSITION": 0}, "material": 1},
            ]);
        });
        assert_average(&model, expected);
    };
    check(0, [0; 3]);
    check(1, [188; 3]);
}

#[test]
fn a_models_vertices_have_colours_of_their_own() {
    let check = |colours: &[u8], accessor: Value| {
        let (mut model, mut binary) = triangle(json!({"mesh": 0}));
        binary.resize(44, 0);
        let view = json!({"buffer": 0, "byteOffset": 44, "byteLength": colours.len()});
        binary.extend(colours);
        model["bufferViews"].as_array_mut().unwrap().push(view);
        model["buffers"][0]["byteLength"] = binary.len().into();
        model["accessors"].as_array_mut().unwrap().push(accessor.clone());
        model["meshes"][0]["primitives"][0]["attributes"]["COLOR_0"] = json!(2);
        let found = examine(&pack(&model, &binary), &Fonts::default()).unwrap().average;
        assert_eq!(found, [213, 0, 0], "{accessor}");
    };
    // Two thirds of the red of a material that is red.
    let bytes = [255, 9, 9, 0, 255, 9, 9, 255, 0, 9, 9, 0];
    let accessor = |kind: u32, shape: &str, normalized: bool| {
        let count = 3;
        json!({
            "bufferView": 2, "componentType": kind, "count": count, "type": shape,
            "normalized": normalized,
        })
    };
    check(&bytes, accessor(5121, "VEC4", true));
    check(&bytes, accessor(5121, "VEC4", false));
    let floats = [1.0, 0.5, 0.0, 7.0, 0.5, 0.0, f32::NAN, 0.5, 0.0];
    check(&floats.map(f32::to_le_bytes).concat(), accessor(5126, "VEC3", false));
}
