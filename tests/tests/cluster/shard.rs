//! A share on its own: killed, and run again.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use super::{SHARES, Trial, file};
use crate::program::Ended;

/// The share of this number, to be started.
fn shard(trial: &Trial, number: usize) -> Command {
    let mut shard = trial.command(file("shard.sh"));
    let [count, rest @ ..] = trial.arguments();
    shard.arg(format!("{number}/{count}")).args(rest);
    shard
}

/// Kills a share, with all that it has started, when it has said for the first time that a file is graded; false if it
/// has none.
fn kill_after_a_file(mut shard: Command) -> bool {
    shard
        .process_group(0)
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut shard = shard.spawn().expect("it starts");
    let stderr = shard.stderr.take().expect("it is a pipe");
    let mut lines = BufReader::new(stderr).lines().map_while(Result::ok);
    let begun = lines.any(|line| line.contains("files graded"));
    let group = format!("-{}", shard.id());
    // It may have come to its end by now.
    let _ = Command::new("kill")
        .args(["-KILL", "--", &group])
        .stderr(Stdio::null())
        .status();
    shard.wait().expect("it was started here");
    begun
}

#[test]
fn a_share_that_was_killed_goes_on_and_the_others_do_not_notice() {
    let trial = Trial::new();
    let killed = (1..=SHARES).filter(|&number| kill_after_a_file(shard(&trial, number)));
    assert!(killed.count() > 1, "most have something to grade");
    for number in 1..=SHARES {
        let ended = Ended::of(shard(&trial, number));
        assert_eq!(
            (ended.code, ended.stdout.as_str()),
            (0, ""),
            "a wrong answer is no failure: {ended:?}"
        );
    }
    trial.is_whole();
}

#[test]
fn a_share_says_what_is_wrong_with_it() {
    let trial = Trial::new();
    let mut twice = trial.command(file("shard.sh"));
    twice.args(["4/3", &trial.books(), &trial.class()]);
    let ended = Ended::of(twice);
    assert!(
        ended
            .error(2)
            .contains("write it as I/N with I from 1 to N, as in 2/3"),
        "{ended:?}"
    );

    let mut nowhere = trial.command(file("shard.sh"));
    nowhere
        .args(["1/3", &trial.books(), &trial.class()])
        .env("GRADER", trial.path("grader"));
    let ended = Ended::of(nowhere);
    assert!(
        ended.error(2).contains("run `cargo build -p grader` in "),
        "{ended:?}"
    );
}

/// A student in the part of the class that a share has not graded has passed nothing.
#[test]
fn the_table_of_a_share_counts_nobody_whose_files_it_has_not_graded() {
    let trial = Trial::new();
    let share = format!("1/{SHARES}");
    let (class, book) = (trial.class(), trial.path("book"));
    let ended = trial.grader(&[
        "class",
        &class,
        "--exercise",
        "ex03",
        "--shard",
        &share,
        "--gradebook",
        &book,
    ]);
    let row = |row: &&str| row.starts_with('s') && row.split_whitespace().nth(1) == Some("-");
    let lacking = ended.stdout.lines().filter(row).count();
    assert!((1..6).contains(&lacking), "{ended:?}");
    assert!(
        ended
            .stdout
            .contains(&format!("{lacking} are not graded here (-)")),
        "{ended:?}"
    );
    let passed = ended
        .stdout
        .lines()
        .filter(|row| row.ends_with(" 10     10"))
        .count();
    assert!(
        ended
            .stdout
            .contains(&format!(": {passed} passed every check")),
        "{ended:?}"
    );
    fs::metadata(book).expect("it is kept");
}
