//! `enfilade new`: a first exhibition.toml.

use std::path::{Path, PathBuf};

use clap::Args;
use enfilade::exhibition::{
    ExhibitionFile, Listed, Listing, did_you_mean, file_from_contract, file_from_listing,
    file_from_tokens,
};
use enfilade::limits::{LISTED_DEPTH_MAX, LISTED_FILES_MAX, METADATA_BYTES_MAX};
use enfilade::platform::files::{copy_aside, holds_the_same, write_aside};
use enfilade::source::{FILE_NAME, FilesBelow, Folder, FolderError, cannot_write};
use enfilade::token::{Pasted, PastedError};
use serde_json::{Value, json};

use super::{Failure, Outcome, bar::Bar, manifests, or_nearest, output};

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The folder to make; it may be there already, without an exhibition.toml
    dir: PathBuf,
    #[command(flatten)]
    from: Origin,
    /// The numbers of the contract's tokens, both ends included: 1..50 or 1,2,10..20
    #[arg(long, requires = "contract", conflicts_with_all = ["tokens", "folder", "manifest"])]
    ids: Option<String>,
    /// The title on the title wall; the folder's name when absent
    #[arg(long)]
    title: Option<String>,
    /// Print the files that were written, and the works, as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Origin {
    /// Tokens, as CAIP-19 ids, 0x…/42, links of marketplaces and explorers or ENS names:
    /// a file with one a line, or the tokens themselves
    #[arg(long, value_name = "LIST")]
    tokens: Option<String>,
    /// A contract, as eip155:1/erc721:0x…, 0x… or KT1…
    #[arg(long, value_name = "CAIP", requires = "ids")]
    contract: Option<String>,
    /// A folder of pictures, films, sounds, models, pages and JSON metadata; its folders
    /// become sections
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// A IIIF manifest or collection, by its address or as a file
    #[arg(long, value_name = "URL|FILE")]
    manifest: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  enfilade new show --folder ~/Pictures/show
  enfilade new show --tokens tokens.txt --title \"Slow Light\"
  enfilade new show --tokens eip155:1/erc721:0x…/7,eip155:1/erc721:0x…/9
  enfilade new show --tokens https://opensea.io/item/ethereum/0x…/7
  enfilade new show --contract eip155:1/erc721:0x… --ids 1..50
  enfilade new show --manifest https://iiif.example.org/painting/manifest.json
  enfilade new show --folder pictures --json | jq .works";

pub fn run(arguments: &Arguments) -> Outcome {
    let place = arguments.dir.join(FILE_NAME);
    if place.exists() {
        return Err(Failure::failed(format!(
            "{} is there already; edit it, or name another folder",
            place.display()
        )));
    }
    let title = arguments.title.clone().unwrap_or_else(|| title_of(&arguments.dir));
    let Origin { tokens, contract, folder, manifest } = &arguments.from;
    let (mut written, mut aside) = (Vec::new(), Aside::default());
    let file = match (tokens, contract, folder, &arguments.ids) {
        (Some(list), ..) if is_list(list) => {
            file_from_tokens(&title, list).map_err(Failure::misused)?
        }
        (Some(path), ..) => file_from_tokens(&title, &read_list(path)?)?,
        (_, Some(contract), _, Some(ids)) => {
            file_from_contract(&title, contract, ids).map_err(Failure::misused)?
        }
        (_, _, Some(source), _) => {
            let bar = Bar::new(0);
            let source = open_pictures(source)?;
            let found = source.list()?;
            let listing = file_from_listing(&title, &listed(&source, &found, &bar)?)?;
            written = copy(&source, &found, &listing, &Folder::create(&arguments.dir)?, &bar)?;
            aside =
                Aside { left_out: listing.left_out, more: found.more, too_deep: found.too_deep };
            listing.file
        }
        _ => match manifest {
            Some(manifest) => {
                let (file, copied) = manifests::file_from(&title, manifest, &arguments.dir)?;
                written.extend(copied);
                file
            }
            None => {
                let names = "name --tokens, --contract with --ids, --folder, or --manifest";
                return Err(Failure::misused(names));
            }
        },
    };
    let folder = Folder::create(&arguments.dir)?;
    folder.write_file(&file)?;
    written.push(place.clone());
    if arguments.json {
        output::json(&as_json(&file, &written, &aside))?;
    } else {
        aside.tell();
        tell(&file, &place, &arguments.dir);
    }
    Ok(())
}

/// What of a folder does not hang.
#[derive(Debug, Default)]
struct Aside {
    left_out: Vec<String>,
    /// Files beyond those that are listed.
    more: usize,
    /// Folders that lie too deep to be looked into.
    too_deep: usize,
}

impl Aside {
    /// So many of the names as one likes to read.
    const NAMED: usize = 5;

    fn tell(&self) {
        if !self.left_out.is_empty() {
            let files = output::counted(self.left_out.len() as u64, "file");
            let names = self.left_out.iter().take(Self::NAMED).cloned().collect::<Vec<_>>();
            let rest = if self.left_out.len() > names.len() { ", …" } else { "" };
            output::say(&format!(
                "{files} left out, of a kind that does not hang: {}{rest}",
                names.join(", ")
            ));
        }
        if self.more > 0 {
            let files = output::counted(self.more as u64, "file");
            output::say(&format!(
                "{files} left out, for a folder may have {LISTED_FILES_MAX}; make several exhibitions of it"
            ));
        }
        if self.too_deep > 0 {
            let folders = output::counted(self.too_deep as u64, "folder");
            output::say(&format!(
                "{folders} left out that lie more than {LISTED_DEPTH_MAX} deep; move them up"
            ));
        }
    }
}

