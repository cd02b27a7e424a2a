//! The line between the gallery and whoever watches works and checks proofs: orders go
//! out, news come in, and no frame waits for either.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use bevy::prelude::*;

use crate::ownership::live::{News, Order};

/// What the gallery asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// What is to be watched from now on.
    Watch(Order),
    /// A work's stored proof and its signed records are to be checked, where it is not done in
    /// the gallery itself.
    #[cfg(not(feature = "verify"))]
    Check(String),
}

/// Both directions.
#[derive(Resource)]
pub(super) struct Line {
    ask: Box<dyn Fn(Ask) + Send + Sync>,
    tell: Sender<News>,
    heard: Mutex<Receiver<News>>,
}

impl Default for Line {
    /// Nobody watches; what is checked here is heard all the same.
    fn default() -> Self {
        Self::new(|_| ())
    }
}

impl Line {
    pub fn new(ask: impl Fn(Ask) + Send + Sync + 'static) -> Self {
        let (tell, heard) = channel();
        Self { ask: Box::new(ask), tell, heard: Mutex::new(heard) }
    }

    /// A line on which a task of this program watches through the endpoints, at this pace;
    /// the default one where none are named.
    #[cfg(feature = "verify")]
    pub fn to(endpoints: &crate::ownership::live::Endpoints, pace: crate::source::Pace) -> Self {
        use futures::channel::mpsc::unbounded;
        if endpoints.named.values().all(Vec::is_empty) && endpoints.own.is_none() {
            return Self::default();
        }
        let (orders, taken) = unbounded();
        let line = Self::new(move |ask| {
            let Ask::Watch(order) = ask;
            // Who does not listen any more needs no order.
            let _ = orders.unbounded_send(order);
        });
        let teller = line.teller();
        let tell = move |news| {
            // A gallery that is closing listens no more.
            let _ = teller.send(news);
        };
        crate::platform::net::spawn(crate::source::watch(endpoints.clone(), pace, taken, tell));
        line
    }

    pub fn ask(&self, ask: Ask) {
        (self.ask)(ask);
    }

    /// Where news are told.
    pub fn teller(&self) -> Sender<News> {
        self.tell.clone()
    }

    /// What was told since the last frame.
    pub fn heard(&self) -> Vec<News> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).try_iter().collect()
    }
}
