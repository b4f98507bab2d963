//! A thread owns the balance; the others send it questions and wait for the answers.

pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = Arc::new(ResultList::default());
    let mut handles = vec![];
    for &s in seconds {
        let list = Arc::clone(&list);
        handles.push(thread::spawn(move || {
            thread::sleep(Duration::from_secs(s));
            list.append(s);
        }));
    }
    for h in handles {
        h.join().unwrap();
    }
    list.results()
}
#[derive(Debug, Default)]
pub struct ResultList {
    list: Mutex<Vec<u64>>,
}
impl ResultList {
    pub fn append(&self, result: u64) {
        self.list.lock().unwrap().push(result);
    }
    pub fn results(&self) -> Vec<u64> {
        self.list.lock().unwrap().clone()
    }
}
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
#[derive(Debug, Default)]
pub struct Counter {
    n: Mutex<u64>,
}
impl Counter {
    pub fn add(&self, n: u64) {
        *self.n.lock().unwrap() += n;
    }
    pub fn value(&self) -> u64 {
        *self.n.lock().unwrap()
    }
}
use std::sync::mpsc;
#[derive(Debug)]
enum Msg {
    Withdraw(u64, mpsc::Sender<bool>),
    Balance(mpsc::Sender<u64>),
}
#[derive(Debug)]
pub struct Account {
    tx: mpsc::Sender<Msg>,
}
impl Account {
    pub fn new(balance: u64) -> Self {
        let (tx, rx) = mpsc::channel();
        thread::spawn(move || {
            let mut b = balance;
            for m in rx {
                match m {
                    Msg::Withdraw(a, r) => {
                        let ok = b >= a;
                        if ok {
                            b -= a;
                        }
                        let _ = r.send(ok);
                    }
                    Msg::Balance(r) => {
                        let _ = r.send(b);
                    }
                }
            }
        });
        Account { tx }
    }
    pub fn withdraw(&self, amount: u64) -> bool {
        let (s, r) = mpsc::channel();
        self.tx.send(Msg::Withdraw(amount, s)).unwrap();
        r.recv().unwrap()
    }
    pub fn balance(&self) -> u64 {
        let (s, r) = mpsc::channel();
        self.tx.send(Msg::Balance(s)).unwrap();
        r.recv().unwrap()
    }
}
