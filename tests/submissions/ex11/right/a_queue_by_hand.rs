//! Builds the bounded queue itself, of a lock and two condition variables; a worker that panics closes it.
//!
//! ```toml
//! base = "solution"
//! ```

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex};

struct Queue<J> {
    state: Mutex<State<J>>,
    changed: Condvar,
}

struct State<J> {
    jobs: VecDeque<(usize, J)>,
    idle: usize,
    workers: usize,
    closed: bool,
}

struct Leaving<'a, J>(&'a Queue<J>);

impl<J> Drop for Leaving<'_, J> {
    fn drop(&mut self) {
        self.0.state.lock().unwrap().workers -= 1;
        self.0.changed.notify_all();
    }
}

struct Closing<'a, J>(&'a Queue<J>);

impl<J> Drop for Closing<'_, J> {
    fn drop(&mut self) {
        self.0.state.lock().unwrap().closed = true;
        self.0.changed.notify_all();
    }
}

impl<J> Queue<J> {
    /// False if no worker is left to take it. With a capacity of 0 there is room for as many as are idle.
    fn put(&self, job: (usize, J), capacity: usize) -> bool {
        let mut state = self.state.lock().unwrap();
        while state.workers > 0 && state.jobs.len() >= capacity + state.idle {
            state = self.changed.wait(state).unwrap();
        }
        state.jobs.push_back(job);
        self.changed.notify_all();
        state.workers > 0
    }

    fn take(&self) -> Option<(usize, J)> {
        let mut state = self.state.lock().unwrap();
        state.idle += 1;
        self.changed.notify_all();
        while state.jobs.is_empty() && !state.closed {
            state = self.changed.wait(state).unwrap();
        }
        state.idle -= 1;
        state.jobs.pop_front()
    }
}

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0);
    let queue = Queue {
        state: Mutex::new(State {
            jobs: VecDeque::new(),
            idle: 0,
            workers,
            closed: false,
        }),
        changed: Condvar::new(),
    };
    let results = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                let _leaving = Leaving(&queue);
                while let Some((number, job)) = queue.take() {
                    let result = work(job);
                    results.lock().unwrap().insert(number, result);
                }
            });
        }
        let _closing = Closing(&queue);
        for job in jobs.into_iter().enumerate() {
            if !queue.put(job, capacity) {
                break;
            }
        }
    });
    results.into_inner().unwrap().into_values().collect()
}
