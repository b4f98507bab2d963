//! Shows exercise 01 in real time: two short naps, then as many slow tasks as you ask for.

mod unwritten;

use ex01::{do_tasks, time_execution};
use std::env;
use std::io::{self, Write};
use std::thread;
use std::time::Duration;

/// Sleeps for `duration` and says so, as the script of the Python lesson does.
fn nap(duration: Duration) {
    print!("Sleeping {:.1} s ... ", duration.as_secs_f64());
    // Without this the line would appear only once it is complete, after the nap.
    io::stdout().flush().expect("the terminal takes output");
    thread::sleep(duration);
    println!("done");
}

fn main() {
    unwritten::end_at_todo();
    let ((), elapsed) = time_execution(|| {
        nap(Duration::from_millis(500));
        nap(Duration::from_millis(500));
    });
    println!("Finished in {:.1} s", elapsed.as_secs_f64());

    // A slow task costs ten seconds of your own life here, so you say how many.
    match env::args().nth(1).map(|count| count.parse()) {
        None => println!("For slow tasks too, say how many: cargo run -p ex01 -- 2"),
        Some(Err(_)) => eprintln!("the number of tasks must be a whole number, as in: -- 2"),
        Some(Ok(count)) => {
            println!("Doing {count} slow tasks, 10 s each ...");
            let (results, elapsed) = time_execution(|| do_tasks(count));
            println!("Results: {results:?}");
            println!("Finished in {:.1} s", elapsed.as_secs_f64());
        }
    }
}
