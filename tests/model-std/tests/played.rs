//! A run that is played by hand: its states, its moves, and whether it can still fail from there.

use std::model::{Choice, Exhaustive, FailureKind, FromHere, Play, Played, ThreadState};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;

/// More executions than any of these programs has.
const ENOUGH: u64 = 20_000;

fn lose_an_update() {
    let count = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
        }
    });
    assert_eq!(count.load(SeqCst), 2);
}

fn lock_in_opposite_orders() {
    let (left, right) = (Mutex::new(0), Mutex::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            let _left = left.lock().unwrap();
            let _right = right.lock().unwrap();
        });
        let _right = right.lock().unwrap();
        let _left = left.lock().unwrap();
    });
}

fn read_a_stale_value() {
    let (value, ready) = (AtomicU32::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            value.store(42, Relaxed);
            ready.store(true, Relaxed);
        });
        if ready.load(Relaxed) {
            assert_eq!(value.load(Relaxed), 42);
        }
    });
}

fn wait_once() {
    let shared = Arc::new((Mutex::new(false), Condvar::new()));
    let theirs = shared.clone();
    let worker = thread::spawn(move || {
        *theirs.0.lock().unwrap() = true;
        theirs.1.notify_one();
    });
    let mut ready = shared.0.lock().unwrap();
    if !*ready {
        ready = shared.1.wait(ready).unwrap();
    }
    assert!(*ready, "woken for nothing");
    drop(ready);
    worker.join().unwrap();
}

fn spin() {
    let count = AtomicU32::new(0);
    thread::scope(|scope| {
        scope.spawn(|| while count.load(SeqCst) == 0 {});
        while count.load(SeqCst) == 0 {}
    });
}

/// Of two that wait, one is notified: which of them is anybody's guess.
fn wake_one_of_two() {
    let shared = Arc::new((Mutex::new(0), Condvar::new()));
    let wait = |own: u32| {
        let shared = shared.clone();
        thread::spawn(move || {
            let mut turn = shared.0.lock().unwrap();
            while *turn != own {
                turn = shared.1.wait(turn).unwrap();
            }
        })
    };
    let threads = [wait(1), wait(1)];
    *shared.0.lock().unwrap() = 1;
    shared.1.notify_one();
    shared.1.notify_one();
    threads.into_iter().for_each(|it| it.join().unwrap());
}

fn count_under_a_lock() {
    let count = Arc::new(Mutex::new(0));
    let theirs = count.clone();
    let worker = thread::spawn(move || *theirs.lock().unwrap() += 1);
    *count.lock().unwrap() += 1;
    worker.join().unwrap();
    assert_eq!(*count.lock().unwrap(), 2);
}

fn send_two() {
    let (sender, receiver) = mpsc::channel();
    let other = sender.clone();
    thread::scope(|scope| {
        scope.spawn(move || sender.send(1).unwrap());
        scope.spawn(move || other.send(2).unwrap());
    });
    assert_eq!(receiver.iter().sum::<i32>(), 3);
}

const FAILING: [(fn(), FailureKind); 5] = [
    (lose_an_update, FailureKind::Panic),
    (lock_in_opposite_orders, FailureKind::Deadlock),
    (read_a_stale_value, FailureKind::Panic),
    (wait_once, FailureKind::Panic),
    (spin, FailureKind::StepLimit),
];

fn played(program: fn()) -> Play {
    Exhaustive::new().play(program).1
}

fn at(play: &Play, path: &[Choice], automatic: bool) -> Played {
    play.at(path, automatic)
        .unwrap_or_else(|why| panic!("{path:?}: {why}"))
}

