//! Random small programs. The search leaves out interleavings that cannot matter; here each program also runs with
//! nothing left out, and under shuttle's depth-first scheduler where shuttle can run it. Whatever can be observed must be
//! the same: what every statement gave, how the world looked at the end, and where execution came to no end. Random
//! schedules of it must show nothing else.
//!
//! A hundred programs by default; with `PROPTEST_CASES`, so many of each of the five kinds, so that this is a thousand:
//!
//! `PROPTEST_CASES=200 cargo test --release -p model-std-tests --test referees random -- --nocapture`

mod awaits;
mod here;
mod program;
mod referee;
mod there;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use model_std::model::{End, FailureKind, OnePass, Sampled};
use proptest::prelude::*;
use proptest::test_runner::{TestRng, TestRunner};

use program::{Program, program};

/// Executions after which one run is given up; the program is then not compared.
const MOST: u64 = 5_000;

/// What was observed of one execution: what each thread noted, and whether it came to an end.
type Outcome = (Vec<Vec<u64>>, bool);

/// What the executions of one run did.
#[derive(Clone, Default)]
pub struct Notes(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    /// What each thread has noted in the present execution.
    now: Vec<Vec<u64>>,
    all: BTreeSet<Outcome>,
}

impl Notes {
    /// An execution begins.
    fn begin(&self, threads: usize) {
        self.0.lock().unwrap().now = vec![Vec::new(); threads];
    }

    /// The thread of that number saw something.
    pub fn note(&self, thread: usize, value: u64) {
        self.0.lock().unwrap().now[thread].push(value);
    }

    /// The execution has come to its end, or never will.
    fn end(&self, finished: bool) {
        let seen = &mut *self.0.lock().unwrap();
        seen.all.insert((seen.now.clone(), finished));
    }

    fn take(&self) -> BTreeSet<Outcome> {
        std::mem::take(&mut self.0.lock().unwrap().all)
    }
}

/// The outcomes of one pass here, unless it takes too long.
fn outcomes(program: &Arc<Program>, pass: OnePass) -> Option<BTreeSet<Outcome>> {
    let notes = Notes::default();
    let (theirs, source) = (notes.clone(), program.clone());
    let run = move || {
        theirs.begin(source.threads.len() + 1);
        here::interpret::execute(&source, &theirs);
    };
    let pass = OnePass {
        counts: program.counts(),
        ..pass
    };
    let work = pass.run(run, |end| match end {
        End::Passed => notes.end(true),
        End::Deadlock => notes.end(false),
        End::Panicked | End::Other => panic!("{end:?} of {program:?}"),
    });
    work.complete.then(|| notes.take())
}

/// The outcomes under shuttle, unless that takes too long.
fn by_shuttle(program: &Arc<Program>) -> Option<BTreeSet<Outcome>> {
    let notes = Notes::default();
    let (theirs, source) = (notes.clone(), program.clone());
    let run = move || {
        theirs.begin(source.threads.len() + 1);
        there::interpret::execute(&source, &theirs);
        theirs.end(true);
    };
    referee::run(MOST, run, || notes.end(false)).then(|| notes.take())
}

/// As many cases as asked for by `PROPTEST_CASES`, else few enough for every run of the tests.
fn cases(default: u32) -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(default)
}

/// Calls `compare` on random programs, and prints on how many of them it could be sure, which is what it returns.
fn judge(
    name: &str,
    default: u32,
    programs: impl Strategy<Value = Program>,
    compare: impl Fn(&Arc<Program>) -> Result<bool, TestCaseError>,
) {
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases(default))
    };
    // The same programs in every run, unless more are asked for.
    let mut runner = if std::env::var_os("PROPTEST_CASES").is_none() {
        let random = TestRng::deterministic_rng(config.rng_algorithm);
        TestRunner::new_with_rng(config, random)
    } else {
        TestRunner::new(config)
    };
    let (ran, sure) = (Mutex::new(0), Mutex::new(0));
    let result = runner.run(&programs, |program| {
        let compared = compare(&Arc::new(program))?;
        *ran.lock().unwrap() += 1;
        *sure.lock().unwrap() += u32::from(compared);
        Ok(())
    });
    let (ran, sure) = (ran.into_inner().unwrap(), sure.into_inner().unwrap());
    println!("{name}: {ran} programs, {sure} compared");
    result.unwrap_or_else(|failure| panic!("{name}: {failure}"));
    assert!(
        sure * 4 >= ran,
        "{name}: only {sure} of {ran} programs were compared"
    );
}

