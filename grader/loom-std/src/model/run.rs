//! What is known of the run that this OS thread is in. All threads of loom are on one OS thread.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::panic::{Location, PanicHookInfo};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;

use loom::thread::ThreadId;

use super::says;
use super::settings::{Ended, Looks, MAX_THREADS, Settings};
use super::thread::Thread;
use super::unwinding::{self, Hold};
use super::word::{Failure, Kind, Panic};

thread_local! {
    static RUN: RefCell<Option<Rc<Run>>> = const { RefCell::new(None) };
}

/// A panic hook of the code's own.
type Hook = Arc<dyn Fn(&PanicHookInfo<'_>) + Sync + Send>;

/// One attempt, and the execution that it is at.
pub(crate) struct Run {
    ends: mpsc::Sender<Ended>,
    settings: Settings,
    executions: Cell<u64>,
    /// Whether some execution held.
    held: Cell<bool>,
    /// The first that did not, if there was one.
    failure: RefCell<Option<Box<Failure>>>,
    /// Whether the run has ended: who comes by stays there for ever.
    is_over: Cell<bool>,
    /// Whether main is done with this execution.
    main_is_done: Cell<bool>,
    /// The panics of this execution.
    pub(super) panics: RefCell<Vec<Panic>>,
    /// The hook that this execution has set.
    pub(crate) hook: RefCell<Option<Hook>>,
    /// The threads of this execution.
    threads: RefCell<HashMap<ThreadId, Rc<Me>>>,
}

/// What a thread waits for, and where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waiting {
    /// `a Mutex`
    pub(crate) what: &'static str,
    /// The call that waits.
    pub(crate) at: &'static Location<'static>,
}

/// What is known of one of loom's threads.
pub(crate) struct Me {
    /// Its handle.
    pub(crate) thread: Thread,
    /// Its place in the order of spawning; main is 0.
    index: usize,
    /// Panics that it has not caught.
    unwinding: Cell<usize>,
    /// What its guards held that were dropped while it unwound.
    aside: RefCell<Vec<Hold>>,
    /// Its thread-local values, by key; `None` for those that are gone.
    pub(crate) locals: RefCell<HashMap<usize, Option<Rc<dyn Any>>>>,
    /// Times that it has slept.
    pub(crate) naps: Cell<u32>,
    /// Whether what it is parked for has come.
    is_woken: Cell<bool>,
    waiting: Cell<Option<Waiting>>,
}

/// Ends the run that the caller is in, because loom is no judge of it: `why` is a part of a sentence.
///
/// # Panics
/// Outside a run, where there is nothing to end.
pub fn cannot(why: &str) -> ! {
    match Run::try_current() {
        Some(run) => run.cannot(why),
        None => panic!("loom cannot: {why}"),
    }
}

impl Run {
    pub(super) fn new(ends: mpsc::Sender<Ended>, settings: Settings) -> Self {
        Self {
            ends,
            settings,
            executions: Cell::new(0),
            held: Cell::new(false),
            failure: RefCell::default(),
            is_over: Cell::new(false),
            main_is_done: Cell::new(false),
            panics: RefCell::default(),
            hook: RefCell::default(),
            threads: RefCell::default(),
        }
    }

    /// Makes it the run of this OS thread.
    pub(super) fn enter(run: Rc<Self>) {
        RUN.with_borrow_mut(|current| *current = Some(run));
    }

    /// The run of this OS thread, if it is in one. Does not return if that is over.
    pub(crate) fn try_current() -> Option<Rc<Self>> {
        let run = Self::even_over()?;
        if run.is_over.get() {
            rest();
        }
        Some(run)
    }

    /// The run of this OS thread, if it is in one, even if that is over.
    pub(super) fn even_over() -> Option<Rc<Self>> {
        // What is dropped with the OS thread itself is in no run.
        RUN.try_with(|run| run.borrow().clone()).ok().flatten()
    }

    /// The run of this OS thread.
    pub(crate) fn current() -> Rc<Self> {
        Self::try_current().unwrap_or_else(|| {
            panic!("loom cannot: its threads and locks are there only in an exhaustive run")
        })
    }

