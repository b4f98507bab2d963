//! Every example of std's documentation of the modelled modules, unmodified: on the real std, in virtual time, and in
//! every interleaving.

mod exceptions;
mod extract;
mod program;
mod run;
mod table;

use std::collections::BTreeMap;

use crate::under_test::MODEL_STD;
use exceptions::{Exceptions, Stage};
use extract::Example;
use program::Program;
use run::{Mode, Outcome};

/// Most threads besides main in an example that is searched exhaustively.
const MOST_SEARCHED: usize = 4;

/// How far an example came.
pub struct Verdict {
    pub example: Example,
    /// The first stage that it did not pass, and how.
    pub failed: Option<(Stage, String)>,
    /// Whether every interleaving was to be run.
    pub searched: bool,
}

#[test]
fn the_examples_of_std_mean_the_same_under_a_model() {
    let examples = extract::examples();
    assert!(
        examples.len() > 500,
        "only {} examples were found in the documentation of std",
        examples.len()
    );
    let verdicts = judge(examples);
    println!("{}", table::table(&verdicts));
    let failed: Vec<(String, Stage, &str)> = verdicts
        .iter()
        .filter_map(|verdict| {
            let (stage, why) = verdict.failed.as_ref()?;
            Some((verdict.example.name(), *stage, why.as_str()))
        })
        .collect();
    let complaints = Exceptions::listed().complaints(&failed);
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n\n"));
}

/// Takes every example as far as it comes.
fn judge(examples: Vec<Example>) -> Vec<Verdict> {
    let (of_std, of_model) = std::thread::scope(|scope| {
        let of_std = scope.spawn(|| Program::build("std", &examples, &[]));
        let of_model = Program::build("model_std", &examples, &MODEL_STD.arguments());
        (of_std.join().expect("the referee was built"), of_model)
    });
    let all: Vec<usize> = (0..examples.len()).collect();
    let really = run::all(&of_std, &all, Mode::Real);
    // What fails on the real std too says nothing of a model.
    let sound: Vec<usize> = all.into_iter().filter(|at| passes(&really, *at)).collect();
    let in_time = run::all(&of_model, &sound, Mode::VirtualTime);
    let small = |at: &usize| {
        in_time
            .get(at)
            .is_some_and(|outcome| outcome.threads <= MOST_SEARCHED)
    };
    let searched: Vec<usize> = sound
        .iter()
        .copied()
        .filter(|at| passes(&in_time, *at) && small(at))
        .collect();
    let exhaustively = run::all(&of_model, &searched, Mode::Exhaustive);
    let verdict = |(at, example): (usize, Example)| {
        let error = of_model.errors.get(&at).or(of_std.errors.get(&at));
        let stages = [
            (Stage::Std, &really),
            (Stage::VirtualTime, &in_time),
            (Stage::Exhaustive, &exhaustively),
        ];
        let stages = stages.into_iter().find_map(|(stage, outcomes)| {
            let outcome = outcomes.get(&at).filter(|outcome| !outcome.passed)?;
            Some((stage, outcome.said.clone()))
        });
        let failed = error
            .map(|error| (Stage::Compile, error.clone()))
            .or(stages);
        Verdict {
            example,
            failed,
            searched: exhaustively.contains_key(&at),
        }
    };
    examples.into_iter().enumerate().map(verdict).collect()
}

fn passes(outcomes: &BTreeMap<usize, Outcome>, at: usize) -> bool {
    outcomes.get(&at).is_some_and(|outcome| outcome.passed)
}
