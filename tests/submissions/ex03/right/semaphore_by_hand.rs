//! A semaphore, as in C, around values that are read and written.

use std::sync::Condvar;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
#[derive(Debug)]
struct Sem {
    n: Mutex<u32>,
    c: Condvar,
}
impl Default for Sem {
    fn default() -> Self {
        Sem {
            n: Mutex::new(1),
            c: Condvar::new(),
        }
    }
}
impl Sem {
    fn down(&self) {
        let mut n = self.n.lock().unwrap();
        while *n == 0 {
            n = self.c.wait(n).unwrap();
        }
        *n -= 1;
    }
    fn up(&self) {
        *self.n.lock().unwrap() += 1;
        self.c.notify_one();
    }
}
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
#[derive(Debug, Default)]
pub struct Counter {
    sem: Sem,
    v: AtomicU64,
}
impl Counter {
    pub fn add(&self, n: u64) {
        self.sem.down();
        self.v.store(self.v.load(Relaxed) + n, Relaxed);
        self.sem.up();
    }
    pub fn value(&self) -> u64 {
        self.sem.down();
        let v = self.v.load(Relaxed);
        self.sem.up();
        v
    }
}
#[derive(Debug, Default)]
pub struct ResultList {
    list: Mutex<Vec<u64>>,
}
impl ResultList {
    pub fn append(&self, result: u64) {
        let mut l = self.list.lock().unwrap();
        let n = l.len();
        l.insert(n, result);
    }
    pub fn results(&self) -> Vec<u64> {
        Vec::from(&self.list.lock().unwrap()[..])
    }
}
pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = ResultList::default();
    thread::scope(|s| {
        for n in seconds {
            s.spawn(|| {
                thread::sleep(Duration::from_secs(*n));
                list.append(*n);
            });
        }
    });
    list.results()
}
#[derive(Debug)]
pub struct Account {
    sem: Sem,
    b: AtomicU64,
}
impl Account {
    pub fn new(balance: u64) -> Self {
        Account {
            sem: Sem::default(),
            b: AtomicU64::new(balance),
        }
    }
    pub fn withdraw(&self, amount: u64) -> bool {
        self.sem.down();
        let b = self.b.load(Relaxed);
        let ok = b >= amount;
        if ok {
            self.b.store(b - amount, Relaxed);
        }
        self.sem.up();
        ok
    }
    pub fn balance(&self) -> u64 {
        self.sem.down();
        let b = self.b.load(Relaxed);
        self.sem.up();
        b
    }
}
