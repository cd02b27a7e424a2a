//! Light that has bounced: the room in coarse patches, each of which sees all others.

use super::FloorKind;
use super::form::{V3, form_factor};
use super::lamps::{LAYLIGHT_TINT, Rgb, SPOT_TINT, Scene};
use super::surface::{Face, Layout, Surface, SurfaceKind};

/// The bounced light of one room, worked out in small steps.
#[derive(Debug)]
pub(super) struct Bounce {
    grids: Vec<Grid>,
    points: Vec<Point>,
    /// How many of the points, from the first, give light on: floor, ceiling, walls.
    patches: usize,
    /// `sees[point * patches + patch]`; every row sums to 1, for a room is closed.
    sees: Vec<f32>,
    /// What leaves each patch: from the laylight (if it were 1 bright), from spots.
    leaves: Vec<[Rgb; 2]>,
    /// What it gives of its own: the first bounce of direct light.
    own: Vec<[Rgb; 2]>,
    /// What arrives at each point after bouncing.
    arrives: Vec<[Rgb; 2]>,
    work: usize,
    /// How bright the laylight must be for calm walls.
    pub laylight: f32,
    /// The light that doors let in, and that fills their reveals.
    pub doors: f32,
}

/// A surface's points, row by row.
#[derive(Clone, Copy, Debug)]
struct Grid {
    surface: usize,
    first: usize,
    columns: usize,
    rows: usize,
}

#[derive(Clone, Copy, Debug)]
struct Point {
    at: V3,
    normal: V3,
    area: f32,
    albedo: Rgb,
    kind: SurfaceKind,
    in_hole: bool,
}

/// The mean light of a wall, spots apart.
const CALM: f32 = 0.58;

/// The share of the calm that a door's hole shows of the next room.
const THROUGH_DOORS: f32 = 0.42;

/// About how many texels take as long as one step.
pub(super) const STEP_TEXELS: usize = 40;

const BOUNCES: usize = 4;
const PATCHES_MAX: f32 = 640.0;

impl Bounce {
    pub fn new(scene: &Scene, layout: &Layout) -> Self {
        let emits = |s: &Surface| {
            matches!(s.kind, SurfaceKind::Floor | SurfaceKind::Ceiling | SurfaceKind::Wall(_))
        };
        let area: f32 = layout.surfaces.iter().filter(|s| emits(s)).map(|s| s.u_m * s.v_m).sum();
        let step_m = (area / PATCHES_MAX).sqrt().max(0.5);
        let mut order: Vec<usize> = (0..layout.surfaces.len()).collect();
        order.sort_by_key(|&i| (!emits(&layout.surfaces[i]), i));
        let (mut grids, mut points, mut patches) = (Vec::new(), Vec::new(), 0);
        for i in order {
            let surface = &layout.surfaces[i];
            let cells = |length: f32| match emits(surface) {
                true => (length / step_m).round().max(3.0) as usize,
                false => 3,
            };
            let (columns, rows) = (cells(surface.u_m), cells(surface.v_m));
            grids.push(Grid { surface: i, first: points.len(), columns, rows });
            for row in 0..rows {
                for column in 0..columns {
                    let share = |at: usize, of: usize| (at as f32 + 0.5) / of as f32;
                    let at = surface.point(share(column, columns), share(row, rows));
                    points.push(Point {
                        at,
                        normal: surface.normal,
                        area: surface.u_m * surface.v_m / (columns * rows) as f32,
                        albedo: albedo(scene, surface.kind),
                        kind: surface.kind,
                        in_hole: matches!(surface.kind, SurfaceKind::Wall(side)
                            if scene.in_hole(side, at)),
                    });
                }
            }
            if emits(surface) {
                patches = points.len();
            }
        }
        let count = points.len();
        Self {
            grids,
            points,
            patches,
            sees: vec![0.0; count * patches],
            leaves: vec![Default::default(); patches],
            own: vec![Default::default(); patches],
            arrives: vec![Default::default(); count],
            work: 0,
            laylight: 0.0,
            doors: 0.0,
        }
    }

    /// Does one small piece of the work (see [`STEP_TEXELS`]); true when
    /// all is done.
    pub fn step(&mut self, scene: &Scene) -> bool {
        let (count, patches) = (self.points.len(), self.patches);
        let work = self.work;
        self.work += 1;
        if work < count {
            self.look_around(work);
            if work < patches {
                self.light_up(scene, work);
            }
            return false;
        }
        let work = work - count;
        if work < BOUNCES * patches {
            let patch = work % patches;
            self.gather(patch);
            if patch + 1 == patches {
                self.pass_on();
            }
            return false;
        }
        let work = work - BOUNCES * patches;
        if work < count {
            self.gather(work);
            return false;
        }
        self.expose(scene);
        true
    }

    /// The bounced light at shares of a surface's length and height: a smooth blend of
    /// the points around (a quadratic B-spline).
    pub fn arrives_at(&self, surface: usize, u: f32, v: f32) -> Rgb {
        let Some(grid) = self.grids.iter().find(|grid| grid.surface == surface) else {
            return Rgb::default();
        };
        let (columns, across) = spline(u, grid.columns);
        let (rows, up) = spline(v, grid.rows);
        let mut light = Rgb::default();
        for (row, weight_row) in rows.into_iter().zip(up) {
            for (column, weight_column) in columns.into_iter().zip(across) {
                let arrives = &self.arrives[grid.first + row * grid.columns + column];
                for (channel, sum) in light.iter_mut().enumerate() {
                    let both = arrives[0][channel] * self.laylight + arrives[1][channel];
                    *sum += weight_row * weight_column * both;
                }
            }
        }
        light
    }

