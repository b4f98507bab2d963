//! `virtual_time`: a run in which only sleeping and simulated work move the clock, and bounds on what it took.

mod threads;

use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use course::proof::{on_cores as on, seconds_apart};
use course::{Bound, Cause, Evidence, Note, Outcome, Proof, Verdict};
use model_std::model::{
    Annotated, Failure, FailureKind, Interval, ThreadTimeline, Timeline, VirtualTime, Waiting,
};

use crate::check_state::{self, CheckState};
use crate::judge::{self, Mode};
use crate::panics::in_model;

/// Seeds of the orders in which ready threads are taken, after the fixed order.
const SEEDS: [u64; 2] = [1, 2];

/// Runs `f` in virtual time, once for each of three orders in which ready threads are taken.
///
/// `f` runs in the model: its `std` must be `model_std`. What it asserts must hold in all three runs, and
/// so must the bounds on the [`VirtualRun`] that is returned. An assertion that fails ends the check.
///
/// Its machine has 4 cores, which matter only to work (`model_std::model::work`, and the crate `workload`); see
/// [`on_cores`].
pub fn virtual_time(f: impl Fn() + Send + Sync + 'static) -> VirtualRun {
    timed(None, Arc::new(f))
}

/// A machine of so many cores, to run something on: `on_cores(8).virtual_time(|| sums(&jobs)).takes_exactly(secs(3));`
///
/// So many pieces of work are done at once, and the rest queue. `available_parallelism` tells the submission how many
/// cores there are.
///
/// # Panics
/// If there is none.
pub fn on_cores(cores: usize) -> Machine {
    Machine {
        cores: NonZero::new(cores).expect("a machine has at least one core"),
    }
}

/// A machine with a certain number of cores; see [`on_cores`].
#[derive(Debug, Clone, Copy)]
pub struct Machine {
    cores: NonZero<usize>,
}

impl Machine {
    /// As [`virtual_time`], on this machine. What is said of the time it took names the cores.
    pub fn virtual_time(self, f: impl Fn() + Send + Sync + 'static) -> VirtualRun {
        timed(Some(self.cores), Arc::new(f))
    }
}

fn timed(cores: Option<NonZero<usize>>, f: Arc<dyn Fn() + Send + Sync>) -> VirtualRun {
    let mut runs = Vec::new();
    let mut failed = None;
    let mut told = None;
    for seed in [None].into_iter().chain(SEEDS.map(Some)) {
        let run = in_order(&f, seed, cores);
        let ending = check_state::with(CheckState::take_ending);
        let kind = run.as_ref().err().map(|failure| failure.kind);
        match (run, ending) {
            (Ok(timeline), ending) => {
                runs.push(Run::of(seed, cores, timeline));
                told = told.or(ending.map(|ending| (ending, None)));
            }
            // What the check said is of this order, and another order would show something else.
            (Err(failure), Some(ending)) if told.is_none() => told = Some((ending, Some(failure))),
            (Err(failure), _) => {
                failed.get_or_insert((seed, failure));
            }
        }
        // Only of a panic does it matter whether it comes in the other orders too.
        if kind.is_some_and(|kind| kind != FailureKind::Panic) {
            break;
        }
    }
    let mode = Mode::Virtual {
        some_passed: !runs.is_empty(),
    };
    if let Some((ending, shown)) = told {
        check_state::end(match shown {
            Some(failure) => judge::shown_by(ending, &failure, mode),
            None => ending,
        });
    }
    if let Some((seed, failure)) = failed {
        let outcome = judge::failure(&failure, mode);
        let outcome = in_other_order(outcome, seed);
        if runs.is_empty() || failure.kind != FailureKind::Panic {
            check_state::end(outcome);
        }
        // In the orders in which it passes it may break its bounds all the same. If it does so in every one of them, that
        // is what is wrong with it, and what an assertion says in some of the orders follows from it.
        check_state::with(|state| state.suspect(outcome));
        return VirtualRun::new(runs, true);
    }
    VirtualRun::new(runs, false)
}

