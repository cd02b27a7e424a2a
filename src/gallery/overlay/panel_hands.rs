//! How a work came to its owner, in its panel: every change of hands in words, over and
//! under the drawing of them.

use super::panel_words::Setting;
use super::plate::{INK, SOFT, style};
use super::surface::Surface;
use crate::exhibition::LockedWork;
use crate::gallery::labels;
use crate::gallery::lettering::{Block, Face, Ink, Paragraph};
use crate::messages::Messages;
use crate::ownership::{Addresses, Level, Provenance, Stands};
use crate::token::ChainId;

/// The words of the panel, over and under the drawing.
pub(super) struct Hands {
    pub head: Block,
    pub rows: Block,
}

/// Of hands that do not lead to the owner.
const ASTRAY: Ink = [150, 84, 36, 255];

/// What the panel shows of a work's provenance; nothing where none is known.
pub(super) fn hands(work: &LockedWork, messages: &Messages, surface: &Surface) -> Option<Hands> {
    let provenance = work.provenance.as_ref().filter(|it| !it.steps.is_empty())?;
    let token = work.token.as_ref()?;
    let set = Setting { surface, inset: 0.0 };
    let mut head = Block::new(messages.language());
    head.push(set.heading(messages.get("provenance")));
    let evidence = &provenance.evidence;
    // Receipts are not run in the rooms: what is called proven has proofs that are stored.
    let stands = if !evidence.is_coherent() {
        Stands::Refused
    } else if evidence.level() >= Level::Proven {
        Stands::Stored
    } else {
        Stands::AsSaid
    };
    let mut seen = labels::evidence_style(stands.level(evidence), 14.0 * surface.scale);
    let mut level = match stands {
        Stands::Stored => labels::dated(messages, evidence, &messages.get("provenance-stored")),
        _ => labels::short(messages, evidence, stands),
    };
    if !provenance.ends_at_owner {
        // It must not look as strong as steps that lead to the owner.
        level = messages.format("provenance-broken", &[("level", &level)]);
        seen = style(surface, Face::Sans, 14.0, ASTRAY);
    }
    head.push(Paragraph::new(seen, level).above(set.px(3.0)));
    let rows = rows(provenance, &token.chain, messages, &set);
    Some(Hands { head, rows })
}

fn rows(provenance: &Provenance, chain: &ChainId, messages: &Messages, set: &Setting<'_>) -> Block {
    let say = |key: &str, values: &[(&str, &str)]| messages.format(key, values);
    let mut block = Block::new(messages.language());
    let plain = |size, ink| style(set.surface, Face::Sans, size, ink);
    for (place, row) in provenance.rows(chain, Addresses::Short, &say).into_iter().enumerate() {
        let mark = row.mark();
        let parts = [row.price, row.held];
        let more: String = parts.into_iter().flatten().map(|part| format!(" · {part}")).collect();
        let words = format!("{mark} {}{more}", row.what).trim_start().to_owned();
        let line = Paragraph::new(plain(13.5, INK), words).leading(1.4).beside(
            plain(13.0, SOFT),
            row.date,
            set.px(84.0),
        );
        block.push(line.above(set.px(if place == 0 { 4.0 } else { 3.0 })));
    }
    let mut remarks = provenance.remarks(&say);
    remarks.push(provenance.sentence(&say));
    for remark in remarks {
        block.push(Paragraph::new(plain(13.0, SOFT), remark).leading(1.42).above(set.px(6.0)));
    }
    block
}

#[cfg(test)]
mod tests {
    use bevy::prelude::Vec2;

    use super::*;
    use crate::exhibition::{Language, read_lock};
    use crate::ownership::Evidence;

    /// A work that was minted in 2021 and proven to be so; whose it is now is another's say.
    fn minted(ends_at_owner: bool) -> LockedWork {
        let lock = include_bytes!("../../../assets/exhibition/exhibition.lock");
        let mut work = read_lock(lock).unwrap().works.swap_remove(0);
        let token = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/7";
        work.token = Some(token.parse().unwrap());
        let hash = format!("0x{}", "07".repeat(32));
        let block = |time: &str| serde_json::json!({ "number": 5, "hash": hash, "time": time });
        let provenance = serde_json::json!({
            "steps": [{
                "to": format!("0x{}", "01".repeat(20)),
                "block": block("2021-03-01T00:00:00Z"),
                "transaction": hash,
                "log_index": 3,
                "receipt": { "blob": hash, "transaction": 0, "log": 0 },
            }],
            "whole": true,
            "ends_at_owner": ends_at_owner,
            "evidence": {
                "level": "proven",
                "endpoints": ["node.example"],
                "asked": 1,
                "block": block("2026-01-01T00:00:00Z"),
            },
        });
        work.provenance = Some(serde_json::from_value(provenance).unwrap());
        work
    }

    #[test]
    fn hands_that_do_not_lead_to_the_owner_do_not_look_whole() {
        let size = Vec2::new(1_280.0, 720.0);
        let surface = Surface { size, scale: 1.0, touch: false, in_page: false };
        let messages = Messages::new(Language::English);
        let said = |ends_at_owner: bool| {
            let hands = hands(&minted(ends_at_owner), &messages, &surface).unwrap();
            (format!("{:?}", hands.head), format!("{:?}", hands.rows))
        };
        let (head, rows) = said(true);
        let stored = "Proofs stored, which “enfilade check” runs, 2026-01-01";
        assert!(head.contains(stored) && !head.contains("by itself"), "{head}");
        // What is only stored has not the mark of what was run here.
        assert!(rows.contains("§ Minted to") && !rows.contains('◆'), "{rows}");
        assert!(rows.contains("§ A receipt of the step’s own block is stored"), "{rows}");
        assert!(rows.contains("held 4.8 years") && !rows.contains("do not lead"), "{rows}");
        let (head, rows) = said(false);
        assert!(head.contains(&format!("each step by itself: {stored}")), "{head}");
        assert!(!head.contains("Proven,"), "{head}");
        assert!(rows.contains("do not lead to the owner who is named here"), "{rows}");
        assert!(!rows.contains("held"), "{rows}");
    }

    #[test]
    fn hands_of_which_one_endpoint_told_do_not_look_agreed() {
        let size = Vec2::new(1_280.0, 720.0);
        let surface = Surface { size, scale: 1.0, touch: false, in_page: false };
        let mut work = minted(true);
        let provenance = work.provenance.as_mut().unwrap();
        let block = provenance.evidence.block().unwrap().clone();
        let endpoints = vec!["node.example".to_owned()];
        provenance.evidence = Evidence::Agreed { endpoints, asked: 1, block };
        let hands = hands(&work, &Messages::new(Language::English), &surface).unwrap();
        let (head, rows) = (format!("{:?}", hands.head), format!("{:?}", hands.rows));
        let refused = "Names other endpoints than its level needs: no more than claimed";
        assert!(head.contains(refused) && !head.contains("Agreed"), "{head}");
        assert!(rows.contains("names others than that needs: too few"), "{rows}");
        assert!(!rows.contains("told the same"), "{rows}");
    }
}
