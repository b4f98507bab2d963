//! What happens at a desk, as messages, and what becomes of it.

use course::text::Paint;
use ratatui_crossterm::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::*;
use crate::commands::watch::state::{Extent, Row};

fn row(name: &str, standing: Standing) -> Row {
    Row {
        name: name.to_owned(),
        title: format!("The title of {name}"),
        practical: "23-practical".to_owned(),
        folder: format!("exercises/{name}_name"),
        file: "src/lib.rs".to_owned(),
        points: 10,
        standing,
    }
}

fn check(name: &str, verdict: Option<Verdict>) -> Check {
    Check {
        name: name.to_owned(),
        about: "about".to_owned(),
        points: 5,
        outcome: verdict.map(|verdict| Outcome::of(verdict, "said")),
        fresh: verdict.is_some(),
    }
}

/// A desk with three exercises at the second of them, which has two checks, and of which a first run is over.
fn desk(verdicts: [Verdict; 2]) -> State {
    let rows = ["ex01", "ex02", "ex03"].map(|name| row(name, Standing::Stub));
    let mut state = State::new(rows.into(), 0, Paint::Plain);
    go_to(&mut state, 1);
    let checks = ["first", "second"].map(|name| check(name, None));
    let opened = Message::Opened {
        exercise: 1,
        checks: checks.into(),
        standing: Standing::Begun,
    };
    assert_eq!(runs(update(&mut state, opened)), [(1, 2)]);
    end(&mut state, verdicts);
    state
}

/// The run that was begun last comes to its end.
fn end(state: &mut State, verdicts: [Verdict; 2]) {
    let (run, exercise) = (state.run.number, state.current);
    let passed = verdicts.iter().all(|verdict| verdict.passed());
    update(state, Message::Compiled { run });
    let ended = Message::Ended {
        run,
        exercise,
        outcomes: verdicts.map(|verdict| Outcome::of(verdict, "said")).into(),
        standing: if passed {
            Standing::Passed
        } else {
            Standing::Begun
        },
    };
    assert_eq!(update(state, ended), []);
}

/// The runs that are to be made: exercise and number.
fn runs(effects: Vec<Effect>) -> Vec<(usize, u64)> {
    let run = |effect| match effect {
        Effect::Run { exercise, run } => Some((exercise, run)),
        _ => None,
    };
    effects.into_iter().filter_map(run).collect()
}

fn press(state: &mut State, code: KeyCode) -> Vec<Effect> {
    update(state, Message::Key(KeyEvent::new(code, KeyModifiers::NONE)))
}

fn typed(state: &mut State, text: &str) {
    for letter in text.chars() {
        assert_eq!(press(state, KeyCode::Char(letter)), []);
    }
}

fn saved(exercise: usize) -> Message {
    Message::Saved {
        exercise,
        standing: Standing::Begun,
    }
}

const PASSED: Verdict = Verdict::Passed;
const RACE: Verdict = Verdict::Race;

#[test]
fn a_save_begins_a_run_and_what_an_earlier_run_tells_is_ignored() {
    let mut state = desk([RACE, PASSED]);
    let old = state.run.number;
    assert_eq!(runs(update(&mut state, saved(1))), [(1, old + 1)]);
    assert!(state.is_running() && !state.passed());
    assert_eq!(runs(update(&mut state, saved(1))), [(1, old + 2)]);
    let before = state.clone();
    let outcome = Box::new(Outcome::of(Verdict::TimedOut, "late"));
    let late = Message::CheckEnded {
        run: old + 1,
        check: "first".to_owned(),
        outcome,
    };
    update(&mut state, late);
    update(&mut state, Message::Compiled { run: old + 1 });
    assert_eq!(state, before);
}

#[test]
fn the_first_failure_is_shown_as_soon_as_it_is_known() {
    let mut state = desk([PASSED, PASSED]);
    update(&mut state, saved(1));
    let run = state.run.number;
    update(&mut state, Message::Compiled { run });
    let ended = Message::CheckEnded {
        run,
        check: "second".to_owned(),
        outcome: Box::new(Outcome::of(RACE, "lost")),
    };
    update(&mut state, ended);
    assert_eq!(state.run.phase, Phase::Checking(1));
    assert_eq!(state.check().map(|it| it.name.as_str()), Some("second"));
    assert!(!state.checks[0].fresh, "that one is of before the save");
}

