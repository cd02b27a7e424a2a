//! What a token names and no document stands there: another address, or the work itself.

use enfilade::exhibition::{Language, Media, MediaKind, ProblemKind};

use crate::server::{Reply, Server};
use crate::show::{Show, png};

/// `/to/4` names `/to/3`, and so on down to a document; `/round/1` and `/round/2` name
/// each other.
fn server() -> Server {
    Server::reading(|request| {
        let host = request.headers.iter().find_map(|line| line.strip_prefix("host:"));
        let base = format!("http://{}", host.unwrap().trim());
        let step = |folder: &str| request.path.strip_prefix(folder)?.parse::<u32>().ok();
        match request.path.as_str() {
            "/to/0" => Reply::ok("{\"name\":\"At the end\",\"image\":\"/a.png\"}"),
            "/round/1" => Reply::ok(format!("{base}/round/2")),
            "/round/2" => Reply::ok(format!("\"{base}/round/1\"")),
            "/private" => Reply::ok("http://10.0.0.1/1.json"),
            "/object" => Reply::ok(format!("{{\"metadata_url\":\"{base}/to/0\"}}")),
            "/a.png" | "/picture" | "/picture.json" => Reply::ok(png(60, 40, 1)),
            "/large" => Reply::ok([png(60, 40, 2), vec![0; 3 << 20]].concat()),
            "/long" => Reply::ok(format!("{{\"name\":\"{}\"}}", "x".repeat(2 << 20))),
            "/model" => Reply::ok(MODEL),
            "/asset" => Reply::ok(
                "{\"asset\":\"1\",\"version\":\"2\",\"name\":\"No model\",\"image\":\"/a.png\"}",
            ),
            "/drawing" => {
                Reply::ok("<svg xmlns='http://www.w3.org/2000/svg'><circle r='5'/></svg>")
            }
            "/page" => Reply::ok("<!doctype html><title>Not found</title>"),
            "/page.html" => Reply::ok("<!doctype html><script>draw()</script>"),
            _ => match step("/to/") {
                Some(step) => Reply::ok(format!("{base}/to/{}", step - 1)),
                None => Reply::status(404, ""),
            },
        }
    })
}

/// A triangle in JSON, named by nobody as a model.
const MODEL: &str = r#"{"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],
    "nodes":[{"mesh":0}],"meshes":[{"primitives":[{"attributes":{"POSITION":0}}]}],
    "accessors":[{"bufferView":0,"componentType":5126,"count":3,"type":"VEC3"}],
    "bufferViews":[{"buffer":0,"byteLength":36}],"buffers":[{"byteLength":36,"uri":
    "data:application/octet-stream;base64,AAAAAAAAAAAAAAAAAACAPwAAAAAAAAAAAAAAAAAAAEAAAAA/"}]}"#;

#[test]
fn what_a_token_names_is_followed_to_a_document_or_to_the_work() {
    let server = server();
    use MediaKind::{Code, Sculpture, Still};
    use ProblemKind::{MetadataElsewhere, NoDocument};
    let elsewhere = [MetadataElsewhere];
    let both = [MetadataElsewhere, NoDocument];
    type Expected<'a> = Result<(&'a str, MediaKind, &'a [ProblemKind]), &'a str>;
    // What lies in the file that the work names, and what hangs.
    let rows: [(&str, Expected<'_>); 19] = [
        ("{\"name\":\"Here\",\"image\":\"SERVER/a.png\"}", Ok(("Here", Still, &[]))),
        ("SERVER/to/0", Ok(("At the end", Still, &elsewhere))),
        ("\"SERVER/to/0\"", Ok(("At the end", Still, &elsewhere))),
        ("{\"tokenURI\":\"SERVER/to/0\"}", Ok(("At the end", Still, &elsewhere))),
        ("SERVER/object", Ok(("At the end", Still, &elsewhere))),
        ("SERVER/to/3", Ok(("At the end", Still, &elsewhere))),
        ("SERVER/to/4", Err("URI_HOPS_MAX")),
        ("SERVER/round/1", Err("in a circle")),
        ("SERVER/private", Err("10.0.0.1")),
        ("SERVER/gone", Err("404")),
        ("SERVER/picture", Ok(("w10", Still, &both))),
        ("SERVER/picture.json", Ok(("w11", Still, &both))),
        ("SERVER/large", Ok(("w12", Still, &both))),
        ("SERVER/long", Err("larger than the 1048 kB that a metadata document")),
        ("SERVER/model", Ok(("w14", Sculpture, &both))),
        ("SERVER/asset", Ok(("No model", Still, &elsewhere))),
        ("SERVER/page", Err("a web page instead of metadata")),
        ("SERVER/page.html", Ok(("w17", Code, &both))),
        ("SERVER/drawing", Ok(("w18", Still, &both))),
    ];
    let mut toml = format!("[gateways]\nown_hosts = [\"{}\"]\n", server.address);
    for place in 0..rows.len() {
        toml += &format!("[[work]]\nfile = \"w{place}.json\"\nid = \"w{place}\"\n");
    }
    let show = Show::new(&toml);
    for (place, (document, _)) in rows.iter().enumerate() {
        let document = document.replace("SERVER", &server.url());
        show.write(&format!("w{place}.json"), document.as_bytes());
    }
    show.resolve();
    for (place, (document, expected)) in rows.iter().enumerate() {
        let work = show.work(&format!("w{place}"));
        let notes: Vec<_> = work.notes.iter().map(|note| note.kind).collect();
        match (&work.media, expected) {
            (Media::Shown(visual), Ok((title, kind, noted))) => {
                assert_eq!(work.title.get(Language::English), *title, "{document}");
                assert_eq!((visual.kind, &notes[..]), (*kind, *noted), "{document}");
                let direct = noted.contains(&NoDocument);
                assert_eq!(work.metadata.is_none(), direct, "{document}");
            }
            (Media::Missing(problem), Err(part)) => {
                assert!(problem.detail.contains(part), "{document}: {problem}");
            }
            (media, _) => panic!("{document}: {media:?}"),
        }
    }
}
