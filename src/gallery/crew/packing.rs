//! Packing: arrays of plain numbers one behind the other in one parcel, from which they
//! are taken again by copying whole.

use std::ops::Range;
use std::time::Duration;

use bevy::platform::time::Instant;
use bytemuck::{NoUninit, Pod, cast_slice, cast_slice_mut};

use crate::exhibition::{Problem, ProblemKind};
use crate::platform::crew::{Parcel, breathe};
use crate::platform::{Held, hold};

/// How long taking out may hold the thread before a frame is drawn; the array that is
/// begun is ended.
const SLICE: Duration = Duration::from_millis(2);

/// Arrays on their way into a parcel. Whoever takes them out runs the same program, so
/// that numbers are as this program has them in memory.
#[derive(Debug, Default)]
pub(in crate::gallery) struct Packing(Vec<u8>);

/// A parcel from which arrays are taken in the order in which they were put in.
#[derive(Debug)]
pub(in crate::gallery) struct Unpacking {
    parcel: Parcel,
    at: usize,
    since: Instant,
    held: Option<Held>,
}

impl Packing {
    pub fn put<T: NoUninit>(&mut self, array: &[T]) {
        self.0.extend_from_slice(cast_slice(array));
    }

    pub fn close(self) -> Parcel {
        self.0.into()
    }
}

impl Unpacking {
    pub fn of(parcel: Parcel) -> Self {
        let held = Some(hold("enfilade:unpack"));
        Self { parcel, at: 0, since: Instant::now(), held }
    }

    /// The next array, of so many.
    pub fn take<T: Pod>(&mut self, count: usize) -> Result<Vec<T>, Problem> {
        // What was never packed is not made room for.
        let range = self.next(count.checked_mul(size_of::<T>()))?;
        let mut array = vec![T::zeroed(); count];
        self.parcel.copy(range.start, cast_slice_mut(&mut array));
        Ok(array)
    }

    /// The next numbers, as many as are asked for.
    pub fn some<T: Pod, const COUNT: usize>(&mut self) -> Result<[T; COUNT], Problem> {
        self.take::<T>(COUNT)?.try_into().map_err(|_| other_than_packed())
    }

    /// The next so many bytes as a parcel of their own.
    pub fn cut(&mut self, bytes: Option<usize>) -> Result<Parcel, Problem> {
        let range = self.next(bytes)?;
        Ok(self.parcel.cut(range))
    }

    /// Everything was taken out.
    pub fn end(self) -> Result<(), Problem> {
        if self.at == self.parcel.length() { Ok(()) } else { Err(other_than_packed()) }
    }

    /// Between two arrays: draws a frame first where enough was taken out for this one.
    pub async fn pause(&mut self) {
        if self.since.elapsed() < SLICE {
            return;
        }
        let _ended = self.held.take();
        breathe().await;
        self.held = Some(hold("enfilade:unpack"));
        self.since = Instant::now();
    }

    fn next(&mut self, bytes: Option<usize>) -> Result<Range<usize>, Problem> {
        let end = bytes.and_then(|bytes| self.at.checked_add(bytes));
        let end = end.filter(|end| *end <= self.parcel.length()).ok_or_else(other_than_packed)?;
        let range = self.at..end;
        self.at = end;
        Ok(range)
    }
}

/// What lies in a parcel is not what its list says.
pub(in crate::gallery) fn other_than_packed() -> Problem {
    Problem::new(ProblemKind::Damaged, "it came otherwise than it was packed")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed() -> Unpacking {
        let mut packing = Packing::default();
        packing.put(&[7_u8]);
        packing.put(&[[1.5_f32, -2.0], [f32::MAX, 0.0]]);
        packing.put::<f64>(&[]);
        packing.put(&[1_u16, 2, 3]);
        Unpacking::of(packing.close())
    }

    #[test]
    fn arrays_come_out_as_they_were_put_in() {
        let mut unpacking = packed();
        assert_eq!(unpacking.some::<u8, 1>(), Ok([7]));
        assert_eq!(unpacking.take::<[f32; 2]>(2), Ok(vec![[1.5, -2.0], [f32::MAX, 0.0]]));
        assert_eq!(unpacking.take::<f64>(0), Ok(vec![]));
        let rest = unpacking.cut(Some(6)).map(Parcel::unpack);
        assert_eq!(rest, Ok([1_u16, 2, 3].map(u16::to_ne_bytes).concat()));
        assert_eq!(unpacking.end(), Ok(()));
    }

    #[test]
    fn more_than_was_put_in_does_not_come_out() {
        let whole = packed().parcel.length();
        for count in [whole + 1, usize::MAX] {
            assert_eq!(packed().take::<u8>(count), Err(other_than_packed()), "{count}");
            assert_eq!(packed().take::<u32>(count), Err(other_than_packed()), "{count}");
            assert!(packed().cut(Some(count)).is_err(), "{count}");
        }
        assert!(packed().cut(None).is_err());
        assert_eq!(packed().end(), Err(other_than_packed()));
        let mut unpacking = packed();
        assert!(unpacking.take::<u8>(whole).is_ok());
        assert_eq!(unpacking.take::<u8>(1), Err(other_than_packed()));
        assert_eq!(unpacking.end(), Ok(()));
    }
}
