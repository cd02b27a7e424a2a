//! What whoever lends a work's files asks to be shown with them (IIIF: the required
//! statement, the rights, the provider). A provider lends a file and owns nothing.

use serde::{Deserialize, Serialize};

use super::Text;

/// What is always shown with a work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Credits {
    /// Words that must be shown, such as an attribution.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub statement: Text,
    /// The address of a licence or of a statement of rights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// Who provides the files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<Text>,
}

impl Credits {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
