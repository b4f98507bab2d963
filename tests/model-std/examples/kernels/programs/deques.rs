//! A deque whose owner takes at one end, while thieves steal at the other.

use super::super::library::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use super::side_by_side;

const TASKS: usize = 2;

struct Deque {
    /// The next to be stolen.
    top: AtomicUsize,
    /// After the last.
    bottom: AtomicUsize,
    /// How often each task was taken.
    taken: [AtomicUsize; TASKS],
}

impl Deque {
    /// The owner takes the last task. Where it is the only one, a thief may be after it too, and `top` decides; the flaw is
    /// not to ask it.
    fn pop(&self, is_right: bool) {
        let last = self.bottom.load(SeqCst) - 1;
        self.bottom.store(last, SeqCst);
        let top = self.top.load(SeqCst);
        if top < last {
            self.take(last);
            return;
        }
        self.bottom.store(last + 1, SeqCst);
        if top == last {
            let mut is_mine = true;
            if is_right {
                let won = self.top.compare_exchange(top, top + 1, SeqCst, SeqCst);
                is_mine = won.is_ok();
            } else {
                self.top.store(top + 1, SeqCst);
            }
            if is_mine {
                self.take(last);
            }
        }
    }

    fn steal(&self) {
        let top = self.top.load(SeqCst);
        if top >= self.bottom.load(SeqCst) {
            return;
        }
        let won = self.top.compare_exchange(top, top + 1, SeqCst, SeqCst);
        if won.is_ok() {
            self.take(top);
        }
    }

    fn take(&self, task: usize) {
        let before = self.taken[task].fetch_add(1, SeqCst);
        assert_eq!(before, 0, "task {task} was taken twice");
    }
}

/// A queue of two tasks, both of which its owner wants to take while a thief steals one.
pub fn work_stealing(is_right: bool) {
    let deque = Deque {
        top: AtomicUsize::new(0),
        bottom: AtomicUsize::new(TASKS),
        taken: [0, 0].map(AtomicUsize::new),
    };
    let own = || (0..TASKS).for_each(|_| deque.pop(is_right));
    side_by_side(&[&own, &|| deque.steal()]);
}
