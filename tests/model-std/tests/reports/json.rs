//! JSON: of a race, a deadlock, and a run that is too slow; and that it can be read again.

use std::model::{Annotated, Failure, Limits, Style};

use crate::programs::{self, searched, timed, timeline};

#[test]
fn a_race() {
    insta::assert_snapshot!(searched(programs::lost_update).json());
}

#[test]
fn a_deadlock() {
    insta::assert_snapshot!(searched(programs::opposite_orders).json());
}

#[test]
fn a_run_that_is_too_slow() {
    insta::assert_snapshot!(timeline(programs::lock_held_asleep).too_slow().json());
}

#[test]
fn what_is_read_again_looks_as_it_did() {
    let style = Style::new().width(100).colour(true);
    for failure in [
        searched(programs::lost_update),
        searched(programs::opposite_orders),
        timed(|| {
            programs::lock_held_asleep();
            panic!("at the end");
        }),
    ] {
        assert_eq!(failure.bounded(Limits::RECORD), failure, "it is short");
        let read: Failure = serde_json::from_str(&failure.json()).expect("it is a failure");
        assert_eq!(read, failure);
        assert_eq!(read.text(style), failure.text(style));
        assert_eq!(read.svg(), failure.svg());
    }
    let told = timeline(programs::lock_held_asleep).too_slow();
    let read: Annotated = serde_json::from_str(&told.json()).expect("it is a timeline");
    assert_eq!(read, told);
    assert_eq!(read.text(style), told.text(style));
}
