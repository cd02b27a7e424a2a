//! What the panel about a work says, from what it is to who vouches for it.

use super::plate::{HAIR, INK, SOFT, style};
use super::surface::Surface;
use crate::exhibition::{ByteStrength, Lock, LockedWork, Media, Problem};
use crate::gallery::labels;
use crate::gallery::lettering::{Block, Face, Ink, Paragraph};
use crate::gallery::live::Heard;
use crate::messages::{Messages, beside_owner};
use crate::ownership::{Said, Staleness, Stands, Timestamp};

/// What a panel tells of, to whom, and on which day.
#[derive(Clone, Copy)]
pub(super) struct Telling<'a> {
    pub lock: &'a Lock,
    pub work: &'a LockedWork,
    /// What was checked and seen of the work here.
    pub heard: &'a Heard,
    /// Why it hangs as a still, though works of its kind move here.
    pub rests: Option<&'a Problem>,
    pub messages: &'a Messages,
    pub now: Timestamp,
}

/// The whole panel but its provenance, its links and its buttons.
pub(super) fn panel(telling: Telling<'_>, surface: &Surface, width: f32) -> Block {
    let Telling { work, messages, .. } = telling;
    let language = messages.language();
    let mut block = Block::new(language);
    let inset = (width * 0.27).max(84.0);
    let set = Setting { surface, inset };
    block.push(
        Paragraph::new(style(surface, Face::SerifBold, 25.0, INK), labels::title(work, messages))
            .leading(1.2),
    );
    block.push(
        Paragraph::new(style(surface, Face::Sans, 16.0, INK), labels::artist(work, messages))
            .above(set.px(5.0)),
    );
    if let Media::Missing(problem) = &work.media {
        block.push(
            Paragraph::new(style(surface, Face::SansBold, 15.0, INK), messages.get("work-missing"))
                .above(set.px(16.0)),
        );
        set.problem(&mut block, problem, messages);
    }
    let facts = [
        ("year", work.year.clone()),
        ("medium", work.medium.get(language).to_owned()),
        ("size", labels::size(work, messages)),
        ("collection", work.collection.get(language).to_owned()),
    ];
    let not_here = labels::not_here(work, telling.rests, messages);
    for words in labels::kind(work, messages).into_iter().chain(not_here) {
        let style = style(surface, Face::Sans, 14.5, INK);
        block.push(Paragraph::new(style, words).leading(1.42).above(set.px(10.0)));
    }
    let mut above = 18.0;
    for (key, value) in facts.into_iter().filter(|(_, value)| !value.is_empty()) {
        block.push(set.fact(&messages.get(key), value, Face::Sans).above(set.px(above)));
        above = 3.0;
    }
    for (index, text) in work.description.get(language).split("\n\n").enumerate() {
        let paragraph = Paragraph::new(style(surface, Face::Serif, 16.5, INK), text.trim());
        let above = if index == 0 { 18.0 } else { 9.0 };
        block.push(paragraph.leading(1.5).above(set.px(above)));
    }
    for words in labels::credits(work, messages) {
        let small = style(surface, Face::Sans, 13.5, SOFT);
        block.push(Paragraph::new(small, words).leading(1.42).above(set.px(8.0)));
    }
    owners(&mut block, &set, telling);
    heard_now(&mut block, &set, telling.heard, messages);
    terms(&mut block, &set, telling);
    bytes(&mut block, &set, work, messages);
    if !work.notes.is_empty() {
        block.push(set.heading(messages.get("notes")));
        for note in &work.notes {
            set.problem(&mut block, note, messages);
        }
    }
    if !work.traits.is_empty() {
        block.push(set.heading(messages.get("traits")));
        for one in &work.traits {
            block.push(set.fact(&one.name, one.value.clone(), Face::Sans).above(set.px(2.0)));
        }
    }
    token(&mut block, &set, work, messages);
    block
}

