//! Executions a second, here and under raw loom, of the same programs. Loom runs many more executions to exhaust a
//! program; here it is only what one of them costs that is compared. Both sides take turns, so that whatever else the
//! machine does meanwhile disturbs both.

use real::sync::atomic::{AtomicU64, Ordering};
use real::time::{Duration, Instant};

use ::model_std::model::Exhaustive;

use crate::measure::{median, report};

const ROUNDS: usize = 15;
/// How long a side has its turn, at least.
const TURN: Duration = Duration::from_millis(20);
const AT_LEAST: f64 = 0.8;

/// The programs, for one of the two libraries.
macro_rules! programs {
    ($library:ident) => {
        mod $library {
            use ::real::sync::Arc;
            use ::real::sync::atomic::Ordering::SeqCst;
            use ::$library::{sync::Mutex, sync::atomic::AtomicUsize, thread};

            pub const PROGRAMS: [fn(); 4] = [
                || {
                    let total = Arc::new(Mutex::new(0));
                    all_of(3, |_| {
                        let total = Arc::clone(&total);
                        move || *total.lock().unwrap() += 1
                    });
                },
                || load_and_store(2),
                || load_and_store(3),
                || {
                    all_of(2, |_| {
                        let own = AtomicUsize::new(0);
                        move || {
                            for _ in 0..20 {
                                own.fetch_add(1, SeqCst);
                            }
                        }
                    });
                },
            ];

            fn load_and_store(threads: usize) {
                let hits = Arc::new(AtomicUsize::new(0));
                all_of(threads, |_| {
                    let hits = Arc::clone(&hits);
                    move || hits.store(hits.load(SeqCst) + 1, SeqCst)
                });
            }

            /// Runs so many threads to their end.
            fn all_of<F: FnOnce() + Send + 'static>(threads: usize, body: impl Fn(usize) -> F) {
                let threads: Vec<_> = (0..threads).map(|at| thread::spawn(body(at))).collect();
                threads
                    .into_iter()
                    .for_each(|thread| thread.join().unwrap());
            }
        }
    };
}

programs!(model_std);
programs!(loom);

const TITLES: [&str; 4] = [
    "3 threads lock a mutex once",
    "2 threads load, then store",
    "3 threads load, then store",
    "2 threads, 20 steps each, that do not meet",
];

/// Prints a line for each program. Returns whether all hold.
pub fn run() -> bool {
    let mut all = true;
    for (at, title) in TITLES.into_iter().enumerate() {
        let sides = (0..ROUNDS).map(|_| {
            let ours = rate(|| here(model_std::PROGRAMS[at]));
            let looms = rate(|| by_loom(loom::PROGRAMS[at]));
            (ours, looms)
        });
        let sides: Vec<(f64, f64)> = sides.collect();
        let ratio = median(sides.iter().map(|(ours, looms)| ours / looms).collect());
        let ours = median(sides.iter().map(|&(ours, _)| ours).collect());
        let looms = median(sides.iter().map(|&(_, looms)| looms).collect());
        let unit = format!("times loom ({ours:.0} and {looms:.0} a second)");
        all &= report(title, ratio, &unit, AT_LEAST);
    }
    all
}

/// Executions a second; `search` returns how many it ran.
fn rate(search: impl Fn() -> u64) -> f64 {
    let start = Instant::now();
    let mut executions = 0;
    while start.elapsed() < TURN {
        executions += search();
    }
    executions as f64 / start.elapsed().as_secs_f64()
}

fn here(program: fn()) -> u64 {
    let explored = Exhaustive::new().budget(Duration::from_secs(60));
    let explored = explored.run(program).expect("the program is right");
    assert!(explored.is_complete());
    explored.executions
}

fn by_loom(program: fn()) -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let before = COUNT.load(Ordering::Relaxed);
    ::loom::model(move || {
        COUNT.fetch_add(1, Ordering::Relaxed);
        program();
    });
    COUNT.load(Ordering::Relaxed) - before
}
