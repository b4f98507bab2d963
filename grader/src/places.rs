//! How many compilers and checks are at work at once: more while processors are idle.
//!
//! Some samples compute and others only wait: for workers that sleep, for their time to be over. Nobody knows which before
//! they are started. So as many as the machine can use are let in, and one more each time that fewer of them compute than
//! there are processors. What other programs do on the machine does not count: beside them, it is the same.

use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How many are let in for each processor, whatever they do.
const USUAL: usize = 2;

/// How many are let in for each processor, at most: each may hold a compiler's memory.
const MOST: usize = 8;

/// How long one that was let in has to begin its work, before the next look.
const PAUSE: Duration = Duration::from_millis(50);

/// Places for what is at work at once.
#[derive(Debug)]
pub struct Places {
    usual: usize,
    most: usize,
    state: Mutex<State>,
    changed: Condvar,
    /// Whether a processor has nothing of ours to do.
    is_idle: fn() -> bool,
}

#[derive(Debug, Default)]
struct State {
    taken: usize,
    /// One of those who wait looks from time to time; the others are woken when another goes in or out.
    is_watched: bool,
    /// A processor was seen idle, and nobody was let in since.
    is_idle: bool,
}

/// A place, until it is dropped.
#[derive(Debug)]
pub struct Place<'p> {
    of: &'p Places,
}

impl Places {
    /// For the processors of this machine.
    pub fn for_this_machine() -> Self {
        let processors = processors();
        Self::new(USUAL * processors, MOST * processors, is_processor_idle)
    }

    fn new(usual: usize, most: usize, is_idle: fn() -> bool) -> Self {
        Self {
            usual,
            most,
            state: Mutex::default(),
            changed: Condvar::new(),
            is_idle,
        }
    }

    /// The number of threads that can all have something to do.
    pub fn threads() -> usize {
        MOST * processors()
    }

    /// Waits for a place. Nobody takes a second one while holding one.
    pub fn take(&self) -> Place<'_> {
        let mut state = self.state();
        while !self.has_room(&state) {
            if state.is_watched {
                let woken = self.changed.wait(state);
                state = woken.unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            state.is_watched = true;
            let woken = self.changed.wait_timeout(state, PAUSE);
            let (woken, waited) = woken.unwrap_or_else(PoisonError::into_inner);
            state = woken;
            state.is_watched = false;
            state.is_idle = waited.timed_out() && (self.is_idle)();
        }
        state.taken += 1;
        state.is_idle = false;
        drop(state);
        // The next one, if this was the one who looked.
        self.changed.notify_one();
        Place { of: self }
    }

    fn has_room(&self, state: &State) -> bool {
        state.taken < self.usual || state.is_idle && state.taken < self.most
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.of.state().taken -= 1;
        self.of.changed.notify_one();
    }
}

fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Whether fewer threads of what this program has started compute than there are processors.
fn is_processor_idle() -> bool {
    supervise::threads_at_work().is_some_and(|at_work| at_work < processors())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, mpsc};

    use super::*;

    /// Lets so many ask for a place; returns how many are in when nobody is let in any more, and at most.
    fn let_in(places: Places, asking: usize, expected: usize) -> usize {
        let places = Arc::new(places);
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let (come_in, came_in) = mpsc::channel();
        let (go, gone) = mpsc::channel::<()>();
        let gone = Mutex::new(gone);
        thread::scope(|scope| {
            for _ in 0..asking {
                let (come_in, places, gone) = (come_in.clone(), Arc::clone(&places), &gone);
                let (inside, most) = (&inside, &most);
                scope.spawn(move || {
                    let _place = places.take();
                    most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    come_in.send(()).unwrap();
                    // Stays until it is told to go.
                    let _ = gone.lock().unwrap().recv();
                    inside.fetch_sub(1, Ordering::SeqCst);
                });
            }
            for _ in 0..expected {
                // Long on any machine; without one that is missed it would be for ever.
                let _ = came_in.recv_timeout(400 * PAUSE);
            }
            // Whoever is let in too many comes in meanwhile, or is missed.
            let _ = came_in.recv_timeout(10 * PAUSE);
            for _ in 0..asking {
                go.send(()).unwrap();
            }
        });
        most.into_inner()
    }

    #[test]
    fn on_a_busy_machine_the_usual_number_is_at_work() {
        assert_eq!(let_in(Places::new(2, 5, || false), 9, 2), 2);
    }

    #[test]
    fn while_a_processor_is_idle_more_are_let_in_up_to_a_bound() {
        assert_eq!(let_in(Places::new(2, 5, || true), 9, 5), 5);
    }
}
