//! Works of several files: pages with their programs, styles and pictures, and models
//! with their data, from a folder, a server and IPFS.

use std::fs;
use std::sync::Arc;

use enfilade::exhibition::{MediaKind, ProblemKind, Visual, check};
use enfilade::source::Folder;

use crate::gateway::{self, Mood};
use crate::node::Packed;
use crate::server::{Reply, Server};
use crate::show::{Show, png};

const PAGE: &str = "<!doctype html><title>Two files</title>
    <link rel=stylesheet href=style/look.css><canvas></canvas>
    <script src='./sketch.js?v=3'></script><script src=gone.js></script>
    <script src=https://cdn.example/p5.js></script>";
const SKETCH: &str = "import('./lib/turn.mjs'); fetch('data.json'); load('never.png')";

/// A page's files below a folder.
fn files() -> [(&'static str, Vec<u8>); 6] {
    [
        ("index.html", PAGE.into()),
        ("style/look.css", "canvas{background:url(../dot.png)}".into()),
        ("dot.png", png(4, 4, 1)),
        ("sketch.js", SKETCH.into()),
        ("lib/turn.mjs", "export const turn = 1;".into()),
        ("data.json", "{\"a\":1}".into()),
    ]
}

/// The files that were packed into a work.
fn paths(visual: &Visual) -> Vec<String> {
    let files = visual.packed.iter().flat_map(|packed| &packed.files);
    files.map(|file| file.path.clone()).collect()
}

/// What was found beside a page, and what is said of it.
fn told(show: &Show, id: &str) -> (Vec<String>, Vec<(ProblemKind, String)>) {
    let work = show.work(id);
    let visual = show.visual(id);
    assert_eq!(visual.kind, MediaKind::Code, "{id}");
    let packed = fs::read(show.path().join(visual.whole().path())).unwrap();
    let packed = String::from_utf8(packed).unwrap();
    // It asks for what could not be had, and for nothing else.
    assert!(packed.contains("<script src=gone.js>"), "{packed}");
    for part in ["sketch.js?v=3'", "href=style/look.css", "'./lib/turn.mjs'"] {
        assert!(!packed.contains(part), "{part} in {packed}");
    }
    let blobs = Folder::open(show.path()).unwrap();
    let report = check(&show.lock(), &blobs, "2026-03-01T12:00:00Z".parse().unwrap());
    assert!(report.is_sound(), "{report:?}");
    let notes = work.notes.into_iter().map(|note| (note.kind, note.detail));
    (paths(&visual), notes.collect())
}

#[test]
fn a_page_in_the_folder_takes_its_files_with_it() {
    let show = Show::new("[[work]]\nfile = \"works/page/index.html\"\nid = \"page\"\n");
    for (path, bytes) in files() {
        show.write(&format!("works/page/{path}"), &bytes);
    }
    show.resolve();
    let (beside, notes) = told(&show, "page");
    let expected = ["data.json", "dot.png", "lib/turn.mjs", "sketch.js", "style/look.css"];
    assert_eq!(beside, expected.map(|path| format!("/works/page/{path}")));
    let kinds: Vec<_> = notes.iter().map(|(kind, detail)| (*kind, detail.as_str())).collect();
    assert_eq!(kinds[0], (ProblemKind::NeedsNetwork, "https://cdn.example/p5.js"));
    assert_eq!(kinds[1].0, ProblemKind::FilesMissing);
    assert!(kinds[1].1.starts_with("gone.js ("), "{}", kinds[1].1);
    assert_eq!(kinds.len(), 2, "{kinds:?}");
    // Nothing of it changes by itself, and what is gone from the blobs is made again.
    let (lock, whole) = (show.lock(), show.visual("page").whole());
    fs::remove_file(show.path().join(whole.path())).unwrap();
    assert!(!show.resolve().changed);
    assert_eq!(show.lock(), lock);
    assert!(show.path().join(whole.path()).exists());
}

#[test]
fn a_page_cannot_reach_above_its_own_folder() {
    let show = Show::new("[[work]]\nfile = \"works/page/index.html\"\nid = \"page\"\n");
    show.write("works/page/index.html", b"<html><script src=../../exhibition.toml></script>");
    show.resolve();
    let (visual, work) = (show.visual("page"), show.work("page"));
    assert!(visual.packed.is_none());
    assert_eq!(work.notes[0].kind, ProblemKind::FilesMissing);
    assert!(work.notes[0].detail.contains("leads out of the folder"), "{}", work.notes[0]);
}

#[test]
fn a_page_on_a_server_or_in_ipfs_takes_its_files_with_it() {
    let server = Server::start(|path, _| {
        let path = path.split('?').next().unwrap();
        let file =
            path.strip_prefix("/art/").map(|path| if path == "7" { "index.html" } else { path });
        let all = files();
        let found = file.and_then(|file| all.iter().find(|(path, _)| *path == file));
        match (found, path) {
            (Some((_, bytes)), _) => Reply::ok(bytes.clone()),
            (None, "/lost") => Reply::ok("<!doctype html><title>404</title><h1>Not here"),
            _ => Reply::status(404, ""),
        }
    });
    let packed = Arc::new(Packed::new(&files()));
    let gateway = gateway::start(packed.clone(), Mood::Honest);
    let show = Show::new(&format!(
        "[gateways]\nipfs = [\"{}\"]\nown_hosts = [\"{}\"]\n
        [[work]]\nfile = \"a.json\"\nid = \"web\"\n
        [[work]]\nfile = \"b.json\"\nid = \"ipfs\"\n
        [[work]]\nfile = \"c.json\"\nid = \"folder\"\n
        [[work]]\nfile = \"d.json\"\nid = \"lost\"\n
        [[work]]\nfile = \"e.json\"\nid = \"still\"\n",
        gateway.url(),
        server.address
    ));
    let root = &packed.root;
    let work = |key: &str, uri: String| format!("{{\"name\":\"A\",\"{key}\":\"{uri}\"}}");
    show.write(
        "a.json",
        work("animation_url", format!("{}/art/7?seed=3#x", server.url())).as_bytes(),
    );
    show.write("b.json", work("animation_url", format!("ipfs://{root}/index.html")).as_bytes());
    show.write("c.json", work("artifactUri", format!("ipfs://{root}/?fxhash=oo1")).as_bytes());
    show.write("d.json", work("animation_url", format!("{}/lost", server.url())).as_bytes());
    show.write("e.json", work("image", format!("{}/art/7", server.url())).as_bytes());
    show.resolve();
    let expected = ["data.json", "dot.png", "lib/turn.mjs", "sketch.js", "style/look.css"];
    for (id, folder, suffix) in
        [("web", "/art/", "?seed=3#x"), ("ipfs", "/", ""), ("folder", "/", "?fxhash=oo1")]
    {
        let (beside, notes) = told(&show, id);
        assert_eq!(beside, expected.map(|path| format!("{folder}{path}")), "{id}");
        assert_eq!(show.visual(id).suffix, suffix, "{id}");
        let unasked = notes.iter().any(|(kind, _)| *kind == ProblemKind::PageUnasked);
        assert_eq!(unasked, id == "web", "{notes:?}");
    }
    // A page of words is what a server says that has lost a file; and no picture is a page.
    assert_eq!(show.problem("lost").kind, ProblemKind::Page);
    assert_eq!(show.problem("still").kind, ProblemKind::Page);
}

/// A triangle whose data and picture lie beside it.
pub fn model(picture: &str) -> String {
    serde_json::json!({
        "asset": { "version": "2.0" },
        "scene": 0,
        "scenes": [{ "nodes": [0] }],
        "nodes": [{ "mesh": 0 }],
        "meshes": [{ "primitives": [{ "attributes": { "POSITION": 0 }, "material": 0 }] }],
        "materials": [{ "pbrMetallicRoughness": { "baseColorTexture": { "index": 0 } } }],
        "textures": [{ "source": 0 }],
        "images": [{ "uri": picture }],
        "accessors": [{ "bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3" }],
        "bufferViews": [{ "buffer": 0, "byteLength": 36 }],
        "buffers": [{ "byteLength": 36, "uri": "data/shape%201.bin" }]
    })
    .to_string()
}

/// The triangle's data: three corners.
pub fn shape() -> Vec<u8> {
    let corners: [f32; 9] = [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 2.0, 0.5];
    corners.iter().flat_map(|corner| corner.to_le_bytes()).collect()
}

#[test]
fn a_model_takes_its_files_with_it() {
    let rows =
        [("whole", "skin.png"), ("bare", "gone.png"), ("empty", "skin.png"), ("draco", "skin.png")];
    let toml = rows.map(|(id, _)| format!("[[work]]\nfile = \"{id}/scene.gltf\"\nid = \"{id}\"\n"));
    let show = Show::new(&toml.concat());
    for (id, picture) in rows {
        let mut json = model(picture);
        if id == "draco" {
            json =
                json.replacen('{', "{\"extensionsRequired\":[\"KHR_draco_mesh_compression\"],", 1);
        }
        show.write(&format!("{id}/scene.gltf"), json.as_bytes());
        show.write(&format!("{id}/skin.png"), &png(8, 8, 3));
        if id != "empty" {
            show.write(&format!("{id}/data/shape 1.bin"), &shape());
        }
    }
    show.resolve();
    let check_shown = |id: &str, beside: &[&str], noted: &[ProblemKind]| {
        let visual = show.visual(id);
        let paths = paths(&visual);
        let notes: Vec<_> = show.work(id).notes.iter().map(|note| note.kind).collect();
        assert_eq!((visual.kind, visual.mime.as_str()), (MediaKind::Sculpture, "model/gltf+json"));
        assert_eq!(paths, beside, "{id}");
        assert_eq!(notes, noted, "{id}");
        let packed = fs::read(show.path().join(visual.whole().path())).unwrap();
        assert!(packed.starts_with(b"glTF"));
    };
    check_shown("whole", &["data/shape%201.bin", "skin.png"], &[]);
    check_shown("bare", &["data/shape%201.bin"], &[ProblemKind::FilesMissing]);
    assert!(
        show.problem("empty").detail.contains("data/shape%201.bin"),
        "{}",
        show.problem("empty")
    );
    let refused = show.problem("draco");
    assert!(refused.detail.contains("KHR_draco_mesh_compression"), "{refused}");
    let blobs = Folder::open(show.path()).unwrap();
    let report = check(&show.lock(), &blobs, "2026-03-01T12:00:00Z".parse().unwrap());
    assert!(report.is_sound(), "{report:?}");
}
