//! What an exhaustive run catches, what it lets pass, and what it says of its own limits.

mod awaits;
mod blocking;
mod counts;
mod destructors;
mod documented;
mod ends;
mod estimate;
mod hashing;
mod hooks;
mod jobs;
mod kept;
mod limits;
mod nested;
mod never;
mod output;
mod plan;
mod races;
mod readers;
mod repeats;
mod settings;
mod statics;

use std::model::{Exhaustive, Explored, Failure, FailureKind};

/// The program passes under every interleaving.
fn passes(program: impl Fn() + Send + Sync + 'static) -> Explored {
    let explored = Exhaustive::new()
        .budget(real::time::Duration::from_secs(60))
        .run(program);
    let explored = explored.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(explored.is_complete(), "{explored:?}");
    explored
}

/// The program fails under some interleaving, in this way.
fn fails(kind: FailureKind, program: impl Fn() + Send + Sync + 'static) -> Box<Failure> {
    let search = Exhaustive::new().budget(real::time::Duration::from_secs(60));
    let failure = search.run(program).expect_err("some interleaving fails");
    assert_eq!(failure.kind, kind, "{failure}");
    failure
}

/// An assertion fails under some interleavings and holds under others.
fn races(program: impl Fn() + Send + Sync + 'static) -> Box<Failure> {
    let failure = fails(FailureKind::Panic, program);
    assert!(!failure.always, "{failure}");
    failure
}