    /// The calling thread.
    pub(crate) fn me(&self) -> Rc<Me> {
        let id = loom::thread::current().id();
        let threads = self.threads.borrow();
        Rc::clone(
            threads
                .get(&id)
                .expect("threads are entered when they are spawned"),
        )
    }

    /// Enters a thread under loom's id for it, before it runs.
    pub(crate) fn add(&self, thread: Thread) {
        let mut threads = self.threads.borrow_mut();
        let me = Me::new(thread, threads.len());
        threads.insert(me.thread.id(), Rc::new(me));
    }

    /// Lets a thread go on that waits in [`Me::sleeps`].
    pub(crate) fn wake(&self, id: ThreadId) {
        let thread = self.threads.borrow().get(&id).cloned();
        let thread = thread.expect("threads are entered when they are spawned");
        thread.is_woken.set(true);
        thread.thread.unpark();
    }

    /// Ends the run if loom has no room for another thread.
    pub(crate) fn make_room(&self) {
        if self.threads.borrow().len() == MAX_THREADS {
            self.cannot(&format!("it has {MAX_THREADS} threads, with main"));
        }
    }

    /// Notes that the code looks at something. If no steps were made of that, the attempt ends, for another one.
    pub(crate) fn sees(&self, looks: Looks) {
        if !self.settings.looks.contains(looks) {
            self.end(Ended::Saw(looks));
        }
    }

    /// What steps are made of.
    pub(crate) fn looks(&self) -> Looks {
        self.settings.looks
    }

    /// Runs one execution.
    pub(super) fn execute(&self, f: &dyn Fn()) {
        self.begin();
        let me = self.me();
        let result = unwinding::catch(f);
        match result {
            Ok(()) => self.held.set(true),
            Err(payload) => self.note(&*payload),
        }
        // Until one holds, executions that fail go on: whether all fail is what tells a mistake from a race.
        if self.held.get()
            && let Some(failed) = self.failed()
        {
            self.end(failed);
        }
        me.drop_locals();
        self.main_is_done.set(true);
    }

    fn begin(&self) {
        if self.executions.get() == self.settings.executions {
            let ended = self.failed();
            self.end(ended.unwrap_or(Ended::Spent));
        }
        self.executions.set(self.executions.get() + 1);
        self.panics.borrow_mut().clear();
        self.hook.borrow_mut().take();
        self.threads.borrow_mut().clear();
        self.main_is_done.set(false);
        self.add(Thread::main());
    }

    /// Notes the first execution that fails.
    fn note(&self, payload: &(dyn Any + Send)) {
        let panics = self.panics.borrow().clone();
        let message = match panics.last() {
            Some(last) => format!(
                "{} panicked at {}:{}: {}",
                last.thread, last.file, last.line, last.message
            ),
            None => payload_text(payload).to_owned(),
        };
        self.failure.borrow_mut().get_or_insert_with(|| {
            Box::new(Failure {
                kind: Kind::Panic,
                message,
                panics,
                executions: 0,
                always: true,
            })
        });
    }

    /// The failure that was noted, with the figures of now.
    fn failed(&self) -> Option<Ended> {
        let mut failure = self.failure.borrow_mut().take()?;
        failure.executions = self.executions.get();
        failure.always = !self.held.get();
        Some(Ended::Failed(failure))
    }

    /// Ends the run when loom has run all executions.
    pub(super) fn complete(&self) -> ! {
        let ended = self.failed();
        self.end(ended.unwrap_or(Ended::Complete(self.executions.get())))
    }

    /// Tells how the run ends by a panic of loom's own. Returns, for the panic hook must not be left in any other way, and
    /// the thread rests as soon as it comes by.
    pub(super) fn loom_says(&self, message: &str) {
        // An execution that failed has left the rest of it in no state to be judged.
        let ended = self.failed().unwrap_or_else(|| self.meaning_of(message));
        self.tell(ended);
    }

