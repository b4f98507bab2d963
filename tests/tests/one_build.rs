//! Nothing is compiled twice: each set of packages that is built on its own has its dependencies with the same features
//! as a build of all tests, and so finds what that has built.

use std::collections::BTreeSet;
use std::fs;

use grader::compile::Engine;

use crate::program::{COURSE, Ended, TARGET, cargo};

/// What is compiled for `selected` packages: name, version and features, a line each.
fn compiled(selected: &[&str]) -> BTreeSet<String> {
    let mut tree = cargo(&COURSE, &TARGET);
    let format = "--prefix=none --format={p}#{f}";
    tree.args(["tree", "--offline"]).args(format.split(' '));
    tree.args(selected);
    let ended = Ended::of(tree);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let lines = ended.stdout.lines();
    lines
        .map(|line| line.trim_end_matches(" (*)").to_owned())
        .collect()
}

/// The std of submissions: a build of all has the features of every exercise that allows more than
/// usual, and the usual one has none. Nothing depends on it but exercises, and it compiles at once.
const ALLOW_LIST: &str = "submission-std ";

/// Packages of others that `Cargo.lock` may have at most.
const OF_OTHERS: usize = 350;

/// Whatever is built, cargo reads about each of them: 0.2 ms of the time between a student's edit and the verdict.
#[test]
fn the_lock_file_is_short() {
    let lock = fs::read_to_string(COURSE.join("Cargo.lock")).expect("the course has a lock file");
    let lock: toml::Table = lock.parse().expect("it is TOML");
    let packages = lock["package"].as_array().expect("it lists packages");
    let of_others = packages
        .iter()
        .filter(|package| package.get("source").is_some());
    let number = of_others.count();
    assert!(number > 100, "the grader's own are there: {number}");
    assert!(
        number <= OF_OTHERS,
        "{number} packages are too many: depend on the part that is wanted, switch default features off, and mind \
         `dep?/feature`, which puts a package into Cargo.lock that is never built"
    );
}

/// The packages of all exercises.
fn exercises() -> Vec<String> {
    let folders = fs::read_dir(COURSE.join("exercises")).expect("the course has exercises");
    let mut names: Vec<_> = folders
        .flatten()
        .filter(|entry| entry.path().join("Cargo.toml").is_file())
        .filter_map(|entry| Some(entry.file_name().to_str()?.split_once('_')?.0.to_owned()))
        .collect();
    names.sort();
    names
}

/// `-p NAME` for each.
fn packages<'n>(names: &[&'n str]) -> Vec<&'n str> {
    names.iter().flat_map(|name| ["-p", name]).collect()
}

/// Cargo names a shared library of ours by its package alone, whatever is in it. So two exercises must never ask for
/// different ones: each would overwrite that of the other, and cargo would not notice.
#[test]
fn every_exercise_has_the_same_shared_library() {
    let tree = ["-p", "shared-checks", "--edges=normal,build"];
    let alone = compiled(&tree);
    assert!(alone.len() > 10, "it holds the engine: {alone:#?}");
    for exercise in exercises() {
        let all = compiled(&["-p", &exercise, "--edges=normal,build,dev"]);
        let others: Vec<_> = alone.difference(&all).collect();
        assert!(
            others.is_empty(),
            "with `cargo test -p {exercise}` these have other features than elsewhere; ask for the missing ones where \
             `memchr` is asked for: {others:#?}"
        );
    }
}

#[test]
fn what_is_built_on_its_own_is_what_tests_have_built() {
    let whole = compiled(&["--workspace", "--edges=normal,build,dev"]);
    let libraries = |engine: Engine| packages(engine.packages());
    // Those that exercises ask for, on the real std and on the model.
    let of_exercises = [
        "rayon",
        "modelled-rayon",
        "crossbeam",
        "modelled-crossbeam",
        "workload",
    ];
    let with_libraries = [libraries(Engine::Model), packages(&of_exercises)].concat();
    for mut selected in [
        libraries(Engine::Model),
        libraries(Engine::Loom),
        packages(&["grader"]),
        packages(&["ex03"]),
        packages(&["model-std", "checks"]),
        with_libraries,
    ] {
        selected.push("--edges=normal,build");
        if selected.contains(&"ex03") {
            selected.push("--edges=dev");
        }
        let compiled = compiled(&selected);
        let others = compiled.difference(&whole);
        let others: Vec<_> = others.filter(|it| !it.starts_with(ALLOW_LIST)).collect();
        assert!(
            others.is_empty(),
            "`cargo tree {}` has these with other features than a build of all tests, which compiles them once more; ask \
             for the missing features where `memchr` is asked for: {others:#?}",
            selected.join(" ")
        );
    }
}
