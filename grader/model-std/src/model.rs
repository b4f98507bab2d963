//! The entry points: run a closure in virtual time, or under every interleaving.
//!
//! # What happens when...
//!
//! | ... | then |
//! |---|---|
//! | a type of this crate is made, taken apart or dropped outside a model | nothing special: a `static` or a value that has left a run works as far as it needs no other thread |
//! | it is used outside a model (`lock`, `spawn`, `load`, `sleep`, `Instant::now`...) | a panic at that line, which says what to do instead |
//! | a model is started inside a model | a panic: models cannot be nested |
//! | two OS threads run a model each | one waits until the other is done |
//! | a closure never ends, step by step | [`FailureKind::StepLimit`], with the place |
//! | a closure never ends and does nothing modelled (`loop {}`) | a line on stderr says where; after the time of [`set_patience`] the process is ended with `abort` |
//! | a recursion never ends | every thread has a stack of 8 MiB; at its end the process dies of the signal as usual, and on Unix a line on stderr names the model's thread and its last operation |
//! | a search meets more than 64 threads | schedules are drawn by chance instead, and the [`Explored`] is not complete; virtual time can tell more apart |
//! | more than 1,000 threads are alive at once, or 10,000 are started in all (or as many as `max_threads` says) | [`FailureKind::StepLimit`], with the place |
//! | a thread panics | `join` returns it as an error; that thread's locks are poisoned; the run goes on |
//! | a thread panics while it is already panicking | the process is aborted, as by std; stderr tells both panics |
//! | a panic hook is set | it belongs to the execution, and is called for each panic of the model's threads, as by std; the next execution begins without it |
//! | the panic hook panics | [`FailureKind::Exit`]: std would abort the process |
//! | a destructor panics | a panic like any other; in a value of `thread_local!`, where std would abort, it is noted and goes no further |
//! | a `LazyLock` or `Once` panics while it is initialised | it is poisoned until the end of the execution |
//! | a guard is forgotten (`mem::forget`, a leaked box), or its thread ends while holding the lock | the lock stays locked: a deadlock if somebody waits for it, which says who ended while holding it and where it was locked |
//! | a `Sender` or `Receiver` is forgotten | its channel stays connected |
//! | a `JoinHandle` is dropped or forgotten | the thread goes on by itself; a scope waits for it all the same |
//! | threads are left when the closure returns | the run is over: they go on for a few thousand steps, nothing they do fails it any more, and [`Timeline::leaked`] counts them |
//! | a thread is stopped in the middle at the end of a run | what lies on its stack is leaked, not dropped; `thread_local!` values and statics are dropped, and a destructor that needs the model ends in a panic that nobody sees |
//! | `process::exit` or `abort` is called | [`FailureKind::Exit`] |
//! | files, sockets, processes, the environment or standard input are used | std's own, passed through, with a warning (`deprecated`) that says why this is seldom meant |
//! | a value is used by an OS thread that the model did not start | a panic there, as outside a model; also where it clones or drops an end of a channel while the model runs |
//! | a handle to a thread is used in a later execution | a panic at that line |

pub use crate::explore::{
    BadSchedule, Coverage, Exhaustive, Explored, FromHere, Jobs, Play, Played, Replayed, Sampled,
    Size, VirtualTime, is_running, work,
};
#[doc(hidden)]
pub use crate::explore::{End, OnePass, Work, estimate};

