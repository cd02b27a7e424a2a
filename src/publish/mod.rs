//! The static site: the catalogue in HTML, the lock, the blobs, the browser build.
//! It works from any folder of any host, and asks no one but that host.

mod evidence;
mod floor_plan;
mod folder;
mod held;
mod html;
mod label;
mod page;
mod poster;
mod provenance;
mod words;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use thiserror::Error;

use crate::exhibition::{
    BlobHash, BlobStore, Language, Lock, Media, MediaKind, Proof, WorkId, write_lock,
};
use crate::hang::Plan;
use crate::ownership::{Called, Provenance, Timestamp};
use crate::platform::files::remedy;
use folder::Folder;
pub use page::CONTENT_SECURITY_POLICY;

/// What a curator may choose about a site.
#[derive(Clone, Debug)]
pub struct PublishOptions {
    /// The folder with `enfilade.js` and `enfilade_bg.wasm` (wasm-bindgen, target
    /// `web`); without one the site is the catalogue alone.
    pub browser_build: Option<PathBuf>,
    /// The floor plan, drawn in each language.
    pub plan_svg: Option<PlanSvg>,
    /// Where the site will stand (`https://…/`), for previews of links to it.
    pub address: Option<String>,
    /// The moment at which signed records are judged; the one at which the exhibition was put
    /// together, where none is named.
    pub now: Option<Timestamp>,
    /// Brotli's quality, 0 to 11: smaller files for more time.
    pub brotli_quality: u32,
}

/// The floor plan as an SVG in each language.
#[derive(Clone, Debug)]
pub struct PlanSvg {
    pub english: String,
    pub chinese: String,
}

/// How far the work is: `done` of `all` files, and the one that comes now.
#[derive(Clone, Copy, Debug)]
pub struct PublishProgress<'a> {
    pub done: usize,
    pub all: usize,
    pub file: &'a str,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublishReport {
    pub works: usize,
    /// Works whose frame hangs without a picture.
    pub missing: usize,
    pub files: usize,
    /// Bytes of the site without the compressed twins.
    pub bytes: u64,
    /// Bytes of `enfilade_bg.wasm`, as built and compressed.
    pub wasm_bytes: Option<u64>,
    pub wasm_brotli_bytes: Option<u64>,
}

/// Why a site was not published. What stood in its place still stands there.
#[derive(Debug, Error)]
pub enum PublishError {
    #[error(
        "{} is not empty and holds no site that Enfilade made; name another folder, or empty this one",
        .0.display()
    )]
    Occupied(PathBuf),
    #[error(
        "the site cannot be written to {}: {problem}{}; nothing that was there has changed",
        path.display(), remedy(problem)
    )]
    Write { path: PathBuf, problem: io::Error },
    #[error(
        "blob {hash} of the work “{work}” cannot be read ({problem}); run `enfilade resolve` again to fetch it"
    )]
    Blob { work: WorkId, hash: BlobHash, problem: io::Error },
    #[error(
        "blob {hash} of the work “{work}” is damaged: its bytes hash to {found}; run `enfilade resolve` to fetch it again"
    )]
    Damaged { work: WorkId, hash: BlobHash, found: BlobHash },
    #[error(
        "the browser build in {} cannot be read: {file} ({problem}); run scripts/web, or publish without a browser build",
        folder.display()
    )]
    BrowserBuild { folder: PathBuf, file: String, problem: io::Error },
}

/// The files of a browser build, as wasm-bindgen names them.
pub const BROWSER_BUILD_FILES: [&str; 2] = ["enfilade.js", "enfilade_bg.wasm"];

/// The verifier's files, where the build has them; without them the page checks nothing.
pub const VERIFIER_FILES: [&str; 2] = ["verifier.js", "verifier_bg.wasm"];

