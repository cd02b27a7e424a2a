//! The numbers of the hang: curators' practice in whole millimetres, each named once.

/// The middle of a work hangs at this height.
pub const CENTRE_LINE_MM: i32 = 1_500;
/// Works too tall for the centre line keep this much wall below them.
pub const BOTTOM_MIN_MM: i32 = 300;
/// And this much above them.
pub const HEAD_ROOM_MM: i32 = 400;
/// The gap between two frames is half of their mean width, held to this range.
pub const GAP_MIN_MM: i32 = 300;
pub const GAP_MAX_MM: i32 = 1_500;

pub const LABEL_CENTRE_MM: i32 = 1_370;
pub const LABEL_WIDTH_MM: i32 = 220;
/// Between a frame and its label.
pub const LABEL_GAP_MM: i32 = 40;
/// Around the label of a sculpture, which hangs on a wall by itself.
pub const LONE_LABEL_CLEAR_MM: i32 = 60;

/// People pass each other, and a wheelchair turns.
pub const CIRCULATION_MM: i32 = 1_500;
pub const DOOR_HEIGHT_MM: i32 = 2_400;
pub const DOOR_WIDTH_MM: i32 = 1_800;
/// The thickness of walls between rooms, which is the depth of a door's reveal.
pub const WALL_MM: i32 = 400;
/// Bare wall beside a door.
pub const JAMB_CLEAR_MM: i32 = 400;
/// Bare wall beside a corner.
pub const CORNER_CLEAR_MM: i32 = 500;
/// Stretches of wall shorter than this stay bare.
pub const STRETCH_MIN_MM: i32 = 600;

pub const ROOM_HEIGHT_MM: i32 = 4_000;
pub const ROOM_HEIGHT_MAX_MM: i32 = 5_500;
/// The entrance and the halls are higher than the rooms they lead to.
pub const HALL_HEIGHT_MM: i32 = 5_000;
/// The width of a row of rooms, across the enfilade.
pub const ROW_WIDTH_MM: i32 = 9_600;
/// From the outer wall of a row to the axis of its doors.
pub const AXIS_MM: i32 = 2_400;
/// The lengths of rooms along the enfilade; a room that needs more grows by
/// [`ROOM_LENGTH_STEP_MM`].
pub const ROOM_LENGTHS_MM: [i32; 4] = [7_000, 9_000, 11_000, 13_000];
pub const ROOM_LENGTH_STEP_MM: i32 = 2_000;
pub const ROOM_LENGTH_MAX_MM: i32 = 121_000;
/// From the corner to the axis of a door that a later room may need.
pub const PORT_MM: i32 = 1_600;

/// Deep enough that one sees the doors on either side of the title wall as one enters.
pub const ENTRANCE_LENGTH_MM: i32 = 10_500;
pub const HALL_DEPTH_MM: i32 = 11_000;
/// From the middle of a hall to each of its two lines of doors.
pub const HALL_AXIS_MM: i32 = 3_900;

/// Works in a room: as many as this on average, and never more than the most.
pub const ROOM_WORKS_GOAL: usize = 12;
pub const ROOM_WORKS_MAX: usize = 16;
/// Sections with fewer works than this may share a room.
pub const SECTION_ALONE_MIN: usize = 6;
/// The running wall length (works and their gaps) that one room is given.
pub const ROOM_RUN_MM: i32 = 23_000;
/// Up to this many works hang in one room,
pub const ONE_ROOM_WORKS: usize = 16;
/// up to this many along an enfilade loop, and more in wings off a hall.
pub const LOOP_WORKS: usize = 150;
/// Rooms in one row of a wing.
pub const WING_ROWS_MIN: usize = 4;
pub const WING_ROWS_MAX: usize = 16;
/// Rows longer than this shift their axis every [`AXIS_ROOMS`] rooms and have cross
/// doors there, so that a view ends and a wing reads as a grid.
pub const STRAIGHT_ROWS_MAX: usize = 8;
pub const AXIS_ROOMS: usize = 5;
/// By how much the axis shifts, which is the width of a door.
pub const AXIS_SHIFT_MM: i32 = DOOR_WIDTH_MM;

pub const BENCH_LENGTH_MM: i32 = 1_600;
pub const BENCH_DEPTH_MM: i32 = 450;
/// From a hero's wall to the bench before it.
pub const BENCH_DISTANCE_MM: i32 = 3_400;

/// A title among works; on a wall of its own it takes what the doors leave, up to
/// [`TITLE_WIDTH_MAX_MM`].
pub const TITLE_WIDTH_MM: i32 = 5_600;
pub const TITLE_WIDTH_MAX_MM: i32 = 8_400;
pub const TITLE_HEIGHT_MM: i32 = 2_900;
pub const TITLE_HEIGHT_MAX_MM: i32 = 3_300;
pub const TITLE_CENTRE_MM: i32 = 1_900;
pub const SECTION_TEXT_WIDTH_MM: i32 = 1_100;
pub const SECTION_TEXT_HEIGHT_MM: i32 = 1_400;
pub const DIRECTORY_WIDTH_MM: i32 = 3_000;
pub const DIRECTORY_HEIGHT_MM: i32 = 2_200;
/// Between a wall text and its neighbour.
pub const TEXT_GAP_MM: i32 = 400;

/// Sculptures up to this height stand on a high plinth, taller ones on a low one, and those
/// over [`GIANT_SCULPTURE_MM`] on the floor.
pub const SMALL_SCULPTURE_MM: i32 = 1_200;
pub const PLINTH_HIGH_MIN_MM: i32 = 900;
pub const PLINTH_HIGH_MAX_MM: i32 = 1_100;
pub const PLINTH_LOW_MM: i32 = 300;
pub const GIANT_SCULPTURE_MM: i32 = 2_000;
/// So high a sculpture that stands on the floor cannot be walked through.
pub const FLOOR_SCULPTURE_SOLID_MM: i32 = 1_000;
/// Plinth, or floor, around a sculpture's foot.
pub const PLINTH_MARGIN_MM: i32 = 80;
pub const PLINTH_MIN_MM: i32 = 320;
/// Candidate places for plinths stand this far apart.
pub const PLINTH_STEP_MM: i32 = 100;

/// The largest that anything is shown; what claims more is shown smaller, in its
/// own proportions.
pub const SHOWN_WIDTH_MAX_MM: i32 = 12_000;
pub const SHOWN_HEIGHT_MAX_MM: i32 = 4_460;
pub const SCULPTURE_SIDE_MAX_MM: i32 = 2_400;
pub const SCULPTURE_HEIGHT_MAX_MM: i32 = 4_500;
/// And the smallest.
pub const SHOWN_MIN_MM: i32 = 20;

/// The tangent of 30 degrees, in thousandths.
pub const SPOT_TANGENT_MILLI: i32 = 577;
/// Works wider than this have two spotlights, texts one for every one and a half of it.
pub const TWO_SPOTS_WIDTH_MM: i32 = 2_000;
pub const POOL_MIN_MM: i32 = 450;

/// Visitors' bodies stay this far from walls, benches and plinths.
pub const BODY_CLEAR_MM: i32 = 300;
/// Where one stands to see a work: one and a half of its diagonal, held to this.
pub const VIEW_MIN_MM: i32 = 1_200;
pub const VIEW_MAX_MM: i32 = 4_500;

/// The gap that belongs between two frames of these outer widths.
pub fn gap_mm(one_mm: i32, other_mm: i32) -> i32 {
    ((one_mm + other_mm) / 4).clamp(GAP_MIN_MM, GAP_MAX_MM)
}
