//! Prints, for some small programs, how long an execution of a search takes: the nanoseconds of processor time of each, and
//! the number of executions of one search.
//!
//! `.ci/measure engine` compiles this file with model-std of two commits and compares them, so it uses nothing else. By
//! itself: `cargo bench -p model-std-tests --bench executions`; with a number, so many searches of each and no figures,
//! for a profiler.

use std::time::{Duration, Instant};

use ::model_std::model::{OnePass, Work};
use ::model_std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use ::model_std::sync::{Arc, Mutex, mpsc};
use ::model_std::thread;

/// How long each program is searched again and again, by the clock.
const TIME: Duration = Duration::from_millis(60);

const PROGRAMS: [(&str, fn()); 7] = [
    ("mutex_3", || locks(3)),
    ("load_store_3", || load_store(3)),
    ("casrot_5", || casrot(5)),
    ("philosophers_5", || philosophers(5)),
    ("channel_3", || channel(3)),
    ("readers_6", || readers(6)),
    ("once_lock_3", || scoped(3)),
];

fn main() {
    // `cargo bench` adds an argument of its own, and without it this is run as a test.
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if let Some(searches) = asked.iter().find_map(|it| it.parse::<u32>().ok()) {
        let picked = |name: &str| asked.len() == 1 || asked.iter().any(|it| it == name);
        for (_, program) in PROGRAMS.iter().filter(|(name, _)| picked(name)) {
            (0..searches).for_each(|_| {
                search(*program);
            });
        }
    } else if asked.iter().any(|it| it == "--bench") {
        for (name, program) in PROGRAMS {
            let (nanos, executions) = measure(program);
            println!("{name} {nanos:.0} {executions}");
        }
    }
}

fn search(program: fn()) -> Work {
    OnePass::default().run(program, |_| {})
}

/// Nanoseconds of an execution, whether or not it is redundant, and how many a search takes.
fn measure(program: fn()) -> (f64, u64) {
    let work = search(program);
    let (start, before, mut ran) = (Instant::now(), processor_nanos(), 0);
    while start.elapsed() < TIME {
        let work = search(program);
        ran += work.executions + work.redundant;
    }
    let nanos = processor_nanos() - before;
    (nanos as f64 / ran as f64, work.executions + work.redundant)
}

/// Nanoseconds of processor time that this thread has used; of the clock where the system does not tell.
fn processor_nanos() -> u64 {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let told = told.and_then(|told| told.split(' ').next()?.parse().ok());
    told.unwrap_or_else(|| {
        let start = START.get_or_init(Instant::now);
        u64::try_from(start.elapsed().as_nanos()).expect("less than 500 years")
    })
}

/// So many threads of that body, each given its number from 1 and what they share.
fn all_of<S: Send + Sync + 'static>(threads: usize, shared: S, body: fn(usize, &S)) {
    let shared = Arc::new(shared);
    let threads: Vec<_> = (1..=threads)
        .map(|at| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || body(at, &shared))
        })
        .collect();
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
}

fn locks(threads: usize) {
    all_of(threads, Mutex::new(0), |_, number| {
        *number.lock().unwrap() += 1;
    });
}

fn load_store(threads: usize) {
    all_of(threads, AtomicUsize::new(0), |_, number| {
        number.store(number.load(SeqCst) + 1, SeqCst);
    });
}

fn casrot(threads: usize) {
    all_of(threads, AtomicUsize::new(0), |at, number| {
        let _ = number.compare_exchange(at - 1, at, SeqCst, SeqCst);
    });
}

fn philosophers(threads: usize) {
    let forks: Vec<Mutex<()>> = (0..threads).map(|_| Mutex::new(())).collect();
    all_of(threads, forks, |at, forks| {
        let (one, other) = (at - 1, at % forks.len());
        let _lower = forks[one.min(other)].lock().unwrap();
        let _higher = forks[one.max(other)].lock().unwrap();
    });
}

fn channel(senders: usize) {
    let (sender, receiver) = mpsc::channel();
    for number in 0..senders {
        let sender = sender.clone();
        thread::spawn(move || sender.send(number).unwrap());
    }
    drop(sender);
    assert_eq!(receiver.iter().count(), senders);
}

fn readers(readers: usize) {
    all_of(readers + 1, AtomicUsize::new(0), |at, number| {
        if at == 1 {
            number.store(1, SeqCst);
        } else {
            number.load(SeqCst);
        }
    });
}

fn scoped(threads: usize) {
    let (once, total) = (::model_std::sync::OnceLock::new(), Mutex::new(0));
    thread::scope(|scope| {
        for number in 0..threads {
            let (once, total) = (&once, &total);
            scope.spawn(move || *total.lock().unwrap() += once.get_or_init(|| number));
        }
    });
}
