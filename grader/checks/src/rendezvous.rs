//! A rendezvous: tasks that can finish only if N of them are inside at once. It proves overlap without a clock.

mod door;

use std::io::{self, BufRead, BufReader, Write};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use course::{Proof, Verdict};
use door::Door;

use crate::check_state;
use crate::ending::fail;
use crate::gate::{self, Listener, Stream};

/// A meeting of N processes or threads, held by the check.
///
/// Processes come over a local socket: a [`worker`](crate::worker) calls [`Rendezvous::meet`] with the
/// [`address`](Rendezvous::address). On Linux the system says which process it is; elsewhere it says
/// so itself. Threads of the check's own process call [`Rendezvous::meet_here`].
/// Once N different ones have been inside at the same moment the door stays open, so that tasks left
/// over, too few to fill it again, pass at once. Dropped, it sends everybody away.
#[derive(Debug)]
pub struct Rendezvous {
    door: Arc<Door>,
    address: String,
    porter: Option<JoinHandle<()>>,
}

impl Rendezvous {
    /// A rendezvous of `n`.
    ///
    /// If the system gives no socket or no thread, the check ends as `inconclusive`.
    pub fn of(n: usize) -> Self {
        Self::open(n, gate::caller).unwrap_or_else(|error| {
            fail(
                Verdict::Inconclusive,
                format!("no socket to meet at ({error}); run it again"),
            )
        })
    }

    fn open(n: usize, identify: Identify) -> io::Result<Self> {
        let (listener, address) = gate::listen()?;
        let door = Arc::new(Door::of(n));
        let inside = Arc::clone(&door);
        let porter = thread::Builder::new().name("rendezvous".to_owned());
        let porter = porter.spawn(move || receive(&listener, &inside, identify))?;
        Ok(Self {
            door,
            address,
            porter: Some(porter),
        })
    }

    /// Where worker processes find it, to be handed to them in any way: an argument, a line of input.
    pub fn address(&self) -> String {
        self.address.clone()
    }

    /// Called in a worker process: goes inside and waits until N different processes are inside at once.
    /// False if that did not come to pass within `timeout`, or there is no rendezvous at `address`.
    pub fn meet(address: &str, timeout: Duration) -> bool {
        visit(address, timeout).unwrap_or(false)
    }

    /// Called by a thread of the check's own process: as [`Rendezvous::meet`], with threads for processes.
    pub fn meet_here(&self, timeout: Duration) -> bool {
        let _inside = self.door.enter_thread(thread::current().id());
        self.door.wait(timeout)
    }

    /// True once N different ones were inside at the same moment.
    pub fn filled(&self) -> bool {
        self.door.filled()
    }

    /// The process ids that ever came, each once, in the order in which they came first.
    pub fn pids(&self) -> Vec<u32> {
        self.door.pids()
    }

    /// Demands that it was filled; else the check ends as `not_concurrent`.
    pub fn require(&self) {
        let (n, most, kind) = (self.door.wanted(), self.door.most(), self.door.kind());
        if !self.filled() {
            let message = format!("at most {most} of {n} {kind} were at work at once");
            fail(Verdict::NotConcurrent, message);
        }
        let met = Proof::Met {
            count: n,
            kind: kind.to_owned(),
        };
        check_state::with(|state| state.prove(met));
    }
}

impl Drop for Rendezvous {
    fn drop(&mut self) {
        self.door.shut();
        // The porter waits for the next to come; nobody in particular does.
        let woken = gate::call(&self.address).is_ok();
        if let Some(porter) = self.porter.take()
            && woken
        {
            // It only fails by panicking, and the door is shut either way.
            let _ = porter.join();
        }
    }
}

/// Tells from a connection, and from what was said over it, which process has come.
type Identify = fn(&Stream, &str) -> Option<u32>;

/// Says who it is and waits to be told that all are there.
fn visit(address: &str, timeout: Duration) -> io::Result<bool> {
    let stream = gate::call(address)?;
    stream.set_read_timeout(Some(timeout))?;
    (&stream).write_all(format!("{}\n", std::process::id()).as_bytes())?;
    let mut answer = String::new();
    BufReader::new(&stream).read_line(&mut answer)?;
    Ok(answer == door::ALL_HERE)
}

/// Lets in everybody who comes, until the door is shut. Nobody waits for the threads of the guests: on Windows a guest that
/// stays silent keeps its own until it hangs up, whatever is done at this end.
fn receive(listener: &Listener, door: &Arc<Door>, identify: Identify) {
    for stream in listener.incoming() {
        if door.is_shut() {
            return;
        }
        let Ok(stream) = stream else { continue };
        let door = Arc::clone(door);
        let host = thread::Builder::new().name("rendezvous guest".to_owned());
        // Without a thread the guest is sent away, which its time-out would do as well.
        let _ = host.spawn(move || attend(stream, &door, identify));
    }
}

/// Hears who has come. A guest may be silent, so that each has a thread of its own for this long.
fn attend(stream: Stream, door: &Door, identify: Identify) {
    let Ok(number) = door.announce(&stream) else {
        return;
    };
    let mut line = String::new();
    let heard = BufReader::new(&stream).read_line(&mut line);
    match identify(&stream, &line) {
        Some(pid) if heard.is_ok() => door.enter_process(number, pid),
        _ => door.refuse(number),
    }
}

#[cfg(test)]
#[path = "rendezvous/tests.rs"]
mod tests;
