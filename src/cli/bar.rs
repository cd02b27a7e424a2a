//! A progress bar on a terminal, for what takes longer than a second.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that shows itself once a second has passed, whether or not anything was said
/// until then, and only where a terminal is.
#[derive(Debug)]
pub struct Bar {
    bar: ProgressBar,
    /// Tells the one who waits for the second to pass that there is nothing to show.
    ended: Sender<()>,
}

/// What is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often a bar that shows itself is drawn again.
const TICK: Duration = Duration::from_millis(200);

impl Bar {
    /// A bar over so many steps; its words say what is done in each.
    pub fn new(steps: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:28} {pos}/{len}  {wide_msg}");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("━╸─"));
        }
        let (ended, end) = channel();
        let shown = bar.clone();
        // A single step may be the slow one: nobody but a clock can be relied on. Where
        // no thread is to be had, there is no bar, and the work goes on.
        let _ = thread::Builder::new().spawn(move || {
            if end.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                // Draws nothing where standard error is no terminal.
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(TICK);
            }
        });
        Self { bar, ended }
    }

    #[cfg(any(feature = "resolve", feature = "publish", feature = "gallery"))]
    pub fn set_steps(&self, steps: usize) {
        self.bar.set_length(steps as u64);
    }

    /// So many steps are done, and this comes next.
    pub fn at(&self, done: usize, what: &str) {
        self.bar.set_position(done as u64);
        self.say(what);
    }

    /// One more step is done.
    #[cfg(feature = "resolve")]
    pub fn step(&self, what: &str) {
        self.bar.inc(1);
        self.say(what);
    }

    /// What is being done now.
    pub fn say(&self, what: &str) {
        self.bar.set_message(what.to_owned());
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        // Nobody listens any more where the bar has shown itself.
        let _ = self.ended.send(());
        self.bar.finish_and_clear();
    }
}
