//! The pictures that a model's textures name, held to the limits of pictures.

use std::collections::{BTreeMap, BTreeSet};

use super::accessor::view_bytes;
use super::raw::Root;
use super::{damaged, refused};
use crate::limits;
use crate::media::error::at_most;
use crate::media::{MediaError, MediaType, picture_size, sniff};

/// Checks the pictures that textures name as their own; what extensions name is read by
/// nobody. Says whether one of them cannot be drawn: the model can still stand without it.
pub(super) fn check_pictures(root: &Root, binary: &[u8]) -> Result<bool, MediaError> {
    // Whoever draws a model looks for all views that it names.
    for view in root.images.iter().filter_map(|image| image.buffer_view) {
        view_bytes(root, binary, view)?;
    }
    let named: BTreeSet<usize> =
        root.textures.iter().filter_map(|texture| texture.source).collect();
    let (mut pixels, mut lacks_one) = (0, false);
    // Many may be the same bytes, whose head is read once; and some heads are long.
    let mut sizes = BTreeMap::new();
    let mut left = binary.len();
    for index in named {
        let image = root.images.get(index);
        let image = image.ok_or_else(|| damaged("a texture names a picture that is not there"))?;
        if image.uri.is_some() {
            return Err(refused("a picture that lies outside of it".to_owned()));
        }
        let view = image.buffer_view.ok_or_else(|| damaged("a picture names no bytes"))?;
        let bytes = view_bytes(root, binary, view)?.0;
        let place = (root.buffer_views[view].byte_offset, bytes.len());
        let size = match sizes.get(&place) {
            Some(size) => *size,
            None => {
                left = left
                    .checked_sub(bytes.len())
                    .ok_or_else(|| damaged("its pictures lie over one another"))?;
                *sizes.entry(place).or_insert(size_of(bytes)?)
            }
        };
        let Some((width, height)) = size else {
            lacks_one = true;
            continue;
        };
        pixels += u64::from(width) * u64::from(height);
        at_most!(pixels, MODEL_PIXELS_MAX, "pixels in its pictures");
    }
    Ok(lacks_one)
}

/// The size of a picture; none of one that cannot be drawn. One that is larger than
/// pictures may be is refused.
fn size_of(bytes: &[u8]) -> Result<Option<(u32, u32)>, MediaError> {
    if !can_dress(bytes) {
        return Ok(None);
    }
    match picture_size(bytes) {
        Ok(size) => Ok(Some(size)),
        Err(error @ MediaError::TooLarge { .. }) => Err(error),
        Err(_) => Ok(None),
    }
}

/// Whether a model's picture is drawn at all: glTF knows no drawings, which have to be laid
/// out before their size is known, and a model may have thousands.
pub fn can_dress(picture: &[u8]) -> bool {
    sniff(picture) != Some(MediaType::Svg)
}
