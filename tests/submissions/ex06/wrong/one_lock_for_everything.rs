//! Believes that one lock for everything is safest: a task begins when no other is at work.
//!
//! Every result is right, and nothing runs beside anything: correct, and needlessly slow.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! submitted_tasks_run_at_once = "too_slow"
//! map_answers_in_input_order = "too_slow"
//! a_result_survives_looks_and_time_outs = "wrong"
//! as_completed_answers_in_the_order_of_finishing = "wrong"
//! ```

use std::sync::{Mutex, PoisonError};

/// Who has it is at work.
static TURN: Mutex<()> = Mutex::new(());

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (running, ended) = mpsc::channel();
    let thread = thread::spawn(move || {
        let _running = running;
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        task()
    });
    Handle { thread, ended }
}
