//! IIIF manifests as works, from a server on loopback and from the exhibition's folder.

use enfilade::exhibition::{ByteStrength, ProblemKind, SizeSource};

use crate::server::{Reply, Server};
use crate::show::{Show, png};

/// A manifest of two paintings at this server; the second comes from an image service.
pub fn manifest(url: &str) -> String {
    let canvas = |number: u32, service: &str| {
        format!(
            r#"{{"id":"{url}/c/{number}","type":"Canvas","width":300,"height":400,"label":{{"en":["Leaf {number}"]}},
            "service":[{{"@context":"http://iiif.io/api/annex/services/physdim/1/context.json","profile":"http://iiif.io/api/annex/services/physdim","physicalScale":0.1,"physicalUnits":"cm"}}],
            "items":[{{"id":"{url}/p/{number}","type":"AnnotationPage","items":[{{"id":"{url}/a/{number}","type":"Annotation","motivation":"painting","target":"{url}/c/{number}",
            "body":{{"id":"{url}/{number}.png","type":"Image","format":"image/png","width":300,"height":400{service}}}}}]}}]}}"#
        )
    };
    let service = format!(
        r#","service":[{{"id":"{url}/iiif/two","type":"ImageService3","profile":"level2"}}]"#
    );
    format!(
        r#"{{"@context":"http://iiif.io/api/presentation/3/context.json","id":"{url}/manifest.json","type":"Manifest",
        "label":{{"en":["An album"],"zh":["册页"]}},
        "requiredStatement":{{"label":{{"en":["Attribution"]}},"value":{{"en":["Gift of the maker"]}}}},
        "rights":"http://creativecommons.org/licenses/by/4.0/",
        "provider":[{{"id":"{url}/about","type":"Agent","label":{{"en":["The Museum"]}}}}],
        "items":[{},{}]}}"#,
        canvas(1, ""),
        canvas(2, &service)
    )
}

fn server() -> Server {
    Server::start(|path, _| match path {
        "/1.png" => Reply::ok(png(300, 400, 1)),
        // An image service makes a JPEG of the size that it is asked for.
        path if path.starts_with("/iiif/two/full/") && path.ends_with("/default.jpg") => {
            Reply::ok(jpeg())
        }
        _ => Reply::status(404, ""),
    })
}

pub fn jpeg() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(300, 400, image::Rgb([40, 90, 160]));
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

#[test]
fn every_canvas_of_a_manifest_hangs() {
    let server = server();
    let url = server.url();
    let show = Show::new(&format!(
        "[gateways]\nown_hosts = [\"{}\"]\n\
         [[work]]\nmanifest = \"album.json\"\nid = \"album\"\n\
         [[work]]\nmanifest = \"album.json\"\ncanvas = \"{url}/c/2\"\nid = \"second\"\n\
         [[work]]\nmanifest = \"album.json\"\ncanvas = \"{url}/c/3\"\nid = \"third\"\n\
         [[work]]\nmanifest = \"{url}/gone.json\"\nid = \"gone\"\n\
         [[work]]\nmanifest = \"list.json\"\nid = \"list\"\n",
        server.address
    ));
    show.write("album.json", manifest(&url).as_bytes());
    let list = r#"{"@context":"http://iiif.io/api/presentation/3/context.json","id":"https://h/c","type":"Collection","label":{"en":["C"]},"items":[]}"#;
    show.write("list.json", list.as_bytes());
    let report = show.resolve();
    assert_eq!((report.works, report.shown), (6, 3), "{:#?}", report.missing);
    for (id, original, title) in [
        ("album-1", png(300, 400, 1), "An album, Leaf 1"),
        ("album-2", jpeg(), "An album, Leaf 2"),
        ("second", jpeg(), "An album, Leaf 2"),
    ] {
        let work = show.work(id);
        assert_eq!(work.title.get(Default::default()), title);
        assert_eq!(show.original(id), original, "{id}");
        assert_eq!(show.visual(id).original.strength, ByteStrength::Mutable);
        // Three hundred units of a millimetre each.
        assert_eq!((work.size.width_mm, work.size.height_mm), (300, 400));
        assert_eq!(work.size.source, SizeSource::Metadata);
        let statement = work.credits.statement.get(Default::default());
        assert!(statement.contains("Gift of the maker"), "{statement}");
        let rights = work.credits.rights.as_deref();
        assert_eq!(rights, Some("http://creativecommons.org/licenses/by/4.0/"));
        assert_eq!(work.credits.providers[0].get(Default::default()), "The Museum");
        assert!(work.ownership.is_empty(), "a provider owns nothing");
    }
    let check = |id: &str, kind| assert_eq!(show.problem(id).kind, kind, "{id}");
    check("third", ProblemKind::NotFound);
    check("gone", ProblemKind::NotFound);
    check("list", ProblemKind::MetadataUnreadable);
    // The same canvases keep their names and places.
    let again = show.resolve();
    assert!(!again.changed, "{again:?}");
}

