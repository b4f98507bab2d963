//! Copies the submitted file of one exercise to where `lib.rs` includes it, after the look that the grader takes at it
//! too.

use std::path::{Path, PathBuf};
use std::{env, fs};

use screen::copy::includable;
use screen::paths::Capability;

fn main() {
    let file = submitted();
    println!("cargo::rerun-if-changed={}", file.display());
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => return println!("cargo::error=cannot read {}: {error}", file.display()),
    };
    for offence in screen::offences(&text, &allowed()) {
        println!("cargo::error=FORBIDDEN: src/lib.rs:{offence}");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("src");
    fs::create_dir_all(&out).expect("OUT_DIR is cargo's own and can be written to");
    fs::write(out.join("lib.rs"), includable(&text)).expect("OUT_DIR can be written to");
}

/// `exercises/ex03_*/src/lib.rs` for the package `modelled-ex03`.
fn submitted() -> PathBuf {
    let package = env::var("CARGO_PKG_NAME").expect("cargo sets CARGO_PKG_NAME");
    let exercise = package
        .strip_prefix("modelled-")
        .expect("packages here are named so");
    let here = env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let exercises = Path::new(&here).join("../../../exercises");
    let folders = fs::read_dir(&exercises).expect("the course has a folder of exercises");
    let of_exercise = |name: &str| {
        name.strip_prefix(exercise)
            .is_some_and(|rest| rest.starts_with('_'))
    };
    let folder = folders
        .flatten()
        .find(|entry| entry.file_name().to_str().is_some_and(of_exercise))
        .unwrap_or_else(|| panic!("no folder {exercise}_* in {}", exercises.display()));
    folder.path().join("src/lib.rs")
}

/// The features of the package are what its exercise allows.
fn allowed() -> Vec<Capability> {
    let feature =
        |capability: &Capability| format!("CARGO_FEATURE_{}", capability.name().to_uppercase());
    let mut all = Capability::ALL.to_vec();
    all.retain(|capability| env::var_os(feature(capability)).is_some());
    all
}
