//! What baked light must be like, in a small suite of two rooms.

use super::*;
use crate::hang::{
    Bench, Door, DoorId, LabelPlace, Opening, Placement, Plinth, RectMm, Room, RoomKind, Side,
    Spot, Standpoint,
};

/// Two rooms side by side, a door between them, three works, a bench and a plinth.
pub(in crate::hang) fn sample_plan() -> Plan {
    let rooms = [0, 9_400].map(|x| RectMm { x, y: 0, width: 9_000, depth: 7_000 });
    let label = LabelPlace { side: Side::North, along_mm: 1_000, centre_mm: 1_370 };
    let wall = |room: u32, side: Side, along_mm: i32, width: i32, height: i32| Placement::Wall {
        room: RoomId(room),
        side,
        along_mm,
        centre_mm: 1_500,
        outer_width_mm: width,
        outer_height_mm: height,
        border_mm: 90,
        label,
    };
    let plinth = Plinth {
        floor: RectMm { x: 6_500, y: 3_200, width: 500, depth: 500 },
        height_mm: 1_000,
        faces: Side::North,
    };
    let placements = vec![
        wall(0, Side::North, 2_500, 1_200, 900),
        wall(0, Side::North, 6_000, 800, 1_400),
        wall(1, Side::North, 4_500, 2_200, 1_500),
        Placement::Floor { room: RoomId(0), plinth, label },
    ];
    let spot =
        |x: i32, y: i32, at: [i32; 3]| Spot { from_mm: [x, y, 3_750], at_mm: at, pool_mm: 800 };
    let room = |id: u32, side: Side| Room {
        id: RoomId(id),
        kind: RoomKind::Gallery,
        section: Some(0),
        floor: rooms[id as usize],
        height_mm: 4_000,
        openings: vec![Opening {
            door: DoorId(0),
            side,
            along_mm: 3_500,
            width_mm: 1_800,
            height_mm: 2_400,
        }],
        works: if id == 0 { vec![0, 1, 3] } else { vec![2] },
        benches: vec![Bench {
            floor: RectMm { x: rooms[id as usize].x + 3_000, y: 3_000, width: 1_600, depth: 450 },
            faces: Side::North,
        }],
        texts: Vec::new(),
        spots: if id == 0 {
            vec![
                spot(2_500, 5_600, [2_500, 7_000, 1_600]),
                spot(6_000, 5_600, [6_000, 7_000, 1_700]),
                spot(6_750, 2_400, [6_750, 3_450, 1_150]),
            ]
        } else {
            vec![spot(13_900, 5_600, [13_900, 7_000, 1_600])]
        },
    };
    Plan {
        rooms: vec![room(0, Side::East), room(1, Side::West)],
        doors: vec![Door {
            id: DoorId(0),
            rooms: [RoomId(0), RoomId(1)],
            passage: RectMm { x: 9_000, y: 2_600, width: 400, depth: 1_800 },
            height_mm: 2_400,
        }],
        placements,
        visible: vec![vec![RoomId(0), RoomId(1)], vec![RoomId(1), RoomId(0)]],
        entrance: Standpoint { x_mm: 1_500, y_mm: 1_500, heading_deg: 45 },
        tour: vec![0, 1, 3, 2],
    }
}

/// The byte of green at shares of a surface's length and height.
fn byte(light: &RoomLight, kind: SurfaceKind, u: f32, v: f32) -> u8 {
    let surface = light.layout.find(kind).expect("the room has this surface");
    let [x, y] = light.layout.uv(surface, surface.point(u, v));
    let (x, y) = (x * light.layout.width as f32, y * light.layout.height as f32);
    light.rgba[((y as u32 * light.layout.width + x as u32) * 4 + 1) as usize]
}

#[test]
fn slices_make_the_same_light_as_a_whole() {
    let plan = sample_plan();
    let whole = bake_room(&plan, RoomId(0), 100);
    let mut bake = Bake::new(&plan, RoomId(0), 100);
    let mut slices = 0;
    while !bake.step(500) {
        slices += 1;
    }
    assert!(slices > 20, "it took only {slices} slices");
    assert!(bake.light().rgba == whole.rgba);
}

#[test]
fn light_has_a_cause() {
    let plan = sample_plan();
    let light = bake_room(&plan, RoomId(0), 50);
    let north = SurfaceKind::Wall(Side::North);
    let at = |kind, u, v| i32::from(byte(&light, kind, u, v));
    // Bright first, dim second.
    let rows = [
        ("a pool over its wall", at(north, 0.28, 0.57), at(north, 0.48, 0.3)),
        ("a wall over its corner", at(north, 0.48, 0.3), at(north, 0.002, 0.3)),
        ("a wall over the shadow below a frame", at(north, 0.28, 0.2), at(north, 0.28, 0.2425)),
        (
            "open floor over the floor under a bench",
            at(SurfaceKind::Floor, 0.6, 0.3),
            at(SurfaceKind::Floor, 0.42, 0.46),
        ),
        (
            "a plinth's top over its side",
            at(SurfaceKind::Plinth(0, Face::Top), 0.5, 0.5),
            at(SurfaceKind::Plinth(0, Face::Side(Side::North)), 0.5, 0.5),
        ),
    ];
    for (name, bright, dim) in rows {
        assert!(bright > dim + 3, "{name}: {bright} and {dim}");
    }
}

#[test]
fn nothing_is_burnt_and_nothing_is_black() {
    let plan = sample_plan();
    for room in [RoomId(0), RoomId(1)] {
        let light = bake_room(&plan, room, 60);
        for surface in &light.layout.surfaces {
            for (u, v) in [(0.1, 0.1), (0.5, 0.5), (0.9, 0.7), (0.3, 0.9)] {
                let found = byte(&light, surface.kind, u, v);
                assert!((30..=235).contains(&found), "{:?} is {found}", surface.kind);
            }
        }
    }
}
