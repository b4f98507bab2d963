//! Time that several checks have together.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Time that the checks of one exercise have together. It is dealt out in the order of the checks, however many of them run
/// at once: each is given what those before it have left, as if they ran one after another. So neither the number of
/// processors nor who is faster decides which check has none left.
#[derive(Debug)]
pub struct CommonTime {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    /// What is left if all that run use up what they were given.
    left: Duration,
    /// The place of the check that is given its share next.
    next: usize,
    running: usize,
}

/// What one check was given.
#[derive(Debug)]
pub struct Share<'t> {
    of: &'t CommonTime,
    granted: Duration,
    used: Duration,
}

impl CommonTime {
    /// That much in all.
    pub fn of(all: Duration) -> Self {
        Self {
            state: Mutex::new(State {
                left: all,
                next: 0,
                running: 0,
            }),
            changed: Condvar::new(),
        }
    }

    /// Gives the check at `place` the time that it wants, or what is left. Waits until those before it have been given
    /// theirs, and until they have ended if it depends on what they leave: each of them needs a thread that gets there
    /// without this one.
    pub fn take(&self, place: usize, wanted: Duration) -> Share<'_> {
        let has_to_wait =
            |state: &mut State| state.next != place || (state.left < wanted && state.running > 0);
        let state = self.changed.wait_while(self.state(), has_to_wait);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        let granted = wanted.min(state.left);
        state.left -= granted;
        state.next += 1;
        state.running += 1;
        self.changed.notify_all();
        Share {
            of: self,
            granted,
            used: granted,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Share<'_> {
    /// How much it is.
    pub fn granted(&self) -> Duration {
        self.granted
    }

    /// Gives back what was not used.
    pub fn used(mut self, used: Duration) {
        self.used = used.min(self.granted);
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        let mut state = self.of.state();
        state.left += self.granted - self.used;
        state.running -= 1;
        self.of.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn what_is_not_used_is_left_for_others() {
        let time = CommonTime::of(10 * SECOND);
        for place in 0..100 {
            let share = time.take(place, 4 * SECOND);
            assert_eq!(share.granted(), 4 * SECOND);
            share.used(Duration::ZERO);
        }
    }

    #[test]
    fn the_last_have_what_the_first_leave() {
        let time = CommonTime::of(10 * SECOND);
        let granted = |place| {
            let share = time.take(place, 4 * SECOND);
            share.granted()
        };
        let granted = [0, 1, 2, 3].map(granted);
        assert_eq!(granted, [4, 4, 2, 0].map(|seconds| seconds * SECOND));
    }

    /// Whoever asks first: the threads start in the wrong order, and each waits for those before it.
    #[test]
    fn shares_are_those_of_one_after_another_however_many_run_at_once() {
        let time = CommonTime::of(10 * SECOND);
        let uses = [4, 1, 4, 4, 4].map(|seconds| seconds * SECOND);
        let granted = thread::scope(|scope| {
            let run = |place: usize| {
                let (time, used) = (&time, uses[place]);
                move || {
                    let share = time.take(place, 4 * SECOND);
                    let granted = share.granted();
                    share.used(used);
                    granted
                }
            };
            let threads = [4, 3, 2, 1, 0].map(|place| (place, scope.spawn(run(place))));
            let mut granted = threads.map(|(place, thread)| (place, thread.join().unwrap()));
            granted.sort_unstable();
            granted.map(|(_, granted)| granted)
        });
        assert_eq!(granted, [4, 4, 4, 1, 0].map(|seconds| seconds * SECOND));
    }
}
