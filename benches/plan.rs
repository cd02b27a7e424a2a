//! How long a show takes to plan: 100, 1,000 and 10,000 works from scratch, the views
//! between their rooms included, and a route across the largest. Ends with an error where
//! 10,000 works take more than two seconds.

use std::time::{Duration, Instant};

#[path = "../tests/hang/shows.rs"]
mod shows;

use criterion::{Criterion, criterion_group, criterion_main};
use enfilade::hang::{hang_pieces, route};
use shows::{Show, grown, show};

/// For the largest show that there may be.
const AT_MOST: Duration = Duration::from_secs(2);

fn plan(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plan");
    group.sample_size(10);
    for works in [100, 1_000, 10_000] {
        let input = show(&Show { works, sections: 12, seed: 1 });
        let start = Instant::now();
        hang_pieces(&input);
        let took = start.elapsed();
        assert!(took < AT_MOST, "{works} works took {took:?}, more than {AT_MOST:?}");
        group.bench_function(works.to_string(), |bencher| bencher.iter(|| hang_pieces(&input)));
    }
    let input = grown(&Show { works: 1_000, sections: 12, seed: 1 }, 4);
    group.bench_function("1000 in 5 arrivals", |bencher| bencher.iter(|| hang_pieces(&input)));
    let plan = hang_pieces(&show(&Show { works: 10_000, sections: 12, seed: 1 }));
    let from = (plan.entrance.x_mm, plan.entrance.y_mm);
    let [x, y] = plan.rooms[plan.rooms.len() - 1].floor.centre();
    group.bench_function("route", |bencher| bencher.iter(|| route(&plan, from, (x, y))));
    group.finish();
}

criterion_group!(benches, plan);
criterion_main!(benches);
