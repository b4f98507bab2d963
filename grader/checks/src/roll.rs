//! A roll: which worker processes were started, and what they told of themselves.

use std::io::{self, BufRead, BufReader, Write};
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use course::Verdict;

use crate::children::children;
use crate::ending::{fail, millis, secs};
use crate::gate::{self, Listener, Stream};
use crate::worker::worker;

/// How long a process may take from its start to its first words. It takes a millisecond, or for ever.
const PATIENCE: Duration = secs(4);

/// A record of the processes that were started from its commands.
///
/// Each of them signs in before its worker function is called, and does not go on until that is noted down. So a process
/// that never got a task is counted as well, and the count does not depend on who was quicker.
#[derive(Debug)]
pub struct Roll {
    entries: Arc<Mutex<Entries>>,
    address: String,
    /// Children that were there before: left behind by another run, and no matter of this one.
    before: Vec<u32>,
}

#[derive(Debug, Default)]
struct Entries {
    pids: Vec<u32>,
    notes: Vec<Note>,
}

/// What a worker said of itself by [`note`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The process.
    pub pid: u32,
    /// Its words.
    pub text: String,
}

impl Roll {
    /// An empty roll.
    ///
    /// If the system gives no socket or no thread, the check ends as `inconclusive`.
    pub fn open() -> Self {
        Self::try_open().unwrap_or_else(|error| {
            fail(
                Verdict::Inconclusive,
                format!("no socket for the workers to sign in at ({error}); run it again"),
            )
        })
    }

    fn try_open() -> io::Result<Self> {
        let (listener, address) = gate::listen()?;
        let entries = Arc::<Mutex<Entries>>::default();
        let book = Arc::clone(&entries);
        // It listens as long as the check's process lives.
        let porter = thread::Builder::new().name("roll".to_owned());
        porter.spawn(move || receive(&listener, &book))?;
        let before = children().unwrap_or_default();
        Ok(Self {
            entries,
            address,
            before: before.iter().map(|child| child.pid).collect(),
        })
    }

    /// Makes commands as [`worker`] does, for processes that sign in here.
    pub fn worker(&self, name: &str) -> impl Fn() -> Command + Send + Sync + use<> {
        let name = format!("{name}{AT}{}", self.address);
        move || worker(&name)
    }

    /// The processes that were started, each once: those that signed in, in that order, and then children of this process
    /// that did not. Waits until every living child has signed in.
    pub fn started(&self) -> Vec<u32> {
        let until = Instant::now() + PATIENCE;
        loop {
            let mut pids = self.entries().pids.clone();
            let children = children().unwrap_or_default();
            let known = |pid| pids.contains(&pid) || self.before.contains(&pid);
            let strangers = children.iter().filter(|child| !known(child.pid));
            let strangers: Vec<_> = strangers.copied().collect();
            if strangers.iter().all(|child| child.zombie) || Instant::now() > until {
                pids.extend(strangers.iter().map(|child| child.pid));
                return pids;
            }
            thread::sleep(millis(1));
        }
    }

    /// What the workers said so far.
    pub fn notes(&self) -> Vec<Note> {
        self.entries().notes.clone()
    }

    /// Demands that each of these was [noted](note) exactly once, by any process but this one; else the check ends as
    /// `wrong`.
    pub fn require_once(&self, tasks: &[u64]) {
        self.require_others();
        let notes = self.notes();
        for task in tasks.iter().map(u64::to_string) {
            let begun = notes.iter().filter(|note| note.text == task);
            match begun.count() {
                0 => fail(
                    Verdict::Wrong,
                    format!("there is a result for task {task}, but no worker was ever sent it"),
                ),
                1 => {}
                times => fail(
                    Verdict::Wrong,
                    format!(
                        "task {task} was begun {times} times; each is to be begun once, whatever becomes of it"
                    ),
                ),
            }
        }
    }

    /// Demands that at most `most` processes were started, with work or without, and that this process is none of them;
    /// else the check ends as `wrong`. `why` says where the number comes from.
    pub fn require_at_most(&self, most: usize, why: &str) {
        let started = self.started();
        self.require_others();
        if started.len() > most {
            fail(
                Verdict::Wrong,
                format!(
                    "{} processes were started, with or without work to do; at most {most} may be, {why}",
                    started.len()
                ),
            );
        }
    }

