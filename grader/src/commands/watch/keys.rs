//! What the keys do.

use ratatui_crossterm::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::message::Effect;
use super::place;
use super::state::{Screen, Scroll, State};
use super::update::{begin, go_to};
use crate::standing::Standing;

/// Lines that stay on the screen when a page is turned.
const KEPT: usize = 2;

/// Columns that one step to the side goes.
const ASIDE: usize = 8;

/// Takes up a key.
pub fn pressed(state: &mut State, key: KeyEvent) -> Vec<Effect> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    if control && matches!(key.code, KeyCode::Char('c' | 'd')) {
        return vec![Effect::Quit];
    }
    if control {
        return Vec::new();
    }
    // A terminal sends Alt and a key as Escape and the key, and so one cannot be told from the other where the two are
    // read at once. Alt means nothing here.
    if key.modifiers.contains(KeyModifiers::ALT) {
        let alone = KeyEvent::new(key.code, key.modifiers - KeyModifiers::ALT);
        let mut effects = pressed(state, KeyCode::Esc.into());
        effects.extend(pressed(state, alone));
        return effects;
    }
    match &state.screen {
        Screen::List { .. } => in_list(state, key.code),
        Screen::Reset => in_reset(state, key.code),
        Screen::Help | Screen::Page { .. } => on_page(state, key.code),
        Screen::Desk => on_desk(state, key.code),
    }
}

fn on_desk(state: &mut State, code: KeyCode) -> Vec<Effect> {
    let exercise = state.current;
    if scroll(state, code) {
        return Vec::new();
    }
    state.note = None;
    match code {
        KeyCode::Char('q') => return vec![Effect::Quit],
        KeyCode::Char('r') => return begin(state),
        KeyCode::Char('n') => return next(state),
        KeyCode::Char('h') => return hint(state),
        KeyCode::Char('e') => return edit(state),
        KeyCode::Char('d') => return once_passed(state, Effect::Diff { exercise }),
        KeyCode::Char('s') => return once_passed(state, Effect::Solution { exercise }),
        KeyCode::Char('x') => state.screen = Screen::Reset,
        KeyCode::Char('?') => cover(state, Screen::Help),
        KeyCode::Char('l') => cover(
            state,
            Screen::List {
                search: String::new(),
                place: exercise,
            },
        ),
        KeyCode::Tab => choose(state, 1),
        KeyCode::BackTab => choose(state, -1),
        _ => {}
    }
    Vec::new()
}

fn cover(state: &mut State, screen: Screen) {
    state.screen = screen;
    state.scroll = Scroll::default();
}

/// Shows another check, so many further on.
fn choose(state: &mut State, by: isize) {
    let count = state.checks.len();
    if count > 0 && state.common().is_none() {
        let place = state.selected.cast_signed() + by;
        state.selected = place.rem_euclid(count.cast_signed()).unsigned_abs();
        state.chosen = true;
        state.hint = None;
        state.scroll = Scroll::default();
    }
}

/// Goes to the next exercise that has not passed, after the current one and then from the beginning.
fn next(state: &mut State) -> Vec<Effect> {
    let count = state.rows.len();
    let others = (1..count).map(|by| (state.current + by) % count);
    let mut open = others.filter(|&place| state.rows[place].standing != Standing::Passed);
    match open.next() {
        Some(place) => go_to(state, place),
        None => {
            let whole = if state.passed() {
                "every exercise has passed"
            } else {
                "every other exercise has passed"
            };
            state.note = Some(format!("{whole}; `l` lists them all"));
            Vec::new()
        }
    }
}

/// Asks for a hint for the check that is shown, or for the first that fails.
fn hint(state: &mut State) -> Vec<Effect> {
    if state.is_running() {
        state.note = Some("hints come when the checks are done".to_owned());
        return Vec::new();
    }
    let shown = state.check().filter(|check| check.fails());
    let failing = || state.checks.iter().find(|check| check.fails());
    match shown.or_else(failing) {
        Some(check) => vec![Effect::Hint {
            exercise: state.current,
            check: check.name.clone(),
        }],
        None => {
            let name = &state.row().name;
            state.note = Some(format!("no check of {name} fails, so there is no hint"));
            Vec::new()
        }
    }
}

