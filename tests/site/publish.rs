//! What a published folder holds, and what publishing never does.

use std::path::{Path, PathBuf};

use enfilade::exhibition::{BlobHash, BlobStore, Lock, Media, MemoryBlobs, read_lock};
use enfilade::publish::{PlanSvg, PublishError, PublishOptions, PublishReport, publish};

use crate::fixture;

/// Publishes the fixture; a low quality of Brotli keeps the tests quick.
pub fn published(
    out: &Path,
    lock: &Lock,
    blobs: &MemoryBlobs,
) -> Result<PublishReport, PublishError> {
    let (_, plan, _) = fixture::exhibition();
    let options = PublishOptions {
        plan_svg: Some(PlanSvg { english: drawing("a"), chinese: drawing("甲") }),
        brotli_quality: 4,
        ..PublishOptions::default()
    };
    publish(lock, &plan, blobs, out, &options, &mut |_| {})
}

/// A floor plan with no more than a word on it.
fn drawing(word: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><text>{word}</text></svg>")
}

#[test]
fn a_site_holds_the_catalogue_the_lock_and_every_blob_it_names() {
    let (lock, _, blobs) = fixture::exhibition();
    // Stays after the test, to be looked at.
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("site");
    let report = published(&out, &lock, &blobs).unwrap();
    assert_eq!((report.works, report.missing, report.wasm_bytes), (12, 1, None));

    let kept = std::fs::read(out.join("exhibition.lock")).unwrap();
    assert_eq!(read_lock(&kept).unwrap(), lock);
    for work in &lock.works {
        let Media::Shown(visual) = &work.media else { continue };
        for rung in &visual.rungs {
            let bytes = std::fs::read(out.join(rung.hash.path())).unwrap();
            assert_eq!(BlobHash::of(&bytes), rung.hash);
        }
    }
    assert!(out.join(BlobHash::of(fixture::GLB).path()).is_file(), "the sculpture's own file");
    for file in [
        "catalogue.css",
        "works.css",
        "gallery.js",
        "crew.js",
        "desk.js",
        "icon.svg",
        "plan.svg",
        "plan.zh.svg",
        "fonts/serif-regular.woff2",
    ] {
        assert!(out.join(file).is_file(), "{file}");
    }
    assert_eq!(brotli_of(&out.join("exhibition.lock.br")), kept);
    let leftovers = std::fs::read_dir(out.parent().unwrap())
        .unwrap()
        .filter(|entry| {
            entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(".enfilade-site-")
        })
        .count();
    assert_eq!(leftovers, 0);
}

#[test]
fn the_page_stands_without_a_script_and_lets_no_text_become_markup() {
    let (lock, _, blobs) = fixture::exhibition();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    published(&out, &lock, &blobs).unwrap();
    let page = std::fs::read_to_string(out.join("index.html")).unwrap();
    for work in &lock.works {
        assert_eq!(page.matches(&format!("id=\"work={}\"", work.id)).count(), 1, "{}", work.id);
    }
    for expected in [
        "id=\"room=1\"",
        "id=\"room=3\"",
        "自相遇的线",
        "The file ends too early; a part of it is missing.",
        "文件不完整，末尾有所缺失。",
        "<small>&lt;truncated&gt; after 12 bytes</small>",
        "Names &amp; &lt;Tags&gt;",
        "block 21000000",
        "2 of 3 endpoints said so",
        "https://example.org/works?a=1&amp;b=2",
        "Size unknown",
        "90 × 60 cm",
        "Content-Security-Policy",
    ] {
        assert!(page.contains(expected), "the page lacks {expected}");
    }
    // What stands in attributes is kept in both languages, where they differ.
    for expected in [
        "alt=\"Interference No. 0, Enfilade Atelier\" data-named=\"alt\" data-en=\"Interference No. 0, \
         Enfilade Atelier\" data-zh=\"干涉之0，Enfilade Atelier\"",
        "data-en=\"Untitled, Enfilade Atelier\" data-zh=\"无题，Enfilade Atelier\"",
        "<a lang=\"en\" href=\"plan.svg\"><img src=\"plan.svg\" alt=\"The floor plan",
        "<a lang=\"zh-CN\" href=\"plan.zh.svg\"><img src=\"plan.zh.svg\" alt=\"展览平面图",
    ] {
        assert!(page.contains(expected), "the page lacks {expected}");
    }
    let read = |file: &str| std::fs::read_to_string(out.join(file)).unwrap();
    assert_eq!([read("plan.svg"), read("plan.zh.svg")], [drawing("a"), drawing("甲")]);
    // A clear picture lies on the colour that its document names.
    let styles = read("works.css");
    let clear = styles.lines().find(|line| line.starts_with(".p2{"));
    assert!(clear.is_some_and(|line| line.ends_with("background-color:#010203}")), "{styles}");
    // Data in a script element is no markup; that nothing ends it early is tested beside
    // the function that writes it.
    let mut markup = page.clone();
    for kind in ["application/ld+json", "application/json"] {
        let from = markup.find(&format!("<script type=\"{kind}\"")).unwrap();
        let to = from + markup[from..].find("</script>").unwrap();
        markup.replace_range(from..to, "");
    }
    for refused in [
        "<script>alert",
        "</title><script",
        " onload='",
        "javascript:",
        "<b>\"",
        "style=\"",
        "http://",
    ] {
        assert!(!markup.contains(refused), "the page holds {refused}");
    }
    let elsewhere = page.match_indices("https://").filter(|(at, _)| {
        let before = &page[..*at];
        before.ends_with("src=\"") || before.ends_with("srcset=\"")
    });
    assert_eq!(elsewhere.count(), 0, "a picture comes from elsewhere");
}

