//! What light falls on in a room: its surfaces, and the place of each in the room's
//! one light map.

use serde::{Deserialize, Serialize};

use super::form::{Block, V3};
use crate::hang::{Bench, Placement, Plan, Plinth, RectMm, Room, RoomId, RoomKind, Side};

/// Which surface of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SurfaceKind {
    Floor,
    Ceiling,
    Wall(Side),
    /// A face of a bench's slab, by its index in `Room::benches`.
    Bench(usize, Face),
    /// A face of a plinth, by its place among [`plinths`].
    Plinth(usize, Face),
    /// This room's half of a door's reveal, by its index in `Room::openings`.
    Reveal(usize, Reveal),
}

/// A face of what stands on the floor; a side is named by where it looks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Face {
    Top,
    Side(Side),
}

/// A surface of the passage through a wall, seen from the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reveal {
    Left,
    Right,
    Soffit,
    Threshold,
}

/// A rectangle in the room and its texels in the light map. A texel's centre lies on
/// the rectangle's edge, so that filtering never reaches a neighbour.
#[derive(Clone, Copy, Debug)]
pub struct Surface {
    pub kind: SurfaceKind,
    pub origin: V3,
    /// Unit vectors along the surface.
    pub u: V3,
    pub v: V3,
    pub u_m: f32,
    pub v_m: f32,
    /// Out of the surface, into the air.
    pub normal: V3,
    /// The texels: left, top, columns, rows.
    pub left: u32,
    pub top: u32,
    pub columns: u32,
    pub rows: u32,
}

/// All surfaces of a room in one light map.
#[derive(Clone, Debug)]
pub struct Layout {
    pub width: u32,
    pub height: u32,
    pub surfaces: Vec<Surface>,
}

/// What a floor is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FloorKind {
    /// Oak herringbone.
    Herringbone,
    /// Wide oak planks.
    Planks,
    /// Pale terrazzo in large slabs.
    Terrazzo,
}

/// How high a bench's top is, and how thick its slab.
pub const BENCH_TOP_MM: i32 = 450;
pub const BENCH_SLAB_MM: i32 = 70;

/// The longest side that a light map may have.
const LIGHT_MAP_MAX: u32 = 2_048;

/// The floor of a room: halls in terrazzo, the galleries of a section alike.
pub fn floor_kind(room: &Room) -> FloorKind {
    match (room.kind, room.section) {
        (RoomKind::Entrance | RoomKind::Hall, _) | (_, None) => FloorKind::Terrazzo,
        (RoomKind::Gallery, Some(section)) => {
            [FloorKind::Herringbone, FloorKind::Planks, FloorKind::Terrazzo][section % 3]
        }
    }
}

/// The luminous panel in a room's ceiling; its light is the room's calm.
pub fn laylight(room: &Room) -> RectMm {
    let span = |length: i32| (length - 5_200).max(length * 34 / 100);
    let (width, depth) = (span(room.floor.width), span(room.floor.depth));
    let [x, y] = room.floor.centre();
    RectMm { x: x - width / 2, y: y - depth / 2, width, depth }
}

/// The plinths that stand in a room, in the order of its works.
pub fn plinths(plan: &Plan, room: &Room) -> Vec<Plinth> {
    let on_floor = |&work: &usize| match plan.placements[work] {
        Placement::Floor { plinth, .. } => Some(plinth),
        Placement::Wall { .. } => None,
    };
    room.works.iter().filter_map(on_floor).collect()
}

/// A bench's slab.
pub fn bench_block(bench: &Bench) -> Block {
    block(&bench.floor, BENCH_TOP_MM - BENCH_SLAB_MM, BENCH_TOP_MM)
}

/// A plinth's body.
pub fn plinth_block(plinth: &Plinth) -> Block {
    block(&plinth.floor, 0, plinth.height_mm)
}

/// Half of the thickness of the wall that an opening leads through, in millimetres.
pub fn half_passage_mm(plan: &Plan, room: &Room, opening: usize) -> i32 {
    let opening = &room.openings[opening];
    let passage = &plan.door(opening.door).passage;
    match opening.side {
        Side::North | Side::South => passage.depth / 2,
        Side::East | Side::West => passage.width / 2,
    }
}

