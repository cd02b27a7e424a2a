//! Tags of HTML, read as text: as far as what a page loads has to be found in them.

/// A tag that opens an element.
pub(super) struct Tag<'a> {
    pub name: String,
    attributes: Vec<(String, &'a str)>,
    rest: &'a str,
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
            let Some(tag) = Tag::read(rest) else {
                rest = &rest[1..];
                continue;
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

impl<'a> Tag<'a> {
    /// The tag that begins here; none for what only looks like one.
    fn read(text: &'a str) -> Option<Self> {
        let text = text.strip_prefix('<')?;
        let name_end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
        if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let name = text[..name_end].to_ascii_lowercase();
        let mut rest = &text[name_end..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if let Some(rest) = rest.strip_prefix('>') {
                return Some(Self { name, attributes, rest });
            }
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'));
            let end = end?.max(1);
            let key = rest.get(..end)?.to_ascii_lowercase();
            rest = rest[end..].trim_start();
            let Some(after) = rest.strip_prefix('=') else {
                attributes.push((key, ""));
                continue;
            };
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let value = match quote {
                Some(quote) => after[1..].split_once(quote)?,
                None => {
                    let end = after.find(|c: char| c.is_whitespace() || c == '>')?;
                    after.split_at(end)
                }
            };
            attributes.push((key, value.0));
            rest = value.1;
        }
    }

    /// An attribute's value, as it is written.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(found, _)| found == key).map(|(_, value)| *value)
    }

    /// What stands behind the tag, to the end of the page.
    pub fn behind(&self) -> &'a str {
        self.rest
    }
}
