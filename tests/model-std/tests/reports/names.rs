//! Locks and atomics are called what the program calls them, where there are several of a kind.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use crate::programs::{searched, told};

struct Bank {
    log: Mutex<Vec<u32>>,
    balance: Mutex<u32>,
}

impl Bank {
    fn pay(&self) {
        let mut balance = self.balance.lock().unwrap();
        *balance += 1;
        #[rustfmt::skip]
        self.log
            .lock()
            .unwrap()
            .push(*balance);
    }

    fn audit(&self) {
        let log = self.log.lock().unwrap();
        assert_eq!(
            log.last().copied().unwrap_or(0),
            *self.balance.lock().unwrap()
        );
    }
}

#[test]
fn a_field_gives_its_name_whatever_the_variables_are_called() {
    let failure = searched(|| {
        let bank = Arc::new(Bank {
            log: Mutex::new(Vec::new()),
            balance: Mutex::new(0),
        });
        let theirs = bank.clone();
        let worker = thread::spawn(move || theirs.pay());
        bank.audit();
        worker.join().unwrap();
    });
    let message = &failure.message;
    assert!(
        message.starts_with("main waits for the Mutex `balance` (at "),
        "{message}"
    );
    assert!(
        message.contains("worker 1 waits for the Mutex `log` (at "),
        "{message}"
    );
    told(&failure);
}

#[test]
fn a_static_and_a_variable_give_theirs() {
    static TOTAL: Mutex<u32> = Mutex::new(0);
    let failure = searched(|| {
        let part = Arc::new(Mutex::new(0));
        let theirs = part.clone();
        let worker = thread::spawn(move || {
            let total = TOTAL.lock().unwrap();
            *theirs.lock().unwrap() += *total;
        });
        let guard = part.lock().unwrap();
        *TOTAL.lock().unwrap() += *guard;
        drop(guard);
        worker.join().unwrap();
    });
    assert!(
        failure.message.contains("Mutex `TOTAL`"),
        "{}",
        failure.message
    );
    // Each thread has a variable of its own for it, so its first one counts.
    assert!(
        failure.message.contains("Mutex `part`"),
        "{}",
        failure.message
    );
}

#[test]
fn a_condition_variable_does_not_lend_its_name_to_the_lock() {
    let failure = searched(|| {
        let (queue, other) = (Mutex::new(0), Mutex::new(0));
        let signal = Condvar::new();
        drop(other.lock().unwrap());
        drop(signal.wait_while(queue.lock().unwrap(), |jobs| *jobs == 0));
    });
    let rows: Vec<&str> = failure
        .trace
        .rows
        .iter()
        .map(|row| row.text.as_str())
        .collect();
    assert!(
        rows.contains(&"lock queue (0)") && !rows.contains(&"lock signal (0)"),
        "{rows:?}"
    );
}

#[test]
fn two_that_would_be_called_the_same_keep_their_lines() {
    let failure = searched(|| {
        let make = || AtomicU32::new(0);
        let add = |hits: &AtomicU32| hits.fetch_add(1, Ordering::SeqCst);
        assert_eq!(add(&make()) + add(&make()), 1);
    });
    let rows: Vec<&str> = failure
        .trace
        .rows
        .iter()
        .map(|row| row.text.as_str())
        .collect();
    assert!(rows[0].starts_with("update #1 of line "), "{rows:?}");
}
