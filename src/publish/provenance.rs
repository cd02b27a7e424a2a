//! How a work came to its owner: a picture to scale, and the same in words as a list.

use super::html::escape;
use super::words::Words;
use crate::exhibition::{Language, LockedWork};
use crate::ownership::{Addresses, Provenance, Row, Sheet, draw_provenance};
use crate::token::ChainId;

/// How wide the picture is drawn: as wide as a column of the page is, as a rule.
const WIDTH: u32 = 350;

/// The provenance as rows of a description list; nothing where none is known.
pub(super) fn rows(words: &Words, work: &LockedWork) -> String {
    match (&work.provenance, &work.token) {
        (Some(provenance), Some(token)) => described(words, &token.chain, provenance),
        _ => String::new(),
    }
}

fn described(words: &Words, chain: &ChainId, provenance: &Provenance) -> String {
    let in_each = |write: &dyn Fn(Language) -> String| -> String {
        let one = |language: Language| {
            format!("<div lang=\"{}\">{}</div>", language.tag(), write(language))
        };
        one(Language::English) + &one(Language::Chinese)
    };
    let picture = in_each(&|language| {
        let say = |key: &str, values: &[(&str, &str)]| words.say(language, key, values);
        let sheet = Sheet { chain, width: WIDTH, title: None };
        draw_provenance(provenance, sheet, &say).unwrap_or_default()
    });
    let list = in_each(&|language| {
        let say = |key: &str, values: &[(&str, &str)]| words.say(language, key, values);
        let items: String =
            provenance.rows(chain, Addresses::Short, &say).iter().map(item).collect();
        let mut said = provenance.remarks(&say);
        said.insert(0, provenance.sentence(&say));
        let small = |words: &String| format!("<p><small>{}</small></p>", escape(words));
        format!("<ol>{items}</ol>{}", said.iter().map(small).collect::<String>())
    });
    let level = [Language::English, Language::Chinese].map(|language| {
        let say = |key: &str, values: &[(&str, &str)]| words.say(language, key, values);
        let level = escape(&provenance.level(&say));
        format!("<span lang=\"{}\">{level}</span>", language.tag())
    });
    let level = level.concat();
    format!(
        "<dt>{}</dt><dd>{level}</dd>\n<dd class=\"hands\">{picture}{list}</dd>\n",
        words.both("provenance", &[])
    )
}

fn item(row: &Row) -> String {
    let Row { date, what, price, held, .. } = row;
    let mut parts = vec![escape(what)];
    parts.extend(price.iter().map(|price| format!("<b>{}</b>", escape(price))));
    parts.extend(held.iter().map(|held| escape(held)));
    let words = parts.join(" · ");
    let mark = match row.mark() {
        "" => String::new(),
        mark => format!("<i class=\"mark\">{mark}</i>"),
    };
    format!("<li>{mark}<time datetime=\"{date}\">{date}</time> <span>{words}</span></li>")
}

#[cfg(test)]
mod tests {
    use alloy_primitives::{Address, B256, U256};

    use super::*;
    use crate::ownership::{BlockRef, Evidence, InReceipt, Price, Step};

    #[test]
    fn a_way_stands_as_a_picture_and_as_a_list_in_both_languages() {
        let time = "2024-02-03T00:00:00Z".parse().unwrap();
        let block = BlockRef { number: 7, hash: B256::ZERO, time };
        let step = Step {
            from: None,
            to: Some(Address::repeat_byte(0x11)),
            editions: None,
            price: Some(Price { amount: U256::from(10).pow(U256::from(18)), currency: None }),
            block: block.clone(),
            transaction: B256::ZERO,
            log_index: 0,
            receipt: Some(InReceipt { blob: B256::ZERO, transaction: 0, log: 0 }),
        };
        let evidence = Evidence::Reported { endpoint: "<b>.example".into(), block };
        let way = Provenance {
            steps: vec![step],
            left_out: 0,
            whole: true,
            ends_at_owner: true,
            evidence,
        };
        let html = described(&Words::new(), &"eip155:1".parse().unwrap(), &way);
        for expected in [
            "Minted to 0x1111…1111 · <b>1 ETH</b> · held 0 days",
            "铸造，归 0x1111…1111",
            "<li><i class=\"mark\">§</i><time datetime=\"2024-02-03\">",
            "<small>§ A receipt of the step’s own block is stored, which “enfilade check” runs.",
            "<small>§ 该步存有其区块中的收据，由“enfilade check”核验。",
            "<div lang=\"zh-CN\"><svg",
            "&lt;b&gt;.example told this",
        ] {
            assert!(html.contains(expected), "{expected}: {html}");
        }
        // The page's own policy forbids both.
        assert!(!html.contains("style") && !html.contains("<b>.example"));
        let mut bare = way.clone();
        bare.steps[0].receipt = None;
        let html = described(&Words::new(), &"eip155:1".parse().unwrap(), &bare);
        assert!(!html.contains('§'), "nothing is stored, and no mark is explained: {html}");
        let lost = Provenance { ends_at_owner: false, ..way };
        let html = described(&Words::new(), &"eip155:1".parse().unwrap(), &lost);
        for expected in [
            "each step by itself: Reported",
            "各步单独看：单方回报",
            "do not lead to the owner who is named here",
        ] {
            assert!(html.contains(expected), "{expected}: {html}");
        }
        assert!(!html.contains("held 0 days"), "{html}");
    }
}
