//! Who stands behind the block that is watched: the chain's other endpoints are asked for
//! the block of its number, and nothing is called proven over it before enough of them name
//! the same one. The task of a window and the worker of a page go by this alike.

use std::collections::BTreeSet;

use alloy_primitives::B256;
use serde::Serialize;

use super::blocks::read_block;
use super::call::{Answer, Call, block_call};
use crate::limits::WATCHING_VOICES_MAX;
use crate::ownership::live::Trouble;
use crate::ownership::{BlockRef, Evidence};

/// The endpoints of a chain: which of them is watched through, and how many must name its
/// block.
#[derive(Clone, Debug)]
pub struct Voices {
    /// By their hosts, in the order of the exhibition. Of one host there may be several
    /// addresses, which are one voice.
    hosts: Vec<String>,
    /// The place of the one that is watched through.
    at: usize,
    agree: Option<u32>,
    /// The block that the others are still to be asked about.
    open: Option<BlockRef>,
    /// What was heard last.
    heard: Option<Heard>,
}

/// A question to the other endpoints, each of which is asked it at the same time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Inquiry {
    pub call: Call,
    /// Whom it goes to, by their places among the endpoints that [`Voices::new`] was told.
    pub endpoints: Vec<usize>,
}

/// What the other hosts said of a block, each once.
#[derive(Clone, Debug)]
struct Heard {
    hash: B256,
    others: Vec<(String, Says)>,
}

/// What one endpoint says of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Same,
    Another,
    /// It has no block of that number.
    NotThere,
    /// It gives no answer, or none of use.
    Nothing,
}

impl Voices {
    /// The endpoints by their hosts, the place of the one that is watched through, and how
    /// many must agree: more than half of the hosts where nobody says. None where nobody is
    /// at that place.
    pub fn new(hosts: Vec<String>, at: usize, agree: Option<u32>) -> Option<Self> {
        (at < hosts.len()).then_some(Self { hosts, at, agree, open: None, heard: None })
    }

    /// The same endpoints, watched through the one at this place.
    pub fn turned(&self, at: usize) -> Option<Self> {
        Self::new(self.hosts.clone(), at, self.agree)
    }

    /// The host that is watched through.
    pub fn host(&self) -> &str {
        &self.hosts[self.at]
    }

    /// Notes that this is the newest block now. The others are to be asked about it, unless
    /// enough of them were heard about it already.
    pub fn ask_about(&mut self, block: &BlockRef) {
        let is_settled = self.heard.as_ref().is_some_and(|heard| heard.hash == block.hash);
        let is_settled = is_settled && self.is_reached();
        self.open = (self.needed() > 1 && !is_settled).then(|| block.clone());
        if self.others().is_empty() {
            self.hear(&[]);
        }
    }

    /// What the others are to be asked now, if anything.
    pub fn inquiry(&self) -> Option<Inquiry> {
        let block = self.open.as_ref()?;
        Some(Inquiry { call: block_call(block.number), endpoints: self.others() })
    }

    /// Takes in what they answered, in the order of [`Inquiry::endpoints`].
    pub fn hear(&mut self, answers: &[Answer]) {
        let Some(block) = self.open.take() else { return };
        let mut others: Vec<(String, Says)> = Vec::new();
        for (place, at) in self.others().into_iter().enumerate() {
            let (host, says) = (&self.hosts[at], Says::read(answers.get(place), &block));
            match others.iter_mut().find(|(known, _)| known == host) {
                // Of two addresses of one host the first that answers speaks for it.
                Some((_, known)) if *known == Says::Nothing => *known = says,
                Some(_) => {}
                None => others.push((host.clone(), says)),
            }
        }
        self.heard = Some(Heard { hash: block.hash, others });
    }

    /// Nobody is to be asked any more, until there is a block again.
    pub fn close(&mut self) {
        self.open = None;
    }

