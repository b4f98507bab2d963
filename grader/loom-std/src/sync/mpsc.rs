//! `std::sync::mpsc`: channels, built on loom's lock and condition variable; loom's own never hang up.

pub use std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::Arc;
use std::time::Duration;

use super::monitor::{Monitor, Quiet};
use crate::model::{Run, Waiting, cannot};
use crate::time::NO_CLOCK;

struct Shared<T> {
    queue: Monitor<Queue<T>>,
    /// Messages that it holds at most; `None` for any number.
    capacity: Option<usize>,
    senders: Quiet,
    receivers: Quiet,
}

struct Queue<T> {
    messages: VecDeque<T>,
    /// Messages that were ever taken out.
    taken: u64,
    /// Messages that were ever put in.
    put: u64,
    /// Whether the receiver waits.
    wanted: bool,
    no_sender: bool,
    no_receiver: bool,
}

impl<T> Queue<T> {
    /// Whether there is room, in a channel of that capacity.
    fn has_room(&self, capacity: Option<usize>) -> bool {
        match capacity {
            None => true,
            Some(0) => self.messages.is_empty(),
            Some(capacity) => self.messages.len() < capacity,
        }
    }

    /// Puts a message in; returns its number.
    fn put(&mut self, message: &mut Option<T>) -> u64 {
        self.messages.extend(message.take());
        self.put += 1;
        self.put
    }

    fn take(&mut self) -> Option<T> {
        let message = self.messages.pop_front()?;
        self.taken += 1;
        Some(message)
    }
}

impl<T> Shared<T> {
    fn new(capacity: Option<usize>) -> Arc<Self> {
        Arc::new(Self {
            queue: Monitor::new(Queue {
                messages: VecDeque::new(),
                taken: 0,
                put: 0,
                wanted: false,
                no_sender: false,
                no_receiver: false,
            }),
            capacity,
            senders: Quiet::of(1),
            receivers: Quiet::of(1),
        })
    }

    #[track_caller]
    fn send(&self, message: T) -> Result<(), SendError<T>> {
        let waiting = Waiting {
            what: "room in a channel",
            at: Location::caller(),
        };
        let mut message = Some(message);
        let number = self.queue.wait(waiting, |queue| {
            if queue.no_receiver {
                return Some(None);
            }
            let room = queue.has_room(self.capacity);
            room.then(|| Some(queue.put(&mut message)))
        });
        if let Some(message) = message {
            return Err(SendError(message));
        }
        // Without room for any, the sender waits for its message to be taken.
        if self.capacity == Some(0)
            && let Some(number) = number
        {
            let left = self.queue.wait(waiting, |queue| {
                if queue.taken >= number {
                    return Some(None);
                }
                queue.no_receiver.then(|| queue.messages.pop_front())
            });
            return left.map_or(Ok(()), |message| Err(SendError(message)));
        }
        Ok(())
    }

    #[track_caller]
    fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        let mut message = Some(message);
        let gone = self.queue.change(|queue| {
            let wanted = self.capacity != Some(0) || queue.wanted;
            if !queue.no_receiver && wanted && queue.has_room(self.capacity) {
                queue.put(&mut message);
            }
            queue.no_receiver
        });
        match message {
            None => Ok(()),
            Some(message) if gone => Err(TrySendError::Disconnected(message)),
            Some(message) => Err(TrySendError::Full(message)),
        }
    }

    #[track_caller]
    fn receive(&self) -> Result<T, RecvError> {
        let waiting = Waiting {
            what: "a message",
            at: Location::caller(),
        };
        self.queue.wait(waiting, |queue| {
            let message = queue.take();
            queue.wanted = message.is_none() && !queue.no_sender;
            match message {
                None if queue.no_sender => Some(Err(RecvError)),
                message => message.map(Ok),
            }
        })
    }

    #[track_caller]
    fn try_receive(&self) -> Result<T, TryRecvError> {
        self.queue.change(|queue| {
            let gone = queue.no_sender;
            queue.take().ok_or(match gone {
                true => TryRecvError::Disconnected,
                false => TryRecvError::Empty,
            })
        })
    }

    /// One sender less. Only the last is a step, and only while somebody could notice.
    fn drop_sender(&self) {
        if self.senders.down() && self.receivers.get() > 0 && Run::try_current().is_some() {
            self.queue.change(|queue| queue.no_sender = true);
        }
    }

    /// No receiver any more: a step, while somebody could notice. What nobody will take is dropped.
    fn drop_receiver(&self) {
        self.receivers.down();
        if self.senders.get() > 0 && Run::try_current().is_some() {
            let left = self.queue.change(|queue| {
                queue.no_receiver = true;
                // A sender that waits for its message to be taken gets it back.
                match self.capacity {
                    Some(0) => VecDeque::new(),
                    _ => std::mem::take(&mut queue.messages),
                }
            });
            drop(left);
        }
    }
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