/// Lays out a room's light map with texels of about this size on its walls; floor and
/// ceiling, where light is softer, have larger ones.
pub fn layout(plan: &Plan, room: RoomId, texel_mm: u32) -> Layout {
    let surfaces = surfaces(plan, plan.room(room));
    let mut texel_m = texel_mm.max(5) as f32 / 1_000.0;
    loop {
        if let Some(layout) = pack(surfaces.clone(), texel_m) {
            return layout;
        }
        texel_m *= 1.25;
    }
}

impl Layout {
    pub fn find(&self, kind: SurfaceKind) -> Option<&Surface> {
        self.surfaces.iter().find(|surface| surface.kind == kind)
    }

    /// The place in the light map of a point on (or near) a surface.
    pub fn uv(&self, surface: &Surface, point: V3) -> [f32; 2] {
        let from = point - surface.origin;
        let along = |axis: V3, length: f32, texels: u32| {
            0.5 + (from.dot(axis) / length).clamp(0.0, 1.0) * (texels - 1) as f32
        };
        [
            (surface.left as f32 + along(surface.u, surface.u_m, surface.columns))
                / self.width as f32,
            (surface.top as f32 + along(surface.v, surface.v_m, surface.rows)) / self.height as f32,
        ]
    }
}

impl Surface {
    fn new(kind: SurfaceKind, origin: V3, u: (V3, f32), v: (V3, f32), normal: V3) -> Self {
        Self {
            kind,
            origin,
            u: u.0,
            v: v.0,
            u_m: u.1,
            v_m: v.1,
            normal,
            left: 0,
            top: 0,
            columns: 0,
            rows: 0,
        }
    }

    /// The point at shares of the surface's length and height, from 0 to 1.
    pub fn point(&self, u: f32, v: f32) -> V3 {
        self.origin + self.u * (u * self.u_m) + self.v * (v * self.v_m)
    }

    pub fn corners(&self) -> [V3; 4] {
        [self.point(0.0, 0.0), self.point(1.0, 0.0), self.point(1.0, 1.0), self.point(0.0, 1.0)]
    }

    /// How much larger than a wall's its texels are.
    fn coarseness(&self) -> f32 {
        match self.kind {
            SurfaceKind::Wall(_) | SurfaceKind::Plinth(..) | SurfaceKind::Bench(..) => 1.0,
            SurfaceKind::Floor => 1.6,
            SurfaceKind::Reveal(..) => 2.0,
            SurfaceKind::Ceiling => 3.0,
        }
    }
}

/// A direction of the plan, as a unit vector.
pub fn direction([east, north]: [i32; 2]) -> V3 {
    V3::new(east as f32, north as f32, 0.0)
}

const UP: V3 = V3::new(0.0, 0.0, 1.0);

fn block(floor: &RectMm, bottom_mm: i32, top_mm: i32) -> Block {
    Block {
        min: V3::from_mm(floor.x, floor.y, bottom_mm),
        max: V3::from_mm(floor.east(), floor.north(), top_mm),
    }
}

