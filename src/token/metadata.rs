//! Token metadata: the raw shapes of ERC-721 and ERC-1155 documents, and the one
//! domain type that they parse into.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

use super::AssetId;

/// What a metadata document says about its token, cleaned of control characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenMetadata {
    pub name: Option<String>,
    pub description: Option<String>,
    pub artist: Option<String>,
    pub collection: Option<String>,
    pub year: Option<String>,
    pub medium: Option<String>,
    /// Where the still image lies: any URI, or raw SVG from `image_data`.
    pub image: Option<String>,
    /// Where the work itself lies when it is more than a still (`animation_url`).
    pub animation: Option<String>,
    pub external_url: Option<String>,
    pub traits: Vec<Trait>,
    /// Physical width and height in millimetres, where the document gives them.
    pub size_mm: Option<(u32, u32)>,
}

/// One trait of a token, as OpenSea's `attributes` have them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trait {
    pub name: String,
    pub value: String,
}

/// Why a document is no token metadata.
#[derive(Debug, Error)]
pub enum MetadataError {
    #[error("the metadata is no JSON: {0}")]
    NotJson(#[from] serde_json::Error),
    #[error("the metadata is JSON, but no object")]
    NotAnObject,
    #[error("the metadata names neither a name nor an image")]
    Empty,
}

/// Parses a metadata document of ERC-721 or ERC-1155, with the fields that OpenSea
/// added. In a document of ERC-1155 `{id}` becomes the token's 64 hex digits.
pub fn parse_metadata(
    document: &[u8],
    token: Option<&AssetId>,
) -> Result<TokenMetadata, MetadataError> {
    let document: Value = serde_json::from_slice(document)?;
    let Value::Object(fields) = document else {
        return Err(MetadataError::NotAnObject);
    };
    let raw = Fields {
        fields: &fields,
        id_hex: token.and_then(AssetId::number).map(|number| format!("{number:064x}")),
    };
    let parsed = TokenMetadata {
        name: raw.text(&["name", "title"]),
        description: raw.text(&["description"]),
        artist: raw.text(&["artist", "created_by", "creator", "author"]),
        collection: raw.text(&["collection", "collection_name"]),
        year: raw.text(&["year", "date", "created"]),
        medium: raw.text(&["medium"]),
        image: raw.uri(&["image", "image_url", "image_data"]),
        animation: raw.uri(&["animation_url"]),
        external_url: raw.uri(&["external_url"]),
        traits: raw.traits(),
        size_mm: raw.size_mm(),
    };
    if parsed.name.is_none() && parsed.image.is_none() && parsed.animation.is_none() {
        return Err(MetadataError::Empty);
    }
    Ok(parsed)
}

/// The most traits that a label carries; a document with more is cut there.
pub const TRAITS_MAX: usize = 64;

/// The longest text that a label carries, in characters.
pub const TEXT_CHARS_MAX: usize = 4_000;

/// Strips control and bidirectional-override characters, normalises to NFC, and
/// cuts at `TEXT_CHARS_MAX`. Line breaks stay.
pub fn clean_text(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let hidden = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
    };
    text.nfc().filter(|c| !hidden(*c)).take(TEXT_CHARS_MAX).collect::<String>().trim().to_owned()
}

/// A document's fields, looked up at its top and inside `properties`.
struct Fields<'a> {
    fields: &'a Map<String, Value>,
    id_hex: Option<String>,
}

