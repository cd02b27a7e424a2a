//! What a contract calls the collection of its tokens: by which of its answers, and who says
//! so.

use alloy_primitives::B256;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Evidence, Question};
use crate::limits::CONTRACT_NAME_CHARS_MAX;
use crate::token::{EvmToken, clean_text, text_of_answer};

/// The answer of a contract by which its collection is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CalledBy {
    /// `contractURI`, which names a document or is one (ERC-7572).
    Document,
    /// `name`.
    #[default]
    Name,
    /// `symbol`, where there is no name.
    Symbol,
}

/// Which of a contract's answers a collection is called by, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Called {
    pub by: CalledBy,
    /// The SHA-256 of the answer's text: the name itself as it is shown, or what names the
    /// document or holds it, which is a blob.
    pub text: B256,
    /// The blob of the document, where the text only names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<B256>,
    pub evidence: Evidence,
}

impl CalledBy {
    /// How a token's contract is asked for it.
    pub fn question(self, token: EvmToken) -> Question {
        match self {
            Self::Document => Question::ContractUri(token),
            Self::Name => Question::Name(token),
            Self::Symbol => Question::Symbol(token),
        }
    }

    /// What an answer says: an address or a document as it stands, a name fit to be read.
    /// None where it says nothing.
    pub fn read(self, answer: &[u8]) -> Option<String> {
        let text = text_of_answer(answer)?;
        let text = text.trim();
        let said: String = match self {
            Self::Document => text.to_owned(),
            Self::Name | Self::Symbol => {
                let name = clean_text(text).replace('\n', " ");
                let name: String = name.chars().take(CONTRACT_NAME_CHARS_MAX).collect();
                name.trim_end().to_owned()
            }
        };
        Some(said).filter(|said| !said.is_empty())
    }
}

impl Called {
    /// By a text that was answered; whoever knows the document adds it.
    pub fn of(by: CalledBy, text: &str, evidence: Evidence) -> Self {
        Self { by, text: hash_of(text), document: None, evidence }
    }

    /// The blobs that it needs: none where the text is the name itself, which stands in
    /// whatever is called so.
    pub fn blobs(&self) -> impl Iterator<Item = B256> + use<> {
        let text = (self.by == CalledBy::Document).then_some(self.text);
        text.into_iter().chain(self.document)
    }

    /// Whether this is the text that was answered.
    pub fn is_text(&self, text: &str) -> bool {
        self.text == hash_of(text)
    }
}

fn hash_of(text: &str) -> B256 {
    B256::new(Sha256::digest(text.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_a_name_an_address_or_nothing() {
        let check = |by: CalledBy, answer: &str, expected: Option<&str>| {
            // Plain UTF-8 is an answer, too.
            assert_eq!(by.read(answer.as_bytes()).as_deref(), expected, "{by:?} {answer:?}");
        };
        for by in [CalledBy::Name, CalledBy::Symbol] {
            check(by, " Paint\u{202e}ings\n", Some("Paintings"));
            check(by, " ", None);
            check(by, "", None);
        }
        // What is fetched by is not what is read: nothing of it is left out.
        let named = "data:application/json,{\"name\":\"\u{202e}A\"}";
        check(CalledBy::Document, &format!(" {named} "), Some(named));
        check(CalledBy::Document, "", None);
        // A name that was cut ends with a letter.
        let cut = format!("{} {}", "n".repeat(CONTRACT_NAME_CHARS_MAX - 1), "n");
        check(CalledBy::Name, &cut, Some(&cut[..CONTRACT_NAME_CHARS_MAX - 1]));
    }

    #[test]
    fn a_name_is_known_by_its_hash() {
        let evidence = Evidence::Claimed { by: String::new(), as_of: None };
        let called = Called::of(CalledBy::Name, "Paintings", evidence);
        assert!(called.is_text("Paintings") && !called.is_text("Painting"));
        let written = serde_json::to_value(&called).unwrap();
        assert_eq!(serde_json::from_value::<Called>(written.clone()).unwrap(), called);
        assert_eq!(written.get("document"), None);
        let more = |mut written: serde_json::Value| {
            written["more"] = true.into();
            serde_json::from_value::<Called>(written)
        };
        assert!(more(written).is_err());
    }
}
