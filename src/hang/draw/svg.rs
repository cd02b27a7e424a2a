//! Writing SVG: the few shapes of a plan, with north up, and every text escaped.

use std::fmt::Write as _;

use super::RectMm;

/// A drawing in the plan's millimetres; `y` grows to the north and is negative below
/// the top of the sheet.
pub(super) struct Svg {
    body: String,
    /// What is added to every point, in the sheet's own axes (`y` downwards).
    pub origin: [i32; 2],
}

/// Where a text stands to its point.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A typeface of the sheet.
#[derive(Clone, Copy)]
pub(super) enum Face {
    Plain,
    Strong,
    Display,
}

impl Svg {
    /// A sheet of this size at this scale.
    pub fn new(width: i32, height: i32, scale: i32, paper: &str) -> Self {
        let mut body = String::new();
        let mm = |length: i32| {
            let hundredths = i64::from(length) * 100 / i64::from(scale);
            format!("{}.{:02}mm", hundredths / 100, hundredths % 100)
        };
        let (paper_width, paper_height) = (mm(width), mm(height));
        let _ = write!(
            body,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{paper_width}\" height=\"{paper_height}\" viewBox=\"0 0 {width} {height}\">\n\
             <style>text{{font-family:'Enfilade Sans','Source Sans 3','Noto Sans','Noto Sans SC','Helvetica Neue',Arial,sans-serif}}\
             .s{{font-weight:600}}.d{{font-family:'Enfilade Serif Display','Enfilade Serif','Source Serif 4','Noto Serif','Noto Serif SC',Georgia,serif}}</style>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{paper}\"/>\n"
        );
        Self { body, origin: [0, 0] }
    }

    /// What is drawn until [`end_work`](Self::end_work) is the work of this number.
    pub fn begin_work(&mut self, number: usize) {
        let _ = writeln!(self.body, "<g class=\"work\" data-number=\"{number}\">");
    }

    pub fn end_work(&mut self) {
        self.body.push_str("</g>\n");
    }

    pub fn rect(&mut self, rect: &RectMm, fill: &str, stroke: Option<(&str, i32)>) {
        let [x, y] = self.at([rect.x, rect.north()]);
        let _ = write!(
            self.body,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" fill=\"{fill}\"",
            rect.width, rect.depth
        );
        if let Some((colour, width)) = stroke {
            let _ = write!(self.body, " stroke=\"{colour}\" stroke-width=\"{width}\"");
        }
        self.body.push_str("/>\n");
    }

    pub fn line(
        &mut self,
        from: [i32; 2],
        to: [i32; 2],
        colour: &str,
        width: i32,
        dash: Option<&[i32]>,
    ) {
        let ([x1, y1], [x2, y2]) = (self.at(from), self.at(to));
        let _ = write!(
            self.body,
            "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{colour}\" stroke-width=\"{width}\""
        );
        if let Some(dash) = dash {
            let dash: Vec<String> = dash.iter().map(i32::to_string).collect();
            let _ = write!(self.body, " stroke-dasharray=\"{}\"", dash.join(" "));
        }
        self.body.push_str("/>\n");
    }

    pub fn circle(&mut self, at: [i32; 2], radius: i32, fill: &str, stroke: (&str, i32)) {
        let [x, y] = self.at(at);
        let _ = writeln!(
            self.body,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{fill}\" stroke=\"{}\" stroke-width=\"{}\"/>",
            stroke.0, stroke.1
        );
    }

    pub fn polygon(&mut self, points: &[[i32; 2]], fill: &str) {
        let points: Vec<String> =
            points.iter().map(|&point| self.at(point)).map(|[x, y]| format!("{x},{y}")).collect();
        let _ = writeln!(self.body, "<polygon points=\"{}\" fill=\"{fill}\"/>", points.join(" "));
    }

    pub fn text(
        &mut self,
        at: [i32; 2],
        size: i32,
        face: Face,
        fill: &str,
        anchor: Anchor,
        words: &str,
    ) {
        let [x, y] = self.at(at);
        let class = match face {
            Face::Plain => "",
            Face::Strong => " class=\"s\"",
            Face::Display => " class=\"d\"",
        };
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let words = escape(words);
        let _ = writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{fill}\"{class}{anchor}>{words}</text>"
        );
    }

    pub fn finish(mut self) -> String {
        self.body.push_str("</svg>\n");
        self.body
    }

    fn at(&self, [x, y]: [i32; 2]) -> [i32; 2] {
        [self.origin[0] + x, self.origin[1] - y]
    }
}

/// A text as XML has it; characters that XML does not allow are left out.
pub(super) fn escape(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(' '),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn texts_are_escaped() {
        let rows = [
            ("a < b & c", "a &lt; b &amp; c"),
            ("</text><script>", "&lt;/text&gt;&lt;script&gt;"),
            ("two\nlines\u{0}\u{1b}", "two lines"),
            ("“quotes” and \"quotes\"", "“quotes” and &quot;quotes&quot;"),
            ("展览", "展览"),
        ];
        for (words, expected) in rows {
            assert_eq!(escape(words), expected);
        }
    }
}
