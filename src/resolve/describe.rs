//! What the lock says of a work: what was found of it, and the curator's words over that.

use super::size::{self, Proportions};
use super::work::{Findings, Subject, TokenFacts};
use crate::exhibition::{
    Credits, Language, LockedWork, Media, MediaKind, Problem, ProblemKind, Text, Visual, WorkEntry,
    WorkId,
};
use crate::ownership::OwnershipRecord;
use crate::token::metadata::{Credit, CreditRole};
use crate::token::{AccountId, TokenMetadata, Words, mixed_scripts};

/// What the lock says of a work; the curator's words go over the metadata's.
pub(super) fn describe(
    subject: Subject,
    findings: Findings,
    shown: Result<(Visual, Proportions), Problem>,
    ownership: Vec<OwnershipRecord>,
) -> LockedWork {
    let Subject { entry, section, token, strong, .. } = subject;
    let Findings { metadata, document, called, mut notes } = findings;
    let text = |over: Option<Text>, found: Option<Words>| {
        over.unwrap_or_else(|| found.map(Text::from).unwrap_or_default())
    };
    let said = token.as_ref().map(|facts| facts.said.clone()).unwrap_or_default();
    let plain = said.title.or_else(|| plain_name(&entry, token.as_ref()));
    let name = metadata.name.clone().or_else(|| plain.map(|name| Words::one(&name)));
    let title = text(entry.title, name);
    let shape = shown.as_ref().map_or([0, 0, 0], |(_, shape)| *shape);
    let named_size = metadata.size_for(shape[0], shape[1]);
    let size = size::decide(entry.size_mm.as_deref(), named_size, shape);
    let media = match shown {
        Ok((mut visual, shape)) => {
            visual.background = metadata.background.filter(|_| visual.transparent);
            if visual.kind != MediaKind::Sculpture && !size::is_in_proportion(&size, shape) {
                let detail = format!(
                    "{} × {} mm, {} × {} px",
                    size.width_mm, size.height_mm, visual.width_px, visual.height_px
                );
                notes.push(Problem::new(ProblemKind::OtherProportions, detail));
            }
            Media::Shown(visual)
        }
        Err(problem) => Media::Missing(problem),
    };
    let artist = text(entry.artist, artist_of(&metadata, &said.makers));
    let collection = text(entry.collection, metadata.collection.clone());
    let credits = credits_of(&metadata);
    let names = [&title, &artist, &collection].into_iter().chain(&credits.providers);
    let languages = [Language::English, Language::Chinese];
    notes.extend(mixed_in(names.flat_map(|name| languages.map(|language| name.get(language)))));
    let id = entry.id.as_deref().and_then(|id| id.parse().ok());
    LockedWork {
        id: id.unwrap_or_else(|| WorkId::from_title(title.get(Default::default()))),
        section,
        arrival: 0,
        token: token.map(|facts| facts.token),
        title,
        artist,
        year: entry.year.or(metadata.year).unwrap_or_default(),
        medium: text(entry.medium, metadata.medium),
        description: text(entry.description, metadata.description),
        collection,
        traits: metadata.traits,
        links: [metadata.external_url, metadata.video_page].into_iter().flatten().collect(),
        size,
        frame: entry.frame.unwrap_or_default(),
        hero: entry.hero,
        metadata: document,
        media,
        ownership,
        royalty: said.royalty,
        binding: said.binding,
        naming: strong.naming,
        called,
        authorship: Vec::new(),
        signed: Vec::new(),
        rights: strong.rights,
        provenance: strong.provenance,
        proof: strong.proof,
        credits,
        notes,
    }
}

/// A note about the first of these names, as a label or a panel has them, that may not be
/// what it seems.
pub(super) fn mixed_in<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Problem> {
    let mixed = names.into_iter().find_map(mixed_scripts)?;
    let detail = format!("“{}”: {}", mixed.word, mixed.scripts.join(", "));
    Some(Problem::new(ProblemKind::MixedScripts, detail))
}

/// Who made it: by name as the document says, else the accounts that signed for it, else
/// those that the document claims.
fn artist_of(metadata: &TokenMetadata, signed: &[AccountId]) -> Option<Words> {
    let named = |credit: &Credit| credit.role == CreditRole::Creator && !credit.is_address;
    let claimed = metadata.artist.clone();
    if signed.is_empty() || claimed.is_some() && metadata.credits.iter().any(named) {
        return claimed;
    }
    let addresses: Vec<&str> = signed.iter().map(AccountId::address).collect();
    Some(Words::one(&addresses.join(", ")))
}

