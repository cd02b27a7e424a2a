//! Sculptures: closed surfaces of a ring of sections, written as GLB.

use std::f64::consts::{FRAC_PI_2, TAU};

use crate::colour::smoothstep;
use crate::glb::{Material, Mesh, still};
use crate::made::{Form, Made};

type Point = [f64; 3];

/// A torus knot whose square section turns by five quarters on its way.
pub fn knot(_seed: u64) -> Made {
    const RINGS: usize = 540;
    const SIDES: usize = 36;
    const QUARTERS: usize = 5;
    let (around, through) = (2.0, 3.0);
    let core = |u: f64| {
        let (a, b) = (TAU * around * u, TAU * through * u);
        let far = 1.0 + 0.46 * b.cos();
        [far * a.cos(), far * a.sin(), 0.48 * b.sin()]
    };
    let along = |u: f64| unit(sub(core(u + 1e-4), core(u - 1e-4)));
    let frames = carried_frames(RINGS, along);
    let (first, last) = (frames[0], frames[RINGS]);
    let swept = dot(last, cross(along(0.0), first)).atan2(dot(last, first));
    let turn_whole = FRAC_PI_2 * QUARTERS as f64 - swept;
    let at = |ring: usize, side: usize| {
        let u = ring as f64 / RINGS as f64;
        let (centre, out) = (core(u), frames[ring]);
        let across = cross(along(u), out);
        let angle = TAU * side as f64 / SIDES as f64;
        let (c, s) = (angle.cos(), angle.sin());
        let round = (c.abs().powf(4.0) + s.abs().powf(4.0)).powf(-0.25);
        let radius = 0.175 * round * (1.0 + 0.10 * (TAU * through * u).cos());
        let turned = angle + turn_whole * u;
        let (c, s) = (turned.cos() * radius, turned.sin() * radius);
        std::array::from_fn(|i| centre[i] + out[i] * c + across[i] * s)
    };
    let mut mesh = Mesh::default();
    let shift = SIDES / 4 * QUARTERS % SIDES;
    mesh.tube(RINGS, SIDES, Some(shift), at);
    mesh.stand(0.90);
    let material = Material { colour: [0.52, 0.33, 0.16], metallic: 0.85, roughness: 0.38 };
    sculpture(&mesh, &material).with("Torus knot", "(2, 3)").with("Quarter turns", QUARTERS)
}

/// A column whose section goes from a square by a circle to five lobes and back.
pub fn column(_seed: u64) -> Made {
    const RINGS: usize = 260;
    const SIDES: usize = 90;
    let turns = 1.25;
    let at = |ring: usize, side: usize| {
        let h = ring as f64 / (RINGS - 1) as f64;
        let angle = TAU * side as f64 / SIDES as f64;
        let square = 1.0 - smoothstep(0.04, 0.36, h) + smoothstep(0.70, 0.97, h);
        let power = 2.0 + 5.0 * square;
        let (c, s) = (angle.cos().abs(), angle.sin().abs());
        let edge = (c.powf(power) + s.powf(power)).powf(-1.0 / power);
        let lobes = smoothstep(0.20, 0.52, h) * (1.0 - smoothstep(0.56, 0.86, h));
        let swell = 1.0 + 0.10 * (TAU * (h * 0.5 + 0.02)).sin() - 0.22 * smoothstep(0.2, 0.95, h);
        let foot =
            1.0 - 0.05 * (1.0 - smoothstep(0.0, 0.025, h)) - 0.05 * smoothstep(0.975, 1.0, h);
        let radius = 0.125 * edge * swell * foot * (1.0 + 0.20 * lobes * (5.0 * angle).cos());
        let turn = TAU * turns * smoothstep(0.0, 1.0, h);
        [radius * (angle + turn).cos(), 1.2 * h, radius * (angle + turn).sin()]
    };
    let mut mesh = Mesh::default();
    mesh.tube(RINGS, SIDES, None, at);
    mesh.cap(&(0..SIDES).map(|side| at(0, side)).collect::<Vec<_>>(), false);
    mesh.cap(&(0..SIDES).map(|side| at(RINGS - 1, side)).collect::<Vec<_>>(), true);
    mesh.stand(1.2);
    let material = Material { colour: [0.86, 0.84, 0.78], metallic: 0.0, roughness: 0.32 };
    sculpture(&mesh, &material).with("Turns", turns).with("Lobes", 5)
}

fn sculpture(mesh: &Mesh, material: &Material) -> Made {
    let [width, height, depth] = mesh.size_mm();
    Made::new(Form::Sculpture(mesh.glb(material), still(mesh, material)))
        .with("Triangles", mesh.triangles())
        .with("Measured, mm", format!("{width} × {height} × {depth}"))
}

/// Directions across a closed path, carried along it without any turn of their own;
/// the last stands where the first stood, turned by what the path itself turns.
fn carried_frames(rings: usize, along: impl Fn(f64) -> Point) -> Vec<Point> {
    let across = |out: Point, along: Point| unit(sub(out, scale(along, dot(out, along))));
    let mut frames = vec![across([0.0, 0.0, 1.0], along(0.0))];
    for ring in 1..=rings {
        let before = frames[ring - 1];
        frames.push(across(before, along(ring as f64 / rings as f64)));
    }
    frames
}

fn sub(a: Point, b: Point) -> Point {
    std::array::from_fn(|i| a[i] - b[i])
}

fn scale(a: Point, by: f64) -> Point {
    a.map(|x| x * by)
}

fn dot(a: Point, b: Point) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross(a: Point, b: Point) -> Point {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

fn unit(a: Point) -> Point {
    scale(a, 1.0 / dot(a, a).sqrt())
}
