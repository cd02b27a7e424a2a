//! The tables of an AVIF's items, and how they hang together (ISO/IEC 23008-12).

use std::collections::BTreeSet;

use crate::limits;
use crate::media::boxes::{Box, Boxes, be16, be32, be64};
use crate::media::error::at_most;
use crate::media::{MediaError, MediaType};

/// The tables of a `meta` box.
pub(super) struct Meta<'a> {
    pub primary: u32,
    /// Every item's kind.
    kinds: Vec<(u32, [u8; 4])>,
    places: Vec<Place>,
    /// The data that lies in the box itself.
    inner: &'a [u8],
    properties: Vec<Box<'a>>,
    /// Which properties an item has, by their index; those of one item stand together.
    associations: Vec<(u32, usize)>,
    /// A kind of reference, from where, to where.
    references: Vec<([u8; 4], u32, u32)>,
}

struct Place {
    item: u32,
    /// In the box itself instead of in the file.
    inside: bool,
    extents: Vec<(u64, u64)>,
}

/// Where coded data begins.
pub(super) enum Begin<'a> {
    InFile(u64),
    /// In the box itself, with these bytes.
    Inside(&'a [u8]),
}

impl<'a> Meta<'a> {
    pub fn read(boxes: &mut Boxes, meta: &'a [u8]) -> Result<Self, MediaError> {
        let parts = boxes.within(meta)?;
        let body = |kind: &[u8; 4]| {
            parts.iter().find(|one| one.kind == *kind).map_or(&[][..], |one| one.body)
        };
        let primary = body(b"pitm");
        let mut found = Self {
            primary: id(primary, 4, primary.first() == Some(&0)).unwrap_or(0),
            kinds: Vec::new(),
            places: read_places(body(b"iloc"))?,
            inner: body(b"idat"),
            properties: Vec::new(),
            associations: Vec::new(),
            references: Vec::new(),
        };
        let infos = body(b"iinf");
        let head = if infos.first() == Some(&0) { 6 } else { 8 };
        for info in boxes.within(infos.get(head..).unwrap_or_default())? {
            let short = info.body.first() == Some(&2);
            let kind_at = if short { 8 } else { 10 };
            if let (Some(item), Some(kind)) = (id(info.body, 4, short), be32(info.body, kind_at)) {
                found.kinds.push((item, kind.to_be_bytes()));
            }
        }
        for part in boxes.within(body(b"iprp"))? {
            match &part.kind {
                b"ipco" => found.properties = boxes.within(part.body)?,
                b"ipma" => found.associate(part.body)?,
                _ => {}
            }
        }
        // An item's own stay in their order.
        found.associations.sort_by_key(|(owner, _)| *owner);
        let references = body(b"iref");
        let short = references.first() == Some(&0);
        for one in boxes.within(references.get(4..).unwrap_or_default())? {
            let step = if short { 2 } else { 4 };
            let Some(from) = id(one.body, 0, short) else { continue };
            let count = usize::from(be16(one.body, step).unwrap_or(0));
            // It may say that there are more than it has room for.
            let to = (0..count).map_while(|index| id(one.body, step + 2 + index * step, short));
            found.references.extend(to.map(|to| (one.kind, from, to)));
            at_most!(found.references.len(), AVIF_REFERENCES_MAX, "references");
        }
        Ok(found)
    }

    fn associate(&mut self, table: &[u8]) -> Result<(), MediaError> {
        let cut = || damaged("its table of properties is cut");
        let short = table.first() == Some(&0);
        let wide = table.get(3).ok_or_else(cut)? & 1 == 1;
        let mut at = 8;
        for _ in 0..be32(table, 4).ok_or_else(cut)? {
            let item = id(table, at, short).ok_or_else(cut)?;
            at += if short { 2 } else { 4 };
            let count = *table.get(at).ok_or_else(cut)?;
            at += 1;
            let all = self.associations.len() + usize::from(count);
            at_most!(all, AVIF_ASSOCIATIONS_MAX, "properties of its items");
            for _ in 0..count {
                let index = match wide {
                    true => be16(table, at).ok_or_else(cut)? & 0x7fff,
                    false => u16::from(table.get(at).ok_or_else(cut)? & 0x7f),
                };
                at += if wide { 2 } else { 1 };
                self.associations.push((item, usize::from(index)));
            }
        }
        Ok(())
    }

