//! What a contract of Tezos itself stores of a token (TZIP-12, “Token metadata values”):
//! bytes by their names, and under the empty name the address of the rest.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// A document of JSON with the fields that a contract holds of a token, but for the address
/// of the rest; none where there are no others. TZIP-21 keeps lists and objects as JSON in
/// them.
pub fn document_of_fields(fields: &BTreeMap<String, Vec<u8>>) -> Option<Vec<u8>> {
    let field = |bytes: &Vec<u8>| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let structured = text.starts_with(['[', '{']);
        let value = structured.then(|| serde_json::from_str(&text).ok()).flatten();
        value.unwrap_or(Value::String(text))
    };
    let named = fields.iter().filter(|(name, _)| !name.is_empty());
    let document: Map<String, Value> =
        named.map(|(name, bytes)| (name.clone(), field(bytes))).collect();
    (!document.is_empty()).then(|| Value::Object(document).to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_a_contract_become_a_document() {
        let check = |rows: &[(&str, &str)], expected: Option<&str>| {
            let bytes =
                |(name, value): &(&str, &str)| ((*name).to_owned(), value.as_bytes().to_vec());
            let document = document_of_fields(&rows.iter().map(bytes).collect());
            let document = document.map(|json| serde_json::from_slice::<Value>(&json).unwrap());
            assert_eq!(document, expected.map(|json| serde_json::from_str(json).unwrap()));
        };
        check(
            &[
                ("", "ipfs://x"),
                ("name", "A work"),
                ("decimals", "0"),
                ("formats", r#"[{"uri":"x"}]"#),
                ("odd", "["),
            ],
            Some(r#"{"name":"A work","decimals":"0","formats":[{"uri":"x"}],"odd":"["}"#),
        );
        check(&[("", "ipfs://x")], None);
        check(&[], None);
    }
}
