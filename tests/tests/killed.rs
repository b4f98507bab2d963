//! A grader that is killed leaves nothing behind: no compiler, no check, no folder.
//!
//! What belongs to a run is known by its folder, in which compilers and checks work.

#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::program::{PATIENCE, grader};
use crate::submission::Tree;

/// A constant that the compiler computes for ever.
const ENDLESS_CONSTANT: &str = "#![allow(long_running_const_eval)]
    const NEVER: u64 = { let mut n = 0_u64; while n < u64::MAX { n = n.wrapping_add(2) & !1; } n };
    pub fn slow(_: u64) -> u64 { NEVER }";

/// A check that does nothing for ever.
const ENDLESS_LOOP: &str = "use std::time::Duration;
    pub fn slow(x: u64) -> u64 { x }
    pub fn do_tasks(_: u64) -> Vec<u64> { loop { std::hint::black_box(0); } }
    pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) { (f(), Duration::ZERO) }";

/// Starts a grader on `lib`, kills it once a process of its run has `mark` in its command line, and demands that all
/// of the run is gone.
fn nothing_is_left_of(lib: &str, mark: &str) {
    let tree = Tree::new();
    tree.write("ex01_sleep_loop/src/lib.rs", lib);
    let mut command = grader();
    command.arg("ex01").arg("--submission").arg(tree.path());
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut grader = command.spawn().expect("the grader starts");
    let child = until(|| {
        descendants(grader.id())
            .into_iter()
            .find(|pid| says(*pid, mark))
    });
    let run = folder_of(child);
    assert!(run.is_dir(), "{}", run.display());
    kill(&mut grader);
    until(|| left(&run).is_empty().then_some(()));
    until(|| (!run.exists()).then_some(()));
}

fn kill(grader: &mut Child) {
    grader.kill().expect("it runs");
    grader.wait().expect("it was started here");
}

/// Waits for something that has to come.
fn until<T>(mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "it never came");
        thread::sleep(Duration::from_millis(10));
    }
}

fn processes() -> Vec<u32> {
    let entries = fs::read_dir("/proc").expect("Linux has it").flatten();
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

fn command_line(pid: u32) -> String {
    let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&line).replace('\0', " ")
}

fn says(pid: u32, mark: &str) -> bool {
    command_line(pid).contains(mark)
}

/// The processes that `pid` has started, and those that they have.
fn descendants(pid: u32) -> Vec<u32> {
    let mut found = vec![pid];
    let mut at = 0;
    let all = processes();
    while at < found.len() {
        let parent = found[at];
        found.extend(
            all.iter()
                .filter(|&&child| parent_of(child) == Some(parent)),
        );
        at += 1;
    }
    found
}

fn parent_of(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, after) = stat.rsplit_once(") ")?;
    after.split(' ').nth(1)?.parse().ok()
}

/// The folder of the run that a process works in: `target/grader/run-abc`.
fn folder_of(pid: u32) -> PathBuf {
    let inside = fs::read_link(format!("/proc/{pid}/cwd")).expect("the process is alive");
    let run = inside.ancestors().find(|dir| {
        dir.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("run-"))
    });
    run.unwrap_or_else(|| panic!("{} is in no run's folder", inside.display()))
        .to_owned()
}

/// Processes that work inside the folder of a run.
fn left(run: &Path) -> Vec<u32> {
    let inside = |pid: &u32| {
        fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| {
            cwd.starts_with(run) || cwd.to_string_lossy().starts_with(&*run.to_string_lossy())
        })
    };
    processes().into_iter().filter(inside).collect()
}

#[test]
fn no_compiler_outlives_its_grader() {
    nothing_is_left_of(ENDLESS_CONSTANT, "submission.d");
}

#[test]
fn no_check_outlives_its_grader() {
    nothing_is_left_of(ENDLESS_LOOP, "--checks-child");
}
