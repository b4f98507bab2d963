//! Shows exercise 07 in real time: `cargo run -p ex07`.

mod unwritten;

use ex07::{collect_all, fan_out, produce, stage};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

fn main() {
    unwritten::end_at_todo();
    println!("Three producers send after 0.3, 0.2 and 0.1 s ...");
    let producers = [3, 2, 1].map(|n| {
        move |sender: Sender<u64>| {
            // The receiver waits for as long as there is a sender.
            let _ = sender.send(slow(n));
        }
    });
    println!("Messages: {:?}", collect_all(Vec::from(producers)));

    println!("Items of 0.1 s, room for one, and a reader that takes 0.2 s for each ...");
    let start = Instant::now();
    let items = (1..=6).inspect(move |n| {
        println!("{:.1} s: item {n} is begun", start.elapsed().as_secs_f64());
        slow(1);
    });
    let mut sum = 0;
    for item in produce(items, 1) {
        slow(2);
        sum += item;
    }
    println!("Sum of the items: {sum}");

    println!("The first square above 50 of an endless pipeline ...");
    let squares = stage(produce(1.., 1), |n| n * n, 1);
    println!("{:?}", squares.iter().find(|square| *square > 50));
    drop(squares); // From here on nobody listens, and both threads end.

    println!("Six items of 0.2 s on three workers ...");
    let start = Instant::now();
    let square = |n| {
        slow(2);
        n * n
    };
    let results = fan_out(produce(1..7, 1), square, 3, 1);
    println!(
        "Squares, as they are ready: {:?}",
        results.iter().collect::<Vec<_>>()
    );
    println!("Finished in {:.1} s", start.elapsed().as_secs_f64());
}

/// Sleeps for so many tenths of a second and hands the number back.
fn slow(tenths: u64) -> u64 {
    thread::sleep(Duration::from_millis(100 * tenths));
    tenths
}
