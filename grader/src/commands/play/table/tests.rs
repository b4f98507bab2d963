//! The table without a program: states are made up.

use course::Verdict;
use runtrace::{Move, PlayedStep, PlayedThread, Position, ThreadState};
use supervise::play::Ending;

use super::*;

fn one(thread: usize, quiet: bool) -> Move {
    Move {
        choice: Choice::of(thread),
        text: format!("step of {thread}"),
        note: String::new(),
        quiet,
    }
}

/// A state with two moves after these choices.
fn state(path: &[usize]) -> State {
    let path: Vec<_> = path.iter().map(|&thread| Choice::of(thread)).collect();
    let step = |choice: &Choice| PlayedStep {
        thread: choice.thread,
        quiet: choice.thread == 0,
        ..PlayedStep::default()
    };
    let thread = |name: &str| PlayedThread {
        name: name.to_owned(),
        state: ThreadState::Ready,
        next: None,
    };
    State {
        position: Position {
            steps: path.iter().map(step).collect(),
            path,
            threads: vec![thread("main"), thread("worker 1"), thread("worker 2")],
            moves: vec![one(1, false), one(2, false)],
            ..Position::default()
        },
        ending: None,
    }
}

fn failed(path: &[usize], interruptions: u32) -> State {
    let mut state = state(path);
    state.position.moves.clear();
    state.position.interruptions = interruptions;
    state.ending = Some(Ending {
        verdict: Verdict::Race,
        message: "lost".to_owned(),
        explanation: String::new(),
    });
    state
}

fn runs(count: usize) -> Vec<PlayedRun> {
    let run = PlayedRun {
        line: 7,
        verdict: None,
        says: "all 9 interleavings".to_owned(),
    };
    vec![run; count]
}

/// A table at its beginning.
fn begun() -> Table {
    let mut table = Table::new("ex03", "no_update_is_lost", runs(1), 0);
    assert_eq!(table.begin(), ask(&[], true));
    table.arrived(state(&[0]));
    table
}

fn ask(path: &[usize], automatic: bool) -> Effect {
    Effect::Ask {
        path: path.iter().map(|&thread| Choice::of(thread)).collect(),
        automatic,
    }
}

fn path(table: &Table) -> Vec<usize> {
    let path = &table.state().unwrap().position.path;
    path.iter().map(|choice| choice.thread).collect()
}

#[test]
fn a_move_asks_for_the_state_after_it_and_back_needs_no_answer() {
    let mut table = begun();
    assert_eq!(table.update(Input::Pick(1)), ask(&[0, 2], true));
    table.arrived(state(&[0, 2]));
    assert_eq!((path(&table), table.moves_made()), (vec![0, 2], 1));
    assert_eq!(table.update(Input::Back), Effect::Nothing);
    assert_eq!((path(&table), table.moves_made()), (vec![0], 0));
    table.update(Input::Back);
    assert!(table.said.as_ref().unwrap().contains("beginning"));
    assert_eq!(path(&table), [0]);
}

#[test]
fn the_cursor_stays_among_the_moves_and_enter_takes_its_move() {
    let mut table = begun();
    for _ in 0..5 {
        table.update(Input::Down);
    }
    assert_eq!(table.cursor, 1);
    assert_eq!(table.update(Input::Go), ask(&[0, 2], true));
    table.update(Input::Up);
    table.update(Input::Up);
    assert_eq!(table.update(Input::Go), ask(&[0, 1], true));
}

#[test]
fn a_move_that_is_not_there_is_said_and_changes_nothing() {
    let mut table = begun();
    assert_eq!(table.update(Input::Pick(2)), Effect::Nothing);
    assert!(table.said.as_ref().unwrap().contains("no move 3"));
    table.update(Input::Pick(0));
    table.arrived(failed(&[0, 1], 0));
    assert_eq!(table.update(Input::Pick(0)), Effect::Nothing);
    assert!(table.said.as_ref().unwrap().contains("over"));
}

