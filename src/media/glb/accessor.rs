//! Buffers, views and accessors: every one within the one below it.

use super::raw::{Accessor, Root, Sparse};
use super::{damaged, refused};
use crate::limits;
use crate::media::MediaError;
use crate::media::error::at_most;

/// The only buffer of a model is its binary data, every view lies within it, and every
/// accessor within its view.
pub(super) fn check_buffers(root: &Root, binary: &[u8]) -> Result<(), MediaError> {
    if root.buffers.len() > 1 || root.buffers.iter().any(|buffer| buffer.uri.is_some()) {
        return Err(refused("data that lies outside of its binary chunk".to_owned()));
    }
    if root.buffers.iter().any(|buffer| buffer.byte_length > binary.len() as u64) {
        return Err(damaged("its binary chunk is shorter than it says"));
    }
    for view in 0..root.buffer_views.len() {
        view_bytes(root, binary, view)?;
    }
    // Gone through here once, and counted before: thousands may name the same places.
    let mut places: u64 = 0;
    for accessor in &root.accessors {
        let elements = Elements::of(root, binary, accessor)?;
        let Some(others) = elements.others else { continue };
        places = places.saturating_add(others.count() as u64);
        at_most!(places, MODEL_ELEMENTS_MAX, "elements in the place of others");
        others.check_order(elements.count)?;
    }
    Ok(())
}

/// The bytes of a view, and the stride that it asks for.
pub(super) fn view_bytes<'a>(
    root: &Root,
    binary: &'a [u8],
    view: usize,
) -> Result<(&'a [u8], Option<usize>), MediaError> {
    let outside = || damaged(format!("its buffer view {view} lies outside of its data"));
    let view = root.buffer_views.get(view).ok_or_else(outside)?;
    let from = usize::try_from(view.byte_offset).map_err(|_| outside())?;
    let length = usize::try_from(view.byte_length).map_err(|_| outside())?;
    let to = from.checked_add(length).ok_or_else(outside)?;
    let bytes = binary.get(from..to).filter(|_| view.buffer == 0).ok_or_else(outside)?;
    let stride = view.byte_stride.map(usize::try_from).transpose().map_err(|_| outside())?;
    Ok((bytes, stride))
}

/// The elements of an accessor, as bytes.
#[derive(Clone, Copy)]
pub(super) struct Elements<'a> {
    /// None where all are zeros but those that stand in others' place.
    bytes: Option<&'a [u8]>,
    others: Option<Others<'a>>,
    stride: usize,
    size: usize,
    pub count: usize,
    pub component_type: u32,
    pub components: usize,
    normalized: bool,
}

/// Elements that stand in the place of others, and which: in rising order.
#[derive(Clone, Copy)]
struct Others<'a> {
    places: &'a [u8],
    place_bytes: usize,
    values: &'a [u8],
}

/// As many zeros as the largest element has bytes: sixteen floats.
static ZEROS: [u8; 64] = [0; 64];

/// Component types of glTF 2.0.
const BYTE: u32 = 5120;
pub(super) const UNSIGNED_BYTE: u32 = 5121;
const SHORT: u32 = 5122;
pub(super) const UNSIGNED_SHORT: u32 = 5123;
pub(super) const UNSIGNED_INT: u32 = 5125;
pub(super) const FLOAT: u32 = 5126;

impl<'a> Elements<'a> {
    /// Reads none of them yet: how long that takes, whoever reads them counts before. The
    /// order of those that stand in others' place is looked at once ([`check_buffers`]).
    pub fn of(root: &Root, binary: &'a [u8], accessor: &Accessor) -> Result<Self, MediaError> {
        let outside = || damaged("an accessor reaches outside of its buffer view");
        let component_bytes = match accessor.component_type {
            BYTE | UNSIGNED_BYTE => 1,
            SHORT | UNSIGNED_SHORT => 2,
            UNSIGNED_INT | FLOAT => 4,
            other => return Err(damaged(format!("it has components of type {other}"))),
        };
        let components = match accessor.shape.as_str() {
            "SCALAR" => 1,
            "VEC2" => 2,
            "VEC3" => 3,
            "VEC4" | "MAT2" => 4,
            "MAT3" => 9,
            "MAT4" => 16,
            other => return Err(damaged(format!("it has elements of type {other:?}"))),
        };
        let size = component_bytes * components;
        let count = usize::try_from(accessor.count).map_err(|_| outside())?;
        let (bytes, stride) = match accessor.buffer_view {
            Some(view) => {
                let (bytes, stride) = view_bytes(root, binary, view)?;
                let stride = stride.unwrap_or(size);
                if stride < size {
                    return Err(damaged("the elements of a buffer view overlap"));
                }
                let from = usize::try_from(accessor.byte_offset).map_err(|_| outside())?;
                let bytes = bytes.get(from..).ok_or_else(outside)?;
                let needed = match count {
                    0 => Some(0),
                    count => stride.checked_mul(count - 1).and_then(|all| all.checked_add(size)),
                };
                if needed.is_none_or(|needed| needed > bytes.len()) {
                    return Err(outside());
                }
                (Some(bytes), stride)
            }
            // Zeros that no byte stands for: no more than if one stood for each.
            None if count > binary.len() => return Err(damaged("an accessor names no bytes")),
            None => (None, size),
        };
        let sparse = accessor.sparse.as_ref();
        let others =
            sparse.map(|sparse| Others::of(root, binary, sparse, count, size)).transpose()?;
        let component_type = accessor.component_type;
        let normalized = accessor.normalized;
        Ok(Self { bytes, others, stride, size, count, component_type, components, normalized })
    }

