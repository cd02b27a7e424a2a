//! Setting type with the shipped faces: parley breaks lines and shapes, swash draws.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::{Arc, Mutex, OnceLock};

use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{
    FontContext, FontFamily, FontFamilyName, FontStyle, FontWeight, GenericFamily, Layout,
    LayoutContext, LineHeight, PositionedLayoutItem, StyleProperty,
};

use super::block::{Block, Face, Ink, Span};
use super::paint::{Glyphs, Painter};
use super::sheet::Lettered;
use super::stack::{Column, Form, stack};
use crate::exhibition::Language;
use crate::platform::lettering::SHIPPED_FACES;

/// Sets a block at a width, in pixels.
pub(super) fn letter(block: &Block, width_px: u32) -> Lettered {
    static SETTER: OnceLock<Mutex<Setter>> = OnceLock::new();
    let setter = SETTER.get_or_init(|| Mutex::new(Setter::new()));
    // A poisoned setter holds only caches: it is as good as it was.
    let mut setter = setter.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    setter.letter(block, width_px)
}

struct Setter {
    fonts: FontContext,
    layouts: LayoutContext<Ink>,
    painter: Painter,
    system_fonts: bool,
}

impl Setter {
    fn new() -> Self {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut collection = Collection::new(options);
        for face in SHIPPED_FACES {
            collection.register_fonts(Blob::new(Arc::new(*face)), None);
        }
        Self {
            fonts: FontContext { collection, source_cache: SourceCache::default() },
            layouts: LayoutContext::new(),
            painter: Painter::default(),
            system_fonts: false,
        }
    }

    fn letter(&mut self, block: &Block, width_px: u32) -> Lettered {
        let page = stack(block, width_px as f32, |spans, form| self.set(spans, form));
        let mut lettered = Lettered::empty(width_px.max(1), (page.height_px.ceil() as u32).max(1));
        for (top, ink) in page.rules {
            lettered.rule(top as u32, ink);
        }
        for ([x, y], glyphs) in page.pieces {
            self.painter.paint(&mut lettered, x, y, &glyphs);
        }
        lettered.spread_ink();
        lettered
    }

    fn set(&mut self, spans: &[Span], form: &Form) -> Column<Glyphs> {
        let mut layout = self.layout(spans, form);
        // The system's fonts are asked only for what the shipped faces lack, so that
        // all else looks the same everywhere.
        if !self.system_fonts && lacks_glyphs(&layout) {
            self.system_fonts = true;
            load_system_fonts(&mut self.fonts.collection);
            layout = self.layout(spans, form);
        }
        let width_px = break_lines(&mut layout, form);
        let share = form.align.share();
        let shift = (form.width_px - width_px) * share;
        let mut pieces = Vec::new();
        for line in layout.lines() {
            let metrics = line.metrics();
            let free = width_px - (metrics.advance - metrics.trailing_whitespace);
            let x = shift + free.max(0.0) * share;
            for item in line.items() {
                if let PositionedLayoutItem::GlyphRun(run) = item {
                    pieces.push(Glyphs::of(&run, x));
                }
            }
        }
        Column {
            height_px: layout.height(),
            baseline_px: layout.lines().next().map_or(0.0, |line| line.metrics().baseline),
            pieces,
        }
    }

    fn layout(&mut self, spans: &[Span], form: &Form) -> Layout<Ink> {
        let text: String = spans.iter().map(|span| span.words.as_str()).collect();
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, &text, 1.0, true);
        builder.push_default(LineHeight::FontSizeRelative(form.leading));
        builder.push_default(StyleProperty::OverflowWrap(parley::OverflowWrap::Anywhere));
        builder.push_default(StyleProperty::Locale(
            parley::style::Language::parse(form.language.tag()).ok(),
        ));
        let mut from = 0;
        for Span { words, style } in spans {
            let range = from..from + words.len();
            from = range.end;
            let families = families(style.face, form.language);
            builder.push(FontFamily::List(Cow::Owned(families)), range.clone());
            builder.push(StyleProperty::FontSize(style.size_px), range.clone());
            builder.push(StyleProperty::Brush(style.ink), range.clone());
            builder
                .push(StyleProperty::LetterSpacing(style.tracking * style.size_px), range.clone());
            let (weight, slope) = match style.face {
                Face::SerifBold | Face::SansBold => (FontWeight::BOLD, FontStyle::Normal),
                Face::SerifItalic => (FontWeight::NORMAL, FontStyle::Italic),
                _ => (FontWeight::NORMAL, FontStyle::Normal),
            };
            builder.push(StyleProperty::FontWeight(weight), range.clone());
            builder.push(StyleProperty::FontStyle(slope), range);
        }
        let mut layout = builder.build(&text);
        layout.break_all_lines(Some(form.width_px));
        layout
    }
}

