//! The run of a resolve: file, chains, works, lock.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use futures::StreamExt;
use url::Url;

use super::beside::Packer;
use super::chains::ask_chains;
use super::collection::Collections;
use super::error::ResolveError;
use super::examine::Examiner;
use super::finish::Earlier;
use super::manifests::{CanvasFacts, expand};
use super::standard::recall_standards;
use super::updates::hear_updates;
use super::work::{Strength, Subject, TokenFacts, Workshop};
use super::{Progress, Report};
use crate::exhibition::{
    ExhibitionFile, LOCK_VERSION, Lock, LockedWork, Media, Problem, Section, WorkEntry, WorkLines,
    did_you_mean, gateway_address, parse_file,
};
use crate::limits::LITTER_AGE;
use crate::media::Fonts;
use crate::ownership::Timestamp;
use crate::platform::files::sweep_litter;
use crate::platform::net;
use crate::source::gateways::Gateways;
use crate::source::near::{near_name, near_path};
use crate::source::{Allowed, Cache, Door, FILE_NAME, Journal, Library, Patience, Storages};
use crate::token::{ChainId, EvmStandard, Pasted};

/// How to resolve.
#[derive(Clone, Debug)]
pub struct ResolveOptions {
    /// The moment that the lock is dated with.
    pub now: Timestamp,
    /// Ask and fetch everything anew that can have changed: chains and servers.
    pub refresh: bool,
    /// The fonts that texts inside SVGs are set in.
    pub fonts: Fonts,
    /// How long servers are waited for.
    pub patience: Patience,
    /// The folder of the cache that all exhibitions of the machine share; none without.
    pub cache: Option<PathBuf>,
    /// The blocks to ask at, in place of what the exhibition says: of a chain, or of the
    /// only one that there is.
    pub at: Vec<(Option<String>, u64)>,
}

/// Works that are on their way at once; each holds a piece of its file in memory, or
/// waits for its turn to be examined.
const IN_FLIGHT: usize = 24;

/// Resolves the exhibition in `dir`: reads its `exhibition.toml`, writes its
/// `exhibition.lock` and its blobs. What one resolve fetched the next finds there, also
/// when the first was broken off. Call it from a thread of its own.
///
/// # Errors
/// Where the file cannot be read or the folder cannot be written. A work that cannot be
/// had is no error: it hangs as an empty frame with its reason.
pub fn resolve(
    dir: &Path,
    options: &ResolveOptions,
    progress: &dyn Progress,
) -> Result<Report, ResolveError> {
    let (mut file, text) = read_file(dir)?;
    go_back(&mut file, &options.at)?;
    let missing = missing_files(dir, &file, &text);
    let earlier = Earlier::read(dir).map_err(ResolveError::disk)?;
    let journal = Journal::open(dir, options.refresh).map_err(ResolveError::disk)?;
    let (doors, gateways) = network(&file, options.patience)?;
    let moment = SystemTime::UNIX_EPOCH
        + Duration::from_secs(u64::try_from(options.now.unix()).unwrap_or(0));
    sweep_litter(&dir.join("blobs"), LITTER_AGE, moment);
    let cache = options.cache.as_ref().map_or(Cache::none(), |dir| Cache::open(dir, moment));
    let library = Library::new(dir.to_owned(), doors, gateways, storages(&file), journal, cache);
    let examiner = Examiner::new(library.clone(), options.fonts.clone());
    let workshop = Workshop {
        library: library.clone(),
        examiner,
        packer: Packer::new(library.clone()),
        collections: Collections::default(),
        now: options.now,
    };

    let expanded = net::block_on(expand(&library, &file)).map_err(ResolveError::disk)?;
    file.works = expanded.works;
    progress.begin(file.works.len());
    let mut subjects = subjects(&file, expanded.canvases);
    let run = async {
        recall_standards(library.journal(), &file, &mut subjects);
        let updates = hear_updates(&library, &file, earlier.lock(), &subjects, progress).await?;
        let (lock, now) = (earlier.lock(), options.now);
        let unproven = ask_chains(&library, &file, lock, &mut subjects, now, progress).await?;
        Ok((updates, unproven, resolve_works(&workshop, subjects, progress).await?))
    };
    let (updates, unproven, mut works) = net::block_on(run).map_err(ResolveError::disk)?;
    let chosen: Vec<bool> = file.works.iter().map(|entry| entry.id.is_some()).collect();
    earlier.settle(&mut works, &chosen);
    let lock = lock_of(file, works, options.now);
    let changed = earlier.replace(dir, &lock).map_err(ResolveError::disk)?;
    library.done().map_err(ResolveError::disk)?;

    let (fetched, fetched_bytes) = library.fetched();
    let mended = library.blobs().mended();
    let warned = missing
        .iter()
        .map(|file| (lock.works[expanded.first[file.work]].id.clone(), file.path.clone()));
    let warned = warned.collect();
    let mut warnings: Vec<String> = missing.into_iter().map(|file| file.warning).collect();
    warnings.extend(earlier.loss());
    warnings.extend(updates.warnings);
    warnings.extend(unproven);
    warnings.extend(library.cache().trouble());
    Ok(Report {
        fetched,
        fetched_bytes,
        mended,
        changed,
        updated: updates.changed,
        warnings,
        warned,
        ..Report::of(&lock)
    })
}

