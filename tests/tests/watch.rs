//! `grader watch`, as a student has it beside the editor: on a terminal, without one, and with what goes wrong there.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::course_copy::Copy;
use crate::processes;
use crate::program::COURSE;
use crate::tmux::Tmux;

const EX03: &str = "exercises/ex03_race_conditions/src/lib.rs";
const KEPT: &str = "exercises/ex03_race_conditions/src/lib.rs.kept-1";

/// A wrong try of ex03, or its solution.
fn sample(name: &str) -> String {
    let file = match name {
        "solution" => COURSE.join("solutions/ex03_race_conditions/src/lib.rs"),
        _ => COURSE.join(format!("tests/submissions/ex03/wrong/{name}.rs")),
    };
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The solution with a counter that never comes back.
fn endless() -> String {
    let solution = sample("solution");
    let line = "*self.value.lock().expect(NOT_POISONED) += n;";
    assert!(solution.contains(line));
    solution.replace(line, "let mut x = n; loop { x = std::hint::black_box(x); }")
}

/// The course as it was handed out, with nothing remembered.
fn begin(copy: &Copy) {
    copy.write(EX03, fs::read(COURSE.join(EX03)).expect("it is there"));
    copy.remove_file(KEPT);
    copy.forget();
}

/// Puts a new file in the place of the old one, as many editors save.
fn save_by_rename(copy: &Copy, text: &str) {
    let file = copy.path(EX03);
    let new = file.with_extension("rs~");
    fs::write(&new, text).expect("it can be written");
    fs::rename(new, file).expect("it can be renamed");
}

#[test]
fn a_session_from_three_wrong_tries_to_the_next_exercise() {
    if !Tmux::is_there() {
        return;
    }
    let copy = Copy::lock();
    begin(&copy);
    let terminal = Tmux::start(&copy.grader_command(&["watch", "ex03"]), (80, 24));
    let screen = terminal.wait_for("0 of 6 checks pass");
    assert!(
        screen.contains("TODO") && screen.contains("README.md, then edit src/lib.rs"),
        "{screen}"
    );

    copy.write(EX03, sample("load_then_store"));
    terminal.wait_for("RACE  0/2  no_update_is_lost");
    terminal.wait_for("5 of 6 checks pass");
    save_by_rename(&copy, "pub fn half_typed( {");
    terminal.wait_for("BUILD  all 6 checks");
    save_by_rename(&copy, &sample("guard_across_the_sleep"));
    terminal.wait_for("TOO SLOW");
    terminal.wait_until("the end", |screen| screen.contains("checks pass"));

    terminal.press(&["h"]);
    terminal.wait_for("Hint 1 of");
    terminal.press(&["h"]);
    terminal.wait_for("Hint 2 of");
    terminal.press(&["d"]);
    terminal.wait_for("the solution is shown once every check passes");

    copy.write(EX03, sample("solution"));
    terminal.wait_for("all 6 checks pass");
    terminal.press(&["d"]);
    terminal.wait_for("They are the same.");
    terminal.press(&["Escape"]);
    terminal.press(&["s"]);
    terminal.wait_for("Exercise 03, solved");
    terminal.press(&["n"]);
    terminal.wait_until("ex04", |screen| {
        screen.starts_with("ex04") && screen.contains("checks pass")
    });

    terminal.press(&["l"]);
    terminal.wait_for("Search:");
    terminal.press(&["r", "a", "c", "e", "Enter"]);
    let screen = terminal.wait_for("all 6 checks pass");
    assert!(screen.starts_with("ex03"), "{screen}");
    terminal.press(&["x"]);
    terminal.wait_for("reset it");
    terminal.press(&["y"]);
    terminal.wait_for("lib.rs.kept-1");
    terminal.wait_for("TODO");
    assert_eq!(copy.read(KEPT), sample("solution"));
    terminal.press(&["q"]);
    processes::are_over(&terminal, &copy);
    begin(&copy);
}

#[test]
fn an_endless_loop_freezes_nothing_and_a_newer_save_ends_it() {
    if !Tmux::is_there() {
        return;
    }
    let copy = Copy::lock();
    begin(&copy);
    copy.write(EX03, endless());
    let terminal = Tmux::start(&copy.grader_command(&["watch", "3"]), (80, 24));
    let runs = |copy: &Copy| {
        let mut lines = processes::of_runs(copy).into_iter();
        lines.any(|line| line.contains("--checks-child no_update_is_lost"))
    };
    // The newer save comes at once: a run that is let go on to its end, 10 s later, is remembered with its time-out.
    terminal.wait_until("the endless check", |_| runs(&copy));
    copy.write(EX03, sample("load_then_store"));
    let mut timed_out = false;
    terminal.wait_until("the newer save", |screen| {
        timed_out |= copy.remembered("ex03").contains("timed_out");
        screen.contains("5 of 6 checks pass")
    });
    assert!(!timed_out, "{}", copy.remembered("ex03"));
    assert!(!runs(&copy), "{:?}", processes::of_runs(&copy));

    copy.write(EX03, endless());
    terminal.wait_until("the endless check", |_| runs(&copy));
    terminal.press(&["?"]);
    terminal.wait_for("gives a hint");
    terminal.press(&["Escape"]);
    terminal.resize(40, 20);
    terminal.press(&["q"]);
    processes::are_over(&terminal, &copy);
    begin(&copy);
}

#[test]
fn a_key_beside_a_change_of_size_is_not_lost() {
    if !Tmux::is_there() {
        return;
    }
    let copy = Copy::lock();
    begin(&copy);
    let dir = tempfile::tempdir().expect("there is room");
    let editor = dir.path().join("editor");
    write_program(&editor, "#!/bin/sh\necho editing\nread line\n");
    let mut watch = copy.grader_command(&["watch", "ex03"]);
    watch.env("VISUAL", &editor);
    let terminal = Tmux::start(&watch, (80, 24));
    terminal.wait_for("0 of 6 checks pass");
    // When keys are read again after the editor, both have come already.
    terminal.press(&["e"]);
    terminal.wait_for("editing");
    terminal.resize(60, 20);
    terminal.press(&["Enter", "?"]);
    terminal.wait_for("gives a hint");
    // Two keys at once, of which the first begins what many keys send.
    terminal.press(&["Escape", "l"]);
    terminal.wait_for("Search:");
    terminal.press(&["Escape"]);
    terminal.wait_for("0 of 6 checks pass");
    terminal.press(&["q"]);
    processes::are_over(&terminal, &copy);
    begin(&copy);
}

/// Writes a script that can be run.
fn write_program(file: &Path, text: &str) {
    fs::write(file, text).expect("there is room");
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).expect("it is ours");
}