    /// Each element's own bytes.
    pub fn iter(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let Self { bytes, others, stride, size, count, .. } = *self;
        let mut other = 0;
        (0..count).filter_map(move |index| {
            if let Some(others) = others
                && others.place(other) == Some(index)
            {
                other += 1;
                return others.values.get((other - 1) * size..other * size);
            }
            match bytes {
                Some(bytes) => bytes.get(index * stride..index * stride + size),
                None => ZEROS.get(..size),
            }
        })
    }

    /// All components, one after another, as numbers; whole ones are brought into -1 to 1
    /// where the accessor says so (glTF 2.0, section 3.6.2.2).
    pub fn numbers(&self) -> impl Iterator<Item = f64> + use<'a> {
        let (kind, normalized) = (self.component_type, self.normalized);
        let component_bytes = self.size / self.components.max(1);
        let number = move |bytes: &[u8]| {
            let (value, most) = match (kind, bytes) {
                (BYTE, &[a]) => (f64::from(a.cast_signed()), 127.0),
                (UNSIGNED_BYTE, &[a]) => (f64::from(a), 255.0),
                (SHORT, &[a, b]) => (f64::from(i16::from_le_bytes([a, b])), 32_767.0),
                (UNSIGNED_SHORT, &[a, b]) => (f64::from(u16::from_le_bytes([a, b])), 65_535.0),
                (UNSIGNED_INT, &[a, b, c, d]) => (u32::from_le_bytes([a, b, c, d]).into(), 1.0),
                (_, &[a, b, c, d]) => (f32::from_le_bytes([a, b, c, d]).into(), 1.0),
                _ => (f64::NAN, 1.0),
            };
            if normalized { (value / most).max(-1.0) } else { value }
        };
        self.iter().flat_map(move |element| element.chunks_exact(component_bytes).map(number))
    }

    /// The largest of unsigned scalars; none where there are none.
    pub fn largest(&self) -> Option<u32> {
        self.iter().map(whole).max()
    }
}

impl<'a> Others<'a> {
    fn of(
        root: &Root,
        binary: &'a [u8],
        sparse: &Sparse,
        count: usize,
        size: usize,
    ) -> Result<Self, MediaError> {
        let outside = || damaged("a sparse accessor reaches outside of its buffer views");
        let many = usize::try_from(sparse.count).map_err(|_| outside())?;
        if many > count || count == 0 {
            return Err(damaged("a sparse accessor has more elements than it says"));
        }
        if many == 0 {
            return Err(damaged("a sparse accessor stands in no place"));
        }
        let place_bytes = match sparse.indices.component_type {
            UNSIGNED_BYTE => 1,
            UNSIGNED_SHORT => 2,
            UNSIGNED_INT => 4,
            other => return Err(damaged(format!("it has places of type {other}"))),
        };
        let part = |view: usize, offset: u64, each: usize| -> Result<&'a [u8], MediaError> {
            let (bytes, stride) = view_bytes(root, binary, view)?;
            if stride.is_some() {
                return Err(damaged("the buffer view of a sparse accessor has a stride"));
            }
            let from = usize::try_from(offset).map_err(|_| outside())?;
            let to = many.checked_mul(each).and_then(|length| length.checked_add(from));
            to.and_then(|to| bytes.get(from..to)).ok_or_else(outside)
        };
        let (indices, values) = (&sparse.indices, &sparse.values);
        let places = part(indices.buffer_view, indices.byte_offset, place_bytes)?;
        let values = part(values.buffer_view, values.byte_offset, size)?;
        Ok(Self { places, place_bytes, values })
    }

    /// How many there are.
    fn count(&self) -> usize {
        self.places.len() / self.place_bytes
    }

    /// Whether each stands in a place of so many elements, behind the one before it.
    fn check_order(&self, elements: usize) -> Result<(), MediaError> {
        let mut before = None;
        for place in (0..self.count()).filter_map(|other| self.place(other)) {
            if place >= elements || before.is_some_and(|before| before >= place) {
                return Err(damaged("the places of a sparse accessor are out of order"));
            }
            before = Some(place);
        }
        Ok(())
    }

    /// In whose place one of them stands.
    fn place(&self, other: usize) -> Option<usize> {
        let from = other * self.place_bytes;
        self.places.get(from..from + self.place_bytes).map(|bytes| whole(bytes) as usize)
    }
}

/// A whole number of up to four bytes, the least first.
fn whole(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte))
}
