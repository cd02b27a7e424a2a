//! A wing: two rows of rooms side by side that leave a hall (or the entrance) and
//! come back to it. The doors of a row stand in one line, near its outer wall, so
//! that one sees through the whole suite; the long wall between the rows is free for
//! the heroes, and a hero ends the view in the last room.
//!
//! A wing is drawn as if it ran north: out on the right, back on the left, as most
//! visitors turn right.

use super::furnish::{Furnished, Job, furnish};
use super::input::HangInput;
use super::plan::{RectMm, Side};
use super::rules::*;
use super::shell::{Cut, Mark, Shell, mark};

/// The width of a wing across both rows.
pub(super) const WING_WIDTH_MM: i32 = 2 * ROW_WIDTH_MM + WALL_MM;

/// A wing in its own frame: its south west corner at the origin.
#[derive(Debug, Default)]
pub(super) struct Wing {
    pub length: i32,
    /// In the order in which they are walked.
    pub rooms: Vec<WingRoom>,
    /// Rooms by index, none for the hall that the wing leaves; and the passage.
    pub doors: Vec<(Option<usize>, usize, RectMm)>,
}

#[derive(Debug)]
pub(super) struct WingRoom {
    pub section: usize,
    pub floor: RectMm,
    pub furnished: Furnished,
    pub port: Option<Port>,
}

/// A place in a wall that is kept bare, with free ground behind it: when works come
/// later, a door can be cut here to a new room as wide as the band.
#[derive(Clone, Copy, Debug)]
pub(super) struct Port {
    pub mark: Mark,
    /// From where to where along the wall the ground is free.
    pub band: (i32, i32),
}

/// Which rooms of a wing may get a neighbour later.
#[derive(Clone, Debug)]
pub(super) enum Ports {
    /// These, through their outer walls: nothing stands beside the wing.
    Outer(Vec<usize>),
    /// Those at the wing's end.
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Out,
    Back,
}

/// Lays out a wing for at least one job.
pub(super) fn wing(jobs: &[Job], ports: &Ports, input: &HangInput) -> Wing {
    let pairs = jobs.len() / 2;
    let turn_room = jobs.len() % 2 == 1;
    let plan = Plan {
        jobs,
        ports,
        pairs,
        turn_room,
        bends: matches!(ports, Ports::End) && pairs > STRAIGHT_ROWS_MAX,
    };
    let mut wing = Wing::default();
    let mut rooms: Vec<Option<WingRoom>> = jobs.iter().map(|_| None).collect();
    let mut y = 0;
    for pair in 0..pairs {
        let (out, back) = (pair, jobs.len() - 1 - pair);
        let (depth, [right, left]) = plan.furnish_pair(pair, input);
        for (index, row, furnished) in [(out, Row::Out, right), (back, Row::Back, left)] {
            let x = if row == Row::Out { ROW_WIDTH_MM + WALL_MM } else { 0 };
            let floor = RectMm { x, y, width: ROW_WIDTH_MM, depth };
            let port = plan.port(index, row, pair, depth);
            let section = jobs[index].section;
            rooms[index] = Some(WingRoom { section, floor, furnished, port });
            let before = (pair > 0).then(|| if row == Row::Out { index - 1 } else { index + 1 });
            let axis = x + plan.axis(row, pair);
            wing.doors.push((before, index, passage_north([axis, y])));
        }
        if plan.crosses(pair) {
            let passage = RectMm {
                x: ROW_WIDTH_MM,
                y: y + depth / 2 - DOOR_WIDTH_MM / 2,
                width: WALL_MM,
                depth: DOOR_WIDTH_MM,
            };
            wing.doors.push((Some(out), back, passage));
        }
        y += depth + WALL_MM;
    }
    if turn_room {
        let (shell, furnished) =
            grow(|depth| plan.turn_shell(depth), |shell| furnish(shell, &jobs[pairs], input));
        let floor = RectMm { x: 0, y, width: shell.width, depth: shell.depth };
        let port = plan.wants_port(pairs).then_some(Port {
            mark: Mark { side: Side::North, along: WING_WIDTH_MM / 2 },
            band: (WING_WIDTH_MM / 2 - PORT_MM, WING_WIDTH_MM / 2 - PORT_MM + ROW_WIDTH_MM),
        });
        rooms[pairs] = Some(WingRoom { section: jobs[pairs].section, floor, furnished, port });
        for row in [Row::Out, Row::Back] {
            let x = if row == Row::Out { ROW_WIDTH_MM + WALL_MM } else { 0 };
            let before = (pairs > 0).then(|| if row == Row::Out { pairs - 1 } else { pairs + 1 });
            wing.doors.push((before, pairs, passage_north([x + plan.axis(row, pairs), y])));
        }
        y += shell.depth + WALL_MM;
    }
    wing.length = y - WALL_MM;
    wing.rooms = rooms.into_iter().flatten().collect();
    wing
}

