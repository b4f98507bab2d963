//! A builder that is kept for many edits, or for many samples, gives the outcomes of one that is made for each: what
//! compilers and the linker use again changes nothing.

#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use course::Outcome;
use grader::compile::{Builder, Options, Reuse};
use grader::pipeline::grade;
use grader::select::select_one;
use grader::workspace::{Exercise, Workspace};

use crate::program::{COURSE, PATIENCE, program};
use crate::submission::Tree;

/// Submissions of ex03 of several verdicts: they panic, abort, unwind through locks, wait for ever, and are right.
const OF_EX03: [&str; 7] = [
    "wrong/load_then_store",
    "wrong/lock_twice",
    "wrong/guard_across_the_sleep",
    "wrong/check_then_subtract",
    "wrong/cell_for_a_counter",
    "right/atomics",
    "right/channels",
];

fn builder(workspace: &Workspace, reuse: Reuse) -> Builder {
    let options = Options {
        reuse,
        ..Options::default()
    };
    Builder::new(workspace, Some(&program()), options).expect("the libraries build")
}

/// The outcomes of a file, a path from the course's root.
fn graded(builder: &Builder, exercise: &Exercise, file: &str) -> Vec<Outcome> {
    let text =
        fs::read_to_string(COURSE.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    graded_text(builder, exercise, &text)
}

/// The outcomes of a sample of ex03 with a builder that uses nothing again: what every other one has to give.
fn expected(sample: &str) -> &'static [Outcome] {
    static OUTCOMES: [OnceLock<Vec<Outcome>>; OF_EX03.len()] =
        [const { OnceLock::new() }; OF_EX03.len()];
    let place = OF_EX03.iter().position(|it| *it == sample);
    OUTCOMES[place.expect("it is one of them")].get_or_init(|| {
        let workspace = Workspace::open(&COURSE).expect("the course is whole");
        let exercise = select_one(&workspace.exercises, "ex03").expect("there is one");
        let once = builder(&workspace, Reuse::Nothing);
        graded(&once, exercise, &file_of(sample))
    })
}

fn file_of(sample: &str) -> String {
    format!("tests/submissions/ex03/{sample}.rs")
}

fn graded_text(builder: &Builder, exercise: &Exercise, text: &str) -> Vec<Outcome> {
    let tree = Tree::new();
    tree.write(&format!("{}/src/lib.rs", exercise.folder), text);
    let dir = tree.path().join(&exercise.folder);
    let graded = grade(exercise, &dir, builder).expect("nobody cancels");
    graded.outcomes
}

