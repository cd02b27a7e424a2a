//! The floor plan as a sheet that one can print: poché walls, every work with its
//! number, plinths, benches and lines of sight, a legend and a scale bar.
//!
//! Everything is drawn in the plan's own millimetres (north is up); what belongs to
//! the paper, such as lines and type, is measured in tenths of paper millimetres and
//! multiplied by the scale.

mod legend;
mod svg;

use super::plan::{Placement, Plan, RectMm, Room, Side, WallTextKind};
use super::rules::{DOOR_WIDTH_MM, WALL_MM};
use crate::exhibition::{Language, Lock};
use legend::Legend;
use svg::{Anchor, Face, Svg};

/// The words of the sheet itself: a key (`plan-facts`, `plan-room` …) and its values,
/// as the catalogue of messages has them in the sheet's language.
pub type SheetWords<'a> = &'a dyn Fn(&str, &[(&str, &str)]) -> String;

/// Draws the plan of a show as an SVG, with its texts in one language; `words` says in
/// the same language what is not the show's own.
pub fn draw_plan(plan: &Plan, lock: &Lock, language: Language, words: SheetWords) -> String {
    let ground = ground(plan);
    let scale = scale(&ground);
    let mut numbers = vec![0; plan.placements.len()];
    for (number, &work) in (1..).zip(&plan.tour) {
        numbers[work] = number;
    }
    let sheet = Sheet { plan, lock, language, words, ground, scale, numbers };
    sheet.draw()
}

pub(super) const INK: &str = "#2a2825";
pub(super) const PALE_INK: &str = "#77726a";
const PAPER: &str = "#fcfbf8";
/// What guides: texts, the entrance, lines of sight.
pub(super) const ACCENT: &str = "#b4472c";
/// The floors of the sections, in turn.
pub(super) const FLOORS: [&str; 6] =
    ["#f0ebdf", "#e3ebe8", "#e9e6f0", "#f3e6e0", "#e2eaf1", "#ecedda"];
const HALL_FLOOR: &str = "#ffffff";

/// The scales of architects' drawings.
const SCALES: [i32; 8] = [50, 100, 200, 250, 500, 1_000, 2_000, 5_000];
/// The building's place on the paper (A3), in tenths of millimetres.
const PLACE: (i32, i32) = (3_700, 2_500);
const MARGIN: i32 = 160;
const HEAD: i32 = 330;
const SHEET_WIDTH_MIN: i32 = 2_400;
/// On sheets of this scale and smaller, works stand without their numbers.
const NUMBERS_TO_SCALE: i32 = 500;
/// On these, works are outlined; on smaller ones they are solid.
const OUTLINES_TO_SCALE: i32 = 100;
/// How thick a work is drawn, in the plan.
const WORK_DEPTH_MM: i32 = 90;

struct Sheet<'a> {
    plan: &'a Plan,
    lock: &'a Lock,
    language: Language,
    words: SheetWords<'a>,
    ground: RectMm,
    scale: i32,
    /// The place of each work in the tour, from 1.
    numbers: Vec<usize>,
}

