//! A part of a search, as the process that has run it writes it down for the one whose search it is.

use super::branches::Sleeper;
use super::search::Set;
use super::subtrees::{Began, Subtree};
use super::wishes::{Head, Wish, WishedStep};
use crate::engine::memory::clock::Clock;
use crate::engine::objects::{ObjectId, Op, Tid};
use crate::engine::platform::helper_process::SharedPage;

/// What of a wish is pending at the end of its execution.
type Pending = (u32, Option<Op>);

/// Which event was done to which object.
type Done = (Tid, u32, ObjectId);

impl Subtree {
    /// Writes it from that place on, and returns where it ends; `None` if there is no room.
    pub fn write(&self, page: &SharedPage, at: usize) -> Option<usize> {
        let lengths = [self.wishes.len(), self.asked.len(), self.still_open.len()];
        let at = page.put(at, &lengths)?;
        let at = page.put::<Began>(at, &[self.began])?;
        let at = page.put::<(usize, Set)>(at, &self.asked)?;
        let at = page.put::<bool>(at, &self.still_open)?;
        self.wishes
            .iter()
            .try_fold(at, |at, wish| wish.write(page, at))
    }

    /// Reads what was written there.
    ///
    /// # Safety
    /// It was written at this place by a copy of this process, which has ended since.
    pub unsafe fn read(page: &SharedPage, at: usize) -> Self {
        // SAFETY: the same types in the same order and number as `write` puts there.
        unsafe {
            let (lengths, at) = page.get::<usize>(at, 3);
            let (began, at) = page.get::<Began>(at, 1);
            let (asked, at) = page.get::<(usize, Set)>(at, lengths[1]);
            let (still_open, mut at) = page.get::<bool>(at, lengths[2]);
            let mut wishes = Vec::with_capacity(lengths[0]);
            for _ in 0..lengths[0] {
                let (wish, after) = Wish::read(page, at);
                wishes.push(wish);
                at = after;
            }
            Self {
                wishes,
                asked,
                still_open,
                began: began[0],
            }
        }
    }
}

impl Wish {
    fn write(&self, page: &SharedPage, at: usize) -> Option<usize> {
        let threads = self.pending.len();
        let lengths = [
            self.steps.len(),
            self.asleep.len(),
            self.objects.len(),
            threads,
        ];
        let at = page.put(at, &lengths)?;
        let at = page.put::<Head>(at, &[self.head])?;
        let at = page.put::<WishedStep>(at, &self.steps)?;
        let at = page.put::<Sleeper>(at, &self.asleep)?;
        let at = page.put::<Done>(at, &self.objects)?;
        let at = page.put::<Pending>(at, &self.pending)?;
        self.clocks.iter().try_fold(at, |at, clock| {
            let counts: Vec<u32> = (0..threads).map(|thread| clock.get(thread)).collect();
            page.put(at, &counts)
        })
    }

    /// # Safety
    /// As for [`Subtree::read`].
    unsafe fn read(page: &SharedPage, at: usize) -> (Self, usize) {
        // SAFETY: the same types in the same order and number as `write` puts there.
        unsafe {
            let (lengths, at) = page.get::<usize>(at, 4);
            let (head, at) = page.get::<Head>(at, 1);
            let (steps, at) = page.get::<WishedStep>(at, lengths[0]);
            let (asleep, at) = page.get::<Sleeper>(at, lengths[1]);
            let (objects, at) = page.get::<Done>(at, lengths[2]);
            let (pending, mut at) = page.get::<Pending>(at, lengths[3]);
            let mut clocks = Vec::with_capacity(steps.len());
            for _ in 0..steps.len() {
                let (counts, after) = page.get::<u32>(at, lengths[3]);
                let mut clock = Clock::default();
                let counts = counts.into_iter().enumerate();
                counts.for_each(|(thread, count)| clock.set(thread, count));
                clocks.push(clock);
                at = after;
            }
            let wish = Self {
                head: head[0],
                steps,
                clocks,
                asleep,
                objects,
                pending,
            };
            (wish, at)
        }
    }
}
