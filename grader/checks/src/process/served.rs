//! A worker whose loop over the input is the submission's.

use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError};

use course::Verdict;

use super::work::RETURNED;
use super::{PATIENCE, next_of};
use crate::ending::fail;
use crate::roll::Roll;
use crate::worker::{fail_if_panicked, lines_of};

/// A worker process that runs a loop of the submission, and our ends of its pipes.
///
/// Its function tells of each task by [`begun`](super::begun), and calls [`returned`](super::returned) after the loop.
#[derive(Debug)]
pub struct Served {
    /// The name of the loop, as a report quotes it: "`serve`".
    who: &'static str,
    child: Child,
    input: ChildStdin,
    answers: Receiver<String>,
    roll: Roll,
}

impl Served {
    /// Starts the worker of that name, which runs the loop that a report calls `who`.
    ///
    /// # Panics
    /// If the system starts no process.
    pub fn start(who: &'static str, worker: &str) -> Self {
        let roll = Roll::open();
        let mut command = roll.worker(worker)();
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command
            .stderr(Stdio::piped())
            .spawn()
            .expect("the worker can be started");
        Self {
            who,
            answers: lines_of(child.stdout.take().expect("it was asked for as a pipe")),
            input: child.stdin.take().expect("it was asked for as a pipe"),
            child,
            roll,
        }
    }

    /// Demands the right answer to each number before the next is sent, and then that the loop returns at the end of
    /// input, with nothing said or done beyond its task; else the check ends.
    pub fn answers(mut self, numbers: &[u64], task: fn(u64) -> u64) {
        for &number in numbers {
            let expected = task(number).to_string();
            let right = format!("for which the task returns {expected}");
            self.exchange(&number.to_string(), &expected, &right);
        }
        self.ends(numbers);
    }

    /// The same for lines that hold several numbers, a space between two: each is sent with the line that answers it.
    pub fn answers_lines(mut self, lines: &[(&str, &str)]) {
        let mut numbers = Vec::new();
        for (line, answer) in lines {
            let parsed = line.split(' ').map(|number| number.parse::<u64>());
            numbers.extend(parsed.map(|number| number.expect("the check sends numbers")));
            let right = format!("for which {answer:?} is right");
            self.exchange(line, answer, &right);
        }
        self.ends(&numbers);
    }

    /// Sends a line and demands that answer to it. `right` says in a report which one it is.
    fn exchange(&mut self, line: &str, expected: &str, right: &str) {
        let who = self.who;
        // A worker that is already dead is noticed by its missing answer.
        let _ = writeln!(self.input, "{line}");
        match next_of(&self.answers) {
            Ok(answer) if answer == expected => {}
            Ok(answer) => fail(
                Verdict::Wrong,
                format!("sent {line}, {right}, {who} wrote the line {answer:?}"),
            ),
            Err(RecvTimeoutError::Timeout) => fail(
                Verdict::TimedOut,
                format!("{who} was sent {line}, and its answer had not come after {PATIENCE:?}"),
            ),
            Err(RecvTimeoutError::Disconnected) => explain_end(
                who,
                &mut self.child,
                &format!("without an answer to {line}"),
            ),
        }
    }

    fn ends(mut self, numbers: &[u64]) {
        let who = self.who;
        drop(self.input);
        match next_of(&self.answers) {
            Err(RecvTimeoutError::Disconnected) => {}
            Ok(line) => fail(
                Verdict::Wrong,
                format!("after the last answer {who} wrote another line, {line:?}"),
            ),
            Err(RecvTimeoutError::Timeout) => fail(
                Verdict::TimedOut,
                format!("{who} had not returned {PATIENCE:?} after the end of its input"),
            ),
        }
        let notes = self.roll.notes();
        let mut told: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
        if told.pop_if(|last| *last == RETURNED).is_none() {
            explain_end(
                who,
                &mut self.child,
                "instead of returning at the end of its input",
            );
        }
        let expected: Vec<String> = numbers.iter().map(u64::to_string).collect();
        if told != expected {
            fail(
                Verdict::Wrong,
                format!(
                    "{who} calls its task once for each number it is sent:\ngot {told:?}, expected {expected:?}"
                ),
            );
        }
        self.child.wait().expect("nobody else waits for it");
    }
}

/// Says how a worker ended that should not have: by a panic, or otherwise.
fn explain_end(who: &str, child: &mut Child, when: &str) -> ! {
    let mut errors = String::new();
    let pipe = child.stderr.take();
    let _ = pipe.map(|mut pipe| pipe.read_to_string(&mut errors));
    let status = child.wait().expect("nobody else waits for it");
    fail_if_panicked(who, &errors);
    fail(
        Verdict::Wrong,
        format!("{who} ended its process {when} ({status})"),
    );
}