/// The links that may be followed: a panel leads nowhere else.
pub(super) fn links(work: &LockedWork) -> impl Iterator<Item = &str> {
    work.links.iter().map(String::as_str).filter(|link| link.starts_with("https://"))
}

/// What stands above the links, if there are any.
pub(super) fn above_links(
    work: &LockedWork,
    messages: &Messages,
    surface: &Surface,
) -> Option<Block> {
    links(work).next()?;
    let mut block = Block::new(messages.language());
    block.push(Setting { surface, inset: 0.0 }.heading(messages.get("links")));
    Some(block)
}

/// Sizes that all parts share.
pub(super) struct Setting<'a> {
    pub surface: &'a Surface,
    pub inset: f32,
}

impl Setting<'_> {
    pub fn px(&self, length: f32) -> f32 {
        length * self.surface.scale
    }

    pub fn heading(&self, words: String) -> Paragraph {
        Paragraph::new(style(self.surface, Face::SansBold, 13.0, INK).tracked(0.02), words)
            .above(self.px(20.0))
            .rule(HAIR)
    }

    /// A problem's sentence, and in small its particulars.
    fn problem(&self, block: &mut Block, problem: &Problem, messages: &Messages) {
        let sentence = style(self.surface, Face::Sans, 14.5, INK);
        block.push(
            Paragraph::new(sentence, messages.problem(problem)).leading(1.42).above(self.px(3.0)),
        );
        let small = style(self.surface, Face::Sans, 12.5, SOFT);
        block.push(Paragraph::new(small, problem.detail.clone()).leading(1.42).above(self.px(2.0)));
    }

    /// That something is older than it should be, or ended.
    fn old(&self, words: String) -> Paragraph {
        Paragraph::new(style(self.surface, Face::Sans, 13.5, OLD), words).above(self.px(2.0))
    }

    fn fact(&self, key: &str, value: String, face: Face) -> Paragraph {
        let size = if face == Face::Mono { 13.0 } else { 14.5 };
        Paragraph::new(style(self.surface, face, size, INK), value).leading(1.38).beside(
            style(self.surface, Face::Sans, 13.0, SOFT),
            key,
            self.px(self.inset),
        )
    }
}

/// Of what is older than the exhibition allows, and of what ended.
const OLD: Ink = [150, 84, 36, 255];

/// How many owners a panel names one by one.
const OWNERS_MAX: usize = 6;

fn owners(block: &mut Block, set: &Setting<'_>, telling: Telling<'_>) {
    let Telling { lock, work, heard, messages, now, .. } = telling;
    let key = if work.ownership.len() > 1 { "owners" } else { "owner" };
    block.push(set.heading(messages.get(key)));
    if work.ownership.is_empty() {
        let words = messages.get("owner-unknown");
        block.push(Paragraph::new(style(set.surface, Face::Sans, 14.5, SOFT), words));
    }
    let mut records: Vec<_> = work.ownership.iter().enumerate().collect();
    records.sort_by_key(|(_, record)| std::cmp::Reverse(record.evidence.level()));
    for (index, (place, record)) in records.iter().take(OWNERS_MAX).enumerate() {
        let above = if index == 0 { 3.0 } else { 12.0 };
        let mono = style(set.surface, Face::Mono, 13.0, INK);
        let mut line = Paragraph::new(mono, record.owner.address());
        if let Some(editions) = record.editions {
            let editions = messages.format("editions", &[("count", &editions.to_string())]);
            line = line.and(style(set.surface, Face::Sans, 13.5, SOFT), format!("  {editions}"));
        }
        block.push(line.above(set.px(above)).leading(1.4));
        let evidence = &record.evidence;
        let checked = heard.checked.as_ref();
        let verdict = checked.and_then(|it| it.of_record(&work.ownership, *place));
        let stands = Stands::of(evidence, work.keeps(evidence), verdict);
        let mut dated = labels::short(messages, evidence, stands);
        // Of what does not hold no block says anything.
        let holds = matches!(stands, Stands::AsSaid | Stands::Stored);
        if let Some(block_ref) = evidence.block().filter(|_| holds) {
            let number = block_ref.number.to_string();
            dated = format!("{dated} · {}", messages.format("block", &[("number", &number)]));
        }
        let seen = labels::evidence_style(stands.level(evidence), 14.0 * set.surface.scale);
        block.push(Paragraph::new(seen, dated).above(set.px(3.0)));
        let mut says = labels::says(messages, evidence, stands);
        if let Some(standing) = labels::standing(messages, evidence, stands, now) {
            says = format!("{says} {standing}");
        }
        let sentence = Paragraph::new(style(set.surface, Face::Sans, 13.5, SOFT), says);
        block.push(sentence.above(set.px(2.0)).leading(1.42));
        // What nobody is found to have signed did not end either.
        let old = labels::aged(messages, evidence, now, lock.stale_after_days, "evidence-stale");
        if let Some(words) = old.filter(|_| holds || !evidence.is_attested()) {
            block.push(set.old(words));
        }
    }
    if records.len() > OWNERS_MAX {
        let count = (records.len() - OWNERS_MAX).to_string();
        let words = messages.format("owners-more", &[("count", &count)]);
        block.push(
            Paragraph::new(style(set.surface, Face::Sans, 13.5, SOFT), words).above(set.px(8.0)),
        );
    }
}

