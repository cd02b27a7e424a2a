//! Texts in other encodings than UTF-8: which names of charsets are read here, and
//! Windows-1252, which is what the web reads where Latin-1 or ASCII is said (WHATWG,
//! “Encoding”).

/// A charset, as far as it is read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    Utf8,
    Utf16LittleEnd,
    Utf16BigEnd,
    Windows1252,
}

impl Charset {
    /// The charset of a name in lowercase; none where it is another.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "utf-8" | "utf8" | "unicode-1-1-utf-8" | "x-unicode20utf8" => Self::Utf8,
            "utf-16le" => Self::Utf16LittleEnd,
            "utf-16" | "utf-16be" => Self::Utf16BigEnd,
            "windows-1252" | "cp1252" | "x-cp1252" | "iso-8859-1" | "iso8859-1" | "iso88591"
            | "iso_8859-1" | "iso-ir-100" | "latin1" | "latin-1" | "l1" | "cp819" | "ibm819"
            | "us-ascii" | "ascii" | "ansi_x3.4-1968" => Self::Windows1252,
            _ => return None,
        })
    }
}

/// Whether a text of a charset in seven bits is more than the ASCII that it looks like.
pub(super) fn shifts(name: &str, bytes: &[u8]) -> bool {
    let sign: &[u8] = match name {
        name if name.starts_with("iso-2022-") => b"\x1b",
        "hz-gb-2312" => b"~{",
        "utf-7" => b"+",
        _ => return false,
    };
    bytes.windows(sign.len()).any(|window| window == sign)
}

/// The text in bytes of Windows-1252; there are none that stand for nothing.
pub(super) fn from_windows_1252(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| windows_1252(*byte)).collect()
}

fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => FROM_80[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_letters_and_what_windows_put_between_them() {
        assert_eq!(from_windows_1252(b"caf\xe9 \x93\x80\x94"), "café “€”");
    }

    #[test]
    fn charsets_in_seven_bits_shift_out_of_ascii() {
        let check = |name: &str, bytes: &[u8], expected: bool| {
            assert_eq!(shifts(name, bytes), expected, "{name} {bytes:?}");
        };
        check("iso-2022-jp", b"\x1b$B;z", true);
        check("iso-2022-jp", b"words", false);
        check("hz-gb-2312", b"~{VP", true);
        check("utf-7", b"+ZeU-", true);
        check("gb2312", b"+~{\x1b", false);
    }
}
