//! One call of loom, on an OS thread of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::hook;
use super::run::Run;
use super::word::Failure;

/// Steps that an execution has at most. Loops that spin or poll without end come to more, whatever the number is.
pub const MAX_BRANCHES: usize = 1_000;

/// Threads of an execution at most, with main.
pub(crate) const MAX_THREADS: usize = loom::MAX_THREADS;

/// Real time after which an attempt is given up. Executions are counted, and this is for one that never ends.
const GIVE_UP: Duration = Duration::from_secs(20);

/// Said of a recursion that is deeper than loom's stacks.
const OVERFLOW: &str = "a stack has overflowed, and those of its threads are small";

/// How an attempt is made.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Settings {
    /// Preemptions of an execution at most.
    pub(crate) preemptions: Option<usize>,
    /// Executions at most.
    pub(crate) executions: u64,
    /// What the code looks at.
    pub(crate) looks: Looks,
}

/// Things that are steps only for code that looks at them: they would multiply the executions of all other code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Looks {
    /// Whether a lock is taken, by `try_lock` and the like: letting go of one is a step then.
    pub(crate) at_locks: bool,
    /// Whether a thread has ended, by `is_finished`: ending is a step then.
    pub(crate) at_ends: bool,
}

impl Looks {
    pub(crate) const AT_LOCKS: Self = Self {
        at_locks: true,
        at_ends: false,
    };
    pub(crate) const AT_ENDS: Self = Self {
        at_locks: false,
        at_ends: true,
    };

    pub(crate) fn insert(&mut self, other: Self) {
        self.at_locks |= other.at_locks;
        self.at_ends |= other.at_ends;
    }

    pub(crate) fn contains(self, other: Self) -> bool {
        let mut both = self;
        both.insert(other);
        both == self
    }
}

/// How an attempt ended.
#[derive(Debug)]
pub(crate) enum Ended {
    /// So many executions, which are all, and none fails.
    Complete(u64),
    /// Some execution fails.
    Failed(Box<Failure>),
    /// There are too many executions.
    Spent,
    /// The code looks at something that no steps were made of.
    Saw(Looks),
    /// Loom is no judge of it.
    Cannot(String),
}

/// Makes one attempt.
pub(crate) fn attempt(f: &Arc<dyn Fn() + Send + Sync>, settings: Settings) -> Ended {
    hook::install();
    let (ends, ended) = mpsc::channel();
    let f = Arc::clone(f);
    let thread = thread::Builder::new()
        .name("loom".to_owned())
        .spawn(move || {
            let run = Rc::new(Run::new(ends, settings));
            Run::enter(Rc::clone(&run));
            let execute = move || Run::current().execute(&*f);
            let run_all = AssertUnwindSafe(|| builder(settings).check(execute));
            match catch_unwind(run_all) {
                Ok(()) => run.complete(),
                // All other panics end the run in the hook, which is not told of an overflow.
                Err(_) => run.cannot(OVERFLOW),
            }
        });
    if let Err(error) = thread {
        return Ended::Cannot(format!("the system gives it no thread ({error})"));
    }
    ended
        .recv_timeout(GIVE_UP)
        .unwrap_or_else(|_| Ended::Cannot(format!("it is not done after {} s", GIVE_UP.as_secs())))
}

fn builder(settings: Settings) -> loom::model::Builder {
    let mut builder = loom::model::Builder::new();
    // Everything that the environment could have a say in.
    builder.max_threads = MAX_THREADS;
    builder.max_branches = MAX_BRANCHES;
    builder.max_permutations = None;
    builder.max_duration = None;
    builder.preemption_bound = settings.preemptions;
    builder.checkpoint_file = None;
    builder.location = false;
    builder.log = false;
    builder
}
