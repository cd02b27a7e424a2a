//! Tags of HTML, read as text: as far as what a page loads has to be found in them.

/// A tag that opens an element.
pub(super) struct Tag<'a> {
    pub name: String,
    /// Those that are asked for; of one name, the first.
    attributes: Vec<(&'static str, &'a str)>,
    rest: &'a str,
}

/// The attributes that anybody asks for: a tag may have millions of others.
const READ: [&str; 9] =
    ["src", "href", "xlink:href", "data", "poster", "srcset", "style", "rel", "type"];

/// Why no tag begins at a `<`.
enum NoTag {
    /// What stands here only looks like one.
    Text,
    /// The page ends before the tag does.
    Unclosed,
}

/// An element's opening tag, and of a script or a style the text behind it.
pub(super) struct Element<'a> {
    pub tag: Tag<'a>,
    pub text: &'a str,
}

/// Every element that a page opens, in its order; comments are passed over.
pub(super) fn elements(page: &str) -> impl Iterator<Item = Element<'_>> {
    let mut rest = page;
    std::iter::from_fn(move || {
        loop {
            rest = &rest[rest.find('<')?..];
            if rest.starts_with("<!--") {
                rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
                continue;
            }
            let tag = match Tag::read(rest) {
                Ok(tag) => tag,
                Err(NoTag::Text) => {
                    rest = &rest[1..];
                    continue;
                }
                // As in browsers: all that is left stands in the tag, and is no element. To
                // look for further tags in it would be to read it again for each.
                Err(NoTag::Unclosed) => {
                    rest = "";
                    continue;
                }
            };
            rest = tag.rest;
            let end = match tag.name.as_str() {
                "script" | "style" => end_of(rest, &tag.name),
                _ => 0,
            };
            let (text, behind) = rest.split_at(end);
            rest = behind;
            return Some(Element { tag, text });
        }
    })
}

/// What the text of a script is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScriptKind {
    Program,
    ImportMap,
    Data,
}

/// By the `type` of a script.
pub(super) fn script_kind(kind: Option<&str>) -> ScriptKind {
    let kind = kind.unwrap_or("").trim().to_ascii_lowercase();
    match kind.as_str() {
        "importmap" => ScriptKind::ImportMap,
        "" | "module" => ScriptKind::Program,
        kind if kind.contains("javascript") || kind.contains("ecmascript") => ScriptKind::Program,
        _ => ScriptKind::Data,
    }
}

/// Where the text of a script or a style ends.
fn end_of(text: &str, name: &str) -> usize {
    let ends = |at: &usize| {
        let after = text.get(at + 2..at + 2 + name.len());
        after.is_some_and(|after| after.eq_ignore_ascii_case(name))
    };
    text.match_indices("</").map(|(at, _)| at).find(ends).unwrap_or(text.len())
}

/// Adds an attribute to those of a tag, if it is read and the first of its name.
fn add<'a>(attributes: &mut Vec<(&'static str, &'a str)>, key: &str, value: &'a str) {
    let read = READ.into_iter().find(|read| key.eq_ignore_ascii_case(read));
    let new = read.filter(|read| attributes.iter().all(|(found, _)| found != read));
    attributes.extend(new.map(|read| (read, value)));
}

impl<'a> Tag<'a> {
    /// The tag that begins here.
    fn read(text: &'a str) -> Result<Self, NoTag> {
        let text = text.strip_prefix('<').ok_or(NoTag::Text)?;
        if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Err(NoTag::Text);
        }
        let name_end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
        let name = text[..name_end].to_ascii_lowercase();
        let mut rest = &text[name_end..];
        let mut attributes: Vec<(&'static str, &'a str)> = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if let Some(rest) = rest.strip_prefix('>') {
                return Ok(Self { name, attributes, rest });
            }
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'));
            // A name may begin with `=`, and with nothing else that ends one.
            let (key, behind) = rest.split_at(end.ok_or(NoTag::Unclosed)?.max(1));
            rest = behind.trim_start();
            let Some(after) = rest.strip_prefix('=') else {
                add(&mut attributes, key, "");
                continue;
            };
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let value = match quote {
                Some(quote) => after[1..].split_once(quote).ok_or(NoTag::Unclosed)?,
                None => {
                    let end = after.find(|c: char| c.is_whitespace() || c == '>');
                    after.split_at(end.ok_or(NoTag::Unclosed)?)
                }
            };
            add(&mut attributes, key, value.0);
            rest = value.1;
        }
    }

    /// An attribute's value, as it is written; of those that are read.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        debug_assert!(READ.contains(&key), "{key} is not read");
        self.attributes.iter().find(|(found, _)| *found == key).map(|(_, value)| *value)
    }

    /// What stands behind the tag, to the end of the page.
    pub fn behind(&self) -> &'a str {
        self.rest
    }
}
