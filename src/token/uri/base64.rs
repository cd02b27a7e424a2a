//! Base64 as it is met: either alphabet, with or without padding, blanks in between.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// The bytes, or none where the text is no base64. A fragment behind it is left out.
pub(super) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.split(|byte| *byte == b'#').next().unwrap_or(text);
    let mut text = text.to_vec();
    text.retain(|byte| !byte.is_ascii_whitespace());
    let url_safe = text.iter().any(|byte| matches!(byte, b'-' | b'_'));
    let alphabet = if url_safe { &URL_SAFE } else { &STANDARD };
    let lenient = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(alphabet, lenient).decode(&text).ok()
}

/// The bytes of a text that does not say that it is base64: only where they are an
/// object of JSON or an SVG, which nothing else is by chance.
pub(super) fn decode_unsaid(text: &[u8]) -> Option<Vec<u8>> {
    // `{"`, `{` and a blank, `<svg`, `<?xm`.
    const STARTS: [&[u8]; 6] = [b"eyJ", b"ewog", b"ewoJ", b"ew0K", b"PHN2Z", b"PD94bW"];
    let starts = STARTS.iter().any(|start| text.starts_with(start));
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_=\r\n \t".contains(byte);
    if !starts || !text.iter().all(fits) {
        return None;
    }
    let bytes = decode(text)?;
    let last = bytes.iter().rfind(|byte| !byte.is_ascii_whitespace());
    matches!(last, Some(b'}' | b'>')).then_some(bytes)
}
