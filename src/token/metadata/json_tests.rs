//! What the reader of JSON takes, repairs and refuses.

use super::*;
use crate::limits::METADATA_VALUES_MAX;

/// The value as Rust writes it, and the notes' keys.
fn read(text: &str) -> Result<(Json, Vec<&'static str>), MetadataError> {
    let mut notes = Notes::default();
    let value = read_json(text, METADATA_VALUES_MAX, &mut notes)?;
    Ok((value, notes.into_inner().into_iter().map(|note| note.kind.key()).collect()))
}

#[test]
fn what_a_strict_reader_takes_is_taken_alike() {
    fn alike(ours: &Json, strict: &serde_json::Value) -> bool {
        match (ours, strict) {
            (Json::Null, serde_json::Value::Null) => true,
            (Json::Bool(ours), serde_json::Value::Bool(strict)) => ours == strict,
            (Json::Number(_), serde_json::Value::Number(strict)) => ours.float() == strict.as_f64(),
            (Json::Text(ours), serde_json::Value::String(strict)) => ours == strict,
            (Json::List(ours), serde_json::Value::Array(strict)) => {
                ours.len() == strict.len() && ours.iter().zip(strict).all(|(a, b)| alike(a, b))
            }
            (Json::Object(ours), serde_json::Value::Object(strict)) => {
                ours.0.len() == strict.len()
                    && ours.0.iter().all(|(key, a)| strict.get(key).is_some_and(|b| alike(a, b)))
            }
            _ => false,
        }
    }
    let rows = [
        "null",
        " [ ] ",
        "{}",
        r#"{"a":[1,-0,0.5,1e3,-2.5E-2,true,false,null,"x"]}"#,
        r#""\u00e9\ud83c\udfa8\"\\\/\b\f\n\r\t""#,
        "\"é🎨\"",
        "12345678901234567890123456789",
        "[[[]],{\"b\":{}}]",
    ];
    for row in rows {
        let (ours, notes) = read(row).unwrap();
        assert!(alike(&ours, &serde_json::from_str(row).unwrap()), "{row}: {ours:?}");
        assert!(notes.is_empty(), "{row}: {notes:?}");
    }
}

#[test]
fn what_can_mean_one_thing_only_is_repaired() {
    let check = |text: &str, same_as: &str, note: &str| {
        let (value, notes) = read(text).unwrap();
        assert_eq!((value, notes), (read(same_as).unwrap().0, vec![note]), "{text}");
    };
    check("{\"a\":1,}", "{\"a\":1}", "trailing-comma");
    check("[1, 2 , ]", "[1,2]", "trailing-comma");
    check("{\"a\":\"x\ny\"}", r#"{"a":"x\ny"}"#, "raw-control-character");
    check("\"a\tb\"", r#""a\tb""#, "raw-control-character");
    check("[NaN]", "[null]", "not-a-number");
    check("[-Infinity]", "[null]", "not-a-number");
    check("{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":3,\"b\":2}", "duplicate-key");
    check("{}\0\0", "{}", "trailing-zeros");
    check(r#""it\'s""#, "\"it's\"", "bad-escape");
    check(r#""\ud83c!""#, "\"\u{fffd}!\"", "bad-escape");
    check(r#""\udfa8\ud83c""#, "\"\u{fffd}\u{fffd}\"", "bad-escape");
}

#[test]
fn the_rest_is_refused_with_its_place() {
    let check = |text: &str, expected: (&str, usize, usize)| match read(text) {
        Err(MetadataError::NotJson { problem, line, column }) => {
            assert_eq!((problem, line, column), expected, "{text}");
        }
        other => panic!("{text}: {other:?}"),
    };
    check("", ("it ends too early", 1, 1));
    check("{\"name\":", ("it ends too early", 1, 9));
    check("{\"a\":1", ("it ends too early", 1, 7));
    check("{\"a\":\"b", ("a string does not end", 1, 8));
    check("{\n \"a\" 1}", ("the colon behind a key is missing", 2, 6));
    check("{a:1}", ("a key in double quotes is missing", 1, 2));
    check("{'a':1}", ("a key in double quotes is missing", 1, 2));
    check("[1 2]", ("a comma between two entries is missing", 1, 4));
    check("[,1]", ("a value is missing", 1, 2));
    check("[1,,]", ("a value is missing", 1, 4));
    check("[,]", ("a value is missing", 1, 2));
    check("{} {}", ("something stands behind its end", 1, 4));
    check("undefined", ("a word stands there that JSON does not have", 1, 1));
    check("01", ("a number is not written as JSON has it", 1, 3));
    check("-", ("a number is not written as JSON has it", 1, 2));
    check("1.", ("a number is not written as JSON has it", 1, 3));
    check(r#""\x""#, ("a backslash stands before no escape", 1, 4));
    check(r#""\u12g4""#, ("four hex digits are missing behind \\u", 1, 4));
    check("\"\\", ("a string does not end", 1, 3));
    check("// a\n{}", ("a value is missing", 1, 1));
}

#[test]
fn depth_and_number_of_values_have_limits() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(read(&nested(METADATA_DEPTH_MAX)).is_ok());
    assert_eq!(read(&nested(METADATA_DEPTH_MAX + 1)), Err(MetadataError::TooDeep));
    assert_eq!(read(&"[".repeat(100_000)), Err(MetadataError::TooDeep));
    let flat = |values: usize| format!("[{}0]", "0,".repeat(values - 1));
    assert!(read(&flat(METADATA_VALUES_MAX - 1)).is_ok());
    let values_max = METADATA_VALUES_MAX;
    assert_eq!(read(&flat(values_max)), Err(MetadataError::TooManyValues { values_max }));
    // Brackets in strings are no brackets.
    assert!(read(&format!("\"{}\"", "[{\\\"".repeat(100))).is_ok());
}

#[test]
fn numbers_stay_as_they_are_written() {
    let huge = "115792089237316195423570985008687907853269984665640564039457584007913129639935";
    assert_eq!(read(huge).unwrap().0, Json::Number(huge.to_owned()));
    assert_eq!(read("0.10").unwrap().0, Json::Number("0.10".to_owned()));
    assert_eq!(read("1e999").unwrap().0.float(), None);
}
