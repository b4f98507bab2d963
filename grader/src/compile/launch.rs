//! Starts programs that end with the grader, however it ends.
//!
//! A compiler that is given an endless constant runs on after the grader was killed, and nothing would ever stop it. On
//! Linux a process can ask to be killed when its parent is gone, but only for itself, and the request outlives `exec`.
//! So the grader starts a process with [`BECOME`] that asks, and then becomes the program: the small one beside it, if that
//! is there, since to start the grader itself takes longer than to ask.

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use sandbox::{BECOME, Kind, Sandbox};

use crate::event::Context;

/// Starts programs, by way of another one where that is of use.
#[derive(Debug, Clone, Default)]
pub struct Launcher {
    by_way_of: Option<PathBuf>,
    /// What confines the programs that read what a submission says.
    sandbox: Option<Arc<Sandbox>>,
    /// Who is told of what is started, and whether it is to go on.
    pub context: Context,
}

impl Launcher {
    /// By way of `grader`, a program whose `main` calls [`sandbox::become_program`], or of the small one beside it;
    /// directly if there is none.
    pub fn new(grader: Option<PathBuf>, sandbox: Option<Arc<Sandbox>>, context: Context) -> Self {
        let is_of_use = cfg!(target_os = "linux");
        let grader = grader.filter(|_| is_of_use);
        Self {
            by_way_of: grader.map(|grader| {
                Some(small(&grader))
                    .filter(|it| works(it))
                    .unwrap_or(grader)
            }),
            sandbox,
            context,
        }
    }

    /// The same for programs that read nothing but what is ours.
    pub fn of_ours(&self) -> Self {
        Self {
            sandbox: None,
            ..self.clone()
        }
    }

    /// A command that starts a compiler; arguments are added as usual.
    pub fn command(&self, program: &Path) -> Command {
        if let Some(sandbox) = &self.sandbox {
            return sandbox.command(Kind::Compiler, program);
        }
        match &self.by_way_of {
            Some(other) => {
                let mut command = Command::new(other);
                command.arg(BECOME).arg(program);
                command
            }
            None => Command::new(program),
        }
    }
}

/// Where the small program lies that can become others, if it was built.
pub(super) fn small(grader: &Path) -> PathBuf {
    grader.with_file_name(format!("grader-box{EXE_SUFFIX}"))
}

/// Whether that program is there and becomes another one: cargo builds it only where it is asked to, so that it may be of
/// an older course.
fn works(small: &Path) -> bool {
    let mut command = Command::new(small);
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let ended = quiet.arg(BECOME).arg("true").status();
    ended.is_ok_and(|status| status.success())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// By way of which program the grader in a folder starts others, if that is the small one beside it.
    fn by_way_of(small_one: Option<&str>) -> String {
        let dir = tempfile::tempdir().unwrap();
        let grader = dir.path().join("grader");
        if let Some(program) = small_one {
            symlink(program, small(&grader)).unwrap();
        }
        let launcher = Launcher::new(Some(grader), None, Context::default());
        let command = launcher.command(Path::new("rustc"));
        let name = Path::new(command.get_program()).file_name().unwrap();
        name.to_string_lossy().into_owned()
    }

    #[test]
    fn programs_are_started_by_the_small_one_only_if_it_can() {
        assert_eq!(by_way_of(Some("/bin/true")), "grader-box");
        assert_eq!(by_way_of(Some("/bin/false")), "grader", "an older one");
        assert_eq!(by_way_of(None), "grader");
    }
}
