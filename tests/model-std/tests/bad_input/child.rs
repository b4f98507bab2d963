//! Tests that end their process run in a child: this test program again, asked for that one test.

use real::process::{Command, ExitStatus, Stdio};
use real::string::String;

/// Set in the child.
const CHILD: &str = "MODEL_STD_BAD_INPUT_CHILD";

/// How a child ended, and what it wrote to stderr.
pub struct Ended {
    pub status: ExitStatus,
    pub stderr: String,
}

/// Runs `body` in a process of its own. `test` is the path of the calling test below `bad_input`.
pub fn run(test: &str, body: impl FnOnce()) -> Ended {
    if is_child() {
        body();
        real::process::exit(0);
    }
    let output = command(test).output().expect("the test program starts");
    Ended {
        status: output.status,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Whether this process is such a child.
pub fn is_child() -> bool {
    real::env::var_os(CHILD).is_some()
}

/// The child that runs the one test of that path below `bad_input`.
pub fn command(test: &str) -> Command {
    let exe = real::env::current_exe().expect("the system tells a program its path");
    let mut command = Command::new(exe);
    command
        .args(["--exact", "--nocapture", "--test-threads=1"])
        .arg(format!("bad_input::{test}"))
        .env(CHILD, "1")
        .env("RUST_BACKTRACE", "0")
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}
