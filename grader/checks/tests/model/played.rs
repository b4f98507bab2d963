//! Checks of the fixture that are played.

use std::time::Duration;

use checks::Verdict::*;
use runtrace::Choice;
use supervise::play::{Answer, Found, Opened, Request, State};
use supervise::{Session, play_command};

/// So long that no machine is too slow for it.
const LIMIT: Duration = Duration::from_secs(300);

/// More executions than any of these checks has.
const ENOUGH: u64 = 20_000;

fn opened(check: &str) -> (Session, Opened) {
    let exe = real::env::current_exe().unwrap();
    let mut session = Session::start(play_command(&exe, check, None), LIMIT).unwrap();
    match session.opened() {
        Ok(Answer::Opened(opened)) => (session, *opened),
        other => panic!("{other:?}"),
    }
}

fn at(session: &mut Session, run: usize, path: &[Choice]) -> State {
    let request = Request::At {
        run,
        path: path.to_vec(),
        automatic: true,
        peek: true,
    };
    match session.ask(&request) {
        Ok(Answer::State(state)) => *state,
        other => panic!("{other:?}"),
    }
}

fn find(session: &mut Session, run: usize, path: &[Choice]) -> Found {
    let path = path.to_vec();
    let request = Request::Find {
        run,
        path,
        executions: ENOUGH,
    };
    match session.ask(&request) {
        Ok(Answer::Found(found)) => found,
        other => panic!("{other:?}"),
    }
}

pub fn the_run_that_fails_is_played_to_its_verdict() {
    let (mut session, opened) = opened("an_update_is_lost");
    assert_eq!((opened.runs.len(), opened.outcome), (1, None));
    assert_eq!(opened.runs[0].verdict, Some(Race));
    let state = at(&mut session, 0, &[]);
    assert_eq!((state.position.moves.len(), state.ending), (2, None));
    let own = |it: &runtrace::PlayedThread| it.next.as_ref().is_some_and(|next| next.own);
    assert!(
        state.position.threads[1..].iter().all(own),
        "{:#?}",
        state.position
    );
    let Found::Fails(path) = find(&mut session, 0, &state.position.path) else {
        panic!("two threads can lose an update")
    };
    let end = at(&mut session, 0, &path).ending.expect("it is over");
    assert_eq!(end.verdict, Race);
    assert_eq!(end.message, opened.runs[0].says);
    assert!(end.explanation.contains("lost"), "{end:?}");
    let refused = session.ask(&Request::At {
        run: 7,
        path,
        automatic: true,
        peek: true,
    });
    assert_eq!(
        refused,
        Ok(Answer::Refused("there is no run number 7".to_owned()))
    );
}

pub fn a_check_that_passes_is_played_run_by_run() {
    let (mut session, opened) = opened("two_runs_are_exhaustive");
    let says: Vec<_> = opened.runs.iter().map(|run| run.says.as_str()).collect();
    assert_eq!(
        says,
        [
            "both interleavings",
            "all interleavings (they do not differ)"
        ]
    );
    assert!(opened.runs[0].line < opened.runs[1].line);
    assert_eq!(opened.outcome.unwrap().verdict, Passed);
    let start = at(&mut session, 0, &[]).position;
    assert_eq!(
        find(&mut session, 0, &start.path),
        Found::Holds { executions: 2 }
    );
    let only = at(&mut session, 1, &[]);
    assert_eq!(
        only.ending.expect("there was nothing to choose").verdict,
        Passed
    );
}

pub fn what_cannot_be_played_says_how_it_ended() {
    for (check, verdict) in [
        ("nothing_is_written_yet", NotAttempted),
        ("nothing_is_written_yet_in_virtual_time", NotAttempted),
        ("ten_seconds_are_enough", Passed),
        ("nobody_overlaps", NotConcurrent),
    ] {
        let (_, opened) = opened(check);
        assert!(opened.runs.is_empty(), "{check}");
        assert_eq!(opened.outcome.unwrap().verdict, verdict, "{check}");
    }
}

pub fn a_decision_inside_a_run_is_the_end_of_that_run_alone() {
    let (mut session, opened) = opened("a_check_decides_inside_the_model");
    let run = opened.runs.len() - 1;
    let found = find(&mut session, run, &[]);
    let Found::Fails(path) = found else {
        panic!("{found:?}")
    };
    for _ in 0..2 {
        let end = at(&mut session, run, &path).ending.unwrap();
        assert_eq!(Some(end.verdict), opened.runs[run].verdict);
    }
}

pub fn a_step_that_never_comes_ends_the_conversation_with_a_reason() {
    let exe = real::env::current_exe().unwrap();
    let check = "it_goes_round_and_does_nothing";
    let mut session = Session::start(play_command(&exe, check, None), LIMIT).unwrap();
    let lost = session.opened().unwrap_err();
    assert!(lost.0.message.contains("without an operation"), "{lost:?}");
    let again = session.ask(&Request::Find {
        run: 0,
        path: Vec::new(),
        executions: 1,
    });
    assert!(again.is_err());
}
