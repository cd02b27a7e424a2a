//! What went wrong with a work: one of a few causes that a visitor can be told in any
//! language, and the particulars as they were met.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::limits::DETAIL_CHARS_MAX;
use crate::media::{MediaError, MediaType, Remark, is_recording};
use crate::token::clean_text;

/// One thing that went wrong. Its Display is for logs; visitors read
/// [`crate::messages::Messages::problem`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    pub kind: ProblemKind,
    /// Names, numbers and a server's own words, in English; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// The cause, as a visitor is told it: a sentence of the catalogue, under `problem-` and its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    // What the chain says, or does not.
    NoSuchToken,
    NoContract,
    NoMetadataNamed,
    SaidByService,
    NoEndpoint,
    EndpointSilent,
    OtherChain,
    OtherStandard,
    OwnerNotNamed,
    HoldsNone,
    HolderUnreadable,
    MoreHolders,
    CreatorUnverified,
    CollectionUnverified,
    // How strongly it is known, and what speaks against it.
    EndpointDisagrees,
    ProofRefused,
    BlockReplaced,
    NotProven,
    ForeignRules,
    RulesAssumed,
    OwnerContradicted,
    RightContradicted,
    OwnerOutvoted,
    OwnerUnsettled,
    MetadataContradicted,
    MetadataOutvoted,
    CollectionContradicted,
    CollectionOutvoted,
    AttestationRefused,
    StatusUnchecked,
    ProvenanceBroken,
    ProvenanceUnread,
    NameUnverified,
    NameUnfollowed,
    AccountsInCircle,
    AccountsTooDeep,
    AccountOwnerless,
    // The way to the bytes.
    AddressUnreadable,
    AddressRefused,
    NotFound,
    Unreachable,
    TooSlow,
    OtherBytes,
    OtherHash,
    // The bytes themselves.
    TooLarge,
    CutOff,
    Damaged,
    NotWhatItClaims,
    UnknownFormat,
    FormatNotShown,
    Film,
    Sound,
    Page,
    ForbiddenContent,
    // What documents say.
    NoDocument,
    MetadataElsewhere,
    MetadataUnreadable,
    MetadataRepaired,
    MetadataSetAside,
    MixedScripts,
    NoPictureNamed,
    StillInPlace,
    AnotherInPlace,
    ThumbnailInPlace,
    OtherProportions,
    OwnershipUnreadable,
    OnlyClaimed,
    // What is shown, and not all of it or not everywhere.
    PartsLeftOut,
    DrawingEmpty,
    StartsEmpty,
    FirstFrame,
    NeedsNetwork,
    FilesMissing,
    PageUnasked,
    NotEverywhere,
    OneClip,
}

impl Problem {
    /// A problem with its particulars, cleaned of control characters and cut.
    pub fn new(kind: ProblemKind, detail: impl fmt::Display) -> Self {
        let detail = clean_text(&detail.to_string());
        let detail = match detail.char_indices().nth(DETAIL_CHARS_MAX) {
            Some((end, _)) => format!("{}…", detail[..end].trim_end()),
            None => detail,
        };
        Self { kind, detail }
    }

    /// The same with words before its particulars.
    pub fn about(self, what: &str) -> Self {
        match self.detail.as_str() {
            "" => Self::new(self.kind, what),
            detail => Self::new(self.kind, format!("{what}: {detail}")),
        }
    }
}

