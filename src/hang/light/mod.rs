//! Light baked from the plan: one small light map a room, from spotlights, wall
//! washers and the laylight, one room's worth of bounces, and the shade that things
//! leave. Pure, and the same however it is sliced.

mod bounce;
mod encode;
mod form;
mod lamps;
mod surface;

pub use encode::LIGHT_RANGE;
pub use form::{Block, V3};
pub use surface::{
    BENCH_SLAB_MM, BENCH_TOP_MM, Face, FloorKind, Layout, Reveal, Surface, SurfaceKind,
    bench_block, direction, floor_kind, half_passage_mm, laylight, layout, plinth_block, plinths,
};

use bounce::Bounce;
use lamps::{LAYLIGHT_TINT, Rgb, SPOT_TINT, Scene};

use crate::hang::{Plan, RoomId};

/// From a wall to the back of what hangs on it, and to its front: for shadows.
pub const HANG_GAP_MM: i32 = 25;
pub const HANG_FRONT_MM: i32 = 65;

/// The texel of a wall that the gallery asks for.
pub const TEXEL_MM: u32 = 28;

/// A room's light: sRGB bytes (RGBA, alpha 255), dithered; a texel's linear value
/// times [`LIGHT_RANGE`] is the light that falls there.
#[derive(Clone, Debug)]
pub struct RoomLight {
    pub layout: Layout,
    pub rgba: Vec<u8>,
}

/// A bake under way; it owns all that it needs.
#[derive(Debug)]
pub struct Bake {
    scene: Scene,
    bounce: Bounce,
    layout: Layout,
    rgba: Vec<u8>,
    bounced: bool,
    surface: usize,
    row: u32,
}

/// Bakes a whole room at once.
pub fn bake_room(plan: &Plan, room: RoomId, texel_mm: u32) -> RoomLight {
    let mut bake = Bake::new(plan, room, texel_mm);
    while !bake.step(usize::MAX) {}
    bake.light()
}

impl Bake {
    pub fn new(plan: &Plan, room: RoomId, texel_mm: u32) -> Self {
        let layout = layout(plan, room, texel_mm);
        let scene = Scene::new(plan, plan.room(room));
        let bounce = Bounce::new(&scene, &layout);
        let rgba = vec![255; (layout.width * layout.height * 4) as usize];
        Self { scene, bounce, layout, rgba, bounced: false, surface: 0, row: 0 }
    }

    /// Works for about as long as this many texels take, at least one row; true when
    /// the bake is done. 1,000 texels are about a millisecond in a browser.
    pub fn step(&mut self, budget_texels: usize) -> bool {
        let mut left = budget_texels;
        while !self.bounced {
            self.bounced = self.bounce.step(&self.scene);
            left = left.saturating_sub(bounce::STEP_TEXELS);
            if left == 0 {
                return false;
            }
        }
        while self.surface < self.layout.surfaces.len() {
            let columns = self.layout.surfaces[self.surface].columns as usize;
            self.bake_row();
            left = left.saturating_sub(columns);
            if left == 0 {
                break;
            }
        }
        self.surface == self.layout.surfaces.len()
    }

    /// The light map, and none is left; what was not reached yet is white.
    pub fn light(&mut self) -> RoomLight {
        RoomLight { layout: self.layout.clone(), rgba: std::mem::take(&mut self.rgba) }
    }

    fn bake_row(&mut self) {
        let surface = self.layout.surfaces[self.surface];
        let v = self.row as f32 / (surface.rows - 1) as f32;
        for column in 0..surface.columns {
            let u = column as f32 / (surface.columns - 1) as f32;
            let light = self.light_at(&surface, u, v);
            let [x, y] = [surface.left + column, surface.top + self.row];
            let at = ((y * self.layout.width + x) * 4) as usize;
            self.rgba[at..at + 3].copy_from_slice(&encode::encode(light, x, y));
        }
        self.row += 1;
        if self.row == surface.rows {
            (self.surface, self.row) = (self.surface + 1, 0);
        }
    }

    fn light_at(&self, surface: &Surface, u: f32, v: f32) -> Rgb {
        let (kind, normal) = (surface.kind, surface.normal);
        // Off the very edge, where two surfaces would see each other edge-on.
        let inset = |share: f32, length: f32| {
            let edge = (0.004 / length).min(0.4);
            share.clamp(edge, 1.0 - edge)
        };
        let point = surface.point(inset(u, surface.u_m), inset(v, surface.v_m)) + normal * 1e-3;
        if let SurfaceKind::Reveal(opening, _) = kind {
            return self.reveal_light(opening, point, normal);
        }
        let direct = self.scene.direct(kind, point, normal);
        let open = self.scene.open_sky(kind, point, normal);
        let bounced = self.bounce.arrives_at(self.surface, u, v);
        std::array::from_fn(|channel| {
            let calm =
                direct.laylight * self.bounce.laylight * LAYLIGHT_TINT[channel] + bounced[channel];
            calm * open + direct.spots * SPOT_TINT[channel]
        })
    }

    /// In a reveal, light comes from both rooms, which are taken to be alike.
    fn reveal_light(&self, opening: usize, point: V3, normal: V3) -> Rgb {
        let [near, far] = self.scene.passages[opening];
        let seen = form::form_factor(point, normal, &near) + form::form_factor(point, normal, &far);
        let light = self.bounce.doors * (0.30 + 1.25 * seen.min(1.0));
        LAYLIGHT_TINT.map(|tint| light * tint)
    }
}

#[cfg(test)]
pub(in crate::hang) mod tests;
