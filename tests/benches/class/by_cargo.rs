//! What a script of an instructor would do instead: each student's files put into a checkout, and tested there by cargo.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use grader::workspace::{Exercise, Workspace};

use crate::Result;
use crate::cost::{Spent, spent_by};
use crate::draw::{Pool, text};

/// A checkout, and students' files that are put into it.
pub struct ByCargo<'w> {
    workspace: &'w Workspace,
    tree: PathBuf,
}

impl<'w> ByCargo<'w> {
    /// The checkout is in `dir`.
    pub fn new(workspace: &'w Workspace, dir: &Path) -> Self {
        let tree = dir.join("tree");
        Self { workspace, tree }
    }

    /// What a student costs on average with a checkout and a target directory for each.
    pub fn fresh(&self, students: usize, pools: &[Pool<'_>]) -> Result<Spent> {
        let mut all = Spent::default();
        for student in 0..students {
            self.clone_anew()?;
            all += self.student(student, pools)?;
        }
        Ok(all.each_of(students))
    }

    /// The same with one target directory for all, in which all that is not a student's is built already: in the last of the
    /// clones.
    pub fn shared(&self, students: usize, pools: &[Pool<'_>]) -> Result<Spent> {
        let mut all = Spent::default();
        for student in 0..students {
            all += self.student(students + student, pools)?;
        }
        Ok(all.each_of(students))
    }

    /// All exercises of a student, one after the other.
    fn student(&self, student: usize, pools: &[Pool<'_>]) -> Result<Spent> {
        let mut all = Spent::default();
        for (at, (exercise, texts)) in pools.iter().enumerate() {
            all += self.test(exercise, &text(texts, student, at))?;
        }
        Ok(all)
    }

    fn test(&self, exercise: &Exercise, text: &str) -> Result<Spent> {
        let lib = Path::new(&exercise.folder).join("src/lib.rs");
        fs::write(self.tree.join("exercises").join(lib), text)?;
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["test", "-q", "--offline", "-p", &exercise.name])
            .current_dir(&self.tree)
            .env("CARGO_TARGET_DIR", self.tree.join("target"));
        spent_by(cargo)
    }

    /// Makes a checkout in the place of the one that may be there.
    fn clone_anew(&self) -> Result<()> {
        if self.tree.exists() {
            fs::remove_dir_all(&self.tree)?;
        }
        fs::create_dir(&self.tree)?;
        let mut copy = Command::new("sh");
        copy.args(["-c", "git archive HEAD | tar x -C \"$0\""])
            .arg(&self.tree)
            .current_dir(&self.workspace.root);
        match copy.status()?.success() {
            true => Ok(()),
            false => Err("git archive failed".into()),
        }
    }
}
