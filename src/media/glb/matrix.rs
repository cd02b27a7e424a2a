//! Matrices of four columns, as glTF has them, and the turns that make them.

/// Four columns.
pub type Matrix = [[f64; 4]; 4];

pub const IDENTITY: Matrix =
    [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]];

/// A shift, a turn (a unit quaternion: x, y, z, w) and a scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trs {
    pub translation: [f64; 3],
    pub rotation: [f64; 4],
    pub scale: [f64; 3],
}

impl Default for Trs {
    fn default() -> Self {
        Self { translation: [0.0; 3], rotation: [0.0, 0.0, 0.0, 1.0], scale: [1.0; 3] }
    }
}

impl Trs {
    /// Scaled, then turned, then shifted.
    pub(super) fn matrix(&self) -> Matrix {
        let [x, y, z, w] = self.rotation;
        let [sx, sy, sz] = self.scale;
        let [tx, ty, tz] = self.translation;
        [
            [
                sx * (1.0 - 2.0 * (y * y + z * z)),
                sx * 2.0 * (x * y + z * w),
                sx * 2.0 * (x * z - y * w),
                0.0,
            ],
            [
                sy * 2.0 * (x * y - z * w),
                sy * (1.0 - 2.0 * (x * x + z * z)),
                sy * 2.0 * (y * z + x * w),
                0.0,
            ],
            [
                sz * 2.0 * (x * z + y * w),
                sz * 2.0 * (y * z - x * w),
                sz * (1.0 - 2.0 * (x * x + y * y)),
                0.0,
            ],
            [tx, ty, tz, 1.0],
        ]
    }
}

/// First `b`, then `a`.
pub(super) fn multiply(a: &Matrix, b: &Matrix) -> Matrix {
    b.map(|column| [0, 1, 2, 3].map(|row| (0..4).map(|k| a[k][row] * column[k]).sum()))
}

pub(super) fn transform(matrix: &Matrix, [x, y, z]: [f64; 3]) -> [f64; 3] {
    [0, 1, 2]
        .map(|row| matrix[0][row] * x + matrix[1][row] * y + matrix[2][row] * z + matrix[3][row])
}

/// The shorter way between two turns, at an even speed.
pub(super) fn slerp(from: [f64; 4], to: [f64; 4], part: f64) -> [f64; 4] {
    let dot: f64 = (0..4).map(|i| from[i] * to[i]).sum();
    let (to, dot) = if dot < 0.0 { (to.map(|value| -value), -dot) } else { (to, dot) };
    let angle = dot.min(1.0).acos();
    let (left, right) = match angle.sin() {
        // So close that a straight line is as good.
        sine if sine < 1e-6 => (1.0 - part, part),
        sine => (((1.0 - part) * angle).sin() / sine, (part * angle).sin() / sine),
    };
    normalized([0, 1, 2, 3].map(|i| left * from[i] + right * to[i]))
}

/// A quaternion of length one; no turn at all where there is no length.
pub(super) fn normalized(turn: [f64; 4]) -> [f64; 4] {
    let length = turn.iter().map(|value| value * value).sum::<f64>().sqrt();
    if length < 1e-12 { Trs::default().rotation } else { turn.map(|value| value / length) }
}
