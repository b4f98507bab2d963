//! Runs in which a hash table comes out in another order.

use runtrace::Failure;

use crate::engine::focus::HASH_SEEDS;

/// What is said of a failure that comes with some orders of a hash table only.
const ANOTHER_ORDER: &str = "It depends on the order in which a HashMap or HashSet is gone through, and that is another \
                             in each run of the real program.";

/// The seeds besides the usual one.
pub(super) fn others() -> impl Iterator<Item = u64> {
    HASH_SEEDS.into_iter().skip(1)
}

/// The seed of the run of this number, where orders can be seen.
pub(super) fn of_run(number: u64) -> u64 {
    HASH_SEEDS[(number % HASH_SEEDS.len() as u64) as usize]
}

/// Says that the failure comes with some orders only.
pub(super) fn attribute(failure: &mut Failure) {
    let closing = &mut failure.trace.closing;
    if closing.is_empty() || closing == super::explorer::ANOTHER_ORDER {
        ANOTHER_ORDER.clone_into(closing);
    } else {
        closing.push(' ');
        closing.push_str(ANOTHER_ORDER);
    }
}
