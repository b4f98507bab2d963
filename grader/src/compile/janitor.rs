//! Removes the folder of a grader that was killed.
//!
//! A grader removes its own folder when it ends. One that is killed cannot; so it starts a second process of itself that
//! waits for the end of a pipe, which the system closes however the grader ends, and then removes what is left.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::Duration;

/// The first argument of a grader that is to wait and tidy up; the second is the folder.
pub const ARGUMENT: &str = "--tidy";

/// How often the folder is tried to be removed, and how long to wait after each attempt.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(100);

/// The second process. It ends when this is dropped, and does nothing if the folder is gone by then.
#[derive(Debug)]
pub struct Janitor(Child);

impl Janitor {
    /// Starts `grader` to look after `dir`.
    ///
    /// # Errors
    /// The process could not be started; the next grader tidies up then.
    pub fn start(grader: &Path, dir: &Path) -> io::Result<Self> {
        let mut command = Command::new(grader);
        command.arg(ARGUMENT).arg(dir);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // Ctrl-C goes to the whole group of the terminal, and this process has to outlive it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.spawn().map(Self)
    }
}

impl Drop for Janitor {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// What `main` does first: if this process was started by [`Janitor::start`], it waits and tidies up.
pub fn tidy() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next()? != ARGUMENT {
        return None;
    }
    let dir = PathBuf::from(arguments.next()?);
    // Nothing is ever written to the pipe: this returns at its end.
    let _ = io::stdin().read_to_end(&mut Vec::new());
    // A compiler or a check that is being killed at this moment may still write something.
    for _ in 0..TRIES {
        if !dir.exists() || fs::remove_dir_all(&dir).is_ok() {
            break;
        }
        thread::sleep(PAUSE);
    }
    Some(ExitCode::SUCCESS)
}
