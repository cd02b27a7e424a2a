//! The programs, one file per family, and the table of the works they make.

mod aggregate;
mod attractor;
mod cells;
mod chladni;
mod crystal;
mod engraving;
mod flow;
mod gray_scott;
mod hyperbolic;
mod marbling;
mod packing;
mod pendulum;
mod penrose;
mod phyllotaxis;
mod room;
mod sculpture;
mod terrain;
mod tide;
mod truchet;
mod vector;
mod veins;
mod weave;

use crate::made::Made;

/// One work: its name, its seed, and the program that makes it.
#[derive(Debug)]
pub struct Program {
    pub id: &'static str,
    pub seed: u64,
    /// Editions by holder, for works that have several (ERC-1155).
    pub editions: &'static [u64],
    pub make: fn(u64) -> Made,
}

pub const PROGRAMS: &[Program] = &[
    work("meander", 11, truchet::meander),
    work("corridor", 24, truchet::corridor),
    work("edge", 73, hyperbolic::edge),
    work("shore", 45, hyperbolic::shore),
    work("sett", 1822, weave::tartan),
    work("undulating-twill", 12, weave::twill),
    work("rhombs", 5, penrose::rhombs),
    work("sevenfold", 7, penrose::sevenfold),
    work("shingle", 404, packing::shingle),
    work("kissing", 1, packing::kissing),
    work("seedhead", 137, phyllotaxis::seedhead),
    work("sprout", 21, phyllotaxis::sprout),
    work("wind", 903, flow::wind),
    work("meadow", 31, flow::meadow),
    work("clifford", 5, attractor::clifford),
    work("veil", 8, attractor::veil),
    work("wings", 1963, attractor::wings),
    work("endpaper", 1640, marbling::endpaper),
    work("stones", 77, marbling::stones),
    work("coral", 1985, gray_scott::coral),
    work("print", 10, gray_scott::print),
    work("moon", 1637, engraving::moon),
    work("interval", 2, engraving::interval),
    edition("letters", 23, &[12, 5, 3], pendulum::letters),
    work("soundings", 6000, terrain::soundings),
    work("ranges", 1072, terrain::ranges),
    work("plates", 1787, chladni::plates),
    work("copper", 29, aggregate::copper),
    work("crystal", 6, crystal::crystal),
    work("veins", 300, veins::veins),
    work("room", 17, room::room),
    work("cone", 30, cells::cone),
    work("lake", 1904, cells::lake),
    edition("whirl", 4, &[6, 6, 4], vector::whirl),
    work("staves", 12, vector::staves),
    work("tide", 45, tide::tide),
    work("knot", 23, sculpture::knot),
    work("column", 5, sculpture::column),
];

const fn work(id: &'static str, seed: u64, make: fn(u64) -> Made) -> Program {
    Program { id, seed, editions: &[], make }
}

const fn edition(
    id: &'static str,
    seed: u64,
    editions: &'static [u64],
    make: fn(u64) -> Made,
) -> Program {
    Program { id, seed, editions, make }
}
