//! Takes turns at the account, by a flag and a Condvar.

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

#[derive(Debug, Default)]
pub struct Counter {
    value: Mutex<u64>,
}

impl Counter {
    pub fn add(&self, n: u64) {
        *self.value.lock().expect(NOT_POISONED) += n;
    }

    pub fn value(&self) -> u64 {
        *self.value.lock().expect(NOT_POISONED)
    }
}

#[derive(Debug, Default)]
pub struct ResultList {
    results: Mutex<Vec<u64>>,
}

impl ResultList {
    pub fn append(&self, result: u64) {
        self.results.lock().expect(NOT_POISONED).push(result);
    }

    pub fn results(&self) -> Vec<u64> {
        self.results.lock().expect(NOT_POISONED).clone()
    }
}

fn slow(seconds: u64) -> u64 {
    thread::sleep(Duration::from_secs(seconds));
    seconds
}

pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = ResultList::default();
    thread::scope(|scope| {
        for &number in seconds {
            let list = &list;
            scope.spawn(move || list.append(slow(number)));
        }
    });
    list.results()
}

use std::sync::Condvar;

#[derive(Debug)]
pub struct Account {
    st: Mutex<(u64, bool)>,
    free: Condvar,
}

impl Account {
    pub fn new(b: u64) -> Self {
        Self {
            st: (b, false).into(),
            free: Condvar::new(),
        }
    }
    pub fn withdraw(&self, a: u64) -> bool {
        let mut g = self
            .free
            .wait_while(self.st.lock().unwrap(), |s| s.1)
            .unwrap();
        g.1 = true;
        drop(g);
        let mut g = self.st.lock().unwrap();
        let ok = g.0 >= a;
        if ok {
            g.0 -= a;
        }
        g.1 = false;
        drop(g);
        self.free.notify_one();
        ok
    }
    pub fn balance(&self) -> u64 {
        self.st.lock().unwrap().0
    }
}

const NOT_POISONED: &str = "nothing panics while it holds this lock";
