//! What a script of an instructor would do instead: each student's ex03 put into a checkout, and tested there by cargo.

use std::fs;
use std::path::Path;
use std::process::Command;

use grader::workspace::{Exercise, Workspace};

use crate::Result;
use crate::cost::cpu_of;

/// Seconds of processor time for a student.
pub struct ByCargo {
    /// With one target directory for all, in which all that is not a student's is built already.
    pub shared: f64,
    /// With a checkout and a target directory for each.
    pub fresh: f64,
}

/// Tests these files, the first of them alone too.
pub fn test(
    workspace: &Workspace,
    exercise: &Exercise,
    texts: &[String],
    dir: &Path,
) -> Result<ByCargo> {
    let tree = dir.join("tree");
    fs::create_dir(&tree)?;
    let mut copy = Command::new("sh");
    copy.args(["-c", "git archive HEAD | tar x -C \"$0\""])
        .arg(&tree)
        .current_dir(&workspace.root);
    if !copy.status()?.success() {
        return Err("git archive failed".into());
    }
    let target = dir.join("target");
    let test = |text: &str| -> Result<f64> {
        let file = tree
            .join("exercises")
            .join(&exercise.folder)
            .join("src/lib.rs");
        fs::write(file, text)?;
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["test", "-q", "--offline", "-p", &exercise.name])
            .current_dir(&tree)
            .env("CARGO_TARGET_DIR", &target);
        cpu_of(cargo)
    };
    // In a new clone everything is built for the first.
    let fresh = test(&texts[0])?;
    let costs = texts.iter().skip(1).map(|text| test(text));
    let costs = costs.collect::<Result<Vec<_>>>()?;
    let shared = costs.iter().sum::<f64>() / costs.len().max(1) as f64;
    Ok(ByCargo { shared, fresh })
}
