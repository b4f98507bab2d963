//! A run of a tool of the workspace, which can be cancelled: cargo may be at work for a minute.

use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use supervise::CancelToken;

/// How often a tool is asked whether it has ended, at most.
const PAUSE: Duration = Duration::from_millis(10);

/// Runs the tool in `root` to its end, or until it is cancelled: then it and all that it has started are ended, and the
/// error is [`io::ErrorKind::Interrupted`].
///
/// # Errors
/// It does not start, or what it says cannot be read.
pub fn run(
    root: &Path,
    tool: &OsStr,
    arguments: &[&str],
    cancel: Option<&CancelToken>,
) -> io::Result<Output> {
    let mut command = Command::new(tool);
    command.args(arguments).current_dir(root);
    command.stdin(Stdio::null());
    let Some(cancel) = cancel else {
        return command.output();
    };
    // A group of its own, so that what it starts ends with it. Not without a token: Ctrl-C would not reach it then.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (stdout, stderr) = (reader(child.stdout.take()), reader(child.stderr.take()));
    let status = wait(&mut child, cancel)?;
    Ok(Output {
        status,
        stdout: all_of(stdout)?,
        stderr: all_of(stderr)?,
    })
}

fn wait(child: &mut Child, cancel: &CancelToken) -> io::Result<ExitStatus> {
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if cancel.is_cancelled() {
            end(child);
            child.wait()?;
            return Err(io::ErrorKind::Interrupted.into());
        }
        thread::sleep(pause);
        pause = (pause * 2).min(PAUSE);
    }
}

/// Ends a program that leads a group of its own, and what it has started. Its status is still to be taken.
pub fn end(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        // It has not been waited for, so the number is still its own.
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
    let _ = child.kill();
}

type Reader = JoinHandle<io::Result<Vec<u8>>>;

fn reader(pipe: Option<impl Read + Send + 'static>) -> Reader {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    })
}

fn all_of(reader: Reader) -> io::Result<Vec<u8>> {
    let read = reader.join();
    read.unwrap_or_else(|_| Err(io::Error::other("a thread of the grader panicked")))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, cancel: Option<&CancelToken>) -> io::Result<Output> {
        run(Path::new("/"), "sh".as_ref(), &["-c", script], cancel)
    }

    #[test]
    fn what_it_says_and_how_it_ends_is_told_with_and_without_a_token() {
        for token in [None, Some(CancelToken::new())] {
            let output = shell("echo out; echo err >&2; exit 7", token.as_ref()).unwrap();
            assert_eq!(output.status.code(), Some(7));
            assert_eq!(
                (&*output.stdout, &*output.stderr),
                (&b"out\n"[..], &b"err\n"[..])
            );
        }
    }

    #[test]
    fn what_it_has_started_ends_with_it() {
        let dir = tempfile::tempdir().unwrap();
        let fifo = dir.path().join("open");
        let token = CancelToken::new();
        let script = format!("sleep 1000 & echo $! > {0}; wait", fifo.display());
        let ended = thread::scope(|scope| {
            let running = scope.spawn(|| shell(&script, Some(&token)));
            let started = || std::fs::read_to_string(&fifo).is_ok_and(|it| it.ends_with('\n'));
            while !started() {
                thread::sleep(PAUSE);
            }
            token.cancel();
            running.join().unwrap()
        });
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::Interrupted);
        let pid = std::fs::read_to_string(&fifo).unwrap();
        let pid = rustix::process::Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
        // Its new parent takes its status when it gets to it.
        while rustix::process::test_kill_process(pid).is_ok() {
            thread::sleep(PAUSE);
        }
    }
}
