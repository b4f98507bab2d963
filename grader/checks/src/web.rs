//! The web that `fetch::get` asks: virtual in a model, and servers on loopback, the only ones that
//! a check's process asks for real.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use course::{Proof, Verdict};
#[doc(no_inline)]
pub use fetch_web::{FetchError, Page, Reply, Server, Visits, Web, may_ask};

use crate::check_state;
use crate::ending::fail;

/// A server on loopback that answers its first requests only when so many are in at once: a
/// [`Rendezvous`](crate::Rendezvous) of requests. Once they were in, it answers everything at once;
/// so it does when its time is over.
#[derive(Debug)]
pub struct Gathering {
    server: Server,
    gate: Arc<Gate>,
}

impl Gathering {
    /// A server that waits for `n` requests and answers each with `page`, which is given the path.
    /// It waits for `patience` in all, however many requests there are.
    ///
    /// If the system gives no port, the check ends as `inconclusive`.
    pub fn of(
        n: usize,
        patience: Duration,
        page: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        let gate = Arc::new(Gate {
            wanted: n,
            until: Instant::now() + patience,
            inside: Mutex::default(),
            changed: Condvar::new(),
        });
        let entry = Arc::clone(&gate);
        let server = Server::start(move |path| {
            entry.pass();
            Reply::Page(page(path))
        });
        let no_port = |error: io::Error| {
            let message = format!("no port for a server ({error}); run it again");
            fail(Verdict::Inconclusive, message)
        };
        Self {
            server: server.unwrap_or_else(no_port),
            gate,
        }
    }

    /// The server, which says what it was asked for.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// Demands that so many requests were in at once; else the check ends as `not_concurrent`.
    pub fn require(&self) {
        let (n, inside) = (self.gate.wanted, self.gate.inside());
        if !inside.is_open {
            let message = format!(
                "at most {} of {n} requests were in flight at once",
                inside.most
            );
            drop(inside);
            fail(Verdict::NotConcurrent, message);
        }
        let met = Proof::Met {
            count: n,
            kind: "requests".to_owned(),
        };
        check_state::with(|state| state.prove(met));
    }
}

#[derive(Debug)]
struct Gate {
    wanted: usize,
    until: Instant,
    inside: Mutex<Inside>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Inside {
    now: usize,
    most: usize,
    is_open: bool,
}

impl Gate {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns when enough are inside, or time is over.
    fn pass(&self) {
        let mut inside = self.inside();
        inside.now += 1;
        inside.most = inside.most.max(inside.now);
        if inside.now >= self.wanted {
            inside.is_open = true;
            self.changed.notify_all();
        }
        let left = self.until.saturating_duration_since(Instant::now());
        let waited = self
            .changed
            .wait_timeout_while(inside, left, |inside| !inside.is_open);
        waited.unwrap_or_else(PoisonError::into_inner).0.now -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn those_who_come_together_pass_and_later_ones_too() {
        let gate = Gate {
            wanted: 3,
            until: Instant::now() + Duration::from_secs(60),
            inside: Mutex::default(),
            changed: Condvar::new(),
        };
        thread::scope(|scope| (0..3).for_each(|_| drop(scope.spawn(|| gate.pass()))));
        gate.pass();
        let inside = gate.inside();
        assert_eq!((inside.is_open, inside.now, inside.most), (true, 0, 3));
    }

    #[test]
    fn when_time_is_over_nobody_waits() {
        let gate = Gate {
            wanted: 2,
            until: Instant::now(),
            inside: Mutex::default(),
            changed: Condvar::new(),
        };
        gate.pass();
        gate.pass();
        let inside = gate.inside();
        assert_eq!((inside.is_open, inside.now, inside.most), (false, 0, 1));
    }
}
