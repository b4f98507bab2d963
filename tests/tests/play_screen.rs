//! `grader play` on a screen: what it shows in terminals of every size, and how it gives the terminal back.

#![cfg(target_os = "linux")]

use std::fs;
use std::process::Command;

use crate::course_copy::{Copy, Lent};
use crate::processes;
use crate::program::COURSE;
use crate::tmux::Tmux;

const FILE: &str = "exercises/ex03_race_conditions/src/lib.rs";
const STUB: &str = "exercises/ex03_race_conditions/stub/src/lib.rs";

/// The copy, with a race as the student's file.
fn with_a_race() -> Lent {
    let copy = Copy::lock();
    let path = COURSE.join("tests/submissions/ex03/wrong/load_then_store.rs");
    copy.write(FILE, fs::read(path).expect("the sample is there"));
    copy
}

#[test]
fn a_terminal_may_be_narrow_and_may_change_its_size() {
    if !Tmux::is_there() {
        return;
    }
    let copy = with_a_race();
    let terminal = Tmux::start(&copy.grader_command(&["play", "ex03"]), (40, 30));
    let screen = terminal.wait_for("2 worker 2 load value (0)");
    assert!(screen.contains("1-9 go  b back  s show"), "{screen}");
    terminal.resize(100, 30);
    let wide = |screen: &str| {
        screen.contains("1-9: let that thread go on") && screen.contains("src/lib.rs ")
    };
    terminal.wait_until("the file beside the threads", wide);
    terminal.press(&["2"]);
    terminal.wait_for("2. worker 2: load value (0)");
    terminal.resize(30, 8);
    terminal.press(&["?"]);
    terminal.wait_for("Keys (?");
    terminal.press(&["q"]);
    processes::are_over(&terminal, &copy);
    copy.write(FILE, copy.read(STUB));
}

#[test]
fn a_signal_gives_the_terminal_back_and_leaves_no_process() {
    if !Tmux::is_there() {
        return;
    }
    let copy = with_a_race();
    for signal in ["-TERM", "-HUP", "-INT"] {
        let terminal = Tmux::start(&copy.grader_command(&["play", "ex03"]), (80, 24));
        terminal.wait_for("2 worker 2 load value (0)");
        let pid = processes::pid_of("play", &copy);
        let kill = Command::new("kill").args([signal, &pid]).status();
        assert!(kill.expect("it starts").success());
        processes::are_over(&terminal, &copy);
        // What is typed is shown again, in a line that ends where it is ended.
        terminal.press(&["-l", "typed"]);
        terminal.press(&["Enter"]);
        terminal.wait_for("typed\ntyped");
    }
    copy.write(FILE, copy.read(STUB));
}

#[test]
fn a_terminal_that_is_closed_ends_the_play_and_the_watch_in_it() {
    if !Tmux::is_there() {
        return;
    }
    let copy = with_a_race();
    for (command, shown) in [
        ("play", "2 worker 2 load value (0)"),
        ("watch", "5 of 6 checks"),
    ] {
        let terminal = Tmux::start(&copy.grader_command(&[command, "ex03"]), (80, 24));
        terminal.wait_for(shown);
        terminal.close();
        processes::are_gone(&copy);
    }
    copy.write(FILE, copy.read(STUB));
}
