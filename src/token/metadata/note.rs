//! What was repaired in a document, and what was set aside, each with its field.

use std::fmt;

use crate::limits::NOTES_MAX;

/// One thing that a document's reader had to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetadataNote {
    pub kind: NoteKind,
    /// The field that it is about, as the document spells it; empty for the whole.
    pub field: String,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoteKind {
    // The bytes and their JSON, repaired.
    ByteOrderMark,
    OtherEncoding,
    RawControlCharacter,
    BadEscape,
    TrailingComma,
    NotANumber,
    DuplicateKey,
    TrailingZeros,
    DocumentInString,
    ListOfOne,
    // Fields that say the same in another way.
    OtherSpelling,
    OtherForm,
    NumberForText,
    ObjectForText,
    ListForText,
    ListForAddress,
    TextForNumber,
    ColourSpelling,
    HiddenCharacters,
    TooLong,
    TooMany,
    // Fields that say nothing that could be shown.
    WrongType,
    EmptyWord,
    BadColour,
    BadDate,
    BadHash,
    BadSize,
    UnclearSize,
    BadLink,
    TextForFile,
    PageForFile,
    OtherVersion,
}

/// What became of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It was not as its standard has it, and what it means is clear.
    Repaired,
    /// It was left out.
    SetAside,
}

/// The notes of one document, up to [`NOTES_MAX`], each once.
#[derive(Debug, Default)]
pub(in crate::token) struct Notes(Vec<MetadataNote>);

impl Notes {
    pub fn add(&mut self, kind: NoteKind, field: &str) {
        const FIELD_CHARS_MAX: usize = 64;
        if self.0.len() >= NOTES_MAX {
            return;
        }
        let field = crate::token::clean_text(crate::token::text::cut(field, FIELD_CHARS_MAX));
        let note = MetadataNote { kind, field };
        if !self.0.contains(&note) {
            self.0.push(note);
        }
    }

    /// Further notes of the same document.
    pub fn going_on(notes: Vec<MetadataNote>) -> Self {
        Self(notes)
    }

    pub fn into_inner(self) -> Vec<MetadataNote> {
        self.0
    }
}

impl NoteKind {
    pub const ALL: [Self; 32] = [
        Self::ByteOrderMark,
        Self::OtherEncoding,
        Self::RawControlCharacter,
        Self::BadEscape,
        Self::TrailingComma,
        Self::NotANumber,
        Self::DuplicateKey,
        Self::TrailingZeros,
        Self::DocumentInString,
        Self::ListOfOne,
        Self::OtherSpelling,
        Self::OtherForm,
        Self::NumberForText,
        Self::ObjectForText,
        Self::ListForText,
        Self::ListForAddress,
        Self::TextForNumber,
        Self::ColourSpelling,
        Self::HiddenCharacters,
        Self::TooLong,
        Self::TooMany,
        Self::WrongType,
        Self::EmptyWord,
        Self::BadColour,
        Self::BadDate,
        Self::BadHash,
        Self::BadSize,
        Self::UnclearSize,
        Self::BadLink,
        Self::TextForFile,
        Self::PageForFile,
        Self::OtherVersion,
    ];

    /// Whether the field was repaired or set aside.
    pub fn outcome(self) -> Outcome {
        match self {
            Self::WrongType
            | Self::EmptyWord
            | Self::BadColour
            | Self::BadDate
            | Self::BadHash
            | Self::BadSize
            | Self::UnclearSize
            | Self::BadLink
            | Self::TextForFile
            | Self::PageForFile => Outcome::SetAside,
            _ => Outcome::Repaired,
        }
    }

    /// Whether the document itself was damaged, so that a visitor should know.
    pub fn is_damage(self) -> bool {
        matches!(
            self,
            Self::OtherEncoding
                | Self::RawControlCharacter
                | Self::BadEscape
                | Self::TrailingComma
                | Self::NotANumber
                | Self::DuplicateKey
                | Self::TrailingZeros
        )
    }

