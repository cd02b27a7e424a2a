//! Small sculptures of every kind, packed and taken out again.

use std::io::Cursor;

use base64::Engine;
use futures::executor::block_on;
use serde_json::{Value, json};

use super::*;
use crate::exhibition::ProblemKind;
use crate::gallery::works::sculpture::sculpture;

/// A triangle in a picture and in colours, with two shapes and two joints. What its clip
/// moves, its channels say: sampler, node and path of each.
fn model(node: Value, channels: &[(usize, usize, &str)]) -> Sculpture {
    let (mut bytes, mut accessors, mut views) = (Vec::<u8>::new(), Vec::new(), Vec::new());
    let mut view = |data: &[u8]| {
        views.push(json!({"buffer": 0, "byteOffset": bytes.len(), "byteLength": data.len()}));
        bytes.extend(data);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        views.len() - 1
    };
    let mut add = |data: &[u8], component: u32, count: usize, shape: &str| {
        let (least, most) = ([-9.0; 3], [9.0; 3]);
        accessors.push(json!({
            "bufferView": view(data), "componentType": component, "count": count, "type": shape,
            "min": least, "max": most,
        }));
        accessors.len() - 1
    };
    let floats = |numbers: &[f32]| numbers.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<_>>();
    let mut float =
        |numbers: &[f32], count: usize, shape: &str| add(&floats(numbers), 5126, count, shape);
    let positions = float(&[0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.5], 3, "VEC3");
    let uvs = float(&[0.0, 0.0, 1.0, 0.0, 0.0, 1.0], 3, "VEC2");
    let colours = float(&[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.25, 0.5, 1.0], 3, "VEC3");
    let lift = float(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0], 3, "VEC3");
    let lean = float(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.0, 0.0], 3, "VEC3");
    let weights = float(&[0.75, 0.25, 0.0, 0.0].repeat(3), 3, "VEC4");
    let times = float(&[0.0, 2.0], 2, "SCALAR");
    let turn = float(&[0.0, 0.0, 0.0, 1.0, 0.0, 0.6, 0.0, 0.8], 2, "VEC4");
    let bend = float(&[0.0, 1.0, 1.0, 0.5], 4, "SCALAR");
    let joints = add(&[0_u8, 1, 0, 0].repeat(3), 5121, 3, "VEC4");
    let picture = view(&png());
    let data = base64::engine::general_purpose::STANDARD.encode(&bytes);
    let samplers = channels.iter().map(|(_, _, path)| if *path == "weights" { bend } else { turn });
    let samplers: Vec<_> =
        samplers.map(|output| json!({"input": times, "output": output})).collect();
    let channel = |(sampler, node, path): &(usize, usize, &str)| json!({"sampler": sampler, "target": {"node": node, "path": path}});
    let channels: Vec<_> = channels.iter().map(channel).collect();
    let mut animations = Vec::new();
    if !channels.is_empty() {
        let clip = json!({"name": "a turn 转", "samplers": samplers, "channels": channels});
        animations.push(clip);
    }
    let gltf = json!({
        "asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0, 1]}],
        "nodes": [node, {"children": [2]}, {"translation": [0, 1, 0]}],
        "skins": [{"joints": [1, 2]}],
        "meshes": [{"primitives": [{
            "attributes": {
                "POSITION": positions, "TEXCOORD_0": uvs, "COLOR_0": colours,
                "JOINTS_0": joints, "WEIGHTS_0": weights,
            },
            "material": 0,
            "targets": [{"POSITION": lift}, {"POSITION": lift, "NORMAL": lean}],
        }]}],
        "materials": [{"pbrMetallicRoughness": {
            "baseColorFactor": [0.5, 0.25, 1.0, 1.0], "baseColorTexture": {"index": 0},
            "roughnessFactor": 0.3,
        }, "emissiveFactor": [0.5, 0.0, 0.25], "emissiveTexture": {"index": 0}}],
        "textures": [{"source": 0}],
        "images": [{"bufferView": picture, "mimeType": "image/png"}],
        "animations": animations,
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{
            "byteLength": bytes.len(),
            "uri": format!("data:application/octet-stream;base64,{data}"),
        }],
    });
    sculpture(gltf.to_string().as_bytes(), [500, 700, 300]).expect("it is a sculpture")
}

