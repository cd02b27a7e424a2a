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

/// Of what has changed since the label was written.
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

/// Why a film, a sound or code hangs here as a still, where it does.
pub(in crate::gallery) fn not_here(work: &LockedWork, messages: &Messages) -> Option<String> {
    let Media::Shown(visual) = &work.media else {
        return None;
    };
    let key = match visual.kind {
        MediaKind::Film if !PLAYS_FILMS => "not-here-film",
        MediaKind::Sound if !PLAYS_FILMS => "not-here-sound",
        MediaKind::Code if !RUNS_CODE => "not-here-code",
        _ => return None,
    };
    let still = messages.get("problem-still-in-place");
    Some(match visual.rungs.is_empty() {
        true => messages.get(key),
        false => format!("{} {still}", messages.get(key)),
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
    let said = [kind(work, &messages), not_here(work, &messages)];
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
    let is_unnamed = seen_now.is_some_and(LiveRecord::is_unnamed);
    let holder = match seen_now {
        Some(live) => live_words::short_holder(messages, &live.holding),
        None => evidence::short_address(&record.owner),
    };
    let editions = match seen_now.map(|live| &live.holding) {
        Some(Holding::Editions { count, .. }) => Some(*count),
        Some(Holding::Owner(_) | Holding::Nobody) => None,
        None => record.editions,
    };
    let mut line = if is_unnamed {
        Paragraph::new(style(Face::Sans, 11.0, SOFT), messages.get("owner-unnamed"))
    } else {
        Paragraph::new(style(Face::Sans, 11.0, SOFT), format!("{} ", messages.get("owner")))
            .and(style(Face::Mono, 10.5, INK), holder)
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
    let stale = match shown.staleness(now, lock.stale_after_days) {
        Staleness::Stale { .. } | Staleness::Expired { .. } => true,
        Staleness::Fresh | Staleness::Undated => false,
    };
    let mut look = evidence::style(stands.level(&shown.evidence), 11.0 * px_per_mm);
    if stale {
        look.ink[3] = 170;
    }
    block.push(Paragraph::new(look, words).leading(1.3));
    // What happened to the editions of others is a change of this work, too.
    if let Some(mark) =
        own.into_iter().chain(others).find_map(|live| live_words::mark(messages, live))
    {
        let quiet = style(Face::SerifItalic, 11.5, CHANGED);
        block.push(Paragraph::new(quiet, mark).above(3.0 * px_per_mm).leading(1.3));
    }
}

/// Millimetres as centimetres, without a useless ".0".
fn centimetres(mm: u32) -> String {
    if mm.is_multiple_of(10) { (mm / 10).to_string() } else { format!("{}.{}", mm / 10, mm % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhibition::{BlobHash, Proof, SignedRecord, Text, read_lock};
    use crate::ownership::live::Change;
    use crate::ownership::{BlockRef, Checked, Evidence, Said, Verdict, WorkChecked};

    const OWNER: &str = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    fn proven() -> Evidence {
        let time = "2026-01-01T00:00:00Z".parse().unwrap();
        let block = BlockRef { number: 9, hash: Default::default(), time };
        Evidence::Proven { endpoints: vec!["a.example".to_owned()], asked: 1, block }
    }

    #[test]
    fn a_label_calls_nothing_proven_that_was_not_run_here() {
        let lock = include_bytes!("../../../assets/exhibition/exhibition.lock");
        let mut lock = read_lock(lock).unwrap();
        let work = &mut lock.works[0];
        let owner = OWNER.parse().unwrap();
        work.ownership = vec![OwnershipRecord { owner, editions: None, evidence: proven() }];
        let now = "2026-02-01T00:00:00Z".parse().unwrap();
        let check = |lock: &Lock, heard: &Heard, words: [&str; 2], proven: bool| {
            let languages = [(Language::English, "Proven"), (Language::Chinese, "已证明")];
            for (words, (language, as_said)) in words.into_iter().zip(languages) {
                let messages = Messages::new(language);
                let label = label(lock, &lock.works[0], heard, &messages, now, 4.0);
                let label = format!("{label:?}");
                assert!(label.contains(words), "{words}: {label}");
                assert_eq!(label.contains(as_said), proven, "{label}");
            }
        };
        let unheard = Heard::default();
        let unstored = ["and no proof is stored: no more than claimed", "未予存留：仅为声称"];
        check(&lock, &unheard, unstored, false);
        let witness = BlobHash::of(b"a header and nodes");
        lock.works[0].proof = Some(Proof { witness, codes: Vec::new() });
        let stored = [
            "Proof stored, not yet checked here, 2026-01-01",
            "存有证明，尚未在此核验，2026-01-01",
        ];
        check(&lock, &unheard, stored, false);
        let heard = |said: &str, verdict| {
            let checks = vec![Checked { said: Said::Owner(said.to_owned()), verdict }];
            let work = lock.works[0].id.to_string();
            let checked = Some(WorkChecked { work, at: Timestamp::from_unix(0), checks });
            Heard { checked, ..Heard::default() }
        };
        let holds = Verdict::Holds { block: 9 };
        let held = ["◆ Proven, 2026-01-01", "◆ 已证明，2026-01-01"];
        check(&lock, &heard(OWNER, holds.clone()), held, true);
        let refused = ["Its proof does not hold here", "其证明在此处不成立"];
        let why = || Verdict::Refused("it names another".to_owned());
        check(&lock, &heard(OWNER, why()), refused, false);
        // That somebody else's holds, or nothing is stored of it, proves nobody.
        let other = "eip155:1:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";
        check(&lock, &heard(other, holds), stored, false);
        check(&lock, &heard(other, why()), refused, false);
        check(&lock, &heard(OWNER, Verdict::Weaker("reported".to_owned())), stored, false);
        // What is watched was run as it was seen.
        let seen = LiveRecord {
            work: lock.works[0].id.to_string(),
            holding: Holding::Owner(OWNER.parse().unwrap()),
            evidence: proven(),
            change: None,
            metadata_in: None,
            taken_back_from: None,
            unproven: None,
        };
        check(&lock, &Heard { records: vec![seen.clone()], ..Heard::default() }, held, true);
        // A contract that names no owner is proven to do so, and not that it is nobody's.
        let gone = |burnt: bool| {
            let was = seen.holding.clone();
            let change = Some(Change { was, block: 9, just_now: true, burnt });
            let gone = LiveRecord { holding: Holding::Nobody, change, ..seen.clone() };
            Heard { records: vec![gone], ..Heard::default() }
        };
        let unnamed = ["\"The contract names no owner\"", "\"合约未指明持有人\""];
        check(&lock, &gone(false), unnamed, true);
        check(&lock, &gone(true), ["nobody", "无人"], true);
        let messages = Messages::new(Language::English);
        let label = label(&lock, &lock.works[0], &gone(false), &messages, now, 4.0);
        assert!(!format!("{label:?}").contains("nobody"), "{label:?}");
    }

    #[test]
    fn a_label_calls_nothing_attested_that_no_record_bears_out() {
        let lock = include_bytes!("../../../assets/exhibition/exhibition.lock");
        let mut lock = read_lock(lock).unwrap();
        let evidence = Evidence::Attested {
            issuer: "did:key:z6Mk".to_owned(),
            issued: "2026-01-01T00:00:00Z".parse().unwrap(),
            expires: None,
            standing: Default::default(),
        };
        let owner = "name:Mallory".parse().unwrap();
        lock.works[0].ownership = vec![OwnershipRecord { owner, editions: None, evidence }];
        let now = "2026-02-01T00:00:00Z".parse().unwrap();
        let check = |lock: &Lock, verdict: Option<Verdict>, words: [&str; 2], attested: bool| {
            let work = &lock.works[0];
            let checked = verdict.map(|verdict| {
                let checks =
                    vec![Checked { said: Said::Owner("name:Mallory".to_owned()), verdict }];
                WorkChecked { work: work.id.to_string(), at: Timestamp::from_unix(0), checks }
            });
            let heard = Heard { checked, ..Heard::default() };
            let languages = [(Language::English, "◇ Attested"), (Language::Chinese, "◇ 签证")];
            for (words, (language, as_said)) in words.into_iter().zip(languages) {
                let label = label(lock, work, &heard, &Messages::new(language), now, 4.0);
                let label = format!("{label:?}");
                assert!(label.contains(words), "{words}: {label}");
                assert_eq!(label.contains(as_said), attested, "{label}");
            }
        };
        let unstored =
            ["no signed record is stored: no more than claimed", "未存签名记录：仅为声称"];
        check(&lock, None, unstored, false);
        let unsigned = Verdict::Unsigned("no record".to_owned());
        let refused = ["No signed record here says so: no more than claimed", "声明：仅为声称"];
        check(&lock, Some(unsigned.clone()), refused, false);
        let record = BlobHash::of(b"a record");
        lock.works[0].signed = vec![SignedRecord { record, status: None }];
        let stored = [
            "Signed record stored, not yet checked here, 2026-01-01",
            "存有签名记录，尚未在此核验，2026-01-01",
        ];
        check(&lock, None, stored, false);
        check(&lock, Some(unsigned), refused, false);
        let attested = ["◇ Attested, 2026-01-01", "◇ 签证，2026-01-01"];
        check(&lock, Some(Verdict::Signed), attested, true);
    }

    #[test]
    fn rights_stand_in_words_before_their_address() {
        let messages = Messages::new(Language::English);
        let check = |terms: &str, rights: Option<&str>, expected: &[&str]| {
            let (terms, rights) = (Text::one(terms), rights.map(str::to_owned));
            let credits = Credits { terms, rights, ..Credits::default() };
            assert_eq!(lines_of(&credits, &messages, 12), expected);
        };
        check("", None, &[]);
        check("CC0 1.0", None, &["Rights: CC0 1.0"]);
        check("", Some("https://a.example"), &["Rights: https://a.example"]);
        let both = ["Rights: CC0 1.0 · https://a.example"];
        check("CC0 1.0", Some("https://a.example"), &both);
        check("All rights reserved", None, &["Rights: All rights r…"]);
        let credits = Credits {
            rights: Some("https://a.example".to_owned()),
            further_rights: vec!["https://b.example".to_owned()],
            ..Credits::default()
        };
        let several = ["Rights: https://a.example · https://b.example"];
        assert_eq!(lines_of(&credits, &messages, 12), several);
    }
}
