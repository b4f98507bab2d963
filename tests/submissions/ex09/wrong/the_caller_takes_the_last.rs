//! Spawns all numbers but one in a scope of rayon, and works on the last one on the calling thread.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_shares_the_cores = "wrong"
//! ```

use std::sync::Mutex;

pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    let Some((&last, rest)) = numbers.split_last() else {
        return Vec::new();
    };
    let slots: Vec<Mutex<u128>> = rest.iter().map(|_| Mutex::new(0)).collect();
    let sum = rayon::in_place_scope(|scope| {
        for (slot, &number) in slots.iter().zip(rest) {
            let work = &work;
            scope.spawn(move |_| *slot.lock().unwrap() = work(number));
        }
        work(last)
    });
    let mut sums: Vec<u128> = slots
        .into_iter()
        .map(|slot| slot.into_inner().unwrap())
        .collect();
    sums.push(sum);
    sums
}