    /// Whether it is not known yet who stands behind the newest block.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// What is proven over this block stands on this; nothing is where too few are behind it.
    pub fn proven(&self, block: &BlockRef) -> Option<Evidence> {
        let of_this = |heard: &&Heard| heard.hash == block.hash;
        let is_enough = self.needed() <= 1
            || (self.heard.as_ref().filter(of_this).is_some() && self.is_reached());
        is_enough.then(|| Evidence::Proven {
            endpoints: self.behind().into_iter().map(str::to_owned).collect(),
            asked: self.asked(),
            block: block.clone(),
        })
    }

    /// What is to be said of those who were heard last.
    pub fn trouble(&self) -> Option<Trouble> {
        if let Some(standing) = self.shortfall() {
            return Some(Trouble::Alone(standing));
        }
        let against = self.who(Says::Another);
        let others = against.iter().map(|host| format!("{host} has another block there"));
        (!against.is_empty()).then(|| Trouble::Disputed(others.collect::<Vec<_>>().join("; ")))
    }

    /// Why nothing is proven over the newest block, by who said what of it; none where
    /// enough are behind it, or where that was never asked.
    pub fn shortfall(&self) -> Option<String> {
        if self.needed() <= 1 || self.heard.is_none() || self.is_reached() {
            return None;
        }
        let behind = self.behind();
        let mut said = format!(
            "behind its block stand {} of {} endpoints ({}), and {} must",
            behind.len(),
            self.asked(),
            behind.join(", "),
            self.needed()
        );
        for (says, what) in [
            (Says::Another, "has another block there"),
            (Says::NotThere, "has not come as far"),
            (Says::Nothing, "gives no answer"),
        ] {
            for host in self.who(says) {
                said.push_str(&format!("; {host} {what}"));
            }
        }
        Some(said)
    }

    /// As many name the block as must, and more than name another: as in a resolve, of two
    /// that contradict each other none is believed for being asked first.
    fn is_reached(&self) -> bool {
        let (with, against) = (self.behind().len(), self.who(Says::Another).len());
        with >= self.needed() as usize && with > against
    }

    /// Who stands behind the block: whoever told of it, and those who name the same.
    fn behind(&self) -> Vec<&str> {
        let alone = self.needed() <= 1;
        let others = if alone { Vec::new() } else { self.who(Says::Same) };
        std::iter::once(self.host()).chain(others).collect()
    }

    fn who(&self, says: Says) -> Vec<&str> {
        let others = self.heard.iter().flat_map(|heard| &heard.others);
        others.filter(|(_, said)| *said == says).map(|(host, _)| host.as_str()).collect()
    }

    /// How many hosts are asked, the one that is watched through among them.
    fn asked(&self) -> u32 {
        if self.needed() <= 1 { 1 } else { self.voices() }
    }

    /// How many must name the block.
    fn needed(&self) -> u32 {
        self.agree.unwrap_or(self.voices() / 2 + 1)
    }

    fn voices(&self) -> u32 {
        let others: BTreeSet<&String> =
            self.others().into_iter().map(|at| &self.hosts[at]).collect();
        u32::try_from(others.len() + 1).unwrap_or(u32::MAX)
    }

    /// The places of those on other hosts.
    fn others(&self) -> Vec<usize> {
        let places = 0..self.hosts.len();
        let others = places.filter(|place| self.hosts[*place] != self.host());
        others.take(WATCHING_VOICES_MAX).collect()
    }
}

impl Says {
    fn read(answer: Option<&Answer>, block: &BlockRef) -> Self {
        match answer {
            Some(Ok(said)) if said.is_null() => Self::NotThere,
            // A block of another number is no answer to what was asked.
            Some(Ok(said)) => match read_block(said).filter(|said| said.number == block.number) {
                Some(said) if said.hash == block.hash => Self::Same,
                Some(_) => Self::Another,
                None => Self::Nothing,
            },
            Some(Err(_)) | None => Self::Nothing,
        }
    }
}
