//! What whoever made a work or lends its files asks to be shown with it (IIIF: the required
//! statement, the rights, the provider; TZIP-21: the rights). A provider lends a file and owns nothing.

use serde::{Deserialize, Serialize};

use super::Text;

/// What is always shown with a work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Credits {
    /// Words that must be shown, such as an attribution.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub statement: Text,
    /// A licence or a statement of rights in words (TZIP-21 `rights`, `license`).
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub terms: Text,
    /// The address of a licence or of a statement of rights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// The addresses of further ones, where a part and the whole have different ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub further_rights: Vec<String>,
    /// Who provides the files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<Text>,
}

impl Credits {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