#[doc(inline)]
/// ```
/// use model_std::model::{self, Style};
/// use model_std::sync::{Arc, Mutex};
/// use model_std::thread;
/// use std::time::Duration;
///
/// let timeline = model::virtual_time(|| {
///     let total = Arc::new(Mutex::new(0));
///     let workers = [1, 2].map(|number| {
///         let total = total.clone();
///         thread::spawn(move || {
///             let mut total = total.lock().unwrap();
///             thread::sleep(Duration::from_secs(1)); // with the lock held
///             *total += number;
///         })
///     });
///     workers.into_iter().for_each(|worker| worker.join().unwrap());
/// });
/// assert_eq!(timeline.elapsed(), Duration::from_secs(2));
/// let why = timeline.too_slow();
/// assert!(why.sentence.contains("waited for the Mutex"), "{}", why.sentence);
/// print!("{}", why.text(Style::new()));
/// ```
pub use runtrace::Annotated;
#[doc(inline)]
/// ```
/// use model_std::model::{Exhaustive, Style};
/// use model_std::sync::Mutex;
///
/// let failure = Exhaustive::new().run(|| {
///     let total = Mutex::new(0);
///     let guard = total.lock().unwrap();
///     let again = total.lock().unwrap(); // never comes back
///     drop((guard, again));
/// });
/// let failure = failure.unwrap_err();
/// assert!(failure.message.contains("that it holds itself"));
/// print!("{}", failure.text(Style::new().width(100).colour(true)));
/// assert!(failure.svg().starts_with("<svg"));
/// assert!(failure.json().contains("\"kind\": \"deadlock\""));
/// assert_eq!(failure.trace.steps[0].op, "lock");
/// ```
pub use runtrace::Failure;
#[cfg(feature = "report")]
#[doc(inline)]
pub use runtrace::Style;
#[doc(inline)]
pub use runtrace::{
    BadTimeline, Choice, Dependency, Echo, FailureKind, Interval, Limits, Move, NextStep,
    PanicInfo, PathSegment, PlayedStep, PlayedThread, Position, Row, RowKind, Site, Source, Step,
    Thing, ThreadState, ThreadTimeline, Timeline, Totals, Trace, Waiting,
};

use std::path::PathBuf;
use std::time::Duration;

use crate::{engine, explore};

/// Runs `f` in virtual time: sleeping takes no real time and moves a clock on exactly; everything else takes none.
///
/// # Panics
/// With the report, if `f` panics, deadlocks, leaves the process or never ends.
///
/// ```
/// use std::time::Duration;
/// let timeline = model_std::model::virtual_time(|| {
///     let sleepers: Vec<_> =
///         (1..=3).map(|n| model_std::thread::spawn(move || model_std::thread::sleep(Duration::from_secs(n)))).collect();
///     sleepers.into_iter().for_each(|sleeper| sleeper.join().unwrap());
/// });
/// assert_eq!(timeline.elapsed(), Duration::from_secs(3));
/// ```
#[track_caller]
pub fn virtual_time(f: impl Fn() + Send + Sync + 'static) -> Timeline {
    VirtualTime::new()
        .run(f)
        .unwrap_or_else(|failure| panic!("{failure}"))
}

/// Runs `f` under every interleaving of its threads, or as many as fit into two seconds.
///
/// # Panics
/// With the report, on the first execution in which `f` panics, deadlocks, leaves the process or never ends.
///
/// ```
/// use model_std::sync::{Arc, Mutex};
/// let explored = model_std::model::exhaustive(|| {
///     let total = Arc::new(Mutex::new(0));
///     let theirs = total.clone();
///     let worker = model_std::thread::spawn(move || *theirs.lock().unwrap() += 1);
///     *total.lock().unwrap() += 1;
///     worker.join().unwrap();
///     assert_eq!(*total.lock().unwrap(), 2);
/// });
/// assert!(explored.is_complete());
/// assert_eq!(explored.executions, 2); // who locks first
/// ```
#[track_caller]
pub fn exhaustive(f: impl Fn() + Send + Sync + 'static) -> Explored {
    Exhaustive::new()
        .run(f)
        .unwrap_or_else(|failure| panic!("{failure}"))
}