impl Sheet<'_> {
    /// Words of the sheet with whole numbers in them.
    fn say<const N: usize>(&self, key: &str, values: [(&str, usize); N]) -> String {
        let values = values.map(|(name, value)| (name, value.to_string()));
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        (self.words)(key, &values)
    }

    /// Tenths of a paper millimetre in the plan's millimetres.
    fn paper(&self, tenths: i32) -> i32 {
        tenths * self.scale / 10
    }

    fn draw(&self) -> String {
        let margin = self.paper(MARGIN);
        let width = (self.ground.width + 2 * margin).max(self.paper(SHEET_WIDTH_MIN));
        let legend = Legend::new(self, width - 2 * margin);
        let top = self.paper(HEAD);
        let height = top + self.ground.depth + margin + legend.height + margin;
        let mut svg = Svg::new(width, height, self.scale, PAPER);
        self.head(&mut svg, width);
        // The building stands in the middle of the sheet.
        svg.origin = [(width - self.ground.width) / 2 - self.ground.x, top + self.ground.north()];
        self.walls(&mut svg);
        self.sight_lines(&mut svg);
        for room in &self.plan.rooms {
            self.furniture(&mut svg, room);
            self.works(&mut svg, room);
        }
        for room in &self.plan.rooms {
            self.room_number(&mut svg, room);
        }
        self.entrance(&mut svg);
        svg.origin = [0, 0];
        legend.draw(self, &mut svg, [margin, -(top + self.ground.depth + margin)]);
        svg.finish()
    }

    /// Title, subtitle, what the drawing is, and the scale bar.
    fn head(&self, svg: &mut Svg, width: i32) {
        let left = self.paper(MARGIN);
        let p = |tenths| -self.paper(tenths);
        let title = self.lock.title.get(self.language);
        svg.text([left, p(190)], self.paper(86), Face::Display, INK, Anchor::Start, title);
        let (works, rooms) = (self.lock.works.len(), self.plan.rooms.len());
        let scale = self.scale.unsigned_abs() as usize;
        let values = [("works", works), ("rooms", rooms), ("scale", scale)];
        let facts = self.say("plan-facts", values);
        svg.text([left, p(255)], self.paper(30), Face::Plain, PALE_INK, Anchor::Start, &facts);
        self.scale_bar(svg, [width - left, p(255)]);
        let rule = RectMm { x: left, y: p(285), width: width - 2 * left, depth: self.paper(2) };
        svg.rect(&rule, INK, None);
    }

    /// A bar of five units, black and white in turn, that ends at a point.
    fn scale_bar(&self, svg: &mut Svg, [right, base]: [i32; 2]) {
        let units = [500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000];
        let long_enough = |unit: &&i32| **unit * 5 >= self.paper(400);
        let unit = *units.iter().find(long_enough).unwrap_or(&units[6]);
        let left = right - 5 * unit;
        let depth = self.paper(9);
        for part in 0..5 {
            let rect = RectMm { x: left + part * unit, y: base, width: unit, depth };
            let fill = if part % 2 == 0 { INK } else { PAPER };
            svg.rect(&rect, fill, Some((INK, self.paper(2))));
        }
        for mark in [0, 5] {
            let length = format!("{} m", metres(mark * unit));
            let at = [left + mark * unit, base + self.paper(20)];
            let anchor = if mark == 0 { Anchor::Start } else { Anchor::End };
            svg.text(at, self.paper(24), Face::Plain, PALE_INK, anchor, &length);
        }
    }

    /// Solid walls, then the floors and passages cut out of them.
    fn walls(&self, svg: &mut Svg) {
        for room in &self.plan.rooms {
            svg.rect(&room.floor.widened(WALL_MM), INK, None);
        }
        for room in &self.plan.rooms {
            let fill = room.section.map_or(HALL_FLOOR, |section| FLOORS[section % FLOORS.len()]);
            svg.rect(&room.floor, fill, None);
        }
        for door in &self.plan.doors {
            let passage = door.passage;
            svg.rect(&passage, HALL_FLOOR, None);
            // The head of the door above the floor, dashed on both faces.
            let faces = if passage.width == WALL_MM {
                [passage.x, passage.east()].map(|x| [[x, passage.y], [x, passage.north()]])
            } else {
                [passage.y, passage.north()].map(|y| [[passage.x, y], [passage.east(), y]])
            };
            for [from, to] in faces {
                svg.line(from, to, PALE_INK, self.paper(1), Some(&[self.paper(6), self.paper(5)]));
            }
        }
    }

    /// A dashed and dotted line wherever two doors of a room stand opposite.
    fn sight_lines(&self, svg: &mut Svg) {
        let dash = [self.paper(40), self.paper(12), self.paper(6), self.paper(12)];
        for room in &self.plan.rooms {
            for (index, one) in room.openings.iter().enumerate() {
                for other in &room.openings[index + 1..] {
                    let a = self.plan.door(one.door).passage.centre();
                    let b = self.plan.door(other.door).passage.centre();
                    let opposite = one.side.opposite() == other.side;
                    if opposite && (a[0] == b[0] || a[1] == b[1]) {
                        svg.line(a, b, ACCENT, self.paper(2), Some(&dash));
                    }
                }
            }
        }
    }

    /// Benches, plinths, and the texts on the walls.
    fn furniture(&self, svg: &mut Svg, room: &Room) {
        let thin = self.paper(2);
        for bench in &room.benches {
            svg.rect(&bench.floor, "#ffffff", Some((PALE_INK, thin)));
            let [x, y] = bench.floor.centre();
            let floor = &bench.floor;
            let (from, to) = match bench.faces {
                Side::North | Side::South => ([floor.x, y], [floor.east(), y]),
                Side::East | Side::West => ([x, floor.y], [x, floor.north()]),
            };
            svg.line(from, to, PALE_INK, self.paper(1), None);
        }
        for text in &room.texts {
            let deep = self.paper(if text.kind == WallTextKind::Title { 14 } else { 9 });
            let rect = on_wall(room, text.side, text.along_mm, text.width_mm, deep);
            svg.rect(&rect, ACCENT, None);
        }
    }

    fn works(&self, svg: &mut Svg, room: &Room) {
        let deep = WORK_DEPTH_MM.max(self.paper(5));
        for &work in &room.works {
            let away = deep + self.paper(20);
            svg.begin_work(self.numbers[work]);
            let at = match &self.plan.placements[work] {
                Placement::Wall { side, along_mm, outer_width_mm, .. } => {
                    let rect = on_wall(room, *side, *along_mm, *outer_width_mm, deep);
                    // Outlined where the line still leaves white inside.
                    let outlined = self.scale <= OUTLINES_TO_SCALE;
                    let fill = if outlined { HALL_FLOOR } else { INK };
                    svg.rect(&rect, fill, outlined.then_some((INK, self.paper(2))));
                    let [x, y] = room.wall_point(*side, *along_mm);
                    let [out_x, out_y] = side.outward();
                    [x - out_x * away, y - out_y * away]
                }
                Placement::Floor { plinth, .. } => {
                    let floor = &plinth.floor;
                    svg.rect(floor, "#ffffff", Some((INK, self.paper(3))));
                    let (a, b) = ([floor.x, floor.y], [floor.east(), floor.north()]);
                    svg.line(a, b, INK, self.paper(1), None);
                    svg.line([a[0], b[1]], [b[0], a[1]], INK, self.paper(1), None);
                    [floor.centre()[0], floor.north() + self.paper(16)]
                }
            };
            if self.scale <= NUMBERS_TO_SCALE {
                let size = self.paper(if self.scale > 200 { 15 } else { 18 });
                let base = [at[0], at[1] - size * 35 / 100];
                let number = self.numbers[work].to_string();
                svg.text(base, size, Face::Plain, INK, Anchor::Middle, &number);
            }
            svg.end_work();
        }
    }

    /// The room's number in a ring, beside the bench.
    fn room_number(&self, svg: &mut Svg, room: &Room) {
        let radius = self.paper(if self.scale > NUMBERS_TO_SCALE { 20 } else { 30 });
        let floor = &room.floor;
        let [x, y] = floor.centre();
        let standing: Vec<RectMm> = room
            .benches
            .iter()
            .map(|bench| bench.floor)
            .chain(room.works.iter().filter_map(|&work| match self.plan.placements[work] {
                Placement::Floor { plinth, .. } => Some(plinth.floor),
                Placement::Wall { .. } => None,
            }))
            .collect();
        let (dx, dy) = (floor.width / 6, floor.depth / 6);
        let places = [(0, 0), (0, -1), (0, 1), (-1, 0), (1, 0), (-1, -1), (1, 1), (-1, 1), (1, -1)];
        let places = places.map(|(i, j)| [x + i * dx, y + j * dy]);
        let free = |[x, y]: &[i32; 2]| {
            let ring =
                RectMm { x: x - radius, y: y - radius, width: 2 * radius, depth: 2 * radius };
            let near = ring.widened(self.paper(15));
            !standing.iter().any(|rect| rect.overlaps(&near))
        };
        let at = places.into_iter().find(free).unwrap_or([x, y]);
        svg.circle(at, radius, "#ffffff", (INK, self.paper(3)));
        let size = radius * 11 / 10;
        let base = [at[0], at[1] - size * 36 / 100];
        let number = (room.id.0 + 1).to_string();
        let size = if number.len() > 2 { size * 3 / 4 } else { size };
        svg.text(base, size, Face::Strong, INK, Anchor::Middle, &number);
    }

    /// A triangle where visitors start, pointing the way they look.
    fn entrance(&self, svg: &mut Svg) {
        let stand = self.plan.entrance;
        let size = self.paper(24);
        let (ahead, right) = match stand.heading_deg.rem_euclid(360) / 90 {
            0 => ([0, 1], [1, 0]),
            1 => ([1, 0], [0, -1]),
            2 => ([0, -1], [-1, 0]),
            _ => ([-1, 0], [0, 1]),
        };
        let at = |forward: i32, sideways: i32| {
            [
                stand.x_mm + ahead[0] * forward + right[0] * sideways,
                stand.y_mm + ahead[1] * forward + right[1] * sideways,
            ]
        };
        svg.polygon(
            &[at(size, 0), at(-size / 2, size * 6 / 10), at(-size / 2, -size * 6 / 10)],
            ACCENT,
        );
    }
}

