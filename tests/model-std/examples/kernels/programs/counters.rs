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

/// Two threads push onto a stack in an array. The flaw: both can write into the same slot before either counts.
pub fn stack(is_right: bool) {
    let slots = [0, 0].map(AtomicUsize::new);
    let top = AtomicUsize::new(0);
    let push = |value| {
        if is_right {
            slots[top.fetch_add(1, SeqCst)].store(value, SeqCst);
        } else {
            slots[top.load(SeqCst)].store(value, SeqCst);
            top.fetch_add(1, SeqCst);
        }
    };
    side_by_side(&[&|| push(1), &|| push(2)]);
    let sum: usize = slots.iter().map(|slot| slot.load(SeqCst)).sum();
    assert_eq!(sum, 3, "a value was overwritten");
}
