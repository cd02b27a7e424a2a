//! The views that a series of pictures is taken from: rooms, works, the tour, or a walk.

use super::show::Show;
use super::visitor::{in_the_door, pitch_towards};
use crate::hang::{Plan, RoomId, RoomKind, Standpoint, route, stand_before};

/// What a series of pictures shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Per {
    /// Each room, from its first door.
    #[default]
    Room,
    /// Each work, from where one stands before it.
    Work,
    /// The tour: the entrance, every room, and every section's hero.
    Tour,
    /// One picture from the entrance.
    Entrance,
    /// The first hero of the tour, from where one stands before it.
    Hero,
    /// A walk from the entrance to these works, by their index in `Lock::works`, with a
    /// picture every so many millimetres and one before each work.
    Path { through: Vec<usize>, step_mm: u32 },
}

/// One picture to take.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct View {
    pub name: String,
    pub from: Standpoint,
    /// Up is positive, in radians.
    pub pitch: f32,
    /// The room that one stands in.
    pub room: Option<RoomId>,
    /// The work that one stands before.
    pub work: Option<usize>,
}

pub(super) fn views(show: &Show, per: &Per) -> Vec<View> {
    let plan = &show.plan;
    let entrance = || ahead(plan, "entrance", plan.entrance);
    let rooms = || {
        plan.rooms.iter().filter(|room| room.kind != RoomKind::Entrance).map(|room| View {
            room: Some(room.id),
            ..ahead(plan, &format!("room-{:03}", room.id.0 + 1), in_the_door(plan, room.id))
        })
    };
    let heroes = || {
        let heroes = plan.tour.iter().copied().filter(|&work| show.lock.works[work].hero);
        heroes.map(|work| before(show, work))
    };
    match per {
        Per::Entrance => vec![entrance()],
        Per::Hero => heroes().take(1).collect(),
        Per::Room => std::iter::once(entrance()).chain(rooms()).collect(),
        Per::Work => plan.tour.iter().map(|&work| before(show, work)).collect(),
        Per::Tour => std::iter::once(entrance()).chain(rooms()).chain(heroes()).collect(),
        Per::Path { through, step_mm } => path(show, through, f64::from((*step_mm).max(1))),
    }
}

/// The view straight ahead from a place.
fn ahead(plan: &Plan, name: &str, from: Standpoint) -> View {
    let room = plan.room_at(from.x_mm, from.y_mm);
    View { name: name.to_owned(), from, pitch: 0.0, room, work: None }
}

fn before(show: &Show, work: usize) -> View {
    let name = format!("work-{}", show.lock.works[work].id);
    View {
        pitch: pitch_towards(show, work),
        work: Some(work),
        ..ahead(&show.plan, &name, stand_before(&show.plan, work))
    }
}

/// The walk through some works, numbered in its order.
fn path(show: &Show, through: &[usize], step_mm: f64) -> Vec<View> {
    let mut from = show.plan.entrance;
    let mut walk = vec![ahead(&show.plan, "", from)];
    for &work in through {
        let there = before(show, work);
        let steps = steps(&show.plan, from, there.from, step_mm);
        walk.extend(steps.into_iter().map(|from| ahead(&show.plan, "", from)));
        from = there.from;
        walk.push(there);
    }
    for (number, view) in walk.iter_mut().enumerate() {
        let what = if view.name.is_empty() { "" } else { "-" };
        view.name = format!("path-{:04}{what}{}", number + 1, view.name);
    }
    walk
}

/// Views along the whole tour, from the entrance to before its last work: at most so many,
/// at least one, and evenly apart. Where there are enough of them, one is before each work.
pub(super) fn along_the_tour(show: &Show, at_most: usize) -> Vec<View> {
    let tour = &show.plan.tour;
    let at_most = at_most.max(1);
    let between = at_most.saturating_sub(tour.len() + 1);
    let step_mm = tour_length_mm(show) / between as f64;
    let walk = path(show, tour, step_mm.max(TOUR_STEP_MIN_MM));
    if walk.len() <= at_most {
        return walk;
    }
    let last = walk.len() - 1;
    (0..at_most).map(|nth| walk[nth * last / (at_most - 1).max(1)].clone()).collect()
}

/// Closer together no two frames of a walk are.
const TOUR_STEP_MIN_MM: f64 = 20.0;

/// How long the way is from the entrance to before each work of the tour, in its order.
pub(super) fn tour_length_mm(show: &Show) -> f64 {
    let mut from = show.plan.entrance;
    let mut length_mm = 0.0;
    for &work in &show.plan.tour {
        let to = stand_before(&show.plan, work);
        let legs = corners(&show.plan, from, to);
        length_mm += legs.windows(2).map(|leg| apart(leg[0], leg[1])).sum::<f64>();
        from = to;
    }
    length_mm
}

/// Where the way between two standpoints turns, with its two ends.
fn corners(plan: &Plan, from: Standpoint, to: Standpoint) -> Vec<[i32; 2]> {
    let mut points = vec![[from.x_mm, from.y_mm]];
    points.extend(route(plan, (from.x_mm, from.y_mm), (to.x_mm, to.y_mm)));
    points
}

