//! The processes of graders on the copy of the course, and the demand that they are over.

#![cfg(target_os = "linux")]

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use crate::course_copy::Copy;
use crate::program::PATIENCE;
use crate::tmux::Tmux;

/// Command lines of processes that belong to runs of the grader on the copy.
pub fn of_runs(copy: &Copy) -> Vec<String> {
    let runs = copy.runs().join("run-").display().to_string();
    let entries = fs::read_dir("/proc").expect("Linux has it").flatten();
    let lines = entries.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
    let lines = lines.map(|line| String::from_utf8_lossy(&line).replace('\0', " "));
    lines.filter(|line| line.contains(&runs)).collect()
}

/// Demands that the grader in the terminal ends well, and nothing of it is left.
pub fn are_over(terminal: &Tmux, copy: &Copy) {
    terminal.wait_for("code=0");
    are_gone(copy);
}

/// Demands that nothing is left of runs of the grader on the copy, nor a grader on a screen.
pub fn are_gone(copy: &Copy) {
    let began = Instant::now();
    let left = || {
        let folders = fs::read_dir(copy.runs()).into_iter().flatten().flatten();
        let folders =
            folders.filter(|entry| entry.file_name().to_string_lossy().starts_with("run-"));
        let graders = ["play", "watch"].into_iter();
        let graders = graders.filter_map(|command| find(command, copy));
        folders.count() + of_runs(copy).len() + graders.count()
    };
    while left() > 0 {
        assert!(began.elapsed() < PATIENCE, "{:?}", of_runs(copy));
        thread::sleep(Duration::from_millis(20));
    }
}

/// The grader that does that command in the copy.
pub fn pid_of(command: &str, copy: &Copy) -> String {
    find(command, copy).expect("it runs")
}

/// The same, if there is one.
fn find(command: &str, copy: &Copy) -> Option<String> {
    let mut entries = fs::read_dir("/proc").expect("Linux has it").flatten();
    let is_it = |entry: &fs::DirEntry| {
        let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let words: Vec<_> = line.split(|byte| *byte == 0).collect();
        let folder = fs::read_link(entry.path().join("cwd"));
        words.get(1) == Some(&command.as_bytes()) && folder.is_ok_and(|it| copy.path("") == it)
    };
    let entry = entries.find(is_it)?;
    Some(entry.file_name().to_string_lossy().into_owned())
}
