//! Where a line may end, for text that the browser draws: after spaces, and between
//! Chinese characters but for the marks that must not begin or end a line.

use unicode_segmentation::UnicodeSegmentation;

use crate::exhibition::Language;

/// A piece of text after which a line may end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// With the space or the line feed that ends it.
    pub text: &'a str,
    /// The line ends here in any case.
    pub ends_line: bool,
    /// What follows must stay on the same line.
    pub sticks: bool,
    /// Marks that Chinese sets wider than English does.
    pub chinese_marks: bool,
}

/// Marks that begin no line.
const NEVER_FIRST: &str = "、。，．：；！？…—·’”）〕］｝〉》」』】%‰℃,.:;!?)]}";

/// Marks that end no line.
const NEVER_LAST: &str = "‘“（〔［｛〈《「『【([{";

/// Marks of both scripts.
const SHARED_MARKS: &str = "‘’“”…—·";

/// A long word without a space (an address, a hash) is cut into pieces of this many
/// characters.
const WORD_CHARS_MAX: usize = 24;

/// Cuts a text where lines may be broken.
pub(super) fn pieces_of(text: &str, language: Language) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let graphemes: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
    let mut chars = 0;
    for (index, &(at, grapheme)) in graphemes.iter().enumerate() {
        chars += 1;
        let end = at + grapheme.len();
        let next = graphemes.get(index + 1).map(|&(_, next)| next);
        let ends_line = grapheme == "\n";
        let marks = is_marks(grapheme, language);
        let changes = next.is_some_and(|next| is_marks(next, language) != marks);
        let may_break = breaks_between(grapheme, next) || chars >= WORD_CHARS_MAX;
        if ends_line || may_break || changes || next.is_none() {
            let sticks = !ends_line && !may_break && next.is_some();
            let text = &text[start..end];
            pieces.push(Piece { text, ends_line, sticks, chinese_marks: marks });
            (start, chars) = (end, 0);
        }
    }
    // A span may end within a line: what follows it decides.
    if let Some(last) = pieces.last_mut() {
        let open = !last.ends_line && !last.text.ends_with(' ');
        last.sticks = open && !text.ends_with(is_wide);
    }
    pieces
}

fn breaks_between(before: &str, after: Option<&str>) -> bool {
    let Some(after) = after else {
        return false;
    };
    let space = |text: &str| text.starts_with(char::is_whitespace) && text != "\u{a0}";
    let wide = before.ends_with(is_wide) || after.starts_with(is_wide);
    let forbidden = NEVER_FIRST.contains(after) || NEVER_LAST.contains(before);
    (space(before) && !space(after))
        || (wide && !space(before) && !space(after) && !forbidden)
        || (before == "-" || before == "–")
}

fn is_marks(grapheme: &str, language: Language) -> bool {
    language == Language::Chinese && SHARED_MARKS.contains(grapheme)
}

/// Whether a character is set as a square.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{303F}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_readers_expect_it() {
        let check = |text: &str, language, expected: &str| {
            let mut shown = String::new();
            for piece in pieces_of(text, language) {
                shown.push_str(piece.text);
                shown.push(if piece.sticks { '+' } else { '|' });
            }
            assert_eq!(shown, expected);
        };
        check("one line more", Language::English, "one |line |more+");
        check("well-made", Language::English, "well-|made+");
        check("机器，人手。", Language::Chinese, "机|器，|人|手。|");
        check("作品《流场》", Language::Chinese, "作|品|《流|场》|");
        check("“相望”指", Language::Chinese, "“+相|望+”|指|");
        check("a\nb", Language::English, "a\n|b+");
        check("场 No. 7 中", Language::Chinese, "场 |No. |7 |中|");
    }
}
