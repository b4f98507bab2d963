//! Litmus tests: small programs whose possible outcomes are known. Each expected set is data beside its program, worked
//! out by hand from the rules of std and of C++20's memory model, not read off what the engine prints. Each runs here in
//! the sequentially consistent pass and in the full pass, and where shuttle or loom can run it under them as well:
//! referees that share no code with this crate.

mod delays;
mod found;
mod graphs;
mod holes;
mod programs;
mod referees;
mod table;
mod waiting;
mod weak;
mod weak_exchange;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use model_std::model::{End, OnePass};

/// Everything that a program was seen to do. [`DEADLOCK`] stands for an execution that came to no end.
type Outcomes = BTreeSet<Vec<usize>>;

/// The outcome of an execution in which every thread waits for another.
const DEADLOCK: &[usize] = &[usize::MAX];

/// Collects what the executions of a program do: what the last did, and what those did that count.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<(Vec<usize>, Outcomes)>>);

impl Seen {
    fn last(&self, outcome: Vec<usize>) {
        self.0.lock().unwrap().0 = outcome;
    }

    fn last_counts(&self) {
        let (last, all) = &mut *self.0.lock().unwrap();
        all.insert(last.clone());
    }

    fn add(&self, outcome: Vec<usize>) {
        self.last(outcome);
        self.last_counts();
    }

    fn take(&self) -> Outcomes {
        std::mem::take(&mut self.0.lock().unwrap().1)
    }
}

/// The outcomes under this crate's search, in both passes.
fn exhaustive(program: impl Fn() -> Vec<usize> + Send + Sync + 'static) -> Outcomes {
    let program = Arc::new(program);
    let again = program.clone();
    let mut outcomes = sc(move || program());
    outcomes.extend(full(move || again()));
    outcomes
}

/// The outcomes of one pass of this crate's search.
fn pass(pass: OnePass, program: impl Fn() -> Vec<usize> + Send + Sync + 'static) -> Outcomes {
    let seen = Seen::default();
    let notes = seen.clone();
    pass.run(
        move || notes.last(program()),
        |end| match end {
            End::Passed => seen.last_counts(),
            End::Deadlock => seen.add(DEADLOCK.to_vec()),
            End::Panicked | End::Other => panic!("an execution ended as {end:?}"),
        },
    );
    seen.take()
}

/// The outcomes of the sequentially consistent pass.
fn sc(program: impl Fn() -> Vec<usize> + Send + Sync + 'static) -> Outcomes {
    pass(OnePass::default(), program)
}

/// The outcomes of the full pass: stale loads, and what may happen for no reason.
fn full(program: impl Fn() -> Vec<usize> + Send + Sync + 'static) -> Outcomes {
    let full = OnePass {
        full: true,
        ..OnePass::default()
    };
    pass(full, program)
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
