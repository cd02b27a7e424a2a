//! Image services (Image API 1, 2 and 3): which address gives a picture within limits.

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
    /// The widest and highest that the server sends.
    pub side_px_max: Option<u32>,
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
        let limits = profiles.iter().copied().chain([value]);
        let side_px_max = limits
            .filter_map(|holder| holder.get("maxWidth").and_then(whole_of))
            .filter_map(|side| u32::try_from(side).ok())
            .min();
        let sizes = value.get("sizes").and_then(Json::list).unwrap_or_default();
        Some(Self {
            id: id.to_owned(),
            version,
            level,
            sizes: sizes.iter().filter_map(pair).take(IMAGE_SIZES_MAX).collect(),
            full: pair(value),
            side_px_max,
        })
        .filter(|service| !service.id.is_empty())
    }

    /// The address of the picture, as large as it is but with no side beyond
    /// `side_px_max`. `body` are its pixels where its document says them (else zeros),
    /// and `plain` its address there, for a service that can only send what lies ready.
    /// Nothing is ever asked for larger than it is (`^`).
    pub(super) fn request(&self, body: [u32; 2], plain: &str, side_px_max: u32) -> String {
        let side_px_max = side_px_max.min(self.side_px_max.unwrap_or(u32::MAX)).max(1);
        let full = self.full.or(Some(body)).filter(|[width, height]| *width > 0 && *height > 0);
        let fits = |[width, height]: [u32; 2]| width <= side_px_max && height <= side_px_max;
        if self.level == ComplianceLevel::Level0 {
            let within = self.sizes.iter().copied().filter(|size| fits(*size));
            let best = within.max_by_key(|[width, height]| u64::from(*width) * u64::from(*height));
            return match best.or_else(|| self.sizes.iter().copied().min()) {
                Some(size) if full != Some(size) => self.address(&self.exactly(size)),
                _ if plain.is_empty() => self.address(self.whole()),
                _ => plain.to_owned(),
            };
        }
        match full {
            Some(full) if fits(full) => self.address(self.whole()),
            Some(full) => self.address(&self.exactly(scaled(full, side_px_max))),
            None if self.level == ComplianceLevel::Level2 => {
                self.address(&format!("!{side_px_max},{side_px_max}"))
            }
            None => self.address(self.whole()),
        }
    }

    /// The whole picture, as large as the server sends it.
    fn whole(&self) -> &'static str {
        if self.version >= 3 { "max" } else { "full" }
    }

    /// The canonical form of a size: both sides in version 3, the width before it.
    fn exactly(&self, [width, height]: [u32; 2]) -> String {
        if self.version >= 3 { format!("{width},{height}") } else { format!("{width},") }
    }

    fn address(&self, size: &str) -> String {
        let quality = if self.version == 1 { "native" } else { "default" };
        format!("{}/full/{size}/0/{quality}.jpg", self.id)
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
