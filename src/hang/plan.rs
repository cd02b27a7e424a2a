//! The plan: what was decided about a show, in whole millimetres.
//!
//! The floor lies in `x` (to the east) and `y` (to the north); heights count from the
//! floor. A wall is named by its side and measured by `along_mm`, which runs from the
//! left to the right of a visitor who stands in the room and faces that wall.

use serde::{Deserialize, Serialize};

/// A whole hung show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// `rooms[i].id == RoomId(i)`.
    pub rooms: Vec<Room>,
    /// `doors[i].id == DoorId(i)`.
    pub doors: Vec<Door>,
    /// `placements[i]` is where `Lock::works[i]` hangs.
    pub placements: Vec<Placement>,
    /// `visible[i]` names the rooms of which some point can be seen from some point
    /// of room `i`, through doors; itself first, then nearest first.
    pub visible: Vec<Vec<RoomId>>,
    /// Where a visitor starts, and which way they look.
    pub entrance: Standpoint,
    /// The works in the order of the guided tour.
    pub tour: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RoomId(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DoorId(pub u32);

/// A rectangle of the floor: its west and south edges, its extent east and north.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RectMm {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub depth: i32,
}

/// One room. `floor` is its clear inside, from wall face to wall face.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    pub id: RoomId,
    pub kind: RoomKind,
    /// The section that hangs here; none in a lobby.
    pub section: Option<usize>,
    pub floor: RectMm,
    pub height_mm: i32,
    /// Every hole in this room's walls.
    pub openings: Vec<Opening>,
    /// Indices into [`Plan::placements`].
    pub works: Vec<usize>,
    pub benches: Vec<Bench>,
    pub texts: Vec<WallText>,
    pub spots: Vec<Spot>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RoomKind {
    /// The room that one enters, with the title wall (and works, in a small show).
    Entrance,
    /// A hall that joins wings.
    Hall,
    /// A room where works hang.
    Gallery,
}

/// A wall of a room, by the direction in which a visitor looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Side {
    North,
    East,
    South,
    West,
}

/// A hole in one wall of one room, for a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub door: DoorId,
    pub side: Side,
    /// The middle of the hole.
    pub along_mm: i32,
    pub width_mm: i32,
    pub height_mm: i32,
}

/// A door, which is also a portal: the passage through the wall between two rooms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    pub id: DoorId,
    /// The rooms on both sides; the lower first.
    pub rooms: [RoomId; 2],
    /// The floor between the two wall faces.
    pub passage: RectMm,
    pub height_mm: i32,
}

/// Where a work hangs or stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Placement {
    Wall {
        room: RoomId,
        side: Side,
        /// The middle of the work.
        along_mm: i32,
        /// The middle of the work, above the floor.
        centre_mm: i32,
        /// The outside of the frame.
        outer_width_mm: i32,
        outer_height_mm: i32,
        /// From the edge of the work to the outside of the frame: mat and moulding.
        border_mm: i32,
        label: LabelPlace,
    },
    Floor {
        room: RoomId,
        plinth: Plinth,
        label: LabelPlace,
    },
}

/// The middle of a label on a wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelPlace {
    pub side: Side,
    pub along_mm: i32,
    pub centre_mm: i32,
}

/// What a sculpture stands on: a plinth, or where that is of no height the floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plinth {
    pub floor: RectMm,
    pub height_mm: i32,
    /// The wall that a visitor who faces the sculpture's front looks towards.
    pub faces: Side,
}

impl Plinth {
    /// Whether it is none: its sculpture stands on the floor itself.
    pub fn is_floor(&self) -> bool {
        self.height_mm <= 0
    }
}

/// A bench, 450 mm high; `faces` is where who sits there looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bench {
    pub floor: RectMm,
    pub faces: Side,
}

/// A text on a wall, by the middle of its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WallText {
    pub kind: WallTextKind,
    pub side: Side,
    pub along_mm: i32,
    pub centre_mm: i32,
    pub width_mm: i32,
    pub height_mm: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WallTextKind {
    /// The exhibition's title, subtitle, curator and introduction.
    Title,
    /// A section's title and text, by the section's index.
    Section(usize),
    /// Which wing lies where.
    Directory,
}

/// A spotlight: where it hangs and where it aims (`[x, y, height]`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    pub from_mm: [i32; 3],
    pub at_mm: [i32; 3],
    /// The radius of its pool at `at_mm`.
    pub pool_mm: i32,
}

