//! A page and the files beside it in one document, which asks for nothing: what its
//! elements and styles load stands in it as data, its modules are found by an import map,
//! and its programs are given by a small script what they ask for by name.

use std::collections::{BTreeMap, HashMap};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::asked::{Asked, Role, TextKind, asked_in};
use super::beside::{Bearings, ROOT, mime_of, text_kind};
use super::tag::{ScriptKind, elements, script_kind};
use crate::limits;
use crate::media::MediaError;
use crate::media::error::at_most;

/// A file that lies beside a page, and what it was asked for.
#[derive(Clone, Debug)]
pub struct PageFile {
    pub bytes: Vec<u8>,
    pub role: Role,
}

/// Packs a page with the files that lie at these paths.
pub fn pack_page(
    page: &str,
    bearings: &Bearings,
    files: &BTreeMap<String, PageFile>,
) -> Result<String, MediaError> {
    let packer = Packer { bearings, files };
    let (mut data, mut imports) = (Map::new(), Map::new());
    // One module may have a thousand names: it is counted before there are as many of it.
    let mut length = 0_usize;
    for (path, file) in files {
        let written = packer.data(path, file, &mut Vec::new())?;
        length = length.saturating_add(written.len());
        at_most!(length, PAGE_PACKED_BYTES_MAX, "bytes with its files in it");
        if text_kind(path, file.role) == Some(TextKind::Program) {
            imports.insert(module_name(path), written.clone().into());
        }
        data.insert(path.clone(), written.into());
    }
    // A page has one import map, and its own names go on meaning what they meant.
    for (name, path, address) in bearings.imports.paths(&bearings.page) {
        let module = path.and_then(|path| imports.get(&module_name(&path)).cloned());
        let module = module.unwrap_or_else(|| Value::from(address));
        length = length.saturating_add(module.as_str().map_or(0, str::len));
        at_most!(length, PAGE_PACKED_BYTES_MAX, "bytes with its files in it");
        imports.insert(name.to_owned(), module);
    }
    let page = without_import_maps(page);
    let body = packer.rewrite(&page, TextKind::Page, &bearings.page, &mut Vec::new())?;
    let (before, behind) = body.split_at(start_of_head(&body));
    let (at, data) = (in_script(&json!(bearings.page)), in_script(&Value::Object(data)));
    let map = in_script(&json!({ "imports": imports }));
    let packed = format!(
        "{before}<script>({SCRIPT})({at}, {data})</script><script type=\"importmap\">{map}</script>{behind}"
    );
    at_most!(packed.len(), PAGE_PACKED_BYTES_MAX, "bytes with its files in it");
    Ok(packed)
}

/// What gives programs the files that they ask for by name.
const SCRIPT: &str = include_str!("../../../assets/site/beside.js");

/// How a module asks for its own address.
const OWN_ADDRESS: &str = "import.meta.url";

struct Packer<'a> {
    bearings: &'a Bearings,
    files: &'a BTreeMap<String, PageFile>,
}

