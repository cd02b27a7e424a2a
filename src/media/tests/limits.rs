//! Every limit on files is met from both sides: the last that passes, and the first that
//! is refused by its name. Which limits there are, `limits/tests.rs` counts.

mod made;

use serde_json::json;

use super::containers::{self, Extras, Track, boxed, mp4, picture_track};
use super::samples::{png_header, profiled_png};
use crate::limits as table;
use crate::media::glb::tests::{pack, triangle};
use crate::media::{Allowance, Bearings, ImportMap, PageFile, Role, pack_page};
use crate::media::{Animation, Fonts, decode, examine, inspect_glb, inspect_page};
use crate::media::{inspect_recording, picture_size};
use made::{
    avif, film, gif, glb, grid, in_the_box, keyed, large, million, nested, owns, padded, png,
    repeated, shaped, shorts, svg,
};

/// What was found wrong; empty if nothing was.
type Told = String;

fn told<T, E: ToString>(result: Result<T, E>) -> Told {
    result.map_or_else(|error| error.to_string(), |_| String::new())
}

/// A limit's name, and what is made of a file on either side of it.
struct Row(&'static str, fn(bool) -> Told);

const ROWS: &[Row] = &[
    Row("PICTURE_BYTES_MAX", |over| {
        told(decode(&padded(png(), table::PICTURE_BYTES_MAX, over), &Fonts::default()))
    }),
    Row("MODEL_BYTES_MAX", |over| {
        told(examine(&padded(glb(|_| {}), table::MODEL_BYTES_MAX, over), &Fonts::default()))
    }),
    Row("FILM_BYTES_MAX", |over| {
        told(inspect_recording(&padded(film(picture_track()), table::FILM_BYTES_MAX, over)))
    }),
    Row("SOUND_BYTES_MAX", |over| {
        told(inspect_recording(&padded(containers::wav(1, 4, 4), table::SOUND_BYTES_MAX, over)))
    }),
    Row("PAGE_BYTES_MAX", |over| {
        let mut page = b"<html>".to_vec();
        page.resize(table::PAGE_BYTES_MAX as usize + usize::from(over), b' ');
        told(inspect_page(&page))
    }),
    Row("BESIDE_FILES_MAX", |over| {
        let mut allowance = Allowance::default();
        let asked = 0..table::BESIDE_FILES_MAX + usize::from(over);
        told(asked.into_iter().try_for_each(|_| allowance.ask()))
    }),
    Row("BESIDE_FILE_BYTES_MAX", |over| {
        told(Allowance::default().take(table::BESIDE_FILE_BYTES_MAX + u64::from(over)))
    }),
    Row("BESIDE_BYTES_MAX", |over| {
        let mut allowance = Allowance::default();
        let halves = [table::BESIDE_BYTES_MAX / 2; 2];
        let taken = halves.into_iter().chain(over.then_some(1));
        told(taken.into_iter().try_for_each(|bytes| allowance.take(bytes)))
    }),
    Row("BESIDE_DEPTH_MAX", |over| {
        told(Allowance::reach(table::BESIDE_DEPTH_MAX + usize::from(over)))
    }),
    Row("PAGE_PACKED_BYTES_MAX", |over| {
        // Three bytes of a file become four, once in the page and once for its programs.
        let bytes = if over { 50_000_000 } else { 40_000_000 };
        let file = PageFile { bytes: vec![0; bytes], role: Role::File };
        let bearings = Bearings { page: "/a.html".into(), imports: ImportMap::default() };
        let files = [("/a.bin".to_owned(), file)].into();
        told(pack_page("<img src=a.bin>", &bearings, &files))
    }),
    Row("DURATION_MS_MAX", |over| {
        let samples = vec![(86_400, 600), (u32::from(over), 1)];
        told(inspect_recording(&film(Track { samples, ..picture_track() })))
    }),
    Row("FILM_SIDE_PX_MAX", |over| {
        let coded = (table::FILM_SIDE_PX_MAX as u16 + u16::from(over), 9);
        told(inspect_recording(&film(Track { coded, ..picture_track() })))
    }),
    Row("TRACKS_MAX", |over| {
        let tracks = vec![picture_track(); table::TRACKS_MAX + usize::from(over)];
        told(inspect_recording(&mp4(&tracks, &Extras::default())))
    }),
    Row("BOXES_MAX", |over| {
        // The boxes of the tracks are looked through several times.
        let boxes = if over { table::BOXES_MAX } else { table::BOXES_MAX - 100 };
        let free = boxed(b"free", &[]).repeat(boxes);
        told(inspect_recording(&[film(picture_track()), free].concat()))
    }),
    Row("AVIF_TILES_MAX", |over| {
        told(picture_size(&grid(table::AVIF_TILES_MAX as u16 + u16::from(over))))
    }),
    // They take no bytes: the whole file, so many times over.
    Row("AVIF_EXTENTS_MAX", |over| {
        let extents = table::AVIF_EXTENTS_MAX as u16 + u16::from(over);
        let place = shorts(&[0, 0, 0, 1, 1, 0, extents]);
        told(picture_size(&avif(&place, &owns(0), &[])))
    }),
    // The still has one itself.
    Row("AVIF_ASSOCIATIONS_MAX", |over| {
        let others = table::AVIF_ASSOCIATIONS_MAX - 1 + usize::from(over);
        told(picture_size(&avif(&in_the_box(), &owns(others), &[])))
    }),
    Row("AVIF_REFERENCES_MAX", |over| {
        let all = vec![3; table::AVIF_REFERENCES_MAX + usize::from(over)];
        let some =
            |some: &[u16]| boxed(b"cdsc", &[&shorts(&[2, some.len() as u16]), &shorts(some)]);
        let references: Vec<u8> = all.chunks(60_000).flat_map(some).collect();
        told(picture_size(&avif(&in_the_box(), &owns(0), &references)))
    }),
    Row("ELEMENTS_MAX", |over| {
        let elements = if over { table::ELEMENTS_MAX } else { table::ELEMENTS_MAX - 100 };
        let film = containers::webm("V_VP9", (0, 0), true);
        told(inspect_recording(&[film, b"\xec\x80".repeat(elements)].concat()))
    }),
    Row("PICTURE_SIDE_PX_MAX", |over| {
        told(picture_size(&png_header(table::PICTURE_SIDE_PX_MAX + u32::from(over), 9)))
    }),
    Row("PICTURE_PIXELS_MAX", |over| {
        told(picture_size(&png_header(8_000, 6_250 + u32::from(over))))
    }),
    Row("ANIMATION_FRAMES_MAX", |over| {
        played(&gif(1, table::ANIMATION_FRAMES_MAX + u32::from(over)))
    }),
    // 30 and 31 frames of 4,096 by 4,096.
    Row("ANIMATION_PIXELS_MAX", |over| played(&gif(4_096, 30 + u32::from(over)))),
    Row("DECOMPRESSION_RATIO_MAX", |over| {
        let mut header = png_header(4_096, 4_097);
        header.resize(if over { 664_000 } else { 672_000 }, 0);
        told(picture_size(&header))
    }),
    Row("DECOMPRESSION_FREE_BYTES", |over| {
        let found = told(picture_size(&png_header(4_096, 4_096 + u32::from(over))));
        found.replace("DECOMPRESSION_RATIO_MAX", "DECOMPRESSION_FREE_BYTES")
    }),
    // One row that takes all of it, four bytes a pixel, and one that is a pixel longer.
    Row("DECODER_MEMORY_MAX", |over| {
        let row = (table::DECODER_MEMORY_MAX / 4) as u32;
        told(picture_size(&png_header(row + u32::from(over), 1)))
    }),
    Row("ICC_PROFILE_BYTES_MAX", |over| {
        let profile = table::ICC_PROFILE_BYTES_MAX as usize + usize::from(over);
        told(picture_size(&profiled_png(&vec![0; profile])))
    }),
    Row("SVG_BYTES_MAX", |over| {
        let mut text = svg("").into_bytes();
        text.resize(table::SVG_BYTES_MAX as usize + usize::from(over), b' ');
        told(picture_size(&text))
    }),
    Row("SVG_SIDE_PX_MIN", |over| {
        drawn(table::SVG_SIDE_PX_MIN, u32::from(over), "SVG_SIDE_PX_MIN")
    }),
    Row("SVG_SIDE_PX_MAX", |over| {
        let side = table::SVG_SIDE_PX_MAX + u32::from(over);
        drawn(side, u32::from(over), "SVG_SIDE_PX_MAX")
    }),
    Row("SVG_NODES_MAX", |over| {
        // The document, its root and what stands between.
        let nodes = if over { table::SVG_NODES_MAX } else { table::SVG_NODES_MAX - 8 };
        told(picture_size(svg(&"<g/>".repeat(nodes as usize)).as_bytes()))
    }),
    // The root is the first of them.
    Row("SVG_DEPTH_MAX", |over| {
        let deep = table::SVG_DEPTH_MAX - 1 + usize::from(over);
        told(picture_size(nested(deep).as_bytes()))
    }),
    Row("SVG_ATTRIBUTES_MAX", |over| {
        let count = table::SVG_ATTRIBUTES_MAX + usize::from(over);
        let all: String = (0..count).map(|index| format!(" a{index}=''")).collect();
        told(picture_size(svg(&format!("<g{all}/>")).as_bytes()))
    }),
    // A style sheet counts as a selector itself.
    Row("SVG_STYLES_MAX", |over| {
        let rules = "g{fill:red}".repeat(table::SVG_STYLES_MAX - 1 + usize::from(over));
        told(picture_size(svg(&format!("<style>{rules}</style>")).as_bytes()))
    }),
    // A thousand lines, and blanks.
    Row("SVG_STYLE_BYTES_MAX", |over| {
        let bytes = table::SVG_STYLE_BYTES_MAX as usize / 1_024 + usize::from(over);
        let lines = "x:1;".repeat(1_024);
        let style = format!("{lines}{}", " ".repeat(bytes - lines.len()));
        told(picture_size(svg(&format!("<g style='{style}'/>")).as_bytes()))
    }),
    // The root, a group of a thousand, and so many uses of it with themselves.
    Row("SVG_UNFOLDED_MAX", |over| {
        let group = format!("<g id='a'>{}</g>", "<g/>".repeat(999));
        let uses = "<use href='#a'/>".repeat(398 + usize::from(over));
        told(picture_size(svg(&format!("{group}{uses}")).as_bytes()))
    }),
    // The whole of the largest canvas, a few more times than 950 and a few fewer.
    Row("SVG_PAINTED_PIXELS_MAX", |over| {
        let side = table::SVG_SIDE_PX_MAX;
        let rect = format!("<rect width='{side}' height='{side}'/>");
        told(picture_size(large(&rect.repeat(if over { 960 } else { 940 })).as_bytes()))
    }),
    // 27 and 28 layers over that canvas.
    Row("SVG_LAYER_PIXELS_MAX", |over| {
        let side = table::SVG_SIDE_PX_MAX;
        let layers = 27 + usize::from(over);
        let rect = format!("<rect width='{side}' height='{side}'/>");
        let groups = ["<g opacity='.5'>".repeat(layers), rect, "</g>".repeat(layers)].concat();
        told(picture_size(large(&groups).as_bytes()))
    }),
    Row("SVG_REACH_PX_MAX", |over| {
        let far = table::SVG_REACH_PX_MAX + 8 * u64::from(over);
        told(picture_size(large(&format!("<path d='M0 0H{far}V9z'/>")).as_bytes()))
    }),
    Row("SVG_PICTURES_MAX", |over| {
        told(picture_size(
            repeated(4, table::SVG_PICTURES_MAX as usize + usize::from(over)).as_bytes(),
        ))
    }),
    // 32 pictures of 2,000 by 2,000.
    Row("SVG_PICTURE_PIXELS_MAX", |over| {
        told(picture_size(repeated(2_000, 32 + usize::from(over)).as_bytes()))
    }),
    Row("SVG_FILTERS_MAX", |over| {
        filtered(&"<feFlood/>".repeat(table::SVG_FILTERS_MAX + usize::from(over)))
    }),
    Row("SVG_OCTAVES_MAX", |over| {
        let octaves = table::SVG_OCTAVES_MAX + u32::from(over);
        filtered(&format!("<feTurbulence baseFrequency='1' numOctaves='{octaves}'/>"))
    }),
    Row("MODEL_PARTS_MAX", |over| {
        let nodes = vec![json!({"mesh": 0}); table::MODEL_PARTS_MAX + usize::from(over)];
        told(inspect_glb(&glb(|model| model["nodes"] = nodes.into())))
    }),
    Row("MODEL_DEPTH_MAX", |over| {
        let depth = table::MODEL_DEPTH_MAX + usize::from(over);
        let mut nodes: Vec<_> = (1..=depth).map(|child| json!({"children": [child]})).collect();
        nodes.push(json!({"mesh": 0}));
        told(inspect_glb(&glb(|model| model["nodes"] = nodes.into())))
    }),
    Row("MODEL_VERTICES_MAX", |over| {
        let copies = 4 + usize::from(over);
        told(inspect_glb(&million(|model| {
            model["nodes"] = vec![json!({"mesh": 0}); copies].into();
            model["scenes"] = json!([{"nodes": (0..copies).collect::<Vec<_>>()}]);
        })))
    }),
    // Meshes that no node shows.
    Row("MODEL_ELEMENTS_MAX", |over| {
        let mesh = json!({"primitives": [{"attributes": {"POSITION": 0}}]});
        let meshes = vec![mesh; 32 + usize::from(over)];
        told(inspect_glb(&million(|model| model["meshes"] = meshes.into())))
    }),
    Row("MODEL_JOINTS_MAX", |over| {
        let joints = vec![0; table::MODEL_JOINTS_MAX + usize::from(over)];
        told(inspect_glb(&glb(|model| model["skins"] = json!([{"joints": joints}]))))
    }),
    Row("MODEL_TARGETS_MAX", |over| {
        told(inspect_glb(&shaped(table::MODEL_TARGETS_MAX + usize::from(over), 1)))
    }),
    Row("MODEL_WEIGHTS_MAX", |over| told(inspect_glb(&shaped(256, 256 + usize::from(over))))),
    Row("MODEL_KEYS_MAX", |over| told(inspect_glb(&keyed(100 + usize::from(over))))),
    Row("MODEL_JSON_BYTES_MAX", |over| {
        let (mut model, binary) = triangle(json!({"mesh": 0}));
        let length = model.to_string().len() + r#","extras":"""#.len();
        let more = table::MODEL_JSON_BYTES_MAX as usize - length + 4 * usize::from(over);
        model["extras"] = " ".repeat(more).into();
        told(inspect_glb(&pack(&model, &binary)))
    }),
    // Pictures of 4,096 by 4,000.
    Row("MODEL_PIXELS_MAX", |over| {
        let (mut model, mut binary) = triangle(json!({"mesh": 0}));
        let picture = png_header(4_096, 4_000);
        let start = binary.len();
        binary.extend(&picture);
        let view = json!({"buffer": 0, "byteOffset": start, "byteLength": picture.len()});
        model["bufferViews"].as_array_mut().unwrap().push(view);
        model["buffers"][0]["byteLength"] = binary.len().into();
        let count = 7 + usize::from(over);
        model["images"] = vec![json!({"bufferView": 2}); count].into();
        model["textures"] = (0..count).map(|source| json!({"source": source})).collect();
        told(inspect_glb(&pack(&model, &binary)))
    }),
    Row("MODEL_REACH_MM_MAX", |over| {
        let x = f64::from(table::MODEL_REACH_MM_MAX) / 1_000.0 - 1.0 + f64::from(u8::from(over));
        let node = json!({"mesh": 0, "translation": [x, 0, 0]});
        told(inspect_glb(&glb(|model| model["nodes"] = json!([node]))))
    }),
];

#[test]
fn every_limit_is_met_from_both_sides() {
    for Row(name, try_it) in ROWS {
        let (within, beyond) = (try_it(false), try_it(true));
        assert!(!within.contains(name), "{name} within: {within}");
        assert!(beyond.contains(name), "{name} beyond: {beyond}");
    }
}

fn played(bytes: &[u8]) -> Told {
    told(Animation::open(bytes).and_then(|mut frames| frames.try_for_each(|one| one.map(drop))))
}

fn filtered(steps: &str) -> Told {
    let rect = "<rect width='9' height='9' filter='url(#f)'/>";
    told(picture_size(svg(&format!("<filter id='f'>{steps}</filter>{rect}")).as_bytes()))
}

/// Draws a square of this side; tells the limit's name where it was made larger or smaller.
fn drawn(limit: u32, less: u32, name: &str) -> Told {
    let side = if name.ends_with("MIN") { limit - less } else { limit };
    let text = format!("<svg xmlns='http://www.w3.org/2000/svg' width='{side}' height='{side}'/>");
    match picture_size(text.as_bytes()) {
        Ok((found, _)) if found == side => String::new(),
        Ok(_) => name.to_owned(),
        Err(error) => error.to_string(),
    }
}