/// Runs `f` once, with ready threads taken in the order of that seed.
fn in_order(
    f: &Arc<dyn Fn() + Send + Sync>,
    seed: Option<u64>,
    cores: Option<NonZero<usize>>,
) -> Result<Timeline, Box<Failure>> {
    let f = Arc::clone(f);
    let mut settings = VirtualTime::new();
    if let Some(seed) = seed {
        settings = settings.seed(seed);
    }
    if let Some(cores) = cores {
        settings = settings.cores(cores.get());
    }
    in_model(|| settings.run(move || f()))
}

/// Notes the order of ready threads, if it was not the usual one, which does not show the failure.
fn in_other_order(outcome: Outcome, seed: Option<u64>) -> Outcome {
    match seed {
        Some(seed) => outcome.noting(Note::OtherOrder { seed }),
        None => outcome,
    }
}

/// What all threads together slept and worked.
fn busy(timeline: &Timeline) -> Duration {
    let intervals = timeline.lanes().iter().flat_map(|lane| &lane.intervals);
    intervals
        .filter(|interval| interval.waiting.is_busy())
        .map(|interval| interval.until - interval.since)
        .sum()
}

/// Why no two pieces of work were done at once, if so it was.
fn one_at_a_time(run: &Run) -> Option<Cause> {
    if run.at_once != 1 {
        return None;
    }
    let lanes = run.timeline.lanes();
    let is_busy = |lane: &ThreadTimeline| lane.intervals.iter().any(|at| at.waiting.is_busy());
    let main_alone = lanes.iter().skip(1).all(|lane| !is_busy(lane));
    // Main waits for one other: nobody is there who could have helped.
    let alone = main_alone || lanes.len() == 2 && !is_busy(&lanes[0]);
    Some(match alone {
        true => Cause::TooSlowAlone,
        false if 2 * busy_under_a_lock(lanes) >= run.elapsed => Cause::TooSlowLocked,
        false => Cause::TooSlowInTurn,
    })
}

/// How long threads slept and worked with a lock held that others waited for.
fn busy_under_a_lock(lanes: &[ThreadTimeline]) -> Duration {
    let waits = lanes.iter().flat_map(|lane| &lane.intervals);
    let waits = waits.filter(|at| at.waiting == Waiting::Lock);
    waits
        .filter_map(|wait| {
            let holder = &lanes[wait.ended_by?].intervals;
            let busy = holder.iter().filter(|at| at.waiting.is_busy());
            let both = |at: &Interval| {
                let until = at.until.min(wait.until);
                until.saturating_sub(at.since.max(wait.since))
            };
            Some(busy.map(both).sum::<Duration>())
        })
        .sum()
}

/// What a virtual-time run took, for bounds to be put on. A bound that does not hold ends the check.
///
/// Each bound returns the run again, so that they chain:
/// `virtual_time(|| five_threads()).takes_exactly(secs(10)).peak_concurrency_at_least(5);`
#[derive(Debug)]
pub struct VirtualRun {
    runs: Vec<Run>,
    proof: usize,
    /// Whether in some orders it failed by an assertion or a panic; `runs` are the others then.
    suspected: bool,
}

/// One run, in one order of ready threads.
#[derive(Debug, Clone)]
struct Run {
    seed: Option<u64>,
    /// Where the check asked for a number of cores.
    cores: Option<NonZero<usize>>,
    elapsed: Duration,
    at_once: usize,
    /// What all threads together slept and worked.
    busy: Duration,
    timeline: Timeline,
}

impl Run {
    fn of(seed: Option<u64>, cores: Option<NonZero<usize>>, timeline: Timeline) -> Self {
        Self {
            seed,
            cores,
            elapsed: timeline.elapsed(),
            at_once: timeline.most_at_once(),
            busy: busy(&timeline),
            timeline,
        }
    }

    /// The timeline, with what explains that verdict.
    fn explained(&self, verdict: Verdict) -> Evidence {
        Evidence::from(match verdict {
            Verdict::TooSlow => self.timeline.too_slow(),
            Verdict::NotConcurrent => self.timeline.not_concurrent(),
            _ => Annotated::from(self.timeline.clone()),
        })
    }

