//! From the bytes of a document to what it says of its token.

use alloy_primitives::U256;

use super::bytes::{Extent, text_of};
use super::colour::read_background;
use super::dates::read_year;
use super::error::MetadataError;
use super::fields::Fields;
use super::files::read_files;
use super::json::{Json, Object, read_json};
use super::localization::read_localization;
use super::model::{Rights, TokenMetadata};
use super::note::{NoteKind, Notes};
use super::people::{artist_of, read_credits};
use super::size::{Size, read_size};
use super::traits::read_traits;
use crate::limits::DOCUMENTS_IN_STRINGS_MAX;
use crate::token::{AssetId, EvmStandard};

/// Parses a token's metadata document: ERC-721, ERC-1155, TZIP-21, Metaplex, and what
/// marketplaces and platforms added to them. In every text of a document of ERC-1155
/// `{id}` becomes the token's 64 hex digits.
pub fn parse_metadata(
    document: &[u8],
    token: Option<&AssetId>,
) -> Result<TokenMetadata, MetadataError> {
    parse_beside(document, token, None)
}

/// The same where a contract itself holds fields of the token (TZIP-12), as an object of
/// JSON: those that the document lacks are read from there.
pub fn parse_beside(
    document: &[u8],
    token: Option<&AssetId>,
    fields: Option<&[u8]>,
) -> Result<TokenMetadata, MetadataError> {
    let filled_in = token.and_then(AssetId::evm);
    let filled_in = filled_in.filter(|token| token.standard == EvmStandard::Erc1155);
    parse(document, filled_in.map(|token| token.number), fields)
}

/// The same for whoever knows the number that `{id}` stands for, and no more.
pub fn parse_filled_in(document: &[u8], id: Option<U256>) -> Result<TokenMetadata, MetadataError> {
    parse(document, id, None)
}

fn parse(
    document: &[u8],
    id: Option<U256>,
    fields: Option<&[u8]>,
) -> Result<TokenMetadata, MetadataError> {
    let mut notes = Notes::default();
    let mut object = read_object(document, Extent::METADATA, &mut notes)?;
    if let Some(id) = id {
        for (_, value) in &mut object.0 {
            value.each_text(&|text| {
                if text.contains(ID) {
                    *text = fill_in_id(text, id);
                }
            });
        }
    }
    refuse_other_documents(&object)?;
    if let Some(fields) = fields {
        // What only leads on says nothing of its own that could be added to.
        let said = read_token(&mut Fields::new(&object, &mut Notes::default()));
        if let (true, Some(uri)) = (is_empty(&said), way_on(&object)) {
            return Err(MetadataError::Elsewhere(uri.to_owned()));
        }
        let fields = read_object(fields, Extent::METADATA, &mut Notes::default());
        if let Ok(fields) = fields {
            add_lacking(&mut object, fields);
        }
    }
    let mut parsed = read_token(&mut Fields::new(&object, &mut notes));
    parsed.notes = notes.into_inner();
    match (is_empty(&parsed), way_on(&object)) {
        (false, _) => Ok(parsed),
        (true, Some(uri)) => Err(MetadataError::Elsewhere(uri.to_owned())),
        (true, None) => Err(MetadataError::Empty),
    }
}

/// Whether a document names neither a name nor anything to see.
fn is_empty(parsed: &TokenMetadata) -> bool {
    parsed.name.is_none() && parsed.image.is_none() && parsed.animation.is_none()
}

/// The address in the one field of a document that has nothing else.
fn way_on(object: &Object) -> Option<&str> {
    match object.0.as_slice() {
        [(_, Json::Text(text))] => is_address(text),
        _ => None,
    }
}

/// Puts fields where a document has none of their name, or an empty one.
fn add_lacking(object: &mut Object, fields: Object) {
    for (name, value) in fields.0 {
        match object.0.iter_mut().find(|(there, _)| *there == name) {
            Some((_, there)) if there.is_nothing() => *there = value,
            Some(_) => {}
            None => object.0.push((name, value)),
        }
    }
}

const ID: &str = "{id}";

/// Puts a token's id in the place of every `{id}`: 64 lowercase hex digits without `0x`
/// (ERC-1155).
pub fn fill_in_id(text: &str, id: U256) -> String {
    text.replace(ID, &format!("{id:064x}"))
}

/// The object that a document is: itself, in a list of one, or in a JSON string.
pub(in crate::token) fn read_object(
    document: &[u8],
    extent: Extent,
    notes: &mut Notes,
) -> Result<Object, MetadataError> {
    let mut text = text_of(document, extent, notes)?;
    for _ in 0..=DOCUMENTS_IN_STRINGS_MAX {
        if let Some(uri) = is_address(&text) {
            return Err(MetadataError::Elsewhere(uri.to_owned()));
        }
        match read_json(&text, extent.values_max, notes)? {
            Json::Object(object) => return Ok(object),
            Json::List(list) => {
                let mut list = list.into_iter();
                return match (list.next(), list.next()) {
                    (Some(Json::Object(object)), None) => {
                        notes.add(NoteKind::ListOfOne, "");
                        Ok(object)
                    }
                    _ => Err(MetadataError::NotAnObject),
                };
            }
            Json::Text(inner) => {
                let starts = inner.trim_start().as_bytes().first().copied();
                if !matches!(starts, Some(b'{' | b'[' | b'"')) && is_address(&inner).is_none() {
                    return Err(MetadataError::NotAnObject);
                }
                notes.add(NoteKind::DocumentInString, "");
                text = inner;
            }
            _ => return Err(MetadataError::NotAnObject),
        }
    }
    Err(MetadataError::NotAnObject)
}

