//! What runs in a worker process, and what it tells the check meanwhile.

use std::io::{self, Write};

use crate::roll::note;

/// What a worker says when its input has ended.
pub(super) const INPUT_ENDED: &str = "the input has ended";

/// What a worker says when the submission's own loop has returned.
pub(super) const RETURNED: &str = "returned";

/// Answers each number of the input by `task`, until the end of input. The check learns of each task before it is begun.
pub fn answer(task: impl Fn(u64) -> u64) {
    answer_silently(|n| task(begun(n, n)));
}

/// As [`answer`], for so many tasks that telling of each would take long.
pub fn answer_silently(task: impl Fn(u64) -> u64) {
    // A pool that sends anything but numbers gets no answer, and sees a dead worker.
    answer_lines(|line| Some(task(line.parse().ok()?).to_string()));
}

/// Answers each line of the input by the line that `reply` makes of it, until the end of input or the first line that
/// has no reply.
pub fn answer_lines(reply: impl Fn(&str) -> Option<String>) {
    for line in io::stdin().lines() {
        let Some(answer) = line.ok().and_then(|line| reply(&line)) else {
            break;
        };
        let mut output = io::stdout().lock();
        let written = writeln!(output, "{answer}").and_then(|()| output.flush());
        // Without a reader there is nobody to answer any more.
        if written.is_err() {
            break;
        }
    }
    note(INPUT_ENDED);
}

/// Tells the check that task `n` was begun, and gives back `value`.
pub fn begun(n: u64, value: u64) -> u64 {
    note(&n.to_string());
    value
}

/// Tells the check that the submission's own loop over the input has returned; see [`Served`](super::Served).
pub fn returned() {
    note(RETURNED);
}
