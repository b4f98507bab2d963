//! Locks in the wrong order, or the wrong ones.

use super::super::library::sync::{Condvar, Mutex};
use super::side_by_side;

/// A lock that another thread than the one that took it may give back.
struct Semaphore {
    taken: Mutex<bool>,
    given_back: Condvar,
}

impl Semaphore {
    fn new() -> Self {
        Self {
            taken: Mutex::new(false),
            given_back: Condvar::new(),
        }
    }

    fn take(&self) {
        let mut taken = self.taken.lock().unwrap();
        while *taken {
            taken = self.given_back.wait(taken).unwrap();
        }
        *taken = true;
    }

    fn give_back(&self) {
        *self.taken.lock().unwrap() = false;
        self.given_back.notify_one();
    }
}

/// Two groups share a room: the first of a group that comes takes the room for it, the last that leaves gives it back. The
/// flaw: both count under the same lock, and who waits for the room holds it, so that nobody can leave.
pub fn carter(is_right: bool) {
    let room = Semaphore::new();
    let counts = [0, 0].map(Mutex::new);
    let shared = Mutex::new(());
    let visit = |group: usize| {
        let change = |by: i32| {
            let _shared = (!is_right).then(|| shared.lock().unwrap());
            let mut count = counts[group].lock().unwrap();
            *count += by;
            match (by, *count) {
                (1, 1) => room.take(),
                (-1, 0) => room.give_back(),
                _ => {}
            }
        };
        change(1);
        change(-1);
    };
    side_by_side(&[&|| visit(0), &|| visit(1)]);
}

/// Three philosophers, each of whom takes the left fork and then the right one. Right: the lower one first.
pub fn philosophers(is_right: bool) {
    const COUNT: usize = 3;
    let forks = [(), (), ()].map(Mutex::new);
    let dine = |seat: usize| {
        let (left, right) = (seat, (seat + 1) % COUNT);
        let (first, second) = if is_right && right < left {
            (right, left)
        } else {
            (left, right)
        };
        let _first = forks[first].lock().unwrap();
        let _second = forks[second].lock().unwrap();
    };
    side_by_side(&[&|| dine(0), &|| dine(1), &|| dine(2)]);
}

/// Three threads add to a number under a lock. The flaw: one of them takes another lock.
pub fn wronglock(is_right: bool) {
    let number = Mutex::new(0);
    let locks = [(), ()].map(Mutex::new);
    let add = |lock: usize| {
        let _lock = locks[lock].lock().unwrap();
        let seen = *number.lock().unwrap();
        *number.lock().unwrap() = seen + 1;
    };
    let other = usize::from(!is_right);
    side_by_side(&[&|| add(0), &|| add(0), &|| add(other)]);
    assert_eq!(*number.lock().unwrap(), 3, "an update is lost");
}
