//! Runs vectors of token and contract metadata and of texts.

use enfilade::token::metadata::{
    ContractMetadata, Credit, CreditRole, HashFunction, Integrity, MediaFile, MetadataNote,
    Outcome as NoteOutcome, Spoken, parse_filled_in,
};
use enfilade::token::{
    MetadataError, TokenMetadata, Words, clean_text, document_of_fields, mixed_scripts,
    parse_beside, parse_contract_metadata,
};
use serde_json::{Value, json};

use super::{Outcome, input};

pub fn run(vector: &Value) -> Outcome {
    let outcome = match vector["as"].as_str().unwrap_or("token") {
        "token" => token(vector),
        "contract" => contract(vector),
        "text" => {
            let text = clean_text(vector["text"].as_str().unwrap());
            Ok(json!({ "text": text, "mixed_scripts": scripts(&text) }))
        }
        "integrity" => return integrity(vector),
        other => panic!("nobody runs “{other}”"),
    };
    outcome.map_err(|error| error.key().to_owned())
}

fn token(vector: &Value) -> Result<Value, MetadataError> {
    let id = input::id(vector);
    let mut parsed = parse_filled_in(&input::document(vector), id)?;
    for (locale, document) in vector["localized"].as_object().into_iter().flatten() {
        let document = serde_json::to_vec(document).unwrap();
        let language = Spoken::of_tag(locale).unwrap();
        parsed.add_language(language, &parse_filled_in(&document, id)?);
    }
    Ok(say_token(&parsed))
}

/// What a contract of Tezos stores of a token (TZIP-12): the document that its fields make,
/// or the document that lies elsewhere with the fields that it lacks.
pub fn run_fields(vector: &Value) -> Outcome {
    let fields = vector["token_info"].as_object().unwrap().iter();
    let bytes = |hex: &Value| alloy_primitives::hex::decode(hex.as_str().unwrap()).unwrap();
    let fields = fields.map(|(name, hex)| (name.clone(), bytes(hex))).collect();
    let own = document_of_fields(&fields);
    match (vector.get("document"), own) {
        (Some(_), own) => {
            let parsed = parse_beside(&input::document(vector), None, own.as_deref());
            parsed.map(|parsed| say_token(&parsed)).map_err(|error| error.key().to_owned())
        }
        (None, Some(own)) => {
            let document: Value = serde_json::from_slice(&own).unwrap();
            Ok(json!({ "document": document }))
        }
        (None, None) => Err("empty".to_owned()),
    }
}

/// Everything that a vector may expect of a token's document.
pub fn say_token(parsed: &TokenMetadata) -> Value {
    let traits: Vec<_> =
        parsed.traits.iter().map(|t| json!({ "name": t.name, "value": t.value })).collect();
    let further = parsed.localization.iter().flat_map(|localization| localization.further());
    let further: Vec<_> =
        further.map(|more| json!({ "locale": more.locale, "uri": more.uri })).collect();
    let [red, green, blue] = parsed.background.unwrap_or_default();
    let background = parsed.background.map(|_| format!("{red:02x}{green:02x}{blue:02x}"));
    let name = parsed.name.as_ref().map_or("", Words::plain);
    json!({
        "name": words(&parsed.name),
        "description": words(&parsed.description),
        "artist": words(&parsed.artist),
        "collection": words(&parsed.collection),
        "year": parsed.year,
        "medium": words(&parsed.medium),
        "image": parsed.image,
        "further_images": parsed.further_images,
        "thumbnail": parsed.thumbnail,
        "animation": parsed.animation,
        "files": parsed.files.iter().map(file).collect::<Vec<_>>(),
        "background_color": background,
        "external_url": parsed.external_url,
        "video_page": parsed.video_page,
        "traits": traits,
        "size_mm": parsed.size_mm,
        "sides_mm": parsed.sides_mm,
        "credits": credits(&parsed.credits),
        "rights": words(&parsed.rights.terms),
        "rights_uri": parsed.rights.uri,
        "further_rights": parsed.rights.further,
        "statement": words(&parsed.rights.statement),
        "symbol": parsed.symbol,
        "decimals": parsed.decimals,
        "tags": parsed.tags,
        "language": parsed.language,
        "royalty_basis_points": parsed.royalty_basis_points,
        "further_languages": further,
        "mixed_scripts": scripts(name),
        "repaired": notes(&parsed.notes, NoteOutcome::Repaired),
        "set_aside": notes(&parsed.notes, NoteOutcome::SetAside),
    })
}

fn contract(vector: &Value) -> Result<Value, MetadataError> {
    let parsed: ContractMetadata = parse_contract_metadata(&input::document(vector))?;
    let collection_name = parsed.collection_name(vector["on_chain_name"].as_str());
    Ok(json!({
        "name": words(&parsed.name),
        "collection_name": words(&collection_name),
        "artist": words(&parsed.artist()),
        "symbol": parsed.symbol,
        "description": words(&parsed.description),
        "image": parsed.image,
        "banner_image": parsed.banner_image,
        "featured_image": parsed.featured_image,
        "external_url": parsed.external_url,
        "credits": credits(&parsed.credits),
        "rights": words(&parsed.rights.terms),
        "version": parsed.version,
        "interfaces": parsed.interfaces,
        "views": parsed.views,
        "repaired": notes(&parsed.notes, NoteOutcome::Repaired),
        "set_aside": notes(&parsed.notes, NoteOutcome::SetAside),
    }))
}

/// A digest as a document or a contract gives it, held against bytes.
fn integrity(vector: &Value) -> Outcome {
    let named = match vector["function"].as_str() {
        Some("sha256") => Some(HashFunction::Sha256),
        Some("keccak256") => Some(HashFunction::Keccak256),
        Some(other) => panic!("nobody runs “{other}”"),
        None => None,
    };
    let digest = vector["digest"].as_str().unwrap();
    let parsed = Integrity::parse(digest, named).ok_or("bad-hash")?;
    Ok(json!({ "holds": parsed.holds(vector["text"].as_str().unwrap().as_bytes()) }))
}

/// One text where all readers get the same, else one for each.
pub fn words(words: &Option<Words>) -> Value {
    match words {
        None => Value::Null,
        Some(words) if words.en() == words.zh() => json!(words.en()),
        Some(words) => json!({ "en": words.en(), "zh": words.zh() }),
    }
}

fn file(file: &MediaFile) -> Value {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    json!({
        "uri": file.uri,
        "mime": file.mime,
        "bytes": file.length,
        "width": file.width_px,
        "height": file.height_px,
        "duration_ms": file.duration_ms,
        "digest": file.integrity.as_ref().map(|integrity| hex(integrity.digest())),
    })
}

fn credits(credits: &[Credit]) -> Vec<Value> {
    let role = |role| match role {
        CreditRole::Creator => "creator",
        CreditRole::Contributor => "contributor",
        CreditRole::Publisher => "publisher",
        CreditRole::Minter => "minter",
        CreditRole::Platform => "platform",
        CreditRole::Provider => "provider",
    };
    let said = |credit: &Credit| json!({ "role": role(credit.role), "name": words(&Some(credit.name.clone())) });
    credits.iter().map(said).collect()
}

/// The keys of the notes with this outcome, each once, in alphabetical order.
fn notes(notes: &[MetadataNote], outcome: NoteOutcome) -> Vec<&'static str> {
    let of = notes.iter().filter(|note| note.kind.outcome() == outcome);
    let mut keys: Vec<_> = of.map(|note| note.kind.key()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn scripts(name: &str) -> Vec<&'static str> {
    mixed_scripts(name).map(|mixed| mixed.scripts).unwrap_or_default()
}
