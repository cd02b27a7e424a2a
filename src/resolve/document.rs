//! A metadata document, from bytes to what it says.

use crate::exhibition::{Problem, ProblemKind};
use crate::source::limits::METADATA_DEPTH_MAX;
use crate::token::{AssetId, TokenMetadata, parse_metadata};

/// Parses a document; one that nests too deep is refused before anything reads it.
pub(super) fn read_document(
    bytes: &[u8],
    token: Option<&AssetId>,
) -> Result<TokenMetadata, Problem> {
    const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    if depth(text) > METADATA_DEPTH_MAX {
        let detail = format!("the metadata nests deeper than {METADATA_DEPTH_MAX} levels");
        return Err(Problem::new(ProblemKind::MetadataUnreadable, detail));
    }
    let unreadable = |error| Problem::new(ProblemKind::MetadataUnreadable, error);
    parse_metadata(text, token).map_err(unreadable)
}

/// How deep brackets nest outside of strings.
fn depth(json: &[u8]) -> usize {
    let (mut deepest, mut here, mut in_string, mut escaped) = (0, 0_usize, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                here += 1;
                deepest = deepest.max(here);
            }
            b']' | b'}' if !in_string => here = here.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_brackets_and_not_their_pictures() {
        let check = |json: &str, expected: usize| assert_eq!(depth(json.as_bytes()), expected);
        check("{}", 1);
        check(r#"{"a":[{"b":1}]}"#, 3);
        check(r#"{"a":"[[[[\"[[["}"#, 1);
        check(&"[".repeat(1_000), 1_000);
    }

    #[test]
    fn a_document_too_deep_is_refused() {
        let nested = |levels: usize| {
            format!(r#"{{"name":"x","a":{}{}}}"#, "[".repeat(levels), "]".repeat(levels))
        };
        assert!(read_document(nested(METADATA_DEPTH_MAX - 1).as_bytes(), None).is_ok());
        let refused = read_document(nested(METADATA_DEPTH_MAX).as_bytes(), None).unwrap_err();
        assert_eq!(refused.kind, ProblemKind::MetadataUnreadable);
        assert_eq!(refused.detail, "the metadata nests deeper than 32 levels");
        assert!(read_document(b"\xef\xbb\xbf{\"name\":\"x\"}", None).is_ok());
    }
}
