//! Ownership records from a curator's own file: claims, whatever they call themselves.

use super::error::Stop;
use crate::ownership::{Evidence, Level, OwnershipRecord};
use crate::source::{Library, Uri, Want};

/// Reads the records in a file of the folder. A record that says more than “claimed”
/// is taken for a claim, since a file proves nothing; the second part says so.
pub(super) async fn read_owners(
    library: &Library,
    path: &str,
) -> Result<(Vec<OwnershipRecord>, Vec<String>), Stop> {
    let segments = path.split('/').map(str::to_owned).collect();
    let found = library.get(&Uri::File(segments), Want::METADATA).await?;
    parse_owners(&found.bytes, path).map_err(Stop::Work)
}

fn parse_owners(bytes: &[u8], path: &str) -> Result<(Vec<OwnershipRecord>, Vec<String>), String> {
    let records: Vec<OwnershipRecord> = serde_json::from_slice(bytes)
        .map_err(|error| format!("{path} holds no records: {error}"))?;
    let mut notes = Vec::new();
    let records = records
        .into_iter()
        .map(|mut record| {
            let level = record.evidence.level();
            if level != Level::Claimed {
                notes.push(format!(
                    "{path} calls the ownership of {} {}; a file alone can only claim it",
                    record.owner,
                    level.key()
                ));
                let as_of = record.evidence.as_of();
                record.evidence = Evidence::Claimed { by: path.to_owned(), as_of };
            }
            record
        })
        .collect();
    Ok((records, notes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWNER: &str = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    #[test]
    fn a_file_only_claims() {
        let claimed = r#"{"level":"claimed","by":"the studio","as_of":"2026-01-01T00:00:00Z"}"#;
        let attested = r#"{"level":"attested","issuer":"did:x","issued":"2026-01-01T00:00:00Z","expires":null}"#;
        let check = |evidence: &str, by: &str, notes: usize| {
            let text = format!(r#"[{{"owner":"{OWNER}","evidence":{evidence}}}]"#);
            let (records, found) = parse_owners(text.as_bytes(), "o.json").unwrap();
            let as_of = Some("2026-01-01T00:00:00Z".parse().unwrap());
            assert_eq!(records[0].evidence, Evidence::Claimed { by: by.into(), as_of });
            assert_eq!(found.len(), notes, "{found:?}");
        };
        check(claimed, "the studio", 0);
        check(attested, "o.json", 1);
        let refused = parse_owners(b"{}", "o.json").unwrap_err();
        assert!(refused.starts_with("o.json holds no records: "), "{refused}");
    }
}
