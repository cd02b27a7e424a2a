//! A provenance in words, a row for each change of hands.

use alloy_primitives::Address;

use super::{Provenance, Span};
use crate::ownership::{Evidence, Level};
use crate::token::ChainId;

/// The words of the interface: a key, and its values, in one language.
pub type SayWords<'a> = &'a dyn Fn(&str, &[(&str, &str)]) -> String;

/// Before a step of which a receipt is stored: no level's mark, since whoever draws it runs
/// no receipt.
const STORED: &str = "§";

/// One change of hands, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The day, as `2026-01-31`.
    pub date: String,
    /// Who gave to whom.
    pub what: String,
    pub price: Option<String>,
    /// How long it then lay there, where that is known.
    pub held: Option<String>,
    /// Whether a receipt of its block is stored, which is not run here.
    pub stored: bool,
}

/// How much of an address is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addresses {
    /// `0x1234…abcd`.
    Short,
    Whole,
}

impl Provenance {
    /// Every step that is kept, in words.
    pub fn rows(&self, chain: &ChainId, addresses: Addresses, say: SayWords<'_>) -> Vec<Row> {
        let custodies = self.custodies();
        let row = |(place, step): (usize, &super::Step)| {
            let named = |party: Address| addresses.write(party);
            let mut what = match (step.from, step.to) {
                (None, Some(to)) => say("provenance-mint", &[("to", &named(to))]),
                (Some(from), None) => say("provenance-burn", &[("from", &named(from))]),
                (from, to) => {
                    let [from, to] = [from, to].map(|party| named(party.unwrap_or_default()));
                    say("provenance-transfer", &[("from", &from), ("to", &to)])
                }
            };
            if let Some(editions) = step.editions {
                let editions = say("editions", &[("count", &editions.to_string())]);
                what = format!("{what} · {editions}");
            }
            let custody = custodies.iter().find(|custody| custody.step == place);
            let held = custody.and_then(|custody| {
                let until = custody.until.or_else(|| self.evidence.as_of())?;
                Some(held(Span::between(custody.since, until), say))
            });
            Row {
                date: step.block.time.date(),
                what,
                price: step.price.as_ref().map(|price| price.text(chain)),
                held,
                stored: step.receipt.is_some(),
            }
        };
        self.steps.iter().enumerate().map(row).collect()
    }

    /// How strongly it is known, in a word or two: of steps that do not lead to the owner
    /// only each by itself is known. Whoever draws it runs no proof: what is called proven
    /// has one that is stored.
    pub fn level(&self, say: SayWords<'_>) -> String {
        let level = match self.evidence.level() {
            _ if !self.evidence.is_coherent() => say("label-endpoints-refused", &[]),
            Level::Proven | Level::Final => say("provenance-stored", &[]),
            level => say(&format!("evidence-{}", level.key()), &[]),
        };
        if self.ends_at_owner { level } else { say("provenance-broken", &[("level", &level)]) }
    }

    /// What the rows do not say: how much is left out, what lies before, that they do not
    /// lead to the owner, and what the mark before some of them stands for.
    pub fn remarks(&self, say: SayWords<'_>) -> Vec<String> {
        let mut remarks = Vec::new();
        if self.left_out > 0 {
            remarks.push(say("provenance-more", &[("count", &self.left_out.to_string())]));
        }
        if !self.whole {
            remarks.push(say("provenance-unwhole", &[]));
        }
        if !self.ends_at_owner {
            remarks.push(say("provenance-astray", &[]));
        }
        if self.steps.iter().any(|step| step.receipt.is_some()) {
            remarks.push(say("provenance-mark", &[("mark", STORED)]));
        }
        remarks
    }

    /// Who tells all this, how strongly, and through which block.
    pub fn sentence(&self, say: SayWords<'_>) -> String {
        let block = self.evidence.block().map(|block| block.number.to_string());
        let date = self.evidence.as_of().map(|time| time.date());
        let by = self.evidence.sources().join(", ");
        let asked = match &self.evidence {
            Evidence::Agreed { asked, .. } => asked.to_string(),
            _ => String::new(),
        };
        let key = match self.evidence.level() {
            _ if !self.evidence.is_coherent() => "label-endpoints-refused-says",
            Level::Proven | Level::Final => "provenance-says-proven",
            Level::Agreed => "provenance-says-agreed",
            Level::Claimed | Level::Attested | Level::Reported => "provenance-says-reported",
        };
        let values = [
            ("by", by.as_str()),
            ("count", &self.evidence.sources().len().to_string()),
            ("asked", &asked),
            ("block", block.as_deref().unwrap_or_default()),
            ("date", date.as_deref().unwrap_or_default()),
        ];
        say(key, &values)
    }
}

impl Row {
    /// The mark of a stored receipt, where there is one; [`Provenance::remarks`] explains it.
    pub fn mark(&self) -> &'static str {
        if self.stored { STORED } else { "" }
    }
}

impl Addresses {
    /// An address, as much of it as is wanted.
    pub fn write(self, address: Address) -> String {
        let whole = address.to_checksum(None);
        match self {
            Self::Whole => whole,
            Self::Short => format!("{}…{}", &whole[..6], &whole[whole.len() - 4..]),
        }
    }
}

fn held(span: Span, say: SayWords<'_>) -> String {
    match span {
        Span::Days(days) => say("provenance-held-days", &[("count", &days.to_string())]),
        Span::Months(months) => say("provenance-held-months", &[("count", &months.to_string())]),
        Span::Years(tenths) => {
            let years = match tenths % 10 {
                0 => (tenths / 10).to_string(),
                rest => format!("{}.{rest}", tenths / 10),
            };
            say("provenance-held-years", &[("count", &years)])
        }
    }
}