#[test]
fn a_site_is_replaced_whole_or_not_at_all() {
    let (lock, _, blobs) = fixture::exhibition();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    published(&out, &lock, &blobs).unwrap();
    std::fs::write(out.join("old"), b"of the site before").unwrap();

    let mut damaged = MemoryBlobs::default();
    damaged.0.extend(blobs.0.keys().map(|hash| (*hash, b"other bytes".to_vec())));
    assert!(matches!(published(&out, &lock, &damaged), Err(PublishError::Damaged { .. })));
    let missing = MemoryBlobs::default();
    let error = published(&out, &lock, &missing).unwrap_err();
    assert!(error.to_string().contains("enfilade resolve"), "{error}");
    assert!(out.join("old").is_file(), "a failed publish has touched the site");

    published(&out, &lock, &blobs).unwrap();
    assert!(!out.join("old").exists(), "the site before has not gone");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_folder_of_someone_else_is_left_alone() {
    let (lock, _, blobs) = fixture::exhibition();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("diary.txt"), b"mine").unwrap();
    assert!(matches!(published(folder.path(), &lock, &blobs), Err(PublishError::Occupied(_))));
    let file = folder.path().join("diary.txt");
    assert!(matches!(published(&file, &lock, &blobs), Err(PublishError::Occupied(_))));
    assert_eq!(std::fs::read(file).unwrap(), b"mine");
}

#[test]
fn a_missing_browser_build_is_named() {
    let (lock, plan, blobs) = fixture::exhibition();
    let folder = tempfile::tempdir().unwrap();
    let options = PublishOptions {
        browser_build: Some(folder.path().to_owned()),
        ..PublishOptions::default()
    };
    let out = folder.path().join("site");
    let error = publish(&lock, &plan, &blobs, &out, &options, &mut |_| {}).unwrap_err();
    assert!(error.to_string().contains("enfilade.js"), "{error}");
    assert!(!out.exists());
}

#[test]
fn the_verifier_is_published_where_the_build_has_it() {
    let check = |files: &[&str], live: bool, expected: bool| {
        let (mut lock, plan, blobs) = fixture::exhibition();
        if live {
            let chain = "eip155:1".parse().unwrap();
            lock.live.insert(chain, vec!["https://node.example/key".to_owned()]);
        }
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            // Long enough that a compressed twin is worth its place.
            std::fs::write(folder.path().join(file), file.repeat(500)).unwrap();
        }
        let options = PublishOptions {
            browser_build: Some(folder.path().to_owned()),
            brotli_quality: 1,
            ..PublishOptions::default()
        };
        let out = folder.path().join("site");
        publish(&lock, &plan, &blobs, &out, &options, &mut |_| {}).unwrap();
        for file in ["worker.js", "verifier.js", "verifier_bg.wasm", "verifier_bg.wasm.br"] {
            assert_eq!(out.join(file).exists(), expected, "{file} of {files:?}");
        }
        let html = std::fs::read_to_string(out.join("index.html")).unwrap();
        assert_eq!(html.contains("id=\"own-endpoint\""), expected);
        assert!(html.contains(
            "aria-label=\"Lines that Meet Themselves\" data-named=\"aria-label\" \
             data-en=\"Lines that Meet Themselves\" data-zh=\"自相遇的线\""
        ));
        assert!(html.contains(&format!("\"verifier\":{expected}")));
        // Whom the page asks is said by the host's name; the rest may hold a key.
        let footer = html.split("<footer>").nth(1).unwrap().split("</footer>").next().unwrap();
        assert_eq!(footer.contains("node.example"), live && expected, "{footer}");
        assert!(!footer.contains("node.example/key"), "{footer}");
    };
    let gallery = ["enfilade.js", "enfilade_bg.wasm"];
    let whole = ["enfilade.js", "enfilade_bg.wasm", "verifier.js", "verifier_bg.wasm"];
    check(&gallery, false, false);
    check(&gallery, true, false);
    check(&whole[..3], false, false);
    check(&whole, false, true);
    check(&whole, true, true);
}

#[test]
fn the_fixture_reads_back_its_own_blobs() {
    let (lock, _, blobs) = fixture::exhibition();
    let metadata = lock.works[0].metadata.as_ref().unwrap();
    assert_eq!(BlobHash::of(&blobs.read(&metadata.hash).unwrap()), metadata.hash);
}

fn brotli_of(path: &Path) -> Vec<u8> {
    let packed = std::fs::read(path).unwrap();
    let mut bytes = Vec::new();
    brotli::BrotliDecompress(&mut packed.as_slice(), &mut bytes).unwrap();
    bytes
}
