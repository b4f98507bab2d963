//! The matrices of CI systems: their lines, run as their systems run them, with what actions and artifacts do done here.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use yaml_rust2::Yaml;

use super::{FAILING, SHARES, Trial, lines, yaml};
use crate::program::{COURSE, Ended};
use crate::submission::Tree;

/// A runner's folder, with the course and the class in it under the names that a recipe has.
fn runner(trial: &Trial, course: &str, class: &str) -> Tree {
    let folder = Tree::new();
    for (name, from) in [
        (course, COURSE.as_path()),
        (class, Path::new(&trial.class())),
    ] {
        let place = folder.path().join(name);
        fs::create_dir_all(place.parent().expect("it is below the folder"))
            .expect("it can be made");
        symlink(from, place).expect("it can be made");
    }
    folder
}

/// Runs lines in a runner's folder. Its class has nothing but ex03.
fn run(trial: &Trial, folder: &Tree, lines: &str, environment: &[(&str, String)]) -> Ended {
    let mut shell = trial.command("bash");
    let lines = lines.replace("submissions", "submissions --exercise ex03");
    shell.args(["-e", "-c", &lines]).current_dir(folder.path());
    shell.envs(
        environment
            .iter()
            .map(|(name, value)| (name, value.as_str())),
    );
    Ended::of(shell)
}

/// Copies all files of a folder into another: what artifacts are for.
fn carry(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("it can be made");
    let copied = Command::new("cp")
        .arg("-r")
        .arg(from.join("."))
        .arg(to)
        .status();
    assert!(copied.is_ok_and(|it| it.success()));
}

/// Runs each share in a runner of its own, spoils one, runs that again, and merges in another runner.
fn matrix(
    course: &str,
    class: &str,
    share: impl Fn(usize) -> (String, Vec<(&'static str, String)>),
    merge: &str,
) {
    let trial = Trial::spoiled();
    let grade = |number: usize| {
        let folder = runner(&trial, course, class);
        // What is spoiled is so on its own runner.
        let own = format!("books/{number}-of-{SHARES}.sqlite");
        if let Ok(text) = fs::read(trial.path(&own)) {
            folder.write(&own, text);
        }
        let (lines, environment) = share(number);
        let ended = run(&trial, &folder, &lines, &environment);
        if ended.code == 0 {
            carry(
                &folder.path().join("books"),
                Path::new(&trial.path("artifacts")),
            );
        }
        ended.code
    };
    let codes: Vec<_> = (1..=SHARES).map(grade).collect();
    assert_eq!(codes, [0, 2, 0]);
    let merged = || {
        let folder = runner(&trial, course, class);
        carry(
            Path::new(&trial.path("artifacts")),
            &folder.path().join("books"),
        );
        let ended = run(&trial, &folder, merge, &[]);
        (folder, ended)
    };
    let (_, ended) = merged();
    assert!(
        ended.error(2).contains("of 3 shards these are missing: 2"),
        "{ended:?}"
    );
    trial.mend();
    assert_eq!(grade(FAILING), 0);
    let (folder, ended) = merged();
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(folder.path().join("gradebook.sqlite").is_file());
    let marks = fs::read_to_string(folder.path().join("marks.csv")).expect("it is written");
    assert!(marks.contains("s0") && marks.contains("s5"), "{marks}");
    fs::remove_dir_all(trial.books()).ok();
    carry(&trial.0.path().join("artifacts"), Path::new(&trial.books()));
    trial.is_whole();
}

/// The lines of the only step of a job that speaks of that script, and the step's environment.
fn step(job: &Yaml, script: &str) -> (String, Yaml) {
    let steps = job["steps"].as_vec().expect("it has steps").iter();
    let of_it = steps.filter(|step| step["run"].as_str().is_some_and(|it| it.contains(script)));
    let [step]: [&Yaml; 1] = of_it.collect::<Vec<_>>().try_into().expect("there is one");
    (
        step["run"].as_str().expect("it has lines").to_owned(),
        step["env"].clone(),
    )
}

#[test]
fn a_matrix_of_github_grades_a_class() {
    let workflow = yaml("github.yml");
    let jobs = &workflow["jobs"];
    let count = workflow["env"]["SHARES"].as_i64().expect("it is a number");
    let shares = jobs["shard"]["strategy"]["matrix"]["share"]
        .as_vec()
        .expect("it is a list");
    let numbers: Vec<_> = shares.iter().filter_map(Yaml::as_i64).collect();
    assert_eq!(
        numbers,
        (1..=count).collect::<Vec<_>>(),
        "the matrix has all shares"
    );
    assert_eq!(
        jobs["shard"]["strategy"]["fail-fast"].as_bool(),
        Some(false)
    );
    assert_eq!(jobs["merge"]["needs"].as_str(), Some("shard"));
    for job in ["shard", "merge"] {
        for step in jobs[job]["steps"].as_vec().expect("it has steps") {
            let commit = step["uses"]
                .as_str()
                .map(|action| action.split_once('@').expect("it has a version").1);
            let is_commit = |it: &str| it.len() == 40 && it.bytes().all(|c| c.is_ascii_hexdigit());
            assert!(commit.is_none_or(is_commit), "{step:?} is pinned");
        }
    }
    let (grade, environment) = step(&jobs["shard"], "shard.sh");
    assert_eq!(environment["SHARE"].as_str(), Some("${{ matrix.share }}"));
    let share = |number: usize| {
        let environment = vec![
            ("SHARE", number.to_string()),
            ("SHARES", SHARES.to_string()),
        ];
        (grade.clone(), environment)
    };
    matrix(
        "course",
        "class/submissions",
        share,
        &step(&jobs["merge"], "merge.sh").0,
    );
}

#[test]
fn parallel_jobs_of_gitlab_grade_a_class() {
    let pipeline = yaml("gitlab.yml");
    assert!(
        pipeline["shard"]["parallel"]
            .as_i64()
            .is_some_and(|it| it > 1)
    );
    assert_eq!(lines(&pipeline["merge"]["needs"]), ["shard"]);
    let stages = lines(&pipeline["stages"]);
    for job in ["shard", "merge"] {
        assert!(
            stages
                .iter()
                .any(|stage| pipeline[job]["stage"].as_str() == Some(stage))
        );
    }
    let grade = lines(&pipeline["shard"]["script"]).join("\n");
    let share = |number: usize| {
        let environment = vec![
            ("CI_NODE_INDEX", number.to_string()),
            ("CI_NODE_TOTAL", SHARES.to_string()),
        ];
        (grade.clone(), environment)
    };
    matrix(
        ".course",
        "submissions",
        share,
        &lines(&pipeline["merge"]["script"]).join("\n"),
    );
}