/// A picture of five by three pixels.
fn png() -> Vec<u8> {
    let pixel = |x: u32, y: u32| image::Rgba([50 * x as u8, 80 * y as u8, 7, 255]);
    let mut file = Cursor::new(Vec::new());
    let picture = image::RgbaImage::from_fn(5, 3, pixel);
    picture.write_to(&mut file, image::ImageFormat::Png).expect("it is written to memory");
    file.into_inner()
}

fn still() -> Sculpture {
    model(json!({"mesh": 0, "weights": [0.0, 0.5]}), &[])
}

fn turning() -> Sculpture {
    model(json!({"mesh": 0}), &[(0, 0, "rotation")])
}

fn worn() -> Sculpture {
    model(json!({"mesh": 0, "skin": 0}), &[(0, 2, "rotation")])
}

fn bent() -> Sculpture {
    model(json!({"mesh": 0, "skin": 0}), &[(0, 1, "rotation"), (1, 0, "weights")])
}

#[test]
fn every_kind_of_sculpture_comes_out_as_it_was_packed() {
    let check = |make: fn() -> Sculpture, rides: Rides, bends: usize| {
        let made = make();
        let part = &made.parts[0];
        let shapes = part.bends.as_ref().map_or(0, |bends| bends.shapes().len());
        assert_eq!((part.rides, shapes, part.texture), (rides, bends, Some(0)));
        // One picture, which is decoded once.
        assert_eq!((part.glow.texture, made.textures.len()), (Some(0), 1));
        assert_eq!(part.glow.colour, LinearRgba::rgb(0.5, 0.0, 0.25));
        assert_eq!(part.vertices.colours[2], [0.25, 0.5, 1.0, 1.0]);
        assert_eq!(part.vertices.joints.len(), if matches!(rides, Rides::Skin(_)) { 3 } else { 0 });
        assert_eq!(made.motion.is_some(), rides != Rides::Nothing);
        assert_eq!((made.textures[0].width, made.textures[0].levels), (5, 3));
        let (list, parcel) = pack(make());
        let list = serde_json::to_string(&list).expect("it is written");
        let list = serde_json::from_str(&list).expect("it was just written");
        let back = block_on(unpack(list, parcel)).expect("it was just packed");
        assert_eq!(format!("{back:?}"), format!("{made:?}"));
    };
    check(still, Rides::Nothing, 0);
    check(turning, Rides::Node(0), 0);
    check(worn, Rides::Skin(0), 0);
    check(bent, Rides::Skin(0), 2);
}

#[test]
fn a_parcel_of_another_length_is_a_problem() {
    for make in [still, turning, worn, bent] {
        let (list, parcel) = pack(make());
        let bytes = parcel.unpack();
        let check = |bytes: Vec<u8>| {
            let length = bytes.len();
            let problem = block_on(unpack(list.clone(), bytes.into()));
            assert_eq!(problem.err(), Some(other_than_packed()), "{length}");
        };
        (0..bytes.len()).for_each(|length| check(bytes[..length].to_vec()));
        check([&bytes[..], &[0]].concat());
    }
}

#[test]
fn a_list_of_something_else_is_a_problem_and_no_panic() {
    let texture_of_none = |list: &mut PackingList| list.parts[0].texture = Some(1);
    let glow_of_none = |list: &mut PackingList| list.parts[0].glow_texture = Some(1);
    let unlike_a_texture = |list: &mut PackingList| list.textures[0].levels = 4;
    let one_vertex_more = |list: &mut PackingList| list.parts[0].vertices += 1;
    let more_than_there_can_be = |list: &mut PackingList| list.parts[0].indices = usize::MAX;
    let nothing = |list: &mut PackingList| list.parts.clear();
    let changes: [fn(&mut PackingList); 6] = [
        texture_of_none,
        glow_of_none,
        unlike_a_texture,
        one_vertex_more,
        more_than_there_can_be,
        nothing,
    ];
    for make in [still, turning, worn, bent] {
        for (index, change) in changes.iter().enumerate() {
            let (mut list, parcel) = pack(make());
            change(&mut list);
            let problem = block_on(unpack(list, parcel)).expect_err("it was taken for one");
            assert_eq!(problem.kind, ProblemKind::Damaged, "change {index}");
        }
    }
}

#[test]
fn a_clip_that_does_not_hold_together_is_a_problem() {
    let (mut list, parcel) = pack(worn());
    // Its numbers are taken for counts.
    let motion = list.motion.as_mut().expect("it moves");
    let words = motion.counts + 2 * motion.numbers;
    (motion.numbers, motion.counts) = (0, words);
    assert!(block_on(unpack(list, parcel)).is_err());
}