    fn meaning_of(&self, message: &str) -> Ended {
        let cannot = |why: &str| Ended::Cannot(why.to_owned());
        if !says::is_deadlock(message) {
            return Ended::Cannot(says::why_not(message));
        }
        if self.main_is_done.get() {
            return cannot(
                "a thread that nobody joins waits for ever, which it takes for a deadlock",
            );
        }
        let mut threads: Vec<_> = self.threads.borrow().values().cloned().collect();
        threads.sort_by_key(|thread| thread.index);
        if threads
            .iter()
            .any(|thread| !thread.aside.borrow().is_empty())
        {
            return cannot("a lock that a panic let go of stays taken until the panic is caught");
        }
        let waits = threads.iter().filter_map(|thread| {
            let Waiting { what, at } = thread.waiting.get()?;
            let (file, line) = (at.file(), at.line());
            Some(format!(
                "{} waits for {what} at {file}:{line}",
                thread.said()
            ))
        });
        let waits: Vec<_> = waits.collect();
        Ended::Failed(Box::new(Failure {
            kind: Kind::Deadlock,
            message: format!("deadlock: {}", waits.join(", ")),
            panics: self.panics.borrow().clone(),
            executions: self.executions.get(),
            always: !self.held.get(),
        }))
    }

    /// Ends the run: loom is no judge of it.
    pub(crate) fn cannot(&self, why: &str) -> ! {
        self.end(Ended::Cannot(why.to_owned()))
    }

    fn tell(&self, ended: Ended) {
        self.is_over.set(true);
        // Nobody hears it if the attempt was given up.
        let _ = self.ends.send(ended);
    }

    /// Ends the run. This OS thread is left where it is.
    fn end(&self, ended: Ended) -> ! {
        self.tell(ended);
        rest()
    }
}

/// Leaves this OS thread where it is, for ever.
fn rest() -> ! {
    loop {
        thread::park();
    }
}

impl Me {
    fn new(thread: Thread, index: usize) -> Self {
        Self {
            thread,
            index,
            unwinding: Cell::new(0),
            aside: RefCell::default(),
            locals: RefCell::default(),
            naps: Cell::new(0),
            is_woken: Cell::new(false),
            waiting: Cell::new(None),
        }
    }

    /// Its name, as people say it.
    pub(crate) fn said(&self) -> String {
        match self.thread.name() {
            Some(name) => name.to_owned(),
            None => format!("worker {}", self.index),
        }
    }

    /// Notes that it panics.
    pub(crate) fn unwinds(&self) {
        self.unwinding.set(self.unwinding.get() + 1);
    }

    /// Notes that it has caught a panic.
    pub(crate) fn caught(&self) {
        self.unwinding.set(self.unwinding.get().saturating_sub(1));
    }

    pub(crate) fn is_unwinding(&self) -> bool {
        self.unwinding.get() > 0
    }

    pub(crate) fn put_aside(&self, hold: Hold) {
        self.aside.borrow_mut().push(hold);
    }

    pub(crate) fn take_aside(&self) -> Vec<Hold> {
        self.aside.take()
    }

    /// Runs an operation that may wait, so that a deadlock can say who waits for what.
    pub(crate) fn waits<R>(&self, waiting: Waiting, operation: impl FnOnce() -> R) -> R {
        let before = self.waiting.replace(Some(waiting));
        let result = operation();
        self.waiting.set(before);
        result
    }

    /// Parks until [`Run::wake`] is called for it.
    pub(crate) fn sleeps(&self, waiting: Waiting) {
        self.is_woken.set(false);
        let mut unparked = false;
        self.waits(waiting, || {
            loop {
                loom::thread::park();
                if self.is_woken.get() {
                    break;
                }
                unparked = true;
            }
        });
        // The code's own token is for another time.
        if unparked {
            self.thread.unpark();
        }
    }

    /// Drops its thread-local values, as a thread does at its end.
    pub(crate) fn drop_locals(&self) {
        // A destructor may make another.
        loop {
            let mut locals = self.locals.borrow_mut();
            let Some(value) = locals.values_mut().find_map(Option::take) else {
                return;
            };
            drop(locals);
            drop(value);
        }
    }
}

fn payload_text(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message")
}
