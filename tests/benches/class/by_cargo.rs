//! What a script of an instructor would do instead: each student's ex03 put into a checkout, and tested there by cargo.

use std::fs;
use std::path::Path;
use std::process::Command;

use grader::workspace::{Exercise, Workspace};

use crate::Result;
use crate::cost::cpu_of;

/// Seconds of processor time for a student, on average.
pub struct ByCargo {
    /// With one target directory for all, in which all that is not a student's is built already.
    pub shared: f64,
    /// With a checkout and a target directory for each.
    pub fresh: f64,
}

/// Tests these files: each of `fresh` in a new clone, and then those of `shared` in the last of the clones.
pub fn test(
    workspace: &Workspace,
    exercise: &Exercise,
    (fresh, shared): (&[String], &[String]),
    dir: &Path,
) -> Result<ByCargo> {
    let lib = Path::new(&exercise.folder).join("src/lib.rs");
    let tree = dir.join("tree");
    let test = |text: &String| -> Result<f64> {
        fs::write(tree.join("exercises").join(&lib), text)?;
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["test", "-q", "--offline", "-p", &exercise.name])
            .current_dir(&tree)
            .env("CARGO_TARGET_DIR", tree.join("target"));
        cpu_of(cargo)
    };
    let in_a_clone = |text| -> Result<f64> {
        clone(workspace, &tree)?;
        test(text)
    };
    Ok(ByCargo {
        fresh: mean(fresh.iter().map(in_a_clone))?,
        shared: mean(shared.iter().map(test))?,
    })
}

/// Makes a checkout in the place of the one that may be there.
fn clone(workspace: &Workspace, tree: &Path) -> Result<()> {
    if tree.exists() {
        fs::remove_dir_all(tree)?;
    }
    fs::create_dir(tree)?;
    let mut copy = Command::new("sh");
    copy.args(["-c", "git archive HEAD | tar x -C \"$0\""])
        .arg(tree)
        .current_dir(&workspace.root);
    match copy.status()?.success() {
        true => Ok(()),
        false => Err("git archive failed".into()),
    }
}

fn mean(costs: impl Iterator<Item = Result<f64>>) -> Result<f64> {
    let costs = costs.collect::<Result<Vec<_>>>()?;
    Ok(costs.iter().sum::<f64>() / costs.len().max(1) as f64)
}