    fn look_around(&mut self, point: usize) {
        let from = self.points[point];
        let row = &mut self.sees[point * self.patches..(point + 1) * self.patches];
        let mut sum = 0.0;
        for (to, sees) in self.points.iter().zip(row.iter_mut()) {
            let way = to.at - from.at;
            let squared = way.dot(way);
            let leaving = way.dot(from.normal);
            let arriving = -way.dot(to.normal);
            if leaving > 1e-3 && arriving > 1e-3 {
                let disc = std::f32::consts::PI * squared + to.area;
                *sees = leaving * arriving / squared * to.area / disc;
                sum += *sees;
            }
        }
        let scale = 1.0 / sum.max(1e-6);
        row.iter_mut().for_each(|sees| *sees *= scale);
    }

    /// A patch's own light, averaged over its quarters.
    fn light_up(&mut self, scene: &Scene, patch: usize) {
        let point = self.points[patch];
        let reach = point.area.sqrt() / 4.0;
        let (a, b) = axes(point.normal);
        let (mut lay, mut spots) = (0.0, 0.0);
        for (along, up) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
            let at = point.at + a * (reach * along) + b * (reach * up);
            let direct = scene.direct(point.kind, at, point.normal);
            lay += direct.laylight / 4.0;
            spots += direct.spots / 4.0;
        }
        let leaves = |light: f32, tint: Rgb| -> Rgb {
            std::array::from_fn(|channel| light * tint[channel] * point.albedo[channel])
        };
        self.own[patch] = match point.in_hole {
            true => [leaves(THROUGH_DOORS * 0.1, [1.0; 3]), [0.0; 3]],
            false => [leaves(lay, LAYLIGHT_TINT), leaves(spots, SPOT_TINT)],
        };
        self.leaves[patch] = self.own[patch];
    }

    fn gather(&mut self, point: usize) {
        let row = &self.sees[point * self.patches..(point + 1) * self.patches];
        let mut light = [Rgb::default(); 2];
        for (sees, leaves) in row.iter().zip(&self.leaves) {
            for source in 0..2 {
                for channel in 0..3 {
                    light[source][channel] += sees * leaves[source][channel];
                }
            }
        }
        self.arrives[point] = light;
    }

    /// After a round, a patch gives its own light and its share of what arrived.
    fn pass_on(&mut self) {
        for patch in 0..self.patches {
            let point = &self.points[patch];
            let passed = if point.in_hole { Rgb::default() } else { point.albedo };
            self.leaves[patch] = std::array::from_fn(|source| {
                std::array::from_fn(|channel| {
                    self.own[patch][source][channel]
                        + passed[channel] * self.arrives[patch][source][channel]
                })
            });
        }
    }

    /// Sets the laylight so that walls are as calm in every room, large or small.
    fn expose(&mut self, scene: &Scene) {
        let (mut lay, mut spots, mut walls) = (0.0, 0.0, 0.0);
        for (point, arrives) in self.points.iter().zip(&self.arrives) {
            if matches!(point.kind, SurfaceKind::Wall(_)) && !point.in_hole {
                let own = form_factor(point.at, point.normal, &scene.laylight);
                lay += (arrives[0][1] + own) * point.area;
                spots += arrives[1][1] * point.area;
                walls += point.area;
            }
        }
        let walls = f32::max(walls, 1e-3);
        self.laylight = ((CALM - spots / walls) / (lay / walls).max(1e-3)).clamp(0.5, 12.0);
        self.doors = THROUGH_DOORS;
    }
}

/// What a surface gives back of the light that falls on it.
fn albedo(scene: &Scene, kind: SurfaceKind) -> Rgb {
    match (kind, scene.floor) {
        (SurfaceKind::Wall(side), _) if scene.painted == Some(side) => [0.07; 3],
        (SurfaceKind::Floor, FloorKind::Terrazzo) => [0.50, 0.48, 0.45],
        (SurfaceKind::Floor, _) => [0.37, 0.325, 0.275],
        (SurfaceKind::Bench(_, Face::Top), _) => [0.42, 0.31, 0.20],
        (SurfaceKind::Ceiling, _) => [0.88, 0.88, 0.87],
        _ => [0.82, 0.815, 0.80],
    }
}

/// Two directions along a surface of the room, which all lie along the axes.
fn axes(normal: V3) -> (V3, V3) {
    let up = V3::new(0.0, 0.0, 1.0);
    match normal.z.abs() > 0.5 {
        true => (V3::new(1.0, 0.0, 0.0), V3::new(0.0, 1.0, 0.0)),
        false => (normal.cross(up), up),
    }
}

/// The three cells around a share of a length, and their weights.
fn spline(share: f32, cells: usize) -> ([usize; 3], [f32; 3]) {
    let at = share * cells as f32;
    let middle = (at as usize).min(cells - 1);
    let t = at - middle as f32 - 0.5;
    let weights = [0.5 * (0.5 - t) * (0.5 - t), 0.75 - t * t, 0.5 * (0.5 + t) * (0.5 + t)];
    ([middle.saturating_sub(1), middle, (middle + 1).min(cells - 1)], weights)
}
