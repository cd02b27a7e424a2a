//! The parts of glTF 2.0's JSON that are checked, as they are written there.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Root {
    pub asset: Asset,
    #[serde(default)]
    pub extensions_required: Vec<String>,
    #[serde(default)]
    pub buffers: Vec<Buffer>,
    #[serde(default)]
    pub buffer_views: Vec<BufferView>,
    #[serde(default)]
    pub accessors: Vec<Accessor>,
    #[serde(default)]
    pub images: Vec<Image>,
    #[serde(default)]
    pub textures: Vec<Texture>,
    #[serde(default)]
    pub materials: Vec<Material>,
    #[serde(default)]
    pub meshes: Vec<Mesh>,
    #[serde(default)]
    pub nodes: Vec<Node>,
    #[serde(default)]
    pub scenes: Vec<Scene>,
    pub scene: Option<usize>,
    #[serde(default)]
    pub animations: Vec<Animation>,
    #[serde(default)]
    pub skins: Vec<Skin>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Asset {
    pub version: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Buffer {
    pub byte_length: u64,
    pub uri: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BufferView {
    pub buffer: usize,
    #[serde(default)]
    pub byte_offset: u64,
    pub byte_length: u64,
    pub byte_stride: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Accessor {
    pub buffer_view: Option<usize>,
    #[serde(default)]
    pub byte_offset: u64,
    pub component_type: u32,
    pub count: u64,
    #[serde(default)]
    pub normalized: bool,
    #[serde(rename = "type")]
    pub shape: String,
    pub sparse: Option<Sparse>,
}

/// Elements of an accessor that stand in the place of others (glTF 2.0, section 3.6.2.3).
#[derive(Debug, Deserialize)]
pub(super) struct Sparse {
    pub count: u64,
    pub indices: SparseIndices,
    pub values: SparseValues,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SparseIndices {
    pub buffer_view: usize,
    #[serde(default)]
    pub byte_offset: u64,
    pub component_type: u32,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SparseValues {
    pub buffer_view: usize,
    #[serde(default)]
    pub byte_offset: u64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Image {
    pub uri: Option<String>,
    pub buffer_view: Option<usize>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Texture {
    pub source: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Material {
    #[serde(default, rename = "pbrMetallicRoughness")]
    pub pbr: Pbr,
    alpha_mode: Option<String>,
    emissive_factor: Option<[f64; 3]>,
    emissive_texture: Option<TextureInfo>,
}

impl Material {
    /// Whether what lies behind it is to be seen through it.
    pub fn is_blended(&self) -> bool {
        self.alpha_mode.as_deref() == Some("BLEND")
    }

    /// Whether the alpha of its picture says how much of it is seen; otherwise it counts for
    /// nothing (glTF 2.0, section 3.9.4).
    pub fn minds_alpha(&self) -> bool {
        matches!(self.alpha_mode.as_deref(), Some("MASK" | "BLEND"))
    }

    /// Whether the picture of its own light lies otherwise upon it than that of its colours:
    /// one set of coordinates is drawn. Such a picture counts by its factor.
    pub fn glows_otherwise(&self) -> bool {
        let glows =
            self.emissive_factor.is_some_and(|factor| factor.iter().any(|part| *part > 0.0));
        match (&self.pbr.base_colour_texture, &self.emissive_texture) {
            (Some(colours), Some(light)) => glows && colours.tex_coord != light.tex_coord,
            _ => false,
        }
    }
}

/// How a material names a texture.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TextureInfo {
    pub index: Option<usize>,
    #[serde(default)]
    pub tex_coord: u32,
}

#[derive(Debug, Deserialize)]
pub(super) struct Pbr {
    #[serde(default = "white", rename = "baseColorFactor")]
    pub base_colour: [f64; 4],
    #[serde(rename = "baseColorTexture")]
    pub base_colour_texture: Option<TextureInfo>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Mesh {
    pub primitives: Vec<Primitive>,
    pub weights: Option<Vec<f64>>,
}

impl Mesh {
    /// How many shapes it can be bent towards.
    pub fn targets(&self) -> usize {
        self.primitives.iter().map(|primitive| primitive.targets.len()).max().unwrap_or(0)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Primitive {
    pub attributes: std::collections::BTreeMap<String, usize>,
    pub indices: Option<usize>,
    pub material: Option<usize>,
    #[serde(default)]
    pub targets: Vec<std::collections::BTreeMap<String, usize>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Node {
    #[serde(default)]
    pub children: Vec<usize>,
    pub mesh: Option<usize>,
    pub skin: Option<usize>,
    pub matrix: Option<[f64; 16]>,
    pub translation: Option<[f64; 3]>,
    pub rotation: Option<[f64; 4]>,
    pub scale: Option<[f64; 3]>,
    pub weights: Option<Vec<f64>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Scene {
    #[serde(default)]
    pub nodes: Vec<usize>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Animation {
    pub name: Option<String>,
    #[serde(default)]
    pub channels: Vec<Channel>,
    #[serde(default)]
    pub samplers: Vec<Sampler>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Channel {
    pub sampler: usize,
    pub target: Target,
}

#[derive(Debug, Deserialize)]
pub(super) struct Target {
    pub node: Option<usize>,
    pub path: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Sampler {
    pub input: usize,
    pub output: usize,
    pub interpolation: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Skin {
    #[serde(default)]
    pub joints: Vec<usize>,
    pub inverse_bind_matrices: Option<usize>,
}

impl Root {
    /// How many there are of everything that is counted.
    pub fn counts(&self) -> impl Iterator<Item = usize> {
        let primitives = self.meshes.iter().map(|mesh| mesh.primitives.len()).sum();
        let channels = self.animations.iter().map(|animation| animation.channels.len()).sum();
        let samplers = self.animations.iter().map(|animation| animation.samplers.len()).sum();
        [
            self.buffers.len(),
            self.buffer_views.len(),
            self.accessors.len(),
            self.images.len(),
            self.textures.len(),
            self.materials.len(),
            self.meshes.len(),
            self.nodes.len(),
            self.scenes.len(),
            self.skins.len(),
            self.animations.len(),
            primitives,
            channels,
            samplers,
        ]
        .into_iter()
    }
}

impl Default for Pbr {
    fn default() -> Self {
        Self { base_colour: white(), base_colour_texture: None }
    }
}

fn white() -> [f64; 4] {
    [1.0; 4]
}