impl From<ProblemKind> for Problem {
    fn from(kind: ProblemKind) -> Self {
        Self { kind, detail: String::new() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.detail.as_str() {
            "" => f.write_str(self.kind.key()),
            detail => write!(f, "{}: {detail}", self.kind.key()),
        }
    }
}

impl ProblemKind {
    pub const ALL: [Self; 76] = [
        Self::NoSuchToken,
        Self::NoContract,
        Self::NoMetadataNamed,
        Self::SaidByService,
        Self::NoEndpoint,
        Self::EndpointSilent,
        Self::OtherChain,
        Self::OtherStandard,
        Self::OwnerNotNamed,
        Self::HoldsNone,
        Self::HolderUnreadable,
        Self::MoreHolders,
        Self::CreatorUnverified,
        Self::CollectionUnverified,
        Self::EndpointDisagrees,
        Self::ProofRefused,
        Self::BlockReplaced,
        Self::NotProven,
        Self::ForeignRules,
        Self::RulesAssumed,
        Self::OwnerContradicted,
        Self::RightContradicted,
        Self::OwnerOutvoted,
        Self::OwnerUnsettled,
        Self::MetadataContradicted,
        Self::MetadataOutvoted,
        Self::CollectionContradicted,
        Self::CollectionOutvoted,
        Self::AttestationRefused,
        Self::StatusUnchecked,
        Self::ProvenanceBroken,
        Self::ProvenanceUnread,
        Self::NameUnverified,
        Self::NameUnfollowed,
        Self::AccountsInCircle,
        Self::AccountsTooDeep,
        Self::AccountOwnerless,
        Self::AddressUnreadable,
        Self::AddressRefused,
        Self::NotFound,
        Self::Unreachable,
        Self::TooSlow,
        Self::OtherBytes,
        Self::OtherHash,
        Self::TooLarge,
        Self::CutOff,
        Self::Damaged,
        Self::NotWhatItClaims,
        Self::UnknownFormat,
        Self::FormatNotShown,
        Self::Film,
        Self::Sound,
        Self::Page,
        Self::ForbiddenContent,
        Self::NoDocument,
        Self::MetadataElsewhere,
        Self::MetadataUnreadable,
        Self::MetadataRepaired,
        Self::MetadataSetAside,
        Self::MixedScripts,
        Self::NoPictureNamed,
        Self::StillInPlace,
        Self::AnotherInPlace,
        Self::ThumbnailInPlace,
        Self::OtherProportions,
        Self::OwnershipUnreadable,
        Self::OnlyClaimed,
        Self::PartsLeftOut,
        Self::DrawingEmpty,
        Self::StartsEmpty,
        Self::FirstFrame,
        Self::NeedsNetwork,
        Self::FilesMissing,
        Self::PageUnasked,
        Self::NotEverywhere,
        Self::OneClip,
    ];

    /// Its name in the lock and in the catalogue of messages.
    pub fn key(self) -> &'static str {
        match self {
            Self::NoSuchToken => "no-such-token",
            Self::NoContract => "no-contract",
            Self::NoMetadataNamed => "no-metadata-named",
            Self::SaidByService => "said-by-service",
            Self::NoEndpoint => "no-endpoint",
            Self::EndpointSilent => "endpoint-silent",
            Self::OtherChain => "other-chain",
            Self::OtherStandard => "other-standard",
            Self::OwnerNotNamed => "owner-not-named",
            Self::HoldsNone => "holds-none",
            Self::HolderUnreadable => "holder-unreadable",
            Self::MoreHolders => "more-holders",
            Self::CreatorUnverified => "creator-unverified",
            Self::CollectionUnverified => "collection-unverified",
            Self::EndpointDisagrees => "endpoint-disagrees",
            Self::ProofRefused => "proof-refused",
            Self::BlockReplaced => "block-replaced",
            Self::NotProven => "not-proven",
            Self::ForeignRules => "foreign-rules",
            Self::RulesAssumed => "rules-assumed",
            Self::OwnerContradicted => "owner-contradicted",
            Self::RightContradicted => "right-contradicted",
            Self::OwnerOutvoted => "owner-outvoted",
            Self::OwnerUnsettled => "owner-unsettled",
            Self::MetadataContradicted => "metadata-contradicted",
            Self::MetadataOutvoted => "metadata-outvoted",
            Self::CollectionContradicted => "collection-contradicted",
            Self::CollectionOutvoted => "collection-outvoted",
            Self::AttestationRefused => "attestation-refused",
            Self::StatusUnchecked => "status-unchecked",
            Self::ProvenanceBroken => "provenance-broken",
            Self::ProvenanceUnread => "provenance-unread",
            Self::NameUnverified => "name-unverified",
            Self::NameUnfollowed => "name-unfollowed",
            Self::AccountsInCircle => "accounts-in-circle",
            Self::AccountsTooDeep => "accounts-too-deep",
            Self::AccountOwnerless => "account-ownerless",
            Self::AddressUnreadable => "address-unreadable",
            Self::AddressRefused => "address-refused",
            Self::NotFound => "not-found",
            Self::Unreachable => "unreachable",
            Self::TooSlow => "too-slow",
            Self::OtherBytes => "other-bytes",
            Self::OtherHash => "other-hash",
            Self::TooLarge => "too-large",
            Self::CutOff => "cut-off",
            Self::Damaged => "damaged",
            Self::NotWhatItClaims => "not-what-it-claims",
            Self::UnknownFormat => "unknown-format",
            Self::FormatNotShown => "format-not-shown",
            Self::Film => "film",
            Self::Sound => "sound",
            Self::Page => "page",
            Self::ForbiddenContent => "forbidden-content",
            Self::NoDocument => "no-document",
            Self::MetadataElsewhere => "metadata-elsewhere",
            Self::MetadataUnreadable => "metadata-unreadable",
            Self::MetadataRepaired => "metadata-repaired",
            Self::MetadataSetAside => "metadata-set-aside",
            Self::MixedScripts => "mixed-scripts",
            Self::NoPictureNamed => "no-picture-named",
            Self::StillInPlace => "still-in-place",
            Self::AnotherInPlace => "another-in-place",
            Self::ThumbnailInPlace => "thumbnail-in-place",
            Self::OtherProportions => "other-proportions",
            Self::OwnershipUnreadable => "ownership-unreadable",
            Self::OnlyClaimed => "only-claimed",
            Self::PartsLeftOut => "parts-left-out",
            Self::DrawingEmpty => "drawing-empty",
            Self::StartsEmpty => "starts-empty",
            Self::FirstFrame => "first-frame",
            Self::NeedsNetwork => "needs-network",
            Self::FilesMissing => "files-missing",
            Self::PageUnasked => "page-unasked",
            Self::NotEverywhere => "not-everywhere",
            Self::OneClip => "one-clip",
        }
    }