    /// Where the check asked for a number of cores.
    fn cores(&self) -> Option<usize> {
        self.cores.map(NonZero::get)
    }

    /// ` on 8 cores`, where that is of interest.
    fn place(&self) -> String {
        self.cores().map_or(String::new(), on)
    }
}

/// The run that took longest; of several the first.
fn longest(runs: &[Run]) -> Option<&Run> {
    runs.iter().rev().max_by_key(|run| run.elapsed)
}

impl VirtualRun {
    fn new(runs: Vec<Run>, suspected: bool) -> Self {
        let elapsed = runs.iter().map(|run| run.elapsed).max().unwrap_or_default();
        let proof = check_state::with(|state| {
            if let Some(longest) = longest(&runs) {
                state.show(&longest.timeline);
            }
            // Of main alone there is one order.
            let threads = runs.iter().any(|run| run.timeline.threads() > 1);
            state.prove(Proof::VirtualTime {
                elapsed,
                orders: if threads { runs.len() } else { 1 },
                bounds: Vec::new(),
            })
        });
        Self {
            runs,
            proof,
            suspected,
        }
    }

    /// Makes this the run that a pass of the check shows, in the lesson too; without it that is the longest one. Of several
    /// the first counts.
    pub fn pictured(self) -> Self {
        if let Some(run) = longest(&self.runs) {
            check_state::with(|state| state.pick(&run.timeline));
        }
        self
    }

    /// It takes exactly `wanted`: longer is `too_slow`, shorter is `wrong`.
    pub fn takes_exactly(self, wanted: Duration) -> Self {
        let cores = self.cores();
        let proven = Bound::Exactly {
            time: wanted,
            cores,
        };
        self.demand(|run| takes_exactly(run, wanted), proven)
    }

    /// It takes `limit` or less: longer is `too_slow`.
    pub fn at_most(self, limit: Duration) -> Self {
        let (took, cores) = (self.longest(), self.cores());
        self.demand(
            |run| at_most(run, limit),
            Bound::AtMost { took, limit, cores },
        )
    }

    /// It takes `least` or more: shorter is `wrong`.
    pub fn at_least(self, least: Duration) -> Self {
        let (took, cores) = (self.elapsed(), self.cores());
        self.demand(
            |run| at_least(run, least),
            Bound::AtLeast { took, least, cores },
        )
    }

    /// At some instant, `n` threads or more are asleep or at work together; else `not_concurrent`.
    pub fn peak_concurrency_at_least(self, n: usize) -> Self {
        self.demand(|run| peak_concurrency_at_least(run, n), Bound::AtOnce(n))
    }

    /// No two threads are ever asleep or at work together; else `wrong`.
    ///
    /// Demanded before a time, it says why that is too short.
    pub fn never_concurrent(self) -> Self {
        self.peak_concurrency_at_most(1)
    }

    /// Never more than `n` threads are asleep or at work together; else `wrong`.
    ///
    /// Demanded before a time, it says why that is too short.
    pub fn peak_concurrency_at_most(self, n: usize) -> Self {
        self.demand(
            |run| peak_concurrency_at_most(run, n),
            Bound::AtOnceAtMost(n),
        )
    }

    /// The virtual time that the run in the fixed order took.
    pub fn elapsed(&self) -> Duration {
        self.runs.first().map_or(Duration::ZERO, |run| run.elapsed)
    }

    fn longest(&self) -> Duration {
        self.runs
            .iter()
            .map(|run| run.elapsed)
            .max()
            .unwrap_or_default()
    }

    /// Where the check asked for a number of cores.
    fn cores(&self) -> Option<usize> {
        self.runs.first().and_then(Run::cores)
    }

    /// Demands the bound of every run; `proven` is what is known then.
    fn demand(self, bound: impl Fn(&Run) -> Result<(), Broken>, proven: Bound) -> Self {
        match broken(&self.runs, &bound) {
            Some(outcome) if !self.suspected => check_state::end(outcome),
            Some(outcome) if self.runs.iter().all(|run| bound(run).is_err()) => {
                check_state::with(CheckState::clear);
                check_state::end(outcome)
            }
            // How it is suspected of going wrong in other orders is told when the check ends.
            Some(_) => {}
            None => check_state::with(|state| state.bound(self.proof, proven)),
        }
        self
    }
}