#[test]
fn the_editor_has_the_terminal_and_gives_it_back() {
    if !Tmux::is_there() {
        return;
    }
    let copy = Copy::lock();
    begin(&copy);
    copy.write(EX03, "pub fn mine() {\n    let x: u64 = \"\";\n}\n");
    let dir = tempfile::tempdir().expect("there is room");
    let vim = dir.path().join("vim");
    let said = dir.path().join("said");
    let script = format!(
        "#!/bin/sh\necho \"$@\" > {}\necho editing\nread line\nexit $line\n",
        said.display()
    );
    write_program(&vim, &script);
    let mut watch = copy.grader_command(&["watch", "ex03"]);
    watch.env("VISUAL", &vim);
    let terminal = Tmux::start(&watch, (80, 24));
    terminal.wait_for("BUILD  all 6 checks");
    terminal.press(&["e"]);
    terminal.wait_for("editing");
    // The watch goes on meanwhile, and the keys are the editor's.
    copy.write(EX03, sample("solution"));
    terminal.press(&["0", "Enter"]);
    terminal.wait_for("all 6 checks pass");
    let arguments = fs::read_to_string(&said).expect("it was started");
    assert!(
        arguments.starts_with("+2 /") && arguments.ends_with("src/lib.rs\n"),
        "{arguments}"
    );
    terminal.press(&["e"]);
    terminal.wait_for("editing");
    terminal.press(&["7", "Enter"]);
    terminal.wait_for("the editor `vim` failed");
    terminal.press(&["q"]);
    processes::are_over(&terminal, &copy);
    begin(&copy);
}

#[test]
fn what_goes_wrong_at_a_desk_is_said_and_the_watch_goes_on() {
    if !Tmux::is_there() {
        return;
    }
    let copy = Copy::lock();
    begin(&copy);
    let mut watch = copy.grader_command(&["watch", "ex03"]);
    for name in ["VISUAL", "EDITOR"] {
        watch.env_remove(name);
    }
    let terminal = Tmux::start(&watch, (80, 24));
    terminal.wait_for("0 of 6 checks pass");
    terminal.press(&["e"]);
    terminal.wait_for("no editor is set");
    copy.remove_file(EX03);
    terminal.wait_for("no file ex03_race_conditions/src/lib.rs");
    copy.write(EX03, sample("solution"));
    terminal.wait_for("all 6 checks pass");
    // Terminated, it gives the terminal back and leaves nothing.
    let pid = processes::pid_of("watch", &copy);
    let kill = Command::new("kill").arg(pid).status().expect("it starts");
    assert!(kill.success());
    processes::are_over(&terminal, &copy);
    begin(&copy);
}

#[test]
fn without_a_terminal_each_save_is_answered_with_a_report() {
    let copy = Copy::lock();
    begin(&copy);
    let mut watch = copy.grader_command(&["watch", "ex03"]);
    watch
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut watch = watch.spawn().expect("it starts");
    let mut said = String::new();
    let mut stderr = BufReader::new(watch.stderr.take().expect("it is piped"));
    stderr.read_line(&mut said).expect("it says something");
    assert!(
        said.contains("stdout is no terminal") && said.contains("on every save"),
        "{said}"
    );
    let mut lines = BufReader::new(watch.stdout.take().expect("it is piped")).lines();
    let mut next = || {
        let mut lines = lines.by_ref().map(|line| line.expect("it is text"));
        lines
            .find(|line| line.contains(" points;"))
            .expect("it goes on")
    };
    assert!(next().starts_with("0 of 10 points"));
    copy.write(EX03, endless());
    copy.write(EX03, sample("load_then_store"));
    let mut report = next();
    // It may have seen the first of the two, but has not waited for it.
    if report.contains("TIMEOUT") {
        report = next();
    }
    assert!(report.starts_with("8 of 10 points"), "{report}");
    let kept = fs::read_to_string(copy.runs().join("last/ex03.files.json"));
    let kept = kept.expect("`show` has the file as it was graded");
    assert!(kept.contains("self.value.store(seen + n"), "{kept}");
    save_by_rename(&copy, &sample("solution"));
    assert!(next().starts_with("10 of 10 points"));
    watch.kill().expect("it runs");
    watch.wait().expect("it was started here");
    let list = copy.grader(&["list"]).stdout;
    assert!(list.contains("passed      Race conditions"), "{list}");
    begin(&copy);
}

#[test]
fn an_exercise_that_is_none_is_a_slip() {
    let copy = Copy::lock();
    let ended = copy.grader(&["watch", "ex99"]);
    assert!(ended.error(2).contains("`ex99`"), "{ended:?}");
}