/// Makes a room longer until everything finds its place.
pub(super) fn grow<T>(
    shell: impl Fn(i32) -> Shell,
    try_in: impl Fn(&Shell) -> Option<T>,
) -> (Shell, T) {
    let longest = ROOM_LENGTHS_MM[ROOM_LENGTHS_MM.len() - 1];
    let further = (1..).map(|step| longest + step * ROOM_LENGTH_STEP_MM);
    ROOM_LENGTHS_MM
        .into_iter()
        .chain(further)
        .take_while(|&length| length <= ROOM_LENGTH_MAX_MM)
        .find_map(|length| {
            let shell = shell(length);
            let found = try_in(&shell)?;
            Some((shell, found))
        })
        .expect("the longest room holds as many works as a room may have, all of the largest size")
}

/// What is known of a wing before its rooms have their lengths.
struct Plan<'a> {
    jobs: &'a [Job],
    ports: &'a Ports,
    pairs: usize,
    turn_room: bool,
    /// Whether the axis shifts now and then.
    bends: bool,
}

impl Plan<'_> {
    /// Where the doors before this pair stand, from the west wall of their row.
    fn axis(&self, row: Row, pair: usize) -> i32 {
        let shifted = self.bends && (pair / AXIS_ROOMS) % 2 == 1;
        let from_outer = if shifted { AXIS_MM + AXIS_SHIFT_MM } else { AXIS_MM };
        if row == Row::Out { ROW_WIDTH_MM - from_outer } else { from_outer }
    }

    fn is_last(&self, pair: usize) -> bool {
        pair + 1 == self.pairs && !self.turn_room
    }

    /// Whether a door joins the two rooms of a pair.
    fn crosses(&self, pair: usize) -> bool {
        self.is_last(pair) || (self.bends && (pair + 1).is_multiple_of(AXIS_ROOMS))
    }

    fn wants_port(&self, index: usize) -> bool {
        match self.ports {
            Ports::Outer(rooms) => rooms.contains(&index),
            Ports::End => {
                let end = self.pairs.saturating_sub(1);
                if self.turn_room { index == self.pairs } else { index == end || index == end + 1 }
            }
        }
    }

    fn port(&self, index: usize, row: Row, pair: usize, depth: i32) -> Option<Port> {
        if !self.wants_port(index) {
            return None;
        }
        Some(match self.ports {
            Ports::Outer(_) => {
                let widest = depth.min(ROOM_LENGTHS_MM[3]);
                // At the corner where the tour leaves the room.
                let side = if row == Row::Out { Side::East } else { Side::West };
                Port { mark: Mark { side, along: PORT_MM }, band: (0, widest) }
            }
            Ports::End => {
                debug_assert!(self.is_last(pair));
                let along = if row == Row::Out { PORT_MM } else { ROW_WIDTH_MM - PORT_MM };
                Port { mark: Mark { side: Side::North, along }, band: (0, ROW_WIDTH_MM) }
            }
        })
    }

    fn furnish_pair(&self, pair: usize, input: &HangInput) -> (i32, [Furnished; 2]) {
        let (out, back) = (pair, self.jobs.len() - 1 - pair);
        let (shell, both) = grow(
            |depth| self.shell(Row::Out, pair, depth),
            |shell| {
                let right = furnish(shell, &self.jobs[out], input)?;
                let left = self.shell(Row::Back, pair, shell.depth);
                Some([right, furnish(&left, &self.jobs[back], input)?])
            },
        );
        (shell.depth, both)
    }

    fn shell(&self, row: Row, pair: usize, depth: i32) -> Shell {
        let width = ROW_WIDTH_MM;
        let at = |side, point| mark(side, point, width, depth);
        let (outer, spine) = match row {
            Row::Out => (Side::East, Side::West),
            Row::Back => (Side::West, Side::East),
        };
        let near_x = self.axis(row, pair);
        let far_x = self.axis(row, pair + 1);
        let near = at(Side::South, [near_x, 0]);
        let far = (!self.is_last(pair)).then(|| at(Side::North, [far_x, depth]));
        let cross = self.crosses(pair).then_some(Mark { side: spine, along: depth / 2 });
        let index = if row == Row::Out { pair } else { self.jobs.len() - 1 - pair };
        let port = self.port(index, row, pair, depth).map(|port| port.mark);
        let start = match row {
            Row::Out => near,
            Row::Back => far.or(cross).unwrap_or(near),
        };
        let hero = match (far, cross) {
            // The last room out: the hero ends the enfilade.
            (None, _) if row == Row::Out => at(Side::North, [near_x, depth]),
            // Opposite the cross door.
            (_, Some(_)) => Mark { side: outer, along: depth / 2 },
            (_, None) => Mark { side: spine, along: depth / 2 },
        };
        let column =
            |x: i32| RectMm { x: x - DOOR_WIDTH_MM / 2, y: 0, width: DOOR_WIDTH_MM, depth };
        let mut ways = vec![column(near_x), column(far_x)];
        if cross.is_some() {
            let y = depth / 2 - DOOR_WIDTH_MM / 2;
            ways.push(RectMm { x: 0, y, width, depth: DOOR_WIDTH_MM });
        }
        let doors = [Some(near), far, cross, port];
        let cuts = doors.into_iter().flatten().map(Cut::door).collect();
        Shell { width, depth, cuts, start, hero, ways, title: false }
    }

    /// The room at the end that joins both rows; its hero ends the view of the first.
    fn turn_shell(&self, depth: i32) -> Shell {
        let width = WING_WIDTH_MM;
        let out_x = ROW_WIDTH_MM + WALL_MM + self.axis(Row::Out, self.pairs);
        let back_x = self.axis(Row::Back, self.pairs);
        let at = |x: i32| mark(Side::South, [x, 0], width, depth);
        let mut cuts = vec![Cut::door(at(out_x)), Cut::door(at(back_x))];
        if self.wants_port(self.pairs) {
            cuts.push(Cut::door(Mark { side: Side::North, along: width / 2 }));
        }
        let column =
            |x: i32| RectMm { x: x - DOOR_WIDTH_MM / 2, y: 0, width: DOOR_WIDTH_MM, depth };
        Shell {
            width,
            depth,
            cuts,
            start: at(out_x),
            hero: Mark { side: Side::North, along: out_x },
            ways: vec![column(out_x), column(back_x)],
            title: false,
        }
    }
}

/// The passage of a door whose far face has its middle at this point.
fn passage_north([x, y]: [i32; 2]) -> RectMm {
    RectMm { x: x - DOOR_WIDTH_MM / 2, y: y - WALL_MM, width: DOOR_WIDTH_MM, depth: WALL_MM }
}