/// Every program with and without the reduction, in the pass or passes given.
fn with_and_without(program: &Arc<Program>, pass: OnePass) -> Result<bool, TestCaseError> {
    let pass = OnePass {
        most: MOST,
        // Any order of tables but the usual.
        hashing: 1,
        ..pass
    };
    let Some(reduced) = outcomes(program, pass) else {
        return Ok(false);
    };
    let naive = OnePass {
        naive: true,
        ..pass
    };
    let Some(all) = outcomes(program, naive) else {
        return Ok(false);
    };
    prop_assert_eq!(reduced, all, "{:?}, {:?}", program, pass);
    Ok(true)
}

#[test]
fn two_threads_do_the_same_with_and_without_the_reduction() {
    judge("two threads", 30, program(2, 3), |program| {
        with_and_without(program, OnePass::default())
    });
}

#[test]
fn three_threads_do_the_same_with_and_without_the_reduction() {
    judge("three threads", 24, program(3, 1), |program| {
        with_and_without(program, OnePass::default())
    });
}

#[test]
fn the_full_pass_shows_the_same_with_and_without_the_reduction() {
    judge("full pass", 25, program(2, 2), |program| {
        let full = OnePass {
            full: true,
            ..OnePass::default()
        };
        with_and_without(program, full)
    });
}

#[test]
fn a_bound_on_preemptions_hides_the_same_with_and_without_the_reduction() {
    judge("bounded", 15, program(2, 2), |program| {
        let mut sure = true;
        for bound in 0..=1 {
            let bounded = OnePass {
                bound: Some(bound),
                ..OnePass::default()
            };
            sure &= with_and_without(program, bounded)?;
        }
        Ok(sure)
    });
}

#[test]
fn shuttle_finds_the_same_outcomes() {
    let programs = prop_oneof![program(2, 2), program(3, 1)]
        .prop_filter("shuttle runs it", Program::runs_on_shuttle);
    judge("shuttle", 20, programs, |program| {
        let pass = OnePass {
            most: MOST,
            ..OnePass::default()
        };
        let (Some(here), Some(there)) = (outcomes(program, pass), by_shuttle(program)) else {
            return Ok(false);
        };
        prop_assert_eq!(here, there, "here and under shuttle: {:?}", program);
        Ok(true)
    });
}

/// Main waits at a barrier of two, in a scope whose threads never come there: that has no end, on std as here. Shuttle is
/// no referee of it: there the last thread of the scope that ends lets main go on.
#[test]
fn who_waits_in_a_scope_for_nobody_has_no_end() {
    use program::Statement::{Lock, Meet};
    let program = Arc::new(Program {
        scoped: true,
        main: vec![Meet],
        threads: vec![vec![Lock(0)], vec![Lock(0)]],
    });
    let ends = |outcomes: BTreeSet<Outcome>| outcomes.into_iter().any(|(_, finished)| finished);
    let here = outcomes(&program, OnePass::default());
    assert!(!ends(here.expect("few executions")));
    let there = by_shuttle(&program);
    assert!(
        ends(there.expect("few executions")),
        "shuttle has been mended"
    );
    assert!(!program.runs_on_shuttle());
}

/// The outcomes under random schedules, those that came to no end left out, and whether there were such.
fn by_chance(program: &Arc<Program>) -> Result<(BTreeSet<Outcome>, bool), TestCaseError> {
    let notes = Notes::default();
    let (theirs, source) = (notes.clone(), program.clone());
    let run = move || {
        theirs.begin(source.threads.len() + 1);
        here::interpret::execute(&source, &theirs);
        theirs.end(true);
    };
    let ended = match Sampled::new().executions(200).run(run) {
        Ok(_) => true,
        // A loop that waits for what never comes takes too many steps.
        Err(failure) if matches!(failure.kind, FailureKind::Deadlock | FailureKind::StepLimit) => {
            false
        }
        Err(failure) => return Err(TestCaseError::fail(format!("{program:?}: {failure}"))),
    };
    Ok((notes.take(), ended))
}

#[test]
fn random_schedules_show_nothing_that_no_interleaving_shows() {
    let programs = prop_oneof![program(2, 3), program(3, 1)];
    judge("random schedules", 60, programs, |program| {
        let mut all = BTreeSet::new();
        // Random schedules go through all orders of tables.
        for hashing in 0..if program.hashes() { 8 } else { 1 } {
            for full in [false, true] {
                let pass = OnePass {
                    full,
                    hashing,
                    most: MOST,
                    ..OnePass::default()
                };
                let Some(outcomes) = outcomes(program, pass) else {
                    return Ok(false);
                };
                all.extend(outcomes);
            }
        }
        let (drawn, ended) = by_chance(program)?;
        let others = &drawn - &all;
        prop_assert!(others.is_empty(), "{:?}: {:?}", program, others);
        let may_not_end = all.iter().any(|(_, finished)| !finished);
        prop_assert!(ended || may_not_end, "{:?} always ends", program);
        Ok(true)
    });
}
