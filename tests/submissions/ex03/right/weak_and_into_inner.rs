//! Threads hold the list by a `Weak`; after the joins the only `Arc` gives it out.

use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::thread;
use std::time::Duration;
#[derive(Debug, Default, Clone)]
pub struct Counter {
    n: Arc<AtomicUsize>,
}
impl Counter {
    pub fn add(&self, n: u64) {
        self.n.fetch_add(n as usize, Ordering::AcqRel);
    }
    pub fn value(&self) -> u64 {
        self.n.load(Ordering::Acquire) as u64
    }
}
#[derive(Debug, Default, Clone)]
pub struct ResultList {
    l: Arc<Mutex<Vec<u64>>>,
}
impl ResultList {
    pub fn append(&self, result: u64) {
        self.l.lock().unwrap().push(result);
    }
    pub fn results(&self) -> Vec<u64> {
        self.l
            .lock()
            .unwrap()
            .iter()
            .map(|x| *x)
            .collect::<Vec<u64>>()
    }
    fn weak(&self) -> Weak<Mutex<Vec<u64>>> {
        Arc::downgrade(&self.l)
    }
}
pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = ResultList::default();
    let hs: Vec<_> = seconds
        .iter()
        .cloned()
        .map(|s| {
            let w = list.weak();
            thread::spawn(move || {
                thread::sleep(Duration::from_secs(s));
                w.upgrade().expect("main keeps it").lock().unwrap().push(s);
            })
        })
        .collect();
    for h in hs {
        h.join().unwrap()
    }
    Arc::into_inner(list.l).unwrap().into_inner().unwrap()
}
#[derive(Debug)]
pub struct Account {
    balance: AtomicI64,
    _ops: AtomicU64,
}
impl Account {
    pub fn new(balance: u64) -> Self {
        Self {
            balance: AtomicI64::new(balance as i64),
            _ops: AtomicU64::new(0),
        }
    }
    pub fn withdraw(&self, amount: u64) -> bool {
        self._ops.fetch_add(1, Ordering::Relaxed);
        let mut cur = self.balance.load(Ordering::Relaxed);
        loop {
            if cur < amount as i64 {
                break false;
            }
            match self.balance.compare_exchange_weak(
                cur,
                cur - amount as i64,
                Ordering::Release,
                Ordering::Relaxed,
            ) {
                Ok(_) => break true,
                Err(c) => cur = c,
            }
        }
    }
    pub fn balance(&self) -> u64 {
        self.balance.load(Ordering::Relaxed).try_into().unwrap()
    }
}
