//! `std::sync::mpsc`: channels.
//!
//! A channel is one object of the engine, so that a send or a receive is one step. (Built on a mutex and a condition
//! variable, as one would by hand, two senders of one message each have a hundred thousand interleavings.)

pub use std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::Arc;
use std::time::Duration;

use super::shown;
use crate::engine::{self, Action, Effect, Handle, Kind, NEVER, ObjectId, Op, Site, State};
use crate::time::deadline;

/// The messages of a channel and its ticket.
struct Shared<T> {
    handle: Handle,
    made: Site,
    capacity: Option<usize>,
    /// Each with its number, oldest first.
    messages: RefCell<VecDeque<(u64, T)>>,
}

// SAFETY: model threads run one at a time on one OS thread and never switch while the queue is borrowed. Other OS threads
// borrow it only when it is theirs alone, in the destructor of the last end.
unsafe impl<T: Send> Sync for Shared<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Send for Shared<T> {}

impl<T> Shared<T> {
    #[track_caller]
    fn new(capacity: Option<usize>, made: Site) -> Arc<Self> {
        let shared = Self {
            handle: Handle::new(),
            made,
            capacity,
            messages: RefCell::new(VecDeque::new()),
        };
        let shared = Arc::new(shared);
        shared.id();
        shared
    }

    #[track_caller]
    fn id(&self) -> ObjectId {
        engine::object(&self.handle, "channel", Some(self.made), || {
            State::channel(self.capacity)
        })
    }

    #[track_caller]
    fn step(&self, kind: Kind, deadline: u64, site: Site) -> Effect {
        engine::step_with(
            Op::new(kind, self.id(), site).until(deadline),
            Action::Plain,
        )
    }

    #[track_caller]
    fn send(&self, message: T, kind: Kind, site: Site) -> Result<(), TrySendError<T>> {
        let text = shown::before(&message);
        let effect = self.step(kind, NEVER, site);
        shown::note_text(text);
        if !effect.done {
            let gone = effect.value == 1;
            return Err(if gone {
                TrySendError::Disconnected(message)
            } else {
                TrySendError::Full(message)
            });
        }
        let number = effect.value;
        self.messages.borrow_mut().push_back((number, message));
        if self.capacity == Some(0) && !self.step(Kind::Taken, number, site).done {
            // The receiver went away without taking it.
            let mut messages = self.messages.borrow_mut();
            if let Some(at) = messages.iter().position(|(queued, _)| *queued == number)
                && let Some((_, message)) = messages.remove(at)
            {
                return Err(TrySendError::Disconnected(message));
            }
        }
        Ok(())
    }

    #[track_caller]
    fn receive(&self, kind: Kind, deadline: u64, site: Site) -> Result<T, RecvTimeoutError> {
        if self.capacity == Some(0) && kind != Kind::TryRecv {
            self.step(Kind::Ready, NEVER, site);
        }
        let effect = self.step(kind, deadline, site);
        if effect.done {
            let (_, message) = self
                .messages
                .borrow_mut()
                .pop_front()
                .expect("a counted message is in the queue");
            shown::note(&message);
            Ok(message)
        } else if effect.value == 1 {
            Err(RecvTimeoutError::Disconnected)
        } else {
            Err(RecvTimeoutError::Timeout)
        }
    }

    #[track_caller]
    fn add_sender(&self) {
        if engine::runs_elsewhere(&self.handle) {
            used_elsewhere("cloned");
        }
        engine::try_with(|execution| {
            if let Some(id) = self.handle.lookup(execution.epoch())
                && let State::Channel(channel) = &mut execution.object_mut(id).state
            {
                channel.senders += 1;
            }
        });
    }

    fn drop_end(&self, kind: Kind) {
        if engine::is_running() {
            self.step(kind, NEVER, Location::caller());
        } else if engine::runs_elsewhere(&self.handle) && !std::thread::panicking() {
            used_elsewhere("dropped");
        }
    }
}

/// An OS thread that the model did not start has an end of its channel. The others would wait for what they never see.
#[cold]
#[track_caller]
fn used_elsewhere(how: &str) -> ! {
    panic!(
        "one end of a channel was {how} by a thread that the model did not start: start the thread with the model's \
         `thread::spawn`, or give it a channel of the real std"
    )
}

/// The sending end of an unbounded channel.
pub struct Sender<T> {
    shared: Arc<Shared<T>>,
}

/// The sending end of a bounded channel.
pub struct SyncSender<T> {
    shared: Arc<Shared<T>>,
}

/// The receiving end.
pub struct Receiver<T> {
    shared: Arc<Shared<T>>,
    /// As std's, not `Sync`.
    not_sync: PhantomData<std::cell::Cell<()>>,
}

impl<T> UnwindSafe for Sender<T> {}
impl<T> RefUnwindSafe for Sender<T> {}
impl<T> UnwindSafe for SyncSender<T> {}
impl<T> RefUnwindSafe for SyncSender<T> {}
impl<T> UnwindSafe for Receiver<T> {}
impl<T> RefUnwindSafe for Receiver<T> {}

/// A channel of any length.
///
/// # Panics
/// Outside a model.
#[track_caller]
#[must_use]
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let shared = Shared::new(None, Location::caller());
    (
        Sender {
            shared: shared.clone(),
        },
        Receiver {
            shared,
            not_sync: PhantomData,
        },
    )
}

