//! The headers of every answer: what the bytes are, how long they stay true, and
//! what a browser may do with them.

use std::io::Read;
use std::path::{Path, PathBuf};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// What the page may load: only what lies beside it. It says the same of itself;
/// here the host adds who may frame it.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
     frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// For the sealed room of works of code: what they draw and compute, and no network.
const POLICY_OF_CODE: &str = "default-src 'none'; \
     script-src 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob: data:; \
     style-src 'unsafe-inline' blob: data:; img-src blob: data:; font-src blob: data:; \
     media-src blob: data:; worker-src blob: data:; connect-src blob: data:; \
     form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-scripts; \
     webrtc 'block'";

/// For the verifier's worker: it alone may ask other hosts, which are endpoints that the
/// exhibition or the visitor names. Only encrypted, or on the visitor's own machine.
const POLICY_OF_WORKER: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     connect-src 'self' https: http://127.0.0.1:* http://localhost:*";

/// For SVGs and other documents that stand on their own: no script at all.
const POLICY_OF_BLOBS: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/// A blob is named by its bytes: it never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// Everything else may be published anew: keep it, but ask (by its ETag).
const ASK_AGAIN: &str = "no-cache";

/// Lets the files answer, then says what they are.
pub(super) async fn set(State(site): State<PathBuf>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let answered = response.status().is_success() || response.status().as_u16() == 304;
    let blob = blob_name(&path);
    if answered && let Some(kind) = kind_of(&site, &path, blob).await {
        put(response.headers_mut(), header::CONTENT_TYPE, kind);
    }
    let caching = if answered && blob.is_some() { FOREVER } else { ASK_AGAIN };
    let policy = policy_of(&path);
    let headers = response.headers_mut();
    put(headers, header::CACHE_CONTROL, caching);
    put(headers, header::CONTENT_SECURITY_POLICY, policy);
    put(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(headers, header::REFERRER_POLICY, "no-referrer");
    response
}

/// What a browser may do with the file at a path.
fn policy_of(path: &str) -> &'static str {
    match () {
        () if blob_name(path).is_some() || path.ends_with(".svg") => POLICY_OF_BLOBS,
        () if path.ends_with("/code.html") => POLICY_OF_CODE,
        () if path.ends_with("/worker.js") => POLICY_OF_WORKER,
        () => POLICY,
    }
}

fn put(headers: &mut HeaderMap, name: header::HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

/// The 64 hex digits of `/blobs/ab/abcd…`.
fn blob_name(path: &str) -> Option<&str> {
    let (two, name) = path.strip_prefix("/blobs/")?.split_once('/')?;
    let hex = name.len() == 64 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    (hex && name.starts_with(two) && two.len() == 2).then_some(name)
}

/// The types that extensions don't tell, or that tables of extensions get wrong.
async fn kind_of(site: &Path, path: &str, blob: Option<&str>) -> Option<&'static str> {
    if let Some(name) = blob {
        let file = site.join("blobs").join(&name[..2]).join(name);
        // A read of a few bytes; it must not hold up the other answers.
        return tokio::task::spawn_blocking(move || sniff(&first_bytes(&file))).await.ok();
    }
    if path.ends_with('/') {
        return Some("text/html; charset=utf-8");
    }
    match path.rsplit_once('.')?.1 {
        "lock" | "json" => Some("application/json"),
        "wasm" => Some("application/wasm"),
        "js" | "mjs" => Some("text/javascript; charset=utf-8"),
        "css" => Some("text/css; charset=utf-8"),
        "html" => Some("text/html; charset=utf-8"),
        "glb" => Some("model/gltf-binary"),
        "svg" => Some("image/svg+xml"),
        "woff2" => Some("font/woff2"),
        _ => None,
    }
}

fn first_bytes(file: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    // A file that cannot be opened is an empty one here; its own answer says 404.
    if let Ok(file) = std::fs::File::open(file) {
        let _ = file.take(512).read_to_end(&mut bytes);
    }
    bytes
}

/// What a blob is, by how it begins.
fn sniff(bytes: &[u8]) -> &'static str {
    let text =
        std::str::from_utf8(bytes).or_else(|e| std::str::from_utf8(&bytes[..e.valid_up_to()]));
    let text = text.unwrap_or_default().trim_start_matches('\u{FEFF}').trim_start();
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [b'g', b'l', b'T', b'F', ..] => "model/gltf-binary",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "video/mp4",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => "video/webm",
        [b'O', b'g', b'g', b'S', ..] => "audio/ogg",
        [b'I', b'D', b'3', ..] | [0xFF, 0xFB | 0xFA | 0xF3 | 0xF2, ..] => "audio/mpeg",
        [b'f', b'L', b'a', b'C', ..] => "audio/flac",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => "audio/wav",
        _ if text.starts_with("<svg") || (text.starts_with("<?xml") && text.contains("<svg")) => {
            "image/svg+xml"
        }
        _ if text.starts_with(['{', '[']) => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blobs_are_known_by_their_first_bytes() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(sniff(bytes), expected, "{bytes:?}");
        check(b"\x89PNG\r\n\x1a\n", "image/png");
        check(b"\xFF\xD8\xFF\xE0", "image/jpeg");
        check(b"GIF89a", "image/gif");
        check(b"RIFF\0\0\0\0WEBPVP8 ", "image/webp");
        check(b"RIFF\0\0\0\0WAVE", "audio/wav");
        check(b"RIFF\0\0\0\0AVI ", "application/octet-stream");
        check(b"\x1A\x45\xDF\xA3", "video/webm");
        check(b"OggS", "audio/ogg");
        check(b"ID3\x04", "audio/mpeg");
        check(b"fLaC", "audio/flac");
        check(b"glTF\x02\0\0\0", "model/gltf-binary");
        check("\u{FEFF} <svg xmlns".as_bytes(), "image/svg+xml");
        check(b"<?xml version=\"1.0\"?><svg", "image/svg+xml");
        check(b"<html><script>", "application/octet-stream");
        check(b" {\"name\":1}", "application/json");
        check(b"", "application/octet-stream");
    }

    #[test]
    fn the_worker_alone_may_ask_other_hosts() {
        let check = |path: &str, expected: bool| {
            let policy = policy_of(path);
            assert!(policy.contains("default-src 'none'"), "{path}");
            let connect = policy.split(';').find(|part| part.contains("connect-src"));
            let elsewhere = connect.is_some_and(|part| part.contains("https:"));
            assert_eq!(elsewhere, expected, "{path}: {policy}");
        };
        check("/worker.js", true);
        check("/show/worker.js", true);
        check("/", false);
        check("/gallery.js", false);
        check("/verifier.js", false);
        check("/code.html", false);
        check(&format!("/blobs/ab/{}", "ab".repeat(32)), false);
    }

    #[test]
    fn only_a_hash_in_its_folder_is_a_blob() {
        let name = "ab".repeat(32);
        let check = |path: String, expected: bool| {
            assert_eq!(blob_name(&path).is_some(), expected, "{path}");
        };
        check(format!("/blobs/ab/{name}"), true);
        check(format!("/blobs/cd/{name}"), false);
        check(format!("/blobs/ab/{name}.br"), false);
        check(format!("/blobs/ab/../{name}"), false);
        check("/index.html".into(), false);
    }
}
