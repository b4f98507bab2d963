//! Whether every way out of a model is marked: compares with the documentation of std that comes with the toolchain, if it
//! is there, so that what a new std adds is not forgotten.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Functions that only compute, and those that need `unsafe`.
const HARMLESS: [&str; 5] = [
    "join_paths",
    "split_paths",
    "set_var",
    "remove_var",
    // Out of fashion in std itself, and so marked there.
    "soft_link",
];

/// The documentation of std, if it is installed.
fn docs() -> Option<PathBuf> {
    let output = Command::new("rustc").args(["--print", "sysroot"]).output();
    let sysroot = String::from_utf8(output.ok()?.stdout).ok()?;
    let docs = Path::new(sysroot.trim()).join("share/doc/rust/html/std");
    docs.is_dir().then_some(docs)
}

/// Names of the stable functions of a module.
fn functions(docs: &Path, module: &str) -> Vec<String> {
    let entries = std::fs::read_dir(docs.join(module)).expect("std has the module");
    let pages = entries.flatten().map(|entry| entry.path());
    let is_stable = |page: &PathBuf| {
        let text = std::fs::read_to_string(page).expect("it is a text");
        !text.contains("This is a nightly-only experimental API")
    };
    pages
        .filter(|page| {
            page.extension()
                .is_some_and(|extension| extension == "html")
        })
        .filter_map(|page| {
            let name = page.file_stem()?.to_str()?.strip_prefix("fn.")?.to_owned();
            (!HARMLESS.contains(&name.as_str()) && is_stable(&page)).then_some(name)
        })
        .collect()
}

#[test]
fn every_function_that_leads_out_of_a_model_is_marked() {
    let Some(docs) = docs() else { return };
    for module in ["fs", "env", "os/unix/fs"] {
        let file = module.split('/').next().expect("it has a first part");
        let source = format!("../../grader/model-std/src/unmodelled/{file}.rs");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(source);
        let source = std::fs::read_to_string(source).expect("the module is here");
        let functions = functions(&docs, module);
        assert!(functions.len() >= 5, "{module}: {functions:?}");
        for name in functions {
            let marked = [format!("fn {name}("), format!("fn {name}<")];
            assert!(
                marked.iter().any(|text| source.contains(text)),
                "{module}::{name} is not marked"
            );
        }
    }
}
