//! Meshes: building them ring by ring, writing them as GLB (glTF 2.0, binary), and a
//! still of one by a small rasteriser.

use image::RgbImage;
use serde_json::json;

use crate::colour::{Rgb, hex, mix, smoothstep};

/// A triangle mesh in metres, y up, standing on y = 0.
#[derive(Clone, Debug, Default)]
pub struct Mesh {
    points: Vec<[f64; 3]>,
    normals: Vec<[f64; 3]>,
    triangles: Vec<[u32; 3]>,
}

/// One material of glTF's metallic-roughness model; the colour is linear.
#[derive(Clone, Debug)]
pub struct Material {
    pub colour: [f32; 3],
    pub metallic: f32,
    pub roughness: f32,
}

impl Mesh {
    /// Rings of points joined to a tube. With `closed` the last ring joins the first,
    /// turned by that many points.
    pub fn tube(
        &mut self,
        rings: usize,
        sides: usize,
        closed: Option<usize>,
        at: impl Fn(usize, usize) -> [f64; 3],
    ) {
        let points: Vec<[f64; 3]> = (0..rings * sides).map(|i| at(i / sides, i % sides)).collect();
        let index = |ring: isize, side: isize| {
            let (mut ring, mut side) = (ring, side);
            match closed {
                Some(shift) if ring >= rings as isize => {
                    (ring, side) = (ring - rings as isize, side + shift as isize);
                }
                Some(shift) if ring < 0 => {
                    (ring, side) = (ring + rings as isize, side - shift as isize);
                }
                _ => ring = ring.clamp(0, rings as isize - 1),
            }
            ring as usize * sides + side.rem_euclid(sides as isize) as usize
        };
        let base = self.points.len() as u32;
        for i in 0..points.len() {
            let (ring, side) = ((i / sides) as isize, (i % sides) as isize);
            let along = sub(points[index(ring + 1, side)], points[index(ring - 1, side)]);
            let about = sub(points[index(ring, side + 1)], points[index(ring, side - 1)]);
            self.normals.push(unit(cross(along, about)));
        }
        self.points.extend(points);
        let last = if closed.is_some() { rings } else { rings - 1 };
        for ring in 0..last as isize {
            for side in 0..sides as isize {
                let corner = |r: isize, s: isize| base + index(ring + r, side + s) as u32;
                let (a, b, c, d) = (corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1));
                self.triangles.extend([[a, b, c], [a, c, d]]);
            }
        }
    }

    /// A flat end on a ring of points, facing up or down.
    pub fn cap(&mut self, ring: &[[f64; 3]], up: bool) {
        let base = self.points.len() as u32;
        let count = ring.len() as u32;
        let height = ring.first().map_or(0.0, |point| point[1]);
        let normal = [0.0, if up { 1.0 } else { -1.0 }, 0.0];
        self.points.push([0.0, height, 0.0]);
        self.points.extend(ring);
        self.normals.extend(std::iter::repeat_n(normal, ring.len() + 1));
        for i in 0..count {
            let (this, next) = (base + 1 + i, base + 1 + (i + 1) % count);
            self.triangles.push(if up { [base, next, this] } else { [base, this, next] });
        }
    }

    /// Scales to a height in metres and sets the middle on the origin.
    pub fn stand(&mut self, height: f64) {
        self.face_outwards();
        let (low, high) = self.bounds();
        let by = height / (high[1] - low[1]);
        let middle = [(low[0] + high[0]) / 2.0, low[1], (low[2] + high[2]) / 2.0];
        for point in &mut self.points {
            *point = std::array::from_fn(|i| (point[i] - middle[i]) * by);
        }
    }

    /// Width, height and depth.
    pub fn size_mm(&self) -> [u32; 3] {
        let (low, high) = self.bounds();
        std::array::from_fn(|i| ((high[i] - low[i]) * 1000.0).round() as u32)
    }

    pub fn triangles(&self) -> usize {
        self.triangles.len()
    }

    /// The mesh as one binary glTF with one node, one primitive and one material.
    pub fn glb(&self, material: &Material) -> Vec<u8> {
        let mut bytes = Vec::new();
        for vector in self.points.iter().chain(&self.normals) {
            bytes.extend(vector.iter().flat_map(|x| (*x as f32).to_le_bytes()));
        }
        let vertices = self.points.len();
        let index_start = bytes.len();
        let small = vertices <= usize::from(u16::MAX);
        for index in self.triangles.iter().flatten() {
            if small {
                bytes.extend((*index as u16).to_le_bytes());
            } else {
                bytes.extend(index.to_le_bytes());
            }
        }
        let index_length = bytes.len() - index_start;
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        let (low, high) = self.bounds();
        let single = |v: [f64; 3]| v.map(|x| x as f32);
        let [r, g, b] = material.colour;
        let document = json!({
            "asset": { "version": "2.0", "generator": "Enfilade Atelier" },
            "scene": 0,
            "scenes": [{ "nodes": [0] }],
            "nodes": [{ "mesh": 0 }],
            "meshes": [{ "primitives": [{
                "attributes": { "POSITION": 0, "NORMAL": 1 }, "indices": 2, "material": 0,
            }] }],
            "materials": [{ "pbrMetallicRoughness": {
                "baseColorFactor": [r, g, b, 1.0],
                "metallicFactor": material.metallic,
                "roughnessFactor": material.roughness,
            } }],
            "buffers": [{ "byteLength": bytes.len() }],
            "bufferViews": [
                { "buffer": 0, "byteOffset": 0, "byteLength": vertices * 12, "target": 34962 },
                { "buffer": 0, "byteOffset": vertices * 12, "byteLength": vertices * 12, "target": 34962 },
                { "buffer": 0, "byteOffset": index_start, "byteLength": index_length, "target": 34963 },
            ],
            "accessors": [
                { "bufferView": 0, "componentType": 5126, "count": vertices, "type": "VEC3",
                  "min": single(low), "max": single(high) },
                { "bufferView": 1, "componentType": 5126, "count": vertices, "type": "VEC3" },
                { "bufferView": 2, "componentType": if small { 5123 } else { 5125 },
                  "count": self.triangles.len() * 3, "type": "SCALAR" },
            ],
        });
        let mut text = document.to_string().into_bytes();
        text.resize(text.len().next_multiple_of(4), b' ');
        let length = |bytes: &[u8]| (bytes.len() as u32).to_le_bytes();
        let mut file = Vec::new();
        file.extend(b"glTF");
        file.extend(2_u32.to_le_bytes());
        file.extend((12 + 8 + text.len() as u32 + 8 + bytes.len() as u32).to_le_bytes());
        file.extend(length(&text));
        file.extend(b"JSON");
        file.extend(text);
        file.extend(length(&bytes));
        file.extend(b"BIN\0");
        file.extend(bytes);
        file
    }

    /// Turns every normal and triangle outwards; the volume's sign tells which way.
    fn face_outwards(&mut self) {
        let volume: f64 = self
            .triangles
            .iter()
            .map(|t| t.map(|i| self.points[i as usize]))
            .map(|[a, b, c]| dot(a, cross(b, c)))
            .sum();
        if volume < 0.0 {
            for triangle in &mut self.triangles {
                triangle.swap(1, 2);
            }
        }
        for triangle in &self.triangles {
            let [a, b, c] = triangle.map(|i| self.points[i as usize]);
            let face = cross(sub(b, a), sub(c, a));
            for index in triangle {
                let normal = &mut self.normals[*index as usize];
                if dot(*normal, face) < 0.0 {
                    *normal = normal.map(|x| -x);
                }
            }
        }
    }

    fn bounds(&self) -> ([f64; 3], [f64; 3]) {
        let fold = |start: f64, pick: fn(f64, f64) -> f64| {
            std::array::from_fn(|i| self.points.iter().map(|p| p[i]).fold(start, pick))
        };
        (fold(f64::MAX, f64::min), fold(f64::MIN, f64::max))
    }
}