/// What the building covers, walls included.
fn ground(plan: &Plan) -> RectMm {
    let floors = || plan.rooms.iter().map(|room| room.floor);
    let west = floors().map(|f| f.x).min().unwrap_or(0) - WALL_MM;
    let south = floors().map(|f| f.y).min().unwrap_or(0) - WALL_MM;
    let east = floors().map(|f| f.east()).max().unwrap_or(DOOR_WIDTH_MM) + WALL_MM;
    let north = floors().map(|f| f.north()).max().unwrap_or(DOOR_WIDTH_MM) + WALL_MM;
    RectMm { x: west, y: south, width: east - west, depth: north - south }
}

/// The largest scale at which the building fits its place on the paper.
fn scale(ground: &RectMm) -> i32 {
    let fits = |scale: &&i32| {
        ground.width <= PLACE.0 * **scale / 10 && ground.depth <= PLACE.1 * **scale / 10
    };
    *SCALES.iter().find(fits).unwrap_or(&SCALES[SCALES.len() - 1])
}

/// A strip before a wall.
fn on_wall(room: &Room, side: Side, along: i32, width: i32, deep: i32) -> RectMm {
    let [out_x, out_y] = side.outward();
    let [ax, ay] = room.wall_point(side, along - width / 2);
    let [bx, by] = room.wall_point(side, along - width / 2 + width);
    let (bx, by) = (bx - out_x * deep, by - out_y * deep);
    RectMm { x: ax.min(bx), y: ay.min(by), width: (ax - bx).abs(), depth: (ay - by).abs() }
}

/// Millimetres as metres, without a float.
fn metres(mm: i32) -> String {
    let (whole, rest) = (mm / 1_000, mm % 1_000);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{}", rest / 100) }
}
