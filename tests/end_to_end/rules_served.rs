//! What the gateway and the servers of documents answer of the tokens that have one for
//! every rule.

use std::fs;
use std::path::Path;

use crate::cars::Tree;
use crate::rules::TRANSACTION;
use crate::server::Reply;
use crate::show::png;
use crate::{beside, manifests};

/// The files that IPFS has.
pub fn tree() -> Tree {
    Tree::new([
        ("one.json".to_owned(), br#"{"name":"Found by its content","image":"one.png"}"#.to_vec()),
        ("one.png".to_owned(), png(30, 20, 4)),
    ])
}

/// What the gateway and the servers of documents answer.
pub fn answer(files: &Tree, path: &str) -> Reply {
    let kinds = Path::new("tests/fixtures/every-kind/files");
    let avifs = Path::new("src/media/tests/avif");
    let models = Path::new("assets/exhibition/works");
    if let Some(car) = files.answer(path).filter(|_| path.contains("format=car")) {
        return Reply::ok(car);
    }
    match path {
        // The gateway is believed: nothing of a name can be checked.
        "/ipns/show.example/one.json" => {
            Reply::ok(r#"{"name":"Found by its name","image":"one.png"}"#)
        }
        // Nor can anything of a transaction.
        path if path == format!("/{TRANSACTION}") => {
            Reply::ok(r#"{"name":"In one transaction","image":"/one.png"}"#)
        }
        path if path == format!("/{TRANSACTION}/below/one.json") => {
            Reply::ok(r#"{"name":"Below a transaction","image":"one.png"}"#)
        }
        "/plain.json" => Reply::ok(r#"{"name":"Plain","image":"one.png"}"#),
        "/below/relative.json" => Reply::ok(r#"{"name":"Relative","image":"../one.png"}"#),
        "/locale/zh.json" => Reply::ok(r#"{"name":"港湾"}"#),
        "/locale/en.json" => Reply::ok(r#"{"name":"Harbour"}"#),
        "/media.json" => Reply::ok(r#"{"name":"A song of light"}"#),
        // What the service of ENS says of `foo.eth`.
        path if path.starts_with("/mainnet/") => {
            Reply::ok(r#"{"name":"foo.eth","image":"/one.png"}"#)
        }
        "/c.json" => Reply::ok(r#"{"name":"The whole collection"}"#),
        "/kinds/model/scene.gltf" => Reply::ok(beside::model("skin.png")),
        "/kinds/model/data/shape%201.bin" => Reply::ok(beside::shape()),
        "/kinds/page/index.html" => Reply::ok(
            "<!doctype html><title>Two files</title><canvas></canvas><script src=sketch.js></script>",
        ),
        "/kinds/page/sketch.js" => Reply::ok("document.title = 1;"),
        "/kinds/words.png" => Reply::ok("these are words"),
        path if path.starts_with("/id/") => {
            let hex = format!("{:064x}", 255);
            let told = path.ends_with(&format!("/{hex}.json"));
            if !told {
                return Reply::status(404, "");
            }
            Reply::ok(r#"{"name":"Number {id}","image":"/one.png"}"#)
        }
        path if path.starts_with("/m/") => Reply::ok(r#"{"name":"Whole","image":"../one.png"}"#),
        path if path.starts_with("/iiif/two/") => Reply::ok(manifests::jpeg()),
        path if path.starts_with("/kinds/") => {
            let name = &path["/kinds/".len()..];
            let file = fs::read(kinds.join(name))
                .or_else(|_| fs::read(avifs.join(name)))
                .or_else(|_| fs::read(models.join(name)));
            file.map_or_else(|_| Reply::ok(png(30, 20, 4)), Reply::ok)
        }
        "/gone/drawn.json" => Reply::ok(
            r#"{"name":"Drawn","image":"/gone.png","image_data":"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"}"#,
        ),
        "/gone/prose.json" => {
            Reply::ok(r#"{"name":"Prose","image":"A field","image_url":"/one.png"}"#)
        }
        "/gone/small.json" => {
            Reply::ok(r#"{"name":"Small","displayUri":"/gone.png","thumbnailUri":"/one.png"}"#)
        }
        "/gone/lent.json" => Reply::ok(
            r#"{"name":"Lent","animation_url":"/kinds/sound.wav","image":"/gone.png","cover":"/one.png"}"#,
        ),
        "/gone/all.json" => Reply::ok(
            r#"{"name":"All","image":"/gone.png","image_url":"/gone/2.png","thumbnail":"/gone/3.png"}"#,
        ),
        path if path.starts_with("/gone") => Reply::status(404, ""),
        path if path.ends_with(".png") => Reply::ok(png(30, 20, 4)),
        _ => Reply::status(404, ""),
    }
}
