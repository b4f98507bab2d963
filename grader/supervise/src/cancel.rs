//! Cancelling: one thread says stop, and every run that waits wakes up and ends what it has started.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};

/// A run that was ended by its [`CancelToken`], so that there is no outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// Says to any number of runs that they are to stop. Clones are one token; once cancelled it stays so.
#[derive(Clone, Default)]
pub struct CancelToken(Arc<Shared>);

#[derive(Default)]
struct Shared {
    /// False, then true for ever. Set before the wakers are called, which look at nothing else.
    cancelled: AtomicBool,
    wakers: Mutex<Wakers>,
}

#[derive(Default)]
struct Wakers {
    next: u64,
    by_number: BTreeMap<u64, Box<dyn Fn() + Send>>,
}

impl CancelToken {
    /// A token that nobody has cancelled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops every run that has this token, and those that begin later.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, SeqCst);
        let wakers = self.0.wakers.lock();
        let wakers = wakers.unwrap_or_else(PoisonError::into_inner);
        wakers.by_number.values().for_each(|wake| wake());
    }

    /// True once it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(SeqCst)
    }

    /// An error once it was cancelled, for `?` between two stages.
    ///
    /// # Errors
    /// It was cancelled.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() {
            Err(Cancelled)
        } else {
            Ok(())
        }
    }

    /// Calls `wake` when the token is cancelled, or at once if it is already, until the subscription is dropped. `wake`
    /// must neither block nor cancel.
    pub fn on_cancel(&self, wake: impl Fn() + Send + 'static) -> Subscription<'_> {
        let wakers = self.0.wakers.lock();
        let mut wakers = wakers.unwrap_or_else(PoisonError::into_inner);
        // Under the lock: a cancellation comes before this look or after the entry.
        if self.is_cancelled() {
            wake();
        }
        let number = wakers.next;
        wakers.next += 1;
        wakers.by_number.insert(number, Box::new(wake));
        drop(wakers);
        Subscription {
            token: self,
            number,
        }
    }
}

impl fmt::Debug for CancelToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_tuple("CancelToken");
        debug.field(&self.is_cancelled()).finish()
    }
}

/// Keeps a waker registered for as long as it lives.
#[derive(Debug)]
#[must_use]
pub struct Subscription<'t> {
    token: &'t CancelToken,
    number: u64,
}

impl Drop for Subscription<'_> {
    fn drop(&mut self) {
        let wakers = self.token.0.wakers.lock();
        let mut wakers = wakers.unwrap_or_else(PoisonError::into_inner);
        wakers.by_number.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn who_subscribes_is_woken_once_it_is_cancelled_and_at_once_afterwards() {
        let token = CancelToken::new();
        let (wake, woken) = mpsc::channel();
        let other = wake.clone();
        let first = token.on_cancel(move || other.send("first").unwrap_or_default());
        assert_eq!((token.check(), woken.try_recv().ok()), (Ok(()), None));
        token.clone().cancel();
        assert_eq!(
            (token.check(), woken.try_recv().ok()),
            (Err(Cancelled), Some("first"))
        );
        let second = token.on_cancel(move || wake.send("second").unwrap_or_default());
        assert_eq!(woken.try_recv().ok(), Some("second"));
        drop((first, second));
    }

    #[test]
    fn who_has_left_is_not_woken() {
        let token = CancelToken::new();
        let (wake, woken) = mpsc::channel();
        drop(token.on_cancel(move || wake.send(()).unwrap_or_default()));
        token.cancel();
        assert!(woken.try_recv().is_err());
    }
}