fn surfaces(plan: &Plan, room: &Room) -> Vec<Surface> {
    let (east, north) = (V3::new(1.0, 0.0, 0.0), V3::new(0.0, 1.0, 0.0));
    let metres = |mm: i32| mm as f32 / 1_000.0;
    let floor = &room.floor;
    let (width, depth, height) = (metres(floor.width), metres(floor.depth), metres(room.height_mm));
    let ground = V3::from_mm(floor.x, floor.y, 0);
    let mut all = vec![
        Surface::new(SurfaceKind::Floor, ground, (east, width), (north, depth), UP),
        Surface::new(
            SurfaceKind::Ceiling,
            ground + UP * height,
            (east, width),
            (north, depth),
            -UP,
        ),
    ];
    for side in Side::ALL {
        let [x, y] = room.wall_point(side, 0);
        let length = metres(room.wall_length_mm(side));
        all.push(Surface::new(
            SurfaceKind::Wall(side),
            V3::from_mm(x, y, 0),
            (direction(side.rightward()), length),
            (UP, height),
            -direction(side.outward()),
        ));
    }
    for (i, bench) in room.benches.iter().enumerate() {
        all.extend(faces(bench_block(bench), |face| SurfaceKind::Bench(i, face)));
    }
    // What stands on the floor has the floor's light.
    let plinths = plinths(plan, room);
    for (i, plinth) in plinths.iter().enumerate().filter(|(_, plinth)| !plinth.is_floor()) {
        all.extend(faces(plinth_block(plinth), |face| SurfaceKind::Plinth(i, face)));
    }
    for (i, opening) in room.openings.iter().enumerate() {
        let half = metres(half_passage_mm(plan, room, i));
        let (right, out) = (direction(opening.side.rightward()), direction(opening.side.outward()));
        let [x, y] = room.wall_point(opening.side, opening.along_mm - opening.width_mm / 2);
        let foot = V3::from_mm(x, y, 0);
        let (width, high) = (metres(opening.width_mm), metres(opening.height_mm));
        let kind = |part| SurfaceKind::Reveal(i, part);
        all.push(Surface::new(kind(Reveal::Left), foot, (out, half), (UP, high), right));
        let far = foot + right * width;
        all.push(Surface::new(kind(Reveal::Right), far, (out, half), (UP, high), -right));
        let over = foot + UP * high;
        all.push(Surface::new(kind(Reveal::Soffit), over, (right, width), (out, half), -UP));
        all.push(Surface::new(kind(Reveal::Threshold), foot, (right, width), (out, half), UP));
    }
    all
}

/// The top and the four sides of a box.
fn faces(block: Block, kind: impl Fn(Face) -> SurfaceKind) -> Vec<Surface> {
    let size = block.max - block.min;
    let (east, north) = (V3::new(1.0, 0.0, 0.0), V3::new(0.0, 1.0, 0.0));
    let top = V3::new(block.min.x, block.min.y, block.max.z);
    let mut all = vec![Surface::new(kind(Face::Top), top, (east, size.x), (north, size.y), UP)];
    for side in Side::ALL {
        let out = direction(side.outward());
        let foot = match side {
            Side::North => V3::new(block.max.x, block.max.y, block.min.z),
            Side::East => V3::new(block.max.x, block.min.y, block.min.z),
            Side::South => block.min,
            Side::West => V3::new(block.min.x, block.max.y, block.min.z),
        };
        let along = -direction(side.rightward());
        let length = (size.x * along.x + size.y * along.y).abs();
        all.push(Surface::new(kind(Face::Side(side)), foot, (along, length), (UP, size.z), out));
    }
    all
}

/// Packs the surfaces onto shelves, the highest first; none if they don't fit.
fn pack(mut surfaces: Vec<Surface>, texel_m: f32) -> Option<Layout> {
    let mut area = 0;
    let mut widest = 0;
    for surface in &mut surfaces {
        let texel = texel_m * surface.coarseness();
        surface.columns = ((surface.u_m / texel).ceil() as u32 + 1).max(3);
        surface.rows = ((surface.v_m / texel).ceil() as u32 + 1).max(3);
        area += surface.columns * surface.rows;
        widest = widest.max(surface.columns);
    }
    let width = ((area as f32).sqrt() as u32).max(widest).div_ceil(64) * 64;
    let mut order: Vec<usize> = (0..surfaces.len()).collect();
    order.sort_by_key(|&i| (u32::MAX - surfaces[i].rows, i));
    let (mut left, mut top, mut shelf) = (0, 0, 0);
    for i in order {
        let surface = &mut surfaces[i];
        if left + surface.columns > width {
            (left, top, shelf) = (0, top + shelf, 0);
        }
        (surface.left, surface.top) = (left, top);
        left += surface.columns;
        shelf = shelf.max(surface.rows);
    }
    let height = top + shelf;
    (width <= LIGHT_MAP_MAX && height <= LIGHT_MAP_MAX).then_some(Layout {
        width,
        height,
        surfaces,
    })
}
