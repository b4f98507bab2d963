//! What a practicals repo is given: the exercises as they are handed out, and the grader with all that it is built from.
//! Solutions and the course's tests are never copied, and a student's file that is there is never written to.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, anyhow};

use super::{manifest, templates};
use crate::stub;
use crate::tables::page_of;
use crate::workspace::{EXERCISES, Exercise, Workspace};

/// The folder of the grader.
const GRADER: &str = "grader";

/// Where exercises are compiled on the std of the checks, a package each.
const MODELLED: &str = "grader/modelled";

/// Files at the root that the build depends on. A repo that has others of these names cannot be begun in.
const BUILD: [&str; 3] = [".cargo/config.toml", "rust-toolchain.toml", "Cargo.lock"];

/// The manifest of the workspace.
const MANIFEST: &str = "Cargo.toml";

/// Files at the root that are only given to a repo that has none: they are the student's to change.
const OFFERED: [&str; 5] = [
    "rustfmt.toml",
    "clippy.toml",
    ".vscode/tasks.json",
    ".vscode/extensions.json",
    ".vscode/settings.json",
];

/// The licences of the grader, which go where it goes.
const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Copies what `exercises` need to `root`, which may hold earlier practicals.
///
/// # Errors
/// Something cannot be read or written.
pub fn copy(
    workspace: &Workspace,
    root: &Path,
    practical: &str,
    exercises: &[&Exercise],
) -> Result<()> {
    let course = &workspace.root;
    let is_here = |exercise: &&Exercise| {
        let dir = root.join(EXERCISES).join(&exercise.folder);
        dir.is_dir() || exercises.iter().any(|it| it.name == exercise.name)
    };
    let here: Vec<&Exercise> = workspace.exercises.iter().filter(is_here).collect();
    remove(&root.join(GRADER))?;
    let modelled = course.join(MODELLED);
    let is_wanted = |path: &Path| {
        let is_of_exercise = path.parent() == Some(&modelled) && path.is_dir();
        let name = path.file_name().unwrap_or_default();
        !is_of_exercise || here.iter().any(|it| name == it.name.as_str())
    };
    folder(&course.join(GRADER), &root.join(GRADER), &is_wanted)?;
    for licence in LICENCES {
        file(&course.join(licence), &root.join(GRADER).join(licence))?;
    }
    for exercise in &here {
        handed_out(exercise, &root.join(EXERCISES).join(&exercise.folder))?;
    }
    let page = page_of(practical);
    file(&course.join(&page), &root.join(&page))?;
    for path in BUILD {
        file(&course.join(path), &root.join(path))?;
    }
    for path in OFFERED {
        if !root.join(path).exists() {
            file(&course.join(path), &root.join(path))?;
        }
    }
    let text = read(&course.join(MANIFEST))?;
    let reduced = manifest::reduced(&text);
    let reduced =
        reduced.map_err(|problem| anyhow!("cannot use the course's {MANIFEST}: {problem}"))?;
    write(&root.join(MANIFEST), &reduced)?;
    write_pages(root)?;
    prune_lock(root);
    Ok(())
}

/// The first file of another kind that has the place of one of ours.
pub fn taken(root: &Path) -> Option<&'static str> {
    let is_ours = fs::read_to_string(root.join(MANIFEST))
        .is_ok_and(|text| text.starts_with(templates::MANIFEST));
    let mut places = [MANIFEST, GRADER].into_iter().chain(BUILD);
    places.find(|path| !is_ours && root.join(path).exists())
}

/// An exercise as it is handed out, except for editable files that are there.
fn handed_out(exercise: &Exercise, to: &Path) -> Result<()> {
    let editable = &exercise.spec.editable;
    let is_editable = |path: &Path| editable.iter().any(|it| exercise.dir.join(it) == path);
    let is_wanted = |path: &Path| !is_editable(path) && !is_kept(path);
    folder(&exercise.dir, to, &is_wanted)?;
    for path in editable {
        if !to.join(path).exists() {
            let text = stub::read(exercise, path).map_err(|problem| anyhow!(problem))?;
            write(&to.join(path), &text)?;
        }
    }
    Ok(())
}

/// What `grader reset` keeps of an attempt.
fn is_kept(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.contains(".kept-")
}

/// A page, and what git is not to see, where they are missing.
fn write_pages(root: &Path) -> Result<()> {
    let page = root.join("README.md");
    if !page.exists() {
        write(&page, templates::README)?;
    }
    let path = root.join(".gitignore");
    let mut ignored = fs::read_to_string(&path).unwrap_or_default();
    let line = templates::IGNORED;
    let is_there = |found: &str| found.trim().trim_matches('/') == line.trim_matches('/');
    if !ignored.lines().any(is_there) {
        if !ignored.is_empty() && !ignored.ends_with('\n') {
            ignored.push('\n');
        }
        write(&path, &format!("{ignored}{line}\n"))?;
    }
    Ok(())
}

/// Has cargo take out of the lock file what this workspace has no use for. Otherwise the first build would, and the file
/// would stand there changed. Where cargo cannot, it still does so at the first build.
fn prune_lock(root: &Path) {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let update = |more: &[&str]| {
        let mut command = Command::new(&cargo);
        command
            .args(["update", "--workspace", "--quiet"])
            .args(more)
            .current_dir(root)
            .stdin(Stdio::null());
        command.output().is_ok_and(|output| output.status.success())
    };
    if !update(&["--offline"]) && !update(&[]) {
        eprintln!(
            "grader: cargo cannot look through Cargo.lock now; the first build may change it: commit that"
        );
    }
}

/// Copies a folder with what is wanted of it.
fn folder(from: &Path, to: &Path, is_wanted: &dyn Fn(&Path) -> bool) -> Result<()> {
    let failed = || {
        format!(
            "cannot read {}; get it again from the course's repo",
            from.display()
        )
    };
    for entry in fs::read_dir(from).with_context(failed)? {
        let path = entry.with_context(failed)?.path();
        let name = path.file_name().unwrap_or_default();
        if !is_wanted(&path) || name == "target" {
            continue;
        }
        if path.is_dir() {
            folder(&path, &to.join(name), is_wanted)?;
        } else {
            file(&path, &to.join(name))?;
        }
    }
    Ok(())
}

/// Copies a file, unless the course has none of that name.
fn file(from: &Path, to: &Path) -> Result<()> {
    if !from.exists() {
        return Ok(());
    }
    make_folder(to)?;
    let copied = fs::copy(from, to).map(drop);
    copied.with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    make_folder(path)?;
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// The folder that a file lies in.
fn make_folder(path: &Path) -> Result<()> {
    let folder: PathBuf = path.parent().map(Path::to_owned).unwrap_or_default();
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))
}

/// Removes a folder, which need not be there.
fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot replace {}", folder.display()))
        }
        _ => Ok(()),
    }
}
