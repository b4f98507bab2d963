//! The layers that a system has.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The layers that confine a program. [`Sandbox`](crate::Sandbox) leaves none out that the system has; tests do, to see
/// what each of them does alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layers {
    /// Files, processes, network and IPC of its own, which see nothing of the machine's.
    pub namespaces: bool,
    /// Whose rights a program has.
    pub identity: Identity,
    /// The version of Landlock's interface; 0 to do without.
    pub landlock: i32,
    /// Calls of the system are filtered.
    pub seccomp: bool,
    /// What a process may use is limited.
    pub limits: bool,
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
        write!(f, "Landlock {}", self.landlock)?;
        for (name, there) in [("seccomp", self.seccomp), ("limits", self.limits)] {
            f.write_str(if there { ", " } else { ", no " })?;
            f.write_str(name)?;
        }
        Ok(())
    }
}
