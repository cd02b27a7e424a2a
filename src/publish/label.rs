//! One work in the catalogue: its picture, its label, its record.

use super::html::{escape, https, line, named, paragraphs};
use super::words::Words;
use super::{evidence, provenance};
use crate::exhibition::{
    ByteStrength, Credits, Language, Lock, LockedWork, Media, MediaKind, Problem, SizeSource, Text,
    Visual,
};
use crate::ownership::WorkChecked;

/// A work as an `<article>` with the anchor `work=ID`.
pub(super) fn article(words: &Words, lock: &Lock, index: usize, checked: &WorkChecked) -> String {
    let work = &lock.works[index];
    let telling = evidence::Telling { words, lock, work, checked };
    let id = &work.id;
    let kind = match &work.media {
        Media::Shown(Visual { kind: MediaKind::Sculpture, .. }) => " sculpture",
        _ => "",
    };
    let hero = if work.hero { " hero" } else { "" };
    format!(
        "<article id=\"work={id}\" class=\"work{kind}{hero}\">\n\
         <div class=\"hang\">{}</div>\n<div class=\"label\">\n{}\n{}\n{}{}\n\
         <p class=\"to-room\"><a class=\"walk\" href=\"#work={id}\">{}</a></p></div></article>\n",
        picture(words, work, index),
        caption(words, work),
        evidence::summary(telling),
        checks(words, work),
        record(telling),
        words.both("page-walk-to", &[]),
    )
}

/// The style of every work's picture: its proportion and, until it is there, its
/// mean colour. Styles in attributes are forbidden by the page's own policy.
pub(super) fn styles(lock: &Lock) -> String {
    let mut css = String::new();
    for (index, work) in lock.works.iter().enumerate() {
        let Media::Shown(visual) = &work.media else { continue };
        let Some(rung) = visual.rungs.last() else { continue };
        let ratio = f64::from(rung.width_px.max(1)) / f64::from(rung.height_px.max(1));
        css += &format!(".p{index}{{--ratio:{ratio:.4}");
        let behind = if visual.transparent { visual.background } else { Some(visual.average) };
        if let Some([r, g, b]) = behind {
            css += &format!(";background-color:#{r:02x}{g:02x}{b:02x}");
        }
        css += "}\n";
    }
    css
}

/// A work's title in one language, or that it has none.
pub(super) fn title(words: &Words, work: &LockedWork, language: Language) -> String {
    match work.title.get(language).trim() {
        "" => words.say(language, "untitled", &[]),
        title => title.to_owned(),
    }
}

/// What a picture shows, for whoever does not see it.
fn title_and_artist(words: &Words, work: &LockedWork, language: Language) -> String {
    let title = title(words, work, language);
    match work.artist.get(language).trim() {
        "" => title,
        artist => words.say(language, "title-and-artist", &[("title", &title), ("artist", artist)]),
    }
}

fn picture(words: &Words, work: &LockedWork, index: usize) -> String {
    let missing =
        |why: &str| format!("<p class=\"missing\">{} {why}</p>", words.both("page-missing", &[]));
    let visual = match &work.media {
        Media::Missing(why) => return missing(&problem(words, why)),
        Media::Shown(visual) => visual,
    };
    let player = player(visual);
    let (Some(first), Some(last)) = (visual.rungs.first(), visual.rungs.last()) else {
        return match player {
            Some(player) => player,
            None => format!("<p class=\"missing\">{}</p>", words.both("page-no-still", &[])),
        };
    };
    if visual.kind == MediaKind::Film
        && let Some(player) = player
    {
        return player;
    }
    let set: Vec<String> = visual
        .rungs
        .iter()
        .map(|rung| format!("{} {}w", rung.hash.path(), rung.width_px.max(1)))
        .collect();
    // What a browser without `srcset` takes: not the smallest, not the sharpest.
    let middle = visual.rungs.get(visual.rungs.len() / 2).unwrap_or(first);
    format!(
        "<a class=\"walk\" href=\"#work={id}\"><picture><source type=\"{mime}\" srcset=\"{set}\" \
         sizes=\"(min-width: 64rem) 22rem, (min-width: 40rem) 45vw, 90vw\"><img class=\"p{index}\" \
         src=\"{src}\" width=\"{width}\" height=\"{height}\"{alt} loading=\"lazy\" \
         decoding=\"async\"></picture></a>",
        id = work.id,
        mime = escape(&last.mime),
        set = set.join(", "),
        src = middle.hash.path(),
        width = last.width_px.max(1),
        height = last.height_px.max(1),
        alt = named("alt", &|language| title_and_artist(words, work, language)),
    ) + &player.unwrap_or_default()
}

