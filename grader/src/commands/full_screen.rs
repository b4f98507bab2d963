//! The terminal as one full screen: entered, left, and left after a panic too. The parts of ratatui that are wanted are
//! depended on one by one, because ratatui itself brings a dozen packages that are not, and cargo reads about each of
//! them whenever a student runs a check.

use std::io::{self, Stdout, stdout};
use std::panic;
use std::sync::Once;

use ratatui_core::terminal::Terminal;
use ratatui_crossterm::CrosstermBackend;
use ratatui_crossterm::crossterm::execute;
use ratatui_crossterm::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};

/// A full screen on the standard output.
pub type FullScreen = Terminal<CrosstermBackend<Stdout>>;

/// Enters it. From now on a panic leaves it before it is reported.
///
/// # Errors
/// The terminal refuses; then it is as it was before.
pub fn enter() -> io::Result<FullScreen> {
    leave_on_panic();
    let entered = enter_again().and_then(|()| Terminal::new(CrosstermBackend::new(stdout())));
    entered.inspect_err(|_| drop(leave()))
}

/// Enters it after [`leave`]; what it showed has to be drawn again.
///
/// # Errors
/// The terminal refuses.
pub fn enter_again() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen)
}

/// Gives the terminal back as it was before [`enter`].
///
/// # Errors
/// The terminal refuses, for example because it is gone.
pub fn leave() -> io::Result<()> {
    // Each is tried, also if the other fails.
    let raw = disable_raw_mode();
    execute!(stdout(), LeaveAlternateScreen).and(raw)
}

/// Once for the process: a hook calls the one that was there before, so that two would leave twice.
fn leave_on_panic() {
    static SET: Once = Once::new();
    SET.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let _ = leave();
            before(info);
        }));
    });
}
