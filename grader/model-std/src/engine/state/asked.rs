//! What others than the engine may ask of an execution, and the few things that they may change.

use std::num::NonZero;

use super::execution::{Ended, Execution};
use super::focus::{Focus, Saw};
use super::record::{PanicRecord, Record, Recorded};
use super::scheduler::Scheduler;
use crate::engine::objects::thread::Thread;
use crate::engine::objects::turn::Met;
use crate::engine::objects::{Object, ObjectId, Op, Tid};

/// The program, as it is now.
impl<S: Scheduler> Execution<S> {
    /// The number of this execution: no other has it.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// All that were started, main first.
    pub fn threads(&self) -> &[Thread] {
        &self.threads
    }

    /// The thread that runs.
    pub fn current(&self) -> Tid {
        self.current
    }

    /// The same, with what it has.
    pub fn current_thread(&self) -> &Thread {
        &self.threads[self.current]
    }

    /// The same, to change what is of no interest to the others.
    pub fn current_thread_mut(&mut self) -> &mut Thread {
        &mut self.threads[self.current]
    }

    /// Everything that threads do something with, in the order in which it was used first.
    pub fn objects(&self) -> &[Object] {
        &self.objects
    }

    /// One of them, to count what is no operation.
    pub fn object_mut(&mut self, id: ObjectId) -> &mut Object {
        &mut self.objects[id as usize]
    }

    /// Nanoseconds since the execution began.
    pub fn now(&self) -> u64 {
        self.now
    }

    /// Threads besides main that may be started.
    pub fn max_threads(&self) -> usize {
        self.max_threads
    }

    /// How closely it looks.
    pub fn focus(&self) -> Focus {
        self.focus
    }

    /// The threads that had not ended when main had, besides main: since when they were at what (recorded runs only).
    pub fn left(&self) -> &[(Tid, u64, Op)] {
        &self.left
    }

    /// Steps so far.
    pub fn steps(&self) -> u64 {
        self.pace.steps()
    }

    /// Most steps there may be.
    pub fn step_limit(&self) -> u64 {
        self.pace.limit()
    }

    /// Cores of the model's machine.
    pub fn core_count(&self) -> NonZero<usize> {
        self.cores.count
    }

    /// When the thread got its core, if it has one.
    pub fn working_since(&self, tid: Tid) -> Option<u64> {
        self.cores.working_since(tid)
    }
}

/// How it went.
impl<S: Scheduler> Execution<S> {
    /// Why it stopped; `None` while it runs.
    pub fn ended(&self) -> Option<&Ended> {
        self.ended.as_ref()
    }

    /// When main finished, in nanoseconds since the execution began.
    pub fn main_done(&self) -> Option<u64> {
        self.main_done
    }

    /// What main panicked with, in words.
    pub fn main_panic(&self) -> Option<&str> {
        self.main_panic.as_deref()
    }

    /// The panics of all threads, in order.
    pub fn panics(&self) -> &[PanicRecord] {
        &self.panics
    }

    /// The steps, if the run was recorded.
    pub fn record(&self) -> Option<&Record> {
        self.record.as_ref()
    }

    /// The same; none if the run was not recorded.
    pub fn recorded(&self) -> &[Recorded] {
        self.record.as_deref().unwrap_or_default()
    }

    /// Puts others in the place of the recorded steps, and for each panic the number of those before it.
    pub fn retell(&mut self, record: Record, before_panics: Vec<usize>) {
        self.record = Some(record);
        for (panic, after) in self.panics.iter_mut().zip(before_panics) {
            panic.after = after;
        }
    }

    /// What it met that only a fuller pass looks into.
    pub fn met(&self) -> Met {
        self.met
    }

    /// What it met that would be worth a wider focus.
    pub fn saw(&self) -> Saw {
        self.saw
    }

    /// The program has seen in which order a table of hashes keeps its entries.
    pub fn saw_hashing(&mut self) {
        self.saw.hashing = true;
    }

    /// Times that a thread was interrupted that could have gone on, once the run is over and they were counted.
    pub fn preemptions(&self) -> u32 {
        self.preemptions
    }

    /// Notes how many these were.
    pub fn set_preemptions(&mut self, preemptions: u32) {
        self.preemptions = preemptions;
    }

    /// It was to fail as another execution has, and did not: that is how it ended.
    pub fn has_not_repeated(&mut self) {
        self.ended = Some(Ended::NotReplayable);
        self.main_panic = None;
    }

    /// What the program calls its objects, by their numbers; found when it is first asked for.
    pub fn names_or(&self, find: impl FnOnce() -> Vec<Option<String>>) -> &[Option<String>] {
        self.names.get_or_init(find)
    }

    /// Who has decided.
    pub fn strategy(&self) -> &S {
        &self.strategy
    }

    /// The same, to take what it has learnt.
    pub fn strategy_mut(&mut self) -> &mut S {
        &mut self.strategy
    }

    /// The same, when nothing else of the execution is asked for any more.
    pub fn into_strategy(self) -> S {
        self.strategy
    }
}
