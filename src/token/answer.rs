//! Texts as contracts answer with them: ABI-encoded strings, and what contracts return
//! that keep to no ABI.

/// The text in a call's answer: a `string` or `bytes` of the ABI, one without its
/// offset, a `bytes32` that ends in zeros, or plain UTF-8. An answer of no bytes is an
/// empty text. None where the answer is no text at all.
pub fn text_of_answer(answer: &[u8]) -> Option<String> {
    if answer.is_empty() {
        return Some(String::new());
    }
    let bytes = dynamic(answer, 0).or_else(|| sized(answer)).or_else(|| short(answer))?;
    let text = String::from_utf8(bytes.to_vec()).ok()?;
    Some(text.trim_end_matches('\0').to_owned())
}

const WORD: usize = 32;

/// A dynamic value whose offset stands in the word at `at`.
fn dynamic(answer: &[u8], at: usize) -> Option<&[u8]> {
    let offset = number(answer, at)?;
    // An offset that points at itself, or into the words before it, is none.
    if offset < at.checked_add(WORD)? || !offset.is_multiple_of(WORD) {
        return None;
    }
    sized(answer.get(offset..)?)
}

/// A length and as many bytes.
fn sized(answer: &[u8]) -> Option<&[u8]> {
    let length = number(answer, 0)?;
    let rest = answer.get(WORD..)?;
    // Some contracts do not pad their last word.
    rest.get(..length)
}

/// Letters to the first zero, and nothing but zeros behind them.
fn short(answer: &[u8]) -> Option<&[u8]> {
    let end = answer.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let text = &answer[..end];
    let readable = |text: &str| !text.chars().any(|c| c.is_control() && !c.is_whitespace());
    let is_text = std::str::from_utf8(text).is_ok_and(readable);
    is_text.then_some(text)
}

/// The number in a word, where it can be a size on this machine.
fn number(answer: &[u8], at: usize) -> Option<usize> {
    let word = answer.get(at..at.checked_add(WORD)?)?;
    let (high, low) = word.split_at(WORD - 4);
    let low = u32::from_be_bytes(low.try_into().ok()?);
    if high.iter().any(|byte| *byte != 0) {
        return None;
    }
    usize::try_from(low).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn word(number: u8) -> Vec<u8> {
        let mut word = vec![0; WORD];
        word[WORD - 1] = number;
        word
    }

    fn padded(text: &str) -> Vec<u8> {
        let mut bytes = text.as_bytes().to_vec();
        bytes.resize(bytes.len().next_multiple_of(WORD), 0);
        bytes
    }

    #[test]
    fn texts_are_read_in_every_form_that_contracts_give_them() {
        let check = |answer: &[Vec<u8>], expected: Option<&str>| {
            let answer = answer.concat();
            assert_eq!(text_of_answer(&answer).as_deref(), expected, "{answer:02x?}");
        };
        check(&[], Some(""));
        // A string of the ABI, whole, unpadded, empty, and with zeros in it.
        check(&[word(32), word(5), padded("ipfs:")], Some("ipfs:"));
        check(&[word(32), word(5), b"ipfs:".to_vec()], Some("ipfs:"));
        check(&[word(32), word(0)], Some(""));
        check(&[word(32), word(4), padded("ab\0\0")], Some("ab"));
        // Its offset may leave a gap.
        check(&[word(64), word(9), word(2), padded("ab")], Some("ab"));
        // Without an offset.
        check(&[word(5), padded("ipfs:")], Some("ipfs:"));
        // A bytes32.
        check(&[padded("https://example.org/1")], Some("https://example.org/1"));
        check(&[vec![0; 32]], Some(""));
        // No ABI at all.
        check(&[b"{\"name\":\"x\"}".to_vec()], Some("{\"name\":\"x\"}"));
        check(&["<svg>圖</svg>".as_bytes().to_vec()], Some("<svg>圖</svg>"));
        // A length that goes beyond the end, an offset beyond it, and what is no text.
        check(&[word(32), word(200), padded("ab")], None);
        check(&[vec![0xff; 32]], None);
        check(&[vec![0xff; 64]], None);
        check(&[word(32), word(2), vec![0xc3, 0x28]], None);
        // An address.
        check(&[[vec![0; 12], vec![0x80; 20]].concat()], None);
    }

    proptest! {
        #[test]
        fn no_answer_is_too_strange(answer in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Some(text) = text_of_answer(&answer) {
                prop_assert!(text.len() <= answer.len());
            }
        }

        #[test]
        fn what_the_abi_encodes_is_read(text in "\\PC{0,80}") {
            let mut answer = [word(32), word(0)].concat();
            answer[60..64].copy_from_slice(&u32::try_from(text.len()).unwrap().to_be_bytes());
            answer.extend(padded(&text));
            prop_assert_eq!(text_of_answer(&answer), Some(text));
        }
    }
}
