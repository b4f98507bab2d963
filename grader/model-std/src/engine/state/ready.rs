//! Which threads could go on. That is asked at every step and rarely changes, so it is kept instead of asked of every
//! thread anew.
//!
//! What a thread may do depends on its own announced operation, on the object of that operation, and on the clock. So it
//! is looked at again when the thread announces something, when something was done to that object, and when the clock
//! has moved.

use super::execution::Execution;
use super::scheduler::Scheduler;
use crate::engine::objects::{Kind, ObjectId, Tid};

/// A set of threads.
#[derive(Default)]
struct Threads {
    /// The first 64, as bits: most programs have no more.
    first: u64,
    more: Vec<u64>,
}

impl Threads {
    #[inline]
    fn set(&mut self, tid: Tid, member: bool) {
        let word = match (tid / 64).checked_sub(1) {
            None => &mut self.first,
            Some(at) => self.later_word(at),
        };
        let bit = 1 << (tid % 64);
        if member {
            *word |= bit;
        } else {
            *word &= !bit;
        }
    }

    fn later_word(&mut self, at: usize) -> &mut u64 {
        if self.more.len() <= at {
            self.more.resize(at + 1, 0);
        }
        &mut self.more[at]
    }

    fn contains(&self, tid: Tid) -> bool {
        self.word(tid / 64) & 1 << (tid % 64) != 0
    }

    /// The members from `64 * at` on, as bits.
    fn word(&self, at: usize) -> u64 {
        match at.checked_sub(1) {
            None => self.first,
            Some(at) => self.more.get(at).copied().unwrap_or(0),
        }
    }

    /// All of them, with the number of each.
    fn words(&self) -> impl Iterator<Item = (usize, u64)> {
        (0..=self.more.len()).map(|at| (at, self.word(at)))
    }
}

/// The state of every thread, as far as it matters to who goes next.
#[derive(Default)]
pub struct Ready {
    /// Threads that could do their pending operation now: those of which [`Execution::is_enabled`] is true.
    enabled: Threads,
    /// Threads that only look, and are passed over until another changes something.
    polling: Threads,
    /// Of each enabled thread, since when; see [`Execution::ready_since`].
    since: Vec<(u64, u64)>,
}

impl Ready {
    /// Whether the thread could go on, and would do more than look.
    pub fn contains(&self, tid: Tid) -> bool {
        self.enabled.contains(tid) && !self.polling.contains(tid)
    }

    /// All threads that are ready, in order.
    pub fn iter(&self) -> impl Iterator<Item = Tid> + '_ {
        let words = self.enabled.words();
        words.flat_map(|(at, enabled)| members(at, enabled & !self.polling.word(at)))
    }

    /// The first 64 threads, those that are ready as bits.
    pub fn first_word(&self) -> u64 {
        self.enabled.word(0) & !self.polling.word(0)
    }

    /// Of the threads that are ready the one that has been so longest.
    pub fn longest(&self) -> Option<Tid> {
        let mut longest = (u64::MAX, u64::MAX);
        let mut found = None;
        for (at, enabled) in self.enabled.words() {
            let mut bits = enabled & !self.polling.word(at);
            while bits != 0 {
                let tid = at * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                if self.since[tid] < longest {
                    longest = self.since[tid];
                    found = Some(tid);
                }
            }
        }
        found
    }

    pub fn len(&self) -> usize {
        let words = self.enabled.words();
        let ready = words.map(|(at, enabled)| enabled & !self.polling.word(at));
        ready.map(|bits| bits.count_ones() as usize).sum()
    }

    /// Whether one of the first 64 threads is passed over, whether or not it could go on.
    pub fn passes_over_somebody(&self) -> bool {
        self.polling.word(0) != 0
    }

    /// Those of the first 64 threads that could go on and are passed over, as bits.
    pub fn passed_over(&self) -> u64 {
        self.enabled.word(0) & self.polling.word(0)
    }

    pub fn is_polling(&self, tid: Tid) -> bool {
        self.polling.contains(tid)
    }

    pub fn set_polling(&mut self, tid: Tid, spins: bool) {
        self.polling.set(tid, spins);
    }

    /// Something changed: whoever was polling may look once more before it counts as polling again.
    pub fn wake_pollers(&mut self) {
        self.polling.first = 0;
        self.polling.more.fill(0);
    }

    /// As [`wake_pollers`](Self::wake_pollers), for those that could go on. False if there is none.
    pub fn release_pollers(&mut self) -> bool {
        let any = self
            .enabled
            .words()
            .any(|(at, enabled)| enabled & self.polling.word(at) != 0);
        self.polling.first &= !self.enabled.first;
        for (enabled, polling) in self.enabled.more.iter().zip(&mut self.polling.more) {
            *polling &= !enabled;
        }
        any
    }
}