    /// Whether it says how strongly something is known, rather than what was found.
    pub fn is_about_evidence(self) -> bool {
        matches!(
            self,
            Self::EndpointDisagrees
                | Self::ProofRefused
                | Self::BlockReplaced
                | Self::NotProven
                | Self::ForeignRules
                | Self::RulesAssumed
                | Self::OwnerContradicted
                | Self::RightContradicted
                | Self::OwnerOutvoted
                | Self::OwnerUnsettled
                | Self::MetadataContradicted
                | Self::MetadataOutvoted
                | Self::CollectionContradicted
                | Self::CollectionOutvoted
                | Self::ProvenanceBroken
                | Self::ProvenanceUnread
                | Self::NameUnverified
                | Self::NameUnfollowed
                | Self::AccountsInCircle
                | Self::AccountsTooDeep
                | Self::AccountOwnerless
        )
    }

    /// What stands for a kind of file that is known and not shown.
    pub fn of_not_shown(media: MediaType) -> Self {
        match media {
            MediaType::Mp4 | MediaType::WebM => Self::Film,
            MediaType::Html => Self::Page,
            media if is_recording(media) => Self::Sound,
            _ => Self::FormatNotShown,
        }
    }
}

/// What bytes that cannot be hung mean to a visitor.
impl From<MediaError> for Problem {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::Empty => Self::new(ProblemKind::CutOff, "0 bytes"),
            MediaError::Unknown => ProblemKind::UnknownFormat.into(),
            MediaError::NotShown(media) => {
                Self::new(ProblemKind::of_not_shown(media), media.mime())
            }
            MediaError::NotPlayed { media, codecs } => {
                let detail = format!("{} ({codecs})", media.mime());
                Self::new(ProblemKind::of_not_shown(media), detail)
            }
            MediaError::NotWhatItClaims { claimed, found } => {
                let detail = format!("it says {claimed}, and it is {}", found.mime());
                Self::new(ProblemKind::NotWhatItClaims, detail)
            }
            MediaError::Truncated(media) => Self::new(ProblemKind::CutOff, media.mime()),
            MediaError::Damaged { media, problem } => {
                Self::new(ProblemKind::Damaged, format!("{}: {problem}", media.mime()))
            }
            MediaError::Unreadable(problem) => Self::new(ProblemKind::Damaged, problem),
            MediaError::TooLarge { found, limit, unit, limit_name } => {
                let detail = format!("{found} {unit}; the limit is {limit} ({limit_name})");
                Self::new(ProblemKind::TooLarge, detail)
            }
            MediaError::Refused { media, what } => {
                Self::new(ProblemKind::ForbiddenContent, format!("the {media} holds {what}"))
            }
        }
    }
}

/// What a label says of a file that is shown all the same.
impl From<Remark> for Problem {
    fn from(remark: Remark) -> Self {
        match remark {
            Remark::LeftOut(what) => Self::new(ProblemKind::PartsLeftOut, what),
            Remark::Empty => ProblemKind::DrawingEmpty.into(),
            Remark::StartsEmpty => ProblemKind::StartsEmpty.into(),
            Remark::FirstFrame => ProblemKind::FirstFrame.into(),
            Remark::OnlyFirstFrame(why) => {
                Self::new(ProblemKind::FirstFrame, Self::from(why).detail)
            }
            Remark::NeedsNetwork(what) => Self::new(ProblemKind::NeedsNetwork, what),
            Remark::NotEverywhere(codecs) => Self::new(ProblemKind::NotEverywhere, codecs),
            Remark::OneClip(name) => Self::new(ProblemKind::OneClip, name),
        }
    }
}

#[cfg(test)]
#[path = "problem_tests.rs"]
mod tests;
