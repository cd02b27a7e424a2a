//! The textures of floors and walls, made once by small programs.

use bevy::image::{ImageAddressMode, ImageSamplerDescriptor};
use serde::{Deserialize, Serialize};

use crate::gallery::crew::Texels;
use crate::gallery::texture::smooth;
use crate::hang::light::FloorKind;

/// What a texture that tiles is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::gallery) enum TileKind {
    Floor(FloorKind),
    Plaster,
}

const SIDE: usize = 1_024;

impl TileKind {
    /// The length of one tile.
    pub(super) fn length_m(self) -> f32 {
        match self {
            Self::Floor(FloorKind::Herringbone) => HERRINGBONE_CELLS as f32 * 0.09,
            Self::Floor(FloorKind::Planks) => PLANK_ROWS as f32 * 0.18,
            Self::Floor(FloorKind::Terrazzo) => 2.4,
            Self::Plaster => super::walls::PLASTER_TILE_M,
        }
    }

    /// The colour that stands for it until it is made, sRGB.
    pub(super) fn colour(self) -> [u8; 3] {
        match self {
            Self::Floor(FloorKind::Herringbone | FloorKind::Planks) => [172, 141, 107],
            Self::Floor(FloorKind::Terrazzo) => [187, 182, 173],
            Self::Plaster => [253; 3],
        }
    }
}

/// Makes a tile, and finds its mean green, linear.
pub(in crate::gallery) fn make_tile(kind: TileKind) -> (Texels, f32) {
    match kind {
        TileKind::Floor(FloorKind::Herringbone) => tile(SIDE, herringbone),
        TileKind::Floor(FloorKind::Planks) => tile(SIDE, planks),
        TileKind::Floor(FloorKind::Terrazzo) => terrazzo(),
        // The grain of a painted wall: hardly there.
        TileKind::Plaster => tile(256, |u, v| {
            let grain = 0.6 * noise(u, v, 128, 128, 1) + 0.4 * noise(u, v, 40, 40, 2);
            [0.985 + 0.015 * grain; 3]
        }),
    }
}

/// How tiles are sampled: one beside the other, without end.
pub(super) fn sampler() -> ImageSamplerDescriptor {
    ImageSamplerDescriptor {
        address_mode_u: ImageAddressMode::Repeat,
        address_mode_v: ImageAddressMode::Repeat,
        ..smooth(4)
    }
}

/// Makes a tile from sRGB colours at shares of its sides.
fn tile(side: usize, colour: impl Fn(f32, f32) -> [f32; 3]) -> (Texels, f32) {
    let mut pixels = Vec::with_capacity(side * side);
    for y in 0..side {
        for x in 0..side {
            pixels.push(colour(x as f32 / side as f32, y as f32 / side as f32));
        }
    }
    finish(side, pixels)
}

const HERRINGBONE_CELLS: i32 = 36;
const HERRINGBONE_LONG: i32 = 6;

fn herringbone(u: f32, v: f32) -> [f32; 3] {
    let (x, y) = (u * HERRINGBONE_CELLS as f32, v * HERRINGBONE_CELLS as f32);
    let (i, j) = (x as i32, y as i32);
    let (fx, fy) = (x - i as f32, y - j as f32);
    let period = 2 * HERRINGBONE_LONG;
    let turns = HERRINGBONE_CELLS / period;
    let across = (i - j).rem_euclid(period);
    // Along the plank in cells, across it from 0 to 1, and which plank it is.
    let (along, side, id) = if across < HERRINGBONE_LONG {
        let turn = (i - j).div_euclid(period).rem_euclid(turns);
        (across as f32 + fx, fy, j * turns + turn)
    } else {
        let along = (j - i).rem_euclid(period) - 1;
        let turn = (j - i - 1).div_euclid(period).rem_euclid(turns);
        (along as f32 + fy, fx, 5_000 + i * turns + turn)
    };
    oak(along * 0.09, side * 0.09, [HERRINGBONE_LONG as f32 * 0.09, 0.09], id as u32)
}

