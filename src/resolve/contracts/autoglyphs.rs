//! Autoglyphs (Larva Labs, 2019): an ERC-721 contract whose `tokenURI` is the work
//! itself, as symbols that are instructions for a drawing.

use alloy_primitives::{Address, U256, address};
use serde_json::json;

use super::{Asked, Call, Fit, Handler, Reading, standard};
use crate::exhibition::{Problem, ProblemKind};
use crate::source::Answer;
use crate::token::autoglyph_svg;

/// Autoglyphs, by their contract.
pub struct Autoglyphs {
    /// The number of the chain (EIP-155).
    pub chain: u64,
    pub contract: Address,
}

impl Autoglyphs {
    /// `Autoglyphs`, as deployed on Ethereum.
    pub const MAINNET: Self =
        Self { chain: 1, contract: address!("d4e4078ca3495DE5B1d4dB434BEbc5a986197782") };
}

impl Handler for Autoglyphs {
    fn fit(&self, asked: &Asked) -> Fit {
        let here = asked.chain.evm_number() == Some(self.chain);
        if here && asked.token.contract == self.contract { Fit::ByAddress } else { Fit::Never }
    }

    fn calls(&self, asked: &Asked) -> Vec<Call> {
        vec![standard::token_uri(asked), standard::owner_of(asked)]
    }

    fn read(&self, asked: &Asked, answers: &[Answer]) -> Reading {
        let drawn = |text: String| {
            autoglyph_svg(&text).map(|svg| document(asked.token.number, &svg)).ok_or_else(|| {
                Problem::new(ProblemKind::NoPictureNamed, "its instructions are no drawing")
            })
        };
        let metadata = asked.text(answers.first()).and_then(drawn);
        let mut reading = Reading { metadata, ..Reading::default() };
        asked.owner(answers.get(1), &mut reading);
        reading
    }
}

/// What a document would say of a glyph, had its contract one: the drawing, and what is
/// known of all glyphs.
fn document(number: U256, svg: &str) -> String {
    json!({
        "name": format!("Autoglyph #{number}"),
        "artist": "Matt Hall and John Watkinson",
        "collection": "Autoglyphs",
        "year": "2019",
        "medium": "Drawing by instructions of its contract",
        "image": svg,
    })
    .to_string()
}
