//! Whether `cargo test` compiles an exercise's file as the grader does: with the same std and the same libraries.
//!
//! The grader reads `exercise.toml`; cargo reads the exercise's `Cargo.toml` and that of its package in
//! `grader/modelled/`, which is made from one template.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use course::exercise::Exercise as Spec;

use crate::compile::is_on_the_model;
use crate::workspace::{Exercise, Workspace};

/// The packages of exercises' files on the std of the checks.
pub const MODELLED: &str = "grader/modelled";

/// Files, relative to the exercise, and what is wrong with each.
pub fn problems(workspace: &Workspace, exercise: &Exercise) -> Vec<(String, String)> {
    let mut found = Vec::new();
    match manifest(&exercise.dir) {
        Ok(manifest) => {
            let own = [
                libraries(exercise, &manifest),
                submission(exercise, &manifest),
            ];
            let own = own.into_iter().flatten();
            found.extend(own.map(|problem| ("Cargo.toml".to_owned(), problem)));
        }
        Err(problem) => found.push(("Cargo.toml".to_owned(), problem)),
    }
    let place = format!("{MODELLED}/{}/Cargo.toml", exercise.name);
    let text = fs::read_to_string(workspace.root.join(&place)).unwrap_or_default();
    let wanted = template(&exercise.name, &exercise.spec);
    if text != wanted {
        let problem = format!("it is not what exercise.toml asks for; make it\n{wanted}");
        found.push((format!("../../{place}"), problem));
    }
    found
}

fn manifest(dir: &Path) -> Result<toml::Table, String> {
    let text = fs::read_to_string(dir.join("Cargo.toml"));
    let text = text.map_err(|error| format!("the manifest cannot be read: {error}"))?;
    text.parse()
        .map_err(|error| format!("the manifest is no TOML: {error}"))
}

/// What keeps a submission from having the same crates under cargo as under the grader.
fn libraries(exercise: &Exercise, manifest: &toml::Table) -> Option<String> {
    let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
    let found: BTreeSet<&str> = dependencies
        .into_iter()
        .flat_map(toml::Table::keys)
        .map(String::as_str)
        .collect();
    let libraries = exercise.spec.libraries.iter();
    let wanted: BTreeSet<&str> = libraries.map(String::as_str).collect();
    let listed = |names: &BTreeSet<&str>| match names.len() {
        0 => "nothing".to_owned(),
        _ => names.iter().copied().collect::<Vec<_>>().join(", "),
    };
    (found != wanted).then(|| {
        format!(
            "[dependencies] has {}, and `libraries` of exercise.toml {}; make them the same",
            listed(&found),
            listed(&wanted)
        )
    })
}

/// What keeps the checks from being given the exercise's own file.
fn submission(exercise: &Exercise, manifest: &toml::Table) -> Option<String> {
    let name = &exercise.name;
    let found = manifest
        .get("dev-dependencies")
        .and_then(|table| table.get("submission"));
    let of = |key: &str| {
        found
            .and_then(|found| found.get(key))
            .and_then(toml::Value::as_str)
    };
    let (package, path) = (
        format!("modelled-{name}"),
        format!("../../{MODELLED}/{name}"),
    );
    let is_right = of("package") == Some(&package) && of("path") == Some(&path);
    (!is_right).then(|| {
        format!(
            "[dev-dependencies] lacks the file that is checked; write\n\
             submission = {{ package = \"{package}\", path = \"{path}\" }}"
        )
    })
}

/// The manifest of an exercise's file on the std of the checks.
pub fn template(name: &str, spec: &Spec) -> String {
    let number = name.trim_start_matches("ex");
    let prefix = if spec.model { "submission" } else { "real" };
    let folder = |name: &str| match spec.model {
        true => format!("../../submission-std/{name}"),
        false => format!("../../submission-std/real-{name}"),
    };
    let mut allowed: Vec<_> = spec.allowed().iter().map(|it| it.name()).collect();
    allowed.sort_unstable();
    let quoted = allowed
        .iter()
        .map(|name| format!("\"{name}\""))
        .collect::<Vec<_>>()
        .join(", ");
    let features = if allowed.is_empty() {
        String::new()
    } else {
        let each: String = allowed
            .iter()
            .map(|name| format!("{name} = []\n"))
            .collect();
        format!(
            "\n# What the exercise allows: `capabilities` in its exercise.toml.\n\
             [features]\ndefault = [{quoted}]\n{each}"
        )
    };
    // What cargo builds `real-std` with by default.
    let is_usual = !spec.model && allowed == ["io", "process"];
    let asked = match (allowed.is_empty(), is_usual) {
        (true, _) | (_, true) => String::new(),
        _ => format!(", default-features = false, features = [{quoted}]"),
    };
    let (std, core, alloc) = (folder("std"), folder("core"), folder("alloc"));
    let libraries: String = spec
        .libraries
        .iter()
        .map(|library| match spec.model && is_on_the_model(library) {
            true => format!(
                "{library} = {{ package = \"modelled-{library}\", path = \"../../modelled-libraries/{library}\" }}\n"
            ),
            false => format!("{library}.workspace = true\n"),
        })
        .collect();
    format!(
        r#"[package]
name = "modelled-{name}"
description = "The file of exercise {number} on the std of the checks"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
publish.workspace = true
build = "../build.rs"

[lib]
path = "../lib.rs"
test = false
doctest = false
doc = false
{features}
[dependencies]
std = {{ package = "{prefix}-std", path = "{std}"{asked} }}
core = {{ package = "{prefix}-core", path = "{core}" }}
alloc = {{ package = "{prefix}-alloc", path = "{alloc}" }}
{libraries}
[build-dependencies]
screen.workspace = true
"#
    )
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Writes manifests that are as they should be.
    pub fn write(root: &Path, exercise: &Exercise) {
        let name = &exercise.name;
        let own = format!(
            "[dev-dependencies]\nsubmission = {{ package = \"modelled-{name}\", path = \"../../{MODELLED}/{name}\" }}\n"
        );
        fs::write(exercise.dir.join("Cargo.toml"), own).unwrap();
        let modelled = root.join(MODELLED).join(name);
        fs::create_dir_all(&modelled).unwrap();
        fs::write(modelled.join("Cargo.toml"), template(name, &exercise.spec)).unwrap();
    }

    #[test]
    fn the_template_is_the_manifests_that_there_are() {
        let workspace = Workspace::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        for exercise in &workspace.exercises {
            assert_eq!(problems(&workspace, exercise), [], "{}", exercise.name);
        }
    }
}
