//! What stands on a label, in a clear order: title, artist and year, medium, size,
//! collection; then, apart, the owner and who says so.

use super::{evidence, live as live_words};
use crate::exhibition::{
    Credits, Language, Lock, LockedWork, Media, MediaKind, Problem, SizeSource,
};
use crate::gallery::lettering::{Align, Block, Face, Ink, Paragraph, Style};
use crate::gallery::live::Heard;
use crate::messages::Messages;
use crate::ownership::live::{Holding, LiveRecord};
use crate::ownership::{OwnerVerdict, OwnershipRecord, Staleness, Stands, Timestamp};
use crate::platform::{RUNS_CODE, film::PLAYS_FILMS};

const INK: Ink = [30, 29, 27, 255];
const SOFT: Ink = [92, 90, 86, 255];
const HAIR: Ink = [30, 29, 27, 70];

/// Of what has changed since the label was written, or has ended.
const CHANGED: Ink = [132, 88, 32, 255];

/// The text of a work's label. Sizes are those of a real label, in millimetres.
pub(in crate::gallery) fn label(
    lock: &Lock,
    work: &LockedWork,
    heard: &Heard,
    messages: &Messages,
    now: Timestamp,
    px_per_mm: f32,
) -> Block {
    let language = messages.language();
    let style = |face, mm: f32, ink| Style::new(face, mm * px_per_mm, ink);
    let mut block = Block::new(language);
    block.push(
        Paragraph::new(style(Face::SerifBold, 17.0, INK), title(work, messages)).leading(1.16),
    );
    let artist = artist_and_year(work, messages);
    block.push(
        Paragraph::new(style(Face::Sans, 13.5, INK), artist).above(3.0 * px_per_mm).leading(1.25),
    );
    let mut facts = vec![work.medium.get(language).to_owned(), size(work, messages)];
    if !work.collection.is_empty() {
        facts.push(work.collection.get(language).to_owned());
    }
    facts.extend(kind(work, messages));
    facts.retain(|fact| !fact.is_empty());
    block.push(
        Paragraph::new(style(Face::Sans, 11.5, SOFT), facts.join("\n"))
            .above(4.5 * px_per_mm)
            .leading(1.32),
    );
    for words in lines_of(&work.credits, messages, TERMS_CHARS_MAX) {
        let small = Paragraph::new(style(Face::Sans, 10.0, SOFT), words);
        block.push(small.above(2.0 * px_per_mm).leading(1.3));
    }
    owner(&mut block, lock, work, heard, messages, now, px_per_mm);
    block
}

/// "Untitled" if nobody gave it a title.
pub(in crate::gallery) fn title(work: &LockedWork, messages: &Messages) -> String {
    match work.title.get(messages.language()).trim() {
        "" => messages.get("untitled"),
        words => words.to_owned(),
    }
}

pub(in crate::gallery) fn artist_and_year(work: &LockedWork, messages: &Messages) -> String {
    let artist = artist(work, messages);
    match (work.year.trim(), messages.language()) {
        ("", _) => artist,
        (year, Language::English) => format!("{artist}, {year}"),
        (year, Language::Chinese) => format!("{artist}，{year}"),
    }
}

pub(in crate::gallery) fn artist(work: &LockedWork, messages: &Messages) -> String {
    match work.artist.get(messages.language()).trim() {
        "" => messages.get("artist-unknown"),
        words => words.to_owned(),
    }
}

/// Width × height, and depth where there is one, in centimetres; or that nobody knows.
pub(in crate::gallery) fn size(work: &LockedWork, messages: &Messages) -> String {
    let size = &work.size;
    if size.source == SizeSource::Unknown {
        return messages.get("size-unknown");
    }
    let [width, height, depth] = [size.width_mm, size.height_mm, size.depth_mm].map(centimetres);
    let key = match (size.source, size.depth_mm) {
        (SizeSource::Model, _) => "size-model",
        (_, 0) => "size-flat",
        _ => "size-deep",
    };
    messages.format(key, &[("width", &width), ("height", &height), ("depth", &depth)])
}

/// What a work is that is more than a picture, and how long it lasts.
pub(in crate::gallery) fn kind(work: &LockedWork, messages: &Messages) -> Option<String> {
    let Media::Shown(visual) = &work.media else {
        return None;
    };
    let key = match visual.kind {
        MediaKind::Film if visual.has_sound => "kind-film-heard",
        MediaKind::Film => "kind-film",
        MediaKind::Sound => "kind-sound",
        MediaKind::Code => "kind-code",
        MediaKind::Still | MediaKind::Animation | MediaKind::Sculpture => return None,
    };
    let seconds = visual.duration_ms.div_ceil(1_000);
    let duration = format!("{}:{:02}", seconds / 60, seconds % 60);
    Some(messages.format(key, &[("duration", &duration)]))
}

