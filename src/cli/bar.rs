//! A progress bar on a terminal, for what takes longer than a second.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that shows itself once a second has passed, and only where a terminal is.
#[derive(Debug)]
pub struct Bar {
    bar: ProgressBar,
    begun: Instant,
    shown: std::sync::atomic::AtomicBool,
}

/// What is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

impl Bar {
    /// A bar over so many steps; its words say what is done in each.
    pub fn new(steps: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:28} {pos}/{len}  {wide_msg}");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("━╸─"));
        }
        Self { bar, begun: Instant::now(), shown: false.into() }
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
        use std::sync::atomic::Ordering;
        if self.begun.elapsed() > PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            // Draws nothing where standard error is no terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.bar.enable_steady_tick(Duration::from_millis(200));
        }
        self.bar.set_message(what.to_owned());
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
