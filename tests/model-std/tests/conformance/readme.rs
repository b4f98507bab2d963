//! What the README shows is what its commands print.

use std::process::Command;

use crate::under_test::MODEL_STD;

const README: &str = include_str!("../../../../grader/model-std/README.md");

/// The README's blocks of one kind, without their fences.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    README
        .split(fence.as_str())
        .skip(1)
        .map(|rest| rest.split("\n```").next().unwrap_or(rest))
        .collect()
}

/// What an example prints, on both streams.
fn printed(example: &str) -> String {
    let output = Command::new(MODEL_STD.file(example))
        .output()
        .expect("a program that was just built can be started");
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn the_trace_is_what_the_example_prints() {
    let printed = printed("lost_hit");
    let trace = blocks("text")
        .into_iter()
        .find(|block| block.contains("one update is lost"));
    let trace = trace.expect("the README shows the trace");
    assert!(
        printed.contains(trace),
        "the README shows:\n{trace}\n\nprinted is:\n{printed}"
    );
}

#[test]
fn the_timeline_is_what_the_example_prints() {
    let printed = printed("timeline");
    let timeline = blocks("text")
        .into_iter()
        .find(|block| block.contains("waits for a lock"));
    let timeline = timeline.expect("the README shows the timeline");
    assert!(
        printed.contains(timeline),
        "the README shows:\n{timeline}\n\nprinted is:\n{printed}"
    );
}

#[test]
fn the_program_is_the_example() {
    let program = blocks("rust")
        .into_iter()
        .next()
        .expect("the README shows the program");
    let example = include_str!("../../../../grader/model-std/examples/lost_hit.rs");
    assert!(
        example.contains(program),
        "the README shows:\n{program}\n\nthe example is:\n{example}"
    );
}

#[test]
fn the_comparison_names_the_versions_that_its_snippets_run_with() {
    let comparison = include_str!("../../../../grader/model-std/COMPARE.md");
    let lock = include_str!("../../../../Cargo.lock");
    for name in ["loom", "shuttle", "shuttle-std"] {
        let head = format!("\nname = \"{name}\"\nversion = \"");
        let (_, rest) = lock.split_once(&head).expect("the lock has the crate");
        let version = rest.split('"').next().expect("a quote ends the version");
        assert!(
            comparison.contains(&format!("{name} {version}")),
            "COMPARE.md was read with another {name} than {version}: read it again"
        );
    }
    let ours = env!("CARGO_PKG_VERSION").rsplit_once('.');
    let (ours, _) = ours.expect("a version has three parts");
    assert!(comparison.contains(&format!("model-std {ours} |")));
}
