//! The right word for one that was meant and is spelled otherwise: a key, an id, a file.

/// The right word that is nearest to a wrong one, if one is near enough to have been
/// meant: few letters apart for its length, or nothing but the ending of a file's name.
pub fn nearest<'a>(word: &str, right: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let near = right.into_iter().filter_map(|right| Some((distance(word, right)?, right)));
    near.min().map(|(_, right)| right.to_owned())
}

/// The end of a sentence about a name that is not there: “; did you mean …?”.
pub fn did_you_mean(near: Option<&str>) -> String {
    near.map(|name| format!("; did you mean “{name}”?")).unwrap_or_default()
}

/// How far two words are apart, where one can have been meant by the other.
fn distance(wanted: &str, right: &str) -> Option<usize> {
    let (wanted, right) = (wanted.to_lowercase(), right.to_lowercase());
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    let distance = strsim::damerau_levenshtein(&wanted, &right);
    let limit = 1 + stem(&wanted).chars().count() / 6;
    (distance <= limit || stem(&wanted) == stem(&right)).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_meant_unless_all_are_far() {
        let right = ["token", "title", "description", "blue.PNG", "work-1"];
        let check = |word: &str, expected: Option<&str>| {
            assert_eq!(nearest(word, right).as_deref(), expected, "{word}");
        };
        check("tokn", Some("token"));
        check("Titel", Some("title"));
        check("desciptoin", Some("description"));
        check("blue.jpg", Some("blue.PNG"));
        check("wrok-1", Some("work-1"));
        check("frame", None);
        check("", None);
        assert_eq!(did_you_mean(Some("token")), "; did you mean “token”?");
        assert_eq!(did_you_mean(None), "");
    }
}
