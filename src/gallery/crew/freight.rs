//! Freight: what others have made goes up to the graphics device, a few bands of rows in
//! each frame. What is in this program's own memory goes as a whole, as the engine does
//! it: there another thread carries it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bevy::image::ImageSamplerDescriptor;
use bevy::platform::time::Instant;
use bevy::prelude::*;
use bevy::render::render_asset::RenderAssets;
use bevy::render::renderer::RenderQueue;
use bevy::render::texture::GpuImage;
use bevy::render::{Extract, ExtractSchedule, Render, RenderApp, RenderSystems};

use super::texels::{Band, Texels};
use crate::gallery::order::Stage;
use crate::gallery::pending::Pending;
use crate::gallery::texture::empty;
use crate::platform;

/// How long bands may go up in one frame; the one that is begun is ended.
const SLICE_SECS: f32 = 0.0025;

/// Textures that are not whole yet, in the order in which they go up.
#[derive(Resource, Clone, Debug, Default)]
pub(in crate::gallery) struct Freight(Vec<Arc<Load>>);

/// A texture and what is still to go up to it.
#[derive(Debug)]
struct Load {
    image: Handle<Image>,
    texels: Texels,
    bands: Vec<Band>,
    /// How many of the bands have gone up.
    up: AtomicUsize,
}

pub(in crate::gallery) fn plugin(app: &mut App) {
    app.init_resource::<Freight>().add_systems(Update, settle.in_set(Stage::Show));
    if let Some(render) = app.get_sub_app_mut(RenderApp) {
        render
            .init_resource::<Freight>()
            .init_resource::<Preparing>()
            .add_systems(ExtractSchedule, take)
            .add_systems(
                Render,
                (
                    begin_preparing.before(RenderSystems::PrepareAssets),
                    end_preparing
                        .after(RenderSystems::PrepareMeshes)
                        .before(RenderSystems::PrepareResources),
                    unload.in_set(RenderSystems::PrepareResources),
                ),
            );
    }
}

impl Freight {
    /// Makes a texture of them. It is whole when it [`is_here`](Self::is_here).
    pub fn put(
        &mut self,
        texels: Texels,
        sampler: ImageSamplerDescriptor,
        images: &mut Assets<Image>,
    ) -> Handle<Image> {
        let mut image = empty([texels.width, texels.height], texels.levels, sampler);
        if !texels.parcel.lies_beside() {
            image.data = Some(texels.parcel.unpack());
            return images.add(image);
        }
        let image = images.add(image);
        let bands = texels.bands();
        let load = Load { image: image.clone(), texels, bands, up: AtomicUsize::new(0) };
        self.0.push(Arc::new(load));
        image
    }

    /// Whether all of a texture has gone up.
    pub fn is_here(&self, image: &Handle<Image>) -> bool {
        !self.0.iter().any(|load| load.image == *image && load.next().is_some())
    }
}

impl Load {
    fn next(&self) -> Option<Band> {
        self.bands.get(self.up.load(Ordering::Relaxed)).copied()
    }

    fn put(&self, band: Band, queue: &wgpu::Queue, texture: &wgpu::Texture) {
        let rows = self.texels.parcel.part(band.offset..band.offset + band.bytes());
        queue.write_texture(
            wgpu::TexelCopyTextureInfo {
                texture,
                mip_level: band.level,
                origin: wgpu::Origin3d { x: 0, y: band.top, z: 0 },
                aspect: wgpu::TextureAspect::All,
            },
            &rows,
            wgpu::TexelCopyBufferLayout {
                offset: 0,
                bytes_per_row: Some(band.width * 4),
                rows_per_image: None,
            },
            wgpu::Extent3d { width: band.width, height: band.rows, depth_or_array_layers: 1 },
        );
        self.up.fetch_add(1, Ordering::Relaxed);
    }
}

/// Forgets what has gone up.
fn settle(mut freight: ResMut<Freight>, mut pending: ResMut<Pending>) {
    if !freight.0.is_empty() {
        freight.0.retain(|load| load.next().is_some());
    }
    pending.set("freight", freight.0.len());
}

fn take(mut here: ResMut<Freight>, there: Extract<Res<Freight>>) {
    here.0.clone_from(&there.0);
}

fn unload(freight: Res<Freight>, textures: Res<RenderAssets<GpuImage>>, queue: Res<RenderQueue>) {
    if freight.0.is_empty() {
        return;
    }
    let _held = platform::hold("enfilade:unload");
    let start = Instant::now();
    for load in &freight.0 {
        // The engine makes the texture itself; until then the others go.
        let Some(image) = textures.get(load.image.id()) else { continue };
        while let Some(band) = load.next() {
            load.put(band, &queue, &image.texture);
            if start.elapsed().as_secs_f32() > SLICE_SECS {
                return;
            }
        }
    }
}

/// The engine's own part of a frame in which textures, meshes and materials go up.
#[derive(Resource, Default)]
struct Preparing(Option<platform::Held>);

fn begin_preparing(mut preparing: ResMut<Preparing>) {
    preparing.0 = Some(platform::hold("enfilade:prepare"));
}

fn end_preparing(mut preparing: ResMut<Preparing>) {
    let _ended = preparing.0.take();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_memory_is_whole_at_once() {
        let (mut freight, mut images) = (Freight::default(), Assets::<Image>::default());
        let texels = Texels::new(2, 2, 2, vec![7; 20]);
        let image = freight.put(texels, ImageSamplerDescriptor::linear(), &mut images);
        assert!(freight.is_here(&image) && freight.0.is_empty());
        let data = images.get(&image).and_then(|image| image.data.as_ref());
        assert_eq!(data, Some(&vec![7; 20]));
    }

    #[test]
    fn what_goes_up_in_bands_is_whole_after_the_last() {
        let texels = Texels::new(512, 512, 10, Vec::new());
        let bands = texels.bands();
        let (image, count) = (Handle::<Image>::default(), bands.len());
        let load = Load { image: image.clone(), texels, bands, up: AtomicUsize::new(0) };
        let freight = Freight(vec![Arc::new(load)]);
        for _ in 0..count {
            assert!(!freight.is_here(&image));
            freight.0[0].up.fetch_add(1, Ordering::Relaxed);
        }
        assert!(freight.is_here(&image));
    }
}
