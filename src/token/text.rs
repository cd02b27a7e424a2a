//! Text from strangers, made fit to be read: what hides, turns or piles up is taken out.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use crate::limits::{JOINING_PASSES_MAX, MARKS_PER_LETTER_MAX, TEXT_CHARS_MAX};

/// A text that was cleaned, and what that took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cleaned {
    pub text: String,
    /// Something was taken out that nobody sees or that piles up.
    pub hidden: bool,
    /// It was longer than [`TEXT_CHARS_MAX`].
    pub cut: bool,
}

/// Strips control, bidirectional, zero-width and tag characters and all but
/// [`MARKS_PER_LETTER_MAX`] marks of a letter, normalises to NFC, and cuts at
/// [`TEXT_CHARS_MAX`], never within a letter. Line breaks stay, no more than one empty
/// line at a time.
pub fn clean_text(text: &str) -> String {
    clean(text).text
}

pub(super) fn clean(text: &str) -> Cleaned {
    if is_plain(text) {
        return Cleaned { text: text.trim().to_owned(), hidden: false, cut: false };
    }
    // Nobody reads on, and no work is done for what nobody reads.
    let enough = text.char_indices().nth(TEXT_CHARS_MAX * 4).map_or(text.len(), |(end, _)| end);
    let unread = enough < text.len();
    let mut kept: String = text[..enough].nfc().collect();
    let mut hidden = false;
    // What was taken out may have stood between a letter and its mark, and a joiner between
    // letters that now stand elsewhere.
    for pass in 0.. {
        let (left, took) = strip(&kept, pass < JOINING_PASSES_MAX);
        kept = left;
        if !took {
            break;
        }
        hidden = true;
        kept = kept.nfc().collect();
    }
    let whole = kept.trim();
    let text = cut(whole, TEXT_CHARS_MAX);
    let cut = text.len() < whole.len() || unread;
    Cleaned { text: text.trim_end().to_owned(), hidden, cut }
}

/// Takes out what is hidden or piles up, once from the start to the end, and says whether
/// there was any.
fn strip(text: &str, joiners: bool) -> (String, bool) {
    let mut kept = String::with_capacity(text.len());
    let mut hidden = false;
    let mut letters = text.chars().peekable();
    let mut before = None;
    let (mut marks, mut breaks) = (0, 0);
    while let Some(c) = letters.next() {
        let after = letters.peek().copied();
        let c = match c {
            // A line feed behind it says the same.
            '\r' if after == Some('\n') => continue,
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            // Braille without a dot shows what a space does.
            '\t' | '\u{2800}' => ' ',
            '\u{200C}' | '\u{200D}' if !joiners => {
                hidden = true;
                continue;
            }
            _ if is_hidden(c, before, after) => {
                hidden = true;
                continue;
            }
            c => c,
        };
        breaks = if c == '\n' { breaks + 1 } else { 0 };
        marks = if c >= FIRST_MARK && is_combining_mark(c) { marks + 1 } else { 0 };
        if breaks > 2 {
            continue;
        }
        if marks > MARKS_PER_LETTER_MAX {
            hidden = true;
            continue;
        }
        kept.push(c);
        before = Some(c);
    }
    (kept, hidden)
}

/// The first mark of all (Unicode, combining diacritical marks).
const FIRST_MARK: char = '\u{300}';

/// Whether there is nothing to clean, as in most texts: letters, digits and signs of ASCII,
/// with single line breaks and empty lines between them.
fn is_plain(text: &str) -> bool {
    text.len() <= TEXT_CHARS_MAX
        && text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~'))
        && !text.contains("\n\n\n")
}

/// The text's start of at most so many characters, never ending within a letter, unless
/// one letter alone is longer than that.
pub(super) fn cut(text: &str, chars_max: usize) -> &str {
    let Some((end, _)) = text.char_indices().nth(chars_max) else { return text };
    let whole_letters = text
        .grapheme_indices(true)
        .map(|(start, letter)| start + letter.len())
        .take_while(|after| *after <= end)
        .last();
    &text[..whole_letters.unwrap_or(end)]
}

/// Whether a character shows nothing where it stands, or turns what stands around it.
fn is_hidden(c: char, before: Option<char>, after: Option<char>) -> bool {
    match c {
        '\n' => false,
        _ if c.is_control() => true,
        // Joiners make one picture of several emoji, and shape the letters of some scripts.
        '\u{200D}' if both(before, after, is_pictograph) => false,
        '\u{200C}' | '\u{200D}' => !both(before, after, is_joining),
        // One selector may choose how the sign before it looks.
        '\u{FE00}'..='\u{FE0F}' => before.is_none_or(|c| is_selector(c) || c.is_whitespace()),
        '\u{E0100}'..='\u{E01EF}' => before.is_none_or(|c| c.script() != Script::Han),
        '\u{AD}' | '\u{34F}' | '\u{61C}' => true,
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' => true,
        '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' => true,
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' => true,
        '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}' => true,
        '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' => true,
        '\u{E0000}'..='\u{E0FFF}' => true,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => true,
        '\u{FDD0}'..='\u{FDEF}' => true,
        _ => u32::from(c) & 0xFFFE == 0xFFFE,
    }
}