/// What was checked and seen here: the stored proof, the holder now, the endpoint.
fn heard_now(block: &mut Block, set: &Setting<'_>, heard: &Heard, messages: &Messages) {
    if let Some(checked) = &heard.checked {
        let words = labels::checked(messages, checked);
        let small = style(set.surface, Face::Sans, 13.5, INK);
        block.push(Paragraph::new(small, words).leading(1.42).above(set.px(6.0)));
    }
    if heard.records.is_empty() && heard.trouble.is_none() {
        return;
    }
    block.push(set.heading(messages.get("live")));
    let mut ink = INK;
    let mut records: Vec<_> = heard.records.iter().collect();
    // What changed goes before what is as it was.
    records.sort_by_key(|record| record.change.is_none());
    let several = records.len() > 1;
    let seen = records.iter().take(OWNERS_MAX).flat_map(|record| {
        let of = labels::of_holder(messages, record).filter(|_| several);
        of.into_iter().chain(labels::sentences(messages, record))
    });
    let left_out = records.len().saturating_sub(OWNERS_MAX);
    let more =
        (left_out > 0).then(|| messages.format("owners-more", &[("count", &left_out.to_string())]));
    let trouble = heard.trouble.as_ref();
    let trouble = trouble.map(|(endpoint, is)| labels::trouble(messages, endpoint, is));
    for words in seen.chain(more).chain(trouble) {
        let size = if ink == INK { 14.5 } else { 13.5 };
        let line = Paragraph::new(style(set.surface, Face::Sans, size, ink), words);
        block.push(line.leading(1.42).above(set.px(3.0)));
        ink = SOFT;
    }
}

