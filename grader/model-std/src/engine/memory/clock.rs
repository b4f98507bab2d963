//! Vector clocks: which events of the other threads came before.

use crate::engine::ids::Tid;

/// Threads whose counts need no memory of their own: most programs that are searched have no more.
const FEW: usize = 8;

/// For each thread, how many of its events are known to have happened before.
#[derive(Debug, Default, Clone)]
pub struct Clock {
    few: [u32; FEW],
    /// From thread number [`FEW`] on. Missing entries are 0.
    many: Option<Box<Many>>,
}

/// A list that takes one word where it is missing: clocks are copied with every event.
#[derive(Debug, Default, Clone)]
struct Many(Vec<u32>);

impl Clock {
    #[inline]
    pub fn get(&self, thread: Tid) -> u32 {
        match thread.checked_sub(FEW) {
            None => self.few[thread],
            Some(at) => self.later().get(at).copied().unwrap_or(0),
        }
    }

    /// The counts of the later threads, as far as there are any.
    fn later(&self) -> &[u32] {
        self.many.as_ref().map_or(&[], |many| &many.0)
    }

    /// The same with room for so many.
    fn at_least(&mut self, threads: usize) -> &mut [u32] {
        let Many(many) = &mut **self.many.get_or_insert_default();
        if many.len() < threads {
            many.resize(threads, 0);
        }
        many
    }

    pub fn set(&mut self, thread: Tid, count: u32) {
        let Some(at) = thread.checked_sub(FEW) else {
            self.few[thread] = count;
            return;
        };
        self.at_least(at + 1)[at] = count;
    }

    /// Becomes the least clock that knows all that either knew.
    #[inline]
    pub fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.few.iter_mut().zip(&other.few) {
            *mine = (*mine).max(*theirs);
        }
        if let Some(many) = &other.many {
            self.join_many(many);
        }
    }

    fn join_many(&mut self, Many(many): &Many) {
        for (mine, theirs) in self.at_least(many.len()).iter_mut().zip(many) {
            *mine = (*mine).max(*theirs);
        }
    }

    /// Whether the other knows all that this one knows.
    pub fn is_within(&self, other: &Self) -> bool {
        let few = self.few.iter().zip(&other.few);
        let mut many = (FEW..).zip(self.later());
        few.into_iter().all(|(mine, theirs)| mine <= theirs)
            && many.all(|(thread, &mine)| mine <= other.get(thread))
    }

    pub fn copy_from(&mut self, other: &Self) {
        self.few = other.few;
        self.many.clone_from(&other.many);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(counts: &[u32]) -> Clock {
        let mut clock = Clock::default();
        for (thread, &count) in counts.iter().enumerate() {
            clock.set(thread, count);
        }
        clock
    }

    fn counts(clock: &Clock) -> [u32; FEW + 4] {
        std::array::from_fn(|thread| clock.get(thread))
    }

    #[test]
    fn clocks_of_few_and_of_many_threads_join_to_what_either_knew() {
        let few = clock(&[1, 7, 3]);
        let many = clock(&[2, 5, 0, 4, 6, 8, 1, 1, 9, 2]);
        let joined = [2, 7, 3, 4, 6, 8, 1, 1, 9, 2, 0, 0];
        for (mine, theirs) in [(&few, &many), (&many, &few)] {
            let mut clock = mine.clone();
            clock.join(theirs);
            assert_eq!(counts(&clock), joined);
            assert!(mine.is_within(&clock) && theirs.is_within(&clock));
            assert!(!clock.is_within(mine) && !mine.is_within(theirs));
        }
        let mut copied = many;
        copied.copy_from(&few);
        assert_eq!(counts(&copied), [1, 7, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    }
}
