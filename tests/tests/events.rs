//! The grader as a library: what its listeners hear, how it is cancelled, and what `-v`, `--keep`, `hint` and `show` say.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use course::{Evidence, Outcome, Verdict};
use grader::compile::{Builder, Options, Trust};
use grader::event::{Context, Event, Listener};
use grader::fingerprint::Fingerprint;
use grader::intake::Submission;
use grader::last::Last;
use grader::pipeline::grade_all;
use grader::score::Graded;
use grader::score::Report;
use grader::select::select_one;
use grader::workspace::Workspace;
use runtrace::Trace;
use supervise::{CancelToken, Cancelled};

use crate::program::{COURSE, Ended, grader};
use crate::submission::Tree;

/// Keeps the names of events, and cancels when the first program is started after the compilers.
#[derive(Default)]
struct Ears {
    heard: Mutex<Vec<String>>,
    cancels: Mutex<Option<CancelToken>>,
}

impl Listener for Ears {
    fn hear(&self, event: &Event<'_>) {
        let name = format!("{event:?}");
        let name = name.split([' ', '{']).next().unwrap_or_default().to_owned();
        let mut heard = self.heard.lock().expect("nobody panics");
        let is_check = name == "Started" && heard.last().is_some_and(|last| last == "Compiled");
        if is_check && let Some(token) = &*self.cancels.lock().expect("nobody panics") {
            token.cancel();
        }
        // What happens several times, some of it at once, is kept once.
        if is_check || !heard.contains(&name) {
            heard.push(name);
        }
    }
}

/// Grades exercise 1 of somebody's file, with those ears, in a token that they may cancel.
fn graded(lib: &str, ears: &Arc<Ears>, cancels: bool) -> Result<Report, Cancelled> {
    let workspace = Workspace::open(&COURSE).expect("the course is whole");
    let context = Context::told_to(Arc::clone(ears) as Arc<dyn Listener>);
    if cancels {
        *ears.cancels.lock().expect("nobody panics") = Some(context.cancel.clone());
    }
    let options = Options {
        trust: Trust::Trusted,
        context,
        ..Options::default()
    };
    let builder = Builder::new(&workspace, None, options).expect("the libraries build");
    let tree = Tree::new();
    tree.write("ex01_sleep_loop/src/lib.rs", lib);
    let submission =
        Submission::open(tree.path(), &workspace.exercises).expect("it holds an exercise");
    let exercise = select_one(&workspace.exercises, "ex01").expect("there is one");
    grade_all(&submission, &[exercise], &builder)
}

const ENDLESS: &str = "use std::time::Duration;
    pub fn slow(x: u64) -> u64 { x }
    pub fn do_tasks(_: u64) -> Vec<u64> { loop { std::hint::black_box(0); } }
    pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) { loop { std::hint::black_box(&f); } }";

#[test]
fn listeners_hear_of_each_stage_in_order() {
    let ears = Arc::new(Ears::default());
    let lib = ENDLESS.replace("loop { std::hint::black_box(0); }", "vec![]");
    let lib = lib.replace(
        "loop { std::hint::black_box(&f); }",
        "(f(), Duration::ZERO)",
    );
    let report = graded(&lib, &ears, false).expect("nobody cancels");
    assert_eq!(report.checks().count(), 6);
    let heard = ears.heard.lock().expect("nobody panics");
    assert_eq!(
        heard.join(" "),
        "Preparing Prepared SubmissionBegun ExerciseBegun Taken Started Compiled Started CheckEnded \
         ExerciseEnded SubmissionEnded"
    );
}

#[test]
fn what_is_refused_is_heard_of_and_nothing_is_started() {
    let ears = Arc::new(Ears::default());
    let report = graded("pub unsafe fn slow() {}", &ears, false).expect("nobody cancels");
    assert_eq!(report.count(Verdict::Forbidden), 6);
    let heard = ears.heard.lock().expect("nobody panics").join(" ");
    assert!(
        heard.ends_with("Taken Rejected ExerciseEnded SubmissionEnded"),
        "{heard}"
    );
}

