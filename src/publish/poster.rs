//! The poster that stands where the gallery will be: a suite of rooms whose doors
//! stand in one line, hung with the works of this very exhibition.

use crate::exhibition::{Lock, Media, MediaKind, Visual};

/// The suite, as an inline SVG that needs no style of its own.
pub(super) fn poster(lock: &Lock) -> String {
    let shown = |work: &usize| matches!(&lock.works[*work].media, Media::Shown(v) if v.kind != MediaKind::Sculpture && !v.rungs.is_empty());
    let all: Vec<usize> = (0..lock.works.len()).filter(shown).collect();
    let (heroes, others): (Vec<usize>, Vec<usize>) =
        all.into_iter().partition(|work| lock.works[*work].hero);
    // The far wall shows a hero; the rest goes over the walls, from afar to near.
    let mut works = others.iter().chain(heroes.iter().skip(1)).cycle();
    let last = heroes.first().or(others.first());

    let mut svg = String::from(
        "<svg class=\"poster\" viewBox=\"0 0 1600 900\" preserveAspectRatio=\"xMidYMid slice\" aria-hidden=\"true\" focusable=\"false\">\n\
         <defs><radialGradient id=\"pool\">\
         <stop offset=\"0\" stop-color=\"#fff1d2\" stop-opacity=\"0.62\"/>\
         <stop offset=\"0.45\" stop-color=\"#fff1d2\" stop-opacity=\"0.3\"/>\
         <stop offset=\"1\" stop-color=\"#fff1d2\" stop-opacity=\"0\"/></radialGradient>\
         <linearGradient id=\"veil\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"1\">\
         <stop offset=\"0\" stop-color=\"#15130f\" stop-opacity=\"0.5\"/>\
         <stop offset=\"0.35\" stop-color=\"#15130f\" stop-opacity=\"0\"/>\
         <stop offset=\"1\" stop-color=\"#15130f\" stop-opacity=\"0.86\"/></linearGradient></defs>\n",
    );
    for room in (0..ROOMS).rev() {
        let (near, far) = (depth_m(room), depth_m(room + 1));
        svg += &shell(room, near, far);
        for side in [-1.0, 1.0] {
            if let Some(work) = works.next() {
                svg += &on_side_wall(lock, *work, side, near, far);
            }
        }
        if room + 1 == ROOMS {
            if let Some(work) = last {
                svg += &on_end_wall(lock, *work, 0.0, 2.5, far);
            }
            continue;
        }
        for side in [-1.0, 1.0] {
            if let Some(work) = works.next() {
                svg += &on_end_wall(lock, *work, side * 2.75, 1.9, far);
            }
        }
    }
    svg += "<rect width=\"1600\" height=\"900\" fill=\"url(#veil)\"/>\n</svg>";
    svg
}

/// How many rooms one sees through.
const ROOMS: usize = 4;
const HALF_WIDTH_M: f64 = 4.4;
const HEIGHT_M: f64 = 4.2;
const EYE_M: f64 = 1.62;
const DOOR_HALF_WIDTH_M: f64 = 1.05;
const DOOR_HEIGHT_M: f64 = 2.9;
const CENTRE_LINE_M: f64 = 1.6;

/// The distance of a room's near end from the eye.
fn depth_m(room: usize) -> f64 {
    match room {
        0 => 2.2,
        room => 1.5 + 4.6 * room as f64,
    }
}

/// A point of the suite on the poster: to the right of the eye, above the floor, away.
fn project(x_m: f64, up_m: f64, away_m: f64) -> (f64, f64) {
    let px_per_m = 900.0 / away_m;
    (800.0 + x_m * px_per_m, 430.0 - (up_m - EYE_M) * px_per_m)
}

fn polygon(points: &[(f64, f64, f64)], fill: &str) -> String {
    let points: Vec<String> = points
        .iter()
        .map(|(x, up, away)| {
            let (x, y) = project(*x, *up, *away);
            format!("{x:.1},{y:.1}")
        })
        .collect();
    format!("<polygon points=\"{}\" fill=\"{fill}\"/>", points.join(" "))
}

