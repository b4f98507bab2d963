//! Looking at a number and acting on it are two steps.

use super::super::library::sync::Mutex;
use super::super::library::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use super::side_by_side;

/// Two withdrawals of 80 from an account with 100. The flaw: the balance is looked at under the lock, which is given back
/// before the money is taken.
pub fn account(is_right: bool) {
    let balance = Mutex::new(100);
    let withdraw = || {
        let mut locked = balance.lock().unwrap();
        if *locked < 80 {
            return;
        }
        if !is_right {
            drop(locked);
            locked = balance.lock().unwrap();
        }
        *locked -= 80;
    };
    side_by_side(&[&withdraw, &withdraw]);
    assert!(*balance.lock().unwrap() >= 0, "the account is overdrawn");
}

/// Three agencies sell a ticket each for a flight of two seats. The flaw: a seat that was free when it was looked for is
/// sold, whoever has sold it meanwhile.
pub fn airline(is_right: bool) {
    const SEATS: usize = 2;
    let sold = AtomicUsize::new(0);
    let sell = || {
        if is_right {
            let one_more = |sold| (sold < SEATS).then_some(sold + 1);
            let _full = sold.fetch_update(SeqCst, SeqCst, one_more);
        } else if sold.load(SeqCst) < SEATS {
            sold.fetch_add(1, SeqCst);
        }
    };
    side_by_side(&[&sell, &sell, &sell]);
    assert!(sold.load(SeqCst) <= SEATS, "more tickets than seats");
}

/// One thread pushes onto a stack in an array, another pops. The flaw: a value counts before it is in its slot.
pub fn stack(is_right: bool) {
    let slots = [1, 0].map(AtomicUsize::new);
    let top = AtomicUsize::new(1);
    let lock = Mutex::new(());
    let push = || {
        let _lock = is_right.then(|| lock.lock().unwrap());
        let slot = top.fetch_add(1, SeqCst);
        slots[slot].store(2, SeqCst);
    };
    let pop = || {
        let _lock = is_right.then(|| lock.lock().unwrap());
        let slot = top.fetch_sub(1, SeqCst) - 1;
        let value = slots[slot].swap(0, SeqCst);
        assert_ne!(value, 0, "popped before it was pushed");
    };
    side_by_side(&[&push, &pop]);
}
