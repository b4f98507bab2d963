//! The `grader` program: where it is, and runs of it that are sure to end.
//!
//! Cargo tells a test where a program is only in that program's own package, and it builds none for a mere dependency.
//! So the first test that needs the program has cargo build it, into the target directory that these tests came from,
//! and asks cargo where it put it. That works for `cargo test` and for `cargo test -p course-tests` on a fresh clone,
//! and is a matter of a moment if it is there already. Cargo lets go of the target directory before it starts tests, so
//! nobody waits. Rejected: `target/debug/grader` as `assert_cmd` looks for it, which may be missing or of yesterday.
//!
//! The nested cargo runs are `--offline`: this package depends on `grader`, so everything has been fetched.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::Duration;

use serde_json::Value;

/// After this a program is not believed to end by itself any more. Nothing takes a tenth of it.
pub const PATIENCE: Duration = Duration::from_secs(400);

/// The checkout that these tests belong to.
pub static COURSE: LazyLock<PathBuf> = LazyLock::new(|| {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package
        .parent()
        .expect("this package lies in the workspace")
        .to_owned()
});

/// The target directory that these tests were built in.
pub static TARGET: LazyLock<PathBuf> = LazyLock::new(|| {
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    tmp.parent()
        .expect("cargo puts it into the target directory")
        .to_owned()
});

static GRADER: LazyLock<PathBuf> = LazyLock::new(|| {
    let mut cargo = cargo(&COURSE, &TARGET);
    cargo.args([
        "build",
        "--offline",
        "-p",
        "grader",
        "--bin",
        "grader",
        "--message-format=json",
    ]);
    let built = Ended::of(cargo);
    assert_eq!(
        built.code, 0,
        "the grader does not build:\n{}",
        built.stderr
    );
    let messages = built
        .stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let programs: Vec<_> = messages
        .filter_map(|message| Some(PathBuf::from(message["executable"].as_str()?)))
        .collect();
    programs
        .into_iter()
        .next()
        .expect("cargo says where it put the program")
});

/// The program, to be given arguments. It runs where no course is above it, and so finds the one it was built from.
pub fn grader() -> Command {
    let mut grader = Command::new(&*GRADER);
    quiet(&mut grader, &TARGET);
    grader.current_dir(std::env::temp_dir());
    grader
}

/// Where the program is, for those who start it by way of the library.
pub fn program() -> PathBuf {
    GRADER.clone()
}

/// A cargo for the workspace in `dir`, with a target directory.
pub fn cargo(dir: &Path, target: &Path) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    quiet(&mut cargo, target);
    cargo.current_dir(dir);
    cargo
}

/// Keeps what the person who runs these tests has set out of their results.
fn quiet(command: &mut Command, target: &Path) {
    command
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_TERM_COLOR", "never");
    for name in [
        "RUST_BACKTRACE",
        "RUST_TEST_THREADS",
        "CARGO_TERM_VERBOSE",
        "COLUMNS",
    ] {
        command.env_remove(name);
    }
}

/// A run that came to its end.
#[derive(Debug)]
pub struct Ended {
    /// The exit code.
    pub code: i32,
    /// All of stdout.
    pub stdout: String,
    /// All of stderr.
    pub stderr: String,
}

impl Ended {
    /// Runs the command to its end, which must come by itself.
    pub fn of(command: Command) -> Self {
        Self::fed(command, "")
    }

    /// As [`Ended::of`], with that on its stdin.
    pub fn fed(command: Command, input: &str) -> Self {
        let shown = format!("{command:?}");
        let output = assert_cmd::Command::from_std(command)
            .timeout(PATIENCE)
            .write_stdin(input)
            .output()
            .unwrap_or_else(|error| panic!("cannot run {shown}: {error}"));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        let code = output
            .status
            .code()
            .unwrap_or_else(|| panic!("{shown} did not end by itself:\n{stdout}\n{stderr}"));
        Self {
            code,
            stdout,
            stderr,
        }
    }

    /// Runs the grader with arguments.
    pub fn grader(arguments: &[&str]) -> Self {
        let mut command = grader();
        command.args(arguments);
        Self::of(command)
    }

    /// Demands an error: the code, nothing on stdout, and a message on stderr, which is returned.
    #[track_caller]
    pub fn error(&self, code: i32) -> &str {
        assert_eq!((self.code, self.stdout.as_str()), (code, ""), "{self:?}");
        assert!(!self.stderr.trim().is_empty(), "an error says something");
        &self.stderr
    }
}
