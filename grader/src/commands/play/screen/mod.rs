//! Playing on a screen: the whole terminal, redrawn after each key.

mod keys;
mod source;
mod terminal;
mod view;

use std::io;

use ratatui_core::terminal::Frame;
use ratatui_crossterm::crossterm::event::Event;

use super::player::Player;
use super::table::Input;
use terminal::Terminal;
use view::Screen;

/// Plays until the player leaves, or the program is told to end. The terminal is given back as it was, also after a panic.
///
/// # Errors
/// The terminal cannot be drawn on.
pub fn play(player: &mut Player<'_>, colour: bool) -> io::Result<()> {
    let mut terminal = Terminal::take()?;
    player.begin();
    loop {
        terminal.draw(|frame| draw(frame, player, colour, false))?;
        let Some(event) = terminal.next() else {
            return Ok(());
        };
        let Event::Key(key) = event else {
            // The size has changed: drawn anew.
            continue;
        };
        let Some(input) = keys::input(&key) else {
            continue;
        };
        if matches!(input, Input::Show | Input::Hint) {
            terminal.draw(|frame| draw(frame, player, colour, true))?;
        }
        if player.input(input) {
            return Ok(());
        }
    }
}

fn draw(frame: &mut Frame<'_>, player: &Player<'_>, colour: bool, is_busy: bool) {
    let screen = Screen {
        table: player.table(),
        sources: player.sources(),
        story: player.story(),
        colour,
        is_busy,
    };
    screen.draw(frame);
}
