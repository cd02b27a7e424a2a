//! A gateway of IPFS on loopback that serves what ipfs-car packed, in several moods.

use std::sync::Arc;

use crate::node::Packed;
use crate::server::{Manner, Reply, Server};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Honest,
    /// It knows no CARs, and serves single blocks.
    BlocksOnly,
    /// One byte of its CARs and blocks is another.
    OtherBytes,
    /// It turns the first two requests away.
    Busy,
    /// It takes requests and never answers.
    Slow,
    /// Its CARs stop in the middle and stay open; of single blocks it has none.
    Stalls,
    /// Whatever it sends has no end.
    Endless,
    /// Its CARs end in the middle; its blocks are whole.
    Truncated,
}

/// Starts a gateway in a mood of its own.
pub fn start(packed: Arc<Packed>, mood: Mood) -> Server {
    let car = packed.car();
    Server::start(move |path, before| {
        let asked_car = path.contains("format=car");
        let cid = path.trim_start_matches("/ipfs/").split(['/', '?']).next().unwrap_or("");
        let mut body = match asked_car {
            true => car.clone(),
            false => match packed.block(cid) {
                Some(block) => block,
                None => return Reply::status(404, "no such block"),
            },
        };
        match mood {
            Mood::Honest => Reply::ok(body),
            Mood::BlocksOnly if asked_car => Reply::status(406, "no CARs here"),
            Mood::BlocksOnly => Reply::ok(body),
            Mood::OtherBytes => {
                let last = body.len() - 1;
                body[last / 2] ^= 1;
                Reply::ok(body)
            }
            Mood::Busy if before < 2 => Reply::status(429, "later").with("retry-after", 0),
            Mood::Busy => Reply::ok(body),
            Mood::Slow => Reply::never(),
            Mood::Stalls if asked_car => {
                let half = body.len() / 2;
                Reply::ok(body).sent_as(Manner::StallsAt(half))
            }
            Mood::Endless => Reply::ok("").sent_as(Manner::Endless),
            Mood::Stalls => Reply::status(404, "no such block"),
            Mood::Truncated if asked_car => {
                let half = body.len() / 2;
                Reply::ok(body).cut_at(half)
            }
            Mood::Truncated => Reply::ok(body),
        }
    })
}
