//! `std::hash`: as std's, with a [`RandomState`] whose keys are the execution's.
//!
//! On std each process has keys of its own, so that nobody can foresee the order of a hash table. In a model a run must
//! be the same each time. So the keys are settled: by the execution's seed, the thread that asks, and how often it has
//! asked. What hangs on the order of a table shows all the same, because whatever sees an order also runs with
//! other seeds.

use std::cell::Cell;
use std::fmt;

pub use std::hash::*;

use crate::engine;

/// What a hash table's hasher is made of; see [`std::hash::RandomState`].
#[derive(Clone)]
pub struct RandomState {
    key: u64,
    reversed: bool,
}

/// The hasher of [`RandomState`], and with `new` one whose keys never differ; see [`std::hash::DefaultHasher`].
#[derive(Clone)]
pub struct DefaultHasher {
    real: std::hash::DefaultHasher,
    /// Whether the hash is turned round, bit by bit: small tables then come out in the reverse order.
    reversed: bool,
}

thread_local! {
    /// A table is making a state for itself, which nobody else gets to see.
    static FOR_A_TABLE: Cell<bool> = const { Cell::new(false) };
}

/// A state that is only used inside a table.
pub(crate) fn for_a_table<S>(make: impl FnOnce() -> S) -> S {
    FOR_A_TABLE.set(true);
    let state = make();
    FOR_A_TABLE.set(false);
    state
}

/// The order of so many entries of a table can be seen.
pub(crate) fn order_is_seen(len: usize) {
    if len > 1 {
        engine::try_with(|execution| execution.saw_hashing());
    }
}

impl RandomState {
    /// Keys that no other state of this execution has. Outside a model always the same.
    #[must_use]
    pub fn new() -> Self {
        let (seed, number) = engine::try_with(|execution| {
            if !FOR_A_TABLE.get() {
                execution.saw_hashing();
            }
            let (thread, seed) = (execution.current(), execution.focus().hashing);
            let made = &mut execution.current_thread_mut().hash_states;
            *made += 1;
            (seed, ((thread as u64) << 32) | u64::from(*made))
        })
        .unwrap_or_default();
        Self {
            key: ((seed / 2) << 48) ^ number,
            reversed: !seed.is_multiple_of(2),
        }
    }
}

impl Default for RandomState {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for RandomState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RandomState").finish_non_exhaustive()
    }
}

impl BuildHasher for RandomState {
    type Hasher = DefaultHasher;

    fn build_hasher(&self) -> DefaultHasher {
        let mut real = std::hash::DefaultHasher::new();
        real.write_u64(self.key);
        DefaultHasher {
            real,
            reversed: self.reversed,
        }
    }
}

impl DefaultHasher {
    /// The same each time.
    #[must_use]
    pub fn new() -> Self {
        Self {
            real: std::hash::DefaultHasher::new(),
            reversed: false,
        }
    }
}

impl Default for DefaultHasher {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for DefaultHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.real.fmt(f)
    }
}

impl Hasher for DefaultHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.real.write(bytes);
    }

    fn finish(&self) -> u64 {
        let hash = self.real.finish();
        if self.reversed { !hash } else { hash }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use super::*;
    use crate::engine::focus::HASH_SEEDS;

    /// The orders in which so many entries come out of a table with any of the seeds.
    fn orders(entries: usize, table: u64) -> BTreeSet<Vec<usize>> {
        let order = |seed: u64| {
            let state = RandomState {
                key: ((seed / 2) << 48) ^ table,
                reversed: !seed.is_multiple_of(2),
            };
            let mut map = HashMap::with_hasher(state);
            map.extend((0..entries).map(|entry| (entry, ())));
            map.into_keys().collect()
        };
        HASH_SEEDS.into_iter().map(order).collect()
    }

    #[test]
    fn small_tables_come_out_in_really_different_orders() {
        const TABLES: usize = 300;
        for (entries, at_least) in [(2, 1.98), (3, 3.5), (4, 4.5), (5, 5.5)] {
            let orders = (1..=TABLES as u64).map(|table| orders(entries, table).len());
            let orders: Vec<usize> = orders.collect();
            // Entries that fall on one place with every key come out as they were put in; that is rare.
            let in_one_order = orders.iter().filter(|&&orders| orders == 1).count();
            assert!(in_one_order <= 2, "{in_one_order} tables of {entries}");
            let on_average = orders.iter().sum::<usize>() as f64 / TABLES as f64;
            assert!(on_average >= at_least, "{on_average} orders of {entries}");
        }
    }

    #[test]
    fn outside_a_model_hashing_is_always_the_same() {
        let hash = || RandomState::new().hash_one("text");
        assert_eq!(hash(), hash());
        assert_eq!(
            DefaultHasher::new().finish(),
            std::hash::DefaultHasher::new().finish()
        );
    }
}
