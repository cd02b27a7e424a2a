//! A real window on a virtual screen, drawn in software: it opens, shows the rooms and
//! closes; and what is said where there is a screen and nothing that draws, or no screen.
#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, ImageFormat, MapState, Window,
};
use x11rb::rust_connection::RustConnection;

/// Longer than this nothing may take on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(240);

/// The title of the built-in exhibition, which its window bears.
const TITLE: &str = "Nothing Here Was Drawn";

/// The window's size, in pixels.
const SIZE: [u16; 2] = [1_280, 720];

/// An X server whose screen nobody sees; it ends with the test.
struct Screen {
    server: Running,
    name: String,
}

/// A process that ends with the test, whatever becomes of that.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Screen {
    /// None, with a sentence, where there is no Xvfb.
    fn open() -> Option<Self> {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1280x720x24", "-nolisten", "tcp"]);
        let server = match command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn() {
            Ok(server) => server,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                // Past the tests' own capture, to be read where the steps are counted.
                let _ = writeln!(
                    std::io::stderr(),
                    "\nskipped: no window is opened, for there is no Xvfb (Debian and Ubuntu: apt install xvfb)"
                );
                return None;
            }
            Err(error) => panic!("Xvfb does not start: {error}"),
        };
        let mut server = Running(server);
        let number = server.0.stdout.take().expect("its output is a pipe");
        let mut line = String::new();
        BufReader::new(number).read_line(&mut line).expect("it says which display it is");
        assert!(!line.trim().is_empty(), "Xvfb ended before it was a display");
        Some(Self { server, name: format!(":{}", line.trim()) })
    }
}

/// The program on a display, or on none, with all drivers or with none.
fn enfilade(display: Option<&str>, drivers: bool) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enfilade"));
    command.args(["--language", "en"]);
    // A visitor of whom nothing is remembered, in a folder that cannot be.
    command.env("XDG_CACHE_HOME", "/dev/null");
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XAUTHORITY"] {
        command.env_remove(name);
    }
    command.envs(display.map(|name| ("DISPLAY", name)));
    if !drivers {
        // A driver that is not there hides those that are.
        command.env("VK_DRIVER_FILES", "/nowhere.json").env("VK_ICD_FILENAMES", "/nowhere.json");
    }
    command
}

/// Asks again and again until there is an answer; in vain is a failure.
fn until<Answer>(what: &str, mut ask: impl FnMut() -> Option<Answer>) -> Answer {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(start.elapsed() < PATIENCE, "waited in vain: {what}");
        sleep(Duration::from_millis(200));
    }
}

/// The window on the screen that bears a title, once it is there to be seen.
fn window_of(x: &RustConnection, root: Window, title: &str) -> Option<Window> {
    let windows = x.query_tree(root).ok()?.reply().ok()?.children;
    windows.into_iter().find(|&window| {
        let of_window = || {
            let seen = x.get_window_attributes(window).ok()?.reply().ok()?.map_state;
            let (name, text) = (AtomEnum::WM_NAME, AtomEnum::ANY);
            let named = x.get_property(false, window, name, text, 0, 64).ok()?.reply().ok()?.value;
            Some(seen == MapState::VIEWABLE && named == title.as_bytes())
        };
        of_window().unwrap_or(false)
    })
}

/// How light the window's picture is, from 0 to 255, and how far it spreads around that: 0
/// where nothing is drawn. Means of squares of 40 pixels.
fn light_of(x: &RustConnection, window: Window) -> Option<(f32, f32)> {
    let [width, height] = SIZE;
    let format = ImageFormat::Z_PIXMAP;
    let image = x.get_image(format, window, 0, 0, width, height, !0).ok()?.reply().ok()?;
    let (width, height) = (usize::from(width), usize::from(height));
    let mut squares = vec![0.0; (width / 40) * (height / 40)];
    for (at, pixel) in image.data.chunks_exact(4).enumerate() {
        let square = at / width / 40 * (width / 40) + at % width / 40;
        let light: f32 = pixel[..3].iter().copied().map(f32::from).sum();
        squares[square] += light / 3.0 / 1_600.0;
    }
    let count = squares.len() as f32;
    let mean = squares.iter().sum::<f32>() / count;
    let spread = squares.iter().map(|light| (light - mean).powi(2)).sum::<f32>() / count;
    Some((mean, spread.sqrt()))
}

/// What a window's frame asks when its button is pressed.
fn close(x: &RustConnection, window: Window) {
    let atom = |name: &str| {
        let asked = x.intern_atom(false, name.as_bytes()).expect("the server is asked");
        asked.reply().expect("the server answers").atom
    };
    let data = [atom("WM_DELETE_WINDOW"), x11rb::CURRENT_TIME, 0, 0, 0];
    let event = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS"), data);
    x.send_event(false, window, EventMask::NO_EVENT, event).expect("the window is told");
    x.flush().expect("the window is told");
}

/// How a program ended, and what it said beside its result.
fn end_of(program: &mut Running) -> (ExitStatus, String) {
    let status = until("the program's end", || program.0.try_wait().expect("it can be asked"));
    let mut said = String::new();
    let mut pipe = program.0.stderr.take().expect("its errors are a pipe");
    pipe.read_to_string(&mut said).expect("it is text");
    (status, said)
}

#[test]
fn a_window_opens_shows_the_rooms_and_closes() {
    let Some(screen) = Screen::open() else { return };
    let (x, number) = RustConnection::connect(Some(&screen.name)).expect("the screen answers");
    let root = x.setup().roots[number].root;
    let mut command = enfilade(Some(&screen.name), true);
    let program = command.stderr(Stdio::piped()).spawn().expect("the program runs");
    let mut program = Running(program);
    let mut still_runs = || {
        if program.0.try_wait().expect("it can be asked").is_some() {
            panic!("it ended by itself: {:?}", end_of(&mut program));
        }
    };
    let window = until("a window with the exhibition's title", || {
        still_runs();
        window_of(&x, root, TITLE)
    });
    let size = x.get_geometry(window).expect("the server is asked").reply().expect("it answers");
    assert_eq!([size.width, size.height], SIZE);
    let mut last = None;
    let (light, spread) = until("a picture of the rooms", || {
        still_runs();
        last = light_of(&x, window);
        // Walls are light, and pictures hang on them.
        last.filter(|(light, spread)| *light > 90.0 && *spread > 8.0)
    });
    println!("light {light}, spread {spread}");
    close(&x, window);
    let (status, said) = end_of(&mut program);
    assert_eq!(status.code(), Some(0), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    drop(screen.server);
}

#[test]
fn without_a_driver_or_without_a_screen_it_is_said_in_one_sentence() {
    let check = |display: Option<&str>, drivers: bool, expected: &str| {
        let mut command = enfilade(display, drivers);
        let program = command.stderr(Stdio::piped()).spawn().expect("the program runs");
        let (status, said) = end_of(&mut Running(program));
        let what = format!("on {display:?}, drivers: {drivers}: {said}");
        assert_eq!(status.code(), Some(1), "{what}");
        assert!(said.starts_with("enfilade: ") && said.contains(expected), "{what}");
        assert_eq!(said.lines().count(), 1, "{what}");
    };
    check(None, true, "there is no display to open a window on");
    let Some(screen) = Screen::open() else { return };
    check(Some(&screen.name), false, "no graphics device was found");
    drop(screen.server);
}