/// Runs `f` under `n` random schedules: for what has too many interleavings, or too many threads, to search. The schedules
/// are the same each time; [`Sampled`] has more to set.
///
/// # Panics
/// With the report, if `f` panics, deadlocks, leaves the process or never ends under one of them.
///
/// ```
/// use model_std::sync::{Arc, Mutex};
/// let explored = model_std::model::sampled(
///     || {
///         let total = Arc::new(Mutex::new(0));
///         let threads: Vec<_> = (0..100)
///             .map(|_| {
///                 let total = total.clone();
///                 model_std::thread::spawn(move || *total.lock().unwrap() += 1)
///             })
///             .collect();
///         threads.into_iter().for_each(|thread| thread.join().unwrap());
///         assert_eq!(*total.lock().unwrap(), 100);
///     },
///     200,
/// );
/// assert!(!explored.is_complete());
/// assert_eq!(explored.covered(), "200 random schedules");
/// ```
#[track_caller]
pub fn sampled(f: impl Fn() + Send + Sync + 'static, n: u64) -> Explored {
    Sampled::new()
        .executions(n)
        .run(f)
        .unwrap_or_else(|failure| panic!("{failure}"))
}

/// Runs exactly the execution again that a [`Failure::schedule`] names, whichever entry point found it. The failure it
/// returns has the same report, to the byte; its `executions` is 1, because nothing else was run.
///
/// # Errors
/// If the text is no schedule.
///
/// # Panics
/// Inside another model.
///
/// ```
/// use model_std::model::{Exhaustive, Replayed, replay};
/// use model_std::sync::atomic::{AtomicU32, Ordering::SeqCst};
/// use model_std::thread;
///
/// fn lose_one() {
///     let hits = AtomicU32::new(0);
///     thread::scope(|scope| {
///         scope.spawn(|| hits.store(hits.load(SeqCst) + 1, SeqCst));
///         scope.spawn(|| hits.store(hits.load(SeqCst) + 1, SeqCst));
///     });
///     assert_eq!(hits.load(SeqCst), 2);
/// }
///
/// let first = Exhaustive::new().run(lose_one).unwrap_err();
/// let Ok(Replayed::Failed(again)) = replay(lose_one, &first.schedule) else {
///     panic!("it fails again")
/// };
/// assert_eq!(again.to_string(), first.to_string());
/// let Ok(Replayed::Diverged(why)) = replay(|| {}, &first.schedule) else {
///     panic!("another program")
/// };
/// assert!(why.starts_with("the schedule is of another program or version: "));
/// ```
pub fn replay(
    f: impl Fn() + Send + Sync + 'static,
    schedule: &str,
) -> Result<Replayed, BadSchedule> {
    explore::replay(std::sync::Arc::new(f), schedule)
}

/// Directory that relative file names of call sites are looked up in when a report quotes source lines.
pub fn set_source_root(dir: impl Into<PathBuf>) {
    crate::account::source::set_root(dir.into());
}

/// Lets a stack overflow in a model be noted for a program, in a line written to `to` before the process dies: `head`, the
/// place of the thread's last operation (`src/lib.rs:12`, or `-`), and the thread's name, with a space between two.
#[doc(hidden)]
#[cfg(unix)]
pub fn note_overflow_to(to: std::os::fd::OwnedFd, head: String) {
    engine::note_overflow_to(to, head);
}

/// Whether the compiler's name of a source file is of one of the standard library's own.
#[doc(hidden)]
#[must_use]
pub fn is_inside_std(file: &str) -> bool {
    crate::source_path::is_inside_std(file)
}

/// Notes that a library that is compiled on the model is called there, by the program or by itself: what its threads do
/// inside is told as of that line of the program.
#[doc(hidden)]
#[track_caller]
pub fn entered() {
    engine::entered(std::panic::Location::caller());
}

/// How long a thread of a model may run without an operation that the model can see; a minute unless set. Then the
/// process is ended with `abort`, because a loop such as `loop {}` cannot be stopped by anything less. Half way, or after
/// five seconds if that is sooner, a line on stderr says where it is. `None` never ends the process.
pub fn set_patience(limit: impl Into<Option<Duration>>) {
    engine::platform::watchdog::set_limit(limit.into());
}
