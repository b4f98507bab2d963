//! The memory model: which of the values ever stored in an atomic a load may return.
//!
//! Stores of one atomic are kept in modification order, which is the order of execution. A load may return any store
//! that is not hidden from it by one it already knows of (coherence, happens-before), so `Relaxed` code can read a
//! stale value. Two things are stronger here than in the language's rules, so that some weak behaviours are not
//! shown: a load never returns a value that is stored later (load buffering), and `fence(SeqCst)` hands on knowledge
//! to every later `fence(SeqCst)`.

use std::sync::atomic::Ordering;

use super::clock::Clock;
use crate::engine::ids::Tid;

/// How often in a row a thread may read the same older store.
const STALE_READS: usize = 2;

/// One store.
struct Stored {
    value: u64,
    thread: Tid,
    /// The storing thread's event number of the store.
    count: u32,
    /// What an acquiring load of this store learns.
    released: Clock,
    seqcst: bool,
    /// What had to happen before it in the sense of dependency (searches).
    clock: Clock,
}

/// Everything stored in one atomic in this execution, and who has read what.
pub struct History {
    stores: Vec<Stored>,
    /// For each thread: (event number, index of the store read), ascending in both.
    reads: Vec<Vec<(u32, usize)>>,
}

/// What a thread knows, as far as the memory model goes.
#[derive(Default)]
pub struct Knowledge {
    /// What happened before the thread's next event.
    pub now: Clock,
    /// What an acquire fence would add: released by stores that were read with `Relaxed`.
    pub unacquired: Clock,
    /// `now` at the last release fence: what `Relaxed` stores hand on.
    pub fenced: Clock,
}

fn acquires(order: Ordering) -> bool {
    matches!(
        order,
        Ordering::Acquire | Ordering::AcqRel | Ordering::SeqCst
    )
}

fn releases(order: Ordering) -> bool {
    matches!(
        order,
        Ordering::Release | Ordering::AcqRel | Ordering::SeqCst
    )
}

impl History {
    /// An atomic that everybody sees as holding `initial`.
    pub fn new(initial: u64) -> Self {
        let first = Stored {
            value: initial,
            thread: 0,
            count: 0,
            released: Clock::default(),
            seqcst: false,
            clock: Clock::default(),
        };
        Self {
            stores: vec![first],
            reads: Vec::new(),
        }
    }

    /// The latest store's value: what a read-modify-write sees.
    pub fn latest(&self) -> u64 {
        self.stores[self.stores.len() - 1].value
    }

    /// How many stores there have been, the initial value included.
    pub fn len(&self) -> usize {
        self.stores.len()
    }

    /// What had to happen before the latest store in the sense of dependency.
    pub fn set_clock(&mut self, clock: &Clock) {
        let last = self.stores.len() - 1;
        self.stores[last].clock.copy_from(clock);
    }

    /// The same of the store that is `age` behind the latest.
    pub fn clock(&self, age: usize) -> &Clock {
        &self.stores[self.stores.len() - 1 - age].clock
    }

    /// Whether a load may return all that it could have returned before each of the stores that it does not know of. Then
    /// its place among them does not matter: it is told by what it returns.
    pub fn returns_all(&self, me: Tid, order: Ordering) -> bool {
        let reads = self.reads.get(me).and_then(|reads| reads.last());
        let last = reads.map_or(0, |&(_, index)| index);
        order != Ordering::SeqCst && !self.is_too_old(me, last)
    }

    /// How many stores a load by this thread may choose from; the choices are the newest that many.
    pub fn choices(&self, me: Tid, knows: &Clock, order: Ordering) -> usize {
        let mut oldest = self.too_often_read(me);
        for (index, stored) in self.stores.iter().enumerate() {
            let known = stored.count <= knows.get(stored.thread);
            if known || (order == Ordering::SeqCst && stored.seqcst) {
                oldest = oldest.max(index);
            }
        }
        for (thread, reads) in self.reads.iter().enumerate() {
            let known = reads.partition_point(|&(count, _)| count <= knows.get(thread));
            if let Some(&(_, index)) = known.checked_sub(1).and_then(|last| reads.get(last)) {
                oldest = oldest.max(index);
            }
        }
        self.stores.len() - oldest
    }

