//! Limits on the files of works: pictures, drawings, films, sounds, pages and models.

use super::MEGABYTE;

// Files: lengths, for which no file is read to its end only to be refused.

/// The longest picture file (PNG, JPEG, WebP, GIF, AVIF), in bytes.
pub const PICTURE_BYTES_MAX: u64 = 50 * MEGABYTE;
/// The longest GLB or glTF file, in bytes.
pub const MODEL_BYTES_MAX: u64 = 100 * MEGABYTE;
/// The longest film, in bytes.
pub const FILM_BYTES_MAX: u64 = 300 * MEGABYTE;
/// The longest sound, in bytes.
pub const SOUND_BYTES_MAX: u64 = 100 * MEGABYTE;
/// The longest HTML document, in bytes.
pub const PAGE_BYTES_MAX: u64 = 16 * MEGABYTE;
/// The most addresses that a page is said to ask for in vain; a label has no room for more.
pub const PAGE_ADDRESSES_MAX: usize = 8;
/// The longest of these addresses, in bytes; longer ones are cut.
pub const PAGE_ADDRESS_BYTES_MAX: usize = 120;
/// The longest address that is looked for in a page's texts, in bytes: longer quotes are text.
pub const ASKED_BYTES_MAX: usize = 512;
/// The most different addresses of a page's text that are followed, those that are guessed
/// counted for themselves: many times the files that are fetched.
pub const ASKED_MAX: usize = 10_000;
/// The most entries of a page's import map that are read; large libraries have some hundred.
pub const IMPORTS_MAX: usize = 1_000;
/// The most files beside a page or a model that are asked for; each is a request.
pub const BESIDE_FILES_MAX: usize = 64;
/// The longest file beside a page, in bytes: as long as a page itself.
pub const BESIDE_FILE_BYTES_MAX: u64 = 16 * MEGABYTE;
/// The most bytes of all files beside a page together: as data they take a third more, in
/// the page and in what its programs are given.
pub const BESIDE_BYTES_MAX: u64 = 32 * MEGABYTE;
/// From a page to a file that it asks for, and from that to the next, so many steps; styles
/// that hold each other are packed as deep.
pub const BESIDE_DEPTH_MAX: usize = 4;
/// The longest document that a page becomes with the files beside it in it, in bytes: a
/// browser holds it as one text.
pub const PAGE_PACKED_BYTES_MAX: u64 = 120 * MEGABYTE;
/// The longest SVG text, in bytes; its tree takes many times that in memory.
pub const SVG_BYTES_MAX: u64 = 8 * MEGABYTE;
/// The longest JSON chunk of a model, in bytes; its tree takes many times that in memory.
pub const MODEL_JSON_BYTES_MAX: u64 = 16 * MEGABYTE;

// Pictures: what fits into memory and onto a graphics card.

/// The longest side of a picture, in pixels: as long as a texture of WebGL2 is sure to be.
pub const PICTURE_SIDE_PX_MAX: u32 = 8_192;
/// The most pixels that a picture may have: 200 MB, decoded.
pub const PICTURE_PIXELS_MAX: u64 = 50_000_000;
/// The most frames that an animation may have.
pub const ANIMATION_FRAMES_MAX: u32 = 256;
/// The most pixels that all frames of an animation have together: some seconds of decoding.
pub const ANIMATION_PIXELS_MAX: u64 = 512_000_000;
/// The most bytes of pixels that one byte of a file may unfold to…
pub const DECOMPRESSION_RATIO_MAX: u64 = 100;
/// …once the pixels take more bytes than this. Flat colours rightly shrink to nothing,
/// so a picture of up to 4,096 by 4,096 pixels is never refused for it.
pub const DECOMPRESSION_FREE_BYTES: u64 = 4 * 4_096 * 4_096;
/// The memory that one decoder may take, in bytes: the largest picture twice, and a little.
pub const DECODER_MEMORY_MAX: u64 = 480 * 1_024 * 1_024;
/// The longest colour profile of a PNG, in bytes, unfolded or not (4 MiB): those of printing
/// presses reach three.
pub const ICC_PROFILE_BYTES_MAX: u64 = 4 << 20;
/// The most tiles that an AVIF is put together from; each is decoded by itself.
pub const AVIF_TILES_MAX: usize = 256;
/// The most pieces that all items of an AVIF lie in, by its table, which may say of many in
/// six bytes; an item usually lies in one, and so many tiles with their alpha in 512.
pub const AVIF_EXTENTS_MAX: u64 = 16_384;
/// The most properties that all items of an AVIF have together; each usually has some five.
pub const AVIF_ASSOCIATIONS_MAX: usize = 65_536;
/// The most references from one item of an AVIF to another: one for each tile, and a few.
pub const AVIF_REFERENCES_MAX: usize = 65_536;

// Drawings (SVG): few letters can ask for much work.