/// Breaks the lines at the form's width, or, where they are to be balanced, at the
/// least width that takes no more lines. Returns the width.
fn break_lines(layout: &mut Layout<Ink>, form: &Form) -> f32 {
    layout.break_all_lines(Some(form.width_px));
    let lines = layout.len();
    if !form.balanced || lines < 2 {
        return form.width_px;
    }
    let (mut narrow, mut wide) = (form.width_px / lines as f32, form.width_px);
    for _ in 0..12 {
        let middle = (narrow + wide) / 2.0;
        layout.break_all_lines(Some(middle));
        if layout.len() > lines { narrow = middle } else { wide = middle }
    }
    layout.break_all_lines(Some(wide));
    wide
}

/// Where the system has no font at all, the library that looks for them gives up. Then the
/// shipped faces are all there is.
fn load_system_fonts(collection: &mut Collection) {
    // It would tell of that on its own, with a trace.
    let hook = take_hook();
    set_hook(Box::new(|_| {}));
    let loaded = catch_unwind(AssertUnwindSafe(|| collection.load_system_fonts()));
    set_hook(hook);
    if loaded.is_err() {
        tracing::warn!("the system has no fonts; what the exhibition's own lack is shown as boxes");
    }
}

fn lacks_glyphs(layout: &Layout<Ink>) -> bool {
    layout.lines().flat_map(|line| line.runs().collect::<Vec<_>>()).any(|run| {
        run.visual_clusters().any(|cluster| {
            !cluster.is_space_or_nbsp() && cluster.glyphs().any(|glyph| glyph.id == 0)
        })
    })
}

/// The families of a face, the first wins: the reader's own script comes first,
/// because quotation marks and dashes are in both.
fn families(face: Face, language: Language) -> Vec<FontFamilyName<'static>> {
    let (latin, chinese, generic) = match face {
        Face::Display => ("Enfilade Serif Display", "Enfilade Serif SC", GenericFamily::Serif),
        Face::Serif | Face::SerifItalic | Face::SerifBold => {
            ("Enfilade Serif", "Enfilade Serif SC", GenericFamily::Serif)
        }
        Face::Sans | Face::SansBold => {
            ("Enfilade Sans", "Enfilade Sans SC", GenericFamily::SansSerif)
        }
        Face::Mono => ("Enfilade Mono", "Enfilade Sans SC", GenericFamily::Monospace),
    };
    let (first, second) = match language {
        Language::Chinese if face != Face::Mono => (chinese, latin),
        _ => (latin, chinese),
    };
    vec![
        FontFamilyName::named(first),
        FontFamilyName::named(second),
        FontFamilyName::Generic(generic),
    ]
}

#[cfg(test)]
mod tests {
    use std::env::{current_exe, var_os};
    use std::process::Command;

    use super::*;
    use crate::gallery::lettering::{Paragraph, Style};

    #[test]
    fn a_system_without_fonts_has_the_shipped_faces() {
        const NONE: &str = "FONTCONFIG_FILE";
        const HERE: &str = "a_system_without_fonts_has_the_shipped_faces";
        if var_os("ENFILADE_WITHOUT_FONTS").is_none() {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("fonts.conf");
            std::fs::write(&file, "<fontconfig></fontconfig>").unwrap();
            let run = Command::new(current_exe().unwrap())
                .args([HERE, "--nocapture"])
                .env(NONE, file)
                .env("ENFILADE_WITHOUT_FONTS", "1")
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&run.stderr);
            assert!(run.status.success() && !said.contains("panicked"), "{said}");
            let said = String::from_utf8_lossy(&run.stdout);
            assert!(said.contains("1 passed"), "{said}");
            return;
        }
        let mut setter = Setter::new();
        // Letters of Burmese, which no shipped face has.
        let mut block = Block::new(Language::English);
        let style = Style::new(Face::Sans, 20.0, [0, 0, 0, 255]);
        block.push(Paragraph::new(style, "\u{1000}\u{1001} A".to_owned()));
        assert!(setter.letter(&block, 200).height > 0);
        assert!(setter.system_fonts);
    }
}
