//! Exercise 02, solved: threads by hand. Spawn them, let them work side by side, join them.

use std::any::Any;
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Work that can be moved to another thread and is done there once.
pub type Task = Box<dyn FnOnce() -> u64 + Send>;

/// Waits for `duration`, then gives it back. Finished as it stands.
pub fn pause(duration: Duration) -> Duration {
    thread::sleep(duration);
    duration
}

/// Waits for 10 s, then gives its argument back. Finished as it stands.
pub fn slow(x: u64) -> u64 {
    pause(Duration::from_secs(10));
    x
}

/// Calls `pause(a)` and `pause(b)` at the same time, and returns what they return.
///
/// Takes as long as the longer of the two.
pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    // `move` copies `a` into the closure. Without it the closure would borrow `a` from this
    // function, and the compiler refuses: as far as it knows, the thread may outlive the call.
    let first = thread::spawn(move || pause(a));
    let second = thread::spawn(move || pause(b));

    // Both are asleep by now. Which one is joined first makes no difference: waiting for the
    // longer one covers the shorter. What would make a difference is to join `first` before
    // `second` is spawned; the two pauses would then add up.
    (
        first.join().expect("pause does not panic"),
        second.join().expect("pause does not panic"),
    )
}

/// Calls `slow(0)`, `slow(1)`, ... `slow(n - 1)`, each on a thread of its own.
///
/// Returns their results in the order of the arguments. Takes 10 s, however large `n` is.
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    // This `collect` looks as if it could go: the next line iterates again anyway. But iterators
    // are lazy. Without it each handle would be joined before the next thread is spawned, and the
    // tasks would take 10 s each, one after another, threads or no threads.
    let handles: Vec<JoinHandle<u64>> = (0..n).map(|x| thread::spawn(move || slow(x))).collect();

    // The handles are in the order of the arguments, so the results are too. Rejected: a vector
    // behind a `Mutex` that each thread pushes to, which is in the order of finishing.
    handles
        .into_iter()
        .map(|handle| handle.join().expect("slow does not panic"))
        .collect()
}

/// Runs each task on a thread of its own, and returns what came of each, in the order given.
///
/// A task that panics gives `Err` with the text of its panic; the others are not disturbed.
/// (A panic may also carry something that is no text. What you return for those is up to you.)
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    // A boxed closure is a closure: it can be handed to `spawn` as it is.
    let handles: Vec<JoinHandle<u64>> = tasks.into_iter().map(thread::spawn).collect();

    // `join` has caught the panic already. Rejected: `catch_unwind` inside the thread, which would
    // do the same work a second time; and `expect`, which would let one bad task take the results
    // of all the others with it.
    handles
        .into_iter()
        .map(|handle| handle.join().map_err(panic_text))
        .collect()
}

/// What a panic said: a `&str` if the text was a plain literal, a `String` if it had to be formatted.
fn panic_text(payload: Box<dyn Any + Send>) -> String {
    // The box is taken by value because of a trap. In a function that takes `&dyn Any`, and is
    // given `&payload`, the box itself is the `Any`: it is neither a `&str` nor a `String`, and
    // no text is ever found, without a word from the compiler.
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => match payload.downcast::<&str>() {
            Ok(text) => (*text).to_owned(),
            Err(_) => "a panic without a text".to_owned(),
        },
    }
}
