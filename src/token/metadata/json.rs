//! A reader of JSON (RFC 8259) for documents as they are in the wild.
//!
//! It keeps what a common reader loses: numbers as they are written (a token's id is no
//! float), fields in their order, and the knowledge that a key stood there twice. It
//! repairs what can mean one thing only, with a note, and refuses the rest.

use std::collections::HashMap;

use super::error::MetadataError;
use super::note::{NoteKind, Notes};
use crate::limits::METADATA_DEPTH_MAX;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::token) enum Json {
    Null,
    Bool(bool),
    /// As it is written.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Object),
}

/// Fields in their order; every key once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::token) struct Object(pub Vec<(String, Json)>);

/// Reads one JSON value of at most `values_max` values, and nothing behind it.
pub(in crate::token) fn read_json(
    text: &str,
    values_max: usize,
    notes: &mut Notes,
) -> Result<Json, MetadataError> {
    let mut reader = Reader { text, at: 0, values: 0, values_max, notes, field: String::new() };
    reader.space();
    let value = reader.value(1)?;
    reader.space();
    let rest = &text[reader.at..];
    if rest.starts_with('\0') && rest.trim_matches(['\0', ' ', '\n', '\r', '\t']).is_empty() {
        reader.notes.add(NoteKind::TrailingZeros, "");
        reader.at = text.len();
    }
    match reader.at == text.len() {
        true => Ok(value),
        false => Err(reader.wrong("something stands behind its end")),
    }
}

impl Object {
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }
}

impl Json {
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    pub fn list(&self) -> Option<&[Json]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// A number, for measures; ids never pass through here.
    pub fn float(&self) -> Option<f64> {
        match self {
            Self::Number(digits) => digits.parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        }
    }