impl Fields<'_> {
    fn find(&self, names: &[&str]) -> Option<&Value> {
        let properties = self.fields.get("properties").and_then(Value::as_object);
        names.iter().find_map(|name| {
            self.fields
                .get(*name)
                .or_else(|| properties?.get(*name))
                .map(|value| {
                    value.get("description").filter(|_| *name != "description").unwrap_or(value)
                })
                .filter(|value| !value.is_null())
        })
    }

    fn text(&self, names: &[&str]) -> Option<String> {
        let value = self.find(names)?;
        let text = match value {
            Value::String(text) => self.fill_in(text),
            Value::Number(number) => number.to_string(),
            Value::Bool(yes) => yes.to_string(),
            _ => return None,
        };
        Some(clean_text(&text)).filter(|text| !text.is_empty())
    }

    /// A URI is taken as it is: a data URI may hold what a label may not.
    fn uri(&self, names: &[&str]) -> Option<String> {
        let text = self.find(names)?.as_str()?;
        Some(self.fill_in(text).trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn fill_in(&self, text: &str) -> String {
        match &self.id_hex {
            Some(id_hex) => text.replace("{id}", id_hex),
            None => text.to_owned(),
        }
    }

    fn traits(&self) -> Vec<Trait> {
        let value = self.fields.get("attributes").or_else(|| self.fields.get("traits"));
        let pairs: Vec<(String, &Value)> = match value {
            Some(Value::Array(list)) => list
                .iter()
                .filter_map(|entry| {
                    let name = entry.get("trait_type").and_then(Value::as_str).unwrap_or("");
                    Some((name.to_owned(), entry.get("value")?))
                })
                .collect(),
            Some(Value::Object(map)) => map.iter().map(|(k, v)| (k.clone(), v)).collect(),
            _ => Vec::new(),
        };
        pairs
            .into_iter()
            .filter_map(|(name, value)| {
                let value = match value {
                    Value::String(text) => clean_text(text),
                    Value::Number(number) => number.to_string(),
                    Value::Bool(yes) => yes.to_string(),
                    _ => return None,
                };
                Some(Trait { name: clean_text(&name), value })
            })
            .take(TRAITS_MAX)
            .collect()
    }

    /// `dimensions: {"width": …, "height": …, "unit": "mm" | "cm" | "m" | "in"}`.
    fn size_mm(&self) -> Option<(u32, u32)> {
        let dimensions = self.find(&["dimensions", "physical_size"])?;
        let scale = match dimensions.get("unit").and_then(Value::as_str)? {
            "mm" => 1.0,
            "cm" => 10.0,
            "m" => 1_000.0,
            "in" => 25.4,
            _ => return None,
        };
        let side = |name: &str| {
            let mm = dimensions.get(name)?.as_f64()? * scale;
            (mm.is_finite() && (1.0..=100_000.0).contains(&mm)).then_some(mm.round() as u32)
        };
        Some((side("width")?, side("height")?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_as_they_are_in_the_wild() {
        let check = |document: &str, expected: (&str, &str)| {
            let parsed = parse_metadata(document.as_bytes(), None).unwrap();
            let found =
                (parsed.name.as_deref().unwrap_or(""), parsed.image.as_deref().unwrap_or(""));
            assert_eq!(found, expected, "{document}");
        };
        check(r#"{"name":"A","image":"ipfs://x"}"#, ("A", "ipfs://x"));
        check(r#"{"name":"A","image_url":"https://x"}"#, ("A", "https://x"));
        check(r#"{"name":"A","image_data":"<svg/>"}"#, ("A", "<svg/>"));
        check(r#"{"name":7,"image":null}"#, ("7", ""));
        check(
            r#"{"title":"Asset","properties":{"name":{"type":"string","description":"B"},"image":{"description":"https://y"}}}"#,
            ("B", "https://y"),
        );
        check("{\"name\":\"a\u{202e}b\\u0007c\"}", ("abc", ""));
    }

    #[test]
    fn the_id_of_erc_1155_is_filled_in() {
        let token: AssetId =
            "eip155:1/erc1155:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/314592".parse().unwrap();
        let parsed =
            parse_metadata(br#"{"name":"x","image":"https://h/{id}.png"}"#, Some(&token)).unwrap();
        assert_eq!(
            parsed.image.unwrap(),
            "https://h/000000000000000000000000000000000000000000000000000000000004cce0.png"
        );
    }

    #[test]
    fn traits_come_as_list_or_object_and_sizes_in_their_unit() {
        let parsed = parse_metadata(
            br#"{"name":"x","attributes":[{"trait_type":"Seed","value":7},{"value":"odd"}],
                "dimensions":{"width":12.5,"height":20,"unit":"cm"}}"#,
            None,
        )
        .unwrap();
        let traits: Vec<_> = parsed.traits.iter().map(|t| (&*t.name, &*t.value)).collect();
        assert_eq!(traits, [("Seed", "7"), ("", "odd")]);
        assert_eq!(parsed.size_mm, Some((125, 200)));
        let parsed = parse_metadata(br#"{"name":"x","traits":{"Seed":true}}"#, None).unwrap();
        assert_eq!(parsed.traits[0].value, "true");
    }

    #[test]
    fn what_is_no_metadata_is_refused() {
        for row in ["", "[]", "{}", "\"name\"", "{\"name\":"] {
            assert!(parse_metadata(row.as_bytes(), None).is_err(), "{row}");
        }
    }
}