/// A channel that holds any number of messages.
#[must_use]
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let shared = Shared::new(None);
    let receiver = Receiver {
        shared: Arc::clone(&shared),
        not_sync: PhantomData,
    };
    (Sender { shared }, receiver)
}

/// A channel that holds `bound` messages at most.
#[must_use]
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let shared = Shared::new(Some(bound));
    let receiver = Receiver {
        shared: Arc::clone(&shared),
        not_sync: PhantomData,
    };
    (SyncSender { shared }, receiver)
}

impl<T> Sender<T> {
    /// Sends a message.
    ///
    /// # Errors
    /// With the message, if there is no receiver.
    #[track_caller]
    pub fn send(&self, message: T) -> Result<(), SendError<T>> {
        self.shared.send(message)
    }
}

impl<T> SyncSender<T> {
    /// Sends a message, and waits until there is room for it.
    ///
    /// # Errors
    /// With the message, if there is no receiver.
    #[track_caller]
    pub fn send(&self, message: T) -> Result<(), SendError<T>> {
        self.shared.send(message)
    }

    /// Sends a message if there is room for it.
    ///
    /// # Errors
    /// With the message, if there is no room or no receiver.
    #[track_caller]
    pub fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        self.shared.try_send(message)
    }
}

impl<T> Receiver<T> {
    /// Waits for a message and takes it.
    ///
    /// # Errors
    /// If there is none and no sender.
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        self.shared.receive()
    }

    /// Takes a message if there is one.
    ///
    /// # Errors
    /// If there is none.
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.shared.try_receive()
    }

    /// Ends the run: loom cannot.
    ///
    /// # Errors
    /// None.
    pub fn recv_timeout(&self, _: Duration) -> Result<T, RecvTimeoutError> {
        cannot(&format!("`recv_timeout`: {NO_CLOCK}"))
    }

    /// The messages to come, until there is no sender.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { receiver: self }
    }

    /// The messages that are there.
    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter { receiver: self }
    }
}

/// See [`Receiver::iter`].
#[derive(Debug)]
pub struct Iter<'a, T: 'a> {
    receiver: &'a Receiver<T>,
}

/// See [`Receiver::try_iter`].
#[derive(Debug)]
pub struct TryIter<'a, T: 'a> {
    receiver: &'a Receiver<T>,
}

/// As [`Iter`], of a receiver that it owns.
#[derive(Debug)]
pub struct IntoIter<T> {
    receiver: Receiver<T>,
}

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.receiver.recv().ok()
    }
}

impl<T> Iterator for TryIter<'_, T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.receiver.try_recv().ok()
    }
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.receiver.recv().ok()
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter { receiver: self }
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        self.shared.senders.up();
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T> Clone for SyncSender<T> {
    fn clone(&self) -> Self {
        self.shared.senders.up();
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.shared.drop_sender();
    }
}

impl<T> Drop for SyncSender<T> {
    fn drop(&mut self) {
        self.shared.drop_sender();
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.shared.drop_receiver();
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
