//! Where the files lie that a page asks for: paths from the root of the page's own place,
//! as its addresses and its import map name them.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;
use url::Url;

use super::asked::{Asked, Role, TextKind, asked_in, is_beside};
use super::tag::{ScriptKind, elements, script_kind};
use crate::limits::{ASKED_BYTES_MAX, IMPORTS_MAX};
use crate::media::{MediaType, sniff};

/// A file that a text asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Beside {
    /// From the root of the page's place, as an address has it: `/works/sketch.js`.
    pub path: String,
    /// As it is written.
    pub address: String,
    pub role: Role,
}

/// What a page calls its modules (`<script type="importmap">`).
#[derive(Clone, Debug, Default)]
pub struct ImportMap(Vec<(String, String)>);

/// The root of a page's place, whatever it is.
pub(super) const ROOT: &str = "https://beside.invalid";

impl ImportMap {
    pub fn of(page: &str) -> Self {
        let maps = elements(page).filter(|element| {
            element.tag.name == "script"
                && script_kind(element.tag.get("type")) == ScriptKind::ImportMap
        });
        let read = maps.filter_map(|element| {
            let mut map: Value = serde_json::from_str(element.text).ok()?;
            let Value::Object(imports) = map.get_mut("imports")?.take() else { return None };
            let each = imports.into_iter();
            Some(each.filter_map(|(name, to)| Some((name, to.as_str()?.to_owned()))))
        });
        Self(read.flatten().take(IMPORTS_MAX).collect())
    }

    /// Every name with the path of what it stands for, where that lies beside the page at
    /// this path, and the address as it is written.
    pub(super) fn paths(&self, page: &str) -> impl Iterator<Item = (&str, Option<String>, &str)> {
        self.0.iter().map(move |(name, to)| (name.as_str(), join(page, to), to.as_str()))
    }

    /// The address that a module's bare name stands for: by its own entry, or by the
    /// longest that names a folder.
    fn address_of(&self, name: &str) -> Option<String> {
        if let Some((_, to)) = self.0.iter().find(|(from, _)| from == name) {
            return Some(to.clone());
        }
        let folders = self.0.iter().filter(|(from, _)| from.ends_with('/'));
        let folder = folders.filter(|(from, _)| name.starts_with(from.as_str()));
        let (from, to) = folder.max_by_key(|(from, _)| from.len())?;
        // It is copied for every module in it.
        (to.len() <= ASKED_BYTES_MAX).then(|| format!("{to}{}", &name[from.len()..]))
    }
}

/// Where the page lies, and what it calls its modules.
#[derive(Clone, Debug)]
pub struct Bearings {
    /// The page's own path, from the root of its place.
    pub page: String,
    pub imports: ImportMap,
}

impl Bearings {
    /// The files that a text asks for which lies at `here`, each once, what is certain
    /// before what is a guess.
    pub fn beside(&self, text: &str, kind: TextKind, here: &str) -> Vec<Beside> {
        let mut all: BTreeMap<(bool, String), Beside> = BTreeMap::new();
        let mut seen = HashSet::new();
        for asked in asked_in(text, kind).into_iter().filter(|asked| seen.insert(*asked)) {
            for path in self.paths(&asked, kind, here) {
                let role = asked.role;
                let found = Beside { path, address: asked.address.to_owned(), role };
                let known = all.entry((role == Role::Guess, found.path.clone())).or_insert(found);
                known.role = known.role.min(role);
            }
        }
        let certain: HashSet<String> =
            all.keys().filter(|(guess, _)| !guess).map(|(_, path)| path.clone()).collect();
        all.retain(|(guess, path), _| !guess || !certain.contains(path));
        all.into_values().collect()
    }

    /// Where an address leads from a text that lies at `here`: a page's programs ask from
    /// where the page lies, its styles and modules from where they lie themselves. Nothing
    /// beside them has a name that is longer than what is looked for.
    pub(super) fn paths(&self, asked: &Asked<'_>, kind: TextKind, here: &str) -> Vec<String> {
        if asked.address.len() > ASKED_BYTES_MAX {
            return Vec::new();
        }
        let address = asked.address.replace("&amp;", "&");
        let relative = address.starts_with(['/', '.']);
        let found = match (asked.role, kind) {
            (Role::Import, _) if !relative => {
                let named = self.imports.address_of(&address);
                vec![named.and_then(|address| join(&self.page, &address))]
            }
            (Role::Import, _) | (_, TextKind::Style) => vec![join(here, &address)],
            (Role::Guess, _) => vec![join(&self.page, &address), join(here, &address)],
            _ => vec![join(&self.page, &address)],
        };
        let mut found: Vec<String> = found.into_iter().flatten().collect();
        found.dedup();
        found
    }
}

/// The path that an address names, seen from a path; none where it leads elsewhere, to a
/// folder, or back to the page.
fn join(from: &str, address: &str) -> Option<String> {
    let address = address.trim();
    if !is_beside(address) {
        return None;
    }
    let base = Url::parse(ROOT).ok()?.join(from).ok()?;
    let url = base.join(address).ok()?;
    let path = url.path();
    let fits = url.origin() == base.origin() && !path.ends_with('/') && path != base.path();
    fits.then(|| path.to_owned())
}

/// What a file is a text of, by what it was asked for and by its name; none for what
/// holds no addresses of its own.
pub fn text_kind(path: &str, role: Role) -> Option<TextKind> {
    match (extension(path).as_str(), role) {
        ("css", _) | (_, Role::Style) => Some(TextKind::Style),
        ("js" | "mjs", _) | (_, Role::Program | Role::Import) => Some(TextKind::Program),
        _ => None,
    }
}