    /// Whether the document says something here that nobody can make out; a link that is
    /// not followed and a word for nothing are not that.
    pub fn is_unreadable(self) -> bool {
        let is_clear =
            matches!(self, Self::BadLink | Self::EmptyWord | Self::TextForFile | Self::PageForFile);
        self.outcome() == Outcome::SetAside && !is_clear
    }

    /// Its name in tables and vectors.
    pub fn key(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "byte-order-mark",
            Self::OtherEncoding => "other-encoding",
            Self::RawControlCharacter => "raw-control-character",
            Self::BadEscape => "bad-escape",
            Self::TrailingComma => "trailing-comma",
            Self::NotANumber => "not-a-number",
            Self::DuplicateKey => "duplicate-key",
            Self::TrailingZeros => "trailing-zeros",
            Self::DocumentInString => "document-in-string",
            Self::ListOfOne => "list-of-one",
            Self::OtherSpelling => "other-spelling",
            Self::OtherForm => "other-form",
            Self::NumberForText => "number-for-text",
            Self::ObjectForText => "object-for-text",
            Self::ListForText => "list-for-text",
            Self::ListForAddress => "list-for-address",
            Self::TextForNumber => "text-for-number",
            Self::ColourSpelling => "colour-spelling",
            Self::HiddenCharacters => "hidden-characters",
            Self::TooLong => "too-long",
            Self::TooMany => "too-many",
            Self::WrongType => "wrong-type",
            Self::EmptyWord => "empty-word",
            Self::BadColour => "bad-colour",
            Self::BadDate => "bad-date",
            Self::BadHash => "bad-hash",
            Self::BadSize => "bad-size",
            Self::UnclearSize => "unclear-size",
            Self::BadLink => "bad-link",
            Self::TextForFile => "text-for-file",
            Self::PageForFile => "page-for-file",
            Self::OtherVersion => "other-version",
        }
    }

    /// What it says, in English, behind the name of a field.
    fn meaning(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "starts with a byte order mark",
            Self::OtherEncoding => "is not in UTF-8 and was read as another encoding",
            Self::RawControlCharacter => "holds a line break or control character unescaped",
            Self::BadEscape => "holds an escape that stands for no character",
            Self::TrailingComma => "is followed by a comma too many",
            Self::NotANumber => "is NaN or infinite and was taken for nothing",
            Self::DuplicateKey => "stands there twice, and the last one was taken",
            Self::TrailingZeros => "is followed by zero bytes",
            Self::DocumentInString => "lies in a JSON string",
            Self::ListOfOne => "is a list of one",
            Self::OtherSpelling => "is spelled otherwise than its standard has it",
            Self::OtherForm => "is written in another form than its standard has it",
            Self::NumberForText => "is a number and was read as a text",
            Self::ObjectForText => "is an object, and the text in it was taken",
            Self::ListForText => "is a list, and its texts were joined",
            Self::ListForAddress => "is a list of addresses where one is expected",
            Self::TextForNumber => "is a text and was read as a number",
            Self::ColourSpelling => "is a colour in another spelling",
            Self::HiddenCharacters => {
                "holds characters that hide or turn text; they were taken out"
            }
            Self::TooLong => "is too long and was cut",
            Self::TooMany => "has too many entries and was cut",
            Self::WrongType => "is of another type than its standard has it",
            Self::EmptyWord => "holds a word for nothing",
            Self::BadColour => "holds no colour of six hex digits",
            Self::BadDate => "holds no date that can be read",
            Self::BadHash => "holds no hash that can be checked",
            Self::BadSize => "holds no size that a work can have",
            Self::UnclearSize => "names a size that can be read in several ways",
            Self::BadLink => "holds no address that can be followed",
            Self::TextForFile => "holds a text where a file is expected",
            Self::PageForFile => "names a page about the work, not the work",
            Self::OtherVersion => "is written by another version of its standard",
        }
    }
}

impl fmt::Display for MetadataNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => write!(f, "the document {}", self.kind.meaning()),
            field => write!(f, "“{field}” {}", self.kind.meaning()),
        }
    }
}