impl Packer<'_> {
    /// A file as a data URI, with what it asks for in it; `within` are the styles around
    /// it, which no style may hold again.
    fn data(
        &self,
        path: &str,
        file: &PageFile,
        within: &mut Vec<String>,
    ) -> Result<String, MediaError> {
        let mime = mime_of(path, file.role, &file.bytes);
        let text = text_kind(path, file.role).zip(std::str::from_utf8(&file.bytes).ok());
        let Some((kind, text)) = text else {
            return Ok(format!("data:{mime};base64,{}", STANDARD.encode(&file.bytes)));
        };
        within.push(path.to_owned());
        let written = self.rewrite(text, kind, path, within);
        within.pop();
        Ok(format!("data:{mime};charset=utf-8;base64,{}", STANDARD.encode(written?)))
    }

    /// A text in which every address that is certain leads to what is at hand.
    fn rewrite(
        &self,
        text: &str,
        kind: TextKind,
        here: &str,
        within: &mut Vec<String>,
    ) -> Result<String, MediaError> {
        let mut asked = asked_in(text, kind);
        // Names that are guessed, and those that programs ask for as they run, are the
        // script's affair.
        asked.retain(|one| match one.role {
            Role::Import => true,
            Role::Guess => false,
            _ => kind != TextKind::Program,
        });
        asked.sort_by_key(|one| place_in(text, one.address));
        let (mut written, mut done) = (String::with_capacity(text.len()), 0);
        // An address may stand there a million times.
        let mut led: HashMap<Asked<'_>, Option<(&String, &PageFile)>> = HashMap::new();
        for one in asked {
            let at = place_in(text, one.address);
            let found = *led.entry(one).or_insert_with(|| {
                let path = self.bearings.paths(&one, kind, here).into_iter().next()?;
                self.files.get_key_value(&path)
            });
            let deeper = within.len() < limits::BESIDE_DEPTH_MAX;
            let fits = |path: &String| at >= done && deeper && !within.contains(path);
            let Some((path, file)) = found.filter(|(path, _)| fits(path)) else {
                continue;
            };
            written.push_str(&text[done..at]);
            written.push_str(&match one.role {
                Role::Import => module_name(path),
                _ => self.data(path, file, within)?,
            });
            at_most!(written.len(), PAGE_PACKED_BYTES_MAX, "bytes with its files in it");
            done = at + one.address.len();
        }
        written.push_str(&text[done..]);
        if kind == TextKind::Program {
            // A module that is data has no address that others could be relative to.
            let own = json!(format!("{ROOT}{here}")).to_string();
            let grown = written.matches(OWN_ADDRESS).count().saturating_mul(own.len());
            at_most!(
                written.len().saturating_add(grown),
                PAGE_PACKED_BYTES_MAX,
                "bytes with its files in it"
            );
            written = written.replace(OWN_ADDRESS, &own);
        }
        Ok(written)
    }
}

/// The name that a module goes by in the import map.
fn module_name(path: &str) -> String {
    format!("beside:{path}")
}

/// Where a part of a text begins in it.
fn place_in(text: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(text.as_ptr().addr())
}

/// JSON that may stand in a script of a page.
fn in_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

fn without_import_maps(page: &str) -> String {
    let (mut written, mut done) = (String::with_capacity(page.len()), 0);
    for element in elements(page) {
        let kind = script_kind(element.tag.get("type"));
        if element.tag.name == "script" && kind == ScriptKind::ImportMap {
            let at = place_in(page, element.text);
            written.push_str(&page[done..at]);
            written.push_str("{}");
            done = at + element.text.len();
        }
    }
    written + &page[done..]
}

