//! Families of programs whose number of interleavings that differ is known.

use ::model_std::sync::atomic::AtomicUsize;
use ::model_std::sync::atomic::Ordering::SeqCst;
use ::model_std::sync::{Arc, Mutex, mpsc};
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
    member("spin lock by swap(2)", 2, || spin_lock(2)),
    member("spin lock by swap(3)", 6, || spin_lock(3)),
    member("spin lock by compare_exchange(3)", 6, || cas_lock(3)),
    member("ticket lock(3)", 6, || ticket_lock(3)),
    member("ticket lock(4)", 24, || ticket_lock(4)),
    member("try_lock polling(2)", 2, || try_lock_polling(2)),
    member("try_lock polling(3)", 6, || try_lock_polling(3)),
    member("flag polled by 1", 1, || flag(1)),
    member("flag polled by 3", 1, || flag(3)),
    member("flag under a lock, polled by 2", 2, || flag_under_a_lock(2)),
    member("try_recv polling", 2, try_recv_polling),
    member("is_finished polling", 1, is_finished_polling),
    member("readers(8): 1 store, 8 loads", 256, || readers(8)),
    member("inc(3): load, then store", 36, || inc(3)),
    member("lastzero(6)", 9 << 4, || lastzero(6)),
    member("philosophers(6), the lower fork first", 62, || {
        philosophers(6)
    }),
    member("store buffering(6), each looks at the next", 63, || {
        store_buffering(6)
    }),
    member("4 threads, each stores and looks at all", 349, || {
        look_at_all(4)
    }),
];

/// The largest of each, which take long.
pub const LARGE: &[Member] = &[
    member("spin lock by swap(5)", 120, || spin_lock(5)),
    member("ticket lock(5)", 120, || ticket_lock(5)),
    member("try_lock polling(4)", 24, || try_lock_polling(4)),
    member("flag polled by 5", 1, || flag(5)),
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

/// Any but the two orders in which each waits for the next.
fn philosophers(threads: usize) {
    let forks: Arc<Vec<Mutex<()>>> = Arc::new((0..threads).map(|_| Mutex::new(())).collect());
    all_of(threads, |at| {
        let forks = Arc::clone(&forks);
        let (one, other) = (at - 1, at % threads);
        move || {
            let _lower = forks[one.min(other)].lock().unwrap();
            let _higher = forks[one.max(other)].lock().unwrap();
        }
    });
}

fn cells(count: usize) -> Arc<Vec<AtomicUsize>> {
    Arc::new((0..count).map(|_| AtomicUsize::new(0)).collect())
}

/// Any orders of the pairs but that in which all look too soon.
fn store_buffering(threads: usize) {
    let cells = cells(threads);
    all_of(threads, |at| {
        let cells = Arc::clone(&cells);
        move || {
            cells[at - 1].store(1, SeqCst);
            cells[at % threads].load(SeqCst);
        }
    });
}

fn look_at_all(threads: usize) {
    let cells = cells(threads);
    all_of(threads, |at| {
        let cells = Arc::clone(&cells);
        move || {
            cells[at - 1].store(1, SeqCst);
            for cell in cells.iter() {
                cell.load(SeqCst);
            }
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
    let cells = cells(threads + 1);
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

fn spin_lock(threads: usize) {
    around_a_number(threads, |_, locked| {
        while locked.swap(1, SeqCst) == 1 {}
        locked.store(0, SeqCst);
    });
}

fn cas_lock(threads: usize) {
    around_a_number(threads, |_, locked| {
        while locked.compare_exchange(0, 1, SeqCst, SeqCst).is_err() {
            thread::yield_now();
        }
        locked.store(0, SeqCst);
    });
}

fn ticket_lock(threads: usize) {
    let lock = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
    all_of(threads, |_| {
        let lock = Arc::clone(&lock);
        move || {
            let mine = lock.0.fetch_add(1, SeqCst);
            while lock.1.load(SeqCst) != mine {
                ::model_std::hint::spin_loop();
            }
            lock.1.store(mine + 1, SeqCst);
        }
    });
}

fn try_lock_polling(threads: usize) {
    let lock = Arc::new(Mutex::new(0));
    all_of(threads, |_| {
        let lock = Arc::clone(&lock);
        move || loop {
            if let Ok(mut number) = lock.try_lock() {
                *number += 1;
                break;
            }
            thread::yield_now();
        }
    });
}

fn flag(pollers: usize) {
    around_a_number(pollers + 1, |at, flag| {
        if at == 1 {
            flag.store(1, SeqCst);
        } else {
            while flag.load(SeqCst) == 0 {}
        }
    });
}

fn flag_under_a_lock(pollers: usize) {
    let lock = Arc::new(Mutex::new(false));
    all_of(pollers + 1, |at| {
        let lock = Arc::clone(&lock);
        move || {
            if at == 1 {
                *lock.lock().unwrap() = true;
            } else {
                while !*lock.lock().unwrap() {}
            }
        }
    });
}

fn try_recv_polling() {
    let (sender, receiver) = mpsc::channel();
    let sends = thread::spawn(move || sender.send(1).unwrap());
    while receiver.try_recv().is_err() {}
    sends.join().unwrap();
}

fn is_finished_polling() {
    let other = thread::spawn(|| {});
    while !other.is_finished() {
        thread::yield_now();
    }
    other.join().unwrap();
}
