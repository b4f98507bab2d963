//! Sequentially consistent programs have the same outcomes here and under both referees.

use std::sync::atomic::Ordering::{self, Acquire, Release, SeqCst};

use super::{exhaustive, loom, programs, set, shuttle};

const SC: (Ordering, Ordering) = (SeqCst, SeqCst);

const WEAKER: (Ordering, Ordering) = (Acquire, Release);

/// A test that the program's outcomes are those given, here and under shuttle's search.
macro_rules! agree {
    ($($test:ident: $name:ident => $outcomes:expr;)*) => {$(
        #[test]
        fn $test() {
            let expected = set(&$outcomes);
            assert_eq!(exhaustive(|| programs::model_std::$name(SC)), expected, "here");
            assert_eq!(shuttle(|| programs::shuttle::$name(SC)), expected, "shuttle");
            // Loom shows no more than is allowed; that it can show less is in `holes`.
            let weaker = exhaustive(|| programs::model_std::$name(WEAKER));
            let by_loom = loom(|| programs::loom::$name(WEAKER));
            assert!(by_loom.is_subset(&weaker), "loom: {by_loom:?}, here: {weaker:?}");
        }
    )*};
}

agree! {
    store_buffering_is_never_both_stale: store_buffering => [&[0, 1], &[1, 0], &[1, 1]];
    message_passing_never_shows_the_flag_alone: message_passing => [&[0, 0], &[0, 42], &[1, 42]];
    coherence_never_goes_back: coherence => [&[0, 0], &[0, 1], &[0, 2], &[1, 1], &[1, 2], &[2, 2]];
    an_update_can_be_lost: lost_update => [&[1], &[2]];
    a_load_sees_before_and_after: load_then_store_against_a_load => [&[0], &[1]];
    a_lock_is_taken_in_either_order: mutex_order => [&[12], &[21]];
    try_lock_finds_the_lock_free_or_held: try_lock => [&[0], &[1], &[9]];
    readers_see_the_writer_or_not: rwlock => [&[0, 0], &[0, 1], &[1, 0], &[1, 1]];
    a_condition_is_seen_before_or_after: condvar => [&[0], &[1]];
}

/// Loom judges weak orderings too, and where it is complete we agree with it.
#[test]
fn loom_agrees_on_release_and_acquire() {
    assert_eq!(
        exhaustive(|| programs::model_std::message_passing(WEAKER)),
        loom(|| programs::loom::message_passing(WEAKER)),
    );
    assert_eq!(
        exhaustive(|| programs::model_std::store_buffering(WEAKER)),
        loom(|| programs::loom::store_buffering(WEAKER)),
    );
    assert_eq!(
        exhaustive(|| programs::model_std::mutex_order(SC)),
        loom(|| programs::loom::mutex_order(SC))
    );
}
