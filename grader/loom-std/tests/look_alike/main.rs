//! What std promises and loom does not, under loom: each holds in every execution, and what is broken fails.

mod atomics;
mod channels;
mod limits;
mod locks;
mod once;
mod panics;
mod threads;

use loom_std::model::{Failure, Kind, Word, explore};

/// The number of executions in which `f` holds.
#[track_caller]
fn holds(f: impl Fn() + Send + Sync + 'static) -> u64 {
    match explore(f) {
        Word::Holds(explored) => explored.executions,
        other => panic!("it must hold: {other:?}"),
    }
}

#[track_caller]
fn fails(f: impl Fn() + Send + Sync + 'static) -> Failure {
    match explore(f) {
        Word::Fails(failure) => *failure,
        other => panic!("it must fail: {other:?}"),
    }
}

/// What a deadlock says.
#[track_caller]
fn deadlocks(f: impl Fn() + Send + Sync + 'static) -> String {
    let failure = fails(f);
    assert_eq!(failure.kind, Kind::Deadlock, "{failure:?}");
    failure.message
}

/// Why loom cannot.
#[track_caller]
fn cannot(f: impl Fn() + Send + Sync + 'static) -> String {
    match explore(f) {
        Word::Cannot(why) => why,
        other => panic!("loom cannot: {other:?}"),
    }
}