/// A picture of a mesh before a warm grey wall, lit from the upper left.
pub fn still(mesh: &Mesh, material: &Material) -> RgbImage {
    const WIDTH: usize = 900;
    const HEIGHT: usize = 1200;
    const FINER: usize = 2;
    let (columns, rows) = (WIDTH * FINER, HEIGHT * FINER);
    let [width_mm, height_mm, depth_mm] = mesh.size_mm().map(f64::from);
    let tilt = 0.24_f64;
    let tall = height_mm * tilt.cos() + depth_mm * tilt.sin();
    let scale = (rows as f64 * 0.78 / tall).min(columns as f64 * 0.72 / width_mm) * 1000.0;
    let view = |[x, y, z]: [f64; 3]| {
        let (x, z) = (x * 0.98 + z * 0.20, z * 0.98 - x * 0.20);
        [x, y * tilt.cos() - z * tilt.sin(), z * tilt.cos() + y * tilt.sin()]
    };
    let wall = |x: usize, y: usize| {
        let (u, v) = (x as f64 / columns as f64, y as f64 / rows as f64);
        let glow = smoothstep(0.9, 0.0, (u - 0.42).hypot(v - 0.38));
        let shadow = (-((u - 0.5) / 0.26).powi(2) - ((v - 0.885) / 0.032).powi(2)).exp();
        mix(mix(hex(0x6F6A64), hex(0xB4AEA5), glow as f32), hex(0x2A2725), (0.7 * shadow) as f32)
    };
    let mut colours: Vec<Rgb> =
        (0..columns * rows).map(|i| wall(i % columns, i / columns)).collect();
    let mut depth = vec![f64::MIN; columns * rows];
    let place = |point: [f64; 3]| {
        let [x, y, z] = view(point);
        (columns as f64 / 2.0 + x * scale, rows as f64 * 0.88 - y * scale, z)
    };
    for triangle in &mesh.triangles {
        let [a, b, c] = triangle.map(|i| place(mesh.points[i as usize]));
        let normals = triangle.map(|i| view(mesh.normals[i as usize]));
        let area = (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
        if area.abs() < 1e-9 {
            continue;
        }
        let span = |p: f64, q: f64, r: f64, end: usize| {
            let from = p.min(q).min(r).floor().max(0.0) as usize;
            (from, (p.max(q).max(r).ceil().max(0.0) as usize).min(end - 1))
        };
        let ((left, right), (top, bottom)) =
            (span(a.0, b.0, c.0, columns), span(a.1, b.1, c.1, rows));
        for y in top..=bottom {
            for x in left..=right {
                let (px, py) = (x as f64 + 0.5, y as f64 + 0.5);
                let wb = ((px - a.0) * (c.1 - a.1) - (py - a.1) * (c.0 - a.0)) / area;
                let wc = ((b.0 - a.0) * (py - a.1) - (b.1 - a.1) * (px - a.0)) / area;
                let wa = 1.0 - wb - wc;
                if wa < 0.0 || wb < 0.0 || wc < 0.0 {
                    continue;
                }
                let z = wa * a.2 + wb * b.2 + wc * c.2;
                if z > depth[y * columns + x] {
                    depth[y * columns + x] = z;
                    let normal = std::array::from_fn(|i| {
                        wa * normals[0][i] + wb * normals[1][i] + wc * normals[2][i]
                    });
                    colours[y * columns + x] = light(unit(normal), material);
                }
            }
        }
    }
    RgbImage::from_fn(WIDTH as u32, HEIGHT as u32, |x, y| {
        let mut sum = Rgb::default();
        for (i, j) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            sum = sum.plus(colours[(y as usize * FINER + j) * columns + x as usize * FINER + i]);
        }
        image::Rgb(sum.scaled(0.25).bytes())
    })
}

/// A key, a fill from below, and a highlight as broad as the surface is rough.
fn light(normal: [f64; 3], material: &Material) -> Rgb {
    let key = unit([-0.55, 0.72, 0.52]);
    let lit = dot(normal, key).max(0.0);
    let sky = 0.5 + 0.5 * normal[1];
    let half = unit([key[0], key[1], key[2] + 1.0]);
    let sharp = 8.0 / f64::from(material.roughness).powi(2);
    let shine =
        dot(normal, half).max(0.0).powf(sharp) * (0.25 + 0.9 * f64::from(material.metallic));
    let rim = (1.0 - normal[2].max(0.0)).powi(4) * 0.25;
    let body = 0.12 + 0.20 * sky + 0.66 * lit;
    let white = f64::from(1.0 - material.metallic);
    Rgb(std::array::from_fn(|i| {
        let colour = f64::from(material.colour[i]);
        (colour * body + (shine + rim) * (colour * (1.0 - white) * 2.2 + 0.6 * white)) as f32
    }))
}

fn sub(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    std::array::from_fn(|i| a[i] - b[i])
}

fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn unit(a: [f64; 3]) -> [f64; 3] {
    let length = dot(a, a).sqrt().max(1e-12);
    a.map(|x| x / length)
}