/// The folder that an exhibition is made of, which need hold none itself.
fn open_pictures(dir: &Path) -> Result<Folder, Failure> {
    let shown = dir.display();
    Folder::open(dir).map_err(|error| match error {
        FolderError::NotThere { near, .. } => {
            let remedy = match near {
                Some(_) => did_you_mean(near.as_deref()),
                None => "; name the folder that holds the pictures".to_owned(),
            };
            Failure::failed(format!("there is no folder {shown} to take pictures from{remedy}"))
        }
        FolderError::NotAFolder(_) => {
            Failure::failed(format!("{shown} is no folder; name the one that holds the pictures"))
        }
        other => other.into(),
    })
}

fn as_json(file: &ExhibitionFile, written: &[PathBuf], aside: &Aside) -> Value {
    let works: Vec<Value> = file
        .works
        .iter()
        .map(|work| json!({ "token": work.token, "file": work.file, "manifest": work.manifest, "canvas": work.canvas, "section": work.section }))
        .collect();
    let written: Vec<_> = written.iter().map(|path| path.display().to_string()).collect();
    json!({
        "written": written,
        "works": works,
        "left_out": aside.left_out,
        "files_beyond": aside.more,
        "folders_too_deep": aside.too_deep,
    })
}

fn tell(file: &ExhibitionFile, place: &Path, dir: &Path) {
    let works = output::counted(file.works.len() as u64, "work");
    output::say(&format!("{} names {works}. Edit it as you like, then:", place.display()));
    output::say(&format!("  enfilade resolve {}", dir.display()));
}

/// Whether these are the tokens themselves, and not the name of a file that lists them.
fn is_list(list: &str) -> bool {
    // What is meant as a token and is none is said to be so, and looked for in no file.
    let meant = match list.parse::<Pasted>() {
        Ok(_) => true,
        Err(PastedError::Empty | PastedError::TooLong | PastedError::Unknown(_)) => false,
        // `./tokens.txt` has a dot where a link has its host, and `C:` is no chain.
        Err(PastedError::Site(_) | PastedError::Network(_)) => false,
        Err(_) => true,
    };
    let begins = ["0x", "0X", "KT1"].iter().any(|start| list.starts_with(start));
    let listed = meant || begins || (list.contains('/') && list.contains(':'));
    listed && !Path::new(list).exists()
}

fn read_list(list: &str) -> Result<String, Failure> {
    std::fs::read_to_string(list).map_err(|problem| {
        let remedy = or_nearest(Path::new(list), "name a file with a token in each line");
        Failure::failed(format!("the list {list} cannot be read: {problem}{remedy}"))
    })
}

/// The folder's files, with what those hold that may name others.
fn listed(folder: &Folder, found: &FilesBelow, bar: &Bar) -> Result<Vec<Listed>, Failure> {
    bar.set_steps(found.files.len());
    let mut listed = Vec::new();
    for (index, file) in found.files.iter().enumerate() {
        bar.at(index, &file.path);
        let may_name_others = [".json", ".gltf"].iter().any(|end| file.path.ends_with(end));
        let document = if may_name_others && file.bytes <= METADATA_BYTES_MAX {
            Some(folder.read_named(&file.path)?)
        } else {
            None
        };
        listed.push(Listed { path: file.path.clone(), document });
    }
    Ok(listed)
}

/// An exhibition holds its own files, so that it can be moved and given away. Gives the
/// files that were not there before.
fn copy(
    source: &Folder,
    found: &FilesBelow,
    listing: &Listing,
    target: &Folder,
    bar: &Bar,
) -> Result<Vec<PathBuf>, Failure> {
    let (from, to) = (source.real(), target.real());
    if from == to {
        return Ok(Vec::new());
    }
    if to.starts_with(from) {
        return Err(Failure::misused(
            "the exhibition would lie inside the folder that it is made of; name another place",
        ));
    }
    let mut written = Vec::new();
    for (index, file) in found.files.iter().enumerate() {
        bar.at(index, &file.path);
        if listing.left_out.contains(&file.path) {
            continue;
        }
        let path = target.dir().join(&file.path);
        let place = source.place_of(&file.path)?;
        match holds_the_same(&place, &path) {
            Ok(true) => {}
            Ok(false) => return Err(another(&path)),
            Err(_) => {
                copy_aside(&place, &path).map_err(|problem| cannot_write(&path, problem))?;
                written.push(path);
            }
        }
    }
    Ok(written)
}

fn another(path: &Path) -> Failure {
    Failure::failed(format!(
        "{} is there already and is another file; name another folder",
        path.display()
    ))
}

/// Puts a file into an exhibition; says whether it was not there before. Somebody's own
/// file of that name is not the program's to replace.
pub(super) fn put(path: &Path, bytes: &[u8]) -> Result<bool, Failure> {
    match std::fs::read(path) {
        Ok(there) if there == bytes => Ok(false),
        Ok(_) => Err(another(path)),
        Err(_) => {
            write_aside(path, bytes).map_err(|problem| cannot_write(path, problem))?;
            Ok(true)
        }
    }
}

fn title_of(dir: &Path) -> String {
    let whole = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    whole.file_name().map_or_else(|| "Exhibition".to_owned(), |n| n.to_string_lossy().into_owned())
}