/// What plays a film or a sound here, when a reader asks for it. A film shows its still
/// until then.
fn player(visual: &Visual) -> Option<String> {
    let source = format!(
        "<source src=\"{}\" type=\"{}\">",
        visual.original.hash.path(),
        escape(&visual.mime)
    );
    let poster = visual.rungs.last().map(|rung| format!(" poster=\"{}\"", rung.hash.path()));
    let poster = poster.unwrap_or_default();
    match visual.kind {
        MediaKind::Film => Some(format!(
            "<video controls playsinline preload=\"none\" width=\"{}\" height=\"{}\"{poster}>{source}</video>",
            visual.width_px.max(1),
            visual.height_px.max(1)
        )),
        MediaKind::Sound => Some(format!("<audio controls preload=\"none\">{source}</audio>")),
        _ => None,
    }
}

fn caption(words: &Words, work: &LockedWork) -> String {
    let title = if work.title.is_empty() { words.both("untitled", &[]) } else { line(&work.title) };
    let artist =
        if work.artist.is_empty() { words.both("artist-unknown", &[]) } else { line(&work.artist) };
    let year = match work.year.trim() {
        "" => String::new(),
        year => format!(" <span class=\"year\">{}</span>", escape(year)),
    };
    let mut facts = Vec::new();
    if !work.medium.is_empty() {
        facts.push(line(&work.medium));
    }
    facts.push(size(words, work));
    format!(
        "<h4><cite>{title}</cite>{year}</h4>\n<p class=\"artist\">{artist}</p>\n\
         <p class=\"facts\">{}</p>\n<div class=\"description\">{}</div>{}",
        facts.join("<br>"),
        paragraphs(&work.description),
        credits(words, &work.credits),
    )
}

/// What whoever made the work or lends its files asks to be shown, in sight of every
/// reader.
fn credits(words: &Words, credits: &Credits) -> String {
    let mut lines = Vec::new();
    if !credits.statement.is_empty() {
        lines.push(line(&credits.statement));
    }
    for provider in &credits.providers {
        lines.push(format!("{} {}", words.both("provided-by", &[]), line(provider)));
    }
    let mut of_rights = Vec::new();
    if !credits.terms.is_empty() {
        of_rights.push(line(&credits.terms));
    }
    for rights in credits.rights.iter().chain(&credits.further_rights) {
        // Most licences are named by an address that begins with http.
        let address = rights.replacen("http://", "https://", 1);
        of_rights.push(link_to(&address).unwrap_or_else(|| escape(rights)));
    }
    if !of_rights.is_empty() {
        lines.push(format!("{} {}", words.both("rights", &[]), of_rights.join(" · ")));
    }
    match lines.is_empty() {
        true => String::new(),
        false => format!("\n<p class=\"credits\">{}</p>", lines.join("<br>")),
    }
}

fn size(words: &Words, work: &LockedWork) -> String {
    if work.size.source == SizeSource::Unknown {
        return words.both("size-unknown", &[]);
    }
    let (width, height) = (centimetres(work.size.width_mm), centimetres(work.size.height_mm));
    let depth = centimetres(work.size.depth_mm);
    let key = match (work.size.source, work.size.depth_mm) {
        (SizeSource::Model, _) => "size-model",
        (_, 0) => "size-flat",
        _ => "size-deep",
    };
    let args = [("width", &*width), ("height", &*height), ("depth", &*depth)];
    words.both(key, &args)
}

