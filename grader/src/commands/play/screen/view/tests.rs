//! Screens as text, at the widths of a wide and of a narrow terminal.

use ratatui_core::backend::TestBackend;
use ratatui_core::terminal::Terminal;
use runtrace::{
    Choice, Move, NextStep, PlayedStep, PlayedThread, Position, Site, Thing, ThreadState,
};
use supervise::play::{Ending, PlayedRun};

use super::*;
use crate::commands::play::table::Input;

const FILE: &str = "\
impl Counter {
    pub fn add(&self, n: u64) {
        let seen = self.value.load(Ordering::SeqCst);
        self.value.store(seen + n, Ordering::SeqCst);
    }
}
";

fn site(line: u32) -> Site {
    Site {
        file: "src/lib.rs".to_owned(),
        line,
    }
}

fn thread(
    name: &str,
    state: ThreadState,
    text: &str,
    line: u32,
    waits: Option<&str>,
) -> PlayedThread {
    PlayedThread {
        name: name.to_owned(),
        state,
        next: Some(NextStep {
            text: text.to_owned(),
            site: site(line),
            own: true,
            waits: waits.map(str::to_owned),
        }),
    }
}

fn one(thread: usize, text: &str) -> Move {
    Move {
        choice: Choice::of(thread),
        text: text.to_owned(),
        note: String::new(),
        quiet: false,
    }
}

fn state() -> State {
    let step = PlayedStep {
        number: Some(1),
        thread: 1,
        text: "load `value` 0".to_owned(),
        site: site(3),
        own: true,
        ..PlayedStep::default()
    };
    State {
        position: Position {
            path: vec![Choice::of(0)],
            steps: vec![step],
            threads: vec![
                thread(
                    "main",
                    ThreadState::Waits,
                    "join",
                    0,
                    Some("waits for worker 1 to end"),
                ),
                thread("worker 1", ThreadState::Ready, "store", 4, None),
                thread("worker 2", ThreadState::Ready, "load", 3, None),
            ],
            things: vec![Thing {
                name: "AtomicU64 `value`".to_owned(),
                state: "0".to_owned(),
                waiting: Vec::new(),
            }],
            moves: vec![one(1, "store `value` 1"), one(2, "load `value` 0")],
            ..Position::default()
        },
        ending: None,
    }
}

fn table() -> Table {
    let run = PlayedRun {
        line: 27,
        verdict: Some(Verdict::Race),
        says: "lost".to_owned(),
    };
    let mut table = Table::new("ex03", "no_update_is_lost", vec![run], 0);
    table.begin();
    table.arrived(state());
    table
}

/// The screen of so many columns and lines.
fn drawn(table: &Table, width: u16, height: u16) -> String {
    let screen = Screen {
        table,
        sources: &Sources::of("src/lib.rs", FILE),
        story: &["Two threads add at the same time.".to_owned()],
        colour: true,
        is_busy: false,
    };
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| screen.draw(frame)).unwrap();
    let buffer = terminal.backend().buffer();
    let line = |y: u16| -> String {
        let cells = (0..width).map(|x| buffer[(x, y)].symbol());
        cells.collect::<String>().trim_end().to_owned()
    };
    (0..height).map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_wide_screen_has_the_file_beside_the_rest() {
    insta::assert_snapshot!(drawn(&table(), 110, 22));
}

#[test]
fn eighty_columns_have_it_below() {
    insta::assert_snapshot!(drawn(&table(), 80, 30));
}

#[test]
fn forty_columns_are_enough() {
    insta::assert_snapshot!(drawn(&table(), 40, 30));
}

#[test]
fn the_end_says_what_went_wrong() {
    let mut table = table();
    let mut over = state();
    over.position.path.push(Choice::of(1));
    over.position.moves.clear();
    over.position.interruptions = 1;
    over.ending = Some(Ending {
        verdict: Verdict::Race,
        message: "one thread added 1 and another 2, so it must stand at 3".to_owned(),
        explanation:
            "worker 2 stored 2, not knowing that worker 1 had stored 1: one update is lost."
                .to_owned(),
    });
    table.arrived(over);
    insta::assert_snapshot!(drawn(&table, 60, 26));
}

#[test]
fn the_keys_are_explained_on_a_screen_of_their_own() {
    let mut table = table();
    table.update(Input::Explain);
    insta::assert_snapshot!(drawn(&table, 40, 24));
}

#[test]
fn the_smallest_of_terminals_breaks_nothing() {
    for (width, height) in [(1, 1), (10, 3), (20, 5), (200, 2)] {
        drawn(&table(), width, height);
    }
}
