//! Files beside a page or a model: found in its text, fetched within limits, kept as blobs,
//! and packed with it into one file that asks for nothing.

use std::collections::{BTreeMap, BTreeSet};

use futures::StreamExt;

use super::error::Stop;
use super::work::{bytes_of, strength_of};
use crate::exhibition::{BesideFile, ByteStrength, Packed, Problem, ProblemKind};
use crate::media::{
    self, Allowance, Bearings, Beside, ImportMap, MediaError, MediaType, PageFile, Role, TextKind,
};
use crate::platform::net::{self, Gate};
use crate::source::{Base, Kept, Library, Uri, Want};

/// Packs works of several files, one after the other: all of one are in memory then.
#[derive(Debug)]
pub(super) struct Packer {
    library: Library,
    gate: Gate,
}

/// What was found beside a work.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub files: Vec<BesideFile>,
    /// All in one file; none where nothing was found.
    pub packed: Option<(Packed, Kept)>,
    pub notes: Vec<Problem>,
}

/// As many files of one work are on their way at once.
const AT_ONCE: usize = 8;

/// A picture of one white pixel, for one of a model that is not to be had.
const WHITE_PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc\xf8\x0f\0\x01\x01\x01\0\xb18\xf6\x14\0\0\0\0IEND\xaeB`\x82";

impl Packer {
    pub fn new(library: Library) -> Self {
        Self { library, gate: Gate::new(1) }
    }

    /// What lies beside a file at this address, if it is a page or a model in JSON that
    /// can have something beside it. `tied` is how strongly the token is tied to it.
    pub async fn gather(
        &self,
        uri: &Uri,
        kept: Kept,
        tied: ByteStrength,
    ) -> Result<Option<Gathered>, Stop> {
        let head = self.library.blobs().head(&kept.hash).unwrap_or_default();
        let tied = tied.min(strength_of(uri));
        match (media::sniff(&head), uri.rooted_path()) {
            (Some(MediaType::Html), Some(at)) => self.page(uri, at, kept, tied).await,
            (Some(MediaType::GltfJson), Some(_)) => self.model(uri, kept, tied).await,
            _ => Ok(None),
        }
    }

    async fn page(
        &self,
        uri: &Uri,
        at: String,
        kept: Kept,
        tied: ByteStrength,
    ) -> Result<Option<Gathered>, Stop> {
        let page = self.library.read(kept)?;
        // What is no page that could run is refused where it is examined.
        let Ok(text) = media::page_text(&page.bytes) else { return Ok(None) };
        let bearings = Bearings { page: at, imports: ImportMap::of(text) };
        let mut search = Search { known: [bearings.page.clone()].into(), ..Search::default() };
        let mut ahead = bearings.beside(text, TextKind::Page, &bearings.page);
        for depth in 1.. {
            ahead.retain(|one| search.known.insert(one.path.clone()));
            if ahead.is_empty() {
                break;
            }
            if let Err(limit) = Allowance::reach(depth) {
                search.left_out(&ahead, limit);
                break;
            }
            let arrived = self.fetch(uri, search.allowed(ahead)).await?;
            ahead = Vec::new();
            for (beside, found) in arrived {
                let Some(kept) = search.take(&beside, found) else { continue };
                let Some(kind) = media::text_kind(&beside.path, beside.role) else { continue };
                let file = self.library.read(kept)?;
                if let Ok(text) = std::str::from_utf8(&file.bytes) {
                    ahead.extend(bearings.beside(text, kind, &beside.path));
                }
            }
        }
        let Search { found, missing, .. } = search;
        let mut notes = Vec::new();
        let outside = media::inspect_page(&page.bytes).map(|page| page.outside);
        let outside = outside.unwrap_or_default().into_iter();
        let far: Vec<String> = outside.filter(|address| !media::is_beside(address)).collect();
        for (kind, each) in [(ProblemKind::NeedsNetwork, far), (ProblemKind::FilesMissing, missing)]
        {
            if !each.is_empty() {
                notes.push(Problem::new(kind, each.join(", ")));
            }
        }
        let mut gathered = Gathered { notes, ..Gathered::default() };
        if found.is_empty() {
            return Ok(Some(gathered));
        }
        let roles: Vec<(String, Kept, Role)> =
            found.iter().map(|(path, found)| (path.clone(), found.kept, found.role)).collect();
        let packed = self.pack(MediaType::Html, move |library| {
            let page = library.read(kept)?;
            let text = media::page_text(&page.bytes).map_err(refused)?;
            let mut files = BTreeMap::new();
            for (path, kept, role) in roles {
                let bytes = library.read(kept)?.bytes.to_vec();
                files.insert(path, PageFile { bytes, role });
            }
            media::pack_page(text, &bearings, &files).map(String::into_bytes).map_err(refused)
        });
        gathered.packed = Some(packed.await?);
        let file = |(path, found): (String, Found)| BesideFile {
            path,
            bytes: bytes_of(&found.uri, found.kept, tied),
        };
        gathered.files = found.into_iter().map(file).collect();
        Ok(Some(gathered))
    }

    /// Asks for files, several at a time; only a failing disk is an error.
    async fn fetch(
        &self,
        page: &Uri,
        wanted: Vec<Beside>,
    ) -> Result<Vec<(Beside, Result<Found, Problem>)>, Stop> {
        let asked = wanted.into_iter().map(async |beside| {
            let found = self.fetch_one(page, &beside).await;
            (beside, found)
        });
        let mut asked = futures::stream::iter(asked).buffered(AT_ONCE);
        let mut arrived = Vec::new();
        while let Some((beside, found)) = asked.next().await {
            match found {
                Ok(found) => arrived.push((beside, Ok(found))),
                Err(Stop::Work(problem)) => arrived.push((beside, Err(problem))),
                Err(disk) => return Err(disk),
            }
        }
        Ok(arrived)
    }

    async fn fetch_one(&self, page: &Uri, beside: &Beside) -> Result<Found, Stop> {
        // A server may tell its versions apart by what stands behind the path.
        let asked = beside.address.split('#').next().unwrap_or("");
        let query = asked.split_once('?').map(|(_, query)| format!("?{query}"));
        let query = query.filter(|_| matches!(page, Uri::Web(_))).unwrap_or_default();
        let uri = page.beside(&format!("{}{query}", beside.path));
        let uri = uri.map_err(|error| Stop::Work(error.into()))?;
        let kept = self.library.keep(&uri, Want::BESIDE).await?;
        Ok(Found { uri, kept, role: beside.role })
    }

    async fn model(
        &self,
        uri: &Uri,
        kept: Kept,
        tied: ByteStrength,
    ) -> Result<Option<Gathered>, Stop> {
        let model = self.library.read(kept)?;
        let named = media::beside_model(&model.bytes).map_err(refused)?;
        if named.is_empty() {
            return Ok(None);
        }
        let (mut allowance, mut gathered) = (Allowance::default(), Gathered::default());
        let mut held: BTreeMap<String, Option<Kept>> = BTreeMap::new();
        let mut missing = Vec::new();
        for one in named {
            allowance.ask().map_err(refused)?;
            let fetched = async {
                let base = Base::At(uri.clone());
                let file = Uri::parse(&one.address, &base).map_err(|e| Stop::Work(e.into()))?;
                let kept = self.library.keep(&file, Want::MEDIA).await?;
                Ok((file, kept))
            };
            match fetched.await {
                Ok((file, kept)) => {
                    held.insert(one.address.clone(), Some(kept));
                    let bytes = bytes_of(&file, kept, tied.min(strength_of(&file)));
                    gathered.files.push(BesideFile { path: one.address, bytes });
                }
                Err(Stop::Work(problem)) if one.is_picture => {
                    missing.push(format!("{} ({})", one.address, problem.detail));
                    held.insert(one.address, None);
                }
                Err(stop) => return Err(stop.about(&one.address)),
            }
        }
        if !missing.is_empty() {
            gathered.notes.push(Problem::new(ProblemKind::FilesMissing, missing.join(", ")));
        }
        let packed = self.pack(MediaType::Glb, move |library| {
            let mut files = BTreeMap::new();
            let mut length = 0_u64;
            for (address, kept) in held {
                let bytes = match kept {
                    Some(kept) => {
                        length = length.saturating_add(kept.length);
                        media::model_fits(length).map_err(refused)?;
                        library.read(kept)?.bytes.to_vec()
                    }
                    None => WHITE_PNG.to_vec(),
                };
                files.insert(address, bytes);
            }
            media::pack_glb(&library.read(kept)?.bytes, &files).map_err(refused)
        });
        gathered.packed = Some(packed.await?);
        Ok(Some(gathered))
    }

    /// Makes one file of several, where that stops nothing else, and keeps it.
    async fn pack(
        &self,
        media: MediaType,
        make: impl FnOnce(&Library) -> Result<Vec<u8>, Stop> + Send + 'static,
    ) -> Result<(Packed, Kept), Stop> {
        let _alone = self.gate.enter().await;
        let library = self.library.clone();
        let work = move || {
            let bytes = make(&library)?;
            let hash = library.blobs().keep(&bytes).map_err(Stop::Disk)?;
            Ok(Kept { hash, length: bytes.len() as u64 })
        };
        let broken = |_| Err(Stop::work(ProblemKind::Damaged, "its files broke what packs them"));
        let kept = net::on_a_thread(work).await.unwrap_or_else(broken)?;
        let mime = media.mime().to_owned();
        let Kept { hash, length } = kept;
        Ok((Packed { mime, hash, length, files: Vec::new() }, kept))
    }
}

fn refused(error: MediaError) -> Stop {
    Stop::Work(error.into())
}

/// A file that was fetched.
#[derive(Clone, Debug)]
struct Found {
    uri: Uri,
    kept: Kept,
    role: Role,
}

/// The search for what lies beside one page.
#[derive(Debug, Default)]
struct Search {
    allowance: Allowance,
    /// Paths that were asked for, and the page's own.
    known: BTreeSet<String>,
    found: BTreeMap<String, Found>,
    /// What could not be had, and why.
    missing: Vec<String>,
}

impl Search {
    /// As many of these as may be asked for, those first that are certain.
    fn allowed(&mut self, mut wanted: Vec<Beside>) -> Vec<Beside> {
        wanted.sort_by_key(|one| one.role == Role::Guess);
        for place in 0..wanted.len() {
            if let Err(limit) = self.allowance.ask() {
                self.left_out(&wanted.split_off(place), limit);
                break;
            }
        }
        wanted
    }

    /// Notes what a limit keeps away; a guess is missed by nobody.
    fn left_out(&mut self, wanted: &[Beside], limit: MediaError) {
        let certain = wanted.iter().filter(|one| one.role != Role::Guess);
        let named: Vec<&str> = certain.map(|one| one.address.as_str()).collect();
        if !named.is_empty() {
            self.missing.push(format!("{} ({limit})", named.join(", ")));
        }
    }

    /// Takes what came of asking for a file, within what all may have together.
    fn take(&mut self, beside: &Beside, found: Result<Found, Problem>) -> Option<Kept> {
        let taken = found.and_then(|found| {
            self.allowance.take(found.kept.length).map_err(Problem::from)?;
            Ok(found)
        });
        match taken {
            Ok(found) => {
                let kept = found.kept;
                self.found.insert(beside.path.clone(), found);
                Some(kept)
            }
            Err(problem) => {
                if beside.role != Role::Guess {
                    self.missing.push(format!("{} ({})", beside.address, problem.detail));
                }
                None
            }
        }
    }
}
