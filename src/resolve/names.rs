//! A document's word for a name of ENS: the token's number is the hash of the name, so that
//! nobody needs to be believed.

use crate::exhibition::{Problem, ProblemKind};
use crate::token::{AssetId, TokenMetadata, is_name_of};

/// Takes the name out of a document where it is not the one that the token stands for, and
/// says so.
pub(super) fn hold_name(metadata: &mut TokenMetadata, token: Option<&AssetId>) -> Option<Problem> {
    let said = metadata.name.as_ref()?.plain().to_owned();
    if is_name_of(&said, token?)? {
        return None;
    }
    metadata.name = None;
    // What stands for a name that nobody knows claims none.
    let claims = !said.starts_with('[');
    let detail = format!("“name” is “{said}”, and the token is that of another name");
    claims.then(|| Problem::new(ProblemKind::MetadataSetAside, detail))
}

#[cfg(test)]
mod tests {
    use alloy_primitives::keccak256;

    use super::*;
    use crate::token::ENS_REGISTRAR;
    use crate::token::metadata::parse_metadata;

    #[test]
    fn a_name_is_held_to_the_number_of_its_token() {
        let number = alloy_primitives::U256::from_be_bytes(keccak256("foo").0);
        let of_ens = format!("eip155:1/erc721:{ENS_REGISTRAR}/{number}");
        let other = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/7";
        let check = |token: Option<&str>, name: &str, kept: bool, noted: bool| {
            let document = format!(r#"{{"name":"{name}"}}"#);
            let mut metadata = parse_metadata(document.as_bytes(), None).unwrap();
            let token = token.map(|token| token.parse().unwrap());
            let note = hold_name(&mut metadata, token.as_ref());
            assert_eq!((metadata.name.is_some(), note.is_some()), (kept, noted), "{name}");
        };
        check(Some(&of_ens), "foo.eth", true, false);
        check(Some(&of_ens), "bar.eth", false, true);
        check(Some(&of_ens), "Foo.eth", false, true);
        check(Some(&of_ens), "[0x41b1...8c4d].eth", false, false);
        check(Some(other), "bar.eth", true, false);
        check(None, "bar.eth", true, false);
    }
}
