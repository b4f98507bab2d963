//! Paths of `core`, a count from `successors`, and a value kept in an `Option` until the clock is read.

use core::time::Duration;
use std::time::Instant;
use std::vec::Vec;
pub fn slow(x: u64) -> u64 {
    std::thread::sleep(core::time::Duration::new(10, 0));
    core::convert::identity(x)
}
pub fn do_tasks(n: u64) -> Vec<u64> {
    let mut v = Vec::with_capacity(usize::try_from(n).expect("fits"));
    let mut i = core::iter::successors(Some(0u64), |x| x.checked_add(1));
    while v.len() < n as usize {
        v.push(slow(i.next().unwrap()));
    }
    v
}
pub fn time_execution<T>(f: impl core::ops::FnOnce() -> T) -> (T, Duration) {
    let mut slot = core::option::Option::None;
    let start = Instant::now();
    slot.replace(f());
    let d = core::cmp::max(start.elapsed(), Duration::ZERO);
    (slot.take().unwrap(), d)
}
