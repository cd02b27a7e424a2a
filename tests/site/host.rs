//! Real requests to a real server on a port that the system chose.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;

use enfilade::exhibition::{BlobHash, Media};
use enfilade::host::{Host, HostError};
use tokio::sync::oneshot;

use crate::{fixture, publish::published};

const ANY_PORT: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);

struct Answer {
    status: u16,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

/// Publishes the fixture, serves it, and hands its address to a visitor.
fn visit(visitor: impl FnOnce(SocketAddr, &Path) + Send + 'static) {
    let (lock, _, blobs) = fixture::exhibition();
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    published(&site, &lock, &blobs).unwrap();
    std::fs::write(folder.path().join("secret"), b"outside the site").unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let host = Host::bind(&site, ANY_PORT).await.unwrap();
        let address = host.address();
        let (end, ended) = oneshot::channel::<()>();
        let serving = tokio::spawn(host.serve(async { ended.await.unwrap() }));
        tokio::task::spawn_blocking(move || visitor(address, &site)).await.unwrap();
        end.send(()).unwrap();
        serving.await.unwrap().unwrap();
    });
}

fn get(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    let mut request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    stream.write_all((request + "\r\n").as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let split = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("an HTTP answer");
    let head = String::from_utf8(bytes[..split].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    Answer { status, headers, body: bytes[split + 4..].to_vec() }
}

#[test]
fn every_file_has_its_type_and_its_headers() {
    visit(|address, _| {
        let (lock, _, _) = fixture::exhibition();
        let Media::Shown(visual) = &lock.works[0].media else { panic!("work 0 is shown") };
        let picture = format!("/{}", visual.rungs[0].hash.path());
        let model = format!("/{}", BlobHash::of(fixture::GLB).path());
        let metadata = format!("/{}", lock.works[0].metadata.as_ref().unwrap().hash.path());
        let check = |path: &str, kind: &str, caching: &str| {
            let answer = get(address, path, &[]);
            assert_eq!(answer.status, 200, "{path}");
            assert_eq!(answer.headers["content-type"], kind, "{path}");
            assert!(answer.headers["cache-control"].contains(caching), "{path}");
            assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
            assert!(
                answer.headers["content-security-policy"].contains("default-src 'none'"),
                "{path}"
            );
        };
        check("/", "text/html; charset=utf-8", "no-cache");
        check("/gallery.js", "text/javascript; charset=utf-8", "no-cache");
        check("/catalogue.css", "text/css; charset=utf-8", "no-cache");
        check("/exhibition.lock", "application/json", "no-cache");
        check("/plan.svg", "image/svg+xml", "no-cache");
        check("/plan.zh.svg", "image/svg+xml", "no-cache");
        check("/fonts/serif-regular.woff2", "font/woff2", "no-cache");
        check(&picture, "image/png", "immutable");
        check(&model, "model/gltf-binary", "immutable");
        check(&metadata, "application/json", "immutable");
    });
}

#[test]
fn compression_was_made_ahead() {
    visit(|address, site| {
        let plain = get(address, "/exhibition.lock", &[]);
        assert!(!plain.headers.contains_key("content-encoding"));
        let packed = get(address, "/exhibition.lock", &[("Accept-Encoding", "gzip, br")]);
        assert_eq!(packed.headers["content-encoding"], "br");
        assert_eq!(packed.headers["content-type"], "application/json");
        assert!(packed.headers["vary"].to_lowercase().contains("accept-encoding"));
        assert_eq!(packed.body, std::fs::read(site.join("exhibition.lock.br")).unwrap());
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut packed.body.as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, plain.body);
    });
}

#[test]
fn a_part_of_a_file_can_be_asked_for() {
    visit(|address, site| {
        let whole = std::fs::read(site.join("gallery.js")).unwrap();
        let part = get(address, "/gallery.js", &[("Range", "bytes=10-19")]);
        assert_eq!((part.status, part.body.as_slice()), (206, &whole[10..20]));
        assert_eq!(part.headers["content-range"], format!("bytes 10-19/{}", whole.len()));
        let beyond = get(address, "/gallery.js", &[("Range", "bytes=99999999-")]);
        assert_eq!(beyond.status, 416);
    });
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    visit(|address, _| {
        let first = get(address, "/", &[]);
        let again = get(address, "/", &[("If-None-Match", &first.headers["etag"])]);
        assert_eq!((again.status, again.body.len()), (304, 0));
    });
}

#[test]
fn nothing_outside_the_site_is_served() {
    visit(|address, _| {
        for path in [
            "/../secret",
            "/%2e%2e/secret",
            "/blobs/../../secret",
            "/..%2fsecret",
            "//etc/passwd",
            "/nothing-here",
            "/blobs/ab/abcd",
        ] {
            let answer = get(address, path, &[]);
            assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
            assert!(!answer.body.starts_with(b"outside"), "{path}");
            assert!(!answer.headers["cache-control"].contains("immutable"), "{path}");
        }
    });
}

#[test]
fn a_folder_without_a_site_and_a_taken_port_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let error = Host::bind(folder.path(), ANY_PORT).await.unwrap_err();
        assert!(matches!(error, HostError::NoSite(_)), "{error}");
        std::fs::write(folder.path().join("index.html"), b"<!DOCTYPE html>").unwrap();
        let error = Host::bind(&folder.path().join("index.html"), ANY_PORT).await.unwrap_err();
        assert!(matches!(error, HostError::NotAFolder(_)), "{error}");
        let first = Host::bind(folder.path(), ANY_PORT).await.unwrap();
        let error = Host::bind(folder.path(), first.address()).await.unwrap_err();
        assert!(matches!(error, HostError::Taken(_)), "{error}");
        assert!(error.to_string().contains(&first.address().to_string()), "{error}");
    });
}
