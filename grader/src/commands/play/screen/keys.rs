//! Which key does what.

use ratatui_crossterm::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::commands::play::table::Input;

/// What a key asks for.
pub fn input(key: &KeyEvent) -> Option<Input> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
    // Escape and a key after it, which a terminal sends as it sends Alt and the key.
    if key.modifiers.contains(KeyModifiers::ALT) {
        return Some(Input::Quit);
    }
    Some(match key.code {
        KeyCode::Char('c') if is_control => Input::Quit,
        _ if is_control => return None,
        KeyCode::Char(digit @ '1'..='9') => Input::Pick(digit as usize - '1' as usize),
        KeyCode::Up | KeyCode::Char('k') => Input::Up,
        KeyCode::Down | KeyCode::Char('j') => Input::Down,
        KeyCode::Enter | KeyCode::Right | KeyCode::Char(' ') => Input::Go,
        KeyCode::Char('b') | KeyCode::Backspace | KeyCode::Left => Input::Back,
        KeyCode::Char('s') => Input::Show,
        KeyCode::Char('h') => Input::Hint,
        KeyCode::Char('r') => Input::Restart,
        KeyCode::Char('a') => Input::Automatic,
        KeyCode::Char('n') => Input::NextRun,
        KeyCode::Char('?') => Input::Explain,
        KeyCode::Char('q') | KeyCode::Esc => Input::Quit,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_is_a_move_and_a_key_that_is_let_go_is_none() {
        let of = |code| input(&KeyEvent::new(code, KeyModifiers::NONE));
        assert_eq!(of(KeyCode::Char('2')), Some(Input::Pick(1)));
        assert_eq!(of(KeyCode::Char('0')), None);
        assert_eq!(of(KeyCode::Left), Some(Input::Back));
        let mut key = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(input(&key), Some(Input::Quit));
        let key_at_once = KeyEvent::new(KeyCode::Char('n'), KeyModifiers::ALT);
        assert_eq!(input(&key_at_once), Some(Input::Quit));
        key.kind = KeyEventKind::Release;
        assert_eq!(input(&key), None);
    }
}
