//! The language that the user's system speaks.

/// The language as the environment names it (`zh_CN.UTF-8`), and where it names none, as the
/// desktop does (`zh-Hans-CN`): those of macOS and Windows set no variables.
pub fn language_tag() -> Option<String> {
    named(|name| std::env::var(name).ok()).or_else(sys_locale::get_locale)
}

/// What the variables of POSIX name, the strongest first.
fn named(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|tag| !tag.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_variable_that_says_something_is_heard() {
        let check = |all: Option<&str>, messages: Option<&str>, lang: Option<&str>, expected| {
            let variable = |name: &str| match name {
                "LC_ALL" => all.map(str::to_owned),
                "LC_MESSAGES" => messages.map(str::to_owned),
                _ => lang.map(str::to_owned),
            };
            assert_eq!(named(variable).as_deref(), expected);
        };
        check(Some("zh_CN.UTF-8"), Some("en_GB"), Some("en_GB"), Some("zh_CN.UTF-8"));
        check(Some(""), Some("zh_CN"), Some("en_GB"), Some("zh_CN"));
        check(None, None, Some("C"), Some("C"));
        // Then the desktop is asked.
        check(None, Some(""), None, None);
    }
}
