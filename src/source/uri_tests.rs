//! The spellings of URIs, as tables.

use super::*;

const V0: &str = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";
const V1: &str = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";

/// A URI in one line: data as `type|text`, everything else as it prints.
fn spelled(text: &str, base: &Base) -> String {
    match Uri::parse(text, base) {
        Ok(Uri::Data { media_type, bytes }) => {
            format!("{media_type}|{}", String::from_utf8_lossy(&bytes))
        }
        Ok(Uri::File(segments)) => format!("file {}", segments.join("/")),
        Ok(uri) => uri.to_string(),
        Err(error) => format!("error: {error}"),
    }
}

#[test]
fn ipfs_in_all_its_spellings() {
    let check = |text: String, expected: String| {
        assert_eq!(spelled(&text, &Base::Nowhere), expected, "{text}");
    };
    for (text, path) in [
        (format!("ipfs://{V0}"), ""),
        (format!("ipfs://{V0}/1.json"), "/1.json"),
        (format!("ipfs://ipfs/{V0}/a/b"), "/a/b"),
        (format!("IPFS://{V0}"), ""),
        (format!("ipfs:/{V0}"), ""),
        (format!("/ipfs/{V0}/x"), "/x"),
        (V0.to_owned(), ""),
        (format!("{V0}/x"), "/x"),
        (format!("https://ipfs.io/ipfs/{V0}/x%20y.png?filename=z"), "/x y.png"),
        (format!("https://gateway.example/ipfs/{V0}"), ""),
        (format!(" ipfs://{V0}/x?y#z "), "/x"),
    ] {
        check(text, format!("ipfs://{V0}{path}"));
    }
    check(format!("https://{V1}.ipfs.dweb.link/x"), format!("ipfs://{V1}/x"));
    check(
        "ipfs://nothing/x".into(),
        "error: “ipfs://nothing/x” holds no content id of IPFS".into(),
    );
    check("https://h.example/ipfs/nothing".into(), "https://h.example/ipfs/nothing".into());
    check(
        "ipns://k51/x".into(),
        "error: “ipns://k51/x” is an IPNS name, which can change at any time; an ipfs:// URI is needed".into(),
    );
}

#[test]
fn data_in_all_its_spellings() {
    let check = |text: &str, expected: &str| {
        assert_eq!(spelled(text, &Base::Nowhere), expected, "{text}");
    };
    check("data:,hi", "text/plain|hi");
    check("data:application/json;base64,eyJhIjoxfQ==", "application/json|{\"a\":1}");
    check("data:application/json;base64,eyJhIjoxfQ", "application/json|{\"a\":1}");
    check("data:application/json;base64,eyJh\n IjoxfQ%3D%3D", "application/json|{\"a\":1}");
    check("DATA:Application/JSON;charset=utf-8;BASE64,eyJhIjoxfQ==", "application/json|{\"a\":1}");
    check("data:text/plain;base64,_-8=", "text/plain|\u{fffd}\u{fffd}");
    check("data:application/json;utf8,{\"a\":\"50%\"}", "application/json|{\"a\":\"50%\"}");
    check("data:application/json,%7B%22a%22%3A1%7D", "application/json|{\"a\":1}");
    check(
        "data:image/svg+xml;utf8,<svg fill='#fff' width='100%'/>",
        "image/svg+xml|<svg fill='#fff' width='100%'/>",
    );
    check("<svg xmlns='x'/>", "image/svg+xml|<svg xmlns='x'/>");
    check("<?xml version='1.0'?><svg/>", "image/svg+xml|<?xml version='1.0'?><svg/>");
    check("{\"name\":\"x\"}", "application/json|{\"name\":\"x\"}");
    check(
        "data:image/png;base64",
        "error: its data URI is broken: the comma before its data is missing",
    );
    check("data:image/png;base64,!!!", "error: its data URI is broken: it is no base64");
    let long = format!("data:,{}", "x".repeat(DATA_URI_BYTES_MAX));
    assert_eq!(spelled(&long, &Base::Nowhere), "error: its data URI is longer than 2 MiB");
}

#[test]
fn servers_and_what_is_none() {
    let check = |text: &str, expected: &str| {
        assert_eq!(spelled(text, &Base::Nowhere), expected, "{text}");
    };
    check("https://h.example/a b", "https://h.example/a%20b");
    check("http://h.example/a", "http://h.example/a");
    check("ar://abc/1.json", "https://arweave.net/abc/1.json");
    check("", "error: it names no file: the URI is empty");
    for text in ["file:///etc/passwd", "ftp://h/x", "javascript:alert(1)", "https://"] {
        let expected = format!(
            "error: “{text}” is no address that can be asked; https://, ipfs:// and data: can"
        );
        check(text, &expected);
    }
}

#[test]
fn relative_spellings_start_at_their_document() {
    let file = Base::At(Uri::File(vec!["metadata".into(), "1.json".into()]));
    let web = Base::At(Uri::parse("https://h.example/m/1.json", &Base::Nowhere).unwrap());
    let ipfs = Base::At(Uri::parse(&format!("ipfs://{V0}/m/1.json"), &Base::Nowhere).unwrap());
    let check = |base: &Base, text: &str, expected: &str| {
        assert_eq!(spelled(text, base), expected, "{text}");
    };
    check(&file, "1.png", "file metadata/1.png");
    check(&file, "../works/a%20b.png", "file works/a b.png");
    check(&file, "./x/../y.png", "file metadata/y.png");
    check(&file, "../../x.png", "error: “../../x.png” leads out of the exhibition's folder");
    check(&file, "/etc/passwd", "error: “/etc/passwd” leads out of the exhibition's folder");
    check(&file, "a%2f..%2fb", "error: “a%2f..%2fb” leads out of the exhibition's folder");
    check(&file, "a\\b", "error: “a\\b” leads out of the exhibition's folder");
    check(&web, "1.png", "https://h.example/m/1.png");
    check(&web, "/1.png", "https://h.example/1.png");
    check(&ipfs, "1.png", &format!("ipfs://{V0}/m/1.png"));
    check(&ipfs, "../1.png", &format!("ipfs://{V0}/1.png"));
    check(
        &Base::Nowhere,
        "1.png",
        "error: “1.png” is relative, and its document lies nowhere that it could be relative to",
    );
}
