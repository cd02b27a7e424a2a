//! The way of a work laid out along time: where each change of hands stands, and how wide
//! each custody is. In parts of a whole, for whoever draws it.

use super::{Custody, Provenance};
use crate::ownership::Timestamp;

/// A provenance along an axis from its first step to the day of the evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    pub first: Timestamp,
    pub last: Timestamp,
    /// Whose hands it lay in; nothing for editions.
    pub custodies: Vec<(Custody, [f32; 2])>,
    /// Every step, in order.
    pub steps: Vec<f32>,
    /// The years, or months of a short time, at which the axis is marked.
    pub marks: Vec<Mark>,
    /// The stretches of which nothing is known.
    pub gaps: Vec<[f32; 2]>,
}

/// A mark of the axis: its place, and what stands there (`2024`, `2024-03`).
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub at: f32,
    pub words: String,
}

/// Words along an axis: each stands centred on its place, as far as the axis reaches, and
/// apart from those before.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    axis: [f32; 2],
    apart: f32,
    free_from: f32,
}

impl Spread {
    /// From the axis' left end to its right one, in whatever unit it is drawn in.
    pub fn along(axis: [f32; 2], apart: f32) -> Self {
        Self { axis, apart, free_from: axis[0] }
    }

    /// Where words of this width begin; none where those before leave no room for them.
    pub fn place(&mut self, at: f32, wide: f32) -> Option<f32> {
        let [left, right] = self.axis;
        let start = (at - wide / 2.0).clamp(left, (right - wide).max(left));
        if start < self.free_from {
            return None;
        }
        self.free_from = start + wide + self.apart;
        Some(start)
    }
}

/// The most marks that an axis has.
const MARKS_MAX: i64 = 6;

impl Timeline {
    /// Lays a provenance out; none where it has no steps.
    pub fn of(provenance: &Provenance) -> Option<Self> {
        let times: Vec<Timestamp> = provenance.steps.iter().map(|step| step.block.time).collect();
        let first = *times.first()?;
        let latest = times.iter().copied().max()?;
        let last = provenance.evidence.as_of().map_or(latest, |as_of| as_of.max(latest));
        let length = (last.unix() - first.unix()).max(1) as f64;
        let place =
            |time: Timestamp| ((time.unix() - first.unix()) as f64 / length).clamp(0.0, 1.0) as f32;
        let custodies = provenance.custodies().into_iter().map(|custody| {
            let span = [place(custody.since), custody.until.map_or(1.0, place)];
            (custody, span)
        });
        let after = |step: usize| times.get(step + 1).copied().map_or(1.0, place);
        let broken = (0..times.len()).filter(|step| provenance.breaks_off(*step));
        let gaps = broken.map(|step| [place(times[step]), after(step)]).collect();
        Some(Self {
            first,
            last,
            custodies: custodies.collect(),
            steps: times.iter().copied().map(place).collect(),
            marks: marks(first, last, place),
            gaps,
        })
    }
}

/// Whole years where there are two at least, months otherwise; no more than fit.
fn marks(first: Timestamp, last: Timestamp, place: impl Fn(Timestamp) -> f32) -> Vec<Mark> {
    let ((from_year, from_month), (to_year, to_month)) = (year_month(first), year_month(last));
    let mut marks = Vec::new();
    let mut mark = |words: String, day: String| {
        let time: Option<Timestamp> = format!("{day}T00:00:00Z").parse().ok();
        if let Some(time) = time.filter(|time| (first..=last).contains(time)) {
            marks.push(Mark { at: place(time), words });
        }
    };
    let years = to_year - from_year;
    if years >= 2 {
        let step = (years + MARKS_MAX - 1) / MARKS_MAX;
        for year in (from_year + 1..=to_year).step_by(usize::try_from(step).unwrap_or(1)) {
            mark(format!("{year:04}"), format!("{year:04}-01-01"));
        }
        return marks;
    }
    let (from, to) = (from_year * 12 + from_month - 1, to_year * 12 + to_month - 1);
    let step = ((to - from + MARKS_MAX - 1) / MARKS_MAX).max(1);
    for month in (from + 1..=to).step_by(usize::try_from(step).unwrap_or(1)) {
        let words = format!("{:04}-{:02}", month / 12, month % 12 + 1);
        mark(words.clone(), format!("{words}-01"));
    }
    marks
}

fn year_month(time: Timestamp) -> (i64, i64) {
    let date = time.date();
    let mut parts = date.split('-').map(|part| part.parse().unwrap_or(1));
    (parts.next().unwrap_or(1970), parts.next().unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_on_their_places_and_apart() {
        let mut spread = Spread::along([10.0, 110.0], 8.0);
        let mut check = |at: f32, wide: f32, expected: Option<f32>| {
            assert_eq!(spread.place(at, wide), expected, "{at}");
        };
        check(12.0, 20.0, Some(10.0));
        check(47.0, 20.0, None);
        check(48.0, 20.0, Some(38.0));
        check(109.0, 20.0, Some(90.0));
        check(110.0, 20.0, None);
        // What is wider than the axis begins where it does.
        assert_eq!(Spread::along([10.0, 20.0], 8.0).place(15.0, 40.0), Some(10.0));
    }

    #[test]
    fn axes_are_marked_by_years_or_months() {
        let check = |first: &str, last: &str, expected: &[&str]| {
            let [from, to] = [first, last].map(|day| format!("{day}T12:00:00Z").parse().unwrap());
            let found = marks(from, to, |_| 0.0);
            let words: Vec<&str> = found.iter().map(|mark| mark.words.as_str()).collect();
            assert_eq!(words, expected, "{first} to {last}");
        };
        check("2020-03-01", "2023-05-01", &["2021", "2022", "2023"]);
        check("2009-03-01", "2026-05-01", &["2010", "2013", "2016", "2019", "2022", "2025"]);
        check("2025-11-10", "2026-02-03", &["2025-12", "2026-01", "2026-02"]);
        check(
            "2024-12-31",
            "2025-12-30",
            &["2025-01", "2025-03", "2025-05", "2025-07", "2025-09", "2025-11"],
        );
        check("2025-11-10", "2025-11-20", &[]);
    }
}