    pub fn properties(&self, item: u32, kind: &'static [u8; 4]) -> impl Iterator<Item = &'a [u8]> {
        let first = self.associations.partition_point(|(owner, _)| *owner < item);
        let mine = self.associations[first..].iter().take_while(move |(owner, _)| *owner == item);
        // They are counted from one.
        let found = mine.filter_map(|(_, index)| self.properties.get(index.checked_sub(1)?));
        found.filter(move |one| one.kind == *kind).map(|one| one.body)
    }

    pub fn property(&self, item: u32, kind: &'static [u8; 4]) -> Option<&'a [u8]> {
        self.properties(item, kind).next()
    }

    /// Width and height in pixels, before it is turned.
    pub fn size(&self, item: u32) -> Option<(u32, u32)> {
        let body = self.property(item, b"ispe")?;
        Some((be32(body, 4)?, be32(body, 8)?))
    }

    pub fn referring(&self, kind: &'static [u8; 4], to: u32) -> impl Iterator<Item = u32> {
        let found = self.references.iter().filter(move |one| one.0 == *kind && one.2 == to);
        found.map(|(_, from, _)| *from)
    }

    pub fn referred(&self, kind: &[u8; 4], from: u32) -> Vec<u32> {
        let found = self.references.iter().filter(|one| one.0 == *kind && one.1 == from);
        found.map(|(_, _, to)| *to).collect()
    }

    /// The item of the still's alpha, if it has any.
    pub fn alpha(&self) -> Option<u32> {
        let is_alpha = |item: &u32| {
            let kind = self.property(*item, b"auxC").and_then(|body| body.get(4..));
            kind.is_some_and(is_alpha_urn)
        };
        // Each is looked at once, however often it refers to the still.
        let mut seen = BTreeSet::new();
        let is_new = |item: &u32| seen.insert(*item);
        self.referring(b"auxl", self.primary).filter(is_new).find(is_alpha)
    }

    /// Whether its still is coded in one picture, with nothing that belongs to it.
    pub fn is_one_frame(&self) -> bool {
        self.kind(self.primary) == Some(b"av01")
            && self.referring(b"auxl", self.primary).next().is_none()
    }

    fn kind(&self, item: u32) -> Option<&[u8; 4]> {
        self.kinds.iter().find(|(found, _)| *found == item).map(|(_, kind)| kind)
    }

    /// Where the coded picture that an item is, or the first of its tiles, begins.
    pub fn begin(&self, item: u32) -> Option<Begin<'a>> {
        let coded = match self.kind(item)? {
            b"grid" => *self.referred(b"dimg", item).first()?,
            _ => item,
        };
        let place = self.places.iter().find(|place| place.item == coded)?;
        let (from, _) = *place.extents.first()?;
        Some(match place.inside {
            true => Begin::Inside(self.inner.get(usize::try_from(from).ok()?..)?),
            false => Begin::InFile(from),
        })
    }

    /// The items of the coded pictures that an item consists of, and how many stand in a
    /// row.
    pub fn coded(&self, bytes: &[u8], item: u32) -> Result<(Vec<u32>, u32), MediaError> {
        match self.kind(item) {
            Some(b"av01") => Ok((vec![item], 1)),
            Some(b"grid") => {
                // Its fourth byte says how many columns there are besides the first.
                let mut head = self.parts(bytes, item)?;
                let head = head.next().transpose()?.unwrap_or_default();
                let columns = head.get(3).map_or(1, |less| u32::from(*less) + 1);
                let tiles = self.referred(b"dimg", item);
                at_most!(tiles.len(), AVIF_TILES_MAX, "tiles");
                Ok((tiles, columns))
            }
            _ => Err(damaged("its still is not coded in AV1")),
        }
    }

    /// An item's bytes where they lie, its extents one after another.
    pub fn parts<'b>(
        &'b self,
        bytes: &'b [u8],
        item: u32,
    ) -> Result<impl Iterator<Item = Result<&'b [u8], MediaError>>, MediaError> {
        let place = self.places.iter().find(|place| place.item == item);
        let place = place.ok_or_else(|| damaged("an item lies nowhere"))?;
        let whole = if place.inside { self.inner } else { bytes };
        Ok(place.extents.iter().map(move |(from, length)| {
            let from = usize::try_from(*from).unwrap_or(usize::MAX);
            let length = match *length {
                0 => whole.len().saturating_sub(from),
                length => usize::try_from(length).unwrap_or(usize::MAX),
            };
            let part = from.checked_add(length).and_then(|to| whole.get(from..to));
            part.ok_or(MediaError::Truncated(MediaType::Avif))
        }))
    }

    /// An item's bytes in one piece.
    #[cfg(feature = "avif")]
    pub fn data(&self, bytes: &[u8], item: u32) -> Result<Vec<u8>, MediaError> {
        let parts = self.parts(bytes, item)?.collect::<Result<Vec<_>, _>>()?;
        Ok(parts.concat())
    }
}

fn is_alpha_urn(urn: &[u8]) -> bool {
    urn.starts_with(b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha")
        || urn.starts_with(b"urn:mpeg:hevc:2015:auxid:1")
}

/// An item's number, of two bytes or of four.
fn id(bytes: &[u8], at: usize, short: bool) -> Option<u32> {
    if short { be16(bytes, at).map(u32::from) } else { be32(bytes, at) }
}

/// Where items lie (`iloc`). Extents may take no bytes of the table, and are counted before
/// they are read.
fn read_places(table: &[u8]) -> Result<Vec<Place>, MediaError> {
    let cut = || damaged("its table of places is cut");
    let version = *table.first().ok_or_else(cut)?;
    let sizes = be16(table, 4).ok_or_else(cut)?;
    let [offset, length, base, index] =
        [12, 8, 4, 0].map(|shift| usize::from(sizes >> shift & 0xf));
    let index = if version == 0 { 0 } else { index };
    let mut at = 6;
    let mut number = |size: usize| {
        let value = match size {
            0 => Some(0),
            2 => be16(table, at).map(u64::from),
            4 => be32(table, at).map(u64::from),
            8 => be64(table, at),
            _ => None,
        };
        at += size;
        value.ok_or_else(cut)
    };
    let id_bytes = if version < 2 { 2 } else { 4 };
    let count = number(id_bytes)?;
    let mut places = Vec::new();
    let mut all = 0;
    for _ in 0..count {
        let item = u32::try_from(number(id_bytes)?).map_err(|_| cut())?;
        let inside = if version > 0 { number(2)? & 0xf == 1 } else { false };
        number(2)?;
        let start = number(base)?;
        let count = number(2)?;
        // An item that lies nowhere takes a place, too.
        all += count.max(1);
        at_most!(all, AVIF_EXTENTS_MAX, "extents");
        let mut extents = Vec::new();
        for _ in 0..count {
            number(index)?;
            let from = start.checked_add(number(offset)?).ok_or_else(cut)?;
            extents.push((from, number(length)?));
        }
        places.push(Place { item, inside, extents });
    }
    Ok(places)
}

pub(super) fn damaged(problem: &str) -> MediaError {
    MediaError::damaged(MediaType::Avif, problem)
}
