//! What a check leaves running, and what is left of a check whose harness is gone.
//!
//! Groups of processes, by which what is left is ended, are a matter of Unix.

use std::env::current_exe;
use std::io::{ErrorKind, Read};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use course::Verdict::{self, Passed};
use supervise::{CancelToken, Cancelled, Supervisor, command};

use crate::supervised::PATIENT;
use crate::{AS_THE_FIXTURE, LINE, Test, tests};

pub(crate) const TESTS: &[Test] = tests![
    a_process_left_behind_is_ended,
    an_escaped_process_cannot_hold_the_harness_up,
    a_check_that_is_cancelled_ends_with_all_that_it_started,
    a_check_ends_with_its_harness,
    workers_of_a_check_end_with_its_harness,
];

/// The line that a process holds for as long as it lives.
struct Line(TcpListener);

impl Line {
    fn new() -> Self {
        Self(TcpListener::bind(("127.0.0.1", 0)).unwrap())
    }

    fn address(&self) -> String {
        self.0.local_addr().unwrap().to_string()
    }

    /// The line of the process that has called, or is about to.
    fn held(&self) -> TcpStream {
        let (line, _) = self.0.accept().unwrap();
        // Only a broken harness makes a test wait for that long.
        line.set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        line
    }
}

/// Waits for the end of the process.
fn assert_ends(mut line: TcpStream) {
    match line.read(&mut [0]) {
        Ok(read) => assert_eq!(read, 0),
        Err(error) => assert_eq!(
            error.kind(),
            ErrorKind::ConnectionReset,
            "it is still running"
        ),
    }
}

fn verdict_of(command: Command) -> Verdict {
    let supervisor = Supervisor {
        limits: PATIENT.clone(),
        ..Supervisor::default()
    };
    let run = supervisor.run(command).expect("nobody cancels it");
    run.outcome.verdict
}

fn a_process_left_behind_is_ended() {
    let line = Line::new();
    let mut command = command(&current_exe().unwrap(), "leaves_a_process", None);
    command.env(LINE, line.address());
    assert_eq!(verdict_of(command), Passed);
    assert_ends(line.held());
}

/// Were it waited for, this would never end.
fn an_escaped_process_cannot_hold_the_harness_up() {
    let line = Line::new();
    let mut command = command(&current_exe().unwrap(), "leaves_an_escaped_process", None);
    command.env(LINE, line.address());
    assert_eq!(verdict_of(command), Passed);
    // It is out of reach indeed; once the line is hung up it ends by itself.
    let line = line.held();
    line.set_nonblocking(true).unwrap();
    assert_eq!(
        line.peek(&mut [0]).unwrap_err().kind(),
        ErrorKind::WouldBlock
    );
}

/// It would hang for ever, and so would what it has started.
fn a_check_that_is_cancelled_ends_with_all_that_it_started() {
    let line = Line::new();
    let token = CancelToken::new();
    let supervisor = Supervisor {
        limits: PATIENT.clone(),
        cancel: Some(&token),
        ..Supervisor::default()
    };
    let mut command = command(&current_exe().unwrap(), "hangs_with_a_worker", None);
    command.env(LINE, line.address());
    let held = std::thread::scope(|scope| {
        let run = scope.spawn(|| supervisor.run(command));
        let held = [line.held(), line.held()];
        token.cancel();
        assert_eq!(run.join().unwrap(), Err(Cancelled));
        held
    });
    held.into_iter().for_each(assert_ends);
}

fn a_check_ends_with_its_harness() {
    let line = Line::new();
    let mut harness = harness_of("hangs_on_the_line", &line);
    let held = line.held();
    kill(&mut harness);
    assert_ends(held);
}

/// Both lines end: that of the check, and that of the process which it has started.
fn workers_of_a_check_end_with_its_harness() {
    let line = Line::new();
    let mut harness = harness_of("hangs_with_a_worker", &line);
    let held = [line.held(), line.held()];
    kill(&mut harness);
    held.into_iter().for_each(assert_ends);
}

/// A harness of its own, which runs that check.
fn harness_of(check: &str, line: &Line) -> Child {
    let mut harness = Command::new(current_exe().unwrap());
    harness
        .args(["--exact", check])
        .env(AS_THE_FIXTURE, "1")
        .env(LINE, line.address());
    harness.stdout(Stdio::null()).spawn().unwrap()
}

/// Ends the harness so that it can do nothing about it.
fn kill(harness: &mut Child) {
    harness.kill().unwrap();
    harness.wait().unwrap();
}
