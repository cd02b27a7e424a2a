//! How large a drawing is by its own account, before it is laid out, and where the corner of
//! its canvas lies among its own units.

use std::str::FromStr;

use resvg::usvg::roxmltree::Node;
use svgtypes::{Align, AspectRatio, Length, LengthUnit, ViewBox};

/// The canvas of a drawing: its size in CSS pixels, and what it shows in the drawing's units.
#[derive(Debug, PartialEq)]
pub(super) struct Viewport {
    pub width: f64,
    pub height: f64,
    view: [f64; 4],
    aspect: AspectRatio,
}

impl Viewport {
    /// That of a root element; none where it follows from what is drawn.
    pub fn of(root: &Node) -> Option<Self> {
        let view = root.attribute("viewBox").and_then(|text| ViewBox::from_str(text).ok());
        let side = |name: &str| {
            let length = Length::from_str(root.attribute(name)?.trim()).ok();
            length.filter(|length| length.unit != LengthUnit::Percent || view.is_some())
        };
        let of_view = |length: Length, whole: f64| match length.unit {
            LengthUnit::Percent => Some(whole * length.number / 100.0),
            _ => pixels(length),
        };
        let (width, height, view) = match (view, side("width"), side("height")) {
            (None, Some(width), Some(height)) => {
                let (width, height) = (pixels(width)?, pixels(height)?);
                (width, height, [0.0, 0.0, width, height])
            }
            (None, _, _) => return None,
            (Some(ViewBox { x, y, w, h }), width, height) => {
                let (width, height) = match (width, height) {
                    (None, None) => (w, h),
                    (Some(width), None) => {
                        let width = of_view(width, w)?;
                        (width, h * width / w)
                    }
                    (None, Some(height)) => {
                        let height = of_view(height, h)?;
                        (w * height / h, height)
                    }
                    (Some(width), Some(height)) => (of_view(width, w)?, of_view(height, h)?),
                };
                (width, height, [x, y, w, h])
            }
        };
        let aspect = root.attribute("preserveAspectRatio");
        let aspect = aspect.and_then(|text| AspectRatio::from_str(text).ok()).unwrap_or_default();
        let whole = [width, height, view[2], view[3]];
        let fits = whole.iter().all(|side| side.is_finite() && *side > 0.0 && *side < 1e6);
        fits.then_some(Self { width, height, view, aspect })
    }

    /// Its corner and its pixel, in the drawing's units: across, down, and the sides of one.
    pub fn in_its_units(&self) -> [f64; 4] {
        let [x, y, width, height] = self.view;
        let (across, down) = (width / self.width, height / self.height);
        let pixel = match (self.aspect.align, self.aspect.slice) {
            (Align::None, _) => return [x, y, across, down],
            (_, false) => across.max(down),
            (_, true) => across.min(down),
        };
        let (left, top) = match self.aspect.align {
            Align::None | Align::XMinYMin => (0.0, 0.0),
            Align::XMidYMin => (0.5, 0.0),
            Align::XMaxYMin => (1.0, 0.0),
            Align::XMinYMid => (0.0, 0.5),
            Align::XMidYMid => (0.5, 0.5),
            Align::XMaxYMid => (1.0, 0.5),
            Align::XMinYMax => (0.0, 1.0),
            Align::XMidYMax => (0.5, 1.0),
            Align::XMaxYMax => (1.0, 1.0),
        };
        let beside = (width - self.width * pixel, height - self.height * pixel);
        [x + beside.0 * left, y + beside.1 * top, pixel, pixel]
    }
}

/// A length in CSS pixels; none for one that follows something else.
pub(super) fn pixels(length: Length) -> Option<f64> {
    let each = match length.unit {
        LengthUnit::None | LengthUnit::Px => 1.0,
        LengthUnit::In => 96.0,
        LengthUnit::Cm => 96.0 / 2.54,
        LengthUnit::Mm => 9.6 / 2.54,
        LengthUnit::Pt => 96.0 / 72.0,
        LengthUnit::Pc => 16.0,
        LengthUnit::Em | LengthUnit::Ex | LengthUnit::Percent => return None,
    };
    Some(length.number * each)
}

#[cfg(test)]
mod tests {
    use resvg::usvg::roxmltree::Document;

    use super::*;

    #[test]
    fn the_canvas_lies_where_the_view_is_fitted() {
        let check = |attributes: &str, expected: Option<[f64; 6]>| {
            let text = format!("<svg {attributes}/>");
            let document = Document::parse(&text).unwrap();
            let found = Viewport::of(&document.root_element()).map(|viewport| {
                let [x, y, across, down] = viewport.in_its_units();
                [viewport.width, viewport.height, x, y, across, down]
            });
            assert_eq!(found, expected, "{attributes}");
        };
        check("width='8' height='4px'", Some([8.0, 4.0, 0.0, 0.0, 1.0, 1.0]));
        check("width='1in' height='8'", Some([96.0, 8.0, 0.0, 0.0, 1.0, 1.0]));
        check("viewBox='1 2 8 4'", Some([8.0, 4.0, 1.0, 2.0, 1.0, 1.0]));
        check("viewBox='0 0 8 4' width='16'", Some([16.0, 8.0, 0.0, 0.0, 0.5, 0.5]));
        let wide = "viewBox='0 0 4 4' width='16' height='8'";
        check(wide, Some([16.0, 8.0, -2.0, 0.0, 0.5, 0.5]));
        let at_left = format!("{wide} preserveAspectRatio='xMinYMin slice'");
        check(&at_left, Some([16.0, 8.0, 0.0, 0.0, 0.25, 0.25]));
        let stretched = format!("{wide} preserveAspectRatio='none'");
        check(&stretched, Some([16.0, 8.0, 0.0, 0.0, 0.25, 0.5]));
        check("width='100%' height='100%'", None);
        check("width='0' height='8'", None);
        check("", None);
    }
}
