//! The rules of an `exhibition.toml` that go beyond its form: names that are there, ids
//! that are ids, paths that stay inside.

use std::collections::{HashMap, HashSet};

use super::near::nearest;
use super::read::{FileError, FileProblem, Lines, Step};
use super::{ChainSettings, ExhibitionFile, WorkEntry, WorkId, gateway_address};
use crate::limits::SIDE_MM_MAX;
use crate::token::{AccountId, ChainId, Pasted};

use Step::{Index, Key};

pub(super) fn validate(file: &ExhibitionFile, lines: &Lines) -> Result<(), FileError> {
    check_gateways(file, lines)?;
    check_chains(file, lines)?;
    let mut sections = HashMap::new();
    for (index, section) in file.sections.iter().enumerate() {
        let line = lines.line(&[Key("section"), Index(index), Key("id")]);
        if section.id.trim().is_empty() {
            return Err(value(line, "a section's “id” is empty; works name it by that"));
        }
        only_once(&mut sections, "section", &section.id, line)?;
    }
    let mut ids = HashMap::new();
    for (index, work) in file.works.iter().enumerate() {
        let line = |key| lines.line(&[Key("work"), Index(index), Key(key)]);
        check_work(work, &line)?;
        if let Some(section) = work.section.as_deref().filter(|name| !sections.contains_key(name)) {
            let nearest = nearest(section, sections.keys().copied());
            let problem =
                FileProblem::UnknownWord { word: section.to_owned(), what: "section", nearest };
            return Err(FileError { line: line("section"), problem });
        }
        if let Some(path) = work.attestations.iter().find(|path| !path_stays_inside(path)) {
            let problem =
                format!("“{path}” leads out of the exhibition's folder; copy the file into it");
            return Err(value(line("attestations"), problem));
        }
        if let Some(id) = &work.id {
            only_once(&mut ids, "id", id, line("id"))?;
        }
    }
    Ok(())
}

/// Whether a path of an exhibition file stays inside its folder: relative, without
/// `..`, drives, backslashes and control characters.
pub fn path_stays_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with('/')
        && !path.chars().any(|c| c.is_control() || c == '\\' || c == ':')
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn check_work(work: &WorkEntry, line: &dyn Fn(&'static str) -> usize) -> Result<(), FileError> {
    let named = [&work.token, &work.file, &work.manifest].into_iter().flatten().count();
    if named != 1 {
        let problem = FileProblem::TokenFileOrManifest { several: named > 1 };
        return Err(FileError { line: line(""), problem });
    }
    if work.canvas.is_some() && work.manifest.is_none() {
        let problem = "a “canvas” is one of a “manifest”, and this work has none";
        return Err(value(line("canvas"), problem));
    }
    let (web, own) = match &work.manifest {
        Some(manifest) if manifest.contains("://") => (Some(manifest.clone()), None),
        manifest => (None, manifest.clone()),
    };
    check_addresses(web.as_slice(), line("manifest"))?;
    if let Some(token) = &work.token {
        token.parse::<Pasted>().map_err(|error| value(line("token"), error))?;
    }
    for (key, path) in [("file", &work.file), ("manifest", &own), ("ownership", &work.ownership)] {
        if let Some(path) = path.as_ref().filter(|path| !path_stays_inside(path)) {
            let problem =
                format!("“{path}” leads out of the exhibition's folder; copy the file into it");
            return Err(value(line(key), problem));
        }
    }
    if let Some(id) = &work.id {
        id.parse::<WorkId>().map_err(|error| value(line("id"), error))?;
    }
    for holder in &work.holders {
        let account =
            if holder.starts_with("0x") { format!("eip155:1:{holder}") } else { holder.clone() };
        account.parse::<AccountId>().map_err(|error| value(line("holders"), error))?;
    }
    let right_size = |sides: &Vec<u32>| {
        (2..=3).contains(&sides.len()) && sides.iter().all(|mm| (1..=SIDE_MM_MAX).contains(mm))
    };
    if !work.size_mm.as_ref().is_none_or(right_size) {
        let problem = format!(
            "“size_mm” holds width and height, or width, height and depth, each from 1 to {SIDE_MM_MAX} mm"
        );
        return Err(value(line("size_mm"), problem));
    }
    Ok(())
}

fn check_chains(file: &ExhibitionFile, lines: &Lines) -> Result<(), FileError> {
    for (chain, settings) in &file.chains {
        let line = |key| lines.line(&[Key("chains"), Key(chain), Key(key)]);
        chain.parse::<ChainId>().map_err(|error| value(line(""), error))?;
        for (key, addresses) in [("endpoints", &settings.endpoints), ("live", &settings.live)] {
            check_addresses(addresses, line(key))?;
            check_only_once(addresses, line(key))?;
        }
        check_addresses(settings.names.as_slice(), line("names"))?;
        check_agreement(settings, line("agree"))?;
        let names = ["latest", "safe", "finalized"];
        let block = settings.block.as_str();
        if !names.contains(&block) && block.parse::<u64>().is_err() {
            let problem = FileProblem::UnknownWord {
                word: block.to_owned(),
                what: "block: a number, latest, safe or finalized",
                nearest: nearest(block, names),
            };
            return Err(FileError { line: line("block"), problem });
        }
    }
    Ok(())
}

/// As many must be able to agree as are to. Endpoints of one host are one voice.
fn check_agreement(settings: &ChainSettings, line: usize) -> Result<(), FileError> {
    let host = |address: &String| {
        let url = url::Url::parse(address).ok()?;
        Some((url.host_str()?.to_owned(), url.port()))
    };
    let hosts: HashSet<_> = settings.endpoints.iter().filter_map(host).collect();
    let (named, count) = (settings.endpoints.len(), hosts.len());
    let fits = |agree: u32| (1..=count.max(1)).contains(&(agree as usize));
    let Some(agree) = settings.agree.filter(|agree| !fits(*agree)) else { return Ok(()) };
    let problem = match (count == named, count) {
        (true, _) => {
            format!("“agree” is {agree}, and {count} endpoints are named; say 1 to {count}")
        }
        (false, 1) => format!(
            "“agree” is {agree}, and the {named} endpoints that are named belong to one host, which counts once; say 1"
        ),
        (false, _) => format!(
            "“agree” is {agree}, and the {named} endpoints that are named belong to {count} hosts, each of which counts once; say 1 to {count}"
        ),
    };
    Err(value(line, problem))
}

/// An address that is named twice would count as two.
fn check_only_once(addresses: &[String], line: usize) -> Result<(), FileError> {
    let mut seen = HashSet::new();
    let twice = addresses.iter().find(|address| {
        let url = url::Url::parse(address).map(String::from);
        !seen.insert(url.unwrap_or_else(|_| (*address).clone()))
    });
    match twice {
        Some(twice) => {
            Err(value(line, format!("“{twice}” is named twice; name each address once")))
        }
        None => Ok(()),
    }
}

fn check_gateways(file: &ExhibitionFile, lines: &Lines) -> Result<(), FileError> {
    let line = |key| lines.line(&[Key("gateways"), Key(key)]);
    if let Some(wrong) = file.gateways.ipfs.iter().find(|text| gateway_address(text).is_none()) {
        // What stands behind `?` may be a key, and a terminal is read by others, too.
        let wrong = wrong.split('?').next().unwrap_or_default();
        let problem = format!(
            "“{wrong}” is no gateway of IPFS; one looks like https://gateway.example or https://gateway.example/ipfs/{{cid}}?key=…"
        );
        return Err(value(line("ipfs"), problem));
    }
    let is_host = |text: &str| {
        url::Url::parse(text).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.has_host()
                && url.query().is_none()
                && url.username().is_empty()
                && url.password().is_none()
        })
    };
    if let Some(wrong) = file.gateways.arweave.iter().find(|text| !is_host(text)) {
        let wrong = wrong.split('?').next().unwrap_or_default();
        let problem = format!(
            "“{wrong}” is no gateway of Arweave; one looks like https://gateway.example, without a key"
        );
        return Err(value(line("arweave"), problem));
    }
    for host in &file.gateways.own_hosts {
        let parsed = url::Url::parse(&format!("http://{host}/"));
        let plain = !host.contains(['/', '@', '?', '#']);
        if !plain || parsed.is_err() {
            let problem = format!("“{host}” is no host; one looks like localhost or 10.0.0.2:8080");
            return Err(value(line("own_hosts"), problem));
        }
    }
    Ok(())
}

