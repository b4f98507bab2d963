//! What happens inside std is told by the program's own line before it.

use model_std::model::{Failure, VirtualTime};
use model_std::sync::{Arc, Mutex, mpsc};
use model_std::thread::{self, JoinHandle};
use model_std::time::Duration;

fn failure(program: impl Fn() + Send + Sync + 'static) -> Failure {
    *VirtualTime::new().run(program).expect_err("it fails")
}

/// No line of std's is in what a person reads, or in the data.
fn assert_own_lines_only(failure: &Failure) {
    let told = format!("{failure}\n{}", failure.json());
    let own = "tests/reports/library.rs";
    for line in told.lines().filter(|line| line.contains(".rs")) {
        assert!(line.contains(own), "{line}\n{told}");
    }
}

#[test]
fn a_panic_inside_std_comes_after_the_threads_last_line() {
    let failure = failure(|| {
        thread::sleep(Duration::from_secs(1));
        let waits = [Duration::MAX, Duration::MAX];
        let _ = waits.iter().sum::<Duration>();
    });
    assert_own_lines_only(&failure);
    let told = "main panicked inside the standard library, after tests/reports/library.rs:24: ";
    assert!(failure.message.starts_with(told), "{failure}");
    assert!(failure.panics[0].inside_std);
    assert_eq!(failure.panics[0].site.line, 24);
}

#[test]
fn a_thread_that_has_done_nothing_is_told_by_where_it_was_started() {
    let failure = failure(|| {
        let sum = || _ = [Duration::MAX, Duration::MAX].iter().sum::<Duration>();
        let worker = thread::spawn(sum);
        worker.join().unwrap();
    });
    assert_own_lines_only(&failure);
    let told = "worker 1 panicked inside the standard library, after tests/reports/library.rs:39: ";
    assert!(failure.account.starts_with(told), "{failure}");
}

#[test]
fn steps_that_std_calls_for_are_at_the_line_before() {
    let failure = failure(|| {
        let handles = [1, 2].map(|n| thread::spawn(move || n));
        let sum: i32 = handles
            .into_iter()
            .map(JoinHandle::join)
            .map(Result::unwrap)
            .sum();
        let (sender, receiver) = mpsc::channel();
        (0..2).map(|n| sender.send(n)).for_each(Result::unwrap);
        (0..1)
            .map(|_| &receiver)
            .map(mpsc::Receiver::recv)
            .for_each(|n| assert_eq!(n, Ok(0)));
        let locks: Vec<Arc<Mutex<u32>>> = std::iter::repeat_with(Arc::default).take(2).collect();
        locks
            .iter()
            .map(AsRef::as_ref)
            .map(Mutex::lock)
            .for_each(|guard| drop(guard.unwrap()));
        thread::sleep(Duration::from_secs(1));
        panic!("{sum}");
    });
    assert_own_lines_only(&failure);
}

#[test]
fn a_lock_that_std_made_is_told_by_number() {
    let failure = failure(|| {
        let locks: Vec<Arc<Mutex<u32>>> = std::iter::repeat_with(Arc::default).take(2).collect();
        let held = (locks[0].lock(), locks[1].lock());
        drop(locks[1].lock());
        drop(held);
    });
    assert_own_lines_only(&failure);
    assert!(
        failure.message.contains("waits for the Mutex #2 (at"),
        "{failure}"
    );
}