/// What a document asks to be shown with its work, and who provides it.
fn credits_of(metadata: &TokenMetadata) -> Credits {
    let providers = metadata.credits.iter().filter(|credit| credit.role == CreditRole::Provider);
    let text = |words: &Option<Words>| words.clone().map(Text::from).unwrap_or_default();
    Credits {
        statement: text(&metadata.rights.statement),
        terms: text(&metadata.rights.terms),
        rights: metadata.rights.uri.clone().filter(|uri| !uri.is_empty()),
        further_rights: metadata.rights.further.clone(),
        providers: providers.map(|provider| Text::from(provider.name.clone())).collect(),
    }
}

/// A name for what has none: the token's number, or the file's name.
fn plain_name(entry: &WorkEntry, token: Option<&TokenFacts>) -> Option<String> {
    if let Some(facts) = token {
        return Some(facts.token.short_name());
    }
    let name = entry.file.as_deref()?.rsplit('/').next()?;
    Some(name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::work::Strength;
    use crate::token::metadata::parse_metadata;

    #[test]
    fn rights_are_kept_in_words_and_as_an_address() {
        let check = |fields: &str, terms: &str, rights: Option<&str>| {
            let document = format!(r#"{{"name":"Kiln"{fields}}}"#);
            let metadata = parse_metadata(document.as_bytes(), None).unwrap();
            let credits = credits_of(&metadata);
            assert_eq!(credits.terms.get(Language::English), terms, "{document}");
            assert_eq!(credits.rights.as_deref(), rights, "{document}");
        };
        let uri = "https://creativecommons.org/publicdomain/zero/1.0/";
        check(r#","rights":"All rights reserved""#, "All rights reserved", None);
        check(r#","license":"CC0 1.0""#, "CC0 1.0", None);
        let both = format!(r#","rights":"CC0 1.0","rightsUri":"{uri}""#);
        check(&both, "CC0 1.0", Some(uri));
        check("", "", None);
    }

    #[test]
    fn names_are_looked_at_as_a_label_has_them() {
        let check = |entry: WorkEntry, metadata: TokenMetadata, expected: Option<&str>| {
            let strong = Strength::default();
            let subject = Subject { entry, section: 0, token: None, strong, canvas: None };
            let findings = Findings { metadata, ..Findings::default() };
            let missing = Err(ProblemKind::NotFound.into());
            let notes = describe(subject, findings, missing, Vec::new()).notes;
            let mixed: Vec<_> = notes.iter().map(|note| note.detail.as_str()).collect();
            assert_eq!(mixed, expected.into_iter().collect::<Vec<_>>());
            assert!(notes.iter().all(|note| note.kind == ProblemKind::MixedScripts));
        };
        let (nothing, plain) = (WorkEntry::default, TokenMetadata::default);
        let found = |text: &str| Some(Words::one(text));
        check(nothing(), TokenMetadata { name: found("Apple"), ..plain() }, None);
        let apple = Some("“\u{410}pple”: Cyrillic, Latin");
        check(nothing(), TokenMetadata { name: found("\u{410}pple"), ..plain() }, apple);
        check(nothing(), TokenMetadata { artist: found("\u{410}pple"), ..plain() }, apple);
        // A contract gives the collection's name after the document was read.
        check(nothing(), TokenMetadata { collection: found("\u{410}pple"), ..plain() }, apple);
        // A provider stands on every label of its work.
        let provided = |name: &str| {
            let (role, name) = (CreditRole::Provider, Words::one(name));
            TokenMetadata { credits: vec![Credit { role, name, is_address: false }], ..plain() }
        };
        check(nothing(), provided("Apple"), None);
        check(nothing(), provided("\u{410}pple"), apple);
        // What a curator says stands in its place, for whoever reads it.
        let title = |en: &str, zh: &str| WorkEntry {
            title: Some(Text::Both { en: en.to_owned(), zh: zh.to_owned() }),
            ..nothing()
        };
        let named = || TokenMetadata { name: found("\u{410}pple"), ..plain() };
        check(title("Apple", "苹果"), named(), None);
        check(title("Apple", "\u{410}pple 苹果"), plain(), apple);
    }
}
