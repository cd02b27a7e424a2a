//! The head of a text of XML or HTML: which element it begins with.

/// The name of the first element behind declarations, comments and a doctype, as it is
/// written.
pub(crate) fn root_element(mut text: &str) -> Option<&str> {
    loop {
        text = text.trim_start();
        let end = if text.starts_with("<!--") {
            text.find("-->")? + 3
        } else if text.starts_with("<?") {
            text.find("?>")? + 2
        } else if text.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            let end = text.find(['>', '['])?;
            if text[end..].starts_with('[') { end + text[end..].find("]>")? + 2 } else { end + 1 }
        } else {
            let name = text.strip_prefix('<')?;
            return name.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next();
        };
        text = &text[end..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_stands_behind_what_is_no_element() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(root_element(text), expected, "{text}");
        };
        check("<svg/>", Some("svg"));
        check(" \n<svg:svg xmlns:svg='x'>", Some("svg:svg"));
        check("<!-- <html> --><svg>", Some("svg"));
        check("<?xml version='1.0'?><!DOCTYPE svg PUBLIC 'a' 'b'>\n<svg>", Some("svg"));
        check("<!DOCTYPE svg [<!ENTITY a '>'>]><svg>", Some("svg"));
        check("<!-- <svg>", None);
        check("words", None);
        check("", None);
    }
}
