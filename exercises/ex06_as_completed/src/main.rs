//! Shows exercise 06 in real time, as the Python scripts do: `cargo run -p ex06`.

mod unwritten;

use ex06::{as_completed, map, submit};
use std::thread;
use std::time::{Duration, Instant};

fn main() {
    unwritten::end_at_todo();
    let start = Instant::now();
    println!("Sleeping 0.5, 0.4, 0.3, 0.2 and 0.1 s ...");
    let times = [500, 400, 300, 200, 100];
    let tasks = times.map(|millis| (millis, submit(move || slow(millis))));
    for (millis, result) in as_completed(tasks.into()) {
        let now = start.elapsed().as_secs_f64();
        println!("after {now:.1} s: the task of {millis} ms gives {result:?}");
    }

    println!("The same by map ...");
    let start = Instant::now();
    for millis in map(times.to_vec(), slow).flatten() {
        let now = start.elapsed().as_secs_f64();
        println!("after {now:.1} s: {millis}");
    }

    println!("Three pages, one of which fails ...");
    let pages = [("news", 300), ("nowhere", 0), ("weather", 100)];
    let tasks = pages.map(|(name, millis)| (name, submit(move || 6000 / slow(millis))));
    for (name, result) in as_completed(tasks.into()) {
        match result {
            Ok(size) => println!("{name}: {size} bytes"),
            Err(_) => println!("{name}: the task panicked"),
        }
    }

    println!("A task of 0.6 s, asked for with limits of 0.25 s ...");
    let mut handle = submit(|| slow(600));
    loop {
        handle = match handle.result_timeout(Duration::from_millis(250)) {
            Ok(result) => break println!("{result:?}"),
            Err(handle) => handle,
        };
        println!("not yet; done: {}", handle.done());
    }
}

/// Sleeps for so many milliseconds and hands the number back.
fn slow(millis: u64) -> u64 {
    thread::sleep(Duration::from_millis(millis));
    millis
}
