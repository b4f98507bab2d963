//! Shows exercise 09 on this machine: `cargo run -p ex09`.

mod unwritten;

use ex09::{sums_in_sequence, sums_with_rayon, sums_with_threads};
use std::thread;
use std::time::Instant;
use workload::sum_of_squares;

fn main() {
    unwritten::end_at_todo();
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    // Twenty different numbers, as in the Python lesson; Rust is quicker, so they are larger.
    let numbers: Vec<u64> = (0..20).map(|n| 100_000_000 + n).collect();
    println!("20 sums of squares, on a machine of {cores} cores");
    let (sums, one) = timed(|| sums_in_sequence(&numbers, sum_of_squares));
    println!("in sequence      {one:6.2} s");
    let compare = |what: &str, (others, took): (Vec<u128>, f64)| {
        println!("{what:16} {took:6.2} s, {:.1} times as fast", one / took);
        assert_eq!(sums, others, "every way leads to the same sums");
    };
    for threads in [cores, 4 * cores] {
        let sums = timed(|| sums_with_threads(&numbers, threads, sum_of_squares));
        compare(&format!("with {threads} threads"), sums);
    }
    compare(
        "with rayon",
        timed(|| sums_with_rayon(&numbers, sum_of_squares)),
    );
}

/// Calls `sums`; returns what that returned and how many seconds it took.
fn timed(sums: impl Fn() -> Vec<u128>) -> (Vec<u128>, f64) {
    let start = Instant::now();
    let sums = sums();
    (sums, start.elapsed().as_secs_f64())
}
