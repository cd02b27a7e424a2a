//! Image services (Image API 1, 2 and 3): which address gives a picture within limits.

use super::part::{Part, Region};
use crate::limits::IMAGE_SIZES_MAX;
use crate::token::metadata::fields::whole_of;
use crate::token::metadata::json::Json;

/// A server that gives a picture in other sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageService {
    pub id: String,
    /// The Image API's version: 1, 2 or 3.
    pub version: u8,
    pub level: ComplianceLevel,
    /// Sizes that are ready, in pixels.
    pub sizes: Vec<[u32; 2]>,
    /// The whole picture, where the document says it.
    pub full: Option<[u32; 2]>,
    /// The widest that the server sends.
    pub width_px_max: Option<u32>,
    /// The highest, where that is something else.
    pub height_px_max: Option<u32>,
    /// The most pixels that the server sends.
    pub area_px_max: Option<u64>,
}

/// What a service can do: a fixed set of files, sizes by their width, any size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ComplianceLevel {
    Level0,
    Level1,
    Level2,
}

impl ImageService {
    /// Reads the best of a `service` property: a list, or one object (version 2).
    pub(super) fn of(value: &Json) -> Option<Self> {
        let of_list = |list: &[Json]| list.iter().take(16).find_map(Self::of_one);
        match value {
            Json::List(list) => of_list(list),
            one => Self::of_one(one),
        }
    }

    fn of_one(value: &Json) -> Option<Self> {
        let text = |name: &str| value.get(name).and_then(Json::text);
        let kind = text("type").or_else(|| text("@type")).unwrap_or("");
        let context = text("@context").unwrap_or("");
        let profiles = match value.get("profile") {
            Some(Json::List(list)) => list.iter().collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        };
        let profile = profiles.iter().find_map(|profile| profile.text()).unwrap_or("");
        let version = match (kind, context, profile) {
            ("ImageService3", ..) => 3,
            ("ImageService2", ..) => 2,
            ("ImageService1", ..) => 1,
            (_, context, _) if context.contains("/image/3") => 3,
            (_, context, profile)
                if context.contains("/image/2") || profile.contains("/image/2") =>
            {
                2
            }
            (_, context, profile)
                if context.contains("image-api/1") || profile.contains("image-api") =>
            {
                1
            }
            // Version 1 has its addresses at Stanford, and Gallica writes them like later ones.
            (_, context, profile)
                if [context, profile].iter().any(|it| it.contains("/image/1")) =>
            {
                1
            }
            _ => return None,
        };
        let id = text("id").or_else(|| text("@id"))?.trim().trim_end_matches('/');
        let pair = |value: &Json| {
            let side = |name: &str| u32::try_from(whole_of(value.get(name)?)?).ok();
            Some([side("width")?, side("height")?])
        };
        let level = match profile {
            profile if profile.contains("level2") => ComplianceLevel::Level2,
            profile if profile.contains("level1") => ComplianceLevel::Level1,
            _ => ComplianceLevel::Level0,
        };
        let least = |name: &str| {
            let holders = profiles.iter().copied().chain([value]);
            holders.filter_map(|holder| holder.get(name).and_then(whole_of)).min()
        };
        let side = |name: &str| least(name).map(|side| u32::try_from(side).unwrap_or(u32::MAX));
        let sizes = value.get("sizes").and_then(Json::list).unwrap_or_default();
        Some(Self {
            id: id.to_owned(),
            version,
            level,
            sizes: sizes.iter().filter_map(pair).take(IMAGE_SIZES_MAX).collect(),
            full: pair(value),
            width_px_max: side("maxWidth"),
            height_px_max: side("maxHeight"),
            area_px_max: least("maxArea"),
        })
        .filter(|service| !service.id.is_empty())
    }

    /// Whether the server can be asked for this part of a picture of these pixels.
    pub(super) fn gives(&self, body: [u32; 2], part: &Part) -> bool {
        let region = part.region == Region::Full || self.region(body, part).is_some();
        let turned = part.rotation == 0 || self.level == ComplianceLevel::Level2;
        region && turned
    }

    /// The address of the picture, as large as it is but with no side beyond
    /// `side_px_max`. `body` are its pixels where its document says them (else zeros),
    /// and `plain` its address there, for a service that can only send what lies ready.
    /// Nothing is ever asked for larger than it is (`^`); a part that cannot be asked for
    /// is all of it.
    pub(super) fn request(
        &self,
        body: [u32; 2],
        plain: &str,
        side_px_max: u32,
        part: &Part,
    ) -> String {
        let side_px_max = side_px_max.max(1);
        let full = self.sides_of(body);
        if self.level == ComplianceLevel::Level0 {
            let fits = |[width, height]: [u32; 2]| width <= side_px_max && height <= side_px_max;
            let within = self.sizes.iter().copied().filter(|size| fits(*size));
            let best = within.max_by_key(|[width, height]| u64::from(*width) * u64::from(*height));
            return match best.or_else(|| self.sizes.iter().copied().min()) {
                Some(size) if full != Some(size) => self.whole_address(&self.exactly(size)),
                _ if plain.is_empty() => self.whole_address(self.whole()),
                _ => plain.to_owned(),
            };
        }
        let (region, sides) =
            self.region(body, part).unwrap_or_else(|| (Region::Full.to_string(), full));
        let size = match sides {
            Some(sides) => match self.within_limits(sides, side_px_max) {
                within if within == sides => self.whole().to_owned(),
                within => self.exactly(within),
            },
            None if self.level == ComplianceLevel::Level2 => {
                let side = self.side_within_limits(side_px_max);
                format!("!{side},{side}")
            }
            None => self.whole().to_owned(),
        };
        let turned = if self.level == ComplianceLevel::Level2 { part.rotation } else { 0 };
        self.address(&region, &size, turned)
    }

