//! Which model thread is running, on which stack, and where it was last seen: for those who cannot ask the engine,
//! because they interrupt it (the handler of stack overflows) or watch it from another OS thread (the watchdog).

use std::fmt::{self, Write};
use std::ops::Range;
use std::panic::Location;
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU64, AtomicUsize, Ordering::Relaxed};

use crate::engine::ids::{Site, Tid};
use crate::source_path;

/// Words that hold the start of a thread's name: 48 bytes.
const NAME_WORDS: usize = 6;

/// No model is running.
const NOBODY: usize = usize::MAX;

/// Notes of what runs now. Each part is an atomic of its own, so that they can be read at any moment; whoever reads them
/// from another OS thread may find parts of two moments, and only words in a message are wrong then. Relaxed everywhere,
/// because nothing else is reached through them. One model runs at a time, so one set of notes is enough.
pub struct CurrentThread {
    /// The running thread's number, or [`NOBODY`].
    thread: AtomicUsize,
    /// UTF-8, filled up with zeros; empty if the thread has no name of its own.
    name: [AtomicU64; NAME_WORDS],
    /// First address of its stack, the page that must not be touched included, and the first one past it.
    low: AtomicUsize,
    high: AtomicUsize,
    /// Where the thread's last operation was called; null before the first.
    site: AtomicPtr<Location<'static>>,
    /// Operations of all models so far.
    steps: AtomicU64,
}

/// The notes of this process.
pub static NOW: CurrentThread = CurrentThread {
    thread: AtomicUsize::new(NOBODY),
    name: [const { AtomicU64::new(0) }; NAME_WORDS],
    low: AtomicUsize::new(0),
    high: AtomicUsize::new(0),
    site: AtomicPtr::new(ptr::null_mut()),
    steps: AtomicU64::new(0),
};

impl CurrentThread {
    /// A thread is about to run.
    pub fn enter(&self, thread: Tid, name: Option<&str>, stack: Range<usize>) {
        self.thread.store(thread, Relaxed);
        let mut bytes = [0; NAME_WORDS * 8];
        let name = name.unwrap_or_default();
        let len = name.floor_char_boundary(bytes.len());
        bytes[..len].copy_from_slice(&name.as_bytes()[..len]);
        for (word, bytes) in self.name.iter().zip(bytes.as_chunks::<8>().0) {
            word.store(u64::from_ne_bytes(*bytes), Relaxed);
        }
        self.low.store(stack.start, Relaxed);
        self.high.store(stack.end, Relaxed);
        self.site.store(ptr::null_mut(), Relaxed);
    }

    /// The running thread does an operation, there if that is a place of the program.
    pub fn step(&self, site: Option<Site>) {
        if let Some(site) = site {
            self.site.store(ptr::from_ref(site).cast_mut(), Relaxed);
        }
        // Only one OS thread runs a model, so adding need not be one step.
        self.steps.store(self.steps.load(Relaxed) + 1, Relaxed);
    }

    /// No model runs any more.
    pub fn leave(&self) {
        self.thread.store(NOBODY, Relaxed);
        self.low.store(0, Relaxed);
        self.high.store(0, Relaxed);
    }

    /// Whether a model runs.
    pub fn is_running(&self) -> bool {
        self.thread.load(Relaxed) != NOBODY
    }

    /// Operations of all models so far.
    pub fn steps(&self) -> u64 {
        self.steps.load(Relaxed)
    }

    /// The running thread's stack.
    #[cfg(unix)]
    pub fn stack(&self) -> Range<usize> {
        self.low.load(Relaxed)..self.high.load(Relaxed)
    }

    /// Writes `worker 1`, or the thread's own name.
    pub fn write_name(&self, out: &mut impl Write) -> fmt::Result {
        let mut bytes = [0; NAME_WORDS * 8];
        for (word, bytes) in self.name.iter().zip(bytes.as_chunks_mut::<8>().0) {
            *bytes = word.load(Relaxed).to_ne_bytes();
        }
        let len = bytes
            .iter()
            .position(|byte| *byte == 0)
            .unwrap_or(bytes.len());
        match (str::from_utf8(&bytes[..len]), self.thread.load(Relaxed)) {
            (Ok(name), _) if !name.is_empty() => out.write_str(name),
            (_, 0) => out.write_str("main"),
            (_, tid) => write!(out, "worker {tid}"),
        }
    }

    /// Writes where the running thread was last seen, as a sentence.
    pub fn write_place(&self, out: &mut impl Write) -> fmt::Result {
        match self.site() {
            None => out.write_str("It has done nothing in the model yet."),
            // A guard dropped at the end of its block, say: the line means nothing to a reader.
            Some(site) if source_path::is_inside_a_library(site.file()) => Ok(()),
            Some(site) => write!(
                out,
                "Its last operation in the model was at {}:{}.",
                source_path::short(site.file()),
                site.line()
            ),
        }
    }

    /// Writes `src/lib.rs:12`, where the running thread was last seen; `-` if nowhere that means something to a reader.
    #[cfg(unix)]
    pub fn write_site(&self, out: &mut impl Write) -> fmt::Result {
        let site = self.site();
        match site.filter(|site| !source_path::is_inside_a_library(site.file())) {
            Some(site) => write!(out, "{}:{}", source_path::short(site.file()), site.line()),
            None => out.write_str("-"),
        }
    }

    fn site(&self) -> Option<Site> {
        let site = self.site.load(Relaxed).cast_const();
        // SAFETY: it is null or was made from a `&'static Location` by `step`.
        unsafe { site.as_ref() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(notes: &CurrentThread) -> String {
        let mut text = String::new();
        notes.write_name(&mut text).unwrap();
        text.push_str(": ");
        notes.write_place(&mut text).unwrap();
        text
    }

    fn notes() -> CurrentThread {
        CurrentThread {
            thread: AtomicUsize::new(NOBODY),
            name: [const { AtomicU64::new(0) }; NAME_WORDS],
            low: AtomicUsize::new(0),
            high: AtomicUsize::new(0),
            site: AtomicPtr::new(ptr::null_mut()),
            steps: AtomicU64::new(0),
        }
    }

    #[test]
    fn a_thread_is_called_by_its_name_or_its_number() {
        let notes = notes();
        assert!(!notes.is_running());
        for (thread, name, called) in [
            (0, None, "main"),
            (3, None, "worker 3"),
            (3, Some("Olga"), "Olga"),
        ] {
            notes.enter(thread, name, 16..32);
            assert!(told(&notes).starts_with(&format!("{called}: It has done nothing")));
        }
        assert!(notes.is_running());
        #[cfg(unix)]
        assert_eq!(notes.stack(), 16..32);
        notes.leave();
        assert!(!notes.is_running());
    }

    #[test]
    fn a_long_name_is_cut_between_two_letters() {
        let notes = notes();
        notes.enter(1, Some(&"ä".repeat(40)), 0..0);
        assert!(told(&notes).starts_with(&format!("{}: ", "ä".repeat(24))));
        notes.enter(1, Some(&format!("a{}", "ä".repeat(40))), 0..0);
        assert!(told(&notes).starts_with(&format!("a{}: ", "ä".repeat(23))));
    }

    #[test]
    fn the_last_operation_is_where_it_was_called() {
        let notes = notes();
        notes.enter(1, None, 0..0);
        let site = Location::caller();
        notes.step(None);
        assert!(told(&notes).contains("has done nothing"));
        notes.step(Some(site));
        assert_eq!(
            told(&notes),
            "worker 1: ",
            "a line of this crate says nothing"
        );
        assert_eq!(notes.steps(), 2);
    }
}
