//! What a drawing may cost: counted before it is laid out, and again before it is drawn.
//! Each of these files is small, and took minutes, gigabytes or the stack.

use crate::media::{Fonts, decode, picture_size};

fn drawing(inside: &str) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' width='1024' height='1024'>{inside}</svg>")
}

fn check_refused(inside: &str, expected: &str) {
    let start = &inside[..inside.len().min(200)];
    let found = picture_size(drawing(inside).as_bytes());
    let error = found.expect_err(start).to_string();
    assert!(error.contains(expected), "{start}: {error}");
}

fn check_drawn(inside: &str, at: (u32, u32), expected: [u8; 4]) {
    let picture = decode(drawing(inside).as_bytes(), &Fonts::default());
    let picture = picture.unwrap_or_else(|error| panic!("{inside}: {error}"));
    assert_eq!(picture.pixel(at.0, at.1), expected, "{inside}");
}

const WHOLE: &str = "<rect width='1024' height='1024'/>";

#[test]
fn what_is_painted_is_counted_as_often_as_it_is() {
    // A group of a hundred canvases, a hundred times.
    let held = format!("<defs><g id='a'>{}</g></defs>", WHOLE.repeat(100));
    let uses = "<use href='#a'/>".repeat(100);
    check_refused(&format!("{held}{uses}"), "SVG_PAINTED_PIXELS_MAX");
    // One filter, shared by all that it is applied to.
    let region = "filterUnits='userSpaceOnUse' x='0' y='0' width='1024' height='1024'";
    let filter = format!("<filter id='f' {region}>{}</filter>", "<feOffset dx='1'/>".repeat(20));
    let shared = "<rect width='9' height='9' filter='url(#f)'/>".repeat(50);
    check_refused(&format!("{filter}{shared}"), "SVG_PAINTED_PIXELS_MAX");
    // Each pixel looks at all others.
    let filter = "<filter id='f'><feMorphology radius='900'/></filter>";
    let filtered = WHOLE.replace('/', " filter='url(#f)'/");
    check_refused(&format!("{filter}{filtered}"), "SVG_PAINTED_PIXELS_MAX");
    // A pattern is painted wherever it is used.
    let pattern = format!(
        "<pattern id='p' patternUnits='userSpaceOnUse' width='1024' height='1024'>{}</pattern>",
        WHOLE.repeat(10)
    );
    let shapes = "<path d='M0 0h1v1z' fill='url(#p)'/>".repeat(500);
    check_refused(&format!("{pattern}{shapes}"), "SVG_PAINTED_PIXELS_MAX");
    // A million dashes, on each of a few thousand lines.
    let line = "<path d='M0 0H1e6' stroke='red' stroke-dasharray='.5'/>";
    check_refused(&line.repeat(3_000), "SVG_PAINTED_PIXELS_MAX");
}

#[test]
fn what_is_held_at_once_is_counted() {
    let tile = "<pattern id='p' patternUnits='userSpaceOnUse' width='40000' height='40000'><rect width='1' height='1'/></pattern><rect width='9' height='9' fill='url(#p)'/>";
    check_refused(tile, "SVG_LAYER_PIXELS_MAX");
    // Five canvases on each side, and every step keeps what it made.
    let region = "filterUnits='userSpaceOnUse' x='-9999' y='-9999' width='29999' height='29999'";
    let filter = format!("<filter id='f' {region}>{}</filter>", "<feFlood/>".repeat(5));
    let filtered = "<rect width='9' height='9' filter='url(#f)'/>";
    check_refused(&format!("{filter}{filtered}"), "SVG_LAYER_PIXELS_MAX");
    // Turned, it is filtered upright, and no smaller.
    let turned = format!("{filter}<g transform='rotate(30)'>{filtered}</g>");
    check_refused(&turned, "SVG_LAYER_PIXELS_MAX");
}

#[test]
fn what_nests_too_deep_or_in_circles_is_refused() {
    let deep = ["<g opacity='.9'>".repeat(1_000), "</g>".repeat(1_000)].concat();
    check_refused(&deep, "SVG_DEPTH_MAX");
    let spans = ["<text>", &"<tspan>".repeat(50_000), &"</tspan>".repeat(50_000), "</text>"];
    check_refused(&spans.concat(), "SVG_DEPTH_MAX");
    let chain: String = (0..99)
        .map(|index| format!("<g id='a{}'><use href='#a{index}'/></g>", index + 1))
        .collect();
    check_refused(&format!("<g id='a0'/>{chain}"), "SVG_DEPTH_MAX");
    let circle = |each: fn(&str, &str) -> String| {
        let three = [("a", "b"), ("b", "c"), ("c", "a")].map(|(id, next)| each(id, next)).concat();
        check_refused(&three, "refers to itself");
    };
    circle(|id, next| format!("<mask id='{id}'><path d='M0 0h1v1z' mask='url(#{next})'/></mask>"));
    circle(|id, next| {
        format!("<clipPath id='{id}' clip-path='url( #{next} )'><path d='M0 0h1v1z'/></clipPath>")
    });
    circle(|id, next| {
        format!(
            "<pattern id='{id}' width='1' height='1'><path d='M0 0h1v1z' style='fill:url(\"#{next}\")'/></pattern>"
        )
    });
    circle(|id, next| {
        format!(
            "<style>.{id}{{mask:url(#{next})}}</style><mask id='{id}'><path class='{id}' d='M0 0h1v1z'/></mask>"
        )
    });
    circle(|id, next| format!("<linearGradient id='{id}' href='#{next}'/>"));
    circle(|id, next| format!("<g id='{id}'><use href='#{next}'/></g>"));
    // What stands in the pattern takes the pattern over from around it.
    let around = "<g fill='url(#p)'><pattern id='p' width='1' height='1'><path d='M0 0h1v1z'/></pattern></g>";
    check_refused(around, "refers to itself");
}