    /// A store becomes visible in finite time: once a thread has read an older one [`STALE_READS`] times in a row, it
    /// reads a newer one. Otherwise a loop that waits for a flag would have executions that never end.
    fn too_often_read(&self, me: Tid) -> usize {
        let Some(reads) = self.reads.get(me) else {
            return 0;
        };
        let Some(&(_, last)) = reads.last() else {
            return 0;
        };
        if self.is_too_old(me, last) {
            (last + 1).min(self.stores.len() - 1)
        } else {
            last
        }
    }

    /// Whether the thread has read that store, which is the last that it has read, too often in a row.
    fn is_too_old(&self, me: Tid, last: usize) -> bool {
        let Some(reads) = self.reads.get(me) else {
            return false;
        };
        let reads = reads.iter().rev();
        reads.take_while(|&&(_, index)| index == last).count() >= STALE_READS
    }

    /// Thread `me`, at its event `count`, reads the store that is `age` behind the latest.
    pub fn load(
        &mut self,
        me: Tid,
        count: u32,
        age: usize,
        order: Ordering,
        knows: &mut Knowledge,
    ) -> u64 {
        let index = self.stores.len() - 1 - age;
        if self.reads.len() <= me {
            self.reads.resize_with(me + 1, Vec::new);
        }
        let latest = self.reads[me].last().map_or(0, |&(_, index)| index);
        self.reads[me].push((count, index.max(latest)));
        let stored = &self.stores[index];
        if acquires(order) {
            knows.now.join(&stored.released);
        } else {
            knows.unacquired.join(&stored.released);
        }
        stored.value
    }

    /// Thread `me`, at its event `count`, stores `value`. A read-modify-write (`extends`) also hands on what the
    /// store it replaces released: it continues that release sequence.
    pub fn store(
        &mut self,
        me: Tid,
        count: u32,
        value: u64,
        order: Ordering,
        knows: &Knowledge,
        extends: bool,
    ) {
        let mut released = if releases(order) {
            knows.now.clone()
        } else {
            knows.fenced.clone()
        };
        if extends {
            released.join(&self.stores[self.stores.len() - 1].released);
        }
        let seqcst = order == Ordering::SeqCst;
        self.stores.push(Stored {
            value,
            thread: me,
            count,
            released,
            seqcst,
            clock: Clock::default(),
        });
    }

    /// Whether a read-modify-write that leaves the value as it is would hand on nothing that the latest store does not, so
    /// that it is as good as a load of that.
    pub fn hands_on_no_more(&self, order: Ordering, knows: &Knowledge) -> bool {
        let latest = &self.stores[self.stores.len() - 1];
        !releases(order) && knows.fenced.is_within(&latest.released)
    }

    /// Replaces the latest store: for runs in which nobody can read an older one.
    pub fn replace(&mut self, me: Tid, value: u64, order: Ordering) {
        let last = self.stores.len() - 1;
        let latest = &mut self.stores[last];
        latest.value = value;
        latest.thread = me;
        latest.seqcst = order == Ordering::SeqCst;
        latest.count = 1;
    }

    /// Whether, in a run that keeps only the latest store, weak memory might have shown this load an older one.
    pub fn could_be_stale(&self, me: Tid, order: Ordering) -> bool {
        let latest = &self.stores[self.stores.len() - 1];
        latest.count > 0 && latest.thread != me && !(latest.seqcst && order == Ordering::SeqCst)
    }
}

/// `fence(order)` by a thread that knows `knows`; `global` is what all `SeqCst` fences so far know together.
pub fn fence(order: Ordering, knows: &mut Knowledge, global: &mut Clock) {
    if acquires(order) {
        knows.now.join(&knows.unacquired);
    }
    if order == Ordering::SeqCst {
        knows.now.join(global);
        global.copy_from(&knows.now);
    }
    if releases(order) {
        knows.fenced.copy_from(&knows.now);
    }
}
