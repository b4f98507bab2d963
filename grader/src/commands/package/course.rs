//! The course as it goes into a package: exercises as they are handed out, the grader, nothing else.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use toml::{Table, Value};

use super::{PackageError, write_error, write_file};
use crate::stub;
use crate::workspace::{EXERCISES, Workspace};

/// Folders that are copied.
const FOLDERS: [&str; 3] = [EXERCISES, "grader", ".cargo"];

/// Files that are copied as they are.
const FILES: [&str; 4] = [
    "Cargo.lock",
    "rust-toolchain.toml",
    "LICENSE-MIT",
    "LICENSE-APACHE",
];

/// Members of the workspace that stay behind: what must not get into the hands of students, and what only those need
/// who work on the course.
const LEFT_OUT: [&str; 2] = ["solutions", "tests"];

/// Tells cargo where the crates are.
const VENDORED: &str = "
[source.crates-io]
replace-with = \"vendored\"

[source.vendored]
directory = \"vendor\"
";

/// Copies the course to `dir`.
pub fn copy(workspace: &Workspace, dir: &Path) -> Result<(), PackageError> {
    for folder in FOLDERS {
        copy_folder(&workspace.root.join(folder), &dir.join(folder))?;
    }
    for file in FILES {
        let from = workspace.root.join(file);
        if from.is_file() {
            copy_file(&from, &dir.join(file))?;
        }
    }
    for exercise in &workspace.exercises {
        for file in &exercise.spec.editable {
            // What somebody has written into the course is no part of it.
            let place = dir.join(EXERCISES).join(&exercise.folder).join(file);
            copy_file(&stub::path(exercise, file), &place)?;
        }
    }
    let manifest = workspace.root.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(|source| write_error(&manifest, source))?;
    let text = without_members(&text).map_err(|problem| PackageError::Manifest {
        path: manifest,
        problem,
    })?;
    write_file(&dir.join("Cargo.toml"), &text, false)
}

/// The workspace's manifest without the members that stay behind.
fn without_members(manifest: &str) -> Result<String, String> {
    let mut table: Table = manifest
        .parse()
        .map_err(|error: toml::de::Error| error.to_string())?;
    let workspace = table.get_mut("workspace").and_then(Value::as_table_mut);
    let workspace = workspace.ok_or("it has no [workspace]")?;
    let stays = |member: &Value| {
        let first = member.as_str().and_then(|path| path.split('/').next());
        first.is_none_or(|first| !LEFT_OUT.contains(&first))
    };
    for key in ["members", "default-members"] {
        if let Some(members) = workspace.get_mut(key).and_then(Value::as_array_mut) {
            members.retain(stays);
        }
    }
    toml::to_string_pretty(&table).map_err(|error| error.to_string())
}

/// Puts the crates that the course needs into its folder `vendor`, where cargo finds them without a network.
pub fn vendor(course: &Path) -> Result<(), PackageError> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["vendor", "--quiet", "--versioned-dirs", "vendor"])
        .current_dir(course)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| PackageError::Vendor(error.to_string()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(PackageError::Vendor(said));
    }
    let config = course.join(".cargo/config.toml");
    let mut text = fs::read_to_string(&config).unwrap_or_default();
    text.push_str(VENDORED);
    write_file(&config, &text, false)
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), PackageError> {
    fs::create_dir_all(to).map_err(|source| write_error(to, source))?;
    let entries = fs::read_dir(from).map_err(|source| write_error(from, source))?;
    for entry in entries {
        let entry = entry.map_err(|source| write_error(from, source))?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        let kind = entry
            .file_type()
            .map_err(|source| write_error(&from, source))?;
        if kind.is_dir() && entry.file_name() != "target" {
            copy_folder(&from, &to)?;
        } else if kind.is_file() {
            copy_file(&from, &to)?;
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> Result<(), PackageError> {
    fs::copy(from, to)
        .map(drop)
        .map_err(|source| write_error(from, source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solutions_and_tests_are_no_members_of_a_package() {
        let manifest = "[workspace]\nmembers = [\"exercises/*\", \"solutions/*\", \"grader\", \"tests\", \
                        \"tests/model-std\"]\ndefault-members = [\"solutions/*\", \"grader\"]\n";
        let table: Table = without_members(manifest).unwrap().parse().unwrap();
        let members = |key: &str| table["workspace"][key].as_array().unwrap().clone();
        assert_eq!(
            members("members"),
            ["exercises/*".into(), Value::from("grader")]
        );
        assert_eq!(members("default-members"), [Value::from("grader")]);
        assert!(without_members("[package]").is_err());
    }
}
