//! Shows exercise 03 in real time, as the Python scripts do: `cargo run -p ex03`.

mod unwritten;

use ex03::{Account, Counter, ResultList, do_threaded_tasks};
use std::thread;
use std::time::Instant;

fn main() {
    unwritten::end_at_todo();
    let visits = Counter::default();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..100_000).for_each(|_| visits.add(1)));
        }
    });
    println!("4 threads added 100000 each: {}", visits.value());

    let list = ResultList::default();
    thread::scope(|scope| {
        for n in 0..3 {
            let list = &list;
            scope.spawn(move || list.append(n));
        }
    });
    println!("3 threads appended one result each: {:?}", list.results());

    let start = Instant::now();
    println!("Sleeping 3, 2 and 1 s ...");
    println!("Done, in this order: {:?}", do_threaded_tasks(&[3, 2, 1]));
    println!("Finished in {:.2} s", start.elapsed().as_secs_f64());

    let account = Account::new(100);
    let paid = thread::scope(|scope| {
        let cash_points = [(); 2].map(|()| scope.spawn(|| account.withdraw(60)));
        cash_points.map(|point| point.join().expect("a withdrawal does not panic"))
    });
    println!(
        "Two withdrawals of 60 from 100: {paid:?}, {} left",
        account.balance()
    );
}
