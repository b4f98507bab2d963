//! Everything lies in one generic wrapper of a `Mutex`, in a private module, behind a macro.

use crate::guarded::Guarded;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
mod guarded {
    use std::fmt;
    use std::sync::{Mutex, MutexGuard, PoisonError};
    #[derive(Default)]
    pub(crate) struct Guarded<T: ?Sized>(Mutex<T>);
    impl<T> Guarded<T> {
        pub(crate) fn new(t: T) -> Self {
            Self(Mutex::new(t))
        }
        pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner)
        }
        pub(crate) fn update<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
            f(&mut *self.lock())
        }
    }
    impl<T: Clone> Guarded<T> {
        pub(crate) fn snapshot(&self) -> T {
            self.lock().clone()
        }
    }
    impl<T: fmt::Debug> fmt::Debug for Guarded<T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_tuple("Guarded").field(&*self.lock()).finish()
        }
    }
}
macro_rules! update {
    ($m:expr, |$v:ident| $e:expr) => {
        $crate::guarded::Guarded::update(&$m, |$v| $e)
    };
}
/// Counts.
#[derive(Debug, Default)]
pub struct Counter {
    n: Guarded<u64>,
}
impl Counter {
    pub fn add(&self, n: u64) {
        update!(self.n, |v| *v += n)
    }
    pub fn value(&self) -> u64 {
        self.n.snapshot()
    }
}
#[derive(Debug, Default)]
pub struct ResultList {
    all: Guarded<Vec<u64>>,
}
impl ResultList {
    pub fn append(&self, result: u64) {
        update!(self.all, |v| v.push(result))
    }
    pub fn results(&self) -> Vec<u64> {
        self.all.snapshot()
    }
    fn append_later(self: Arc<Self>, s: u64) -> impl FnOnce() + Send {
        move || {
            thread::sleep(Duration::from_secs(s));
            self.append(s)
        }
    }
}
pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = Arc::<ResultList>::default();
    seconds
        .iter()
        .map(|&s| thread::spawn(Arc::clone(&list).append_later(s)))
        .collect::<Vec<_>>()
        .into_iter()
        .try_for_each(|h| h.join())
        .unwrap();
    list.results()
}
#[derive(Debug)]
pub struct Account {
    balance: Guarded<u64>,
}
impl Account {
    pub fn new(balance: u64) -> Self {
        Self {
            balance: Guarded::new(balance),
        }
    }
    pub fn withdraw(&self, amount: u64) -> bool {
        update!(self.balance, |b| b
            .checked_sub(amount)
            .map(|r| *b = r)
            .is_some())
    }
    pub fn balance(&self) -> u64 {
        *self.balance.lock()
    }
}
