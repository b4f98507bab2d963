//! The least that a verdict can cost: the bare compiler on the crate of the checks, and the checks run by nobody but it.
//!
//! The grader says what it runs (`-v`). Of that, the command that makes the check program is taken, without the sandbox;
//! made so, the program runs all its checks by itself. What the grader compiles beside, screens, confines, supervises and
//! records is what it may cost more.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::cost::{cpu_of, grader};

/// What stands before a command that is run.
const RUN: &str = "$ ";

/// Seconds of processor time for all of a student's files, and how many there are.
pub fn student(dir: &Path) -> Result<(f64, usize)> {
    let mut command = grader()?;
    command.args(["-v", "--keep", "--submission"]).arg(dir);
    let output = command.output()?;
    let said = String::from_utf8(output.stderr)?;
    let mut kept = Kept(Vec::new());
    let mut cpu = 0.0;
    let mut files = 0;
    for commands in by_folder(&said) {
        let folder = PathBuf::from(folder(commands[0]).ok_or("a command names no folder")?);
        kept.0.extend(folder.parent().map(Path::to_owned));
        files += 1;
        let checks = commands
            .iter()
            .find(|it| it.contains(r#""--crate-name" "checks""#));
        // What does not compile gets no further than this.
        cpu += cpu_of(shell(&bare(checks.unwrap_or(&commands[0]))))?;
        if checks.is_some() {
            let mut run = Command::new(folder.join("checks"));
            run.current_dir(&folder);
            cpu += cpu_of(run)?;
        }
    }
    Ok((cpu, files))
}

/// Folders that were kept, which are removed with it.
struct Kept(Vec<PathBuf>);

impl Drop for Kept {
    fn drop(&mut self) {
        for folder in &self.0 {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// The commands that call the compiler, those in one folder together.
fn by_folder(said: &str) -> Vec<Vec<&str>> {
    let mut found: Vec<Vec<&str>> = Vec::new();
    let commands = said.lines().filter_map(|line| line.strip_prefix(RUN));
    for command in commands.filter(|it| it.contains("rustc\" ")) {
        let same = |those: &&mut Vec<&str>| folder(those[0]) == folder(command);
        match found.iter_mut().find(same) {
            Some(those) => those.push(command),
            None => found.push(vec![command]),
        }
    }
    found
}

/// The folder that a command is run in.
fn folder(command: &str) -> Option<&str> {
    command.strip_prefix("cd \"")?.split('"').next()
}

/// The command without the sandbox, and without what makes a program of the grader's of it.
fn bare(command: &str) -> String {
    let command = command.replace(r#"CHECKS_OF_THE_GRADER="1" "#, "");
    match command.split_once(r#"" "--confine" ""#) {
        Some((before, after)) => {
            let before = before.rsplit_once('"').map_or("", |it| it.0);
            let after = after.split_once("\" ").map_or("", |it| it.1);
            format!("{before}{after}")
        }
        None => command,
    }
}

fn shell(line: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", line]);
    shell
}