/// Floor, ceiling, side walls and the wall with the door, the further the lighter.
fn shell(room: usize, near: f64, far: f64) -> String {
    let light = room as f64 / (ROOMS - 1) as f64;
    let shade = |base: [f64; 3]| {
        let [r, g, b] = base.map(|c| (c * (0.4 + 0.6 * light)).round() as u8);
        format!("#{r:02x}{g:02x}{b:02x}")
    };
    let w = HALF_WIDTH_M;
    let mut svg = polygon(
        &[(-w, 0.0, near), (w, 0.0, near), (w, 0.0, far), (-w, 0.0, far)],
        &shade([150.0, 128.0, 104.0]),
    );
    svg += &polygon(
        &[(-w, HEIGHT_M, near), (w, HEIGHT_M, near), (w, HEIGHT_M, far), (-w, HEIGHT_M, far)],
        &shade([228.0, 224.0, 214.0]),
    );
    for side in [-w, w] {
        svg += &polygon(
            &[(side, 0.0, near), (side, 0.0, far), (side, HEIGHT_M, far), (side, HEIGHT_M, near)],
            &shade([206.0, 200.0, 188.0]),
        );
    }
    let (left, top) = project(-w, HEIGHT_M, far);
    let (right, bottom) = project(w, 0.0, far);
    let wall = format!("M{left:.1} {top:.1}H{right:.1}V{bottom:.1}H{left:.1}Z");
    let (door_left, door_top) = project(-DOOR_HALF_WIDTH_M, DOOR_HEIGHT_M, far);
    let (door_right, _) = project(DOOR_HALF_WIDTH_M, 0.0, far);
    let door = if room + 1 == ROOMS {
        String::new()
    } else {
        format!("M{door_left:.1} {bottom:.1}V{door_top:.1}H{door_right:.1}V{bottom:.1}Z")
    };
    svg += &format!(
        "<path fill-rule=\"evenodd\" fill=\"{}\" d=\"{wall}{door}\"/>",
        shade([226.0, 220.0, 208.0])
    );
    if room + 1 < ROOMS {
        // The reveal: the thickness of the wall, seen from within.
        let thick = far + 0.4;
        let (d, h) = (DOOR_HALF_WIDTH_M, DOOR_HEIGHT_M);
        for side in [-d, d] {
            svg += &polygon(
                &[(side, 0.0, far), (side, 0.0, thick), (side, h, thick), (side, h, far)],
                &shade([172.0, 165.0, 152.0]),
            );
        }
        svg += &polygon(
            &[(-d, h, far), (d, h, far), (d, h, thick), (-d, h, thick)],
            &shade([150.0, 144.0, 132.0]),
        );
    }
    svg + "\n"
}

/// A work on the wall one faces: the picture itself, in a dark tray.
fn on_end_wall(lock: &Lock, work: usize, x_m: f64, room_m: f64, away_m: f64) -> String {
    let Media::Shown(visual) = &lock.works[work].media else { return String::new() };
    let Some(rung) =
        visual.rungs.iter().find(|r| r.width_px.max(r.height_px) >= 256).or(visual.rungs.last())
    else {
        return String::new();
    };
    let (width_m, height_m) = fitted(visual, room_m);
    let (left, top) = project(x_m - width_m / 2.0, CENTRE_LINE_M + height_m / 2.0, away_m);
    let (right, bottom) = project(x_m + width_m / 2.0, CENTRE_LINE_M - height_m / 2.0, away_m);
    let rim = 0.05 * 900.0 / away_m;
    let (cx, cy) = ((left + right) / 2.0, (top + bottom) / 2.0);
    let (rx, ry) = ((right - left) / 2.0 + 22.0 * rim, (bottom - top) / 2.0 + 26.0 * rim);
    // The pool is held to its wall: it would else light the doorway beside it.
    let (wall_left, wall_top) = match x_m {
        x if x < 0.0 => project(-HALF_WIDTH_M, HEIGHT_M, away_m),
        x if x > 0.0 => project(DOOR_HALF_WIDTH_M, HEIGHT_M, away_m),
        _ => project(-HALF_WIDTH_M, HEIGHT_M, away_m),
    };
    let (wall_right, wall_bottom) = match x_m {
        x if x < 0.0 => project(-DOOR_HALF_WIDTH_M, 0.0, away_m),
        _ => project(HALF_WIDTH_M, 0.0, away_m),
    };
    let id = format!("w{:.0}-{:.0}", cx, cy);
    let pool = format!(
        "<clipPath id=\"{id}\"><path d=\"M{wall_left:.1} {wall_top:.1}H{wall_right:.1}V{wall_bottom:.1}H{wall_left:.1}Z\"/></clipPath>\
         <ellipse cx=\"{cx:.1}\" cy=\"{cy:.1}\" rx=\"{rx:.1}\" ry=\"{ry:.1}\" fill=\"url(#pool)\" clip-path=\"url(#{id})\"/>"
    );
    pool + &format!(
        "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#1d1a16\"/>\
         <image href=\"{}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" preserveAspectRatio=\"none\"/>\n",
        left - rim,
        top - rim,
        right - left + 2.0 * rim,
        bottom - top + 2.0 * rim,
        rung.hash.path(),
        right - left,
        bottom - top,
    )
}

/// A work on a wall that runs away from the eye: its mean colour.
fn on_side_wall(lock: &Lock, work: usize, side: f64, near: f64, far: f64) -> String {
    let Media::Shown(visual) = &lock.works[work].media else { return String::new() };
    let (width_m, height_m) = fitted(visual, 2.3);
    let middle = near + (far - near) * 0.55;
    let (from, to) = (middle - width_m / 2.0, middle + width_m / 2.0);
    let x = side * (HALF_WIDTH_M - 0.02);
    let (low, high) = (CENTRE_LINE_M - height_m / 2.0, CENTRE_LINE_M + height_m / 2.0);
    let [r, g, b] = visual.average;
    let quad = |rim: f64, fill: &str| {
        polygon(
            &[
                (x, low - rim, from - rim),
                (x, low - rim, to + rim),
                (x, high + rim, to + rim),
                (x, high + rim, from - rim),
            ],
            fill,
        )
    };
    quad(0.06, "#1d1a16") + &quad(0.0, &format!("#{r:02x}{g:02x}{b:02x}")) + "\n"
}

/// Width and height in metres of a picture that fits a square of wall.
fn fitted(visual: &Visual, square_m: f64) -> (f64, f64) {
    let (width, height) = visual
        .rungs
        .last()
        .map_or((1.0, 1.0), |r| (f64::from(r.width_px.max(1)), f64::from(r.height_px.max(1))));
    let scale = square_m / width.max(height);
    (width * scale, height * scale)
}
