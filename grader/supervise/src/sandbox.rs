//! The hook that a sandbox hangs on.

use std::io;
use std::process::{Command, ExitStatus};

/// Confines the process of a check: its files, its network, its memory.
///
/// The supervisor itself sets no bounds but those of time and output, and starts what it is given. A sandbox changes that
/// command before it is started.
pub trait Sandbox: Sync {
    /// The command that starts the same program with the same arguments, confined. It must leave stdin alone, which is
    /// the private pipe, and be the process that runs the program in the end (`exec`), since that is the one which is
    /// supervised.
    ///
    /// # Errors
    /// It cannot be confined; then it is not run at all.
    fn confine(&self, command: Command) -> io::Result<Command>;
}

/// The signal by which a sandbox ends the process that it was started as, if it could not confine the program and has not
/// started it. What a program does never leads to it.
pub const NOT_CONFINED: i32 = 50;

/// The signal by which a sandbox ends the process that it was started as, after it has ended the program for the memory
/// that it took.
pub const OUT_OF_MEMORY: i32 = 51;

/// The signal by which a sandbox ends the process that it was started as, after it has ended the program for the processes
/// that it started.
pub const TOO_MANY_PROCESSES: i32 = 52;

/// What a sandbox says by the way in which it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The program was not started: that is no fault of the program's.
    NotConfined,
    /// The program took too much memory.
    OutOfMemory,
    /// The program started too many processes.
    TooManyProcesses,
    /// The program wrote a file that is too long, for which the system ended it.
    FileTooLong,
}

impl Said {
    /// What it said, if anything.
    #[cfg(unix)]
    pub fn by(status: ExitStatus) -> Option<Self> {
        use rustix::process::Signal;
        use std::os::unix::process::ExitStatusExt;
        match status.signal()? {
            signal if signal == Signal::XFSZ.as_raw() => Some(Self::FileTooLong),
            signal => Self::by_signal(signal),
        }
    }

    /// Elsewhere there is no sandbox.
    #[cfg(not(unix))]
    pub fn by(_status: ExitStatus) -> Option<Self> {
        None
    }

    #[cfg(unix)]
    pub(crate) fn by_signal(signal: i32) -> Option<Self> {
        match signal {
            NOT_CONFINED => Some(Self::NotConfined),
            OUT_OF_MEMORY => Some(Self::OutOfMemory),
            TOO_MANY_PROCESSES => Some(Self::TooManyProcesses),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use course::Verdict;

    use super::*;
    use crate::Supervisor;

    /// Puts another program in the place of each.
    struct Instead;

    impl Sandbox for Instead {
        fn confine(&self, _: Command) -> io::Result<Command> {
            Ok(Command::new("/no/such/wrapper"))
        }
    }

    struct Refuses;

    impl Sandbox for Refuses {
        fn confine(&self, _: Command) -> io::Result<Command> {
            Err(io::Error::other("no user namespaces"))
        }
    }

    fn message(sandbox: &dyn Sandbox) -> String {
        let supervisor = Supervisor {
            sandbox: Some(sandbox),
            ..Supervisor::default()
        };
        // A program that is there: nothing but the sandbox keeps it from being run.
        let command = Command::new(std::env::current_exe().expect("a test has a program"));
        let outcome = supervisor.run(command).expect("nobody cancels").outcome;
        assert_eq!(outcome.verdict, Verdict::GraderFault);
        outcome.message
    }

    #[test]
    fn what_is_started_is_what_the_sandbox_makes_of_the_command() {
        assert!(message(&Instead).starts_with("cannot run the check binary"));
    }

    #[test]
    fn what_cannot_be_confined_is_not_run() {
        let message = message(&Refuses);
        assert!(message.ends_with("no user namespaces"), "{message}");
    }
}