/// The long side to which a small SVG is enlarged, in pixels, so that it is sharp on a wall.
pub const SVG_SIDE_PX_MIN: u32 = 1_024;
/// The long side to which a large SVG is reduced, in pixels.
pub const SVG_SIDE_PX_MAX: u32 = 2_048;
/// The most XML nodes of an SVG.
pub const SVG_NODES_MAX: u32 = 200_000;
/// How deep the elements of an SVG may nest, with what they refer to in their places; the
/// stacks of its layout and of its renderer are as deep.
pub const SVG_DEPTH_MAX: usize = 64;
/// The most attributes of one element of an SVG: each is compared with all before it.
pub const SVG_ATTRIBUTES_MAX: usize = 500;
/// The most selectors and comments that the style sheets of an SVG hold together, and the most
/// declarations: the reader of style sheets holds every pair of them.
pub const SVG_STYLES_MAX: usize = 2_000;
/// The most bytes of an SVG's styles, in sheets and in attributes, each counted once for every
/// declaration of its own: their reader looks back to the beginning at the end of each.
pub const SVG_STYLE_BYTES_MAX: u64 = 1 << 28;
/// The most parts of an SVG once everything it refers to stands in its place, as often as
/// it is referred to: each takes about a kilobyte. An element is one part, a letter four.
pub const SVG_UNFOLDED_MAX: u64 = 400_000;
/// The most pixels that are painted for an SVG, each as often as it is; those that a
/// filter or a picture takes longer for count for several. Some seconds of drawing.
pub const SVG_PAINTED_PIXELS_MAX: u64 = 4_000_000_000;
/// The most pixels that the canvas of an SVG, its layers and the steps of its filters take
/// at once: as much memory as a decoder may.
pub const SVG_LAYER_PIXELS_MAX: u64 = 120_000_000;
/// How far from the canvas's corner the shapes of an SVG may reach, in pixels: beyond, the
/// renderer's numbers tell neighbouring pixels no longer apart.
pub const SVG_REACH_PX_MAX: u64 = 10_000_000;
/// How often an SVG may draw pictures that it carries.
pub const SVG_PICTURES_MAX: u64 = 1_000;
/// The most pixels that all pictures inside an SVG may have together, each counted as
/// often as it is drawn.
pub const SVG_PICTURE_PIXELS_MAX: u64 = 128_000_000;
/// The most filter primitives of an SVG; each passes over the whole drawing.
pub const SVG_FILTERS_MAX: usize = 64;
/// The most octaves of an SVG's turbulence; each is worked out for every pixel.
pub const SVG_OCTAVES_MAX: u32 = 12;
/// The most dashes of one stroke that count; a line with more the renderer does not draw.
pub const SVG_DASHES_MAX: u64 = 1_000_000;

// Films and sounds: their containers are read here, and nothing is decoded.

/// The longest that a film or a sound may last, in milliseconds: a day.
pub const DURATION_MS_MAX: u64 = 24 * 60 * 60 * 1_000;
/// The longest side of a film, in pixels: as long as a texture of WebGL2 is sure to be.
pub const FILM_SIDE_PX_MAX: u32 = 8_192;
/// The most tracks of a film or a sound.
pub const TRACKS_MAX: usize = 32;
/// How far a list of brands is read (`ftyp`), in bytes from the start of the file: some sixty.
pub const FTYP_BYTES_MAX: usize = 256;
/// The most boxes that are read of an MP4 or an AVIF.
pub const BOXES_MAX: usize = 200_000;
/// The most elements that are read of a WebM; one of 300 MB has some hundred thousand.
pub const ELEMENTS_MAX: usize = 4_000_000;

// Models.

/// The most scenes, nodes, meshes, materials, images and the like of a model, each.
pub const MODEL_PARTS_MAX: usize = 10_000;
/// The deepest that nodes of a model may be nested; the walk's stack is as deep.
pub const MODEL_DEPTH_MAX: usize = 64;
/// The most vertices that a model may draw, which a weak graphics card still does.
pub const MODEL_VERTICES_MAX: u64 = 4_000_000;
/// The most positions, indices and joints that all meshes of a model name together, shown
/// or not, each as often as it is named; and the most elements in the place of others that
/// its accessors have together: all of them are gone through.
pub const MODEL_ELEMENTS_MAX: u64 = 32_000_000;
/// The most joints that a model's skins have together, each counted as often as it is
/// worn: every one of them is moved in every frame. Also the most on which its meshes hang
/// together, each counted up to the last of them.
pub const MODEL_JOINTS_MAX: usize = 16_384;
/// The most shapes (morph targets) that a mesh of a model can be bent towards.
pub const MODEL_TARGETS_MAX: usize = 256;
/// The most weights of shapes that all nodes of a model have together.
pub const MODEL_WEIGHTS_MAX: usize = 65_536;
/// The most numbers that the keys of a model's animations hold.
pub const MODEL_KEYS_MAX: u64 = 8_000_000;
/// The most pixels that all pictures inside a model may have together.
pub const MODEL_PIXELS_MAX: u64 = 128_000_000;
/// The most materials of a model that are told apart; one with more is drawn in these.
pub const MATERIALS_DRAWN_MAX: usize = 16;
/// The most nodes and skins, by material, that a clip may move; a model with more rests.
pub const PARTS_MOVED_MAX: usize = 96;
/// The most vertices that are moved when a model is bent, each counted for every shape; one
/// with more keeps its shapes as they are at rest.
pub const BENT_VERTICES_MAX: usize = 500_000;
/// The farthest that a model may reach from its origin, in millimetres: beyond, floats
/// tremble.
pub const MODEL_REACH_MM_MAX: i32 = 1_000_000;