    /// Demands that this process itself did not sign in, as a pool without workers may.
    fn require_others(&self) {
        if self.entries().pids.contains(&std::process::id()) {
            fail(Verdict::Wrong, "a task ran in the pool's own process");
        }
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        lock(&self.entries)
    }
}

/// Called in a worker that was started from a [`Roll`]: says something, and returns when it has been noted down.
/// In other processes it does nothing.
pub fn note(text: &str) {
    if let Some(line) = LINE.get() {
        let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
        // The check has ended if this fails, and nobody wants to know any more.
        let _ = say(&mut line, text);
    }
}

/// Stands between the name of a worker and the address at which it signs in.
pub(crate) const AT: char = '@';

/// The worker's connection to its roll.
static LINE: OnceLock<Mutex<BufReader<Stream>>> = OnceLock::new();

/// Called in a new process before anything else.
pub(crate) fn sign_in(address: &str) -> io::Result<()> {
    let mut line = BufReader::new(gate::call(address)?);
    say(&mut line, &std::process::id().to_string())?;
    LINE.set(Mutex::new(line))
        .map_err(|_| io::Error::other("signed in twice"))
}

/// Says one line and waits for the answer to it.
fn say(line: &mut BufReader<Stream>, text: &str) -> io::Result<()> {
    let words = format!("{}\n", text.replace('\n', " "));
    line.get_mut().write_all(words.as_bytes())?;
    match line.read_line(&mut String::new())? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(()),
    }
}

fn receive(listener: &Listener, entries: &Arc<Mutex<Entries>>) {
    loop {
        let Ok((stream, _)) = listener.accept() else {
            return;
        };
        let entries = Arc::clone(entries);
        // Without a thread nobody answers, and the process waits: it is seen as a child that did not sign in.
        let _ = thread::Builder::new().spawn(move || listen_to(stream, &entries));
    }
}

/// Notes down what one process says: first who it is, then whatever it likes.
fn listen_to(stream: Stream, entries: &Mutex<Entries>) -> Option<()> {
    let mut line = BufReader::new(stream);
    let said = heard(&mut line)?;
    let pid = gate::caller(line.get_ref(), &said)?;
    let mut book = lock(entries);
    if !book.pids.contains(&pid) {
        book.pids.push(pid);
    }
    drop(book);
    loop {
        line.get_mut().write_all(b"noted\n").ok()?;
        let text = heard(&mut line)?;
        lock(entries).notes.push(Note { pid, text });
    }
}

/// The next line; `None` at the end.
fn heard(line: &mut BufReader<Stream>) -> Option<String> {
    let mut text = String::new();
    let read = line.read_line(&mut text).ok()?;
    (read > 0).then(|| text.trim_end().to_owned())
}

fn lock(entries: &Mutex<Entries>) -> MutexGuard<'_, Entries> {
    // Nothing panics while it is locked; if it did, what was noted would still be whole.
    entries.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A process that signs in; here it is this one, and what it says of itself counts only where the system is silent.
    fn signed_in(roll: &Roll) -> BufReader<Stream> {
        let mut line = BufReader::new(gate::call(&roll.address).unwrap());
        say(&mut line, &std::process::id().to_string()).unwrap();
        line
    }

    #[test]
    fn what_was_said_has_been_noted_when_saying_it_returns() {
        let roll = Roll::open();
        let mut line = signed_in(&roll);
        assert_eq!(roll.notes(), []);
        for text in ["13", "two\nlines"] {
            say(&mut line, text).unwrap();
        }
        let notes = roll.notes();
        let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(texts, ["13", "two lines"]);
        assert!(notes.iter().all(|note| note.pid == std::process::id()));
    }

    #[test]
    fn a_process_that_signs_in_twice_is_one_process() {
        let roll = Roll::open();
        let _lines = [signed_in(&roll), signed_in(&roll)];
        assert_eq!(roll.entries().pids, [std::process::id()]);
    }

    #[test]
    fn each_roll_has_its_own_entries() {
        let (here, there) = (Roll::open(), Roll::open());
        let _line = signed_in(&here);
        assert!(there.entries().pids.is_empty());
    }

    #[test]
    fn a_note_without_a_roll_is_nothing() {
        note("nobody listens");
    }
}
