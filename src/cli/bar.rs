//! A progress bar on a terminal, for what takes longer than a second.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that shows itself once a second has passed, whether or not anything was said
/// until then, and only where a terminal is. It goes when it is dropped.
#[derive(Debug)]
pub struct Bar {
    bar: ProgressBar,
    showing: Later,
}

/// What is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often a bar that shows itself is drawn again.
const TICK: Duration = Duration::from_millis(200);

impl Bar {
    /// A bar over so many steps; its words say what is done in each.
    pub fn new(steps: usize) -> Self {
        // Draws nothing where standard error is no terminal.
        Self::on(ProgressDrawTarget::stderr, steps, PATIENCE)
    }

    /// The same on another screen, shown after another while.
    fn on(
        screen: impl FnOnce() -> ProgressDrawTarget + Send + 'static,
        steps: usize,
        patience: Duration,
    ) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:28} {pos}/{len}  {wide_msg}");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("━╸─"));
        }
        let shown = bar.clone();
        let showing = Later::after(patience, move || {
            shown.set_draw_target(screen());
            shown.enable_steady_tick(TICK);
        });
        Self { bar, showing }
    }

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
        #[cfg(test)]
        said::note(what);
        self.bar.set_message(what.to_owned());
    }

    /// Takes the bar away.
    pub fn clear(self) {}
}

impl Drop for Bar {
    fn drop(&mut self) {
        // First: a bar that is away must not show itself.
        self.showing.call_off();
        self.bar.finish_and_clear();
    }
}

/// What is done once a while has passed, unless it is called off before.
#[derive(Debug)]
struct Later(Option<(Sender<()>, JoinHandle<()>)>);

impl Later {
    fn after(wait: Duration, act: impl FnOnce() + Send + 'static) -> Self {
        let (kept, gone) = channel::<()>();
        // A single step may be the slow one: nobody but a clock can be relied on. Where
        // no thread is to be had, there is no bar, and the work goes on.
        let thread = thread::Builder::new().spawn(move || {
            if gone.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                act();
            }
        });
        Self(thread.ok().map(|thread| (kept, thread)))
    }

    /// From here on it is done whole, or never.
    fn call_off(&mut self) {
        if let Some((kept, thread)) = self.0.take() {
            drop(kept);
            // A thread that panicked has shown nothing, which is no reason to end the work.
            let _ = thread.join();
        }
    }
}

/// What bars said in a thread, for tests of commands: no terminal is there to read it on.
#[cfg(test)]
pub mod said {
    use std::cell::RefCell;

    thread_local! {
        static SAID: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    }

    pub(super) fn note(what: &str) {
        SAID.with_borrow_mut(|said| said.push(what.to_owned()));
    }

    /// Does something, and gives what was said meanwhile.
    pub fn during(act: impl FnOnce()) -> Vec<String> {
        SAID.take();
        act();
        SAID.take()
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};
    use std::time::Instant;

    use indicatif::TermLike;

    use super::*;

    /// A terminal of one line: whether anything was ever written, and what stands there.
    #[derive(Clone, Debug, Default)]
    struct Screen(Arc<Mutex<(bool, String)>>);

    impl Screen {
        fn bar(&self, steps: usize, patience: Duration) -> Bar {
            let screen = self.clone();
            Bar::on(move || ProgressDrawTarget::term_like(Box::new(screen)), steps, patience)
        }

        fn comes_to_show(&self, words: &str) {
            let end = Instant::now() + Duration::from_secs(20);
            while !self.0.lock().unwrap().1.contains(words) {
                assert!(Instant::now() < end, "“{words}” never stood in {:?}", self.0);
                thread::sleep(Duration::from_millis(5));
            }
        }
    }

    impl TermLike for Screen {
        fn width(&self) -> u16 {
            80
        }

        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn write_line(&self, words: &str) -> io::Result<()> {
            self.write_str(words)
        }

        fn write_str(&self, words: &str) -> io::Result<()> {
            let mut screen = self.0.lock().unwrap();
            screen.0 = true;
            screen.1.push_str(words);
            Ok(())
        }

        fn clear_line(&self) -> io::Result<()> {
            self.0.lock().unwrap().1.clear();
            Ok(())
        }

        fn flush(&self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_bar_comes_when_patience_is_over_and_goes_when_the_work_is_done() {
        let screen = Screen::default();
        let bar = screen.bar(3, Duration::ZERO);
        // Before anything was said: the first step may be the slow one.
        screen.comes_to_show("0/3");
        bar.at(1, "the second");
        screen.comes_to_show("1/3  the second");
        bar.set_steps(4);
        bar.say("still the second");
        screen.comes_to_show("1/4  still the second");
        bar.clear();
        assert_eq!(screen.0.lock().unwrap().1.trim(), "");
    }

    #[test]
    fn a_bar_goes_with_work_that_fails() {
        let screen = Screen::default();
        let work = || -> Result<(), ()> {
            let _bar = screen.bar(3, Duration::ZERO);
            screen.comes_to_show("0/3");
            Err(())
        };
        work().unwrap_err();
        assert_eq!(screen.0.lock().unwrap().1.trim(), "");
    }

    #[test]
    fn what_is_done_before_patience_is_over_shows_nothing() {
        let screen = Screen::default();
        let bar = screen.bar(3, Duration::from_secs(3_600));
        bar.at(1, "the second");
        bar.clear();
        assert_eq!(*screen.0.lock().unwrap(), (false, String::new()));
    }
}
