//! Prints how many executions, and how long, it takes to exhaust some small programs, here and under loom: the table in
//! README.md.
//!
//! `cargo run --release -p model-std --example state_space`

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Defines each program for both libraries.
macro_rules! programs {
    ($($name:ident = $title:literal $body:block)*) => {
        const TITLES: &[&str] = &[$($title),*];

        programs!(@library model_std $($name $body)*);
        programs!(@library loom $($name $body)*);
    };
    (@library $library:ident $($name:ident $body:block)*) => {
        mod $library {
            use ::std::collections::VecDeque;
            use ::std::sync::Arc;
            use ::std::sync::atomic::Ordering::SeqCst;
            use ::$library::{sync::{Condvar, Mutex, atomic::AtomicUsize}, thread};

            $(fn $name() $body)*
            pub const PROGRAMS: &[fn()] = &[$($name),*];

            /// So many threads that lock one mutex once.
            fn lock_once(threads: usize) {
                let total = Arc::new(Mutex::new(0));
                let add = |_| {
                    let total = total.clone();
                    thread::spawn(move || *total.lock().unwrap() += 1)
                };
                let threads: Vec<_> = (0..threads).map(add).collect();
                threads.into_iter().for_each(|thread| thread.join().unwrap());
            }

            /// Producers put one item each in a queue of that size; consumers take one each.
            fn queue(size: usize, producers: usize, consumers: usize) {
                let shared = Arc::new((Mutex::new(VecDeque::new()), Condvar::new()));
                let mut threads = Vec::new();
                for item in 0..producers {
                    let shared = shared.clone();
                    threads.push(thread::spawn(move || {
                        let mut queue = shared.0.lock().unwrap();
                        while queue.len() == size {
                            queue = shared.1.wait(queue).unwrap();
                        }
                        queue.push_back(item);
                        drop(queue);
                        shared.1.notify_all();
                    }));
                }
                for _ in 0..consumers {
                    let shared = shared.clone();
                    threads.push(thread::spawn(move || {
                        let mut queue = shared.0.lock().unwrap();
                        while queue.pop_front().is_none() {
                            queue = shared.1.wait(queue).unwrap();
                        }
                        drop(queue);
                        shared.1.notify_all();
                    }));
                }
                threads.into_iter().for_each(|thread| thread.join().unwrap());
            }

            /// So many threads that load a counter, then store it one higher.
            fn load_and_store(threads: usize) {
                let hits = Arc::new(AtomicUsize::new(0));
                let hit = |_| {
                    let hits = hits.clone();
                    thread::spawn(move || hits.store(hits.load(SeqCst) + 1, SeqCst))
                };
                let threads: Vec<_> = (0..threads).map(hit).collect();
                threads.into_iter().for_each(|thread| thread.join().unwrap());
            }
        }
    };
}

programs! {
    mutex_2 = "2 threads lock a mutex once" { lock_once(2) }
    mutex_3 = "3 threads lock a mutex once" { lock_once(3) }
    mutex_4 = "4 threads lock a mutex once" { lock_once(4) }
    load_store_2 = "2 threads load, then store" { load_and_store(2) }
    load_store_3 = "3 threads load, then store" { load_and_store(3) }
    queue_1_1 = "condvar queue, 1 producer, 1 consumer" { queue(9, 1, 1) }
    queue_2_1 = "condvar queue, 2 producers, 1 consumer" { queue(9, 2, 1) }
    bounded_2_2 = "bounded buffer of 1, 2 producers, 2 consumers" { queue(1, 2, 2) }
}

/// Programs that loom has no types for.
const OWN: &[(&str, fn())] = &[
    ("mpsc, 2 senders of 1 message each", mpsc_2_1),
    ("barrier of 3", barrier_3),
];

fn mpsc_2_1() {
    let (sender, receiver) = ::model_std::sync::mpsc::channel();
    for number in 0..2 {
        let sender = sender.clone();
        ::model_std::thread::spawn(move || sender.send(number).unwrap());
    }
    drop(sender);
    assert_eq!(receiver.iter().sum::<i32>(), 1);
}

fn barrier_3() {
    let barrier = ::model_std::sync::Barrier::new(3);
    ::model_std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| barrier.wait());
        }
    });
}

/// Longest that either may take for one program.
const BUDGET: Duration = Duration::from_secs(60);

fn here(program: fn()) -> (u64, bool, Duration) {
    let start = Instant::now();
    let explored = ::model_std::model::Exhaustive::new()
        .budget(BUDGET)
        .run(program)
        .expect("the programs are right");
    (explored.executions, explored.complete, start.elapsed())
}

fn by_loom(program: fn()) -> (u64, bool, Duration) {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    COUNT.store(0, Ordering::Relaxed);
    let start = Instant::now();
    let mut builder = ::loom::model::Builder::new();
    builder.max_duration = Some(BUDGET);
    builder.checkpoint_interval = 1;
    builder.max_branches = 100_000;
    builder.check(move || {
        COUNT.fetch_add(1, Ordering::Relaxed);
        program();
    });
    (
        COUNT.load(Ordering::Relaxed),
        start.elapsed() < BUDGET,
        start.elapsed(),
    )
}

fn cell((executions, complete, time): (u64, bool, Duration)) -> String {
    let more = if complete { "" } else { "more than " };
    format!(
        "{more}{executions} in {:.1} ms",
        time.as_secs_f64() * 1000.0
    )
}

fn main() {
    println!("| program | here | loom 0.7 |");
    println!("|---|---|---|");
    for (number, title) in TITLES.iter().enumerate() {
        let ours = here(model_std::PROGRAMS[number]);
        let looms = by_loom(loom::PROGRAMS[number]);
        println!("| {title} | {} | {} |", cell(ours), cell(looms));
    }
    for (title, program) in OWN {
        println!("| {title} | {} | |", cell(here(*program)));
    }
}
