//! Dates in metadata: RFC 3339, years, and seconds or milliseconds since 1970.

use time::OffsetDateTime;

use super::fields::Fields;
use super::json::Json;
use super::note::NoteKind;
use crate::limits::YEAR_CHARS_MAX;

/// A work's year, or the curator's words for it (“c. 1890”).
pub(super) fn read_year(fields: &mut Fields<'_>) -> Option<String> {
    let names = ["year", "yearCreated", "year_created", "created_year"];
    if let Some(year) = fields.text(&names) {
        return Some(year);
    }
    let names = ["date", "created", "created_date", "creation_date", "created_at", "createdAt"];
    for (key, value) in fields.all(&names) {
        let year = match value {
            Json::Text(text) => year_of(text),
            Json::Number(digits) => {
                digits.parse().ok().and_then(date_of_unix).map(|date| date[..4].to_owned())
            }
            _ => None,
        };
        if year.is_some() {
            return year;
        }
        fields.note(NoteKind::BadDate, key);
    }
    None
}

/// The day of a moment in seconds since 1970, or in milliseconds where seconds would lie
/// beyond the year 5138: `2021-03-11`. A bare year is not a moment.
pub(super) fn date_of_unix(moment: i64) -> Option<String> {
    let seconds = if moment.unsigned_abs() >= 100_000_000_000 { moment / 1_000 } else { moment };
    let date = OffsetDateTime::from_unix_timestamp(seconds).ok()?.date();
    let year = date.year();
    (1_000..10_000)
        .contains(&year)
        .then(|| format!("{year}-{:02}-{:02}", u8::from(date.month()), date.day()))
}

/// The year at the start of a date, or a text that is short enough to be one in words.
fn year_of(text: &str) -> Option<String> {
    let text = crate::token::clean_text(text);
    if let Ok(moment) = text.parse::<i64>()
        && text.len() > 8
    {
        return date_of_unix(moment).map(|date| date[..4].to_owned());
    }
    let is_date = text.len() >= 8
        && text.as_bytes()[..4].iter().all(u8::is_ascii_digit)
        && matches!(text.as_bytes()[4], b'-' | b'/' | b'.');
    match is_date {
        true => Some(text[..4].to_owned()),
        false => (text.chars().count() <= YEAR_CHARS_MAX && !text.is_empty()).then_some(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_come_from_dates_and_from_words() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(year_of(text).as_deref(), expected, "{text}");
        };
        check("2021-03-11T12:00:00Z", Some("2021"));
        check("2021-03-11", Some("2021"));
        check("2021/03/11", Some("2021"));
        check("1890", Some("1890"));
        check("c. 1890", Some("c. 1890"));
        check("1615420800", Some("2021"));
        check("1646092800000", Some("2022"));
        check("", None);
        check("a long sentence about the time when it was made", None);
        check("２０２１年三月", Some("２０２１年三月"));
    }

    #[test]
    fn a_year_in_words_is_so_long_and_no_longer() {
        let words = |letters: usize| format!("c. {}", "八".repeat(letters - 3));
        let check = |letters: usize, fits: bool| {
            assert_eq!(year_of(&words(letters)), fits.then(|| words(letters)));
        };
        check(YEAR_CHARS_MAX, true);
        check(YEAR_CHARS_MAX + 1, false);
    }

    #[test]
    fn moments_become_days() {
        let check = |moment, expected: Option<&str>| {
            assert_eq!(date_of_unix(moment).as_deref(), expected, "{moment}");
        };
        check(1_546_360_800, Some("2019-01-01"));
        check(0, Some("1970-01-01"));
        check(-86_400, Some("1969-12-31"));
        check(1_646_092_800_000, Some("2022-03-01"));
        check(i64::MAX, None);
        check(i64::MIN, None);
    }
}
