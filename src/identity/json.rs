//! Signed JSON, read strictly: a key that stands there twice says two things, and which of
//! them was signed for is anybody's guess (RFC 7515, section 4; RFC 7519, section 4).

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use thiserror::Error;

use super::quoted;
use crate::limits::SIGNED_JSON_DEPTH_MAX;

/// Why signed JSON is not read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum JsonError {
    #[error("it is not the JSON that belongs there: {0}")]
    NotJson(String),
    #[error("the key “{0}” stands twice in its JSON, so that it says two things")]
    KeyTwice(String),
    #[error("its JSON nests deeper than {SIGNED_JSON_DEPTH_MAX} levels")]
    TooDeep,
}

/// Reads one JSON value and nothing behind it.
pub(super) fn read_json<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, JsonError> {
    let problem = RefCell::new(None);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let walked = Walk { depth: 1, problem: &problem }.deserialize(&mut reader);
    let not_json = |error: serde_json::Error| JsonError::NotJson(quoted(&error.to_string()));
    if let Some(problem) = problem.take() {
        return Err(problem);
    }
    walked.map_err(not_json)?;
    serde_json::from_slice(bytes).map_err(not_json)
}

/// Reads a field that may be absent, but not `null`.
pub(super) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Goes through a value without keeping it.
#[derive(Clone, Copy)]
struct Walk<'a> {
    /// What this value's depth would be if it were a list or an object.
    depth: usize,
    problem: &'a RefCell<Option<JsonError>>,
}

impl Walk<'_> {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        if self.depth > SIGNED_JSON_DEPTH_MAX {
            return Err(self.fail(JsonError::TooDeep));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    fn fail<E: Error>(self, problem: JsonError) -> E {
        let error = E::custom(&problem);
        self.problem.replace(Some(problem));
        error
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        while list.next_element_seed(inner)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        let mut keys = BTreeSet::new();
        while let Some(key) = object.next_key::<String>()? {
            object.next_value_seed(inner)?;
            if let Some(twice) = keys.replace(key) {
                return Err(self.fail(JsonError::KeyTwice(quoted(&twice))));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde::de::IgnoredAny;

    use super::*;

    #[test]
    fn a_key_stands_once() {
        let check = |text: &str, expected: Option<&str>| {
            let found = read_json::<IgnoredAny>(text.as_bytes());
            let twice = expected.map(|key| JsonError::KeyTwice(key.to_owned()));
            assert_eq!(found.err(), twice, "{text}");
        };
        check(r#"{"a":1,"b":{"a":[{"a":null},{"a":true}]}}"#, None);
        check(r#"{"a":1,"a":1}"#, Some("a"));
        check(r#"{"a":1,"b":2,"\u0061":3}"#, Some("a"));
        check(r#"[{"x":{"sub":"one","sub":"two"}}]"#, Some("sub"));
    }

    #[test]
    fn one_value_and_nothing_else() {
        let check = |text: &str, fits: bool| {
            assert_eq!(read_json::<IgnoredAny>(text.as_bytes()).is_ok(), fits, "{text}");
        };
        check(" {} ", true);
        check("{}{}", false);
        check("{,}", false);
        check("", false);
        check("{\"a\":\"\u{7}\"}", false);
    }

    #[test]
    fn signed_json_nests_so_deep_and_no_deeper() {
        let check = |depth: usize, expected: Option<JsonError>| {
            for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
                let nested = format!("{}0{}", open.repeat(depth), close.repeat(depth));
                assert_eq!(read_json::<IgnoredAny>(nested.as_bytes()).err(), expected, "{nested}");
            }
        };
        check(SIGNED_JSON_DEPTH_MAX, None);
        check(SIGNED_JSON_DEPTH_MAX + 1, Some(JsonError::TooDeep));
    }
}