fn both(before: Option<char>, after: Option<char>, is: fn(char) -> bool) -> bool {
    before.is_some_and(is) && after.is_some_and(is)
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Letters that look otherwise with a joiner or without (UAX 31, section 2.3).
fn is_joining(c: char) -> bool {
    use Script::*;
    matches!(
        c.script(),
        Arabic
            | Syriac
            | Mongolian
            | Nko
            | Devanagari
            | Bengali
            | Gurmukhi
            | Gujarati
            | Oriya
            | Tamil
            | Telugu
            | Kannada
            | Malayalam
            | Sinhala
            | Khmer
            | Myanmar
            | Tibetan
    ) || (is_combining_mark(c) && !matches!(c.script(), Common | Inherited))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_and_turns_is_taken_out() {
        let check = |text: &str, expected: &str| assert_eq!(clean_text(text), expected, "{text:?}");
        check("plain", "plain");
        check("a\u{202e}b\u{7}c\0", "abc");
        check("a\u{200b}b\u{feff}c\u{2060}d\u{ad}e", "abcde");
        check("a\u{e0041}\u{e007f}b", "ab");
        check("a\u{e000}\u{fdd0}\u{ffff}\u{1fffe}b", "ab");
        check("\u{3164}\u{115f}\u{1160}\u{ffa0}", "");
        check("\u{2800}\u{2800}", "");
        check("a\u{2800}b\u{2800}", "a b");
        check("a\u{180e}b\u{2061}c\u{2064}d", "abcd");
        check("Cafe\u{301}", "Café");
        check("one\r\ntwo\rthree\u{2028}four", "one\ntwo\nthree\nfour");
        check("a\tb", "a b");
        check("a\n\n\n\n\nb", "a\n\nb");
        check("  a  ", "a");
        check(" a\n\nb ", "a\n\nb");
        check("a\u{7f}b", "ab");
        check("e\u{200b}\u{301}", "é");
        check("雨后　山色", "雨后　山色");
    }

    #[test]
    fn what_belongs_to_a_letter_stays() {
        let check = |text: &str| assert_eq!(clean_text(text), text);
        check("👩\u{200d}🎨");
        check("❤\u{fe0f}\u{200d}🔥");
        check("می\u{200c}خواهم");
        check("क\u{94d}\u{200d}ष");
        check("葛\u{e0100}");
        check("Việt Nam");
        assert_eq!(clean_text("pay\u{200d}pal"), "paypal");
        assert_eq!(clean_text("a\u{fe0f}\u{fe0f}\u{fe0f}"), "a\u{fe0f}");
        assert_eq!(clean_text("a\u{e0100}"), "a");
    }

    #[test]
    fn marks_pile_up_to_their_limit() {
        let check = |marks: usize, expected: usize| {
            let text = format!("x{}", "\u{33f}".repeat(marks));
            let cleaned = clean(&text);
            assert_eq!(cleaned.text.chars().count(), 1 + expected);
            assert_eq!(cleaned.hidden, marks > expected);
        };
        check(MARKS_PER_LETTER_MAX, MARKS_PER_LETTER_MAX);
        check(MARKS_PER_LETTER_MAX + 1, MARKS_PER_LETTER_MAX);
        check(1_000, MARKS_PER_LETTER_MAX);
    }

    proptest::proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in "[ae \n\r\u{301}\u{323}\u{200b}\u{200c}\u{200d}\u{fe0f}\u{e0100}\u{202e}\u{1f3a8}\u{2764}\u{915}\u{94d}雨가]{0,40}") {
            let once = clean_text(&text);
            proptest::prop_assert_eq!(clean_text(&once), once);
        }
    }

    #[test]
    fn a_joiner_whose_letters_moved_apart_goes_too() {
        // Normalised, the accent comes to stand before the joiner.
        let text = "\u{301}\u{e0100}\u{94d}\u{200c}\u{94d}";
        let once = clean_text(text);
        assert_eq!(clean_text(&once), once);
    }

    #[test]
    fn joiners_are_looked_at_so_often_and_no_more() {
        let check = |passes: usize, expected: bool| {
            // The first pass takes the selector and each further one a joiner, from which the
            // accent moves on to the next; the last finds nothing.
            let joiners = "\u{94d}\u{200c}".repeat(passes - 2);
            let text = format!("👩\u{200d}🎨 \u{301}\u{e0100}{joiners}\u{94d}");
            assert_eq!(clean_text(&text).contains('\u{200d}'), expected, "{passes}");
        };
        check(JOINING_PASSES_MAX, true);
        check(JOINING_PASSES_MAX + 1, false);
    }

    #[test]
    fn a_text_is_cut_between_letters() {
        let check = |text: &str, chars_max, expected: &str| {
            assert_eq!(cut(text, chars_max), expected);
        };
        check("abc", 3, "abc");
        check("abc", 2, "ab");
        check("ab👩\u{200d}🎨", 4, "ab");
        check("👩\u{200d}🎨", 2, "👩\u{200d}");
        let long = |chars: usize| clean(&"好".repeat(chars));
        assert_eq!(
            (long(TEXT_CHARS_MAX).cut, long(TEXT_CHARS_MAX).text.chars().count()),
            (false, TEXT_CHARS_MAX)
        );
        assert_eq!(
            (long(TEXT_CHARS_MAX + 1).cut, long(TEXT_CHARS_MAX * 9).text.chars().count()),
            (true, TEXT_CHARS_MAX)
        );
    }
}
