//! `enfilade new`: a first exhibition.toml.

use std::path::{Path, PathBuf};

use clap::Args;
use enfilade::exhibition::{
    ExhibitionFile, Listed, file_from_contract, file_from_listing, file_from_tokens,
};
use enfilade::platform::files::write_aside;
use enfilade::source::near::{did_you_mean, near_name};
use enfilade::source::{FILE_NAME, Folder, cannot_write};

use super::{Failure, Outcome, bar::Bar, output};

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The folder to make; it may be there already, without an exhibition.toml
    dir: PathBuf,
    #[command(flatten)]
    from: Origin,
    /// The numbers of the contract's tokens, both ends included: 1..50 or 1,2,10..20
    #[arg(long, requires = "contract")]
    ids: Option<String>,
    /// The title on the title wall; the folder's name when absent
    #[arg(long)]
    title: Option<String>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Origin {
    /// Tokens by their CAIP-19 ids: a file with one a line, or the ids themselves
    #[arg(long, value_name = "LIST")]
    tokens: Option<String>,
    /// A contract, as eip155:1/erc721:0x…
    #[arg(long, value_name = "CAIP", requires = "ids")]
    contract: Option<String>,
    /// A folder of pictures, GLB models and JSON metadata; its folders become sections
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  enfilade new show --folder ~/Pictures/show
  enfilade new show --tokens tokens.txt --title \"Slow Light\"
  enfilade new show --tokens eip155:1/erc721:0x…/7,eip155:1/erc721:0x…/9
  enfilade new show --contract eip155:1/erc721:0x… --ids 1..50";

pub fn run(arguments: &Arguments) -> Outcome {
    let place = arguments.dir.join(FILE_NAME);
    if place.exists() {
        return Err(Failure::misused(format!(
            "{} is there already; edit it, or name another folder",
            place.display()
        )));
    }
    let title = arguments.title.clone().unwrap_or_else(|| title_of(&arguments.dir));
    let Origin { tokens, contract, folder } = &arguments.from;
    let file = match (tokens, contract, folder, &arguments.ids) {
        (Some(list), ..) => file_from_tokens(&title, &read_list(list)?)?,
        (_, Some(contract), _, Some(ids)) => file_from_contract(&title, contract, ids)?,
        (_, _, Some(source), _) => {
            let source = Folder::open(source)?;
            let listed = listed(&source)?;
            let file = file_from_listing(&title, &listed)?;
            copy(&source, &listed, &Folder::create(&arguments.dir)?)?;
            file
        }
        _ => return Err(Failure::misused("name --tokens, --contract with --ids, or --folder")),
    };
    let folder = Folder::create(&arguments.dir)?;
    folder.write_file(&file)?;
    tell(&file, &place, &arguments.dir);
    Ok(())
}

fn tell(file: &ExhibitionFile, place: &Path, dir: &Path) {
    let works = file.works.len();
    output::say(&format!("{} names {works} works. Edit it as you like, then:", place.display()));
    output::say(&format!("  enfilade resolve {}", dir.display()));
}

/// The list itself, or what the file of that name holds.
fn read_list(list: &str) -> Result<String, Failure> {
    if list.contains('/') && list.contains(':') && !Path::new(list).exists() {
        return Ok(list.to_owned());
    }
    std::fs::read_to_string(list).map_err(|problem| {
        let near = did_you_mean(near_name(Path::new(list)).as_deref());
        Failure::failed(format!("the list {list} cannot be read: {problem}{near}"))
    })
}

/// The longest document that is looked into as metadata, in bytes.
const DOCUMENT_BYTES_MAX: u64 = 1_048_576;

fn listed(folder: &Folder) -> Result<Vec<Listed>, Failure> {
    let mut listed = Vec::new();
    for file in folder.list()? {
        let document = file.path.ends_with(".json") && file.bytes <= DOCUMENT_BYTES_MAX;
        let document = if document { Some(folder.read_named(&file.path)?) } else { None };
        listed.push(Listed { path: file.path, document });
    }
    Ok(listed)
}

/// An exhibition holds its own files, so that it can be moved and given away.
fn copy(source: &Folder, listed: &[Listed], target: &Folder) -> Outcome {
    let (from, to) = (source.dir().canonicalize()?, target.dir().canonicalize()?);
    if from == to {
        return Ok(());
    }
    if to.starts_with(&from) {
        return Err(Failure::misused(
            "the exhibition would lie inside the folder that it is made of; name another place",
        ));
    }
    let bar = Bar::new(listed.len());
    for (index, file) in listed.iter().enumerate() {
        bar.at(index, &file.path);
        let bytes = source.read_named(&file.path)?;
        let path = target.dir().join(&file.path);
        match std::fs::read(&path) {
            Ok(there) if there == bytes => {}
            // Somebody's own file of that name is not the program's to replace.
            Ok(_) => {
                return Err(Failure::failed(format!(
                    "{} is there already and is another file; name another folder",
                    path.display()
                )));
            }
            Err(_) => {
                write_aside(&path, &bytes).map_err(|problem| cannot_write(&path, problem))?;
            }
        }
    }
    bar.clear();
    Ok(())
}

fn title_of(dir: &Path) -> String {
    let whole = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    whole.file_name().map_or_else(|| "Exhibition".to_owned(), |n| n.to_string_lossy().into_owned())
}
