//! The hook that a sandbox hangs on.

use std::io;
use std::process::Command;

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