/// A place to stand and a direction to look, in whole degrees clockwise from north.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standpoint {
    pub x_mm: i32,
    pub y_mm: i32,
    pub heading_deg: i32,
}

impl Placement {
    pub fn room(&self) -> RoomId {
        match self {
            Self::Wall { room, .. } | Self::Floor { room, .. } => *room,
        }
    }

    pub fn label(&self) -> LabelPlace {
        match self {
            Self::Wall { label, .. } | Self::Floor { label, .. } => *label,
        }
    }
}

impl Plan {
    pub fn room(&self, id: RoomId) -> &Room {
        &self.rooms[id.0 as usize]
    }

    pub fn door(&self, id: DoorId) -> &Door {
        &self.doors[id.0 as usize]
    }

    /// The room whose floor, or else the door whose passage, holds this point.
    pub fn room_at(&self, x_mm: i32, y_mm: i32) -> Option<RoomId> {
        let inside = self.rooms.iter().find(|room| room.floor.contains(x_mm, y_mm));
        inside.map(|room| room.id).or_else(|| {
            let door = self.doors.iter().find(|door| door.passage.contains(x_mm, y_mm))?;
            Some(door.rooms[0])
        })
    }
}

impl RectMm {
    pub fn east(&self) -> i32 {
        self.x + self.width
    }

    pub fn north(&self) -> i32 {
        self.y + self.depth
    }

    /// The rectangle and everything within `by` of it; what is deeper inside than that,
    /// where `by` is negative.
    pub fn widened(&self, by: i32) -> Self {
        Self {
            x: self.x - by,
            y: self.y - by,
            width: self.width + 2 * by,
            depth: self.depth + 2 * by,
        }
    }

    /// The point `[x, y]` at the foot of a wall around this floor, `along_mm` from its left.
    pub fn wall_point(&self, side: Side, along_mm: i32) -> [i32; 2] {
        match side {
            Side::North => [self.x + along_mm, self.north()],
            Side::East => [self.east(), self.north() - along_mm],
            Side::South => [self.east() - along_mm, self.y],
            Side::West => [self.x, self.y + along_mm],
        }
    }

    pub fn centre(&self) -> [i32; 2] {
        [self.x + self.width / 2, self.y + self.depth / 2]
    }

    /// Whether a point lies inside or on the edge.
    pub fn contains(&self, x_mm: i32, y_mm: i32) -> bool {
        (self.x..=self.east()).contains(&x_mm) && (self.y..=self.north()).contains(&y_mm)
    }

    /// Whether two rectangles share more than an edge.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.east()
            && other.x < self.east()
            && self.y < other.north()
            && other.y < self.north()
    }
}

impl Side {
    pub const ALL: [Self; 4] = [Self::North, Self::East, Self::South, Self::West];

    /// The unit vector from the room towards this wall, as `[east, north]`.
    pub fn outward(self) -> [i32; 2] {
        match self {
            Self::North => [0, 1],
            Self::East => [1, 0],
            Self::South => [0, -1],
            Self::West => [-1, 0],
        }
    }

    /// The unit vector along this wall, from the left to the right of who faces it.
    pub fn rightward(self) -> [i32; 2] {
        let [east, north] = self.outward();
        [north, -east]
    }

    pub fn opposite(self) -> Self {
        match self {
            Self::North => Self::South,
            Self::East => Self::West,
            Self::South => Self::North,
            Self::West => Self::East,
        }
    }
}

impl Room {
    /// The length of a wall.
    pub fn wall_length_mm(&self, side: Side) -> i32 {
        match side {
            Side::North | Side::South => self.floor.width,
            Side::East | Side::West => self.floor.depth,
        }
    }

    /// The wall that is painted in the colour of the house: the one with the title.
    pub fn painted_wall(&self) -> Option<Side> {
        self.texts.iter().find(|text| text.kind == WallTextKind::Title).map(|text| text.side)
    }

    /// The point `[x, y]` of the floor at the foot of a wall, `along_mm` from its left.
    pub fn wall_point(&self, side: Side, along_mm: i32) -> [i32; 2] {
        self.floor.wall_point(side, along_mm)
    }
}

impl Spot {
    /// The height of the tracks that spotlights hang from, below the ceiling.
    pub const TRACK_DROP_MM: i32 = 250;
}
