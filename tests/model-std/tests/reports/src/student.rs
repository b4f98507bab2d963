//! Code under test: the other files here are of tests, and so is what they do themselves.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// A counter whose `add` does not wait for what it starts.
#[derive(Default)]
pub struct Background {
    total: Arc<Mutex<u32>>,
}

impl Background {
    pub fn add(&self, number: u32) {
        let total = self.total.clone();
        thread::spawn(move || *total.lock().unwrap() += number);
    }

    pub fn value(&self) -> u32 {
        *self.total.lock().unwrap()
    }
}

/// A counter that does nothing wrong.
#[derive(Default)]
pub struct Right {
    total: AtomicU32,
}

impl Right {
    pub fn add(&self, number: u32) -> u32 {
        self.total.fetch_add(number, Ordering::SeqCst)
    }
}
