//! What the checks of the solutions cost, measured one after another when nothing else runs.

use std::time::{Duration, Instant};

use super::trial::Trial;
use crate::run::run_one;

/// The cost of one solution's checks.
#[derive(Debug)]
pub struct Timing {
    /// `ex03`
    pub exercise: String,
    /// Virtual time that passed in its checks, in seconds.
    pub virtual_seconds: f64,
    /// Real time that their processes took.
    pub real: Duration,
}

/// Runs the checks of each solution on the model once more. Those on the real std have no virtual
/// time to compare with.
pub fn measure(trials: &[Trial<'_>]) -> Vec<Timing> {
    trials
        .iter()
        .filter(|trial| trial.fixture.exercise.spec.model)
        .filter_map(timing)
        .collect()
}

fn timing(trial: &Trial<'_>) -> Option<Timing> {
    let solution = trial.solution.as_ref()?;
    let exercise = trial.fixture.exercise;
    let began = Instant::now();
    let outcomes: Vec<_> = exercise
        .spec
        .checks
        .iter()
        .map(|check| run_one(&solution.binary, &check.name))
        .collect();
    Some(Timing {
        exercise: exercise.name.clone(),
        real: began.elapsed(),
        virtual_seconds: outcomes
            .iter()
            .filter_map(|outcome| outcome.figures.virtual_seconds)
            .sum(),
    })
}
