//! How a work came to its owner: a picture to scale, and the same in words as a list.

use super::html::escape;
use super::words::Words;
use crate::exhibition::{Language, LockedWork};
use crate::ownership::{Addresses, Row, Sheet, draw_provenance};

/// How wide the picture is drawn: as wide as a column of the page is, as a rule.
const WIDTH: u32 = 350;

/// The provenance as rows of a description list; nothing where none is known.
pub(super) fn rows(words: &Words, work: &LockedWork) -> String {
    let (Some(provenance), Some(token)) = (&work.provenance, &work.token) else {
        return String::new();
    };
    let chain = &token.chain;
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
        let said: String = said.iter().map(|words| format!("<p>{}</p>", escape(words))).collect();
        format!("<ol>{items}</ol><small>{said}</small>")
    });
    let level = words.both(&format!("evidence-{}", provenance.evidence.level().key()), &[]);
    format!(
        "<dt>{}</dt><dd>{level}</dd>\n<dd class=\"hands\">{picture}{list}</dd>\n",
        words.both("provenance", &[])
    )
}

fn item(row: &Row) -> String {
    let Row { date, what, price, held, proven } = row;
    let mut parts = vec![escape(what)];
    parts.extend(price.iter().map(|price| format!("<b>{}</b>", escape(price))));
    parts.extend(held.iter().map(|held| escape(held)));
    let class = if *proven { " class=\"proven\"" } else { "" };
    let words = parts.join(" · ");
    format!("<li{class}><time datetime=\"{date}\">{date}</time> <span>{words}</span></li>")
}
