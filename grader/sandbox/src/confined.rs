//! The hook of a supervisor: a check that is started confined.

use std::io;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use crate::sandbox::{Kind, Sandbox};

/// Where programs are found that a check may start.
const PATH: &str = "/usr/bin:/bin";

/// Confines the processes of checks of one kind.
#[derive(Debug, Clone)]
pub struct Confined {
    /// What confines them.
    pub sandbox: Arc<Sandbox>,
    /// What they are.
    pub kind: Kind,
}

impl supervise::Sandbox for Confined {
    /// The command with another program before its own. Of its environment nothing is left.
    fn confine(&self, command: Command) -> io::Result<Command> {
        let program = Path::new(command.get_program());
        let mut confined = self.sandbox.command(self.kind, program);
        confined.args(command.get_args()).env_clear();
        confined.env("PATH", PATH);
        if let Some(dir) = command.get_current_dir() {
            confined.current_dir(dir);
        }
        Ok(confined)
    }
}