fn edit(state: &State) -> Vec<Effect> {
    let outcome = state.check().and_then(|check| check.outcome.as_ref());
    let place = outcome.and_then(place::of);
    let (file, line) = place.map_or((None, None), |(file, line)| (Some(file), Some(line)));
    vec![Effect::Edit {
        file,
        line,
        exercise: state.current,
    }]
}

fn once_passed(state: &mut State, effect: Effect) -> Vec<Effect> {
    if state.passed() {
        return vec![effect];
    }
    let name = &state.row().name;
    state.note = Some(format!(
        "the solution is shown once every check passes; `grader diff {name} --force` shows it before"
    ));
    Vec::new()
}

fn in_reset(state: &mut State, code: KeyCode) -> Vec<Effect> {
    state.screen = Screen::Desk;
    match code {
        KeyCode::Char('y') => vec![Effect::Reset {
            exercise: state.current,
        }],
        KeyCode::Char('q') => vec![Effect::Quit],
        _ => {
            state.note = Some("nothing was reset".to_owned());
            Vec::new()
        }
    }
}

fn on_page(state: &mut State, code: KeyCode) -> Vec<Effect> {
    if scroll(state, code) {
        return Vec::new();
    }
    match code {
        KeyCode::Char('q') => return vec![Effect::Quit],
        // From the comparison to the solution and back, and on to the next exercise.
        KeyCode::Char('d' | 's' | 'n' | 'l') => {
            cover(state, Screen::Desk);
            return on_desk(state, code);
        }
        _ => cover(state, Screen::Desk),
    }
    Vec::new()
}

fn in_list(state: &mut State, code: KeyCode) -> Vec<Effect> {
    let Screen::List { search, place } = &state.screen else {
        return Vec::new();
    };
    let (mut search, place) = (search.clone(), *place);
    let found = state.found(&search);
    let last = found.len().saturating_sub(1);
    let place = match code {
        KeyCode::Esc => {
            state.screen = Screen::Desk;
            return Vec::new();
        }
        KeyCode::Enter => {
            let Some(&exercise) = found.get(place.min(last)) else {
                return Vec::new();
            };
            if exercise == state.current {
                state.screen = Screen::Desk;
                return Vec::new();
            }
            return go_to(state, exercise);
        }
        KeyCode::Up | KeyCode::BackTab => place.saturating_sub(1),
        KeyCode::Down | KeyCode::Tab => (place + 1).min(last),
        KeyCode::PageUp | KeyCode::Home => 0,
        KeyCode::PageDown | KeyCode::End => last,
        KeyCode::Backspace => {
            search.pop();
            0
        }
        KeyCode::Char(typed) => {
            search.push(typed);
            0
        }
        _ => place,
    };
    state.screen = Screen::List { search, place };
    Vec::new()
}

/// Scrolls, if that is what the key is for.
fn scroll(state: &mut State, code: KeyCode) -> bool {
    let extent = state.extent;
    let lowest = extent.lines.saturating_sub(extent.height);
    let page = extent.height.saturating_sub(KEPT).max(1);
    let rightmost = extent.columns.saturating_sub(extent.width);
    let Scroll { down, right } = &mut state.scroll;
    *down = match code {
        KeyCode::Up | KeyCode::Char('k') => down.saturating_sub(1),
        KeyCode::Down | KeyCode::Char('j') => *down + 1,
        KeyCode::PageUp => down.saturating_sub(page),
        KeyCode::PageDown | KeyCode::Char(' ') => *down + page,
        KeyCode::Home => 0,
        KeyCode::End => lowest,
        KeyCode::Left => {
            *right = right.saturating_sub(ASIDE);
            *down
        }
        KeyCode::Right => {
            *right = (*right + ASIDE).min(rightmost);
            *down
        }
        _ => return false,
    }
    .min(lowest);
    true
}