/// The threads whose bits are set in word number `at` of a set.
pub fn members(at: usize, mut bits: u64) -> impl Iterator<Item = Tid> {
    std::iter::from_fn(move || {
        let next = bits.trailing_zeros() as usize;
        bits &= bits.wrapping_sub(1);
        (next < 64).then_some(at * 64 + next)
    })
}

impl<S: Scheduler> Execution<S> {
    /// The thread has announced an operation.
    pub(in crate::engine) fn has_announced(&mut self, tid: Tid) {
        if let Some(object) = self.object_of_pending(tid) {
            self.objects[object as usize].awaited += 1;
        }
        self.look_at(tid);
    }

    /// The thread, having been chosen, is about to do its operation on `object`, and no longer waits for it.
    pub(in crate::engine) fn has_begun(&mut self, tid: Tid, object: ObjectId) {
        if let Some(object) = self.objects.get_mut(object as usize) {
            object.awaited -= 1;
        }
        self.ready.enabled.set(tid, false);
    }

    /// Something was done to the object.
    pub(in crate::engine) fn has_changed(&mut self, object: ObjectId) {
        if self
            .objects
            .get(object as usize)
            .is_none_or(|object| object.awaited == 0)
        {
            return;
        }
        for tid in 0..self.threads.len() {
            if self.object_of_pending(tid) == Some(object) {
                self.look_at(tid);
            }
        }
    }

    /// The clock has moved.
    pub(in crate::engine) fn time_has_passed(&mut self) {
        for tid in 0..self.threads.len() {
            self.look_at(tid);
        }
    }

    fn look_at(&mut self, tid: Tid) {
        let enabled = self.is_enabled(tid);
        self.ready.enabled.set(tid, enabled);
        if self.ready.since.len() <= tid {
            self.ready.since.resize(tid + 1, (0, 0));
        }
        self.ready.since[tid] = self.ready_since(tid);
    }

    /// When a ready thread became so: a sleeper at its wake-up, everybody else on arrival. Ties by arrival.
    fn ready_since(&self, tid: Tid) -> (u64, u64) {
        let thread = &self.threads[tid];
        let wake = thread
            .pending
            .filter(|op| matches!(op.kind, Kind::Sleep | Kind::Work));
        let wake = wake.map_or(0, |op| op.deadline);
        (thread.announced.0.max(wake), thread.announced.1)
    }

    fn object_of_pending(&self, tid: Tid) -> Option<ObjectId> {
        let object = self.threads[tid].pending?.object;
        ((object as usize) < self.objects.len()).then_some(object)
    }

    /// Asks every thread anew, and compares with what is kept.
    #[cfg(test)]
    pub fn check_who_is_ready(&self) {
        let threads = 0..self.threads.len();
        let enabled = |&tid: &Tid| self.is_enabled(tid);
        let kept = |&tid: &Tid| self.ready.enabled.contains(tid);
        assert_eq!(
            threads.clone().filter(kept).collect::<Vec<_>>(),
            threads.clone().filter(enabled).collect::<Vec<_>>(),
            "these could go on"
        );
        let ready = threads.filter(|tid| enabled(tid) && !self.is_polling(*tid));
        let ready: Vec<Tid> = ready.collect();
        assert_eq!(self.ready.iter().collect::<Vec<_>>(), ready);
        assert_eq!(self.ready.len(), ready.len());
        let longest = ready.into_iter().min_by_key(|&tid| self.ready_since(tid));
        assert_eq!(self.ready.longest(), longest);
    }
}

// Miri knows no coroutines.
#[cfg(all(test, not(miri)))]
mod tests;