/// Writes the site to `out`: aside first, then put in place whole.
pub fn publish(
    lock: &Lock,
    plan: &Plan,
    blobs: &dyn BlobStore,
    out: &Path,
    options: &PublishOptions,
    progress: &mut dyn FnMut(PublishProgress),
) -> Result<PublishReport, PublishError> {
    let build = read_browser_build(options)?;
    let of_gallery = BROWSER_BUILD_FILES[1];
    let wasm_bytes = build.iter().find(|(name, _)| *name == of_gallery).map(|b| b.1.len() as u64);
    let verifier = build.iter().any(|(name, _)| VERIFIER_FILES.contains(name));
    let checked = held::check_as_written(lock, blobs, options.now.unwrap_or(lock.resolved));
    let beside = page::Beside { wasm: wasm_bytes, verifier, plan_svg: options.plan_svg.is_some() };
    let mut texts: Vec<(&str, Vec<u8>)> = vec![
        ("index.html", page::page(lock, plan, &checked, options, beside).into_bytes()),
        ("catalogue.css", CATALOGUE_CSS.into()),
        ("works.css", label::styles(lock).into_bytes()),
        ("gallery.js", GALLERY_JS.into()),
        ("checks.js", CHECKS_JS.into()),
        ("crew.js", CREW_JS.into()),
        ("desk.js", DESK_JS.into()),
        ("sealed.js", SEALED_JS.into()),
        ("code.html", CODE_HTML.into()),
        ("icon.svg", ICON_SVG.into()),
        ("exhibition.lock", write_lock(lock)),
    ];
    if let Some(PlanSvg { english, chinese }) = &options.plan_svg {
        texts.push((floor_plan::file(Language::English), english.clone().into_bytes()));
        texts.push((floor_plan::file(Language::Chinese), chinese.clone().into_bytes()));
    }
    if verifier {
        texts.push(("worker.js", WORKER_JS.into()));
    }
    texts.extend(build);

    let needed = needed_blobs(lock);
    let all = texts.len() + FONTS.len() + needed.len();
    let mut folder = Folder::begin(out, options.brotli_quality)?;
    let mut wasm_brotli_bytes = None;
    for (done, (path, bytes)) in texts.iter().enumerate() {
        progress(PublishProgress { done, all, file: path });
        let before = folder.brotli_bytes;
        folder.write_compressed(path, bytes)?;
        if *path == of_gallery {
            wasm_brotli_bytes = Some(folder.brotli_bytes - before);
        }
    }
    for (path, bytes) in FONTS {
        folder.write(path, bytes)?;
    }
    for (index, (hash, blob)) in needed.iter().enumerate() {
        let path = hash.path();
        progress(PublishProgress { done: texts.len() + FONTS.len() + index, all, file: &path });
        let unreadable =
            |problem| PublishError::Blob { work: blob.work.clone(), hash: *hash, problem };
        let is_whole = |found: BlobHash| match found == *hash {
            true => Ok(()),
            false => Err(PublishError::Damaged { work: blob.work.clone(), hash: *hash, found }),
        };
        if blob.compressible {
            let bytes = blobs.read(hash).map_err(unreadable)?;
            is_whole(BlobHash::of(&bytes))?;
            folder.write_compressed(&path, &bytes)?;
        } else {
            // A film may be long: it is copied in pieces, and its hash taken on the way.
            let file = blobs.open(hash).map_err(unreadable)?;
            is_whole(folder.copy(&path, file)?)?;
        }
    }
    let (files, bytes) = (folder.files, folder.bytes);
    folder.finish()?;
    let missing = lock.works.iter().filter(|w| matches!(w.media, Media::Missing(_))).count();
    Ok(PublishReport {
        works: lock.works.len(),
        missing,
        files,
        bytes,
        wasm_bytes,
        wasm_brotli_bytes,
    })
}

