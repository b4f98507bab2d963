//! The hour of a student, in one terminal: a practical is begun, an exercise tried, passed, reset, compared and played.

#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::course_copy::Copy;
use crate::git_repo::Repo;
use crate::program::{COURSE, program};
use crate::tmux::Tmux;

const FILE: &str = "exercises/ex03_race_conditions/src/lib.rs";
const STUB: &str = "exercises/ex03_race_conditions/stub/src/lib.rs";
const SOLUTION: &str = "solutions/ex03_race_conditions/src/lib.rs";

fn sample(name: &str) -> String {
    let file = COURSE.join(format!("tests/submissions/ex03/wrong/{name}.rs"));
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// A shell in the copy of the course that knows `grader`, and no editor.
fn shell(copy: &Copy) -> Command {
    let course = copy.grader_command(&[]);
    let mut shell = Command::new("sh");
    for (name, value) in course.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    let here = program();
    let folder = here.parent().unwrap_or(Path::new("/")).display();
    let path = std::env::var("PATH").unwrap_or_default();
    shell
        .env("PATH", format!("{folder}:{path}"))
        .env("PS1", "$ ")
        .env("NO_COLOR", "1")
        .current_dir(copy.path(""));
    shell
}

/// Types a command, on a screen that is empty.
fn enter(terminal: &Tmux, command: &str) {
    terminal.press(&["C-l"]);
    terminal.press(&["-l", &format!("clear; {command}")]);
    terminal.press(&["Enter"]);
}

#[test]
fn an_hour_from_the_start_of_a_practical_to_being_the_scheduler() {
    if !Tmux::is_there() {
        return;
    }
    let copy = Copy::lock();
    copy.write(FILE, copy.read(STUB));
    copy.forget();
    let repo = Repo::new();
    let terminal = Tmux::start(&shell(&copy), (80, 40));

    enter(
        &terminal,
        &format!("grader start 23 --practicals {}", repo.arg()),
    );
    let screen = terminal.wait_for("cargo test -p ex01");
    assert!(
        screen.contains("Branch 23-practical begins at main"),
        "{screen}"
    );
    assert_eq!(repo.git(&["branch", "--show-current"]), "23-practical");

    enter(&terminal, "grader watch 3");
    terminal.wait_for("0 of 6 checks pass");
    copy.write(FILE, sample("lock_twice"));
    terminal.wait_for("DEADLOCK");
    copy.write(FILE, sample("guard_across_the_sleep"));
    terminal.wait_for("TOO SLOW");
    copy.write(FILE, sample("load_then_store"));
    terminal.wait_for("RACE  0/2  no_update_is_lost");
    terminal.wait_for("5 of 6 checks pass");
    terminal.press(&["h"]);
    terminal.wait_for("Hint 1 of 3");
    copy.write(FILE, copy.read(SOLUTION));
    terminal.wait_for("all 6 checks pass");
    terminal.press(&["n"]);
    terminal.wait_until("another exercise", |screen| !screen.starts_with("ex03"));
    terminal.press(&["q"]);
    terminal.wait_until("the prompt", |screen| screen.trim_end().ends_with('$'));

    enter(&terminal, "grader diff ex03");
    terminal.wait_for("They are the same.");
    enter(&terminal, "grader reset ex03");
    terminal.wait_for("is the stub again");
    assert_eq!(copy.read(FILE), copy.read(STUB));

    copy.write(FILE, sample("load_then_store"));
    enter(&terminal, "grader play ex03; echo played=$?");
    terminal.wait_for("Find it!");
    terminal.press(&["1"]);
    terminal.wait_for("2. worker 1: load value (0)");
    terminal.press(&["b"]);
    // What there is to find is said at the beginning only.
    terminal.wait_for("Find it!");
    terminal.press(&["s"]);
    terminal.wait_for("Enter: its next step");
    // One press for each step that is shown, until the end of the run.
    let mut steps = 0;
    while !terminal.screen().contains("one update is lost") {
        steps += 1;
        assert!(steps < 40, "{}", terminal.screen());
        let before = terminal.screen();
        terminal.press(&["Enter"]);
        terminal.wait_until("the next step", |screen| screen != before);
    }
    terminal.press(&["q"]);
    terminal.wait_for("played=0");
    enter(&terminal, "exit 0");
    terminal.wait_for("code=0");
    copy.write(FILE, copy.read(STUB));
    for number in 1..=2 {
        copy.remove_file(&format!("{FILE}.kept-{number}"));
    }
    copy.forget();
}
