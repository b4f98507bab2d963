//! Shows exercise 11 in real time: `cargo run -p ex11`.

mod unwritten;

use crossbeam::channel::{bounded, unbounded};
use ex11::{gather, process, sum_of};
use std::thread;
use std::time::{Duration, Instant};

fn main() {
    unwritten::end_at_todo();
    let start = Instant::now();
    println!("The letters of 8 words, 0.2 s each, on 4 threads ...");
    let words = [
        "a", "slice", "that", "is", "borrowed", "and", "never", "cloned",
    ]
    .map(String::from);
    let letters = |word: &String| {
        nap(200);
        word.len() as u64
    };
    println!("{} letters", sum_of(&words, 4, letters));
    println!("Finished in {:.1} s", start.elapsed().as_secs_f64());

    println!("6 jobs of 0.4 s on 2 workers, and a queue with room for one ...");
    let start = Instant::now();
    let seconds = |start: Instant| start.elapsed().as_secs_f64();
    let jobs = (1..=6).inspect(|job| println!("{:.1} s: job {job} is drawn", seconds(start)));
    let squares = process(jobs, 2, 1, |job| {
        nap(400);
        job * job
    });
    println!("{squares:?}");
    println!("Finished in {:.1} s", seconds(start));

    println!("A fast and a slow sender, and a stop after 1 s ...");
    let ((fast, left), (slow, right)) = (unbounded(), unbounded());
    let (stopper, stop) = bounded(0);
    thread::scope(|scope| {
        scope.spawn(|| (1..=12).for_each(|n| send_after(100, &fast, format!("fast {n}"))));
        scope.spawn(|| (1..=4).for_each(|n| send_after(350, &slow, format!("slow {n}"))));
        scope.spawn(move || {
            nap(1000);
            drop(stopper);
        });
        println!("{:?}", gather(&left, &right, &stop, Duration::from_secs(5)));
    });
    println!("and {} more that nobody took", left.len() + right.len());
}

fn send_after(millis: u64, to: &crossbeam::channel::Sender<String>, message: String) {
    nap(millis);
    to.send(message)
        .expect("the receiver lives to the end of main");
}

fn nap(millis: u64) {
    thread::sleep(Duration::from_millis(millis));
}
