//! Families of programs whose number of interleavings that differ is known.

use ::model_std::sync::atomic::AtomicUsize;
use ::model_std::sync::atomic::Ordering::SeqCst;
use ::model_std::sync::{Arc, Mutex};
use ::model_std::thread;

/// Of a family, a program of so many threads, and its interleavings.
pub struct Member {
    pub title: &'static str,
    pub program: fn(),
    /// Mazurkiewicz traces, where a read-modify-write that changes nothing is a read, and a loop that waits one operation.
    pub optimum: u64,
}

const fn member(title: &'static str, optimum: u64, program: fn()) -> Member {
    Member {
        title,
        program,
        optimum,
    }
}

/// In the order of the table of `cargo run --example state_space`.
pub const FAMILIES: &[Member] = &[
    member(
        "casrot(2): a CAS from 0 to 1 and one from 1 to 2",
        2,
        || casrot(2),
    ),
    member("casrot(5): 5 CASes, each from i - 1 to i", 43, || casrot(5)),
    member("casrot(7)", 523, || casrot(7)),
    member("casw(2): a CAS from 0 to i, then a store of i", 6, || {
        casw(2)
    }),
    member("casw(3)", 66, || casw(3)),
    member("casw(4)", 1_200, || casw(4)),
    member("cas(3): 3 CASes from 0", 3, || cas(3)),
    member("cas(7)", 7, || cas(7)),
    member("try_lock once(2), skipped if taken", 4, || try_lock_once(2)),
    member("try_lock once(3)", 21, || try_lock_once(3)),
    member("try_lock once(4)", 148, || try_lock_once(4)),
    member("readers(8): 1 store, 8 loads", 256, || readers(8)),
    member("inc(3): load, then store", 36, || inc(3)),
    member("lastzero(6)", 9 << 4, || lastzero(6)),
];

/// The largest of each, which take long.
pub const LARGE: &[Member] = &[
    member("casrot(9)", 8_597, || casrot(9)),
    member("casw(5)", 32_880, || casw(5)),
    member("try_lock once(5)", 1_305, || try_lock_once(5)),
    member("inc(4)", 576, || inc(4)),
    member("readers(13)", 8_192, || readers(13)),
    member("lastzero(10)", 13 << 8, || lastzero(10)),
];

/// So many threads of that body, each given its number from 1.
fn all_of<F: FnOnce() + Send + 'static>(threads: usize, body: impl Fn(usize) -> F) {
    let threads: Vec<_> = (1..=threads).map(|at| thread::spawn(body(at))).collect();
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
}

/// The same, of threads that share a number.
fn around_a_number(threads: usize, body: fn(usize, &AtomicUsize)) {
    let shared = Arc::new(AtomicUsize::new(0));
    all_of(threads, |at| {
        let shared = Arc::clone(&shared);
        move || body(at, &shared)
    });
}

fn casrot(threads: usize) {
    around_a_number(threads, |at, number| {
        let _ = number.compare_exchange(at - 1, at, SeqCst, SeqCst);
    });
}

fn casw(threads: usize) {
    around_a_number(threads, |at, number| {
        let _ = number.compare_exchange(0, at, SeqCst, SeqCst);
        number.store(at, SeqCst);
    });
}

fn cas(threads: usize) {
    around_a_number(threads, |at, number| {
        let _ = number.compare_exchange(0, at, SeqCst, SeqCst);
    });
}

fn inc(threads: usize) {
    around_a_number(threads, |_, number| {
        number.store(number.load(SeqCst) + 1, SeqCst);
    });
}

fn readers(readers: usize) {
    around_a_number(readers + 1, |at, number| {
        if at == 1 {
            number.store(1, SeqCst);
        } else {
            number.load(SeqCst);
        }
    });
}

fn try_lock_once(threads: usize) {
    let lock = Arc::new(Mutex::new(()));
    all_of(threads, |_| {
        let lock = Arc::clone(&lock);
        move || drop(lock.try_lock())
    });
}

fn lastzero(threads: usize) {
    let cells: Arc<Vec<AtomicUsize>> =
        Arc::new((0..=threads).map(|_| AtomicUsize::new(0)).collect());
    all_of(threads + 1, |at| {
        let cells = Arc::clone(&cells);
        move || {
            let j = at - 1;
            if j == 0 {
                let mut down = threads;
                while cells[down].load(SeqCst) != 0 {
                    down -= 1;
                }
            } else {
                cells[j].store(cells[j - 1].load(SeqCst) + 1, SeqCst);
            }
        }
    });
}
