//! The language that the user's system speaks.

/// The system's language as it names it (`zh_CN.UTF-8`), where it names one.
pub fn language_tag() -> Option<String> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|tag| !tag.is_empty())
}