/// Somebody who listens can call a person.
#[test]
fn a_forged_pass_is_heard_of() {
    let ears = Arc::new(Ears::default());
    let lib = include_str!("../fixtures/forged/ex01_sleep_loop/src/lib.rs");
    let report = graded(lib, &ears, false).expect("nobody cancels");
    assert_eq!(report.count(Verdict::Forbidden), 6);
    let heard = ears.heard.lock().expect("nobody panics").join(" ");
    assert!(
        heard.ends_with("CheckEnded Forged ExerciseEnded SubmissionEnded"),
        "{heard}"
    );
}

/// Its checks would run for ten seconds each; whoever waits for their verdicts would get some.
#[test]
fn a_grading_that_is_cancelled_ends_without_a_report() {
    let ears = Arc::new(Ears::default());
    assert_eq!(graded(ENDLESS, &ears, true).err(), Some(Cancelled));
    let heard = ears.heard.lock().expect("nobody panics").join(" ");
    assert!(!heard.contains("ExerciseEnded"), "{heard}");
}

#[test]
fn verbose_says_what_is_run_and_keep_keeps_the_folder() {
    let tree = Tree::new();
    tree.write(
        "ex01_sleep_loop/src/lib.rs",
        "pub fn slow() -> u64 { \"x\" }",
    );
    let mut command = grader();
    command.args(["ex01", "-v", "--keep", "--submission"]);
    command.arg(tree.path());
    let ended = Ended::of(command);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(
        ended.stderr.contains("--crate-name") && ended.stderr.contains("ex01: BUILD: "),
        "{}",
        ended.stderr
    );
    let kept = ended
        .stderr
        .lines()
        .find_map(|line| line.strip_prefix("grader: kept "));
    let kept = PathBuf::from(kept.expect("it says where"));
    assert!(kept.join("libraries").is_dir(), "{}", kept.display());
    std::fs::remove_dir_all(kept).expect("it is ours to remove");
}

/// Remembers a race that was graded, as `grader ex03` does.
fn remember_a_race(target: &Path) {
    let workspace = Workspace::open(&COURSE).expect("the course is whole");
    let exercise = select_one(&workspace.exercises, "ex03").expect("there is one");
    let trace = Trace {
        closing: "one update is lost".to_owned(),
        ..Trace::default()
    };
    let race = Outcome::of(Verdict::Race, "got 1, expected 2").showing(Evidence::Trace(trace));
    let outcomes = vec![race; exercise.spec.checks.len()];
    let report = Report::new("me", vec![(exercise, Graded::ran(outcomes))]);
    let path = target.join("grader/last/ex03.json");
    let last = Last::after(&report.exercises[0], None);
    let last = last.of(Some(Fingerprint::of(exercise)));
    last.write(&path).expect("the folder can be written to");
}

#[test]
fn a_hint_goes_on_where_the_report_ended_and_a_run_is_shown_again() {
    let target = tempfile::tempdir().expect("there is room");
    remember_a_race(target.path());
    let run = |arguments: &[&str]| {
        let mut command = grader();
        command
            .args(arguments)
            .env("CARGO_TARGET_DIR", target.path());
        Ended::of(command)
    };
    let (second, third) = (run(&["hint", "ex03"]), run(&["hint", "ex03"]));
    assert!(second.stdout.starts_with("Hint 2 of "), "{second:?}");
    assert_eq!((second.code, third.code), (0, 0));

    let shown = run(&["show", "ex03"]);
    assert!(
        shown.stdout.starts_with("RACE  no_update_is_lost: got 1")
            && shown.stdout.contains("one update is lost"),
        "{shown:?}"
    );
    let picture = target.path().join("race.svg");
    let name = picture.to_str().expect("it is text");
    assert_eq!(run(&["show", "ex03", "--svg", name]).code, 0);
    let picture = std::fs::read_to_string(picture).expect("it was written");
    assert!(picture.starts_with("<svg"), "{picture}");
    let ended = run(&["show", "ex02"]);
    assert!(ended.error(2).contains("was not graded yet"), "{ended:?}");
}
