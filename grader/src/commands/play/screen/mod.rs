//! Playing on a screen: the whole terminal, redrawn after each key.

mod keys;
mod source;
mod view;

use std::io;

use ratatui::crossterm::event::{self, Event};
use ratatui::{DefaultTerminal, Frame};

use super::player::Player;
use super::table::Input;
use view::Screen;

/// Plays until the player leaves. The terminal is given back as it was, also after a panic.
///
/// # Errors
/// The terminal cannot be read or drawn on.
pub fn play(player: &mut Player<'_>, colour: bool) -> io::Result<()> {
    let mut terminal = ratatui::try_init()?;
    let played = on(&mut terminal, player, colour);
    ratatui::try_restore()?;
    played
}

fn on(terminal: &mut DefaultTerminal, player: &mut Player<'_>, colour: bool) -> io::Result<()> {
    player.begin();
    loop {
        terminal.draw(|frame| draw(frame, player, colour, false))?;
        let Event::Key(key) = event::read()? else {
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
