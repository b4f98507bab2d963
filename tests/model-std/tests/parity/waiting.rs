//! `Condvar` and `Barrier`.

use super::parity;

parity! {
    everywhere fn wait_while_returns_when_the_condition_ends() -> String {
        use lib::sync::{Arc, Condvar, Mutex};
        let pair = Arc::new((Mutex::new(0), Condvar::new()));
        let theirs = pair.clone();
        let worker = lib::thread::spawn(move || {
            *theirs.0.lock().unwrap() = 3;
            theirs.1.notify_all();
        });
        let value = *pair.1.wait_while(pair.0.lock().unwrap(), |value| *value == 0).unwrap();
        worker.join().unwrap();
        format!("{value}")
    }

    everywhere fn a_wait_that_nobody_ends_times_out() -> String {
        let (mutex, condvar) = (lib::sync::Mutex::new(1), lib::sync::Condvar::new());
        let brief = lib::time::Duration::from_millis(2);
        let (guard, result) = condvar.wait_timeout_while(mutex.lock().unwrap(), brief, |_| true).unwrap();
        let first = format!("{} {:?}", *guard, result);
        let (guard, result) = condvar.wait_timeout_while(guard, brief, |_| false).unwrap();
        format!("{first} {} {:?}", *guard, result.timed_out())
    }

    everywhere fn a_timed_wait_sees_what_it_waited_for() -> String {
        use lib::sync::{Arc, Condvar, Mutex};
        let pair = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = pair.clone();
        let worker = lib::thread::spawn(move || {
            *theirs.0.lock().unwrap() = true;
            theirs.1.notify_one();
        });
        let mut ready = pair.0.lock().unwrap();
        while !*ready {
            ready = pair.1.wait_timeout(ready, lib::time::Duration::from_millis(1)).unwrap().0;
        }
        drop(ready);
        worker.join().unwrap();
        format!("{:?} {:?}", pair.0, pair.1)
    }

    everywhere fn waiting_on_a_lock_that_gets_poisoned_is_an_error() -> String {
        use lib::sync::{Arc, Condvar, Mutex};
        let pair = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = pair.clone();
        let worker = lib::thread::spawn(move || {
            let mut guard = theirs.0.lock().unwrap_or_else(lib::sync::PoisonError::into_inner);
            *guard = true;
            theirs.1.notify_one();
            panic!("with the guard");
        });
        let mut guard = pair.0.lock().unwrap_or_else(lib::sync::PoisonError::into_inner);
        while !*guard {
            guard = pair.1.wait(guard).unwrap_or_else(lib::sync::PoisonError::into_inner);
        }
        drop(guard);
        format!("{} {}", worker.join().is_err(), pair.0.is_poisoned())
    }

    everywhere fn notifying_nobody_is_harmless() -> String {
        let condvar = lib::sync::Condvar::default();
        condvar.notify_one();
        condvar.notify_all();
        format!("{condvar:?}")
    }

    everywhere fn a_barrier_has_one_leader_each_round() -> String {
        let barrier = lib::sync::Barrier::new(2);
        let leaders = lib::sync::atomic::AtomicU32::new(0);
        let round = || {
            if barrier.wait().is_leader() {
                leaders.fetch_add(1, lib::sync::atomic::Ordering::SeqCst);
            }
        };
        lib::thread::scope(|scope| {
            scope.spawn(|| {
                round();
                round();
            });
            round();
            round();
        });
        format!("{leaders:?} {barrier:?}")
    }

    everywhere fn a_barrier_of_one_or_none_stops_nobody() -> String {
        let results = [0, 1].map(|size| lib::sync::Barrier::new(size).wait());
        format!("{results:?}")
    }
}