    /// The value under a key, where this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.object()?.get(key)
    }

    /// Nothing: null, an empty text, list or object.
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Object(object) => object.0.is_empty(),
            Self::Bool(_) | Self::Number(_) => false,
        }
    }

    /// Changes every text in it.
    pub fn each_text(&mut self, change: &impl Fn(&mut String)) {
        match self {
            Self::Text(text) => change(text),
            Self::List(list) => list.iter_mut().for_each(|value| value.each_text(change)),
            Self::Object(object) => {
                object.0.iter_mut().for_each(|(_, value)| value.each_text(change));
            }
            Self::Null | Self::Bool(_) | Self::Number(_) => {}
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    /// Always between two characters.
    at: usize,
    values: usize,
    values_max: usize,
    notes: &'a mut Notes,
    /// The key that was read last, for notes.
    field: String,
}

impl Reader<'_> {
    /// `depth` is what this value would have if it were a list or an object.
    fn value(&mut self, depth: usize) -> Result<Json, MetadataError> {
        self.values += 1;
        if self.values > self.values_max {
            return Err(MetadataError::TooManyValues { values_max: self.values_max });
        }
        match self.peek() {
            Some(b'{' | b'[') if depth > METADATA_DEPTH_MAX => Err(MetadataError::TooDeep),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'a'..=b'z' | b'A'..=b'Z') => self.word(),
            Some(_) => Err(self.wrong("a value is missing")),
            None => Err(self.wrong("it ends too early")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, MetadataError> {
        self.at += 1;
        let mut fields: Vec<(String, Json)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        while !self.ends(b'}', fields.is_empty())? {
            if self.peek() != Some(b'"') {
                return Err(self.wrong("a key in double quotes is missing"));
            }
            let key = self.string()?;
            self.space();
            if !self.take(b':') {
                return Err(self.wrong("the colon behind a key is missing"));
            }
            self.space();
            self.field.clone_from(&key);
            let value = self.value(depth + 1)?;
            match places.get(&key) {
                Some(place) => {
                    self.notes.add(NoteKind::DuplicateKey, &key);
                    fields[*place].1 = value;
                }
                None => {
                    places.insert(key.clone(), fields.len());
                    fields.push((key, value));
                }
            }
        }
        Ok(Json::Object(Object(fields)))
    }

    fn list(&mut self, depth: usize) -> Result<Json, MetadataError> {
        self.at += 1;
        let mut values = Vec::new();
        while !self.ends(b']', values.is_empty())? {
            values.push(self.value(depth + 1)?);
        }
        Ok(Json::List(values))
    }

    /// Steps over what stands between two entries, and says whether there are no more.
    fn ends(&mut self, bracket: u8, first: bool) -> Result<bool, MetadataError> {
        self.space();
        if self.take(bracket) {
            return Ok(true);
        }
        if first {
            return self.more();
        }
        if !self.take(b',') {
            return Err(self.wrong(match self.peek() {
                None => "it ends too early",
                Some(_) => "a comma between two entries is missing",
            }));
        }
        self.space();
        if self.take(bracket) {
            // Nothing else can be meant by it.
            let field = std::mem::take(&mut self.field);
            self.notes.add(NoteKind::TrailingComma, &field);
            return Ok(true);
        }
        self.more()
    }

    fn more(&self) -> Result<bool, MetadataError> {
        match self.peek() {
            Some(_) => Ok(false),
            None => Err(self.wrong("it ends too early")),
        }
    }

    fn string(&mut self) -> Result<String, MetadataError> {
        self.at += 1;
        let mut read = String::new();
        loop {
            let rest = &self.text[self.at..];
            let stop = rest.bytes().position(|b| matches!(b, b'"' | b'\\' | 0..=0x1F));
            let Some(stop) = stop else {
                self.at = self.text.len();
                return Err(self.wrong("a string does not end"));
            };
            read.push_str(&rest[..stop]);
            self.at += stop + 1;
            match rest.as_bytes()[stop] {
                b'"' => return Ok(read),
                b'\\' => read.push(self.escape()?),
                control => {
                    read.push(char::from(control));
                    let field = self.field.clone();
                    self.notes.add(NoteKind::RawControlCharacter, &field);
                }
            }
        }
    }

    /// What stands behind a backslash.
    fn escape(&mut self) -> Result<char, MetadataError> {
        let Some(c) = self.text[self.at..].chars().next() else {
            return Err(self.wrong("a string does not end"));
        };
        self.at += c.len_utf8();
        let plain = match c {
            '"' | '\\' | '/' => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unicode_escape(),
            // JavaScript's own escape of a quote; RFC 8259 has none.
            '\'' => {
                self.bad_escape();
                c
            }
            _ => return Err(self.wrong("a backslash stands before no escape")),
        };
        Ok(plain)
    }

    fn unicode_escape(&mut self) -> Result<char, MetadataError> {
        let first = self.four_digits()?;
        if !(0xD800..0xE000).contains(&first) {
            return Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let start = self.at;
        if first < 0xDC00 && self.take(b'\\') && self.take(b'u') {
            let second = self.four_digits()?;
            if (0xDC00..0xE000).contains(&second) {
                let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
        }
        // Half a pair stands for nothing.
        self.at = start;
        self.bad_escape();
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn four_digits(&mut self) -> Result<u32, MetadataError> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        let hex = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let Some(hex) = hex else {
            return Err(self.wrong("four hex digits are missing behind \\u"));
        };
        let code = hex
            .iter()
            .fold(0, |code, digit| code << 4 | char::from(*digit).to_digit(16).unwrap_or_default());
        self.at += 4;
        Ok(code)
    }

    fn bad_escape(&mut self) {
        let field = self.field.clone();
        self.notes.add(NoteKind::BadEscape, &field);
    }

    fn number(&mut self) -> Result<Json, MetadataError> {
        let start = self.at;
        if self.text[start..].starts_with("-Infinity") {
            self.at += 1;
            return self.word();
        }
        self.take(b'-');
        let whole = self.digits();
        let leading_zero = self.text[start..self.at].trim_start_matches('-').starts_with('0');
        let mut fits = whole > 0 && !(leading_zero && whole > 1);
        if self.take(b'.') {
            fits &= self.digits() > 0;
        }
        if self.take(b'e') || self.take(b'E') {
            let _sign = self.take(b'+') || self.take(b'-');
            fits &= self.digits() > 0;
        }
        match fits {
            true => Ok(Json::Number(self.text[start..self.at].to_owned())),
            false => Err(self.wrong("a number is not written as JSON has it")),
        }
    }

    fn digits(&mut self) -> usize {
        let rest = &self.text.as_bytes()[self.at..];
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        count
    }

    fn word(&mut self) -> Result<Json, MetadataError> {
        let rest = &self.text[self.at..];
        let end = rest.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let value = match &rest[..end] {
            "null" => Json::Null,
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            // As Python writes them.
            "NaN" | "Infinity" => {
                let field = self.field.clone();
                self.notes.add(NoteKind::NotANumber, &field);
                Json::Null
            }
            _ => return Err(self.wrong("a word stands there that JSON does not have")),
        };
        self.at += end;
        Ok(value)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn wrong(&self, problem: &'static str) -> MetadataError {
        let before = &self.text[..self.at.min(self.text.len())];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        MetadataError::NotJson { problem, line, column }
    }
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
