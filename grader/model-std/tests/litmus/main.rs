//! Litmus tests: small programs whose possible outcomes are known. Each runs here, and the sequentially consistent
//! ones under shuttle's depth-first scheduler and under loom as well, as referees that share no code with this crate.

mod holes;
mod programs;
mod referees;
mod weak;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// Everything that a program was seen to do.
type Outcomes = BTreeSet<Vec<usize>>;

/// Collects what the executions of a program do.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Outcomes>>);

impl Seen {
    fn add(&self, outcome: Vec<usize>) {
        self.0.lock().unwrap().insert(outcome);
    }

    fn take(&self) -> Outcomes {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// The outcomes under this crate's search, which must be complete.
fn exhaustive(program: impl Fn() -> Vec<usize> + Send + Sync + 'static) -> Outcomes {
    let seen = Seen::default();
    let notes = seen.clone();
    let explored = model_std::model::exhaustive(move || notes.add(program()));
    assert!(explored.complete, "{explored:?}");
    seen.take()
}

/// The outcomes under loom.
fn loom(program: impl Fn() -> Vec<usize> + Send + Sync + 'static) -> Outcomes {
    let seen = Seen::default();
    let notes = seen.clone();
    loom::model(move || notes.add(program()));
    seen.take()
}

/// The outcomes under shuttle's depth-first scheduler.
fn shuttle(program: impl Fn() -> Vec<usize> + Send + Sync + 'static) -> Outcomes {
    let seen = Seen::default();
    let notes = seen.clone();
    shuttle::check_dfs(move || notes.add(program()), None);
    seen.take()
}

fn set(outcomes: &[&[usize]]) -> Outcomes {
    outcomes.iter().map(|outcome| outcome.to_vec()).collect()
}
