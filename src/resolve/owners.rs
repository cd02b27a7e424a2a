//! Ownership records from a curator's own file: claims, whatever they call themselves.

use super::error::Stop;
use crate::exhibition::{Problem, ProblemKind};
use crate::ownership::{Evidence, Level, OwnershipRecord};
use crate::source::{FetchError, Library, Uri, Want};

/// Reads the records in a file of the folder. A record that says more than “claimed”
/// is taken for a claim, since a file proves nothing; the second part says so. A file
/// that cannot be read is a problem, and no work's end.
pub(super) async fn read_owners(
    library: &Library,
    path: &str,
) -> Result<(Vec<OwnershipRecord>, Vec<Problem>), Stop> {
    let segments = path.split('/').map(str::to_owned).collect();
    let found = library.get(&Uri::File(segments), Want::METADATA).await;
    let found = found.map_err(|error| match error {
        FetchError::Disk(error) => Stop::Disk(error),
        other => Stop::work(ProblemKind::OwnershipUnreadable, other),
    })?;
    parse_owners(&found.bytes, path).map_err(Stop::Work)
}

fn parse_owners(bytes: &[u8], path: &str) -> Result<(Vec<OwnershipRecord>, Vec<Problem>), Problem> {
    let unreadable =
        |error| Problem::new(ProblemKind::OwnershipUnreadable, format!("{path}: {error}"));
    let records: Vec<OwnershipRecord> =
        serde_json::from_slice(bytes).map_err(|error: serde_json::Error| unreadable(error))?;
    let mut notes = Vec::new();
    let records = records
        .into_iter()
        .map(|mut record| {
            let level = record.evidence.level();
            if level != Level::Claimed {
                let detail = format!("{path}: {} is {}", record.owner, level.key());
                notes.push(Problem::new(ProblemKind::OnlyClaimed, detail));
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
        assert_eq!(refused.kind, ProblemKind::OwnershipUnreadable);
        assert!(refused.detail.starts_with("o.json: "), "{refused}");
    }
}
