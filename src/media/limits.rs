//! Every limit on media from strangers, in one table. A refusal names the limit.

/// The longest picture file (PNG, JPEG, WebP, GIF), in bytes.
pub const PICTURE_BYTES_MAX: u64 = 50 * MEGABYTE;

/// The longest GLB file, in bytes.
pub const MODEL_BYTES_MAX: u64 = 100 * MEGABYTE;

/// The longest film, in bytes.
pub const FILM_BYTES_MAX: u64 = 300 * MEGABYTE;

/// The longest sound, in bytes.
pub const SOUND_BYTES_MAX: u64 = 100 * MEGABYTE;

/// The longest HTML document, in bytes.
pub const PAGE_BYTES_MAX: u64 = 16 * MEGABYTE;

/// The most files beside a page or a model that are asked for.
pub const BESIDE_FILES_MAX: usize = 64;

/// The longest file beside a page, in bytes.
pub const BESIDE_FILE_BYTES_MAX: u64 = 16 * MEGABYTE;

/// The most bytes of all files beside a page together.
pub const BESIDE_BYTES_MAX: u64 = 32 * MEGABYTE;

/// From a page to a file that it asks for, and from that to the next, so many steps.
pub const BESIDE_DEPTH_MAX: usize = 4;

/// The longest document that a page becomes with the files beside it in it, in bytes.
pub const PAGE_PACKED_BYTES_MAX: u64 = 120 * MEGABYTE;

/// The longest that a film or a sound may last, in milliseconds: a day.
pub const DURATION_MS_MAX: u64 = 24 * 60 * 60 * 1_000;

/// The longest side of a film, in pixels.
pub const FILM_SIDE_PX_MAX: u32 = 8_192;

/// The most tracks of a film or a sound.
pub const TRACKS_MAX: usize = 32;

/// The most boxes that are read of an MP4 or an AVIF.
pub const BOXES_MAX: usize = 200_000;

/// The most tiles that an AVIF is put together from.
pub const AVIF_TILES_MAX: usize = 256;

/// The most elements that are read of a WebM.
pub const ELEMENTS_MAX: usize = 4_000_000;

/// The longest SVG text, in bytes.
pub const SVG_BYTES_MAX: u64 = 8 * MEGABYTE;

/// The longest side of a picture, in pixels.
pub const PICTURE_SIDE_PX_MAX: u32 = 8_192;

/// The most pixels that a picture may have.
pub const PICTURE_PIXELS_MAX: u64 = 50_000_000;

/// The most frames that an animation may have.
pub const ANIMATION_FRAMES_MAX: u32 = 256;

/// The most pixels that all frames of an animation may have together.
pub const ANIMATION_PIXELS_MAX: u64 = 512_000_000;

/// The most bytes of pixels that one byte of a file may unfold to…
pub const DECOMPRESSION_RATIO_MAX: u64 = 100;

/// …once the pixels take more bytes than this. Flat colours rightly shrink to
/// nothing, so a picture of up to 4,096 by 4,096 pixels is never refused for it.
pub const DECOMPRESSION_FREE_BYTES: u64 = 4 * 4_096 * 4_096;

/// The memory that one decoder may take, in bytes.
pub const DECODER_MEMORY_MAX: u64 = 480 * 1_024 * 1_024;

/// The long side to which a small SVG is enlarged, in pixels.
pub const SVG_SIDE_PX_MIN: u32 = 1_024;

/// The long side to which a large SVG is reduced, in pixels.
pub const SVG_SIDE_PX_MAX: u32 = 2_048;

/// The most XML nodes of an SVG.
pub const SVG_NODES_MAX: u32 = 200_000;

/// How often an SVG may draw pictures that it carries.
pub const SVG_PICTURES_MAX: u64 = 1_000;

/// The most pixels that all pictures inside an SVG may have together, each counted as
/// often as it is drawn.
pub const SVG_PICTURE_PIXELS_MAX: u64 = 128_000_000;

/// The most filter primitives of an SVG.
pub const SVG_FILTERS_MAX: usize = 64;

/// The most octaves of an SVG's turbulence.
pub const SVG_OCTAVES_MAX: u32 = 12;

/// The most scenes, nodes, meshes, materials, images and the like of a model, each.
pub const MODEL_PARTS_MAX: usize = 10_000;

/// The deepest that nodes of a model may be nested.
pub const MODEL_DEPTH_MAX: usize = 64;

/// The most vertices that a model may draw.
pub const MODEL_VERTICES_MAX: u64 = 4_000_000;

/// The most joints that a model's skins have together, each counted as often as it is
/// worn.
pub const MODEL_JOINTS_MAX: usize = 16_384;

/// The most shapes (morph targets) that a mesh of a model can be bent towards.
pub const MODEL_TARGETS_MAX: usize = 256;

/// The most weights of shapes that all nodes of a model have together.
pub const MODEL_WEIGHTS_MAX: usize = 65_536;

/// The most numbers that the keys of a model's animations hold.
pub const MODEL_KEYS_MAX: u64 = 8_000_000;

/// The longest JSON chunk of a model, in bytes.
pub const MODEL_JSON_BYTES_MAX: u64 = 16 * MEGABYTE;

/// The most pixels that all pictures inside a model may have together.
pub const MODEL_PIXELS_MAX: u64 = 128_000_000;

/// The farthest that a model may reach from its origin, in millimetres.
pub const MODEL_REACH_MM_MAX: i32 = 1_000_000;

const MEGABYTE: u64 = 1_000_000;