const PLANK_ROWS: i32 = 20;

fn planks(u: f32, v: f32) -> [f32; 3] {
    let y = v * PLANK_ROWS as f32;
    let row = y as i32;
    let length_m = PLANK_ROWS as f32 * 0.18;
    // Two planks in each row of a tile, joined at two places of their own.
    let first = hash(row as u32, 71) * 0.5;
    let second = first + 0.34 + 0.15 * hash(row as u32, 72);
    let (from, to, id) = if u < first {
        (second - 1.0, first, row * 2 + 1)
    } else if u < second {
        (first, second, row * 2)
    } else {
        (second, first + 1.0, row * 2 + 1)
    };
    let (along, whole) = ((u - from) * length_m, (to - from) * length_m);
    oak(along, (y - row as f32) * 0.18, [whole, 0.18], 900 + id as u32)
}

/// Oiled oak at a place of a plank, in metres; the plank's number tints it.
fn oak(along: f32, across: f32, [length, width]: [f32; 2], id: u32) -> [f32; 3] {
    let shift = 37.0 * hash(id, 1);
    let figure = free_noise(along * 1.6 + shift, across * 16.0 + shift, 3);
    let fibre = free_noise(along * 7.0 + shift, across * 230.0 + 9.0 * figure, 4);
    let pores = free_noise(along * 22.0, across * 420.0 + shift, 5);
    let tint = hash(id, 2) - 0.5;
    let warm = hash(id, 3) - 0.5;
    let mut light = 1.0 + 0.17 * tint + 0.10 * (figure - 0.5) + 0.085 * (fibre - 0.5);
    light -= 0.07 * (pores - 0.62).max(0.0);
    let edge = along.min(length - along).min(across).min(width - across);
    light *= 0.70 + 0.30 * (edge / 0.0026).clamp(0.0, 1.0);
    let base = [0.70 + 0.010 * warm, 0.575, 0.435 - 0.030 * warm];
    base.map(|channel| channel * light)
}

/// Pale terrazzo: chips of stone in a warm grey, slabs of 1.2 m.
fn terrazzo() -> (Texels, f32) {
    let mut pixels: Vec<[f32; 3]> = (0..SIDE * SIDE)
        .map(|i| {
            let (u, v) = ((i % SIDE) as f32 / SIDE as f32, (i / SIDE) as f32 / SIDE as f32);
            let cloud = noise(u, v, 7, 7, 11) * 0.5 + noise(u, v, 90, 90, 12) * 0.5;
            [0.742, 0.722, 0.688].map(|channel| channel + 0.03 * (cloud - 0.5))
        })
        .collect();
    for chip in 0..15_000 {
        splat(&mut pixels, chip);
    }
    for i in 0..SIDE {
        for joint in [0, SIDE / 2] {
            for at in [i * SIDE + joint, joint * SIDE + i] {
                pixels[at] = pixels[at].map(|channel| channel * 0.80);
            }
        }
    }
    finish(SIDE, pixels)
}

