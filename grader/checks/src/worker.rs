//! Worker processes: the check binary itself, started as a child that runs one registered function.

use std::env;
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use model_std::model::{Echo, PanicInfo, Site};

use crate::check_state;
use crate::judge;

/// The argument that makes a check binary run a worker instead of checks.
pub(crate) const WORKER: &str = "--checks-worker";

/// A command that starts this binary as a process running the worker function `name`, which
/// `checks::main!(..; workers: name)` has registered.
///
/// Its stdin, stdout and environment are plain: the function reads and writes what the submission pipes.
/// What it leaves running ends with the check.
///
/// # Panics
/// If the system does not tell the path of the running program.
pub fn worker(name: &str) -> Command {
    let mut command = Command::new(itself().expect("a program is told its own path"));
    command.arg(WORKER).arg(name);
    command
}

/// The path of this program. The harness has started it by that, which is the only way to know it where the system tells
/// nothing of its processes.
fn itself() -> io::Result<PathBuf> {
    let told = || {
        let name = env::args_os().next().map(PathBuf::from);
        name.filter(|path| path.is_absolute() && path.is_file())
    };
    env::current_exe().or_else(|error| told().ok_or(error))
}

/// Ends the check if `stderr`, which a worker process has written, tells of a panic: as for a panic of this process, with
/// its place and its text, and `not_attempted` for a `todo!()`. `who` panicked, in the words of a report: "`serve`".
pub fn fail_if_panicked(who: &str, stderr: &str) {
    let panicked = panic_in(who, stderr).and_then(|panic| judge::panicked(&[panic]));
    if let Some(outcome) = panicked {
        check_state::end(outcome);
    }
}

/// The first panic that std's own hook has told of: `thread 'main' (1) panicked at src/lib.rs:14:9:`, then its text.
fn panic_in(who: &str, stderr: &str) -> Option<PanicInfo> {
    let (_, told) = stderr.split_once(" panicked at ")?;
    let (place, text) = told.split_once('\n').unwrap_or((told, ""));
    let mut place = place.trim_end().trim_end_matches(':').rsplitn(3, ':');
    let (_column, line, file) = (place.next()?, place.next()?, place.next()?);
    let lines = text.lines();
    let said: Vec<_> = lines
        .take_while(|line| !line.starts_with("note: ") && !line.starts_with("stack backtrace:"))
        .collect();
    let message = said.join("\n").trim_end().to_owned();
    Some(PanicInfo {
        thread: who.to_owned(),
        echo: Echo::of(&message),
        message,
        site: Site {
            file: file.to_owned(),
            line: line.parse().ok()?,
        },
        inside_std: crate::source::is_of_std(file),
    })
}

/// The lines that a process writes, as they come; it ends where they end. So a check can wait for a line, and give up.
pub fn lines_of(output: impl Read + Send + 'static) -> Receiver<String> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // The check has stopped listening if this fails.
            if tell.send(line).is_err() {
                break;
            }
        }
    });
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use course::Verdict;

    fn told(stderr: &str) -> Option<(Verdict, String)> {
        let outcome = judge::panicked(&[panic_in("`serve`", stderr)?])?;
        Some((outcome.verdict, outcome.message))
    }

    #[test]
    fn a_panic_of_a_worker_is_told_with_its_place_and_its_text() {
        let stderr = "\nthread 'main' (17) panicked at exercises/ex05/tests/../src/lib.rs:14:38:\n\
                      called `Result::unwrap()` on an `Err` value: ParseIntError { kind: Empty }\n\
                      note: run with `RUST_BACKTRACE=1`\n";
        let message = "`serve` panicked at src/lib.rs:14: called `Result::unwrap()` on an `Err` value: \
                       ParseIntError { kind: Empty }";
        assert_eq!(told(stderr), Some((Verdict::Panicked, message.to_owned())));
        let todo =
            "thread 'main' (17) panicked at src/lib.rs:9:5:\nnot yet implemented: read a line\n";
        let message = "todo!() at src/lib.rs:9: read a line".to_owned();
        assert_eq!(told(todo), Some((Verdict::NotAttempted, message)));
    }

    #[test]
    fn other_words_are_no_panic() {
        assert_eq!(told(""), None);
        assert_eq!(told("nobody panicked at all"), None);
        assert_eq!(told("thread 'main' panicked at somewhere"), None);
    }
}
