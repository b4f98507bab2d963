//! Shows exercise 02 in real time: two pauses, ten threads, and a task that panics.

mod unwritten;

use ex02::{Task, do_threaded_tasks, join_all, run_two};
use std::env;
use std::thread;
use std::time::{Duration, Instant};

/// A task that sleeps, says so, and returns its number.
fn sleeper(number: u64, duration: Duration) -> Task {
    Box::new(move || {
        println!("Sleeping {:.1} s ...", duration.as_secs_f64());
        thread::sleep(duration);
        println!("done sleeping ({number})");
        number
    })
}

/// Runs `f` and prints how long it took.
fn timed<T>(f: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let value = f();
    println!("Finished in {:.1} s\n", start.elapsed().as_secs_f64());
    value
}

fn main() {
    unwritten::end_at_todo();
    println!("Two pauses, 1 s and 0.5 s:");
    timed(|| run_two(Duration::from_secs(1), Duration::from_millis(500)));

    println!("Ten threads, 1.5 s each:");
    let tasks = (0..10).map(|number| sleeper(number, Duration::from_millis(1_500)));
    let results = timed(|| join_all(tasks.collect()));
    println!("Results: {results:?}\n");

    println!("Two tasks, and between them one that panics:");
    let tasks: Vec<Task> = vec![
        sleeper(1, Duration::from_millis(300)),
        Box::new(|| panic!("no such file")),
        sleeper(3, Duration::from_millis(200)),
    ];
    let results = timed(|| join_all(tasks));
    println!("Results: {results:?}\n");

    // However many you ask for, it should cost you ten seconds of your life.
    match env::args().nth(1).map(|count| count.parse()) {
        None => println!("For slow tasks too, say how many: cargo run -p ex02 -- 5"),
        Some(Err(_)) => eprintln!("the number of tasks must be a whole number, as in: -- 5"),
        Some(Ok(count)) => {
            println!("Doing {count} slow tasks, 10 s each ...");
            let results = timed(|| do_threaded_tasks(count));
            println!("Results: {results:?}");
        }
    }
}
