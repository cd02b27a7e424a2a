//! Weaving: warp and weft, each thread with its light, over and under by a draft.

use crate::colour::{Rgb, hex, mix};
use crate::made::{Form, Made};
use crate::noise::{Noise, Rng, dice};
use crate::paper::shade;

/// A tartan in 2/2 twill, with one thread of the warp that does not belong.
pub fn tartan(seed: u64) -> Made {
    const SIDE: u32 = 1500;
    const THREAD: f64 = 5.0;
    const SETT: &[(u32, usize)] = &[
        (0x1F3A36, 22),
        (0x16212B, 4),
        (0xD8C9A3, 2),
        (0x16212B, 4),
        (0x1F3A36, 6),
        (0x7C2A2A, 16),
        (0xC79A3F, 2),
        (0x7C2A2A, 16),
        (0x16212B, 18),
        (0x33566B, 10),
        (0xD8C9A3, 2),
        (0x33566B, 10),
        (0x16212B, 18),
    ];
    let threads = (f64::from(SIDE) / THREAD) as usize;
    let sett: Vec<u32> =
        SETT.iter().flat_map(|(colour, count)| std::iter::repeat_n(*colour, *count)).collect();
    let noise = Noise::new(seed);
    let wrong = dice(seed).random_range(threads * 11 / 20..threads * 13 / 20);
    let picture = shade(SIDE, SIDE, 3, |x, y| {
        let (i, j) = ((x / THREAD) as usize, (y / THREAD) as usize);
        let over = (i + j) % 4 < 2;
        let colour = match (over, i == wrong) {
            (true, true) => 0xE8662C,
            (true, false) => sett[i % sett.len()],
            (false, _) => sett[(j + 30) % sett.len()],
        };
        thread(&noise, hex(colour), (x / THREAD, y / THREAD), (i, j), over)
    });
    Made::new(Form::Tone(picture, 78))
        .with("Sett", format!("{} threads", sett.len()))
        .with("Threads each way", threads)
        .with("Wrong threads", 1)
}

/// Undulating twill: the order of the lifts drifts, and the diagonals bend.
pub fn twill(seed: u64) -> Made {
    const WIDTH: u32 = 1200;
    const HEIGHT: u32 = 1800;
    const THREAD: f64 = 8.0;
    const SHAFTS: i64 = 12;
    let noise = Noise::new(seed);
    let columns = (f64::from(WIDTH) / THREAD) as usize;
    let threading: Vec<i64> = (0..columns)
        .map(|i| {
            let t = i as f64 / columns as f64;
            (30.0 * (t * std::f64::consts::TAU * 1.35 + 0.35).sin() + 44.0 * t * t).round() as i64
        })
        .collect();
    let (cream, indigo) = (hex(0xEFE6D2), hex(0x24386B));
    let picture = shade(WIDTH, HEIGHT, 3, |x, y| {
        let (i, j) = ((x / THREAD) as usize, (y / THREAD) as usize);
        let row = j as i64 + (9.0 * (j as f64 / 36.0).sin()) as i64;
        let lift = (threading[i] + row).rem_euclid(SHAFTS);
        let over = matches!(lift, 0..=3 | 6 | 8);
        let dye = 0.12 * noise.at(0.0, j as f64 * 0.5) + 0.10 * noise.at(3.0, j as f64 * 0.03);
        let weft = mix(indigo, hex(0x5F7FB0), (0.14 + dye).clamp(0.0, 1.0) as f32);
        let colour = if over { cream } else { weft };
        thread(&noise, colour, (x / THREAD, y / THREAD), (i, j), over)
    });
    Made::new(Form::Tone(picture, 82))
        .with("Shafts", SHAFTS)
        .with("Ends", columns)
        .with("Picks", (f64::from(HEIGHT) / THREAD) as usize)
}

/// The light on one thread: round across, dipping where it goes under, a little fibre.
fn thread(noise: &Noise, colour: Rgb, at: (f64, f64), cell: (usize, usize), over: bool) -> Rgb {
    let (u, v) = (at.0.fract() - 0.5, at.1.fract() - 0.5);
    let (across, along, lengthwise) = if over { (u, v, at.1) } else { (v, u, at.0) };
    let round = (1.0 - (across * 1.75).powi(2)).max(0.0).sqrt();
    let dip = 1.0 - 0.35 * (along.abs() * 2.0).powi(4);
    let number = if over { cell.0 } else { cell.1 };
    let fibre = noise.at(lengthwise * 0.9 + number as f64 * 7.1, across * 5.0 + 40.0);
    let light = (0.42 + 0.62 * round * dip) * (1.0 + 0.10 * fibre);
    let slub = 1.0 + 0.05 * noise.at(lengthwise * 0.06, number as f64 * 3.7);
    colour.scaled((light * slub) as f32)
}
