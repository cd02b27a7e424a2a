//! The words of the interface: one catalogue per language (Fluent), the same keys in
//! each.

mod beside;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::langid;

use crate::exhibition::{Language, Problem};

pub use beside::{Beside, beside_owner};

/// One language's catalogue.
pub struct Messages {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Messages {
    /// The catalogue of a language.
    pub fn new(language: Language) -> Self {
        let locale = match language {
            Language::English => langid!("en"),
            Language::Chinese => langid!("zh-CN"),
        };
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks would be drawn as boxes, and both languages run one way.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(source(language).to_owned())
            .unwrap_or_else(|(what_parsed, _)| what_parsed);
        bundle.add_resource_overriding(resource);
        Self { language, bundle }
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// The words under a key; the key itself if the catalogue lacks it.
    pub fn get(&self, key: &str) -> String {
        self.format(key, &[])
    }

    /// What a visitor is told of a problem, without its particulars.
    pub fn problem(&self, problem: &Problem) -> String {
        self.get(&format!("problem-{}", problem.kind.key()))
    }

    /// The same with its particulars, on one line: `The file is damaged: image/png`.
    pub fn problem_in_full(&self, problem: &Problem) -> String {
        let sentence = self.problem(problem);
        match (problem.detail.as_str(), self.language) {
            ("", _) => sentence,
            (detail, Language::English) => format!("{}: {detail}", sentence.trim_end_matches('.')),
            (detail, Language::Chinese) => format!("{}：{detail}", sentence.trim_end_matches('。')),
        }
    }

    /// The words under a key, with values filled in. A whole number of up to nine
    /// digits also chooses between singular and plural; anything longer stays text,
    /// so that no token number is rounded.
    pub fn format(&self, key: &str, values: &[(&str, &str)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let args: FluentArgs =
            values.iter().map(|(name, value)| (name.to_string(), fluent_value(value))).collect();
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Messages").field("language", &self.language).finish_non_exhaustive()
    }
}

fn source(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("../assets/messages/en.ftl"),
        Language::Chinese => include_str!("../assets/messages/zh-CN.ftl"),
    }
}

fn fluent_value(value: &str) -> FluentValue<'_> {
    let counts = (1..=9).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_digit())
        && (value.len() == 1 || !value.starts_with('0'));
    if counts { FluentValue::try_number(value) } else { FluentValue::from(value) }
}

#[cfg(test)]
mod tests;