/// Lays one chip: a small rough polygon.
fn splat(pixels: &mut [[f32; 3]], chip: u32) {
    const STONES: [[f32; 3]; 6] = [
        [0.80, 0.79, 0.77],
        [0.66, 0.64, 0.61],
        [0.77, 0.735, 0.68],
        [0.58, 0.565, 0.55],
        [0.72, 0.665, 0.60],
        [0.85, 0.845, 0.83],
    ];
    let random = |salt: u32| hash(chip, 100 + salt);
    let (x, y) = (random(1) * SIDE as f32, random(2) * SIDE as f32);
    let radius = 0.8 + 3.4 * random(3) * random(3) * random(4);
    let stone = STONES[(random(5) * 5.99) as usize];
    let (sin, cos) = (random(6) * 6.3).sin_cos();
    let flat = 0.55 + 0.45 * random(7);
    let reach = radius.ceil() as i32 + 1;
    for dy in -reach..=reach {
        for dx in -reach..=reach {
            let (px, py) = (dx as f32 * cos + dy as f32 * sin, dy as f32 * cos - dx as f32 * sin);
            let (px, py) = (px.abs(), py.abs() / flat);
            // Between a circle and a square, so that chips have corners.
            let from = (0.55 * (px * px + py * py).sqrt() + 0.45 * px.max(py)) / radius;
            let cover = ((1.12 - from) * radius).clamp(0.0, 1.0) * 0.85;
            if cover > 0.0 {
                let wrap = |at: f32, step: i32| (at as i32 + step).rem_euclid(SIDE as i32) as usize;
                let pixel = &mut pixels[wrap(y, dy) * SIDE + wrap(x, dx)];
                for (channel, stone) in pixel.iter_mut().zip(stone) {
                    *channel += (stone - *channel) * cover;
                }
            }
        }
    }
}

/// Pixels with all their mipmaps, filtered in linear light.
fn finish(side: usize, pixels: Vec<[f32; 3]>) -> (Texels, f32) {
    let mut level: Vec<[f32; 3]> =
        pixels.into_iter().map(|pixel| pixel.map(|srgb| srgb.clamp(0.0, 1.0).powf(2.2))).collect();
    let mut data = Vec::with_capacity(side * side * 16 / 3);
    let (mut width, mut levels) = (side, 0);
    loop {
        for pixel in &level {
            let srgb = pixel.map(|linear| (linear.powf(1.0 / 2.2) * 255.0 + 0.5) as u8);
            data.extend([srgb[0], srgb[1], srgb[2], 255]);
        }
        levels += 1;
        if width == 1 {
            break;
        }
        let half = width / 2;
        level = (0..half * half)
            .map(|i| {
                let at = (i / half) * 2 * width + (i % half) * 2;
                let four = [level[at], level[at + 1], level[at + width], level[at + width + 1]];
                std::array::from_fn(|channel| four.iter().map(|p| p[channel]).sum::<f32>() / 4.0)
            })
            .collect();
        width = half;
    }
    let mean = level[0][1];
    (Texels::new(side as u32, side as u32, levels, data), mean)
}

/// Smooth noise from 0 to 1 that repeats after a whole tile of so many cells.
fn noise(u: f32, v: f32, columns: u32, rows: u32, salt: u32) -> f32 {
    lattice(u * columns as f32, v * rows as f32, |i, j| {
        hash(i.rem_euclid(columns as i32) as u32 * 4_099 + j.rem_euclid(rows as i32) as u32, salt)
    })
}

/// Smooth noise from 0 to 1 without end.
fn free_noise(x: f32, y: f32, salt: u32) -> f32 {
    lattice(x, y, |i, j| hash((i as u32).wrapping_mul(4_099).wrapping_add(j as u32), salt))
}

fn lattice(x: f32, y: f32, value: impl Fn(i32, i32) -> f32) -> f32 {
    let (i, j) = (x.floor() as i32, y.floor() as i32);
    let smooth = |t: f32| t * t * (3.0 - 2.0 * t);
    let (s, t) = (smooth(x - i as f32), smooth(y - j as f32));
    let low = value(i, j) + (value(i + 1, j) - value(i, j)) * s;
    let high = value(i, j + 1) + (value(i + 1, j + 1) - value(i, j + 1)) * s;
    low + (high - low) * t
}

/// A number from 0 to 1 that depends on two others (a finaliser of MurmurHash3).
fn hash(number: u32, salt: u32) -> f32 {
    let mut h = number.wrapping_mul(0x9e37_79b9) ^ salt.wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 16)).wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 13)).wrapping_mul(0xc2b2_ae35);
    (h ^ (h >> 16)) as f32 / u32::MAX as f32
}
