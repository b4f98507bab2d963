//! A limit is a thread that sleeps so long and then sends into the channel in which the result comes.
//!
//! ```toml
//! base = "solution"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;

/// What comes through the channel of a handle: the result, or that the time with this number is over.
enum News<T> {
    Result(thread::Result<T>),
    TimeIsOver(usize),
}

/// What `submit` returns.
pub struct Handle<T> {
    news: Receiver<News<T>>,
    thread: JoinHandle<()>,
    /// Starts a thread that sends the number after that time.
    set_clock: Box<dyn FnMut(Duration, usize) + Send>,
    limits: usize,
}

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (sender, news) = mpsc::channel();
    let clock: Sender<News<T>> = sender.clone();
    let thread = thread::spawn(move || {
        let _ = sender.send(News::Result(catch_unwind(AssertUnwindSafe(task))));
    });
    let set_clock = Box::new(move |limit, number| {
        let clock = clock.clone();
        thread::spawn(move || {
            thread::sleep(limit);
            let _ = clock.send(News::TimeIsOver(number));
        });
    });
    Handle {
        news,
        thread,
        set_clock,
        limits: 0,
    }
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        loop {
            if let News::Result(result) = self.news.recv().expect("the task sends its result") {
                return result;
            }
        }
    }

    /// Whether the task is over.
    pub fn done(&self) -> bool {
        self.thread.is_finished()
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(mut self, limit: Duration) -> Result<thread::Result<T>, Self> {
        if self.done() {
            return Ok(self.result());
        }
        self.limits += 1;
        (self.set_clock)(limit, self.limits);
        loop {
            match self.news.recv().expect("somebody sends something") {
                News::Result(result) => return Ok(result),
                News::TimeIsOver(number) if number == self.limits => return Err(self),
                News::TimeIsOver(_) => {}
            }
        }
    }
}
