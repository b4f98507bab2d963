//! `virtual_time`: a run in which only sleeping and simulated work move the clock, and bounds on what it took.

mod threads;

use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use model_std::model::{Failure, FailureKind, Timeline, VirtualTime};

use crate::judge::{self, Mode};
use crate::panics::in_model;
use crate::record::{Outcome, STYLE};
use crate::session::{self, Proof};
use crate::verdict::Verdict;

/// Seeds of the orders in which ready threads are taken, after the fixed order.
const SEEDS: [u64; 2] = [1, 2];

/// Runs `f` in virtual time, once for each of three orders in which ready threads are taken.
///
/// `f` runs in the model: its `std` must be `model_std`. What it asserts must hold in all three runs, and
/// so must the bounds on the [`Timed`] that is returned. An assertion that fails ends the check.
///
/// Its machine has 4 cores, which matter only to work (`model_std::model::work`, and the crate `workload`); see
/// [`on_cores`].
pub fn virtual_time(f: impl Fn() + Send + Sync + 'static) -> Timed {
    timed(None, Arc::new(f))
}

/// A machine of so many cores, to run something on: `on_cores(8).virtual_time(|| sums(&jobs)).takes(secs(3));`
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
    pub fn virtual_time(self, f: impl Fn() + Send + Sync + 'static) -> Timed {
        timed(Some(self.cores), Arc::new(f))
    }
}

fn timed(cores: Option<NonZero<usize>>, f: Arc<dyn Fn() + Send + Sync>) -> Timed {
    let mut runs = Vec::new();
    let mut failed = None;
    for seed in [None].into_iter().chain(SEEDS.map(Some)) {
        match in_order(&f, seed, cores) {
            Ok(timeline) => runs.push(Run::of(seed, cores, timeline)),
            // Only of a panic does it matter whether it comes in the other orders too.
            Err(failure) => {
                let goes_on = failure.kind == FailureKind::Panic;
                failed.get_or_insert((seed, failure));
                if !goes_on {
                    break;
                }
            }
        }
    }
    let mode = Mode::Virtual {
        some_passed: !runs.is_empty(),
    };
    session::end_if_told_to(failed.as_ref().map(|(_, failure)| (failure.as_ref(), mode)));
    if let Some((seed, failure)) = failed {
        let outcome = judge::failure(&failure, mode);
        session::end(match seed {
            Some(seed) => outcome.with_report(&order_note(seed)),
            None => outcome,
        })
    }
    Timed::new(runs)
}

/// Runs `f` once, with ready threads taken in the order of that seed.
fn in_order(
    f: &Arc<dyn Fn() + Send + Sync>,
    seed: Option<u64>,
    cores: Option<NonZero<usize>>,
) -> Result<Timeline, Box<Failure>> {
    let f = Arc::clone(f);
    let mut settings = VirtualTime::new();
    settings.seed = seed;
    settings.cores = cores.unwrap_or(settings.cores);
    in_model(|| settings.run(move || f()))
}

/// What is said of a failure that another order of ready threads does not show.
fn order_note(seed: u64) -> String {
    format!("This was seen when ready threads were taken in another order (seed {seed}).")
}

/// What a virtual-time run took, for bounds to be put on. A bound that does not hold ends the check.
///
/// Each bound returns the run again, so that they chain:
/// `virtual_time(|| five_threads()).takes(secs(10)).at_once(5);`
#[derive(Debug)]
pub struct Timed {
    runs: Vec<Run>,
    proof: usize,
}

/// One run, in one order of ready threads.
#[derive(Debug, Clone)]
struct Run {
    seed: Option<u64>,
    /// Where the check asked for a number of cores.
    cores: Option<NonZero<usize>>,
    elapsed: Duration,
    at_once: usize,
    timeline: Timeline,
}

impl Run {
    fn of(seed: Option<u64>, cores: Option<NonZero<usize>>, timeline: Timeline) -> Self {
        Self {
            seed,
            cores,
            elapsed: timeline.elapsed(),
            at_once: timeline.most_at_once(),
            timeline,
        }
    }

    /// The timeline, with what explains that verdict.
    fn shown(&self, verdict: Verdict) -> String {
        match verdict {
            Verdict::TooSlow => self.timeline.too_slow().text(STYLE),
            Verdict::NotConcurrent => self.timeline.not_concurrent().text(STYLE),
            _ => self.timeline.text(STYLE),
        }
    }

