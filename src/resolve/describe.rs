//! What the lock says of a work: what was found of it, and the curator's words over that.

use super::size::{self, Proportions};
use super::work::{Findings, Subject, TokenFacts};
use crate::exhibition::{
    Credits, LockedWork, Media, MediaKind, Problem, ProblemKind, Text, Visual, WorkEntry, WorkId,
};
use crate::ownership::OwnershipRecord;
use crate::token::metadata::{Credit, CreditRole};
use crate::token::{AccountId, TokenMetadata, Words};

/// What the lock says of a work; the curator's words go over the metadata's.
pub(super) fn describe(
    subject: Subject,
    findings: Findings,
    shown: Result<(Visual, Proportions), Problem>,
    ownership: Vec<OwnershipRecord>,
) -> LockedWork {
    let Subject { entry, section, token, strong, .. } = subject;
    let Findings { metadata, document, mut notes } = findings;
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
    let artist = artist_of(&metadata, &said.makers);
    let credits = credits_of(&metadata);
    let id = entry.id.as_deref().and_then(|id| id.parse().ok());
    LockedWork {
        id: id.unwrap_or_else(|| WorkId::from_title(title.get(Default::default()))),
        section,
        arrival: 0,
        token: token.map(|facts| facts.token),
        title,
        artist: text(entry.artist, artist),
        year: entry.year.or(metadata.year).unwrap_or_default(),
        medium: text(entry.medium, metadata.medium),
        description: text(entry.description, metadata.description),
        collection: text(entry.collection, metadata.collection),
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
        authorship: Vec::new(),
        signed: Vec::new(),
        rights: strong.rights,
        provenance: strong.provenance,
        proof: strong.proof,
        credits,
        notes,
    }
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
    Credits {
        statement: metadata.rights.statement.clone().map(Text::from).unwrap_or_default(),
        rights: metadata.rights.uri.clone().filter(|uri| !uri.is_empty()),
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
