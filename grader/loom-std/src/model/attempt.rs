//! One call of loom, on an OS thread of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::hook;
use super::run::Run;
use super::settings::{Ended, MAX_BRANCHES, MAX_THREADS, Settings};

/// Real time after which an attempt is given up. Executions are counted, and this is for one that never ends.
const GIVE_UP: Duration = Duration::from_secs(20);

/// Said of a recursion that is deeper than loom's stacks.
const OVERFLOW: &str = "a stack has overflowed, and those of its threads are small";

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