    /// ` on 8 cores`, where that is of interest.
    fn place(&self) -> String {
        match self.cores.map(NonZero::get) {
            None => String::new(),
            Some(1) => " on 1 core".to_owned(),
            Some(cores) => format!(" on {cores} cores"),
        }
    }
}

impl Timed {
    fn new(runs: Vec<Run>) -> Self {
        let elapsed = runs.iter().map(|run| run.elapsed).max().unwrap_or_default();
        let proof = session::with(|session| {
            session.prove(Proof::Timed {
                elapsed,
                said: Vec::new(),
            })
        });
        Self { runs, proof }
    }

    /// It takes exactly `wanted`: longer is `too_slow`, shorter is `wrong`.
    pub fn takes(self, wanted: Duration) -> Self {
        self.demand(
            |run| takes(run, wanted),
            |place| format!("exactly {}{place}", said(wanted)),
        )
    }

    /// It takes `limit` or less: longer is `too_slow`.
    pub fn at_most(self, limit: Duration) -> Self {
        let longest = said(self.longest());
        self.demand(
            |run| at_most(run, limit),
            |place| format!("{longest} of {}{place}", said(limit)),
        )
    }

    /// It takes `least` or more: shorter is `wrong`.
    pub fn at_least(self, least: Duration) -> Self {
        let elapsed = said(self.elapsed());
        self.demand(
            |run| at_least(run, least),
            |place| format!("{elapsed} of at least {}{place}", said(least)),
        )
    }

    /// At some instant, `n` threads or more are asleep or at work together; else `not_concurrent`.
    pub fn at_once(self, n: usize) -> Self {
        self.demand(|run| at_once(run, n), |_| format!("{n} at once"))
    }

    /// No two threads are ever asleep or at work together; else `wrong`.
    pub fn alone(self) -> Self {
        self.demand(alone, |_| "one at a time".to_owned())
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

    /// Demands the bound of every run. `proven` says what is known then, given the place to name beside a time.
    fn demand(
        self,
        bound: impl Fn(&Run) -> Result<(), Broken>,
        proven: impl Fn(&str) -> String,
    ) -> Self {
        let place = self.runs.first().map_or_else(String::new, Run::place);
        match broken(&self.runs, bound) {
            Some(outcome) => session::end(outcome),
            None => session::with(|session| session.say(self.proof, proven(&place))),
        }
        self
    }
}

/// A bound that does not hold, and why.
type Broken = (Verdict, String);

/// The outcome of the first run in which `bound` does not hold.
fn broken(runs: &[Run], bound: impl Fn(&Run) -> Result<(), Broken>) -> Option<Outcome> {
    runs.iter().find_map(|run| {
        let (verdict, message) = bound(run).err()?;
        let outcome = Outcome::of(verdict, message).with_report(&run.shown(verdict));
        Some(run.seed.map_or(outcome.clone(), |seed| {
            outcome.with_report(&order_note(seed))
        }))
    })
}

fn takes(run: &Run, wanted: Duration) -> Result<(), Broken> {
    at_most(run, wanted)?;
    at_least(run, wanted)
}

fn at_most(run: &Run, limit: Duration) -> Result<(), Broken> {
    if run.elapsed <= limit {
        return Ok(());
    }
    Err((
        Verdict::TooSlow,
        format!(
            "took {}{}; at most {} allowed",
            said(run.elapsed),
            run.place(),
            said(limit)
        ),
    ))
}

fn at_least(run: &Run, least: Duration) -> Result<(), Broken> {
    if run.elapsed >= least {
        return Ok(());
    }
    let message = format!(
        "took {}{}, faster than possible: the work needs {}",
        said(run.elapsed),
        run.place(),
        said(least)
    );
    Err((Verdict::Wrong, message))
}

fn at_once(run: &Run, n: usize) -> Result<(), Broken> {
    if run.at_once >= n {
        return Ok(());
    }
    Err((
        Verdict::NotConcurrent,
        format!("{} at work at once, at most; {n} should be", run.at_once),
    ))
}

fn alone(run: &Run) -> Result<(), Broken> {
    if run.at_once <= 1 {
        return Ok(());
    }
    Err((
        Verdict::Wrong,
        format!(
            "{} were at work at once; only one at a time may be",
            run.at_once
        ),
    ))
}

/// A duration as people read it: `10.000 s`.
fn said(duration: Duration) -> String {
    format!("{:.3} s", duration.as_secs_f64())
}

#[cfg(test)]
#[path = "timed/tests.rs"]
mod tests;
