//! Stand-ins until the planner lands on main; removed by its merge.
use super::{Placement, Plan, Standpoint};
pub fn stand_before(plan: &Plan, work: usize) -> Standpoint {
    let (room, side, foot) = match plan.placements[work] {
        Placement::Wall { room, side, along_mm, .. } => {
            (room, side, plan.room(room).wall_point(side, along_mm))
        }
        Placement::Floor { room, plinth, .. } => (room, plinth.faces, plinth.floor.centre()),
    };
    let _ = room;
    let [e, n] = side.outward();
    let heading_deg = match (e, n) {
        (0, 1) => 0,
        (1, 0) => 90,
        (0, -1) => 180,
        _ => 270,
    };
    Standpoint { x_mm: foot[0] - e * 2200, y_mm: foot[1] - n * 2200, heading_deg }
}
pub fn route(_: &Plan, _: [i32; 2], to: [i32; 2]) -> Vec<[i32; 2]> {
    vec![to]
}