/// What whoever made the work or lends its files asks to be shown with it, a line each.
pub(in crate::gallery) fn credits(work: &LockedWork, messages: &Messages) -> Vec<String> {
    lines_of(&work.credits, messages, usize::MAX)
}

/// The longest licence that stands on a label in words, in characters; the panel has it
/// whole.
const TERMS_CHARS_MAX: usize = 160;

fn lines_of(credits: &Credits, messages: &Messages, terms_chars_max: usize) -> Vec<String> {
    let language = messages.language();
    let mut lines = vec![credits.statement.get(language).to_owned()];
    let provided_by = messages.get("provided-by");
    let providers = credits.providers.iter().map(|provider| provider.get(language));
    lines.extend(providers.map(|provider| format!("{provided_by} {provider}")));
    let terms = shortened(credits.terms.get(language).trim(), terms_chars_max);
    let addresses = credits.rights.iter().chain(&credits.further_rights);
    let of_rights = std::iter::once(terms.as_str()).chain(addresses.map(String::as_str));
    let said: Vec<&str> = of_rights.filter(|words| !words.is_empty()).collect();
    if !said.is_empty() {
        lines.push(format!("{} {}", messages.get("rights"), said.join(" · ")));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// A text's beginning, with a mark where more follows.
fn shortened(text: &str, chars_max: usize) -> String {
    let mut start: String = text.chars().take(chars_max).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}

/// Why a work that moves, sounds or runs hangs here as a still, where it does: because
/// nothing of its kind runs here, or, of itself, by `rests`.
pub(in crate::gallery) fn not_here(
    work: &LockedWork,
    rests: Option<&Problem>,
    messages: &Messages,
) -> Option<String> {
    let Media::Shown(visual) = &work.media else {
        return None;
    };
    let reason = match (rests, visual.kind) {
        (Some(problem), _) => messages.problem(problem),
        (None, MediaKind::Film) if !PLAYS_FILMS => messages.get("not-here-film"),
        (None, MediaKind::Sound) if !PLAYS_FILMS => messages.get("not-here-sound"),
        (None, MediaKind::Code) if !RUNS_CODE => messages.get("not-here-code"),
        _ => return None,
    };
    Some(match visual.rungs.is_empty() {
        true => reason,
        false => format!("{reason} {}", messages.get("problem-still-in-place")),
    })
}

/// What hangs in the frame of a work that has no picture of itself: its title, and what
/// it is.
pub(in crate::gallery) fn unpictured_notice(work: &LockedWork, language: Language) -> Block {
    let messages = Messages::new(language);
    let centred = |paragraph: Paragraph| paragraph.align(Align::Centre).balanced();
    let mut block = Block::new(language);
    block.push(centred(Paragraph::new(
        Style::new(Face::SerifItalic, 38.0, INK),
        title(work, &messages),
    )));
    let said = [kind(work, &messages), not_here(work, None, &messages)];
    for words in said.into_iter().flatten() {
        let words = Paragraph::new(Style::new(Face::Sans, 19.0, SOFT), words);
        block.push(centred(words).above(12.0));
    }
    block
}

/// The longest particulars that stand in a frame, in characters; the panel has them all.
const DETAIL_CHARS_MAX: usize = 120;

/// What hangs in the frame of a work that could not be had: its title and why, and in
/// small the particulars.
pub(in crate::gallery) fn missing_notice(
    work: &LockedWork,
    problem: &Problem,
    language: Language,
) -> Block {
    let messages = Messages::new(language);
    let centred = |paragraph: Paragraph| paragraph.align(Align::Centre).balanced();
    let mut block = Block::new(language);
    block.push(centred(Paragraph::new(
        Style::new(Face::SerifItalic, 34.0, INK),
        title(work, &messages),
    )));
    block.push(
        centred(Paragraph::new(Style::new(Face::Sans, 19.0, SOFT), messages.get("work-missing")))
            .above(14.0),
    );
    let sentence = messages.problem(problem);
    block.push(centred(Paragraph::new(Style::new(Face::Sans, 19.0, INK), sentence)).above(6.0));
    let detail = shortened(&problem.detail, DETAIL_CHARS_MAX);
    block.push(centred(Paragraph::new(Style::new(Face::Sans, 13.0, SOFT), detail)).above(10.0));
    block
}

fn owner(
    block: &mut Block,
    lock: &Lock,
    work: &LockedWork,
    heard: &Heard,
    messages: &Messages,
    now: Timestamp,
    px_per_mm: f32,
) {
    let style = |face, mm: f32, ink| Style::new(face, mm * px_per_mm, ink);
    let strongest =
        work.ownership.iter().enumerate().max_by_key(|(_, record)| record.evidence.level());
    let Some((place, record)) = strongest else {
        let words = messages.get("owner-unknown");
        block.push(
            Paragraph::new(style(Face::Sans, 11.0, SOFT), words).above(6.0 * px_per_mm).rule(HAIR),
        );
        return;
    };
    let (own, others): (Vec<&LiveRecord>, Vec<&LiveRecord>) =
        heard.records.iter().partition(|live| live.is_of(record));
    let seen_now = own.first().copied().filter(|live| live_words::stands_for(live, record));
    let holder = match seen_now {
        Some(live) => live_words::short_holder(&live.holding),
        None => Some(evidence::short_address(&record.owner)),
    };
    let editions = match seen_now.map(|live| &live.holding) {
        Some(Holding::Editions { count, .. }) => Some(*count),
        Some(Holding::Owner(_) | Holding::Nobody) => None,
        None => record.editions,
    };
    let small = style(Face::Sans, 11.0, SOFT);
    let mut line = match holder {
        Some(holder) => Paragraph::new(small, format!("{} ", messages.get("owner")))
            .and(style(Face::Mono, 10.5, INK), holder),
        None => Paragraph::new(small, messages.get("owner-unnamed")),
    };
    if let Some(editions) = editions {
        let editions = messages.format("editions", &[("count", &editions.to_string())]);
        line = line.and(style(Face::Sans, 11.0, SOFT), format!(" · {editions}"));
    }
    block.push(line.above(6.0 * px_per_mm).leading(1.3).rule(HAIR));
    if work.ownership.len() > 1 {
        let count = (work.ownership.len() - 1).to_string();
        let words = messages.format("owners-more", &[("count", &count)]);
        block.push(Paragraph::new(style(Face::Sans, 11.0, SOFT), words).leading(1.3));
    }
    let seen =
        seen_now.map(|live| OwnershipRecord { evidence: live.evidence.clone(), ..record.clone() });
    let shown = seen.as_ref().unwrap_or(record);
    // What a lock calls proven or attested is so once it was checked here; what was seen was
    // run, too.
    let checked = heard.checked.as_ref().filter(|_| seen_now.is_none());
    let refused = checked.is_some_and(|it| matches!(it.owner(), OwnerVerdict::Refused(_)));
    let stands = if refused {
        Stands::Refused
    } else if seen_now.is_some() {
        Stands::AsSaid
    } else {
        let verdict = checked.and_then(|it| it.of_record(&work.ownership, place));
        Stands::of(&shown.evidence, work.keeps(&shown.evidence), verdict)
    };
    let words = evidence::short(messages, &shown.evidence, stands);
    let (stale, ended) = match shown.staleness(now, lock.stale_after_days) {
        Staleness::Expired { on } => (true, Some(on)),
        Staleness::Stale { .. } => (true, None),
        // Nor may what nobody knows to stand any more look as if it did.
        Staleness::Fresh | Staleness::Undated => (shown.evidence.list_ended(now).is_some(), None),
    };
    let mut look = evidence::style(stands.level(&shown.evidence), 11.0 * px_per_mm);
    if stale {
        look.ink[3] = 170;
    }
    block.push(Paragraph::new(look, words).leading(1.3));
    // What nobody is found to have signed did not end either.
    if let Some(on) = ended.filter(|_| stands == Stands::AsSaid) {
        let words = messages.format("evidence-expired", &[("date", &on.date())]);
        block.push(Paragraph::new(style(Face::Sans, 11.0, CHANGED), words).leading(1.3));
    }
    // What happened to the editions of others is a change of this work, too.
    let records: Vec<&LiveRecord> = own.into_iter().chain(others).collect();
    for mark in live_words::marks(messages, &records) {
        let quiet = style(Face::SerifItalic, 11.5, CHANGED);
        block.push(Paragraph::new(quiet, mark).above(3.0 * px_per_mm).leading(1.3));
    }
}

/// Millimetres as centimetres, without a useless ".0".
fn centimetres(mm: u32) -> String {
    if mm.is_multiple_of(10) { (mm / 10).to_string() } else { format!("{}.{}", mm / 10, mm % 10) }
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