fn check_addresses(addresses: &[String], line: usize) -> Result<(), FileError> {
    let web = |address: &str| {
        url::Url::parse(address)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    };
    match addresses.iter().find(|address| !web(address)) {
        Some(wrong) => {
            let problem = format!("“{wrong}” is no address that begins with https:// or http://");
            Err(value(line, problem))
        }
        None => Ok(()),
    }
}

fn only_once<'a>(
    seen: &mut HashMap<&'a str, usize>,
    what: &'static str,
    id: &'a str,
    line: usize,
) -> Result<(), FileError> {
    match seen.insert(id, line) {
        Some(first_line) => {
            let problem = FileProblem::Twice { what, id: id.to_owned(), first_line };
            Err(FileError { line, problem })
        }
        None => Ok(()),
    }
}

fn value(line: usize, problem: impl ToString) -> FileError {
    FileError { line, problem: FileProblem::Value(problem.to_string()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_is_so_long_and_no_longer() {
        let check = |mm: u32, expected: bool| {
            let text =
                format!("title = \"A\"\n[[work]]\nfile = \"a.png\"\nsize_mm = [100, {mm}]\n");
            assert_eq!(crate::exhibition::parse_file(&text).is_ok(), expected, "{mm}");
        };
        check(SIDE_MM_MAX, true);
        check(SIDE_MM_MAX + 1, false);
        check(0, false);
    }

    #[test]
    fn paths_stay_inside() {
        let check = |path: &str, expected: bool| {
            assert_eq!(path_stays_inside(path), expected, "{path:?}");
        };
        check("a.png", true);
        check("works/a b.png", true);
        check("works/甲.png", true);
        check("..a/b", true);
        check("", false);
        check("/etc/passwd", false);
        check("../a.png", false);
        check("a/../../b", false);
        check("a//b", false);
        check("./a", false);
        check("C:/a", false);
        check("a\\..\\b", false);
        check("a\0b", false);
    }
}
