//! Textures, and how they are sampled.

use bevy::asset::RenderAssetUsages;
use bevy::image::{ImageSampler, ImageSamplerDescriptor};
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};

/// A texture of sRGB bytes with so many levels, which is still without its texels.
pub(super) fn empty(
    [width, height]: [u32; 2],
    levels: u32,
    sampler: ImageSamplerDescriptor,
) -> Image {
    let mut image = Image::new_uninit(
        Extent3d { width, height, depth_or_array_layers: 1 },
        TextureDimension::D2,
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::RENDER_WORLD,
    );
    image.texture_descriptor.mip_level_count = levels;
    image.sampler = ImageSampler::Descriptor(sampler);
    image
}

/// A sampler that blends within a level and between two, for what is seen at a slope.
pub(super) fn smooth(anisotropy_clamp: u16) -> ImageSamplerDescriptor {
    ImageSamplerDescriptor { anisotropy_clamp, ..ImageSamplerDescriptor::linear() }
}
