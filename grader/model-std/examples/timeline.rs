//! A run in virtual time, drawn: a lock held while sleeping, and what that costs.
//!
//! `cargo run -p model-std --example timeline`

#[macro_use]
extern crate model_std as std;

use std::model::Style;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

fn main() {
    let timeline = std::model::virtual_time(|| {
        let total = Arc::new(Mutex::new(0));
        let workers = [1, 2, 3].map(|seconds| {
            let total = total.clone();
            thread::spawn(move || {
                let mut total = total.lock().unwrap();
                thread::sleep(Duration::from_secs(seconds));
                *total += seconds;
            })
        });
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
    });
    assert_eq!(timeline.elapsed(), Duration::from_secs(6));
    print!("{}", timeline.too_slow().text(Style::new()));
}