/// The path that a search finds from there on.
fn failing(play: &mut Play, path: &[Choice]) -> Vec<Choice> {
    match play.from_here(path, ENOUGH) {
        Ok(FromHere::Fails(path)) => path,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_search_finds_can_be_walked_to_by_hand_step_by_step() {
    for (program, kind) in FAILING {
        let (explored, mut play) = Exhaustive::new().play(program);
        let found = explored.unwrap_err();
        let path = failing(&mut play, &[]);
        for length in 0..path.len() {
            let state = at(&play, &path[..length], false);
            assert_eq!(state.position.path, path[..length]);
            let offered = |it: &std::model::Move| it.choice == path[length];
            assert!(
                state.is_over || state.position.moves.iter().any(offered),
                "{kind:?}, step {length} of {path:?}: {state:#?}"
            );
        }
        let end = at(&play, &path, false);
        let failure = end.failure.expect("it fails");
        assert_eq!((failure.kind, end.is_over), (kind, true));
        assert_eq!(failure.message, found.message);
    }
}

#[test]
fn going_back_is_a_shorter_path_and_every_state_is_the_same_again() {
    for (program, _) in FAILING {
        let mut play = played(program);
        let path = failing(&mut play, &[]);
        let there: Vec<_> = (0..=path.len().min(40))
            .map(|length| at(&play, &path[..length], false).position)
            .collect();
        for (length, before) in there.iter().enumerate().rev() {
            assert_eq!(&at(&play, &path[..length], false).position, before);
        }
        for two in there.windows(2) {
            let (shorter, longer) = (&two[0].steps, &two[1].steps);
            assert!(longer.len() >= shorter.len());
        }
    }
}

/// What can come of a program from a state on, by trying every move.
#[derive(Debug, Default, PartialEq)]
struct Ends {
    fails: bool,
    holds: bool,
}

/// Tries every move from there on, and holds what a search finds against it.
fn every_end(play: &mut Play, path: &[Choice], states: &mut usize) -> Ends {
    *states += 1;
    let state = at(play, path, true);
    if state.is_over {
        let fails = state.failure.is_some();
        return Ends {
            fails,
            holds: !fails,
        };
    }
    let mut ends = Ends::default();
    for one in &state.position.moves {
        let mut further = state.position.path.clone();
        further.push(one.choice.clone());
        let after = every_end(play, &further, states);
        ends.fails |= after.fails;
        ends.holds |= after.holds;
    }
    let found = play.from_here(&state.position.path, ENOUGH).unwrap();
    match found {
        FromHere::Fails(path) => {
            assert!(ends.fails, "{path:?}");
            assert!(at(play, &path, false).failure.is_some());
            assert!(path.starts_with(&state.position.path));
        }
        FromHere::Holds { .. } => assert!(!ends.fails, "after {path:?}"),
        FromHere::Unknown { .. } => panic!("the search is not over after {path:?}"),
    }
    ends
}

#[test]
fn at_every_state_a_search_finds_what_trying_every_move_finds() {
    let programs: [(fn(), bool); 6] = [
        (lose_an_update, true),
        (lock_in_opposite_orders, true),
        (read_a_stale_value, true),
        (wait_once, true),
        (count_under_a_lock, false),
        (send_two, false),
    ];
    for (number, (program, fails)) in programs.into_iter().enumerate() {
        let mut states = 0;
        let ends = every_end(&mut played(program), &[], &mut states);
        assert_eq!(ends, Ends { fails, holds: true }, "program {number}");
        assert!(states >= 3, "{number}: {states}");
    }
}

#[test]
fn what_the_search_before_has_found_is_known_from_the_beginning_on() {
    let mut play = played(lose_an_update);
    let start = at(&play, &[], true).position.path;
    let found = |play: &mut Play, path: &[Choice]| play.from_here(path, 1).unwrap();
    let FromHere::Fails(path) = found(&mut play, &start) else {
        panic!("one execution is too few for a search, and the failure is known")
    };
    assert!(path.starts_with(&start) && at(&play, &path, false).failure.is_some());
    let elsewhere = [&start[..], &[Choice::of(2), Choice::of(2)]].concat();
    assert!(matches!(
        found(&mut play, &elsewhere),
        FromHere::Unknown { .. } | FromHere::Holds { .. }
    ));
}

#[test]
fn what_nobody_notices_is_done_by_itself_and_a_real_choice_stops() {
    let play = played(lose_an_update);
    let state = at(&play, &[], true);
    let moves = &state.position.moves;
    assert!(
        moves.len() == 2 && moves.iter().all(|it| !it.quiet),
        "{moves:?}"
    );
    assert_eq!(moves[0].text, "load count (0)");
    let main = &state.position.threads[0];
    assert_eq!(main.state, ThreadState::Waits);
    let next = main.next.as_ref().unwrap();
    assert!(
        next.waits.as_ref().unwrap().contains("worker 1 to end"),
        "{next:?}"
    );
    assert_eq!(state.position.things[0].name, "count (AtomicU32)");
    assert_eq!(state.position.things[0].state, "0");
    assert!(at(&play, &[], false).position.steps.is_empty());
}

#[test]
fn a_stale_value_is_a_move_of_its_own_and_says_so() {
    let mut play = played(read_a_stale_value);
    let path = failing(&mut play, &[]);
    let stale = path.iter().position(|it| it.outcomes == [1]);
    let stale = stale.expect("an older value is read");
    let state = at(&play, &path[..stale], false);
    let told: Vec<_> = state
        .position
        .moves
        .iter()
        .filter(|it| it.choice.thread == 0)
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[1].text, "load value (0 (latest: 42))");
    assert!(told[1].note.starts_with("an older value"), "{told:?}");
    assert_eq!(told[0].text, "load value (42)");
    let unsettled = [&path[..stale], &[Choice::of(0)]].concat();
    let state = at(&play, &unsettled, false);
    assert_eq!(
        state.position.path,
        path[..stale],
        "it waits for the outcome"
    );
}

#[test]
fn a_wait_can_end_for_no_reason_if_the_failure_needs_it() {
    let mut play = played(wait_once);
    let path = failing(&mut play, &[]);
    let notes = (0..path.len()).find_map(|length| {
        let state = at(&play, &path[..length], false);
        let moves = state.position.moves.into_iter();
        moves
            .filter(|it| it.choice == path[length])
            .find(|it| !it.note.is_empty())
    });
    assert!(notes.unwrap().note.contains("for no reason"));
}

#[test]
fn whom_a_notification_wakes_is_a_choice() {
    let mut play = played(wake_one_of_two);
    let both_wait = |state: &Played| {
        let waits = |it: &&std::model::PlayedThread| {
            let next = it.next.as_ref();
            it.state == ThreadState::Waits
                && next.is_some_and(|next| next.text.starts_with("wake up"))
        };
        state.position.threads.iter().filter(waits).count() == 2
    };
    let mut path = Vec::new();
    // The workers first, as far as they come.
    let state = loop {
        let state = at(&play, &path, true);
        let moves = &state.position.moves;
        let wakes = moves
            .iter()
            .filter(|it| it.text.starts_with("notify_one"))
            .count();
        if both_wait(&state) && wakes > 0 {
            break state;
        }
        let next = moves.iter().max_by_key(|it| it.choice.thread).unwrap();
        path = [&state.position.path[..], std::slice::from_ref(&next.choice)].concat();
    };
    let notifying: Vec<_> = state
        .position
        .moves
        .iter()
        .filter(|it| it.text.starts_with("notify_one"))
        .collect();
    assert_eq!(notifying.len(), 2, "{notifying:?}");
    let notes = notifying
        .iter()
        .map(|it| it.note.as_str())
        .collect::<Vec<_>>();
    assert_eq!(notes, ["it wakes worker 2", "it wakes worker 1"]);
    assert!(matches!(
        play.from_here(&state.position.path, ENOUGH),
        Ok(FromHere::Holds { .. })
    ));
}

#[test]
fn a_loop_without_end_is_told_as_one_and_no_state_takes_for_ever() {
    let play = played(spin);
    let state = at(&play, &[], true);
    let mut path = state.position.path;
    let mut end = None;
    for _ in 0..100 {
        let state = at(&play, &path, true);
        if state.is_over {
            end = state.failure;
            break;
        }
        path = state.position.path;
        path.push(state.position.moves[0].choice.clone());
    }
    assert_eq!(
        end.expect("nothing changes any more").kind,
        FailureKind::StepLimit
    );
}

#[test]
fn a_way_that_the_program_cannot_go_is_refused_and_says_where() {
    let play = played(count_under_a_lock);
    let refused = |path: &[Choice]| play.at(path, false).unwrap_err();
    assert!(refused(&[Choice::of(0), Choice::of(7)]).contains("step 2"));
    let with_outcome = Choice {
        thread: 0,
        outcomes: vec![3],
    };
    assert!(refused(&[with_outcome]).contains("step 2"));
    let state = at(&play, &[], true);
    let mut path = state.position.path;
    while let Some(next) = at(&play, &path, true).position.moves.first() {
        path = at(&play, &path, true).position.path;
        path.push(next.choice.clone());
    }
    let over = at(&play, &path, true).position.path;
    let beyond = [&over[..], &[Choice::of(0), Choice::of(0)]].concat();
    assert!(refused(&beyond).contains("over after"));
}

#[test]
fn an_interruption_counts_only_if_the_thread_could_have_gone_on() {
    let mut play = played(lose_an_update);
    let end = failing(&mut play, &[]);
    assert_eq!(at(&play, &end, false).position.interruptions, 1);
    let mut path = Vec::new();
    while let Some(next) = at(&play, &path, true).position.moves.first() {
        path = at(&play, &path, true).position.path;
        path.push(next.choice.clone());
    }
    let end = at(&play, &path, true);
    assert_eq!(
        (end.position.interruptions, end.failure.is_some()),
        (0, false)
    );
}