/// The exhibition file, and its text.
fn read_file(dir: &Path) -> Result<(ExhibitionFile, String), ResolveError> {
    let path = dir.join(FILE_NAME);
    let bytes = fs::read(&path).map_err(|problem| match problem.kind() {
        io::ErrorKind::NotFound if !dir.exists() => {
            ResolveError::NoFolder { dir: dir.display().to_string(), near: near_name(dir) }
        }
        io::ErrorKind::NotFound => {
            ResolveError::NoFile { dir: dir.display().to_string(), near: near_name(&path) }
        }
        _ if dir.is_file() => ResolveError::NotAFolder(dir.display().to_string()),
        _ => ResolveError::Unreadable { path: path.display().to_string(), problem },
    })?;
    let text =
        String::from_utf8(bytes).map_err(|_| ResolveError::NoText(path.display().to_string()))?;
    let file = parse_file(&text)?;
    Ok((file, text))
}

/// Sets the blocks that chains are asked at.
fn go_back(file: &mut ExhibitionFile, at: &[(Option<String>, u64)]) -> Result<(), ResolveError> {
    for (chain, number) in at {
        let named: Vec<String> = file.chains.keys().cloned().collect();
        let is_evm = |chain: &&String| chain.starts_with("eip155:");
        let chain = match chain {
            Some(chain) => Some(chain),
            None => {
                let mut evm = named.iter().filter(is_evm);
                evm.next().filter(|_| evm.next().is_none())
            }
        };
        let settings = chain.and_then(|chain| file.chains.get_mut(chain));
        let Some(settings) = settings else {
            return Err(ResolveError::At { number: *number, chains: named.join(", ") });
        };
        settings.block = number.to_string();
    }
    Ok(())
}

/// A file that a work names and the folder does not hold.
struct MissingFile {
    /// The work's place in the exhibition file.
    work: usize,
    path: String,
    /// The line in which it is named, and the file that was meant.
    warning: String,
}

fn missing_files(dir: &Path, file: &ExhibitionFile, text: &str) -> Vec<MissingFile> {
    let lines = WorkLines::of(text);
    let mut missing = Vec::new();
    for (index, work) in file.works.iter().enumerate() {
        let manifest = work.manifest.clone().filter(|manifest| !manifest.contains("://"));
        let one = [("file", &work.file), ("ownership", &work.ownership), ("manifest", &manifest)];
        let one = one.into_iter().filter_map(|(key, path)| Some((key, None, path.as_ref()?)));
        let records = work.attestations.iter().enumerate();
        let records = records.map(|(place, path)| ("attestations", Some(place), path));
        for (key, place, path) in one.chain(records) {
            if dir.join(path).exists() {
                continue;
            }
            let line = lines.line(index, key, place);
            let near = did_you_mean(near_path(dir, path).as_deref());
            missing.push(MissingFile {
                work: index,
                path: path.clone(),
                warning: format!("exhibition.toml line {line}: the folder holds no “{path}”{near}"),
            });
        }
    }
    missing
}

/// The chains of Tezos in whose contracts' storage documents may name something.
fn storages(file: &ExhibitionFile) -> Storages {
    let chains = file.chains.iter().filter_map(|(chain, settings)| {
        let chain = chain.parse::<ChainId>().ok().filter(ChainId::is_tezos)?;
        let endpoints = settings.endpoints.iter().filter_map(|text| Url::parse(text).ok());
        Some((chain, endpoints.collect(), settings.block.clone()))
    });
    Storages::new(chains)
}