#[test]
fn what_unfolds_to_too_much_is_refused_before_it_is_laid_out() {
    // Ten of each in each, and none of them drawn: what is laid out follows all of it.
    let tenfold = |each: fn(usize) -> String| {
        let all: String = (1..12).map(each).collect();
        check_refused(&all, "SVG_UNFOLDED_MAX");
    };
    tenfold(|level| {
        let one = format!("<path d='M0 0h1v1z' mask='url(#m{})'/>", level - 1);
        format!("<mask id='m{level}'>{}</mask>", one.repeat(10))
    });
    tenfold(|level| {
        let one = format!("<path d='M0 0h1v1z' fill='url(#p{})'/>", level - 1);
        format!("<pattern id='p{level}' width='1' height='1'>{}</pattern>", one.repeat(10))
    });
    tenfold(|level| {
        let below = level - 1;
        format!(
            "<marker id='k{level}'><path marker-mid='url(#k{below})' d='M0 0h1h1h1h1'/></marker>"
        )
    });
    // A long text, a thousand times.
    let text = format!("<text id='t'>{}</text>", "letters ".repeat(1_000));
    check_refused(&format!("{text}{}", "<use href='#t'/>".repeat(1_000)), "SVG_UNFOLDED_MAX");
    let quoted = format!("<text>{}</text>", "<tref href='#t'/>".repeat(1_000));
    check_refused(&format!("{text}{quoted}"), "SVG_UNFOLDED_MAX");
    // A long path, a thousand times.
    let path = format!("<path id='l' d='M0 0{}'/>", "h1".repeat(50_000));
    check_refused(&format!("{path}{}", "<use href='#l'/>".repeat(1_000)), "SVG_UNFOLDED_MAX");
    // A selector that is tried in every way.
    let style = format!("<style>{}path{{fill:red}}</style>", "g ".repeat(20));
    let path = ["<g>".repeat(40), "<path d='M0 0h1v1z'/>".into(), "</g>".repeat(40)].concat();
    check_refused(&format!("{style}{path}"), "SVG_UNFOLDED_MAX");
}

#[test]
fn what_drawings_do_costs_them_nothing() {
    let red = [255, 0, 0, 255];
    let fill = "<rect width='1024' height='1024' fill='red'/>";
    // A clip path inside of what it clips, as many programs write it.
    let clip = format!(
        "<g clip-path='url(#c)'><clipPath id='c'><circle cx='512' cy='512' r='300'/></clipPath>{fill}</g>"
    );
    check_drawn(&clip, (512, 512), red);
    check_drawn(&clip, (10, 10), [0; 4]);
    let gradient = "<linearGradient id='a'><stop stop-color='red'/><stop offset='1' stop-color='red'/></linearGradient><linearGradient id='b' href='#a'/><rect width='1024' height='1024' fill='url(#b)'/>";
    check_drawn(gradient, (512, 512), red);
    // Two elements of one name, each used.
    let twice = format!("<g id='a'/><g id='a'>{fill}</g><use href='#a'/>");
    check_drawn(&twice, (512, 512), red);
    let layers = ["<g opacity='.999'>".repeat(20), fill.into(), "</g>".repeat(20)].concat();
    assert!(picture_size(drawing(&layers).as_bytes()).is_ok());
    // Twenty thousand long and thin lines.
    let lines: String = (0..20_000)
        .map(|index| format!("<path d='M{} 0L{} 1024' stroke='red'/>", index % 1_024, index % 997))
        .collect();
    assert!(picture_size(drawing(&lines).as_bytes()).is_ok());
    // A blurred shadow twice as wide as the canvas.
    let blurred = format!(
        "<filter id='f' x='-50%' y='-50%' width='200%' height='200%'><feGaussianBlur stdDeviation='9'/><feOffset dy='9'/><feBlend in='SourceGraphic'/></filter><g filter='url(#f)'>{fill}</g>"
    );
    check_drawn(&blurred, (512, 512), red);
}