#[test]
fn a_way_that_fails_is_shown_step_by_step_over_what_nobody_notices() {
    let mut table = begun();
    let Effect::Find { hint: false, .. } = table.update(Input::Show) else {
        panic!("a way is looked for")
    };
    let way = [0, 1, 0, 2].map(Choice::of).to_vec();
    table.found(Found::Fails(way), false);
    assert_eq!(table.to_show(), 3);
    assert_eq!(table.update(Input::Go), ask(&[0, 1], false));
    assert_eq!(table.arrived(state(&[0, 1])), Effect::Nothing);
    assert_eq!(table.update(Input::Go), ask(&[0, 1, 0], false));
    let next = table.arrived(state(&[0, 1, 0]));
    assert_eq!(
        next,
        ask(&[0, 1, 0, 2], false),
        "main's step is not noticed"
    );
    table.arrived(failed(&[0, 1, 0, 2], 1));
    assert_eq!(
        (table.to_show(), table.won),
        (0, None),
        "who is shown wins nothing"
    );
    table.update(Input::Back);
    assert_eq!(path(&table), [0, 1], "over what nobody notices, too");
}

#[test]
fn one_own_move_ends_the_show() {
    let mut table = begun();
    table.found(Found::Fails([0, 1, 2].map(Choice::of).to_vec()), false);
    table.update(Input::Pick(1));
    table.arrived(state(&[0, 2]));
    assert_eq!(table.to_show(), 0);
}

#[test]
fn a_hint_names_one_move_and_wins_all_the_same() {
    let mut table = begun();
    table.found(Found::Fails([0, 0, 2, 1].map(Choice::of).to_vec()), true);
    assert!(
        table
            .said
            .as_ref()
            .unwrap()
            .contains("Let worker 2 go on: move 2")
    );
    assert_eq!((table.cursor, table.to_show()), (1, 0));
    table.arrived(failed(&[0, 2, 1], 2));
    assert_eq!(table.won, Some(2));
    table.update(Input::Restart);
    table.arrived(failed(&[0, 1, 2], 1));
    assert_eq!(table.won, Some(1));
}

#[test]
fn what_a_search_finds_is_said_in_plain_words() {
    let mut table = begun();
    let mut said = |found| {
        table.found(found, false);
        table.said.clone().unwrap()
    };
    assert!(said(Found::Holds { executions: 12 }).contains("all 12 interleavings"));
    assert!(said(Found::Holds { executions: 1 }).contains("the only interleaving"));
    assert!(said(Found::Unknown { executions: 9 }).contains("nothing is certain"));
}

#[test]
fn switching_to_automatic_goes_on_from_here_and_takes_no_move_more_to_go_back() {
    let mut table = begun();
    table.update(Input::Automatic);
    assert_eq!(table.update(Input::Pick(0)), ask(&[0, 1], false));
    table.arrived(state(&[0, 1]));
    assert_eq!(table.update(Input::Automatic), ask(&[0, 1], true));
    table.arrived(state(&[0, 1, 2]));
    assert_eq!((path(&table), table.moves_made()), (vec![0, 1, 2], 1));
}

#[test]
fn the_next_run_begins_anew_and_in_the_game_the_next_level_does() {
    let mut table = Table::new("ex03", "a_check", runs(2), 1);
    table.begin();
    table.arrived(state(&[0]));
    assert_eq!(
        (table.update(Input::NextRun), table.run),
        (ask(&[], true), 0)
    );
    table.update(Input::ChooseRun(4));
    assert!(table.said.as_ref().unwrap().contains("no run 5"));
    table.is_level = true;
    assert_eq!(
        (table.update(Input::NextRun), table.wants_next),
        (Effect::Quit, true)
    );
}

#[test]
fn no_answer_is_said_and_leaves_the_state() {
    let mut table = begun();
    table.found(Found::Fails([0, 1, 2].map(Choice::of).to_vec()), false);
    table.update(Input::Go);
    table.lost("a loop that never ends");
    assert_eq!((path(&table), table.to_show()), (vec![0], 0));
    assert!(table.said.as_ref().unwrap().contains("never ends"));
}
