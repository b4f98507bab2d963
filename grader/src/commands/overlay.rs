//! `--checks DIR`: private checks in place of the course's own.

use std::path::{Path, PathBuf};

use course::exercise::Exercise as Spec;

use crate::workspace::{Exercise, Workspace};

/// The folder of private checks cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("no exercise of the course has private checks in {}: it should hold folders as in exercises/, each with exercise.toml and tests/checks.rs", path.display())]
pub struct NoChecks {
    path: PathBuf,
}

/// Takes the checks, and what is said of them, from `dir` for each exercise that lies there.
///
/// # Errors
/// None lies there, or an `exercise.toml` cannot be used.
pub fn private_checks(workspace: &mut Workspace, dir: &Path) -> anyhow::Result<()> {
    let dir = dir.canonicalize().map_err(|_| NoChecks {
        path: dir.to_owned(),
    })?;
    let mut found = false;
    for exercise in &mut workspace.exercises {
        let own = dir.join(&exercise.folder);
        if own.join("tests").join("checks.rs").is_file() {
            *exercise = Exercise {
                spec: Spec::read(&own)?,
                dir: own,
                ..exercise.clone()
            };
            found = true;
        }
    }
    match found {
        true => Ok(()),
        false => Err(NoChecks { path: dir }.into()),
    }
}
