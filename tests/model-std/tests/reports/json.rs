//! JSON: of a race, a deadlock, and a run that is too slow.

use crate::programs::{self, searched, timeline};

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