#[test]
fn what_has_passed_is_not_run_again_until_it_is_asked_for() {
    let mut state = desk([PASSED, PASSED]);
    let opened = Message::Opened {
        exercise: 1,
        checks: ["first", "second"]
            .map(|name| check(name, Some(PASSED)))
            .into(),
        standing: Standing::Passed,
    };
    assert_eq!(update(&mut state, opened), []);
    assert!(state.passed());
    assert_eq!(runs(press(&mut state, KeyCode::Char('r'))).len(), 1);
}

#[test]
fn success_waits_for_n_which_goes_to_the_next_that_is_open() {
    let mut state = desk([PASSED, PASSED]);
    assert_eq!((state.current, state.passed()), (1, true));
    state.rows[2].standing = Standing::Passed;
    let effects = press(&mut state, KeyCode::Char('n'));
    assert_eq!(effects, [Effect::Cancel, Effect::Open { exercise: 0 }]);
    assert_eq!(state.rows[1].standing, Standing::Passed);
    state.rows[0].standing = Standing::Passed;
    assert_eq!(press(&mut state, KeyCode::Char('n')), []);
    assert!(
        state
            .note
            .as_ref()
            .is_some_and(|note| note.contains("every"))
    );
}

#[test]
fn another_exercise_that_is_saved_is_only_spoken_of() {
    let mut state = desk([RACE, PASSED]);
    assert_eq!(update(&mut state, saved(2)), []);
    assert_eq!(state.rows[2].standing, Standing::Begun);
    assert!(
        state
            .note
            .as_ref()
            .is_some_and(|note| note.contains("ex03 was saved"))
    );
}

#[test]
fn hints_are_for_the_check_that_is_shown_and_go_when_the_verdicts_change() {
    let mut state = desk([RACE, Verdict::Deadlock]);
    press(&mut state, KeyCode::Tab);
    let hint = Effect::Hint {
        exercise: 1,
        check: "second".to_owned(),
    };
    assert_eq!(press(&mut state, KeyCode::Char('h')), [hint]);
    update(&mut state, Message::Hint("Look.".to_owned()));
    update(&mut state, saved(1));
    end(&mut state, [RACE, Verdict::Deadlock]);
    assert_eq!(state.hint.as_deref(), Some("Look."), "it fails as before");
    assert_eq!(state.selected, 1, "and was chosen");
    update(&mut state, saved(1));
    end(&mut state, [RACE, PASSED]);
    assert_eq!((state.hint.as_deref(), state.selected), (None, 0));
    update(&mut state, saved(1));
    end(&mut state, [PASSED, PASSED]);
    assert_eq!(press(&mut state, KeyCode::Char('h')), []);
    assert!(state.note.is_some());
}

#[test]
fn the_solution_is_for_those_who_have_passed() {
    for (verdict, effects) in [(RACE, 0), (PASSED, 1)] {
        let mut state = desk([verdict, PASSED]);
        for key in ['d', 's'] {
            assert_eq!(press(&mut state, KeyCode::Char(key)).len(), effects);
        }
        assert_eq!(state.note.is_some(), effects == 0);
    }
}

#[test]
fn a_reset_is_asked_about_first() {
    let mut state = desk([RACE, PASSED]);
    assert_eq!(press(&mut state, KeyCode::Char('x')), []);
    assert_eq!(press(&mut state, KeyCode::Enter), []);
    assert_eq!(state.screen, Screen::Desk);
    press(&mut state, KeyCode::Char('x'));
    let reset = [Effect::Reset { exercise: 1 }];
    assert_eq!(press(&mut state, KeyCode::Char('y')), reset);
    let kept = "what you had written is kept in lib.rs.kept-1";
    update(&mut state, Message::Note(kept.to_owned()));
    update(&mut state, saved(1));
    end(&mut state, [RACE, PASSED]);
    assert_eq!(state.note.as_deref(), Some(kept), "until a key is pressed");
}

