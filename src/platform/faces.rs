//! The typefaces that the program carries (`assets/fonts`), one file each.

pub const SERIF_DISPLAY: &[u8] = include_bytes!("../../assets/fonts/serif-display.ttf");
pub const SERIF: &[u8] = include_bytes!("../../assets/fonts/serif-regular.ttf");
pub const SERIF_ITALIC: &[u8] = include_bytes!("../../assets/fonts/serif-italic.ttf");
pub const SERIF_SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/serif-semibold.ttf");
pub const SANS: &[u8] = include_bytes!("../../assets/fonts/sans-regular.ttf");
pub const SANS_SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/sans-semibold.ttf");
pub const MONO: &[u8] = include_bytes!("../../assets/fonts/mono-regular.ttf");
pub const SERIF_CHINESE: &[u8] = include_bytes!("../../assets/fonts/serif-sc-regular.otf");
pub const SANS_CHINESE: &[u8] = include_bytes!("../../assets/fonts/sans-sc-regular.otf");
