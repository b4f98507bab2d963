//! What a run that found nothing has covered, as data and in words.

use std::fmt;

use runtrace::prose::grouped;

use crate::engine::focus::HASH_SEEDS;

/// What a run that found nothing has covered.
///
/// [`coverage`](Self::coverage) says how much that is to a program, and [`covered`](Self::covered),
/// which is also its [`Display`](fmt::Display), to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explored {
    /// Interleavings that were run, as many as differ in anything that matters.
    pub executions: u64,
    /// How much of the program's behaviour these are.
    pub coverage: Coverage,
    /// `coverage` in words, with what a [`Coverage`] leaves out.
    covered: String,
    /// Whether three times the budget of time had passed before the executions were run that are run on every machine.
    pub hurried: bool,
    /// What makes it take long.
    pub size: Size,
}

/// How big the longest execution was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Size {
    /// The most threads of any execution, main included.
    pub threads: usize,
    /// Operations of the longest execution.
    pub steps: u64,
    /// What most of its operations that several threads had part in were done to: "AtomicU64 of src/lib.rs:26". Empty if
    /// there is no such thing.
    pub busiest: String,
    /// How many these were.
    pub busiest_steps: u64,
    /// About how many interleavings there are, where they were too many to run. `None` if nothing can be said.
    pub interleavings: Option<u64>,
}

/// How much of a program's behaviour was run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Coverage {
    /// Every interleaving, with every stale read, and every place for a spurious wake-up.
    Everything,
    /// Every interleaving, but not every spurious wake-up and stale read.
    Interleavings,
    /// Every interleaving with at most this many preemptions: places where a thread that could have
    /// gone on did not.
    Preemptions(u32),
    /// Every interleaving with at most this many delays: threads go in turn, each for as long as it
    /// can, and where one is delayed the next goes on in its place.
    Delays(u32),
    /// Some interleavings, and nothing is certain of the others.
    Sample,
}

/// "10,000 random schedules".
pub(super) fn schedules(count: u64) -> String {
    match count {
        1 => "1 random schedule".to_owned(),
        _ => format!("{} random schedules", grouped(count)),
    }
}

/// What is said of random schedules after everything else.
pub(super) fn then(random: u64) -> String {
    match random {
        0 => String::new(),
        1 => ", then 1 random one".to_owned(),
        _ => format!(", then {} random ones", grouped(random)),
    }
}

/// What is certain of a search that was cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guarantee {
    None,
    Preemptions(u32),
    Delays(u32),
}

/// What a bound leaves.
fn up_to(bound: u32) -> String {
    match bound {
        0 => "every interleaving without preemption".to_owned(),
        1 => "every interleaving with at most 1 preemption".to_owned(),
        n => format!("every interleaving with at most {n} preemptions"),
    }
}

impl fmt::Display for Explored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.covered)
    }
}

impl Explored {
    /// Of a run of this many executions, and what they cover, in words. The run was not hurried,
    /// and its size is unknown.
    #[must_use]
    pub fn new(executions: u64, coverage: Coverage, covered: impl Into<String>) -> Self {
        Self {
            executions,
            coverage,
            covered: covered.into(),
            hurried: false,
            size: Size::default(),
        }
    }

    /// Whether every interleaving was run, with every stale read and every spurious wake-up.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.coverage == Coverage::Everything
    }

    /// What was covered, as it is said to a person: "all 414 interleavings", "every interleaving
    /// with at most 2 preemptions, then 12,000 random ones (budget spent)", "10,000 random
    /// schedules".
    #[must_use]
    pub fn covered(&self) -> &str {
        &self.covered
    }

    /// Adds to what is said of the coverage.
    pub(super) fn add(&mut self, words: &str) {
        self.covered += words;
    }

    /// Of random schedules, because there were more threads than a search can tell apart.
    pub(super) fn crowded(threads: usize, executions: u64, random: u64) -> Self {
        let random = schedules(random);
        let covered = format!("{threads} threads are more than can be searched: {random}");
        Self::new(executions, Coverage::Sample, covered)
    }

    /// Of a search that came to its end.
    pub(super) fn all(executions: u64, bound: Option<u32>) -> Self {
        if let Some(bound) = bound {
            return Self::new(executions, Coverage::Preemptions(bound), up_to(bound));
        }
        let covered = match executions {
            1 => "all interleavings (they do not differ)".to_owned(),
            2 => "both interleavings".to_owned(),
            n => format!("all {n} interleavings"),
        };
        Self::new(executions, Coverage::Everything, covered)
    }

    /// What was explored in one order of hashing, which was the `whole` of it or not, and `more`
    /// executions in the others, which were `complete` or not.
    pub(super) fn in_every_order(mut self, whole: bool, complete: bool, more: u64) -> Self {
        self.executions += more;
        if complete {
            self.covered += &format!(" in each of {} orders of hashing", HASH_SEEDS.len());
        } else if whole {
            if self.is_complete() {
                self.coverage = Coverage::Interleavings;
            }
            self.covered += ", though not in every order of hashing (budget spent)";
        }
        self
    }

    /// Of a search that was cut after `searched` executions, with everything up to a number of preemptions done.
    pub(super) fn truncated(guaranteed: Guarantee, searched: u64, random: u64) -> Self {
        let then = then(random);
        let covered = match guaranteed {
            Guarantee::Preemptions(bound) => format!("{}{then} (budget spent)", up_to(bound)),
            Guarantee::Delays(most) => format!(
                "every interleaving of threads that go one after the other but for {most} delays{then} (budget spent)"
            ),
            Guarantee::None if searched == 0 => {
                format!("{}, and no guarantee (budget spent)", schedules(random))
            }
            Guarantee::None => {
                format!(
                    "{} interleavings{then}, and no guarantee (budget spent)",
                    grouped(searched)
                )
            }
        };
        let coverage = match guaranteed {
            Guarantee::None => Coverage::Sample,
            Guarantee::Preemptions(bound) => Coverage::Preemptions(bound),
            Guarantee::Delays(most) => Coverage::Delays(most),
        };
        Self::new(searched + random, coverage, covered)
    }
}