/// What a reader opens: collection, traits, token, every owner, bytes, links.
fn record(telling: evidence::Telling<'_>) -> String {
    let evidence::Telling { words, work, .. } = telling;
    let mut rows = String::new();
    let mut row = |key: &str, value: String| {
        rows += &format!("<dt>{}</dt><dd>{value}</dd>\n", words.both(key, &[]));
    };
    if !work.collection.is_empty() {
        row("collection", line(&work.collection));
    }
    if let Some(token) = &work.token {
        row("token", format!("<code>{}</code>", escape(&token.to_string())));
    }
    if !work.traits.is_empty() {
        let pair = |name: &str, value: &str| match name {
            "" => format!("<li>{}</li>", escape(value)),
            name => format!("<li><span>{}</span> {}</li>", escape(name), escape(value)),
        };
        let list: String = work.traits.iter().map(|t| pair(&t.name, &t.value)).collect();
        row("traits", format!("<ul class=\"traits\">{list}</ul>"));
    }
    if let Media::Shown(visual) = &work.media {
        let strength = match visual.original.strength {
            ByteStrength::Mutable => "bytes-mutable-meaning",
            ByteStrength::Hashed => "bytes-hashed-meaning",
            ByteStrength::ContentAddressed => "bytes-content-addressed-meaning",
            // Below stands who says so, where that is known.
            ByteStrength::OnChain if work.naming.is_none() => "bytes-on-chain-told",
            ByteStrength::OnChain => "bytes-on-chain-meaning",
        };
        row(
            "bytes",
            format!(
                "{}<br>{}<br><code>sha256 {}</code>",
                escape(&visual.mime),
                words.both(strength, &[]),
                visual.original.hash
            ),
        );
    }
    let links: Vec<String> = work.links.iter().filter_map(|link| link_to(link)).collect();
    if !links.is_empty() {
        row("links", links.join("<br>"));
    }
    if !work.notes.is_empty() {
        let notes: Vec<String> = work.notes.iter().map(|note| problem(words, note)).collect();
        row("notes", notes.join("<br>"));
    }
    rows += &evidence::rows(telling);
    rows += &evidence::terms(telling);
    rows += &provenance::rows(words, work);
    format!(
        "<details><summary>{}</summary><dl>\n{rows}</dl></details>",
        words.both("page-more", &[])
    )
}

/// Where the work's stored proof or signed record can be checked, and what is seen of it while
/// it is watched; a script shows both.
fn checks(words: &Words, work: &LockedWork) -> String {
    let live = match work.token.as_ref().and_then(|token| token.evm()) {
        Some(_) => "<p class=\"live\" role=\"status\" hidden></p>\n",
        None => "",
    };
    let check = check_key(work).map_or_else(String::new, |key| {
        format!(
            "<p class=\"check\" hidden><button type=\"button\">{}</button> \
             <span role=\"status\"></span></p>\n",
            words.both(key, &[]),
        )
    });
    format!("{live}{check}")
}

/// The key of what the button says with which something kept of a work is checked.
fn check_key(work: &LockedWork) -> Option<&'static str> {
    match (&work.proof, work.is_attested() && !work.signed.is_empty()) {
        (Some(_), _) => Some("page-check"),
        (None, true) => Some("page-check-record"),
        (None, false) => None,
    }
}

/// A problem in both languages, with its particulars in small.
fn problem(words: &Words, problem: &Problem) -> String {
    let sentence = words.problem(problem);
    match problem.detail.as_str() {
        "" => sentence,
        detail => format!("{sentence} <small>{}</small>", escape(detail)),
    }
}

fn link_to(link: &str) -> Option<String> {
    let address = https(link)?;
    let shown = address.trim_start_matches("https://").trim_end_matches('/');
    Some(format!("<a href=\"{address}\" rel=\"noopener noreferrer nofollow\">{shown}</a>"))
}

/// Centimetres with a decimal only where it says something: `60`, `12.5`.
fn centimetres(mm: u32) -> String {
    match mm % 10 {
        0 => (mm / 10).to_string(),
        rest => format!("{}.{rest}", mm / 10),
    }
}

/// Whether a text has other words for a reader of Chinese.
pub(super) fn in_both(text: &Text) -> bool {
    matches!(text, Text::Both { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_in_centimetres() {
        let check = |mm: u32, expected: &str| assert_eq!(centimetres(mm), expected);
        check(600, "60");
        check(125, "12.5");
        check(4_000, "400");
        check(3, "0.3");
    }

    #[test]
    fn rights_stand_in_words_before_their_address() {
        let check = |terms: &str, rights: Option<&str>, expected: &str| {
            let (terms, rights) = (Text::one(terms), rights.map(str::to_owned));
            let shown = credits(&Words::new(), &Credits { terms, rights, ..Credits::default() });
            let words = Words::new().both("rights", &[]);
            let expected = match expected {
                "" => String::new(),
                said => format!("\n<p class=\"credits\">{words} {said}</p>"),
            };
            assert_eq!(shown, expected);
        };
        check("", None, "");
        check("<CC0>", None, "&lt;CC0&gt;");
        check("CC0", Some("no address"), "CC0 · no address");
        check("", Some("no address"), "no address");
        let further_rights = vec!["a".to_owned(), "<b>".to_owned()];
        let several = credits(&Words::new(), &Credits { further_rights, ..Credits::default() });
        assert!(several.contains("a · &lt;b&gt;"), "{several}");
    }

    #[test]
    fn links_that_are_no_https_are_left_out() {
        assert!(link_to("javascript:alert(1)").is_none());
        let link = link_to("https://example.org/\"><script>").expect("https");
        assert!(!link.contains("<script>"), "{link}");
    }
}