    /// The whole picture's sides, where anybody says them.
    fn sides_of(&self, body: [u32; 2]) -> Option<[u32; 2]> {
        self.full.or(Some(body)).filter(|[width, height]| *width > 0 && *height > 0)
    }

    /// How the server is asked for a region, and what sides that has; none where it cannot
    /// be. Pixels are what servers of level 1 know.
    fn region(&self, body: [u32; 2], part: &Part) -> Option<(String, Option<[u32; 2]>)> {
        let full = self.sides_of(body);
        let at_once = |region: Region| Some((region.to_string(), None));
        match (part.region, full) {
            _ if self.level == ComplianceLevel::Level0 => None,
            (Region::Full, full) => Some((Region::Full.to_string(), full)),
            (region, Some(full)) => {
                let pixels = region.within(full)?;
                let [.., width, height] = pixels;
                Some((Region::Pixels(pixels).to_string(), Some([width, height])))
            }
            (Region::Pixels(pixels), None) => {
                let [.., width, height] = pixels;
                Some((Region::Pixels(pixels).to_string(), Some([width, height])))
            }
            (Region::Square, None) if self.version >= 3 => at_once(Region::Square),
            (region @ Region::Percent(_), None) if self.level == ComplianceLevel::Level2 => {
                at_once(region)
            }
            _ => None,
        }
    }

    /// Sides within the server's limits and ours, in the same proportions.
    fn within_limits(&self, sides: [u32; 2], side_px_max: u32) -> [u32; 2] {
        let [width, height] = sides.map(u64::from);
        let long = width.max(height);
        let mut long_max = u64::from(side_px_max);
        if let Some(width_max) = self.width_px_max {
            long_max = long_max.min(long * u64::from(width_max) / width);
        }
        // Where the server names no greatest height, it is the greatest width.
        if let Some(height_max) = self.height_px_max.or(self.width_px_max) {
            long_max = long_max.min(long * u64::from(height_max) / height);
        }
        let area_max = self.area_px_max.unwrap_or(u64::MAX);
        let squared = u128::from(long * long) * u128::from(area_max) / u128::from(width * height);
        long_max = long_max.min(u64::try_from(squared.isqrt()).unwrap_or(u64::MAX)).max(1);
        if long <= long_max {
            return sides;
        }
        let scaled = scaled(sides, u32::try_from(long_max).unwrap_or(u32::MAX));
        // The shorter side was rounded, maybe up.
        let [width, height] = scaled;
        match u64::from(width) * u64::from(height) > area_max {
            true if width < height => [(width - 1).max(1), height],
            true => [width, (height - 1).max(1)],
            false => scaled,
        }
    }

    /// The side of a square within the same limits.
    fn side_within_limits(&self, side_px_max: u32) -> u32 {
        let of_area = self.area_px_max.map(|area| u32::try_from(area.isqrt()).unwrap_or(u32::MAX));
        let limits = [self.width_px_max, self.height_px_max, of_area];
        limits.into_iter().flatten().fold(side_px_max, u32::min).max(1)
    }

    /// The whole picture, as large as the server sends it.
    fn whole(&self) -> &'static str {
        if self.version >= 3 { "max" } else { "full" }
    }

    /// The canonical form of a size: both sides in version 3, the width before it.
    fn exactly(&self, [width, height]: [u32; 2]) -> String {
        if self.version >= 3 { format!("{width},{height}") } else { format!("{width},") }
    }

    fn whole_address(&self, size: &str) -> String {
        self.address("full", size, 0)
    }

    fn address(&self, region: &str, size: &str, rotation: u16) -> String {
        let quality = if self.version == 1 { "native" } else { "default" };
        format!("{}/{region}/{size}/{rotation}/{quality}.jpg", self.id)
    }
}

/// A picture's sides, scaled so that the longer one is `side_px_max`.
fn scaled([width, height]: [u32; 2], side_px_max: u32) -> [u32; 2] {
    let long = u64::from(width.max(height).max(1));
    let side = |side: u32| {
        let scaled = (u64::from(side) * u64::from(side_px_max) + long / 2) / long;
        u32::try_from(scaled).unwrap_or(side_px_max).max(1)
    };
    [side(width), side(height)]
}
