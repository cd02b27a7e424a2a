//! What a window can open on: the X server that `DISPLAY` names, if it answers.

/// What there is to open a window on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Display {
    /// The system's own, an X server that answers, or a page's canvas.
    Here,
    /// A Wayland session in which no X server answers; windows here speak X11.
    WaylandAlone,
    Nowhere,
}

/// Every other system has a display, or would not run a program that opens windows.
#[cfg(any(windows, target_os = "macos", target_arch = "wasm32"))]
pub fn display() -> Display {
    Display::Here
}

#[cfg(not(any(windows, target_os = "macos", target_arch = "wasm32")))]
pub use x11::display;

#[cfg(not(any(windows, target_os = "macos", target_arch = "wasm32")))]
mod x11 {
    use std::env;
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use x11rb::rust_connection::RustConnection;

    use super::Display;

    /// How long a server may take to answer: one across the network, too.
    const PATIENCE: Duration = Duration::from_secs(3);

    /// What there is here. A name in `DISPLAY` may have outlived its server, or be that of
    /// a server that lets this user do nothing: it counts once the server has answered.
    pub fn display() -> Display {
        if answers(None) {
            return Display::Here;
        }
        let named = |name: &&str| env::var_os(name).is_some_and(|value| !value.is_empty());
        match ["WAYLAND_DISPLAY", "WAYLAND_SOCKET"].iter().any(named) {
            true => Display::WaylandAlone,
            false => Display::Nowhere,
        }
    }

    /// Whether a display's server takes a connection in time; without a name, the one that
    /// `DISPLAY` names.
    fn answers(display: Option<&'static str>) -> bool {
        let (tell, told) = mpsc::channel();
        // Nothing ends a connection that hangs but its thread, which may hang on.
        thread::spawn(move || tell.send(RustConnection::connect(display).is_ok()));
        told.recv_timeout(PATIENCE).unwrap_or(false)
    }

    #[cfg(test)]
    mod tests {
        use std::io::{Read, Write};
        use std::net::TcpListener;

        use super::*;

        /// A server's answer: it takes the connection and has one screen, of no size.
        fn yes() -> Vec<u8> {
            const SCREEN: usize = 40;
            let mut answer = vec![1, 0, 11, 0, 0, 0, (32 + SCREEN as u8) / 4, 0];
            let mut setup = [0; 32 + SCREEN];
            setup[4..12].copy_from_slice(&[0, 0, 32, 0, 255, 255, 31, 0]);
            setup[18] = 255;
            setup[20] = 1;
            answer.extend(setup);
            answer
        }

        /// The name of a display whose server says this to whoever comes; it listens until
        /// the end of the test.
        fn server(says: Vec<u8>) -> &'static str {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
            let port = listener.local_addr().expect("it has an address").port();
            thread::spawn(move || {
                let (mut caller, _) = listener.accept().expect("somebody comes");
                let asked = caller.read(&mut [0; 512]).expect("and asks");
                assert!(asked > 0, "it hung up");
                caller.write_all(&says).expect("and hears the answer");
                // A server that hangs holds the line.
                if says.is_empty() {
                    thread::park();
                }
            });
            format!("127.0.0.1:{}", port - 6_000).leak()
        }

        #[test]
        fn a_display_is_there_when_its_server_answers() {
            let no = [&[0, 2, 11, 0, 0, 0, 1, 0][..], b"no  "].concat();
            let rows = [
                ("one that answers", server(yes()), true),
                ("one that refuses", server(no), false),
                ("one that hangs", server(Vec::new()), false),
                ("none any more", ":4711", false),
                ("none any more, across the network", "127.0.0.1:59000", false),
                ("no name of a display", "nonsense", false),
            ];
            for (what, display, expected) in rows {
                assert_eq!(answers(Some(display)), expected, "{what}: {display}");
            }
        }
    }
}
