//! Marbling by its own mathematics (after Aubrey Jaffer): drops that push the paint
//! outwards and tines that drag it, undone backwards for every point of the sheet.

use crate::colour::{Rgb, hex};
use crate::made::{Form, Made};
use crate::noise::{Noise, Rng, dice};
use crate::paper::shade;

/// One move of the marbler.
#[derive(Clone, Copy, Debug)]
enum Move {
    Drop {
        x: f64,
        y: f64,
        radius: f64,
        colour: usize,
    },
    /// A comb of tines drawn along a direction, `pitch` apart.
    Comb {
        angle: f64,
        pitch: f64,
        pull: f64,
        sharp: f64,
        phase: f64,
    },
    /// A slow wave of the bath.
    Wave {
        angle: f64,
        length: f64,
        height: f64,
        phase: f64,
    },
}

/// An endpaper: nonpareil combed twice.
pub fn endpaper(seed: u64) -> Made {
    const DROPS: u32 = 260;
    let mut dice = dice(seed);
    let mut moves = Vec::new();
    for number in 0..DROPS {
        let radius =
            dice.random_range(20.0..110.0) * (1.0 - 0.5 * f64::from(number) / f64::from(DROPS));
        let (x, y) = (dice.random_range(-100.0..1300.0), dice.random_range(-100.0..1700.0));
        let colour = [0, 1, 2, 3, 1, 4, 2, 0, 5][dice.random_range(0..9)];
        moves.push(Move::Drop { x, y, radius, colour });
    }
    moves.push(Move::Comb { angle: 0.0, pitch: 150.0, pull: 210.0, sharp: 16.0, phase: 0.0 });
    moves.push(Move::Comb {
        angle: std::f64::consts::PI,
        pitch: 150.0,
        pull: 210.0,
        sharp: 16.0,
        phase: 75.0,
    });
    moves.push(Move::Comb {
        angle: std::f64::consts::FRAC_PI_2,
        pitch: 48.0,
        pull: 120.0,
        sharp: 7.0,
        phase: 10.0,
    });
    moves.push(Move::Wave { angle: 0.0, length: 520.0, height: 34.0, phase: 0.4 });
    let colours = [0x1D2C49, 0xEFE4CB, 0x8F2A2B, 0xC98F3C, 0x3E6B69, 0xF7F1E3].map(hex);
    let picture = sheet(1200, 1600, seed, &moves, &colours, hex(0x1D2C49));
    Made::new(Form::Tone(picture, 84)).with("Drops", DROPS).with("Combs", 3).with("Palette", 6)
}

/// Stones: drops alone, one within the other, and one slow wave.
pub fn stones(seed: u64) -> Made {
    const DROPS: u32 = 420;
    let mut dice = dice(seed);
    let mut moves = Vec::new();
    for number in 0..DROPS {
        let late = f64::from(number) / f64::from(DROPS);
        let radius = dice.random_range(10.0..120.0) * (1.0 - 0.75 * late);
        let (x, y) = (dice.random_range(-60.0..1460.0), dice.random_range(-60.0..1060.0));
        let colour = [0, 1, 2, 1, 3, 0, 4][dice.random_range(0..7)];
        moves.push(Move::Drop { x, y, radius, colour });
    }
    moves.push(Move::Wave { angle: 0.6, length: 900.0, height: 60.0, phase: 0.0 });
    moves.push(Move::Wave { angle: 2.1, length: 420.0, height: 16.0, phase: 1.0 });
    let colours = [0x23393B, 0xE9E2D0, 0xB7B9A7, 0x5F7C76, 0xD08A5B].map(hex);
    let picture = sheet(1400, 1000, seed, &moves, &colours, hex(0xE9E2D0));
    Made::new(Form::Tone(picture, 85)).with("Drops", DROPS).with("Waves", 2)
}

fn sheet(
    width: u32,
    height: u32,
    seed: u64,
    moves: &[Move],
    colours: &[Rgb],
    bath: Rgb,
) -> image::RgbImage {
    let noise = Noise::new(seed);
    shade(width, height, 2, |px, py| {
        let (mut x, mut y) = (px, py);
        let mut colour = bath;
        for step in moves.iter().rev() {
            match *step {
                Move::Drop { x: cx, y: cy, radius, colour: index } => {
                    let (dx, dy) = (x - cx, y - cy);
                    let size = dx * dx + dy * dy;
                    if size < radius * radius {
                        colour = colours[index];
                        break;
                    }
                    let scale = (1.0 - radius * radius / size).sqrt();
                    (x, y) = (cx + dx * scale, cy + dy * scale);
                }
                Move::Comb { angle, pitch, pull, sharp, phase } => {
                    let (sin, cos) = angle.sin_cos();
                    let across = -x * sin + y * cos + phase;
                    let from_tine = (across.rem_euclid(pitch) - pitch / 2.0).abs();
                    let shift = pull * sharp / (from_tine + sharp);
                    (x, y) = (x - cos * shift, y - sin * shift);
                }
                Move::Wave { angle, length, height, phase } => {
                    let (sin, cos) = angle.sin_cos();
                    let across = (-x * sin + y * cos) / length;
                    let shift = height * (across * std::f64::consts::TAU + phase).sin();
                    (x, y) = (x - cos * shift, y - sin * shift);
                }
            }
        }
        let grain = 1.0 + 0.018 * noise.octaves(px / 3.0, py / 3.0, 2);
        colour.scaled(grain as f32)
    })
}