/// The door that documents lead through, and the one to the endpoints and gateways that the
/// curator names; and the gateways to ask. A document may lead to the curator's own hosts,
/// but to no endpoint: whoever wrote it would ask there in the curator's name.
fn network(
    file: &ExhibitionFile,
    patience: Patience,
) -> Result<((Door, Door), Gateways), ResolveError> {
    let parse = |text: &String| Url::parse(text).map_err(|_| ResolveError::Address(text.clone()));
    let mut allowed = Allowed::default();
    for host in &file.gateways.own_hosts {
        allowed.host(host);
    }
    let door = Door::new(allowed.clone(), patience);
    for settings in file.chains.values() {
        for endpoint in &settings.endpoints {
            allowed.server(&parse(endpoint)?);
        }
    }
    let (mut ipfs, mut arweave) = (Vec::new(), Vec::new());
    for gateway in &file.gateways.ipfs {
        let unread = || ResolveError::Address(gateway.split('?').next().unwrap_or("").to_owned());
        let url = gateway_address(gateway).ok_or_else(unread)?;
        allowed.server(&url);
        ipfs.push(url);
    }
    for gateway in &file.gateways.arweave {
        let url = parse(gateway)?;
        allowed.server(&url);
        arweave.push(url);
    }
    let servers = door.allowing(allowed);
    Ok(((door, servers), Gateways::named(ipfs, arweave)))
}

fn subjects(
    file: &ExhibitionFile,
    canvases: Vec<Option<Result<CanvasFacts, Problem>>>,
) -> Vec<Subject> {
    let subject = |(entry, canvas): (&WorkEntry, _)| {
        let named = entry.section.as_ref();
        let section = named.and_then(|id| file.sections.iter().position(|s| s.id == *id));
        let token = entry.token.as_ref().and_then(|text| text.parse::<Pasted>().ok());
        Subject {
            entry: entry.clone(),
            section: section.unwrap_or(0),
            token: token.map(|token| TokenFacts::unasked(token.with_standard(EvmStandard::Erc721))),
            strong: Strength::default(),
            canvas,
        }
    };
    file.works.iter().zip(canvases).map(subject).collect()
}

/// Resolves all works, a few at a time, and gives them in the order of the file.
async fn resolve_works(
    workshop: &Workshop,
    subjects: Vec<Subject>,
    progress: &dyn Progress,
) -> io::Result<Vec<LockedWork>> {
    let on_their_way = subjects
        .into_iter()
        .enumerate()
        .map(async |(index, subject)| (index, workshop.resolve(subject).await));
    let mut done = futures::stream::iter(on_their_way).buffer_unordered(IN_FLIGHT);
    let mut works = Vec::new();
    while let Some((index, work)) = done.next().await {
        let work = work?;
        let problem = match &work.media {
            Media::Missing(problem) => Some(problem),
            Media::Shown(_) => None,
        };
        progress.work(work.title.get(Default::default()), problem);
        works.push((index, work));
    }
    works.sort_by_key(|(index, _)| *index);
    Ok(works.into_iter().map(|(_, work)| work).collect())
}

fn lock_of(file: ExhibitionFile, works: Vec<LockedWork>, now: Timestamp) -> Lock {
    let mut sections: Vec<Section> = file
        .sections
        .into_iter()
        .map(|entry| Section { id: entry.id, title: entry.title, text: entry.text })
        .collect();
    if sections.is_empty() {
        // Works need a section to hang in; a file without any means one.
        let title = file.title.clone();
        sections.push(Section { id: "works".to_owned(), title, text: Default::default() });
    }
    let (mut live, mut live_agree) = (BTreeMap::new(), BTreeMap::new());
    for (chain, settings) in file.chains {
        let Some(chain) = chain.parse::<ChainId>().ok().filter(|_| !settings.live.is_empty())
        else {
            continue;
        };
        live_agree.extend(settings.agree.map(|agree| (chain.clone(), agree)));
        live.insert(chain, settings.live);
    }
    Lock {
        version: LOCK_VERSION,
        resolved: now,
        title: file.title,
        subtitle: file.subtitle,
        curator: file.curator,
        text: file.text,
        stale_after_days: file.stale_after_days,
        live,
        live_agree,
        sections,
        works,
    }
}