#[test]
fn the_list_is_searched_by_typing_and_enter_goes_there() {
    let mut state = desk([RACE, PASSED]);
    press(&mut state, KeyCode::Char('l'));
    typed(&mut state, "title q");
    assert_eq!(press(&mut state, KeyCode::Enter), [], "nothing is found");
    press(&mut state, KeyCode::Backspace);
    press(&mut state, KeyCode::Down);
    press(&mut state, KeyCode::Down);
    press(&mut state, KeyCode::Down);
    let effects = press(&mut state, KeyCode::Enter);
    assert_eq!(effects, [Effect::Cancel, Effect::Open { exercise: 2 }]);
    press(&mut state, KeyCode::Char('l'));
    press(&mut state, KeyCode::Esc);
    assert_eq!((&state.screen, state.current), (&Screen::Desk, 2));
}

#[test]
fn q_quits_from_everywhere_but_where_letters_are_typed() {
    for cover in ['?', 'x', ' '] {
        let mut state = desk([RACE, PASSED]);
        press(&mut state, KeyCode::Char(cover));
        assert_eq!(press(&mut state, KeyCode::Char('q')), [Effect::Quit]);
    }
    let mut state = desk([RACE, PASSED]);
    press(&mut state, KeyCode::Char('l'));
    assert_eq!(press(&mut state, KeyCode::Char('q')), []);
    let control_c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert_eq!(update(&mut state, Message::Key(control_c)), [Effect::Quit]);
}

#[test]
fn escape_and_a_key_read_at_once_are_both_keys() {
    let mut state = desk([RACE, PASSED]);
    press(&mut state, KeyCode::Char('l'));
    let at_once = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::ALT);
    assert_eq!(update(&mut state, Message::Key(at_once)), [Effect::Quit]);
    assert_eq!(state.screen, Screen::Desk);
}

#[test]
fn scrolling_stays_within_the_text() {
    let mut state = desk([RACE, PASSED]);
    state.extent = Extent {
        lines: 30,
        columns: 90,
        height: 10,
        width: 80,
    };
    press(&mut state, KeyCode::Up);
    assert_eq!(state.scroll, Scroll::default());
    press(&mut state, KeyCode::PageDown);
    assert_eq!(state.scroll.down, 8);
    press(&mut state, KeyCode::End);
    press(&mut state, KeyCode::Down);
    for _ in 0..3 {
        press(&mut state, KeyCode::Right);
    }
    assert_eq!(
        state.scroll,
        Scroll {
            down: 20,
            right: 10
        }
    );
    press(&mut state, KeyCode::Tab);
    assert_eq!(state.scroll, Scroll::default(), "another check is shown");
}

#[test]
fn that_nothing_can_be_remembered_is_said_once() {
    let mut state = desk([RACE, PASSED]);
    let forgetful = || Message::Forgetful("cannot write".to_owned());
    update(&mut state, forgetful());
    assert_eq!(state.note.take().as_deref(), Some("cannot write"));
    update(&mut state, forgetful());
    assert_eq!(state.note, None);
}

#[test]
fn the_editor_is_opened_at_the_line_of_the_failure() {
    let mut state = desk([RACE, PASSED]);
    state.checks[0].outcome = Some(Outcome::of(Verdict::Panicked, "at src/lib.rs:7: no"));
    let edit = Effect::Edit {
        file: Some("src/lib.rs".into()),
        line: Some(7),
        exercise: 1,
    };
    assert_eq!(press(&mut state, KeyCode::Char('e')), [edit]);
}

#[test]
fn libraries_that_do_not_build_are_told_and_r_tries_again() {
    let mut state = desk([RACE, PASSED]);
    update(&mut state, Message::Unprepared("no space".to_owned()));
    assert_eq!(state.run.phase, Phase::Broken("no space".to_owned()));
    assert_eq!(runs(press(&mut state, KeyCode::Char('r'))).len(), 1);
}