/// Waits until what has been linked is ready to be linked again, for so many sets of libraries; there is no such thing with
/// other linkers than lld.
fn wait_for_objects(run: &Path, wanted: usize) {
    let made = || {
        let places = fs::read_dir(run).expect("the builder's folder is there");
        let made = places.flatten().map(|it| it.path().join("made.json"));
        made.filter(|file| file.exists()).count()
    };
    let began = Instant::now();
    while cfg!(target_arch = "x86_64") && made() < wanted {
        assert!(began.elapsed() < PATIENCE, "it is never made");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_is_used_again_changes_no_outcome() {
    let workspace = Workspace::open(&COURSE).expect("the course is whole");
    let exercise = select_one(&workspace.exercises, "ex03").expect("there is one");
    let again = builder(&workspace, Reuse::Edits);
    for sample in OF_EX03 {
        let outcomes = graded(&again, exercise, &file_of(sample));
        assert_eq!(outcomes, expected(sample), "{sample}");
        wait_for_objects(again.dir(), 1);
    }
}

/// Of the samples that make the object pay, and of those that are linked with it.
#[test]
fn what_is_linked_for_one_sample_changes_no_outcome_of_another() {
    let workspace = Workspace::open(&COURSE).expect("the course is whole");
    let exercise = select_one(&workspace.exercises, "ex03").expect("there is one");
    let many = builder(&workspace, Reuse::Libraries);
    for sample in [OF_EX03[0]; 4] {
        graded(&many, exercise, &file_of(sample));
    }
    wait_for_objects(many.dir(), 1);
    for sample in OF_EX03 {
        let outcomes = graded(&many, exercise, &file_of(sample));
        assert_eq!(outcomes, expected(sample), "{sample}");
    }
}

/// What the checks make of generic items is there from the third build on. A submission that they cannot be compiled with
/// is told what it is told without that.
#[test]
fn what_is_compiled_once_for_all_submissions_changes_no_outcome() {
    let workspace = Workspace::open(&COURSE).expect("the course is whole");
    let exercise = select_one(&workspace.exercises, "ex03").expect("there is one");
    let (once, many) = (
        builder(&workspace, Reuse::Nothing),
        builder(&workspace, Reuse::Ours),
    );
    let made = many.dir().join("instances/ex03/libinstances.rlib");
    for sample in OF_EX03.iter().chain(&OF_EX03[..2]) {
        let outcomes = graded(&many, exercise, &file_of(sample));
        assert_eq!(outcomes, expected(sample), "{sample}");
    }
    assert!(made.is_file(), "it pays by now");
    let solution = format!("solutions/{}/src/lib.rs", exercise.folder);
    let solution = fs::read_to_string(COURSE.join(solution)).expect("it is there");
    for wrong in [
        ("pub fn balance(", "pub fn saldo("),
        ("fn results(&self)", "fn results(&self, _: u8)"),
    ] {
        let text = solution.replace(wrong.0, wrong.1);
        let expected = graded_text(&once, exercise, &text);
        assert_eq!(graded_text(&many, exercise, &text), expected, "{wrong:?}");
    }
}

/// On the real std, with libraries, and for real beside a model.
#[test]
fn every_kind_of_exercise_is_linked_again() {
    let workspace = Workspace::open(&COURSE).expect("the course is whole");
    let again = builder(&workspace, Reuse::Edits);
    for (before, name) in ["ex05", "ex08", "ex11"].into_iter().enumerate() {
        let exercise = select_one(&workspace.exercises, name).expect("there is one");
        let file = format!("solutions/{}/src/lib.rs", exercise.folder);
        for _ in 0..2 {
            let outcomes = graded(&again, exercise, &file);
            let passed = |outcome: &Outcome| outcome.verdict.passed();
            assert!(outcomes.iter().all(passed), "{outcomes:#?}");
            wait_for_objects(again.dir(), before + 1);
        }
    }
}

/// As by `grader EX` after `grader EX`, each with a builder of its own.
#[test]
fn what_one_run_keeps_for_the_next_changes_no_outcome() {
    let workspace = Workspace::open(&COURSE).expect("the course is whole");
    let exercise = select_one(&workspace.exercises, "ex03").expect("there is one");
    let run = |sample: &str| {
        let kept = builder(&workspace, Reuse::Kept);
        let outcomes = graded(&kept, exercise, &file_of(sample));
        assert_eq!(outcomes, expected(sample), "{sample}");
        kept.finish();
        kept.dir().to_owned()
    };
    let place = run(OF_EX03[0]);
    assert!(place.join("reused-ex03-checks").is_dir());
    for sample in &OF_EX03[1..] {
        assert_eq!(run(sample), place);
    }
    garble(&place);
    for sample in &OF_EX03[..2] {
        assert_eq!(run(sample), place);
    }
}

/// Fills with nothing what compilers and the linker use again, in a way that no list of files shows.
fn garble(dir: &Path) {
    for entry in fs::read_dir(dir).expect("it is there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            garble(&path);
        } else if !path.ends_with("list.json") {
            let metadata = entry.metadata().expect("it is there");
            let length = usize::try_from(metadata.len()).expect("it fits into memory");
            fs::write(&path, vec![0; length]).expect("it is ours");
            let file = fs::File::options().write(true).open(&path);
            let time = metadata.modified().expect("the system knows");
            file.and_then(|file| file.set_modified(time))
                .expect("it is ours");
        }
    }
}
