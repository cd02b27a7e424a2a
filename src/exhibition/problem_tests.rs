//! What becomes of what is told of a problem, and how it is written.

use super::*;

#[test]
fn every_kind_has_its_own_name_and_none_is_left_out() {
    for kind in ProblemKind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.key());
    }
    // serde names every kind that there is when it is asked for another.
    let refused = serde_json::from_str::<ProblemKind>("\"x\"").unwrap_err().to_string();
    assert_eq!(refused.matches('`').count(), 2 * (ProblemKind::ALL.len() + 1), "{refused}");
}

#[test]
fn particulars_of_strangers_are_cleaned_and_cut() {
    let check = |detail: &str, expected: &str| {
        assert_eq!(Problem::new(ProblemKind::Unreachable, detail).detail, expected);
    };
    check("host: \u{202e}gone\u{7}", "host: gone");
    check("", "");
    let long =
        |chars| Problem::new(ProblemKind::Unreachable, "好".repeat(chars)).detail.chars().count();
    assert_eq!(long(DETAIL_CHARS_MAX), DETAIL_CHARS_MAX);
    assert_eq!(long(DETAIL_CHARS_MAX + 1), DETAIL_CHARS_MAX + 1, "cut, with an ellipsis");
    assert_eq!(long(DETAIL_CHARS_MAX * 9), DETAIL_CHARS_MAX + 1);
}

#[test]
fn a_problem_stands_in_json_as_its_kind_and_detail() {
    let check = |json: &str, expected: Option<Problem>| {
        assert_eq!(serde_json::from_str(json).ok(), expected, "{json}");
    };
    check(r#"{"kind":"film"}"#, Some(ProblemKind::Film.into()));
    let detailed = Problem::new(ProblemKind::NotFound, "https://h/x");
    check(r#"{"kind":"not-found","detail":"https://h/x"}"#, Some(detailed));
    check(r#"{"kind":"film","more":1}"#, None);
    check(r#"{"kind":"opera"}"#, None);
    check(r#"{"reason":"it is a film"}"#, None);
}
