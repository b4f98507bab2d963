//! Submissions that are too big to be run under every interleaving: what random schedules find is judged as ever, and if
//! they find nothing, nothing is claimed.

use std::sync::LazyLock;

use crate::report::Report;
use crate::submission::Tree;

/// No machine is fast enough to search it, and a slow one runs as many schedules as the verdicts take.
pub static IMMENSE: LazyLock<Report> = LazyLock::new(|| Tree::fixture("immense").report(&["ex03"]));

#[test]
fn more_threads_than_can_be_searched_are_inconclusive_if_nothing_fails() {
    IMMENSE.expect(
        "ex03/no_update_is_lost",
        "inconclusive",
        "threads are more than can be searched",
    );
    assert_eq!(IMMENSE.check("ex03/no_update_is_lost")["exhaustive"], false);
}

#[test]
fn more_interleavings_than_the_budget_are_inconclusive_if_nothing_fails() {
    IMMENSE.expect(
        "ex03/every_result_is_kept",
        "inconclusive",
        "and no guarantee (budget spent)",
    );
    let check = IMMENSE.check("ex03/every_result_is_kept");
    let detail = check["detail"].as_str().expect("text").split_whitespace();
    let detail = detail.collect::<Vec<_>>().join(" ");
    // The one where the machine had the time for the interleavings that are always tried, the other where it had not.
    let remedies = [
        "Start no more threads than there are tasks",
        "Grade again when",
    ];
    assert!(
        remedies.iter().any(|remedy| detail.contains(remedy)),
        "it says what to do: {detail}"
    );
}

#[test]
fn a_race_among_many_threads_is_found_by_chance() {
    IMMENSE.expect(
        "ex03/the_account_is_never_overdrawn",
        "race",
        "of two withdrawals of 60 from 100 exactly one can be paid",
    );
}
