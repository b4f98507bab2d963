//! Shows exercise 09 on this machine: `cargo run -p ex09`.

use ex09::{sums_in_sequence, sums_with_rayon, sums_with_threads};
use std::thread;
use std::time::Instant;
use workload::sum_of_squares;

fn main() {
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    // Twenty large numbers, all different, as in the Python lesson. Rust is quicker, so they are larger.
    let numbers: Vec<u64> = (0..20).map(|n| 300_000_000 + n).collect();
    println!("20 sums of squares, on a machine of {cores} cores");
    let one = timed("in sequence", None, || {
        sums_in_sequence(&numbers, sum_of_squares)
    });
    for threads in [cores, 4 * cores] {
        let what = format!("with {threads} threads");
        timed(&what, Some(one), || {
            sums_with_threads(&numbers, threads, sum_of_squares)
        });
    }
    timed("with rayon", Some(one), || {
        sums_with_rayon(&numbers, sum_of_squares)
    });
}

/// Prints how long it took, and how many times faster than `before` that is; returns the seconds.
fn timed(what: &str, before: Option<f64>, sums: impl Fn() -> Vec<u128>) -> f64 {
    let start = Instant::now();
    let sums = sums();
    let took = start.elapsed().as_secs_f64();
    let sum = sums.iter().fold(0, |sum: u128, one| sum.wrapping_add(*one));
    print!("{what:16} {took:5.2} s");
    if let Some(before) = before {
        print!(", {:.1} times as fast", before / took);
    }
    println!(" (all together: {sum})");
    took
}
