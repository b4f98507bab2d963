//! `rustc` and `rustdoc`, and the folder that they write to.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

/// The compiler that the tests themselves were compiled with.
fn rustc() -> Command {
    Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

/// The tool that writes documentation, beside the compiler.
pub fn rustdoc() -> Command {
    Command::new(std::env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into()))
}

/// What `rustc` prints, without the newline at its end.
pub fn rustc_says(arguments: &[&str]) -> String {
    let output = rustc()
        .args(arguments)
        .output()
        .expect("rustc can be started");
    assert!(output.status.success(), "rustc {arguments:?} failed");
    let text = String::from_utf8(output.stdout).expect("rustc prints UTF-8");
    text.trim_end().to_owned()
}

/// The target folder that this test was built in.
pub fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("a folder of the target folder")
}

/// An error of the compiler.
pub struct CompileError {
    /// Lines of the source that it points at, counted from 1; empty if it is about the whole.
    pub lines: BTreeSet<usize>,

    pub message: String,
}

#[derive(Deserialize)]
struct Diagnostic {
    message: String,

    level: String,
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Span {
    file_name: PathBuf,
    line_start: usize,
    is_primary: bool,
    expansion: Option<Box<Expansion>>,
}

#[derive(Deserialize)]
struct Expansion {
    span: Span,
}

/// Compiles `source` with warnings off.
///
/// # Errors
/// What is wrong with it.
pub fn compile(source: &Path, arguments: &[OsString]) -> Result<(), Vec<CompileError>> {
    let output = rustc()
        .arg(source)
        .args([
            "--edition",
            "2024",
            "--cap-lints",
            "allow",
            "--error-format",
            "json",
        ])
        .args(arguments)
        .output()
        .expect("rustc can be started");
    if output.status.success() {
        return Ok(());
    }
    let messages = String::from_utf8_lossy(&output.stderr);
    let errors: Vec<CompileError> = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Diagnostic>(line).ok())
        .filter(|diagnostic| diagnostic.level.starts_with("error"))
        .map(|diagnostic| CompileError::of(diagnostic, source))
        .collect();
    assert!(
        !errors.is_empty(),
        "rustc failed and did not say why: {messages}"
    );
    Err(errors)
}

impl CompileError {
    fn of(diagnostic: Diagnostic, source: &Path) -> Self {
        let primary = diagnostic.spans.iter().filter(|span| span.is_primary);
        Self {
            lines: primary.filter_map(|span| span.line_in(source)).collect(),

            message: diagnostic.message,
        }
    }
}

impl Span {
    /// The line of `source` that it lies in, or that calls the macro it lies in.
    fn line_in(&self, source: &Path) -> Option<usize> {
        if self.file_name == source {
            return Some(self.line_start);
        }
        self.expansion.as_ref()?.span.line_in(source)
    }
}
