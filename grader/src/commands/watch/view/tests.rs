//! The main states, drawn at the sizes that terminals have.

use course::text::Paint;
use course::{Outcome, Score, Verdict};
use ratatui_core::backend::TestBackend;
use ratatui_core::terminal::Terminal;

use super::draw;
use crate::commands::watch::message::Message;
use crate::commands::watch::state::{Check, Phase, Row, Screen, State};
use crate::commands::watch::update::{go_to, update};
use crate::standing::Standing;

/// Columns and lines.
const SIZES: [(u16, u16); 3] = [(40, 20), (80, 24), (120, 40)];

const CHECKS: [(&str, &str, u32); 3] = [
    (
        "no_update_is_lost",
        "every interleaving of two threads that add",
        2,
    ),
    (
        "every_result_is_kept",
        "every interleaving of two threads that append",
        2,
    ),
    (
        "results_come_in_the_order_of_completion",
        "3, 2, 1 give 1, 2, 3, in exactly 3 s",
        1,
    ),
];

/// A race that was found, with its trace: `load_then_store` of ex03.
fn race() -> Outcome {
    serde_json::from_str(include_str!("tests/race.json")).expect("it is an outcome")
}

fn rows() -> Vec<Row> {
    let partly = Score {
        gained: 3,
        possible: 5,
        undecided: 0,
    };
    let rows = [
        ("ex01", "Slow code and a stopwatch", Standing::Passed),
        ("ex02", "Threads by hand", Standing::Begun),
        (
            "ex03",
            "Race conditions and locks",
            Standing::Partly(partly),
        ),
        ("ex04", "A pool of threads", Standing::Stub),
    ];
    let row = |(name, title, standing): (&str, &str, _)| Row {
        name: name.to_owned(),
        title: title.to_owned(),
        practical: "23-practical".to_owned(),
        folder: format!("exercises/{name}_name"),
        file: "src/lib.rs".to_owned(),
        points: 5,
        standing,
    };
    rows.map(row).into()
}

/// A desk at ex03, of which nothing is known, and which is being prepared.
fn begun() -> State {
    let mut state = State::new(rows(), 2, Paint::Plain);
    go_to(&mut state, 2);
    let check = |(name, about, points): (&str, &str, _)| Check {
        name: name.to_owned(),
        about: about.to_owned(),
        points,
        outcome: None,
        fresh: false,
    };
    let opened = Message::Opened {
        exercise: 2,
        checks: CHECKS.map(check).into(),
        standing: Standing::Stub,
    };
    update(&mut state, opened);
    state
}

/// The same once the checks have ended so.
fn ended(outcomes: [Outcome; 3]) -> State {
    let mut state = begun();
    update(&mut state, Message::Prepared);
    let ended = Message::Ended {
        run: state.run.number,
        exercise: 2,
        outcomes: outcomes.into(),
        standing: rows()[2].standing,
    };
    update(&mut state, ended);
    state
}

fn passed(said: &str) -> Outcome {
    Outcome::passed(said)
}

fn with_a_race() -> State {
    ended([
        race(),
        passed("all 12 interleavings"),
        passed("exactly 3.000 s"),
    ])
}

/// The state at each size.
fn drawn(state: &State) -> String {
    let mut all = String::new();
    for (columns, lines) in SIZES {
        let backend = TestBackend::new(columns, lines);
        let mut terminal = Terminal::new(backend).expect("there is memory");
        let frame = terminal.draw(|frame| {
            draw(frame, state);
        });
        frame.expect("a test's terminal takes everything");
        all += &format!("{columns}x{lines}\n{}\n", terminal.backend());
    }
    all
}

#[test]
fn before_anything_is_known() {
    insta::assert_snapshot!(drawn(&begun()));
}

#[test]
fn a_stub_says_where_to_begin() {
    let todo = || Outcome::of(Verdict::NotAttempted, "todo!() at src/lib.rs:20");
    insta::assert_snapshot!(drawn(&ended([todo(), todo(), todo()])));
}

#[test]
fn checks_that_run_beside_what_was_found_before() {
    let mut state = with_a_race();
    let saved = Message::Saved {
        exercise: 2,
        standing: Standing::Begun,
    };
    update(&mut state, saved);
    let run = state.run.number;
    update(&mut state, Message::Compiled { run });
    let ended = Message::CheckEnded {
        run,
        check: CHECKS[1].0.to_owned(),
        outcome: Box::new(Outcome::of(Verdict::Deadlock, "both threads wait")),
    };
    update(&mut state, ended);
    assert_eq!(state.run.phase, Phase::Checking(1));
    for _ in 0..20 {
        update(&mut state, Message::Tick);
    }
    insta::assert_snapshot!(drawn(&state));
}

#[test]
fn a_race_with_its_trace_and_a_hint() {
    let mut state = with_a_race();
    let hint = "Hint 1 of 3 for no_update_is_lost (RACE): What if both read first?";
    update(&mut state, Message::Hint(hint.to_owned()));
    insta::assert_snapshot!(drawn(&state));
}

#[test]
fn a_file_that_does_not_compile_is_told_once() {
    let build = || Outcome::of(Verdict::BuildFailed, "src/lib.rs:7: expected `;`");
    insta::assert_snapshot!(drawn(&ended([build(), build(), build()])));
}

#[test]
fn success_with_the_solution_on_offer() {
    let state = ended(
        [
            "all 9 interleavings",
            "all 12 interleavings",
            "exactly 3.000 s",
        ]
        .map(passed),
    );
    insta::assert_snapshot!(drawn(&state));
}

#[test]
fn the_list_with_a_search() {
    let mut state = with_a_race();
    state.screen = Screen::List {
        search: "threads".to_owned(),
        place: 1,
    };
    insta::assert_snapshot!(drawn(&state));
}

#[test]
fn the_keys() {
    let mut state = with_a_race();
    state.screen = Screen::Help;
    insta::assert_snapshot!(drawn(&state));
}

#[test]
fn the_question_before_a_reset() {
    let mut state = with_a_race();
    state.screen = Screen::Reset;
    insta::assert_snapshot!(drawn(&state));
}

#[test]
fn nothing_is_drawn_where_there_is_no_room_and_no_size_is_too_small() {
    let state = with_a_race();
    for (columns, lines) in [(1, 1), (3, 2), (10, 4), (200, 3)] {
        let backend = TestBackend::new(columns, lines);
        let mut terminal = Terminal::new(backend).expect("there is memory");
        let frame = terminal.draw(|frame| {
            draw(frame, &state);
        });
        frame.expect("a test's terminal takes everything");
    }
}

#[test]
fn what_a_submission_says_cannot_draw() {
    let said = "panicked at src/lib.rs:7: \u{1b}[2J\u{1b}[1;32mPASS\u{202e}";
    let state = ended([said, "ok", "ok"].map(|said| Outcome::of(Verdict::Panicked, said)));
    let drawn = drawn(&state);
    assert!(drawn.contains("[2J") && !drawn.contains('\u{1b}') && !drawn.contains('\u{202e}'));
}
