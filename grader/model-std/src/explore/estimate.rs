//! How many interleavings a program has, estimated from some hundred walks.

use std::rc::Rc;
use std::sync::Arc;

use super::explorer::{ExecutionSettings, Explorer};
use super::schedule::USUAL_STEPS;
use crate::engine::Ended;
use crate::engine::cores::DEFAULT_CORES;
use crate::engine::focus::Focus;
use crate::engine::mixing::mix;
use crate::engine::run::MOST_STARTED;
use crate::engine::schedulers::sampled::Sampled;
use crate::engine::schedulers::schedule::Strategy;

/// Walks that an estimate is made of, and what they may weigh.
const WALKS: u64 = 400;
const WEIGHT: u64 = 1_600;

/// As many as a search of everything, without stale reads and spurious wake-ups, would run to their end. None if too little
/// was seen to say.
pub(super) fn interleavings(explorer: &Explorer, settings: ExecutionSettings) -> Option<u64> {
    let (mut walks, mut leaves, mut weight) = (0_u32, 0.0, 0);
    let mut known = Rc::default();
    for number in 0..=WALKS {
        if weight >= WEIGHT {
            break;
        }
        let walk = Sampled::walk_down(mix(number), Rc::clone(&known));
        let execution = explorer.try_out(Strategy::Sampled(Box::new(walk)), settings);
        weight += Explorer::weight_of(&execution);
        let is_whole = !matches!(
            execution.ended(),
            Some(Ended::StepLimit | Ended::Unfair | Ended::TooManyThreads | Ended::NotReplayable)
        );
        let Strategy::Sampled(sampled) = execution.into_strategy() else {
            unreachable!("the strategy set above")
        };
        let Some(walk) = sampled.into_walk() else {
            continue;
        };
        // The first knows nothing of what comes later.
        if number > 0 {
            walks += 1;
            leaves += if is_whole { walk.leaves() } else { 0.0 };
        }
        if is_whole {
            known = Rc::new(walk.into_log());
        }
    }
    (leaves > 0.0).then(|| (leaves / f64::from(walks)).ceil() as u64)
}

/// About how many interleavings the program has, stale reads and spurious wake-ups aside. `None` if that cannot be said.
#[doc(hidden)]
#[must_use]
pub fn estimate(f: impl Fn() + Send + Sync + 'static) -> Option<u64> {
    let _one = super::OnlyModel::begin();
    let settings = ExecutionSettings {
        full: false,
        step_limit: USUAL_STEPS,
        cores: DEFAULT_CORES,
        max_threads: MOST_STARTED,
        focus: Focus::default(),
    };
    interleavings(&Explorer::new(Arc::new(f)), settings)
}
