//! What is to be lettered: paragraphs of spans, each in a face, a size and an ink.

use serde::{Deserialize, Serialize};

use crate::exhibition::Language;

/// A piece of typography, before it has a width.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::gallery) struct Block {
    pub paragraphs: Vec<Paragraph>,
    /// The language of its punctuation: Chinese quotation marks are as wide as
    /// characters, English ones are not.
    pub language: Language,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::gallery) struct Paragraph {
    pub spans: Vec<Span>,
    /// Words in the margin, on the first line's own baseline, as "Medium" beside a
    /// medium.
    pub margin: Vec<Span>,
    /// How far the spans stand from the left, which is the margin's width.
    pub inset_px: f32,
    /// The distance from the paragraph above.
    pub above_px: f32,
    /// The distance of baselines as a multiple of the size.
    pub leading: f32,
    pub align: Align,
    /// Lines of about the same length, as a title wants them.
    pub balanced: bool,
    /// A hairline over the paragraph, as wide as the block.
    pub rule: Option<Ink>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::gallery) struct Span {
    pub words: String,
    pub style: Style,
}

/// How a span looks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::gallery) struct Style {
    pub face: Face,
    pub size_px: f32,
    pub ink: Ink,
    /// Extra space between letters, as a share of the size.
    pub tracking: f32,
}

/// sRGB and straight alpha.
pub(in crate::gallery) type Ink = [u8; 4];

/// The faces of `assets/fonts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::gallery) enum Face {
    /// A serif drawn for large sizes.
    Display,
    Serif,
    SerifItalic,
    SerifBold,
    Sans,
    SansBold,
    Mono,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::gallery) enum Align {
    #[default]
    Left,
    Centre,
}

impl Block {
    pub fn new(language: Language) -> Self {
        Self { paragraphs: Vec::new(), language }
    }

    /// Adds a paragraph; one without words adds nothing.
    pub fn push(&mut self, paragraph: Paragraph) -> &mut Self {
        if paragraph.spans.iter().any(|span| !span.words.trim().is_empty()) {
            self.paragraphs.push(paragraph);
        }
        self
    }
}

impl Paragraph {
    pub fn new(style: Style, words: impl Into<String>) -> Self {
        Self {
            spans: vec![Span { words: words.into(), style }],
            margin: Vec::new(),
            inset_px: 0.0,
            above_px: 0.0,
            leading: 1.35,
            align: Align::Left,
            balanced: false,
            rule: None,
        }
    }

    /// Goes on in another style.
    pub fn and(mut self, style: Style, words: impl Into<String>) -> Self {
        self.spans.push(Span { words: words.into(), style });
        self
    }

    pub fn above(mut self, px: f32) -> Self {
        self.above_px = px;
        self
    }

    pub fn leading(mut self, leading: f32) -> Self {
        self.leading = leading;
        self
    }

    pub fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    pub fn balanced(mut self) -> Self {
        self.balanced = true;
        self
    }

    pub fn rule(mut self, ink: Ink) -> Self {
        self.rule = Some(ink);
        self
    }

    /// Puts words into the margin and the spans beside it.
    pub fn beside(mut self, style: Style, words: impl Into<String>, inset_px: f32) -> Self {
        self.margin.push(Span { words: words.into(), style });
        self.inset_px = inset_px;
        self
    }
}

impl Style {
    pub fn new(face: Face, size_px: f32, ink: Ink) -> Self {
        Self { face, size_px, ink, tracking: 0.0 }
    }

    pub fn tracked(mut self, tracking: f32) -> Self {
        self.tracking = tracking;
        self
    }
}

impl Align {
    /// The share of the free space that stands left of a line.
    pub fn share(self) -> f32 {
        match self {
            Self::Left => 0.0,
            Self::Centre => 0.5,
        }
    }
}
