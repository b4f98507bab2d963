//! The layers that a system has.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The layers that a system has besides limits, Landlock and seccomp, without which there is no sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layers {
    /// Files, processes, network and IPC of its own, which see nothing of the machine's.
    pub namespaces: bool,
    /// Whose rights a program has.
    pub identity: Identity,
    /// The version of Landlock's interface.
    pub landlock: i32,
}

/// Whose rights a confined program has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Identity {
    /// Those of a user who is nobody else, and has started nothing else.
    Nobody,
    /// Those of the user who grades, in a user namespace if there are namespaces.
    Own,
}

impl fmt::Display for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.namespaces {
            f.write_str("namespaces of files, processes, network and IPC, ")?;
        } else {
            f.write_str("no namespaces, ")?;
        }
        f.write_str(match self.identity {
            Identity::Nobody => "a user of its own, ",
            Identity::Own => "your own user, ",
        })?;
        write!(f, "Landlock {}, seccomp, limits", self.landlock)
    }
}