const CATALOGUE_CSS: &str = include_str!("../../assets/site/catalogue.css");
const GALLERY_JS: &str = include_str!("../../assets/site/gallery.js");
const CHECKS_JS: &str = include_str!("../../assets/site/checks.js");
const WORKER_JS: &str = include_str!("../../assets/site/worker.js");
const CREW_JS: &str = include_str!("../../assets/site/crew.js");
const DESK_JS: &str = include_str!("../../assets/site/desk.js");
const SEALED_JS: &str = include_str!("../../assets/site/sealed.js");
const CODE_HTML: &str = include_str!("../../assets/site/code.html");
const ICON_SVG: &str = include_str!("../../assets/site/icon.svg");

/// The page's typefaces; Chinese is set by the reader's own.
const FONTS: [(&str, &[u8]); 5] = [
    ("fonts/serif-regular.woff2", include_bytes!("../../assets/fonts/serif-regular.woff2")),
    ("fonts/serif-display.woff2", include_bytes!("../../assets/fonts/serif-display.woff2")),
    ("fonts/sans-regular.woff2", include_bytes!("../../assets/fonts/sans-regular.woff2")),
    ("fonts/sans-semibold.woff2", include_bytes!("../../assets/fonts/sans-semibold.woff2")),
    ("fonts/mono-regular.woff2", include_bytes!("../../assets/fonts/mono-regular.woff2")),
];

impl Default for PublishOptions {
    fn default() -> Self {
        Self { browser_build: None, plan_svg: None, address: None, now: None, brotli_quality: 11 }
    }
}

impl PublishError {
    fn write(path: &Path, problem: io::Error) -> Self {
        Self::Write { path: path.to_owned(), problem }
    }
}

/// A blob that the site carries, and the first work that asks for it.
struct Needed {
    work: WorkId,
    compressible: bool,
}

/// What visitors look at and check: every size of each picture, the file itself of
/// what moves or stands, and the metadata; not the originals of stills.
fn needed_blobs(lock: &Lock) -> BTreeMap<BlobHash, Needed> {
    let mut needed = BTreeMap::new();
    for work in &lock.works {
        let mut need = |hash: BlobHash, compressible: bool| {
            needed.entry(hash).or_insert_with(|| Needed { work: work.id.clone(), compressible });
        };
        if let Some(metadata) = &work.metadata {
            need(metadata.hash, true);
        }
        if let Some(naming) = &work.naming {
            need(naming.text, true);
        }
        for blob in work.called.iter().flat_map(Called::blobs) {
            need(BlobHash::from_bytes(blob.0), true);
        }
        for signed in &work.signed {
            need(signed.record, true);
            if let Some(status) = signed.status {
                need(status, true);
            }
        }
        for blob in work.proof.iter().flat_map(Proof::blobs) {
            need(blob, true);
        }
        for blob in work.provenance.iter().flat_map(Provenance::blobs) {
            need(BlobHash::from_bytes(blob.0), true);
        }
        let Media::Shown(visual) = &work.media else { continue };
        for rung in &visual.rungs {
            need(rung.hash, rung.mime == "image/svg+xml");
        }
        match visual.kind {
            MediaKind::Still => {}
            MediaKind::Animation | MediaKind::Film | MediaKind::Sound => {
                need(visual.original.hash, false);
            }
            MediaKind::Sculpture | MediaKind::Code => need(visual.whole(), true),
        }
    }
    needed
}

fn read_browser_build(
    options: &PublishOptions,
) -> Result<Vec<(&'static str, Vec<u8>)>, PublishError> {
    let Some(folder) = &options.browser_build else { return Ok(Vec::new()) };
    let read = |file: &'static str| {
        std::fs::read(folder.join(file)).map(|bytes| (file, bytes)).map_err(|problem| {
            PublishError::BrowserBuild { folder: folder.clone(), file: file.to_owned(), problem }
        })
    };
    let whole = VERIFIER_FILES.iter().all(|file| folder.join(file).exists());
    let verifier = VERIFIER_FILES.into_iter().filter(|_| whole);
    BROWSER_BUILD_FILES.into_iter().chain(verifier).map(read).collect()
}
