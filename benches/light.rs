//! How long the light of one room takes to bake: a plain gallery, the largest room of
//! a show, and the laying out of a light map alone.

use criterion::{Criterion, criterion_group, criterion_main};
use enfilade::hang::light::{TEXEL_MM, bake_room, layout};
use enfilade::hang::{Form, HangInput, Piece, Plan, Room, RoomKind, hang_pieces};

fn show() -> Plan {
    let sizes = [(990, 1_290), (1_760, 1_160), (460, 460), (290, 350), (2_600, 1_800), (790, 790)];
    let pieces = (0..36).map(|i| {
        let (width, height) = sizes[i % sizes.len()];
        let form = Form::Flat { outer_width_mm: width, outer_height_mm: height, border_mm: 60 };
        Piece { section: i / 12, arrival: 0, rank: i as u32, hero: i % 12 == 4, form }
    });
    hang_pieces(&HangInput { sections: 3, pieces: pieces.collect() })
}

fn area(room: &Room) -> i64 {
    i64::from(room.floor.width) * i64::from(room.floor.depth)
}

fn bake(criterion: &mut Criterion) {
    let plan = show();
    let gallery = plan.rooms.iter().find(|room| room.kind == RoomKind::Gallery);
    let largest = plan.rooms.iter().max_by_key(|room| area(room));
    let mut group = criterion.benchmark_group("light");
    group.sample_size(10);
    for (name, room) in [("gallery", gallery), ("largest", largest)] {
        if let Some(room) = room {
            group.bench_function(name, |bench| {
                bench.iter(|| bake_room(&plan, room.id, TEXEL_MM));
            });
        }
    }
    if let Some(room) = largest {
        group.bench_function("layout", |bench| bench.iter(|| layout(&plan, room.id, TEXEL_MM)));
    }
    group.finish();
}

criterion_group!(benches, bake);
criterion_main!(benches);
