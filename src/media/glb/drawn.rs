//! What a model asks for and is drawn without, so that a visitor can be told.

use std::collections::BTreeSet;

use super::motion::ModelAnimation;
use super::raw::{Material, Root};
use crate::limits::{MATERIALS_DRAWN_MAX, PARTS_MOVED_MAX};

/// The extensions of which nothing is missing when a model is drawn: one is drawn, and the
/// others are a choice of materials and words about the model.
const WHOLE: [&str; 3] =
    ["KHR_materials_emissive_strength", "KHR_materials_variants", "KHR_xmp_json_ld"];

/// What is left out of a model when it is drawn, in the words of a note; with a picture that
/// `lacks_picture` has found.
pub(super) fn left_out(root: &Root, motion: &ModelAnimation, lacks_picture: bool) -> Vec<String> {
    let mut materials: BTreeSet<usize> = BTreeSet::new();
    let mut parts = BTreeSet::new();
    for (index, _) in &motion.order {
        let node = &root.nodes[*index];
        let Some(mesh) = node.mesh.and_then(|mesh| root.meshes.get(mesh)) else { continue };
        let bends = motion.bends(*index).then_some(*index);
        for primitive in &mesh.primitives {
            let material = primitive.material.map_or(0, |material| material + 1);
            let carried_by = match node.skin {
                Some(skin) => (true, skin),
                None => (false, *index),
            };
            parts.insert((carried_by, bends, material.min(MATERIALS_DRAWN_MAX)));
            materials.insert(material);
        }
    }
    // Behind the last that stands alone, all look like the first of them.
    let merged = materials.iter().filter(|material| **material >= MATERIALS_DRAWN_MAX).count();
    let named = materials.iter().filter_map(|material| material.checked_sub(1));
    let drawn: Vec<&Material> = named.filter_map(|material| root.materials.get(material)).collect();
    let rows = [
        (merged > 1, format!("materials beyond {MATERIALS_DRAWN_MAX}")),
        (
            motion.channels() > 0 && parts.len() > PARTS_MOVED_MAX,
            format!("the movement of more than {PARTS_MOVED_MAX} parts"),
        ),
        (drawn.iter().any(|material| material.is_blended()), "transparency".to_owned()),
        (drawn.iter().any(|material| material.glows_otherwise()), "light of its own".to_owned()),
        (lacks_picture, "a picture that cannot be read".to_owned()),
    ];
    let parts = rows.into_iter().filter(|(is_left_out, _)| *is_left_out).map(|(_, what)| what);
    let required: BTreeSet<&String> = root.extensions_required.iter().collect();
    let lacking = required.into_iter().filter(|name| !WHOLE.contains(&name.as_str()));
    parts.chain(lacking.cloned()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::media::glb::inspect_glb;
    use crate::media::glb::tests::{pack, triangle};

    use super::*;

    /// A model with a triangle in each of these materials.
    fn painted(materials: Vec<Value>) -> Vec<u8> {
        let (mut json, binary) = triangle(json!({"mesh": 0}));
        let attributes = json!({"POSITION": 0});
        let primitive =
            |material: usize| json!({"attributes": attributes, "indices": 1, "material": material});
        let primitives: Vec<Value> = (0..materials.len()).map(primitive).collect();
        json["meshes"] = json!([{"primitives": primitives}]);
        json["materials"] = Value::Array(materials);
        pack(&json, &binary)
    }

    #[test]
    fn what_is_not_drawn_is_said() {
        let check = |materials: Vec<Value>, expected: &[&str]| {
            let model = inspect_glb(&painted(materials)).unwrap();
            assert_eq!(model.left_out, expected);
        };
        check(vec![json!({})], &[]);
        check(vec![json!({"alphaMode": "MASK", "alphaCutoff": 0.4})], &[]);
        check(vec![json!({"alphaMode": "BLEND"})], &["transparency"]);
        let glowing = |factor: [f64; 3], colours: u32, light: u32| {
            json!({
                "pbrMetallicRoughness": {"baseColorTexture": {"index": 0, "texCoord": colours}},
                "emissiveFactor": factor,
                "emissiveTexture": {"index": 0, "texCoord": light},
            })
        };
        check(vec![json!({"emissiveFactor": [0, 0.5, 0]})], &[]);
        check(vec![json!({"emissiveTexture": {"index": 0, "texCoord": 1}})], &[]);
        check(vec![glowing([0.0, 0.5, 0.0], 1, 1)], &[]);
        check(vec![glowing([0.0, 0.0, 0.0], 0, 1)], &[]);
        check(vec![glowing([0.0, 0.5, 0.0], 0, 1)], &["light of its own"]);
        check(vec![json!({}); MATERIALS_DRAWN_MAX], &[]);
        check(vec![json!({}); MATERIALS_DRAWN_MAX + 1], &["materials beyond 16"]);
    }

    #[test]
    fn what_is_required_and_not_drawn_is_said() {
        let check = |extensions: &[&str], expected: &[&str]| {
            let (mut json, binary) = triangle(json!({"mesh": 0}));
            json["extensionsRequired"] = json!(extensions);
            let model = inspect_glb(&pack(&json, &binary)).unwrap();
            assert_eq!(model.left_out, expected, "{extensions:?}");
        };
        for name in ["anisotropy", "dispersion", "iridescence", "clearcoat", "sheen"] {
            let name = format!("KHR_materials_{name}");
            let name = name.as_str();
            check(&[name, name], &[name]);
        }
        check(&["KHR_xmp_json_ld", "KHR_materials_emissive_strength"], &[]);
        check(&["KHR_materials_variants"], &[]);
    }

    #[test]
    fn only_so_many_parts_move() {
        let check = |parts: usize, expected: &[&str]| {
            let (mut json, mut binary) = triangle(json!({"mesh": 0}));
            binary.resize(44, 0);
            // Two times and two places: from where it is to a metre higher.
            let numbers: [f32; 8] = [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0];
            binary.extend(numbers.iter().flat_map(|value| value.to_le_bytes()));
            let views = json["bufferViews"].as_array_mut().unwrap();
            views.push(json!({"buffer": 0, "byteOffset": 44, "byteLength": 8}));
            views.push(json!({"buffer": 0, "byteOffset": 52, "byteLength": 24}));
            let accessors = json["accessors"].as_array_mut().unwrap();
            for (view, kind) in [(2, "SCALAR"), (3, "VEC3")] {
                accessors.push(
                    json!({"bufferView": view, "componentType": 5126, "count": 2, "type": kind}),
                );
            }
            json["buffers"][0]["byteLength"] = json!(binary.len());
            json["nodes"] = Value::Array(vec![json!({"mesh": 0}); parts]);
            json["scenes"] = json!([{"nodes": (0..parts).collect::<Vec<_>>()}]);
            json["animations"] = json!([{
                "channels": [{"sampler": 0, "target": {"node": 0, "path": "translation"}}],
                "samplers": [{"input": 2, "output": 3}],
            }]);
            let model = inspect_glb(&pack(&json, &binary)).unwrap();
            assert_eq!(model.left_out, expected, "{parts}");
        };
        check(PARTS_MOVED_MAX, &[]);
        check(PARTS_MOVED_MAX + 1, &["the movement of more than 96 parts"]);
    }
}
