//! Shows exercise 10 in real time.

use ex10::at_once;
use std::thread;
use std::time::{Duration, Instant};

fn main() {
    println!("Three calls of a second each ...");
    let start = Instant::now();
    let results = at_once(&[1, 2, 3], |input| {
        thread::sleep(Duration::from_secs(1));
        input + 100
    });
    println!("Results: {results:?}");
    println!("Finished in {:.1} s", start.elapsed().as_secs_f64());
}
