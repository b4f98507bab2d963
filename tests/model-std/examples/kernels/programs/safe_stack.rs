//! A stack without locks in which a thread that was away for long takes what is no longer on top (D. Vyukov's; three threads
//! and five interruptions are needed).

use super::super::library::sync::Mutex;
use super::super::library::sync::atomic::{AtomicI32, Ordering::SeqCst};
use super::side_by_side;

const ITEMS: usize = 3;

/// A free list of the items 0, 1 and 2. Each holds the item below it, or -1: none, or one that is being taken.
struct FreeList {
    top: AtomicI32,
    count: AtomicI32,
    below: [AtomicI32; ITEMS],
}

impl FreeList {
    fn new() -> Self {
        Self {
            top: AtomicI32::new(0),
            count: AtomicI32::new(3),
            below: [1, 2, -1].map(AtomicI32::new),
        }
    }

    /// The top item, unless it is the last one: that stays.
    fn pop(&self) -> Option<usize> {
        while self.count.load(SeqCst) > 1 {
            let top = self.top.load(SeqCst);
            let item = usize::try_from(top).expect("the last one stays");
            let below = self.below[item].swap(-1, SeqCst);
            if below < 0 {
                continue;
            }
            let taken = self.top.compare_exchange(top, below, SeqCst, SeqCst);
            if taken.is_ok() {
                self.count.fetch_sub(1, SeqCst);
                return Some(item);
            }
            self.below[item].swap(below, SeqCst);
        }
        None
    }

    fn push(&self, item: usize) {
        let mut top = self.top.load(SeqCst);
        loop {
            self.below[item].store(top, SeqCst);
            let put = self.top.compare_exchange(top, item as i32, SeqCst, SeqCst);
            match put {
                Ok(_) => break,
                Err(seen) => top = seen,
            }
        }
        self.count.fetch_add(1, SeqCst);
    }
}

/// Three threads take an item twice, mark it as theirs and give it back. Right: they do that under a lock.
pub fn safe_stack(is_right: bool) {
    let list = FreeList::new();
    let owners = [-1, -1, -1].map(AtomicI32::new);
    let lock = Mutex::new(());
    let visit = |me: i32| {
        for _ in 0..2 {
            let _lock = is_right.then(|| lock.lock().unwrap());
            if let Some(item) = list.pop() {
                owners[item].store(me, SeqCst);
                assert_eq!(owners[item].load(SeqCst), me, "taken by two");
                list.push(item);
            }
        }
    };
    side_by_side(&[&|| visit(0), &|| visit(1), &|| visit(2)]);
}
