//! Shows exercise 04 in real time, as the Python scripts do: `cargo run -p ex04`.

mod unwritten;

use ex04::ThreadPool;
use std::thread;
use std::time::{Duration, Instant};

fn main() {
    unwritten::end_at_todo();
    let start = Instant::now();
    let pool = ThreadPool::new(2);
    println!("10 tasks of 0.2 s on 2 workers ...");
    let results = pool.map((0..10).collect(), |n| {
        slow(200);
        n * n
    });
    println!("{results:?}");
    println!("Finished in {:.2} s", start.elapsed().as_secs_f64());

    println!("Sleeping 0.5, 0.4, 0.3, 0.2 and 0.1 s on 5 workers, by map ...");
    let wide = ThreadPool::new(5);
    println!("{:?}", wide.map(vec![500, 400, 300, 200, 100], slow));

    println!("One task that panics, and one that does not ...");
    let bad = pool.submit(|| slow(100) / slow(0));
    let good = pool.submit(|| slow(100));
    for handle in [bad, good] {
        match handle.result() {
            Ok(value) => println!("result: {value}"),
            Err(_) => println!("result: the task panicked"),
        }
    }

    for n in 0..4 {
        // Nobody asks for these results, so the handles may go at once.
        drop(pool.submit(move || {
            slow(200);
            println!("task {n} [DONE]");
        }));
    }
    println!("Dropping the pool while 4 tasks are still in it ...");
    drop(pool);
    println!("Finished in {:.2} s", start.elapsed().as_secs_f64());
}

/// Sleeps for so many milliseconds and hands the number back.
fn slow(millis: u64) -> u64 {
    thread::sleep(Duration::from_millis(millis));
    millis
}