fn read_token(fields: &mut Fields<'_>) -> TokenMetadata {
    let credits = read_credits(fields);
    let found = read_files(fields);
    let size = read_size(fields);
    let mut parsed = TokenMetadata {
        name: fields.words(&["name", "title", "token_name"]),
        description: fields.words(&["description"]),
        artist: artist_of(&credits),
        collection: fields.words(&["collection", "collection_name", "series"]),
        year: read_year(fields),
        medium: fields.words(&["medium"]),
        image: found.image,
        further_images: found.further_images,
        thumbnail: found.thumbnail,
        animation: found.animation,
        files: found.files,
        background: read_background(fields),
        external_url: fields.link(&["external_url", "external_link", "homepage", "website"]),
        video_page: found.video_page,
        traits: Vec::new(),
        size_mm: None,
        sides_mm: None,
        credits,
        rights: read_rights(fields),
        symbol: fields.text(&["symbol"]),
        decimals: fields.whole(&["decimals"]).and_then(|number| u8::try_from(number).ok()),
        tags: fields.texts(&["tags", "genres"]),
        language: fields.text(&["language"]),
        royalty_basis_points: read_royalty(fields),
        localization: read_localization(fields),
        notes: Vec::new(),
    };
    match size {
        Some(Size::Sides { width, height }) => parsed.size_mm = Some((width, height)),
        Some(Size::Unordered(sides)) => parsed.sides_mm = Some(sides),
        None => {}
    }
    // What `properties` hold beside all this are traits.
    parsed.traits = read_traits(fields);
    parsed
}

pub(super) fn read_rights(fields: &mut Fields<'_>) -> Rights {
    Rights {
        terms: fields.words(&["rights", "license", "licence"]),
        uri: fields.page(&["rightsUri", "rights_uri", "license_url", "licenseUrl", "license_uri"]),
        further: Vec::new(),
        statement: fields.words(&["attribution", "credit_line", "creditLine"]),
    }
}

/// Metaplex's `seller_fee_basis_points`, or the sum of Tezos' `royalties`.
fn read_royalty(fields: &mut Fields<'_>) -> Option<u16> {
    const WHOLE: u64 = 10_000;
    if let Some(points) = fields.whole(&["seller_fee_basis_points", "sellerFeeBasisPoints"]) {
        return u16::try_from(points).ok().filter(|points| u64::from(*points) <= WHOLE);
    }
    let (_, royalties) = fields.first(&["royalties"])?;
    let decimals: u32 =
        royalties.get("decimals").and_then(super::fields::whole_of)?.try_into().ok()?;
    let shares = &royalties.get("shares")?.object()?.0;
    let sum = shares.iter().filter_map(|(_, share)| super::fields::whole_of(share));
    let sum = sum.fold(0_u64, u64::saturating_add);
    let points = sum.checked_mul(WHOLE)?.checked_div(10_u64.checked_pow(decimals)?)?;
    u16::try_from(points).ok().filter(|points| u64::from(*points) <= WHOLE)
}

/// The address that is all that a document holds.
fn is_address(text: &str) -> Option<&str> {
    let text = text.trim().trim_end_matches('\0');
    let starts = |starts: &[&str]| starts.iter().any(|start| text.starts_with(start));
    let schemes = [
        "ipfs://",
        "ipns://",
        "web+ipfs://",
        "dweb:/",
        "https://",
        "http://",
        "ar://",
        "tezos-storage:",
        "/ipfs/",
        "ipfs/",
    ];
    // A content id of version 0, or of version 1 in base 32.
    let bare = text.len() >= 46 && starts(&["Qm", "baf"]);
    let plain = (bare || starts(&schemes)) && !text.contains(char::is_whitespace);
    (plain || text.starts_with("data:")).then_some(text)
}

/// Documents that are objects of JSON and no metadata: a server's error, and a standard's
/// own schema.
fn refuse_other_documents(object: &Object) -> Result<(), MetadataError> {
    const OF_ERRORS: [&str; 14] = [
        "error",
        "errors",
        "message",
        "msg",
        "status",
        "statusCode",
        "status_code",
        "code",
        "success",
        "detail",
        "path",
        "timestamp",
        "data",
        "requestId",
    ];
    let only_errors = object.0.iter().all(|(key, _)| OF_ERRORS.contains(&key.as_str()));
    if only_errors && !object.0.is_empty() {
        let said = ["message", "error", "msg", "detail"].iter().find_map(|key| {
            let value = object.get(key)?;
            value.text().or_else(|| value.get("message")?.text())
        });
        if let Some(said) = said {
            let said = crate::token::clean_text(crate::token::text::cut(said, 200));
            return Err(MetadataError::ErrorAnswer(said));
        }
    }
    let inside = |name: &str| object.get("properties")?.get(name)?.get("description")?.text();
    let pattern = "Identifies the asset to which this";
    match inside("name") {
        Some(text) if text.starts_with(pattern) => Err(MetadataError::Pattern),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
