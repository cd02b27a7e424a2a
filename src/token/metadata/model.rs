//! What a metadata document says of its token: the one type that all standards parse
//! into.

use serde::{Deserialize, Serialize};

use super::integrity::Integrity;
use super::localization::Localization;
use super::note::MetadataNote;
use super::words::Words;

/// What a metadata document says. Texts are cleaned. Addresses of files are as they are
/// written; those that a label shows (`external_url`, `video_page`, `rights`) as a parser
/// spells them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenMetadata {
    pub name: Option<Words>,
    pub description: Option<Words>,
    /// Everybody who made it, in one line.
    pub artist: Option<Words>,
    pub collection: Option<Words>,
    pub year: Option<String>,
    pub medium: Option<Words>,
    /// Where the still image lies: any URI, or raw SVG from `image_data`.
    pub image: Option<String>,
    /// Where further stills lie, for where that one cannot be had: each once, in the order
    /// in which they stand in for it.
    pub further_images: Vec<String>,
    /// Where a smaller still lies, for where none of these can be had. A document that names
    /// no other has it as its image.
    pub thumbnail: Option<String>,
    /// Where the work itself lies when it is more than the still (`animation_url`,
    /// `artifactUri`, `content`, `media`).
    pub animation: Option<String>,
    /// Every file that the document names, those above among them.
    pub files: Vec<MediaFile>,
    /// The colour behind the work (OpenSea's `background_color`).
    pub background: Option<[u8; 3]>,
    pub external_url: Option<String>,
    /// Films about the work on a page of their own (`youtube_url`); never the work.
    pub video_page: Option<String>,
    pub traits: Vec<Trait>,
    /// Physical width and height in millimetres, where the document gives them in an
    /// order that cannot be mistaken.
    pub size_mm: Option<(u32, u32)>,
    /// Two sides in millimetres of which the document does not say which is the width;
    /// [`TokenMetadata::size_for`] asks the picture.
    pub sides_mm: Option<[u32; 2]>,
    pub credits: Vec<Credit>,
    pub rights: Rights,
    pub symbol: Option<String>,
    pub decimals: Option<u8>,
    pub tags: Vec<String>,
    /// The document's language, as its tag (BCP 47).
    pub language: Option<String>,
    /// What a sale owes its maker, in hundredths of a percent.
    pub royalty_basis_points: Option<u16>,
    /// Further languages of the document (ERC-1155).
    pub localization: Option<Localization>,
    /// What was repaired and what was set aside.
    pub notes: Vec<MetadataNote>,
}

/// One trait of a token, as OpenSea's `attributes` have them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trait {
    pub name: String,
    /// As it is read: `5 / 10` of a number with a maximum, `2021-03-11` of a date.
    pub value: String,
}

/// One file that a document names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFile {
    /// As the document spells it.
    pub uri: String,
    pub role: FileRole,
    /// What the document calls it; bytes are sniffed, never believed.
    pub mime: Option<String>,
    pub length: Option<u64>,
    pub width_px: Option<u32>,
    pub height_px: Option<u32>,
    pub duration_ms: Option<u64>,
    /// A hash that the bytes must have.
    pub integrity: Option<Integrity>,
}

/// What a file is to its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileRole {
    /// The work itself.
    Work,
    /// A still of it.
    Still,
    /// A small still.
    Thumbnail,
    /// Another form of it, or something beside it.
    Other,
}

/// Somebody who has to do with the work, as the document names them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Credit {
    pub role: CreditRole,
    pub name: Words,
    /// It is an account's address, not a name.
    pub is_address: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CreditRole {
    Creator,
    Contributor,
    Publisher,
    Minter,
    Platform,
    /// Who provides the document (IIIF's `provider`); never an owner.
    Provider,
}

/// What may be done with the work, and what must be said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// The terms in words, or their name.
    pub terms: Option<Words>,
    /// Where the terms stand.
    pub uri: Option<String>,
    /// Where further terms stand: those of a part and those of the whole may differ.
    pub further: Vec<String>,
    /// What must be shown with the work (IIIF's `requiredStatement`).
    pub statement: Option<Words>,
}

impl TokenMetadata {
    /// Physical width and height for a picture of these proportions. Two sides whose
    /// order is not given are ordered by the picture, if they are its proportions within
    /// five hundredths.
    pub fn size_for(&self, width_px: u32, height_px: u32) -> Option<(u32, u32)> {
        if self.size_mm.is_some() {
            return self.size_mm;
        }
        let [a, b] = self.sides_mm?;
        let (short, long) = (a.min(b), a.max(b));
        let across = if width_px > height_px { (long, short) } else { (short, long) };
        let (width, height) = (u64::from(across.0), u64::from(across.1));
        let (left, right) = (width * u64::from(height_px), height * u64::from(width_px));
        (left > 0 && left.abs_diff(right) * 20 <= left.max(right)).then_some(across)
    }

    /// What the document says of the file under a URI that it names.
    pub fn file(&self, uri: &str) -> Option<&MediaFile> {
        self.files.iter().find(|file| file.uri == uri.trim())
    }

    /// The hash that the bytes under a URI must have, where the document says one.
    pub fn integrity_of(&self, uri: &str) -> Option<&Integrity> {
        self.file(uri)?.integrity.as_ref()
    }
}
