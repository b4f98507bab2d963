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

/// A meeting of N threads, jobs of a pool, or processes, held by the check.
///
/// Each waits inside until N different ones are inside at the same moment. From then on the door stays open, so that
/// tasks left over, too few to fill it again, pass at once. A task that waits needs no core: fewer cores than N are no
/// obstacle. Dropped, it sends everybody away.
///
/// The patience of all is counted from the moment at which the first came, so that tasks which come one after another
/// are found out after one time-out and not after N.
///
/// # Threads
/// Tasks in the check's own process call [`Rendezvous::meet_here`], wherever they run.
///
/// ```
/// use checks::{Rendezvous, secs};
/// use std::thread;
///
/// let rendezvous = Rendezvous::of(3);
/// thread::scope(|scope| {
///     for _ in 0..3 {
///         scope.spawn(|| rendezvous.meet_here(secs(4)));
///     }
/// });
/// rendezvous.require();
/// ```
///
/// # Jobs of rayon
/// A job waits on a thread of the pool, and so the pool needs N threads, whatever number of cores there is. `build_global`
/// sets the size of the pool that a submission uses unasked, once for the process of a check; `install` sends the call
/// into a pool of its own.
///
/// ```
/// use checks::{Rendezvous, secs};
/// use rayon::prelude::*;
///
/// let rendezvous = Rendezvous::of(3);
/// rayon::ThreadPoolBuilder::new().num_threads(3).build_global().expect("it is not built yet");
/// let met: Vec<bool> = (0..3).into_par_iter().map(|_| rendezvous.meet_here(secs(4))).collect();
/// assert_eq!(met, [true; 3]);
/// rendezvous.require();
/// ```
///
/// # Processes
/// They come over a local socket: a [`worker`](crate::worker) calls [`Rendezvous::meet`] with the
/// [`address`](Rendezvous::address), which it is given in any way. On Linux the system says which process comes;
/// elsewhere it says so itself.
///
/// ```standalone_crate
/// use checks::{Rendezvous, secs};
/// use std::{env, io, process::Command};
///
/// fn main() -> io::Result<()> {
///     if let Ok(address) = env::var("MEET_AT") {
///         Rendezvous::meet(&address, secs(4));
///         return Ok(());
///     }
///     let rendezvous = Rendezvous::of(3);
///     let mut worker = Command::new(env::current_exe()?);
///     worker.env("MEET_AT", rendezvous.address());
///     let workers = [worker.spawn()?, worker.spawn()?, worker.spawn()?];
///     for mut worker in workers {
///         worker.wait()?;
///     }
///     rendezvous.require();
///     Ok(())
/// }
/// ```
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
    /// False if that did not come to pass within `timeout`, counted from the moment at which the first of them came, or
    /// there is no rendezvous at `address`.
    pub fn meet(address: &str, timeout: Duration) -> bool {
        visit(address, timeout).unwrap_or(false)
    }

    /// Called by a task in the check's own process, be it a thread or a job of a pool: as [`Rendezvous::meet`], with
    /// threads for processes.
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
    let words = format!("{} {}\n", std::process::id(), timeout.as_millis());
    (&stream).write_all(words.as_bytes())?;
    let mut answer = String::new();
    BufReader::new(&stream).read_line(&mut answer)?;
    Ok(answer == door::ALL_HERE)
}

/// Lets in everybody who comes, until the door is shut. Nobody waits for the threads of the guests:
/// on Windows a guest that stays silent keeps its own until it hangs up, whatever is done at this
/// end.
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
    let (who, patience) = line.trim_end().split_once(' ').unwrap_or((&line, ""));
    let patience = patience
        .parse()
        .map_or(Duration::MAX, Duration::from_millis);
    match identify(&stream, who) {
        Some(pid) if heard.is_ok() => door.enter_process(number, pid, patience),
        _ => door.refuse(number),
    }
}

#[cfg(test)]
#[path = "rendezvous/tests.rs"]
mod tests;
