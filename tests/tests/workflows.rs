//! The workflows that a course can copy, in `docs/workflows`: they are what their systems read, and call the grader as it
//! can be called.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;
use yaml_rust2::{Yaml, YamlLoader};

use crate::command_line::SOLVED;
use crate::program::COURSE;

const FOLDER: &str = "docs/workflows";

fn text(file: &str) -> String {
    let path = COURSE.join(FOLDER).join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn yaml(file: &str) -> Yaml {
    let mut documents = YamlLoader::load_from_str(&text(file))
        .unwrap_or_else(|error| panic!("{file} is no YAML: {error}"));
    assert_eq!(documents.len(), 1, "{file}");
    documents.remove(0)
}

/// The steps of the only job of a workflow of GitHub's.
fn steps(workflow: &Yaml) -> Vec<Yaml> {
    let jobs = workflow["jobs"].as_hash().expect("it has jobs");
    let (_, job) = jobs.front().expect("it has one");
    assert_eq!(jobs.len(), 1);
    assert!(job["runs-on"].as_str().is_some(), "{job:?}");
    assert!(job["timeout-minutes"].as_i64().is_some(), "{job:?}");
    job["steps"].as_vec().expect("it has steps").clone()
}

/// Demands that every call of the grader in these lines of a shell can be parsed; returns how many there are.
fn calls(lines: &str) -> usize {
    let mut count = 0;
    for line in lines.lines() {
        let after = ["debug/grader ", "--package grader -- "]
            .iter()
            .find_map(|call| Some(line.split_once(call)?.1));
        let Some(after) = after else { continue };
        let end = after.find(" |").unwrap_or(after.len());
        let arguments = after[..end].split_whitespace();
        let arguments = ["grader"]
            .into_iter()
            .chain(arguments.map(|it| it.trim_matches('"')));
        if let Err(error) = grader::examples::command().try_get_matches_from(arguments) {
            panic!("{line}: {error}");
        }
        count += 1;
    }
    count
}

#[test]
fn workflows_of_github_have_steps_with_pinned_actions_and_sound_calls() {
    for (file, wanted) in [("github.yml", 3), ("classroom50.yml", 1)] {
        let workflow = yaml(file);
        assert!(!workflow["on"].is_badvalue(), "{file} says when it runs");
        assert_eq!(workflow["permissions"]["contents"].as_str(), Some("read"));
        let mut found = 0;
        for step in steps(&workflow) {
            match (step["uses"].as_str(), step["run"].as_str()) {
                (Some(action), None) => {
                    let (_, commit) = action.split_once('@').expect("an action has a version");
                    let is_pinned =
                        commit.len() == 40 && commit.bytes().all(|c| c.is_ascii_hexdigit());
                    assert!(is_pinned, "{file}: {action}");
                }
                (None, Some(lines)) => found += calls(lines),
                _ => panic!("{file}: {step:?} does one thing"),
            }
        }
        assert_eq!(found, wanted, "{file}");
    }
}

#[test]
fn the_pipeline_of_gitlab_has_a_job_with_sound_calls() {
    let pipeline = yaml("gitlab.yml");
    let job = &pipeline["practical"];
    let stages = pipeline["stages"].as_vec().expect("it has stages");
    assert!(stages.contains(&job["stage"]), "{job:?}");
    assert!(
        job["image"]
            .as_str()
            .is_some_and(|image| image.starts_with("rust:"))
    );
    let script = job["script"].as_vec().expect("it has a script").iter();
    let lines: Vec<_> = script
        .map(|line| line.as_str().expect("a line is text"))
        .collect();
    assert_eq!(calls(&lines.join("\n")), 3);
}

/// A course that copies a workflow has the compiler that the course has.
#[test]
fn the_image_of_gitlab_is_that_of_the_toolchain() {
    let toolchain: toml::Table = fs::read_to_string(COURSE.join("rust-toolchain.toml"))
        .expect("the course has one")
        .parse()
        .expect("it is TOML");
    let channel = toolchain["toolchain"]["channel"]
        .as_str()
        .expect("it names a channel");
    let pipeline = yaml("gitlab.yml");
    let image = pipeline["practical"]["image"].as_str().unwrap_or_default();
    let version = image.trim_start_matches("rust:");
    assert!(
        channel.starts_with(version),
        "{image} has another compiler than {channel}"
    );
}

#[test]
fn the_result_for_classroom_50_adds_up() {
    let Ok(mut jq) = Command::new("jq")
        .args(["--from-file", "classroom50.jq"])
        .args(["--arg", "practical", "23-practical"])
        .args(["--arg", "submission", "submit/2026-11-27"])
        .args(
            [
                "classroom",
                "assignment",
                "owner",
                "by",
                "commit",
                "repository",
            ]
            .iter()
            .chain(&["datetime", "graded_at"])
            .flat_map(|name| ["--arg", name, "x"]),
        )
        .current_dir(COURSE.join(FOLDER))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
    else {
        eprintln!("not run: there is no jq here");
        return;
    };
    let mut stdin = jq.stdin.take().expect("it is a pipe");
    std::io::Write::write_all(&mut stdin, SOLVED.json.to_string().as_bytes()).expect("jq reads");
    drop(stdin);
    let output = jq.wait_with_output().expect("jq ends");
    assert!(output.status.success());
    let result: Value = serde_json::from_slice(&output.stdout).expect("jq writes JSON");
    assert_eq!(result["schema"], "classroom50/result/v1");
    assert_eq!(
        (&result["score"], &result["max-score"]),
        (&20.into(), &20.into())
    );
    let tests = result["tests"].as_array().expect("it has tests");
    let sum: u64 = tests.iter().filter_map(|test| test["score"].as_u64()).sum();
    assert_eq!(sum, 20);
    assert_eq!(tests[0]["test-name"], "ex01/results_come_in_order");
    assert_eq!(tests[0]["passed"], true);
}
