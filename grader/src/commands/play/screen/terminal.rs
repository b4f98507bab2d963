//! The terminal while a check is played: taken for a full screen, and given back however this ends.

use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use ratatui_core::terminal::Frame;
use ratatui_crossterm::crossterm::event::{self, Event};

use crate::commands::full_screen::{self, FullScreen};

/// How often is looked whether the program is to end.
const LOOK: Duration = Duration::from_millis(100);

/// Keys and changes of size, read by a thread of its own until the process ends: from a terminal that was closed its
/// library reads for ever, and does not come back to be told that this is the end.
static EVENTS: LazyLock<Mutex<Receiver<Event>>> = LazyLock::new(|| {
    let (sender, events) = mpsc::channel();
    thread::spawn(move || {
        while let Ok(event) = event::read() {
            if sender.send(event).is_err() {
                break;
            }
        }
    });
    Mutex::new(events)
});

/// The terminal as long as it shows a full screen. Dropped, it is as it was before; so it is after a panic.
pub struct Terminal(FullScreen);

impl Terminal {
    /// Takes the terminal.
    ///
    /// # Errors
    /// The terminal refuses.
    pub fn take() -> io::Result<Self> {
        signals::note()?;
        full_screen::enter().map(Self)
    }

    /// Draws a frame.
    ///
    /// # Errors
    /// It cannot be drawn on, and the program was not told to end.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        match self.0.draw(draw) {
            // A terminal that was closed: the next event is the end.
            Err(_) if signals::came() => Ok(()),
            drawn => drawn.map(drop),
        }
    }

    /// Waits for what happens next. Nothing does once the program was told to end, or the terminal is gone.
    pub fn next(&self) -> Option<Event> {
        let events = EVENTS.lock().unwrap_or_else(PoisonError::into_inner);
        while !signals::came() && !is_gone() {
            match events.recv_timeout(LOOK) {
                Err(RecvTimeoutError::Timeout) => {}
                received => return received.ok(),
            }
        }
        None
    }
}

/// Whether the terminal was closed. The signal that says so is not sent to everybody.
#[cfg(unix)]
fn is_gone() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdin = rustix::stdio::stdin();
    let mut look = [PollFd::new(&stdin, PollFlags::empty())];
    let at_once = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    let ended = PollFlags::HUP | PollFlags::ERR;
    poll(&mut look, Some(&at_once)).is_ok() && look[0].revents().intersects(ended)
}

#[cfg(not(unix))]
fn is_gone() -> bool {
    false
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // If the terminal is gone, there is nothing to give back.
        let _ = full_screen::leave();
    }
}

/// The signals that end a program: noted, so that it ends as by `q`, with the terminal given back and what was won
/// remembered. They stay noted until the process ends, because a level that comes after would not be killed either.
#[cfg(unix)]
mod signals {
    use std::io;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, LazyLock, Once};

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    static CAME: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

    /// Notes them from now on.
    pub fn note() -> io::Result<()> {
        static NOTED: Once = Once::new();
        let mut noted = Ok(());
        NOTED.call_once(|| {
            let mut each = [SIGHUP, SIGINT, SIGTERM].into_iter();
            let flag = |signal| signal_hook::flag::register(signal, Arc::clone(&CAME)).map(drop);
            noted = each.try_for_each(flag);
        });
        noted
    }

    /// Whether one came.
    pub fn came() -> bool {
        CAME.load(Ordering::Relaxed)
    }
}

/// Elsewhere a console that is closed ends the process.
#[cfg(not(unix))]
mod signals {
    pub fn note() -> std::io::Result<()> {
        Ok(())
    }

    pub fn came() -> bool {
        false
    }
}
