//! The floor plan in the page: a drawing in each language.

use super::html::escape;
use super::page::Beside;
use super::words::Words;
use crate::exhibition::Language;

/// The plan at the end of the catalogue; nothing where none is published.
pub(super) fn section(words: &Words, beside: Beside) -> String {
    if !beside.plan_svg {
        return String::new();
    }
    // Each in its own language, as all texts are: a drawing that is hidden is not loaded.
    let drawing = |language: Language| {
        format!(
            "<a lang=\"{}\" href=\"{file}\"><img src=\"{file}\" alt=\"{}\" loading=\"lazy\"></a>\n",
            language.tag(),
            escape(&words.say(language, "page-plan-alt", &[])),
            file = file(language),
        )
    };
    format!(
        "<section class=\"plan\" aria-labelledby=\"plan\"><h2 id=\"plan\">{}</h2>\n{}{}</section>\n",
        words.both("page-plan", &[]),
        drawing(Language::English),
        drawing(Language::Chinese),
    )
}

/// The file of the floor plan in a language.
pub(super) fn file(language: Language) -> &'static str {
    match language {
        Language::English => "plan.svg",
        Language::Chinese => "plan.zh.svg",
    }
}
