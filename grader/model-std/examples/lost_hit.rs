//! The bug of the README, found.
//!
//! `cargo run -p model-std --example lost_hit`

#[macro_use]
extern crate model_std as std; // from here on `std::` means the look-alike

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

fn hit(hits: &AtomicU32) {
    let seen = hits.load(SeqCst);
    hits.store(seen + 1, SeqCst);
}

fn main() {
    std::model::exhaustive(|| {
        let hits = Arc::new(AtomicU32::new(0));
        let theirs = hits.clone();
        let worker = std::thread::spawn(move || hit(&theirs));
        hit(&hits);
        worker.join().unwrap();
        assert_eq!(hits.load(SeqCst), 2, "both hits count");
    });
}