/// What is said beside the owner, each with evidence of its own.
fn terms(block: &mut Block, set: &Setting<'_>, telling: Telling<'_>) {
    let Telling { lock, work, heard, messages, now, .. } = telling;
    for one in beside_owner(work) {
        let stands = one.stands(work, heard.checked.as_ref());
        block.push(set.heading(messages.get(one.heading)));
        let values: Vec<(&str, &str)> =
            one.values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let words = messages.format(one.says, &values);
        let line = Paragraph::new(style(set.surface, Face::Sans, 14.5, INK), words);
        block.push(line.leading(1.42).above(set.px(3.0)));
        if let Some(subject) = one.subject {
            let mono = style(set.surface, Face::Mono, 12.5, INK);
            block.push(Paragraph::new(mono, subject).leading(1.4).above(set.px(2.0)));
        }
        let seen = labels::evidence_style(stands.level(one.evidence), 13.5 * set.surface.scale);
        let dated = labels::short(messages, one.evidence, stands);
        block.push(Paragraph::new(seen, dated).above(set.px(2.0)));
        // What is refused did not hold until then either.
        let held = matches!(stands, Stands::AsSaid | Stands::Stored);
        if let Some(on) = one.ends.filter(|on| held && *on <= now) {
            block.push(set.old(labels::ended(messages, on)));
        }
        if let Some(standing) = labels::standing(messages, one.evidence, stands, now) {
            let small = style(set.surface, Face::Sans, 13.5, SOFT);
            block.push(Paragraph::new(small, standing).leading(1.42).above(set.px(2.0)));
        }
        // What stands on an owner's block is as old as the owner's record, which says so. What
        // nobody is found to have signed did not end either.
        let ages = match one.evidence.is_attested() {
            true => stands == Stands::AsSaid,
            false => !work.is_of_an_owners_block(one.evidence),
        };
        let limit = lock.stale_after_days;
        let old = labels::aged(messages, one.evidence, now, limit, "evidence-stale-beside");
        // Who made a work does not change with time; what was signed for a time ends.
        let is_author = matches!(one.said, Some((Said::Author, _)));
        let ended = matches!(one.evidence.staleness(now, limit), Staleness::Expired { .. });
        let ages = ages && (!is_author || ended);
        if let Some(words) = old.filter(|_| ages) {
            block.push(set.old(words));
        }
    }
}

fn bytes(block: &mut Block, set: &Setting<'_>, work: &LockedWork, messages: &Messages) {
    let Media::Shown(visual) = &work.media else {
        return;
    };
    block.push(set.heading(messages.get("bytes")));
    let key = match visual.original.strength {
        ByteStrength::Mutable => "mutable",
        ByteStrength::Hashed => "hashed",
        ByteStrength::ContentAddressed => "content-addressed",
        ByteStrength::OnChain => "on-chain",
    };
    block.push(
        Paragraph::new(
            style(set.surface, Face::Sans, 14.5, INK),
            messages.get(&format!("bytes-{key}")),
        )
        .above(set.px(3.0)),
    );
    let kind = if visual.width_px == 0 {
        visual.mime.clone()
    } else {
        let [width, height] = [visual.width_px, visual.height_px].map(|side| side.to_string());
        let values = [("mime", visual.mime.as_str()), ("width", &width), ("height", &height)];
        messages.format("panel-file", &values)
    };
    let meaning = match (visual.original.strength, &work.naming) {
        // Below stands who says so, where that is known.
        (ByteStrength::OnChain, None) => messages.get("bytes-on-chain-told"),
        _ => messages.get(&format!("bytes-{key}-meaning")),
    };
    block.push(
        Paragraph::new(style(set.surface, Face::Sans, 13.5, SOFT), format!("{meaning}\n{kind}"))
            .leading(1.42)
            .above(set.px(2.0)),
    );
    let hash = visual.original.hash.to_string();
    block.push(
        Paragraph::new(style(set.surface, Face::Mono, 11.5, SOFT), format!("sha-256 {hash}"))
            .above(set.px(3.0)),
    );
}

fn token(block: &mut Block, set: &Setting<'_>, work: &LockedWork, messages: &Messages) {
    let Some(token) = &work.token else {
        return;
    };
    block.push(set.heading(messages.get("token")));
    let facts = [
        ("token", token.short_name()),
        ("contract", token.contract()),
        ("chain", token.chain.to_string()),
    ];
    for (key, value) in facts {
        block.push(set.fact(&messages.get(key), value, Face::Mono).above(set.px(3.0)));
    }
}

#[cfg(test)]
#[path = "panel_words_tests.rs"]
mod tests;