fn apart(from: [i32; 2], to: [i32; 2]) -> f64 {
    f64::from(to[0] - from[0]).hypot(f64::from(to[1] - from[1]))
}

/// Points of the way between two standpoints, each looking ahead; without its ends.
fn steps(plan: &Plan, from: Standpoint, to: Standpoint, step_mm: f64) -> Vec<Standpoint> {
    let mut steps = Vec::new();
    // How far the next picture lies beyond the leg's first point.
    let mut next_mm = step_mm;
    for leg in corners(plan, from, to).windows(2) {
        let [dx, dy] = [0, 1].map(|axis| f64::from(leg[1][axis] - leg[0][axis]));
        let length_mm = apart(leg[0], leg[1]);
        while next_mm < length_mm {
            let share = next_mm / length_mm;
            steps.push(Standpoint {
                x_mm: leg[0][0] + (dx * share).round() as i32,
                y_mm: leg[0][1] + (dy * share).round() as i32,
                heading_deg: dx.atan2(dy).to_degrees().rem_euclid(360.0).round() as i32,
            });
            next_mm += step_mm;
        }
        next_mm -= length_mm;
    }
    steps
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::exhibition::{MemoryBlobs, read_lock};
    use crate::gallery::show::Blobs;

    #[test]
    fn every_view_says_where_one_stands_and_before_what() {
        let lock = include_bytes!("../../assets/exhibition/exhibition.lock");
        let lock = read_lock(lock).expect("the built-in lock is read by every test");
        let show = Show::new(lock, Blobs::Here(Arc::new(MemoryBlobs::default())));
        let entrance = show.plan.room_at(show.plan.entrance.x_mm, show.plan.entrance.y_mm);
        assert!(entrance.is_some());
        for view in views(&show, &Per::Tour) {
            let named = view.name.strip_prefix("room-").map(|number| number.parse::<u32>());
            match (named, view.work) {
                (Some(number), None) => assert_eq!(view.room, number.ok().map(|n| RoomId(n - 1))),
                (None, None) => assert_eq!(view.room, entrance, "{}", view.name),
                (_, Some(work)) => {
                    assert_eq!(view.name, format!("work-{}", show.lock.works[work].id));
                    let room = view.room.expect("one stands in a room");
                    assert!(show.plan.room(room).works.contains(&work), "{}", view.name);
                }
            }
        }
    }

    #[test]
    fn a_walk_goes_step_by_step_and_stands_before_each_work() {
        let lock = include_bytes!("../../assets/exhibition/exhibition.lock");
        let lock = read_lock(lock).expect("the built-in lock is read by every test");
        let show = Show::new(lock, Blobs::Here(Arc::new(MemoryBlobs::default())));
        let through: Vec<usize> = show.plan.tour[..5].to_vec();
        let walk = views(&show, &Per::Path { through: through.clone(), step_mm: 800 });
        let works: Vec<usize> = walk.iter().filter_map(|view| view.work).collect();
        assert_eq!(works, through);
        assert_eq!(walk[0].from, show.plan.entrance);
        for pair in walk.windows(2) {
            let [a, b] = [pair[0].from, pair[1].from];
            let apart = f64::from(b.x_mm - a.x_mm).hypot(f64::from(b.y_mm - a.y_mm));
            assert!(apart <= 803.0, "{} is {apart} mm from {}", pair[1].name, pair[0].name);
            assert!(show.plan.room_at(b.x_mm, b.y_mm).is_some(), "{} is outside", pair[1].name);
        }
    }

    #[test]
    fn the_tour_is_spread_over_as_many_views_as_there_may_be() {
        let lock = include_bytes!("../../assets/exhibition/exhibition.lock");
        let lock = read_lock(lock).expect("the built-in lock is read by every test");
        let show = Show::new(lock, Blobs::Here(Arc::new(MemoryBlobs::default())));
        let (tour, length_mm) = (&show.plan.tour, tour_length_mm(&show));
        assert!(length_mm > 60_000.0, "{length_mm} mm");
        for at_most in [1, 2, 7, tour.len(), tour.len() + 1, 120, 300] {
            let views = along_the_tour(&show, at_most);
            let what = format!("{} views of at most {at_most}", views.len());
            assert!(views.len() <= at_most && views.len() + tour.len() > at_most, "{what}");
            assert_eq!(views[0].from, show.plan.entrance, "{what}");
            if at_most == 1 {
                continue;
            }
            assert_eq!(views[views.len() - 1].work, tour.last().copied(), "{what}");
            // Half of them lie in the tour's first half.
            let before: Vec<usize> = views.iter().filter_map(|view| view.work).collect();
            let middle = views[views.len() / 2..].iter().find_map(|view| view.work);
            let place = tour.iter().position(|&work| Some(work) == middle);
            let place = place.expect("a work of the tour") as f64 / tour.len() as f64;
            assert!(at_most < 7 || (0.3..0.7).contains(&place), "{what}: {place}");
            if at_most > tour.len() {
                assert_eq!(&before, tour, "{what}");
            }
        }
        // With as many as the program times, no room is left out.
        let rooms: std::collections::BTreeSet<_> =
            along_the_tour(&show, 300).iter().filter_map(|view| view.room).collect();
        assert_eq!(rooms.len(), show.plan.rooms.len());
    }
}
