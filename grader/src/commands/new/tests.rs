//! What `new` makes and refuses, in a course of one exercise.

use std::fs;

use super::*;
use crate::select::UnknownExercise;
use crate::tables::practical;

const PAGE: &str = "exercises/23-practical.md";

/// A course of ex03, on a page with a table.
fn course(root: &Path) -> Workspace {
    let toml = include_str!("../../../../exercises/ex03_race_conditions/exercise.toml");
    let dir = root.join("exercises/ex03_race_conditions");
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("exercise.toml"), toml).unwrap();
    fs::write(root.join("Cargo.toml"), "").unwrap();
    fs::write(
        root.join(PAGE),
        "# Practical\n\n<!-- exercises: `grader verify --write` makes this table from each exercise.toml -->\n\
         <!-- end of table -->\n",
    )
    .unwrap();
    Workspace::open(root).unwrap()
}

fn args(name: &str) -> NewArgs {
    NewArgs {
        name: name.to_owned(),
        practical: None,
        like: None,
    }
}

/// Paths of all files and folders with the texts of the files.
fn tree(root: &Path) -> Vec<(PathBuf, Option<String>)> {
    let mut found = Vec::new();
    let mut dirs = vec![root.to_owned()];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            found.push((path.clone(), fs::read_to_string(&path).ok()));
            if path.is_dir() {
                dirs.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn what_is_made_is_a_draft_with_its_row() {
    let dir = tempfile::tempdir().unwrap();
    let args = NewArgs {
        like: Some("3".to_owned()),
        ..args("ex17_rate_limiter")
    };
    assert_eq!(run(&course(dir.path()), &args).unwrap(), exit::PASSED);
    let made = Workspace::open(dir.path()).unwrap();
    let [like, new] = &made.exercises[..] else {
        panic!("{made:?}")
    };
    assert_eq!(
        (new.name.as_str(), new.spec.title.as_str()),
        ("ex17", "Rate limiter")
    );
    assert!(new.spec.draft && new.spec.model);
    assert_eq!(new.spec.practical, "23-practical");
    assert_eq!(new.spec.points(), 10);
    let keys = |exercise: &crate::workspace::Exercise| {
        let keys = exercise.spec.hints.all().map(|(key, _)| key);
        keys.filter(|key| !key.contains('.')).collect::<Vec<_>>()
    };
    assert_eq!(keys(new), keys(like));
    let table = practical(&made.exercises, "23-practical");
    assert_eq!(table.problem(dir.path()), None, "the row is there");
    let problems = crate::commands::verify::manifests::problems(&made, new);
    assert_eq!(problems, [], "the manifests are as verify wants them");
    for (path, text) in tree(dir.path()) {
        let is_new = path.to_string_lossy().contains("ex17");
        let text = text.filter(|_| is_new).unwrap_or_default();
        assert!(!text.contains('@'), "{path:?} is filled in: {text}");
    }
}

#[test]
fn an_exercise_on_the_real_std_is_like_another() {
    let dir = tempfile::tempdir().unwrap();
    let mut course = course(dir.path());
    let toml = include_str!("../../../../exercises/ex05_process_pool/exercise.toml");
    course.exercises[0].spec =
        course::exercise::Exercise::parse(toml, Path::new("exercise.toml")).unwrap();
    course.exercises[0].spec.libraries = vec!["workload".to_owned()];
    let args = NewArgs {
        like: Some("ex03".to_owned()),
        ..args("ex17_pool")
    };
    run(&course, &args).unwrap();
    let made = Workspace::open(dir.path()).unwrap();
    let new = &made.exercises[1];
    assert!(!new.spec.model);
    assert_eq!(new.spec.libraries, ["workload"]);
    assert_eq!(new.spec.allowed(), course.exercises[0].spec.allowed());
    assert_eq!(crate::commands::verify::manifests::problems(&made, new), []);
    let checks = fs::read_to_string(new.checks_rs()).unwrap();
    assert!(checks.contains("Rendezvous") && !checks.contains("model_std"));
}

#[test]
fn what_cannot_be_followed_is_refused_with_a_remedy_and_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let course = course(dir.path());
    fs::create_dir_all(dir.path().join("solutions/ex16_other")).unwrap();
    fs::create_dir_all(dir.path().join("grader/modelled/ex18")).unwrap();
    let before = tree(dir.path());
    let practical = |name: &str| NewArgs {
        practical: Some(name.to_owned()),
        ..args("ex17_name")
    };
    for (args, wanted) in [
        (args("rate_limiter"), "as in ex17_rate_limiter"),
        (args("ex17"), "as in ex17_rate_limiter"),
        (args("ex7_name"), "as in ex17_rate_limiter"),
        (args("ex017_name"), "as in ex17_rate_limiter"),
        (args("ex17_Name"), "as in ex17_rate_limiter"),
        (args("ex17_na__me"), "as in ex17_rate_limiter"),
        (args("ex17_1st"), "as in ex17_rate_limiter"),
        (args("ex17_../up"), "as in ex17_rate_limiter"),
        (args("ex99999999_name"), "as in ex17_rate_limiter"),
        (
            args("ex03_other"),
            "ex03 is taken by exercises/ex03_race_conditions",
        ),
        (args("ex03_other"), "free is ex17"),
        (args("ex16_name"), "ex16 is taken by solutions/ex16_other"),
        (args("ex18_name"), "ex18 is there already; remove it"),
        (
            practical("24-practical"),
            "there is 23-practical; to begin it, write",
        ),
        (practical("practical"), "as in --practical 24-practical"),
    ] {
        let error = run(&course, &args).unwrap_err();
        let usage = error.downcast_ref().is_some_and(NewError::is_usage);
        assert!(usage, "{error}");
        assert!(error.to_string().contains(wanted), "{wanted}: {error}");
    }
    let like = NewArgs {
        like: Some("ex33".to_owned()),
        ..args("ex17_name")
    };
    assert!(run(&course, &like).unwrap_err().is::<UnknownExercise>());
    assert_eq!(tree(dir.path()), before);

    fs::write(dir.path().join(PAGE), "# No table\n").unwrap();
    let before = tree(dir.path());
    let error = run(&course, &args("ex17_name")).unwrap_err().to_string();
    assert!(
        error.contains("23-practical.md") && error.contains("write the lines"),
        "{error}"
    );
    assert_eq!(tree(dir.path()), before);
}

#[test]
fn a_failure_halfway_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let course = course(dir.path());
    // No folder can be made in it.
    fs::write(dir.path().join("tests"), "a file").unwrap();
    let before = tree(dir.path());
    let error = run(&course, &args("ex17_name")).unwrap_err();
    assert!(
        !error.downcast_ref().is_some_and(NewError::is_usage),
        "{error}"
    );
    assert!(error.to_string().contains("nothing was made"), "{error}");
    assert_eq!(tree(dir.path()), before);
}
