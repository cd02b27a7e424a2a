//! The pictures that models name: inside, in addresses, broken, and of no use.

use base64::Engine;
use serde_json::{Value, json};

use super::models::{row, with_picture, worn};
use crate::media::{Fonts, MediaError, Model, examine, inspect_glb};

const LACKING: [&str; 1] = ["a picture that cannot be read"];

fn inspected(picture: &[u8], images: Value, texture: Value) -> Result<Model, MediaError> {
    inspect_glb(&with_picture(picture, |model| {
        model["images"] = images;
        model["textures"] = json!([texture]);
    }))
}

/// A red pixel as a PNG, and its address.
fn red() -> (Vec<u8>, String) {
    let png = row(&[[255, 0, 0, 255]]);
    let text = base64::engine::general_purpose::STANDARD.encode(&png);
    (png, format!("DATA:image/png;base64,{text}"))
}

#[test]
fn what_no_texture_names_keeps_a_model_from_nothing() {
    let others = [
        // Of an extension, whose pictures nobody reads.
        json!({"bufferView": 0, "mimeType": "image/ktx2"}),
        json!({"uri": "https://example.com/a.png"}),
        json!({}),
    ];
    for other in others {
        let images = json!([{"bufferView": 2}, other]);
        let texture = json!({"source": 0, "extensions": {"KHR_texture_basisu": {"source": 1}}});
        let model = inspected(&red().0, images.clone(), texture).unwrap();
        assert_eq!(model.left_out, [""; 0], "{images}");
        assert!(inspected(&red().0, images, json!({})).is_ok());
    }
}

#[test]
fn a_broken_picture_is_left_out() {
    let check = |picture: &[u8], expected: &[&str]| {
        let model = inspected(picture, json!([{"bufferView": 2}]), json!({"source": 0}));
        assert_eq!(model.unwrap().left_out, expected);
    };
    let png = red().0;
    check(&png, &[]);
    check(b"no picture", &LACKING);
    check(&png[..20], &LACKING);
    check(b"\xabKTX 20\xbb\r\n\x1a\n", &LACKING);
    check(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", &LACKING);
    // The model has the colour that it has without.
    let model = with_picture(b"no picture", |model| {
        model["materials"] = json!([worn([0.0, 1.0, 0.0], "OPAQUE")]);
    });
    assert_eq!(examine(&model, &Fonts::default()).unwrap().average, [0, 255, 0]);
}

#[test]
fn a_picture_that_a_texture_names_lies_inside() {
    let check = |image: Value, expected: &str| {
        let error = inspected(&red().0, json!([image.clone()]), json!({"source": 0}));
        let error = error.unwrap_err().to_string();
        assert!(error.contains(expected), "{image}: {error}");
    };
    check(json!({"uri": "file:///etc/passwd"}), "outside of it");
    check(json!({}), "names no bytes");
    check(json!({"uri": "data:image/png,x"}), "not in base64");
}

/// The triangle's own data stay where they are, and the picture is read as any other.
#[test]
fn a_glb_may_carry_a_picture_in_an_address() {
    let dressed = |image: Value| {
        let model = with_picture(&red().0, |model| {
            model["images"] = json!([image]);
            model["materials"] = json!([worn([1.0; 3], "OPAQUE")]);
        });
        (inspect_glb(&model).unwrap(), examine(&model, &Fonts::default()).unwrap().average)
    };
    let inside = dressed(json!({"bufferView": 2}));
    assert_eq!(inside.1, [255, 0, 0]);
    assert_eq!(dressed(json!({"uri": red().1})), inside);
}

/// Its first buffer is its binary chunk, and a second one may be an address.
#[test]
fn a_glb_may_carry_data_in_an_address() {
    let data = base64::engine::general_purpose::STANDARD.encode([0_u8, 0, 2, 0, 1, 0]);
    let model = with_picture(&red().0, |model| {
        let uri = format!("data:application/octet-stream;base64,{data}");
        model["buffers"].as_array_mut().unwrap().push(json!({"byteLength": 6, "uri": uri}));
        model["bufferViews"][1] = json!({"buffer": 1, "byteLength": 6});
    });
    assert_eq!(inspect_glb(&model).unwrap().bounds_mm.size_mm(), [1_000, 2_000, 500]);
}

/// Each may be as long as the model, and there may be thousands.
#[test]
fn no_more_bytes_are_looked_at_than_there_are() {
    let (png, _) = red();
    let check = |shorter: usize, is_refused: bool| {
        let model = with_picture(&png, |model| {
            let view = json!({"buffer": 0, "byteOffset": 44, "byteLength": png.len() - shorter});
            model["bufferViews"].as_array_mut().unwrap().push(view);
            model["images"] = json!([{"bufferView": 2}, {"bufferView": 3}]);
            model["textures"] = json!([{"source": 0}, {"source": 1}]);
        });
        let found = inspect_glb(&model).map_or_else(|error| error.to_string(), |_| String::new());
        assert_eq!(found.contains("over one another"), is_refused, "{shorter}: {found}");
        assert_eq!(found.is_empty(), !is_refused, "{shorter}: {found}");
    };
    check(0, false);
    check(1, true);
}