/// The media type under which a page is given a file.
pub(super) fn mime_of(path: &str, role: Role, bytes: &[u8]) -> &'static str {
    match text_kind(path, role) {
        Some(TextKind::Style) => return "text/css",
        Some(_) => return "text/javascript",
        None => {}
    }
    let named = match extension(path).as_str() {
        "json" | "geojson" => Some("application/json"),
        "wasm" => Some("application/wasm"),
        "ttf" => Some("font/ttf"),
        "otf" => Some("font/otf"),
        "woff" => Some("font/woff"),
        "woff2" => Some("font/woff2"),
        "txt" | "csv" | "tsv" | "glsl" | "vert" | "frag" | "vs" | "fs" | "wgsl" | "obj" | "mtl" => {
            Some("text/plain")
        }
        "xml" => Some("text/xml"),
        _ => None,
    };
    let sniffed = || sniff(bytes).map_or("application/octet-stream", MediaType::mime);
    named.unwrap_or_else(sniffed)
}

fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or("");
    name.rsplit_once('.').map_or(String::new(), |(_, end)| end.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_paths() {
        let check = |from: &str, address: &str, expected: Option<&str>| {
            assert_eq!(join(from, address).as_deref(), expected, "{from} {address}");
        };
        check("/a/index.html", "sketch.js", Some("/a/sketch.js"));
        check("/a/index.html", "./b/../c.js?v=2#x", Some("/a/c.js"));
        check("/a/index.html", "../up.js", Some("/up.js"));
        check("/a/index.html", "../../../up.js", Some("/up.js"));
        check("/a/index.html", "/root.js", Some("/root.js"));
        check("/a/index.html", "a b.png", Some("/a/a%20b.png"));
        check("/a/index.html", "画.png", Some("/a/%E7%94%BB.png"));
        check("", "sketch.js", Some("/sketch.js"));
        check("/a/index.html", "//cdn.example/a.js", None);
        check("/a/index.html", "/\\cdn.example/a.js", None);
        check("/a/index.html", "https://h/a.js", None);
        check("/a/index.html", "#x", None);
        check("/a/index.html", "index.html?x", None);
        check("/a/index.html", "b/", None);
    }

    #[test]
    fn modules_are_found_by_their_bare_names() {
        let page = "<script type=importmap>{\"imports\":{\"three\":\"./lib/three.js\",\"three/addons/\":\"./jsm/\",\"far\":\"https://cdn/x.js\",\"odd\":1}}</script>";
        let bearings = Bearings { page: "/w/index.html".into(), imports: ImportMap::of(page) };
        let check = |text: &str, here: &str, expected: &[&str]| {
            let found = bearings.beside(text, TextKind::Program, here);
            let found: Vec<_> = found.iter().map(|one| one.path.as_str()).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("import 'three'", "/w/src/a.js", &["/w/lib/three.js"]);
        check("import 'three/addons/a/b.js'", "/w/src/a.js", &["/w/jsm/a/b.js"]);
        check("import './c.js'", "/w/src/a.js", &["/w/src/c.js"]);
        check("import 'far'; import 'odd'; import 'none'", "/w/src/a.js", &[]);
        // A guess may be meant from the page, or from the module.
        check("load('x.png')", "/w/src/a.js", &["/w/src/x.png", "/w/x.png"]);
        check("load('x.png')", "/w/index.html", &["/w/x.png"]);
        // What is certain comes first, and no guess beside it.
        check("load('a.png'); import './z.js'", "/w/index.html", &["/w/z.js", "/w/a.png"]);
    }

    #[test]
    fn an_import_map_has_so_many_entries_and_no_more() {
        let check = |count: usize, expected: usize| {
            let names: Vec<String> = (0..count).map(|i| format!("\"m{i}\":\"./{i}.js\"")).collect();
            let map = format!("{{\"imports\":{{{}}}}}", names.join(","));
            let page = format!("<script type=importmap>{map}</script>");
            assert_eq!(ImportMap::of(&page).paths("/index.html").count(), expected);
        };
        check(IMPORTS_MAX, IMPORTS_MAX);
        check(IMPORTS_MAX + 1, IMPORTS_MAX);
    }

    #[test]
    fn an_address_leads_somewhere_if_it_is_so_long_and_no_longer() {
        let check = |bytes: usize, expected: usize| {
            let name = "a".repeat(bytes);
            let map = |to: &str| ImportMap(vec![("m/".to_owned(), to.to_owned())]);
            let bearings = Bearings { page: "/index.html".into(), imports: map(&name) };
            for (text, kind) in [
                (format!("<img src={name}>"), TextKind::Page),
                (format!("a{{b:url({name})}}"), TextKind::Style),
                (format!("a{{b:url('{name}')}}"), TextKind::Style),
                ("import 'm/b.js'".to_owned(), TextKind::Program),
            ] {
                let found = bearings.beside(&text, kind, &bearings.page);
                assert_eq!(found.len(), expected, "{text}");
            }
        };
        check(ASKED_BYTES_MAX, 1);
        check(ASKED_BYTES_MAX + 1, 0);
    }

    #[test]
    fn files_are_given_under_their_types() {
        let check = |path: &str, role, bytes: &[u8], expected: &str| {
            assert_eq!(mime_of(path, role, bytes), expected, "{path}");
        };
        check("/a.js", Role::Guess, b"", "text/javascript");
        check("/a", Role::Program, b"", "text/javascript");
        check("/a", Role::Style, b"", "text/css");
        check("/a.png", Role::File, b"GIF89a", "image/gif");
        check("/a.wasm", Role::Guess, b"\0asm", "application/wasm");
        check("/a.vert", Role::Guess, b"void", "text/plain");
        check("/a", Role::File, b"?", "application/octet-stream");
    }
}
