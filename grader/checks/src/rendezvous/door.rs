//! Who is inside a rendezvous: the state that its threads share.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::Shutdown;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;
use std::time::{Duration, Instant};

use crate::gate::{self, Stream};

/// What is said to everybody inside once all are there.
pub(super) const ALL_HERE: &str = "all here\n";

/// Who came: the same one, coming twice, counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Guest {
    Process(u32),
    Thread(ThreadId),
}

#[derive(Debug)]
pub(super) struct Door {
    wanted: usize,
    room: Mutex<Room>,
    /// Told when the room is filled or the door is shut.
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Room {
    inside: Vec<Visit>,
    /// When the first of all came, from which on everybody's patience is counted.
    opened: Option<Instant>,
    /// Connections of those who have not yet said who they are.
    unknown: BTreeMap<u64, Stream>,
    next: u64,
    most: usize,
    filled: bool,
    shut: bool,
    pids: Vec<u32>,
    threads: bool,
}

#[derive(Debug)]
struct Visit {
    number: u64,
    guest: Guest,
    /// The connection that a process is inside by; a thread has none.
    stream: Option<Stream>,
}

impl Visit {
    /// False once a process has hung up or died.
    fn lasts(&self) -> bool {
        // An end that the other side has sent is seen at once: a process that left before another came is never counted
        // beside it, however late any thread is scheduled.
        self.stream
            .as_ref()
            .is_none_or(|stream| !gate::has_hung_up(stream))
    }
}

impl Door {
    pub(super) fn of(wanted: usize) -> Self {
        Self {
            wanted,
            room: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Takes note of a connection whose guest has yet to say who it is. An error if the door is shut.
    pub(super) fn announce(&self, stream: &Stream) -> io::Result<u64> {
        let mut room = self.room();
        if room.shut {
            return Err(io::ErrorKind::ConnectionRefused.into());
        }
        let number = room.number();
        room.unknown.insert(number, stream.try_clone()?);
        Ok(number)
    }

    /// Lets in the process that came over the connection of that number; it is inside until it hangs up. One that comes
    /// when its patience is over is sent away.
    pub(super) fn enter_process(&self, number: u64, pid: u32, patience: Duration) {
        let mut room = self.room();
        // Those of whom the door was shut are no longer known.
        if let Some(stream) = room.unknown.remove(&number) {
            if !room.pids.contains(&pid) {
                room.pids.push(pid);
            }
            if !room.filled && room.left_of(patience).is_zero() {
                return;
            }
            self.enter(
                room,
                Visit {
                    number,
                    guest: Guest::Process(pid),
                    stream: Some(stream),
                },
            );
        }
    }

    /// Sends away the guest of that connection.
    pub(super) fn refuse(&self, number: u64) {
        self.room().unknown.remove(&number);
    }

    /// Lets in a thread, which is inside until what this returns is dropped.
    pub(super) fn enter_thread(&self, thread: ThreadId) -> Inside<'_> {
        let mut room = self.room();
        room.threads = true;
        let number = room.number();
        self.enter(
            room,
            Visit {
                number,
                guest: Guest::Thread(thread),
                stream: None,
            },
        );
        Inside { door: self, number }
    }

    fn enter(&self, mut room: MutexGuard<'_, Room>, visit: Visit) {
        room.opened.get_or_insert_with(Instant::now);
        room.inside.retain(Visit::lasts);
        room.inside.push(visit);
        room.most = room.most.max(room.different());
        room.filled |= room.most >= self.wanted;
        if room.filled {
            room.tell_all();
            self.changed.notify_all();
        }
    }

    /// Waits until the room was filled once; false when `timeout` has passed since the first came, or the door is shut.
    pub(super) fn wait(&self, timeout: Duration) -> bool {
        let room = self.room();
        let timeout = room.left_of(timeout);
        let waiting = |room: &mut Room| !room.filled && !room.shut;
        let (room, _) = self
            .changed
            .wait_timeout_while(room, timeout, waiting)
            .unwrap_or_else(PoisonError::into_inner);
        room.filled
    }

    /// Sends everybody away, and everybody who comes.
    pub(super) fn shut(&self) {
        let mut room = self.room();
        room.shut = true;
        // Dropping them is not enough for those that a thread still listens to.
        for stream in std::mem::take(&mut room.unknown).values() {
            // The only error is that the guest has left already.
            let _ = stream.shutdown(Shutdown::Both);
        }
        room.inside.retain(|visit| visit.stream.is_none());
        self.changed.notify_all();
    }

    pub(super) fn is_shut(&self) -> bool {
        self.room().shut
    }

    pub(super) fn wanted(&self) -> usize {
        self.wanted
    }

    pub(super) fn filled(&self) -> bool {
        self.room().filled
    }

    /// The most different guests that were ever inside at once.
    pub(super) fn most(&self) -> usize {
        self.room().most
    }

    /// What is left of a patience that began when the first came.
    #[cfg(test)]
    pub(super) fn left_of(&self, patience: Duration) -> Duration {
        self.room().left_of(patience)
    }

    /// How many are inside now, the same one counted as often as it came.
    #[cfg(test)]
    pub(super) fn inside(&self) -> usize {
        self.room()
            .inside
            .iter()
            .filter(|visit| visit.lasts())
            .count()
    }

    pub(super) fn pids(&self) -> Vec<u32> {
        self.room().pids.clone()
    }

    /// What the guests are, for messages.
    pub(super) fn kind(&self) -> &'static str {
        if self.room().threads {
            "threads"
        } else {
            "processes"
        }
    }

    fn room(&self) -> MutexGuard<'_, Room> {
        // Nothing panics while it is locked; if it did, the counts would still be whole.
        self.room.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Room {
    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// What is left of a patience that began when the first came.
    fn left_of(&self, patience: Duration) -> Duration {
        let gone = self
            .opened
            .map_or(Duration::ZERO, |opened| opened.elapsed());
        patience.saturating_sub(gone)
    }

    fn different(&self) -> usize {
        let visits = self.inside.iter().enumerate();
        let earlier =
            |at: usize, guest: Guest| self.inside[..at].iter().any(|visit| visit.guest == guest);
        visits
            .filter(|(at, visit)| !earlier(*at, visit.guest))
            .count()
    }

    fn tell_all(&mut self) {
        for visit in &mut self.inside {
            if let Some(stream) = &mut visit.stream {
                // A guest that has left needs no telling, and one that was told before reads it once.
                let _ = stream.write_all(ALL_HERE.as_bytes());
            }
        }
    }
}

/// A thread's stay.
pub(super) struct Inside<'door> {
    door: &'door Door,
    number: u64,
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.door
            .room()
            .inside
            .retain(|visit| visit.number != self.number);
    }
}