/// A channel in which at most `bound` messages wait; with 0, a send returns when its message has been taken.
///
/// # Panics
/// Outside a model.
#[track_caller]
#[must_use]
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let shared = Shared::new(Some(bound), Location::caller());
    (
        SyncSender {
            shared: shared.clone(),
        },
        Receiver {
            shared,
            not_sync: PhantomData,
        },
    )
}

impl<T> Sender<T> {
    /// Puts a message in the channel.
    ///
    /// # Errors
    /// If the receiver is gone; the error holds the message.
    #[track_caller]
    pub fn send(&self, message: T) -> Result<(), SendError<T>> {
        self.shared
            .send(message, Kind::Post, Location::caller())
            .map_err(without_reason)
    }
}

impl<T> SyncSender<T> {
    /// Puts a message in the channel as soon as there is room.
    ///
    /// # Errors
    /// If the receiver is gone; the error holds the message.
    #[track_caller]
    pub fn send(&self, message: T) -> Result<(), SendError<T>> {
        self.shared
            .send(message, Kind::Send, Location::caller())
            .map_err(without_reason)
    }

    /// Puts a message in the channel if there is room.
    ///
    /// # Errors
    /// If there is none, or the receiver is gone; the error holds the message.
    #[track_caller]
    pub fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        self.shared.send(message, Kind::TrySend, Location::caller())
    }
}

fn without_reason<T>(error: TrySendError<T>) -> SendError<T> {
    match error {
        TrySendError::Full(message) | TrySendError::Disconnected(message) => SendError(message),
    }
}

impl<T> Receiver<T> {
    /// Waits for a message.
    ///
    /// # Errors
    /// If there is none and every sender is gone.
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        self.shared
            .receive(Kind::Recv, NEVER, Location::caller())
            .map_err(|_| RecvError)
    }

    /// A message, if there is one.
    ///
    /// # Errors
    /// `Empty` if there is none yet; `Disconnected` if there will be none.
    #[track_caller]
    #[inline(always)]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        engine::clean_stack();
        self.try_recv_in_model()
    }

    #[track_caller]
    fn try_recv_in_model(&self) -> Result<T, TryRecvError> {
        self.shared
            .receive(Kind::TryRecv, NEVER, Location::caller())
            .map_err(|error| match error {
                RecvTimeoutError::Timeout => TryRecvError::Empty,
                RecvTimeoutError::Disconnected => TryRecvError::Disconnected,
            })
    }

    /// Waits for a message for at most `timeout`.
    ///
    /// # Errors
    /// `Timeout` if none came; `Disconnected` if none will.
    #[track_caller]
    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {
        let deadline = engine::with(|execution| deadline(execution.now(), timeout));
        let kind = if deadline == NEVER {
            Kind::Recv
        } else {
            Kind::RecvTimeout
        };
        self.shared.receive(kind, deadline, Location::caller())
    }

    /// The messages until every sender is gone; each `next` waits.
    #[track_caller]
    pub fn iter(&self) -> Iter<'_, T> {
        Iter {
            receiver: self,
            site: Location::caller(),
        }
    }

    /// The messages that are there; `next` never waits.
    #[track_caller]
    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter {
            receiver: self,
            site: Location::caller(),
        }
    }

    /// [`recv`](Self::recv) on behalf of `site`: an iterator is driven from inside std, and a reader wants to see the
    /// line that asked for it.
    fn recv_for(&self, site: Site) -> Option<T> {
        self.shared.receive(Kind::Recv, NEVER, site).ok()
    }
}

/// See [`Receiver::iter`].
#[derive(Debug)]
pub struct Iter<'a, T: 'a> {
    receiver: &'a Receiver<T>,
    site: Site,
}

/// See [`Receiver::try_iter`].
#[derive(Debug)]
pub struct TryIter<'a, T: 'a> {
    receiver: &'a Receiver<T>,
    site: Site,
}

/// An iterator that owns its receiver.
#[derive(Debug)]
pub struct IntoIter<T> {
    receiver: Receiver<T>,
    site: Site,
}

impl<T> Iterator for Iter<'_, T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        self.receiver.recv_for(self.site)
    }
}

impl<T> Iterator for TryIter<'_, T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        self.receiver
            .shared
            .receive(Kind::TryRecv, NEVER, self.site)
            .ok()
    }
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        self.receiver.recv_for(self.site)
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;
    #[track_caller]
    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;
    #[track_caller]
    fn into_iter(self) -> IntoIter<T> {
        IntoIter {
            receiver: self,
            site: Location::caller(),
        }
    }
}

impl<T> Clone for Sender<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        self.shared.add_sender();
        Self {
            shared: self.shared.clone(),
        }
    }
}

impl<T> Clone for SyncSender<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        self.shared.add_sender();
        Self {
            shared: self.shared.clone(),
        }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.shared.drop_end(Kind::DropSender);
    }
}

impl<T> Drop for SyncSender<T> {
    fn drop(&mut self) {
        self.shared.drop_end(Kind::DropSender);
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.shared.drop_end(Kind::DropReceiver);
        // Outside the model's OS thread the queue is not touched: it goes with the last end.
        let is_at_home = engine::is_running() || engine::platform::quiet::is_quiet();
        if self.shared.capacity != Some(0) && is_at_home {
            // Destructors of messages may do anything, so they run after the queue is no longer borrowed.
            let undelivered = std::mem::take(&mut *self.shared.messages.borrow_mut());
            drop(undelivered);
        }
    }
}

impl<T> fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for SyncSender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SyncSender").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}
