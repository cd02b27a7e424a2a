//! What can still be told from a lock that cannot be read: which works hung, under
//! which ids, and with which hanging.

use serde::Deserialize;
use serde_json::Value;

use super::{LockedWork, Media, WorkId};

/// A work that hung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hung {
    pub id: WorkId,
    /// See [`LockedWork::arrival`].
    pub arrival: u32,
    /// What makes it the same work in the next resolve: its token, or where it lies.
    pub identity: String,
}

/// The parts of a work that a later resolve holds on to, whatever became of the rest.
#[derive(Deserialize)]
struct Remains {
    id: WorkId,
    arrival: u32,
    #[serde(default)]
    token: Option<String>,
    #[serde(default)]
    metadata: Value,
    #[serde(default)]
    media: Value,
}

impl Hung {
    pub fn of(work: &LockedWork) -> Self {
        let identity = match (&work.token, &work.metadata, &work.media) {
            (Some(token), ..) => token.to_string(),
            (None, Some(document), _) => document.uri.clone(),
            (None, None, Media::Shown(visual)) => visual.original.uri.clone(),
            (None, None, Media::Missing { .. }) => nameless(&work.id),
        };
        Self { id: work.id.clone(), arrival: work.arrival, identity }
    }
}

impl From<Remains> for Hung {
    fn from(remains: Remains) -> Self {
        let Remains { id, arrival, token, metadata, media } = remains;
        let uri =
            |value: &Value, path| value.pointer(path).and_then(Value::as_str).map(str::to_owned);
        let identity = token
            .or_else(|| uri(&metadata, "/uri"))
            .or_else(|| uri(&media, "/shown/original/uri"))
            .unwrap_or_else(|| nameless(&id));
        Self { id, arrival, identity }
    }
}

/// What names a work that nothing else does.
fn nameless(id: &WorkId) -> String {
    format!("id {id}")
}

/// The works that can be told from a damaged lock, or from one of another version.
pub fn salvage(bytes: &[u8]) -> Vec<Hung> {
    let remains: Vec<Remains> = match serde_json::from_slice::<Value>(bytes) {
        Ok(whole) => {
            let works = whole.get("works").and_then(Value::as_array);
            works.into_iter().flatten().filter_map(|work| Remains::deserialize(work).ok()).collect()
        }
        Err(_) => {
            blocks(bytes).iter().filter_map(|work| serde_json::from_slice(work).ok()).collect()
        }
    };
    remains.into_iter().map(Hung::from).collect()
}

/// The objects that stand in the lists of a lock, by the lines on which the canonical
/// form begins and ends them: damage to one leaves the others whole.
fn blocks(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut blocks = Vec::new();
    let mut block: Option<Vec<u8>> = None;
    for line in bytes.split(|byte| *byte == b'\n') {
        match line {
            b"    {" => block = Some(b"{".to_vec()),
            b"    }" | b"    }," => {
                if let Some(mut whole) = block.take() {
                    whole.push(b'}');
                    blocks.push(whole);
                }
            }
            line => {
                if let Some(block) = &mut block {
                    block.extend_from_slice(line);
                }
            }
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn work(id: &str, arrival: u32, more: Value) -> Value {
        let mut work = json!({ "id": id, "arrival": arrival, "new in version 9": true });
        work.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        work
    }

    fn lock() -> Value {
        json!({
            "version": 9,
            "sections": [{ "id": "s" }],
            "works": [
                work("by-token", 0, json!({ "token": "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1" })),
                work("by-document", 1, json!({ "metadata": { "uri": "a.json" } })),
                work("by-file", 2, json!({ "media": { "shown": { "original": { "uri": "a.png" } } } })),
                work("by-nothing", 3, json!({ "media": { "missing": {} } })),
            ]
        })
    }

    fn told(bytes: &[u8]) -> Vec<(String, u32, String)> {
        salvage(bytes).into_iter().map(|h| (h.id.to_string(), h.arrival, h.identity)).collect()
    }

    #[test]
    fn works_of_another_version_are_told() {
        let found = told(&serde_json::to_vec(&lock()).unwrap());
        let found: Vec<_> =
            found.iter().map(|(id, at, by)| (id.as_str(), *at, by.as_str())).collect();
        assert_eq!(
            found,
            [
                ("by-token", 0, "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1"),
                ("by-document", 1, "a.json"),
                ("by-file", 2, "a.png"),
                ("by-nothing", 3, "id by-nothing"),
            ]
        );
    }

    #[test]
    fn damage_to_one_work_leaves_the_others() {
        let whole = serde_json::to_vec_pretty(&lock()).unwrap();
        let ids = |bytes: &[u8]| told(bytes).into_iter().map(|(id, ..)| id).collect::<Vec<_>>();
        let at = |word: &str| {
            whole.windows(word.len()).position(|found| found == word.as_bytes()).unwrap()
        };
        let mut flipped = whole.clone();
        flipped[at("by-document") - 2] = b'\x7f';
        assert_eq!(ids(&flipped), ["by-token", "by-file", "by-nothing"]);
        assert_eq!(ids(&whole[..at("by-file")]), ["by-token", "by-document"]);
        assert_eq!(ids(b""), [""; 0]);
        assert_eq!(ids(b"{\"works\": 7}"), [""; 0]);
        assert_eq!(ids(b"[[[[\n    {\n    }\n\xff"), [""; 0]);
    }
}
