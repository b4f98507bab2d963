//! The terminal while a check is played: taken for a full screen, and given back however this ends.

use std::io;
use std::time::Duration;

use ratatui::crossterm::event::{self, Event};
use ratatui::{DefaultTerminal, Frame};

/// How often is looked whether the program is to end.
const LOOK: Duration = Duration::from_millis(100);

/// The terminal as long as it shows a full screen. Dropped, it is as it was before; so it is after a panic.
pub struct Terminal(DefaultTerminal);

impl Terminal {
    /// Takes the terminal.
    ///
    /// # Errors
    /// The terminal refuses.
    pub fn take() -> io::Result<Self> {
        signals::note()?;
        let terminal = ratatui::try_init().inspect_err(|_| ratatui::restore())?;
        Ok(Self(terminal))
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
        loop {
            if signals::came() {
                return None;
            }
            match event::poll(LOOK) {
                Ok(false) => {}
                Ok(true) => return event::read().ok(),
                Err(_) => return None,
            }
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // If the terminal is gone, there is nothing to give back.
        let _ = ratatui::try_restore();
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
            let each = [SIGHUP, SIGINT, SIGTERM].into_iter();
            let flag = |signal| signal_hook::flag::register(signal, Arc::clone(&CAME)).map(drop);
            noted = each.map(flag).collect();
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
