//! The mean colour of what a model shows, in linear light: the base colours of its
//! materials, with the pictures and the vertices that bear them out.

use std::collections::{BTreeMap, BTreeSet};

use super::accessor::{Elements, UNSIGNED_BYTE, UNSIGNED_SHORT, view_bytes};
use super::raw::{Material, Primitive, Root};
use super::scene::shown_nodes;
use crate::media::average::mean_light;
use crate::media::light::srgb_byte_from_linear;
use crate::media::{Fonts, MediaType, decode, sniff};

/// Light, each channel from 0 to 1.
type Light = [f64; 3];

const WHITE: Light = [1.0; 3];

/// The mean colour of a model that was checked, sRGB: that of each material that is seen,
/// and then of these. A material's is its factor, times the mean of its picture, times the
/// mean of the vertices that wear it (glTF 2.0, section 3.9.2); what wears none is white.
pub(super) fn average(root: &Root, binary: &[u8]) -> [u8; 3] {
    let mut worn: BTreeMap<Option<usize>, Vertices> = BTreeMap::new();
    for primitive in shown_primitives(root) {
        worn.entry(primitive.material).or_default().add(root, binary, primitive);
    }
    let mut pictures = Pictures { root, binary, left: binary.len(), known: BTreeMap::new() };
    let (mut sum, mut count) = ([0.0; 3], 0.0);
    for (material, vertices) in worn {
        let mut light = vertices.mean();
        if let Some(material) = material.and_then(|material| root.materials.get(material)) {
            let picture = pictures.light(material);
            for (channel, light) in light.iter_mut().enumerate() {
                *light *= fraction(material.pbr.base_colour[channel]) * picture[channel];
            }
        }
        add(&mut sum, light);
        count += 1.0;
    }
    // A model that shows nothing is refused.
    sum.map(|sum| srgb_byte_from_linear(sum / f64::max(count, 1.0)))
}

/// What the meshes of the default scene are made of, each mesh once.
fn shown_primitives(root: &Root) -> impl Iterator<Item = &Primitive> {
    let nodes = shown_nodes(root).unwrap_or_default();
    let meshes: BTreeSet<usize> =
        nodes.into_iter().filter_map(|node| root.nodes.get(node)?.mesh).collect();
    meshes
        .into_iter()
        .filter_map(move |mesh| root.meshes.get(mesh))
        .flat_map(|mesh| &mesh.primitives)
}

/// The vertices that wear a material, by their own colours.
#[derive(Default)]
struct Vertices {
    sum: Light,
    count: f64,
}

impl Vertices {
    fn add(&mut self, root: &Root, binary: &[u8], primitive: &Primitive) {
        let accessor = |name: &str| root.accessors.get(*primitive.attributes.get(name)?);
        let colours = accessor("COLOR_0").and_then(|accessor| {
            let elements = Elements::of(root, binary, accessor).ok()?;
            Some((elements, accessor.normalized))
        });
        let Some((colours, are_fractions)) = colours else {
            let count = accessor("POSITION").map_or(0.0, |accessor| accessor.count as f64);
            add(&mut self.sum, [count; 3]);
            self.count += count;
            return;
        };
        // Whole numbers stand for fractions, whether that is said of them or not.
        let most = match colours.component_type {
            UNSIGNED_BYTE if !are_fractions => 255.0,
            UNSIGNED_SHORT if !are_fractions => 65_535.0,
            _ => 1.0,
        };
        for (place, number) in colours.numbers().enumerate() {
            // A fourth one is their alpha.
            if let Some(sum) = self.sum.get_mut(place % colours.components) {
                *sum += fraction(number / most);
            }
        }
        self.count += colours.count as f64;
    }

    fn mean(&self) -> Light {
        if self.count > 0.0 { self.sum.map(|sum| sum / self.count) } else { WHITE }
    }
}

/// The pictures that materials wear, each decoded once and never two at a time.
struct Pictures<'a> {
    root: &'a Root,
    binary: &'a [u8],
    /// How many bytes of pictures are still decoded: as many as there are, however often
    /// they are named.
    left: usize,
    /// By their views.
    known: BTreeMap<usize, Seen>,
}

/// The mean light of a picture.
#[derive(Clone, Copy)]
struct Seen {
    whole: Light,
    /// With each pixel counted by its alpha.
    by_alpha: Light,
}

impl Pictures<'_> {
    /// The mean light of a material's picture. One that cannot be decoded is not drawn
    /// either, and leaves the colour as it is.
    fn light(&mut self, material: &Material) -> Light {
        let Some(view) = self.view(material) else { return WHITE };
        let seen = match self.known.get(&view) {
            Some(seen) => *seen,
            None => {
                let seen = self.look_at(view).unwrap_or(Seen { whole: WHITE, by_alpha: WHITE });
                self.known.insert(view, seen);
                seen
            }
        };
        if material.minds_alpha() { seen.by_alpha } else { seen.whole }
    }

    fn view(&self, material: &Material) -> Option<usize> {
        let texture = material.pbr.base_colour_texture.as_ref()?.index?;
        let image = self.root.textures.get(texture)?.source?;
        self.root.images.get(image)?.buffer_view
    }

    fn look_at(&mut self, view: usize) -> Option<Seen> {
        let (bytes, _) = view_bytes(self.root, self.binary, view).ok()?;
        // Those of glTF and the one that is met beside them. What else could be drawn costs
        // more than its pixels tell.
        if !matches!(sniff(bytes)?, MediaType::Png | MediaType::Jpeg | MediaType::WebP) {
            return None;
        }
        self.left = self.left.checked_sub(bytes.len())?;
        // As it is drawn: what profiles say of colours counts for nothing in a model.
        let mut picture = decode(bytes, &Fonts::default()).ok()?;
        let by_alpha = mean_light(&picture);
        if picture.is_transparent() {
            for [.., alpha] in picture.rgba.as_chunks_mut::<4>().0 {
                *alpha = 255;
            }
        }
        let whole = mean_light(&picture)?;
        Some(Seen { whole, by_alpha: by_alpha.unwrap_or(whole) })
    }
}

fn add(sum: &mut Light, light: Light) {
    sum.iter_mut().zip(light).for_each(|(sum, light)| *sum += light);
}

/// A number between 0 and 1; what is none counts as 0.
fn fraction(number: f64) -> f64 {
    if number > 0.0 { number.min(1.0) } else { 0.0 }
}