/// A bound that does not hold: which verdict that is, why if that does not tell, and what to say.
#[derive(Debug)]
struct Broken {
    verdict: Verdict,
    cause: Option<Cause>,
    message: String,
}

impl Broken {
    /// A bound on what the run did, rather than on how long it took.
    fn wrong(message: String) -> Self {
        Self {
            verdict: Verdict::Wrong,
            cause: None,
            message,
        }
    }

    /// The same, for that reason.
    fn because(cause: Cause, message: String) -> Self {
        Self {
            verdict: cause.verdict(),
            cause: Some(cause),
            message,
        }
    }
}

/// The outcome of the first run in which `bound` does not hold.
fn broken(runs: &[Run], bound: impl Fn(&Run) -> Result<(), Broken>) -> Option<Outcome> {
    runs.iter().find_map(|run| {
        let broken = bound(run).err()?;
        let mut outcome = Outcome::of(broken.verdict, broken.message).because(broken.cause);
        outcome.figures.virtual_seconds = Some(run.elapsed.as_secs_f64());
        let outcome = outcome.showing(run.explained(broken.verdict));
        Some(in_other_order(outcome, run.seed))
    })
}

fn takes_exactly(run: &Run, wanted: Duration) -> Result<(), Broken> {
    at_most(run, wanted)?;
    at_least(run, wanted)
}

fn at_most(run: &Run, limit: Duration) -> Result<(), Broken> {
    if run.elapsed <= limit {
        return Ok(());
    }
    let (took, limit) = seconds_apart(run.elapsed, limit);
    Err(Broken {
        verdict: Verdict::TooSlow,
        cause: one_at_a_time(run),
        message: format!("took {took}{}; at most {limit} allowed", run.place()),
    })
}

fn at_least(run: &Run, least: Duration) -> Result<(), Broken> {
    if run.elapsed >= least {
        return Ok(());
    }
    let (took, least_said) = seconds_apart(run.elapsed, least);
    let took = format!("took {took}{}", run.place());
    let (left, many) = (run.timeline.leaked(), run.at_once);
    let (cause, message) = if left > 0 {
        let threads = match left {
            1 => "1 thread".to_owned(),
            _ => format!("{left} threads"),
        };
        let message = format!(
            "{took} and did not wait for {threads}, still at work then; the work needs {least_said}"
        );
        (Cause::WrongUnjoined, message)
    } else if many > 1 && run.busy == least {
        // All the work was done, and done one piece after another it would have taken just as long as it must.
        let message = format!(
            "{took}, because up to {many} tasks were at work at once: here they must not overlap but be done one after \
             another, which takes {least_said}"
        );
        (Cause::WrongOverlap, message)
    } else {
        let message = format!("{took}, faster than possible: the work needs {least_said}");
        (Cause::WrongTooFast, message)
    };
    Err(Broken {
        verdict: Verdict::Wrong,
        cause: Some(cause),
        message,
    })
}

fn peak_concurrency_at_least(run: &Run, n: usize) -> Result<(), Broken> {
    if run.at_once >= n {
        return Ok(());
    }
    Err(Broken {
        verdict: Verdict::NotConcurrent,
        cause: (run.at_once <= 1).then_some(Cause::NotConcurrentAlone),
        message: format!("{} at work at once, at most; {n} should be", run.at_once),
    })
}

fn peak_concurrency_at_most(run: &Run, n: usize) -> Result<(), Broken> {
    if run.at_once <= n {
        return Ok(());
    }
    let allowed = match n {
        1 => "only one at a time may be: here tasks must not overlap".to_owned(),
        _ => format!("at most {n} may be"),
    };
    Err(Broken {
        verdict: Verdict::Wrong,
        cause: Some(Cause::WrongOverlap),
        message: format!("{} were at work at once; {allowed}", run.at_once),
    })
}

#[cfg(test)]
#[path = "timed/tests.rs"]
mod tests;
