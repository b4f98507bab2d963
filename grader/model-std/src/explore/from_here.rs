//! Where a run can still fail that has begun in a certain way: a search of what follows.

use super::explorer::{ExecutionResult, ExecutionSettings, Explorer};
use crate::engine::Ended;
use crate::engine::schedulers::sampled::Decision;
use crate::engine::schedulers::schedule::Strategy;
use crate::engine::schedulers::search::Search;

/// The most preemptions, from there on, that a simpler way is looked for with.
const MOST_BOUNDED: u32 = 3;

/// What was found, with the number of executions that passed.
pub(super) enum Found {
    /// These decisions fail.
    Fails(Vec<Decision>),
    /// Everything was tried.
    Holds(u64),
    /// Not everything was.
    Unknown(u64),
}

/// What one pass found.
enum Pass {
    Fails {
        script: Vec<Decision>,
        preemptions: u32,
    },
    Everything,
    Cut,
}

/// Looks for a failure after `prefix`, with as few preemptions as possible, in passes of at most `most` executions, long
/// ones counted as several. First everything; if that is too much or fails, by the number of preemptions.
pub(super) fn find(
    explorer: &mut Explorer,
    settings: ExecutionSettings,
    prefix: &[Decision],
    most: u64,
) -> Found {
    let before = explorer.passed;
    let pass = |explorer: &mut Explorer, bound| run(explorer, settings, prefix, bound, most);
    let (found, fewer) = match pass(explorer, None) {
        Pass::Everything => return Found::Holds(explorer.passed - before),
        Pass::Cut => (None, MOST_BOUNDED + 1),
        Pass::Fails {
            script,
            preemptions,
        } => (Some(script), preemptions),
    };
    for bound in 0..fewer.min(MOST_BOUNDED + 1) {
        match pass(explorer, Some(bound)) {
            Pass::Fails { script, .. } => return Found::Fails(script),
            Pass::Everything => {}
            Pass::Cut => break,
        }
    }
    found.map_or(Found::Unknown(explorer.passed - before), Found::Fails)
}

fn run(
    explorer: &mut Explorer,
    settings: ExecutionSettings,
    prefix: &[Decision],
    bound: Option<u32>,
    most: u64,
) -> Pass {
    let mut search = Box::new(Search::from_here(prefix.to_vec(), bound));
    let enough = explorer.weight + most;
    while explorer.weight < enough {
        search.rewind();
        let (execution, result) = explorer.execute(Strategy::Search(search), settings);
        let (ended, strategy) = (execution.ended().cloned(), execution.into_strategy());
        let Strategy::Search(back) = strategy else {
            unreachable!("the strategy set above")
        };
        search = back;
        match (result, ended) {
            (_, Some(Ended::TooManyThreads | Ended::Unfair | Ended::NotReplayable)) => {
                return Pass::Cut;
            }
            (ExecutionResult::Failed, _) => {
                let (script, preemptions) = (search.script(), search.preemptions());
                return Pass::Fails {
                    script,
                    preemptions,
                };
            }
            _ => {}
        }
        if !search.advance() {
            return Pass::Everything;
        }
    }
    Pass::Cut
}