/// Where the first script of a page may stand: behind what opens its head, or the whole
/// of it, and behind its doctype, which would else be none.
fn start_of_head(page: &str) -> usize {
    let behind = |name: &str| {
        let found = elements(page).take(4).find(|element| element.tag.name == name)?;
        Some(page.len() - found.tag.behind().len())
    };
    let doctype = || {
        let text = page.trim_start_matches('\u{feff}').trim_start();
        let is = text.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"));
        is.then(|| text.find('>').map(|end| page.len() - text.len() + end + 1)).flatten()
    };
    behind("head").or_else(|| behind("html")).or_else(doctype).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::ImportMap;
    use super::*;

    /// What a page at `/w/index.html` becomes with these files, without the scripts that
    /// are put before it, and the import map.
    fn packed(page: &str, files: &[(&str, Role, &str)]) -> (String, Value) {
        let each = files.iter().map(|(path, role, text)| {
            ((*path).to_owned(), PageFile { bytes: text.as_bytes().to_vec(), role: *role })
        });
        let bearings = Bearings { page: "/w/index.html".into(), imports: ImportMap::of(page) };
        let packed = pack_page(page, &bearings, &each.collect()).unwrap();
        let (before, rest) = packed.split_once("<script>(").unwrap();
        let (_, rest) = rest.split_once("<script type=\"importmap\">").unwrap();
        let (map, behind) = rest.split_once("</script>").unwrap();
        (format!("{before}|{behind}"), serde_json::from_str(map).unwrap())
    }

    fn data(mime: &str, text: &str) -> String {
        format!("data:{mime};charset=utf-8;base64,{}", STANDARD.encode(text))
    }

    #[test]
    fn what_a_page_loads_stands_in_it() {
        use Role::{File, Guess, Program, Style};
        let check = |page: &str, files: &[(&str, Role, &str)], expected: &str| {
            assert_eq!(packed(page, files).0, expected, "{page}");
        };
        let draw = data("text/javascript", "draw()");
        check(
            "<!doctype html><head><script src=a.js></script>",
            &[("/w/a.js", Program, "draw()")],
            &format!("<!doctype html><head>|<script src={draw}></script>"),
        );
        check(
            "<!doctype html><script src='../a.js?v=1'></script>",
            &[("/a.js", Program, "draw()")],
            &format!("<!doctype html>|<script src='{draw}'></script>"),
        );
        check("<p>", &[("/w/a.js", Guess, "x")], "|<p>");
        check(
            "<html lang=en><img src=gone.png><script>load('a.png')</script>",
            &[("/w/a.png", Guess, "GIF89a")],
            "<html lang=en>|<img src=gone.png><script>load('a.png')</script>",
        );
        let picture = format!("data:image/gif;base64,{}", STANDARD.encode("GIF89a"));
        let inner = data("text/css", &format!("b{{background:url({picture})}}"));
        check(
            "<link rel=stylesheet href=s/a.css>",
            &[
                ("/w/s/a.css", Style, "@import 'b.css';"),
                ("/w/s/b.css", Style, "b{background:url(../p.gif)}"),
                ("/w/p.gif", File, "GIF89a"),
            ],
            &format!(
                "|<link rel=stylesheet href={}>",
                data("text/css", &format!("@import '{inner}';"))
            ),
        );
        // Styles that import each other end somewhere.
        let round =
            data("text/css", &format!("@import '{}';", data("text/css", "@import 'a.css';")));
        check(
            "<style>@import 'a.css';</style>",
            &[("/w/a.css", Style, "@import 'b.css';"), ("/w/b.css", Style, "@import 'a.css';")],
            &format!("|<style>@import '{round}';</style>"),
        );
    }

    #[test]
    fn modules_are_found_by_an_import_map() {
        use Role::{Import, Program};
        let page = "<script type=importmap>{\"imports\":{\"three\":\"./three.js\",\"far\":\"https://h/x.js\"}}</script><script type=module>import 'three'; import './a.js'</script>";
        let files = [
            ("/w/a.js", Import, "import './b.js'; new URL('x', import.meta.url)"),
            ("/w/b.js", Import, "import './a.js'"),
            ("/w/three.js", Program, "3"),
        ];
        let (body, map) = packed(page, &files);
        assert_eq!(
            body,
            "|<script type=importmap>{}</script><script type=module>import 'beside:/w/three.js'; import 'beside:/w/a.js'</script>"
        );
        let three = data("text/javascript", "3");
        let a = "import 'beside:/w/b.js'; new URL('x', \"https://beside.invalid/w/a.js\")";
        let expected = json!({ "imports": {
            "beside:/w/a.js": data("text/javascript", a),
            "beside:/w/b.js": data("text/javascript", "import 'beside:/w/a.js'"),
            "beside:/w/three.js": three,
            "three": three,
            "far": "https://h/x.js",
        }});
        assert_eq!(map, expected);
    }

    #[test]
    fn what_names_would_multiply_is_counted_before() {
        let check = |path: &str, bytes: String, names: usize| {
            let file = PageFile { bytes: bytes.into_bytes(), role: Role::Import };
            let entry = |i: usize| format!("\"m{i}\":\"{path}\"");
            let entries: Vec<String> = (0..names).map(entry).collect();
            let map = format!("{{\"imports\":{{{}}}}}", entries.join(","));
            let page = format!("<script type=importmap>{map}</script>");
            let bearings = Bearings { page: "/a.html".into(), imports: ImportMap::of(&page) };
            let files = BTreeMap::from([(path.to_owned(), file)]);
            let error = pack_page(&page, &bearings, &files).unwrap_err().to_string();
            assert!(error.contains("PAGE_PACKED_BYTES_MAX"), "{error}");
        };
        check("/a.js", " ".repeat(1 << 20), limits::IMPORTS_MAX);
        check(&format!("/{}.js", "a".repeat(500)), OWN_ADDRESS.repeat(400_000), 1);
    }

    #[test]
    fn no_name_of_a_file_ends_the_script_that_names_it() {
        let files = BTreeMap::from([(
            "/w/</script>.png".to_owned(),
            PageFile { bytes: b"x".to_vec(), role: Role::Guess },
        )]);
        let bearings = Bearings { page: "/w/</script>".into(), imports: ImportMap::default() };
        let packed = pack_page("<p>", &bearings, &files).unwrap();
        assert_eq!(packed.matches("</script>").count(), 2, "{packed}");
    }
}
