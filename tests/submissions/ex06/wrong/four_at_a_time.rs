//! Believes that more threads than cores only do harm, and lets four tasks run at a time.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! submitted_tasks_run_at_once = "too_slow"
//! map_answers_in_input_order = "too_slow"
//! as_completed_answers_in_the_order_of_finishing = "too_slow"
//! ```

use std::sync::{Condvar, Mutex};

/// How many may still begin, and who waits to begin.
static FREE: Mutex<usize> = Mutex::new(4);
static FREED: Condvar = Condvar::new();

/// Gives the place back, also if the task panics.
struct Place;

impl Place {
    fn take() -> Self {
        let free = FREE.lock().unwrap();
        *FREED.wait_while(free, |free| *free == 0).unwrap() -= 1;
        Self
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *FREE.lock().unwrap() += 1;
        FREED.notify_one();
    }
}

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (running, ended) = mpsc::channel();
    let thread = thread::spawn(move || {
        let _running = running;
        let _place = Place::take();
        task()
    });
    Handle { thread, ended }
}