#[cfg(all(feature = "cli", feature = "publish", feature = "host"))]
#[test]
fn a_collection_leads_to_its_manifests_and_says_what_must_be_shown() {
    use crate::command::{arg, enfilade};
    use enfilade::exhibition::parse_file;
    let dir = tempfile::tempdir().unwrap();
    let collection = |items: &[(&str, &str)]| {
        let item = |(kind, id): &(&str, &str)| {
            format!(r#"{{"type":"{kind}","id":"{id}","label":{{"en":["{id}"]}}}}"#)
        };
        let items: Vec<_> = items.iter().map(item).collect();
        format!(
            r#"{{"type":"Collection","id":"c","label":{{"en":["C"]}},
            "requiredStatement":{{"label":{{"en":["Credit"]}},"value":{{"en":["Lent by all"]}}}},
            "rights":"https://rights.example/1","items":[{}]}}"#,
            items.join(",")
        )
    };
    let canvas = r#"{"type":"Manifest","id":"m","items":[{"type":"Canvas","id":"c"}]}"#;
    let whole = collection(&[("Manifest", "/m")]);
    let in_part = collection(&[
        ("Manifest", "/gone"),
        ("Collection", "/gone/too"),
        ("Manifest", "/m"),
        ("Manifest", "/web-page"),
        ("Manifest", "ftp://h.example/m"),
    ]);
    // Of version 2; its last page leads back to the first.
    let page = |more: &str| format!(r#"{{"@type":"sc:Collection","@id":"p",{more}}}"#);
    let paged = page(
        r#""label":"C","first":"/page/1","total":3,"license":"https://rights.example/1",
        "attribution":"Lent by all""#,
    );
    let first = page(r#""next":"/page/2","manifests":[{"@id":"/a"},{"@id":"/gone"}]"#);
    let second = page(r#""next":{"@id":"/page/1"},"members":[{"@id":"/b"}]"#);
    let in_vain = collection(&[("Manifest", "/gone"), ("Manifest", "/web-page")]);
    let server = Server::start(move |path, _| match path {
        "/whole" => Reply::ok(whole.clone()),
        "/in-part" => Reply::ok(in_part.clone()),
        "/in-vain" => Reply::ok(in_vain.clone()),
        "/paged" => Reply::ok(paged.clone()),
        "/page/1" => Reply::ok(first.clone()),
        "/page/2" => Reply::ok(second.clone()),
        "/web-page" => Reply::ok("<html>"),
        path if path.starts_with("/gone") => Reply::status(404, ""),
        _ => Reply::ok(canvas),
    });
    let url = server.url();
    let new = |name: &str| {
        let (show, named) = (dir.path().join(name), format!("{url}/{name}"));
        (enfilade(&["new", arg(&show), "--manifest", &named, "--json"]), show)
    };
    // What cannot be read keeps its place, and is told of in a sentence each.
    let check = |name: &str, works: &[&str], told: &[&[&str]]| {
        let (ran, show) = new(name);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let said = ran.json();
        let works_said = said["works"].as_array().unwrap();
        let hang: Vec<_> = works_said.iter().map(|w| w["manifest"].as_str().unwrap()).collect();
        let expected: Vec<_> = works.iter().map(|path| format!("{url}{path}")).collect();
        assert_eq!(hang, expected, "{name}");
        let lines: Vec<_> = ran.err.lines().collect();
        assert_eq!(lines.len(), told.len(), "{}", ran.err);
        for (line, parts) in lines.iter().zip(told) {
            assert!(parts.iter().all(|part| line.contains(part)), "{line}");
        }
        let toml = std::fs::read_to_string(show.join("exhibition.toml")).unwrap();
        let said = [": Lent by all", "Rights: https://rights.example/1"];
        assert!(said.iter().all(|part| toml.contains(part)), "{toml}");
        assert!(parse_file(&toml).is_ok(), "{toml}");
    };
    check("whole", &["/m"], &[]);
    check(
        "in-part",
        &["/gone", "/m", "/web-page"],
        &[
            &["/gone hangs as an empty frame", "/gone does not exist (404)"],
            &["/gone/too is left out", "/gone/too does not exist (404)"],
            &["/web-page hangs as an empty frame", "/web-page cannot be read"],
            &["ftp://h.example/m is left out", "only https is"],
        ],
    );
    let gone: &[&str] = &["/gone hangs as an empty frame"];
    check("paged", &["/a", "/gone", "/b"], &[gone]);
    let (ran, show) = new("in-vain");
    ran.failed(1, &["/gone does not exist (404)"]);
    assert!(!show.join("exhibition.toml").exists());
    // A file of a collection leads on, too, and nowhere but to the web.
    let file = dir.path().join("collection.json");
    std::fs::write(&file, collection(&[("Manifest", "https://127.0.0.1:9/m")])).unwrap();
    enfilade(&["new", arg(&dir.path().join("other")), "--manifest", arg(&file)])
        .failed(1, &["127.0.0.1", "private or local address"]);
}

#[test]
fn a_part_of_a_picture_that_is_not_cut_out_is_noted() {
    let show = Show::new("[[work]]\nmanifest = \"m.json\"\nid = \"w\"\n");
    let manifest = r#"{"type":"Manifest","id":"m","label":{"en":["M"]},"items":[{"type":"Canvas",
        "id":"c","width":30,"height":20,"items":[{"type":"AnnotationPage","items":[{
        "type":"Annotation","motivation":"painting","target":"c","body":{"type":"SpecificResource",
        "source":{"id":"a.png","type":"Image"},
        "selector":{"type":"ImageApiSelector","region":"1,2,3,4"}}}]}]}]}"#;
    show.write("m.json", manifest.as_bytes());
    show.write("a.png", &png(30, 20, 1));
    assert_eq!(show.resolve().shown, 1);
    let notes = show.work("w").notes;
    let said: Vec<_> = notes.iter().map(|note| (note.kind, note.detail.as_str())).collect();
    let expected = "the part that is meant (region 1,2,3,4) is not cut out; all of it hangs";
    assert_eq!(said, [(ProblemKind::PartsLeftOut, expected)]);
}
