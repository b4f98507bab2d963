//! Work in several stages, of which some are seen half done.

use super::super::library::sync::{Condvar, Mutex};
use super::side_by_side;

/// Two threads add a term each, and a third waits for both and takes the sum. The flaw: a thread says that it is done
/// before it adds.
pub fn arithmetic(is_right: bool) {
    let (done, all_done) = (Mutex::new(0), Condvar::new());
    let sum = Mutex::new(0);
    let say_done = || {
        *done.lock().unwrap() += 1;
        all_done.notify_one();
    };
    let add = |term| {
        if !is_right {
            say_done();
        }
        *sum.lock().unwrap() += term;
        if is_right {
            say_done();
        }
    };
    let take = || {
        let mut seen = done.lock().unwrap();
        while *seen < 2 {
            seen = all_done.wait(seen).unwrap();
        }
        drop(seen);
        assert_eq!(*sum.lock().unwrap(), 3, "a term is missing");
    };
    side_by_side(&[&|| add(1), &|| add(2), &take]);
}

/// Two threads go through two phases together. The flaw: who comes last opens the next phase first and forgets the
/// arrivals afterwards, and with them one for the next phase.
pub fn phase(is_right: bool) {
    struct Gate {
        arrived: u32,
        phase: u32,
    }
    let gate = Mutex::new(Gate {
        arrived: 0,
        phase: 0,
    });
    let opened = Condvar::new();
    let pass = || {
        let mut here = gate.lock().unwrap();
        here.arrived += 1;
        if here.arrived < 2 {
            let phase = here.phase;
            while here.phase == phase {
                here = opened.wait(here).unwrap();
            }
            return;
        }
        if is_right {
            here.arrived = 0;
        }
        here.phase += 1;
        drop(here);
        opened.notify_all();
        if !is_right {
            gate.lock().unwrap().arrived = 0;
        }
    };
    let work = || (0..2).for_each(|_| pass());
    side_by_side(&[&work, &work]);
}

/// Two writers set one number and then another that is one more; a reader that finds the first set expects the second to
/// fit. The flaw: each number has its own lock, and the reader can come in between.
pub fn twostage(is_right: bool) {
    let (first, second) = (Mutex::new(0), Mutex::new(0));
    let both = Mutex::new(());
    let write = || {
        let _both = is_right.then(|| both.lock().unwrap());
        *first.lock().unwrap() = 1;
        let seen = *first.lock().unwrap();
        *second.lock().unwrap() = seen + 1;
    };
    let read = || {
        let _both = is_right.then(|| both.lock().unwrap());
        let seen = *first.lock().unwrap();
        if seen > 0 {
            assert_eq!(*second.lock().unwrap(), seen + 1, "half written");
        }
    };
    side_by_side(&[&write, &write, &read]);
}
