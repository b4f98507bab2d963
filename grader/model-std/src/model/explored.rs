//! What a run that found nothing has covered, as data and in words.

use runtrace::prose::grouped;

use super::sampled::schedules;
use crate::engine::focus::HASH_SEEDS;

/// What a run that found nothing has covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explored {
    /// Interleavings that were run, as many as differ in anything that matters.
    pub executions: u64,
    /// True if that was every interleaving; otherwise `covered` says how far the search got.
    pub complete: bool,
    /// The same for a program.
    pub coverage: Coverage,
    /// Said to a person: "all 414 interleavings", "every interleaving with at most 2 preemptions, then 12,000 random
    /// ones (budget spent)", "10,000 random schedules".
    pub covered: String,
    /// Whether three times the budget of time had passed before the executions were run that are run on every machine.
    pub hurried: bool,
    /// What makes it take long.
    pub size: Size,
}

/// How big the longest execution was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
}

/// How much of a program's behaviour was run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// Every interleaving, with every stale read, and every place for a spurious wake-up.
    Everything,
    /// Every interleaving, but not every spurious wake-up and stale read.
    Interleavings,
    /// Every interleaving with at most so many preemptions: places where a thread that could have gone on did not.
    Preemptions(u32),
    /// Some interleavings, and nothing is certain of the others.
    Sample,
}

/// What is said of random schedules after everything else.
pub(super) fn then(random: u64) -> String {
    match random {
        0 => String::new(),
        1 => ", then 1 random one".to_owned(),
        _ => format!(", then {} random ones", grouped(random)),
    }
}

impl Explored {
    /// Of a run of so many executions.
    pub(super) fn of(executions: u64, coverage: Coverage, covered: String) -> Self {
        Self {
            executions,
            complete: coverage == Coverage::Everything,
            coverage,
            covered,
            hurried: false,
            size: Size::default(),
        }
    }

    /// Of random schedules, because there were more threads than a search can tell apart.
    pub(super) fn crowded(threads: usize, executions: u64, random: u64) -> Self {
        let random = schedules(random);
        let covered = format!("{threads} threads are more than can be searched: {random}");
        Self::of(executions, Coverage::Sample, covered)
    }

    pub(super) fn all(executions: u64) -> Self {
        let covered = match executions {
            1 => "all interleavings (they do not differ)".to_owned(),
            2 => "both interleavings".to_owned(),
            n => format!("all {n} interleavings"),
        };
        Self::of(executions, Coverage::Everything, covered)
    }

    /// What was explored in one order of hashing, and `more` executions in the others.
    pub(super) fn in_every_order(mut self, complete: bool, more: u64) -> Self {
        self.executions += more;
        if complete {
            self.covered += &format!(" in each of {} orders of hashing", HASH_SEEDS.len());
        } else if self.complete {
            self.complete = false;
            self.coverage = Coverage::Interleavings;
            self.covered += ", though not in every order of hashing (budget spent)";
        }
        self
    }

    /// Of a search that was cut after `searched` executions, with everything up to a number of preemptions done.
    pub(super) fn truncated(guaranteed: Option<u32>, searched: u64, random: u64) -> Self {
        let then = then(random);
        let covered = match guaranteed {
            Some(0) => format!("every interleaving without preemption{then} (budget spent)"),
            Some(1) => {
                format!("every interleaving with at most 1 preemption{then} (budget spent)")
            }
            Some(n) => {
                format!("every interleaving with at most {n} preemptions{then} (budget spent)")
            }
            None if searched == 0 => {
                format!("{}, and no guarantee (budget spent)", schedules(random))
            }
            None => {
                format!(
                    "{} interleavings{then}, and no guarantee (budget spent)",
                    grouped(searched)
                )
            }
        };
        let coverage = guaranteed.map_or(Coverage::Sample, Coverage::Preemptions);
        Self::of(searched + random, coverage, covered)
    }
}
