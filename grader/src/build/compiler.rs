//! One run of `rustc`: bounded in time and talk, its messages read as data.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::diagnostics::{self, Diagnostic, Failure};
use super::libraries::Libraries;

/// Wall-clock time that compiling one submission may take. A second is usual; a constant expression
/// may take for ever.
pub const COMPILE_TIME: Duration = Duration::from_secs(60);

/// Bytes of messages after which a compiler is stopped: there are more errors than anyone reads.
const MAX_MESSAGES: u64 = 4 * 1024 * 1024;

/// What every crate is compiled with. Messages are laid out for 80 columns without a report's
/// margin.
const FLAGS: &str =
    "--edition 2024 -C debuginfo=0 -C opt-level=0 --error-format json --diagnostic-width 76";

/// A run of `rustc` in the build directory of one submission, to be given arguments and started.
#[derive(Debug)]
pub struct Compiler<'l> {
    libraries: &'l Libraries,
    command: Command,
    dir: PathBuf,
}

impl<'l> Compiler<'l> {
    /// Will compile in `dir`, which relative names in arguments are relative to, for the package of
    /// that name.
    pub fn new(libraries: &'l Libraries, dir: &Path, package: &str) -> Self {
        let mut command = Command::new(&libraries.rustc);
        // Cargo gives each crate its own of these. Those of the grader, if cargo runs it, are not
        // the submission's.
        command
            .env("CARGO_MANIFEST_DIR", dir)
            .env("CARGO_PKG_NAME", package);
        command.current_dir(dir);
        Self {
            libraries,
            command,
            dir: dir.to_owned(),
        }
        .flags(FLAGS)
    }

    /// Adds arguments that are separated by spaces.
    pub fn flags(mut self, flags: &str) -> Self {
        self.command.args(flags.split(' '));
        self
    }

    /// Lets the crate use a library under a name.
    pub fn library(mut self, name: &str, path: &Path) -> Self {
        self.command
            .arg("--extern")
            .arg(format!("{name}={}", path.display()));
        for dir in &self.libraries.dependencies {
            self.command
                .arg("-L")
                .arg(format!("dependency={}", dir.display()));
        }
        self
    }

    /// Compiles; returns the warnings.
    ///
    /// # Errors
    /// Outside: the compiler could not be run. Inside: it found fault with the code.
    pub fn run(mut self) -> io::Result<Result<Vec<Diagnostic>, Failure>> {
        let messages = self.dir.join("messages.json");
        self.command.stdin(Stdio::null()).stdout(Stdio::null());
        // A file takes any amount at any speed; a pipe would have to be emptied by a thread of its
        // own.
        self.command.stderr(File::create(&messages)?);
        let ended = wait(self.command.spawn()?, &messages)?;
        let text = fs::read(&messages)?;
        let text = String::from_utf8_lossy(&text);
        if ended.is_some_and(|status| status.success()) {
            return Ok(Ok(diagnostics::warnings(&text)));
        }
        Ok(Err(Failure::read(
            &text,
            ended,
            COMPILE_TIME,
            &self.libraries.sysroot,
        )))
    }
}

/// How the compiler ended; none if it had to be stopped.
fn wait(mut compiler: Child, messages: &Path) -> io::Result<Option<ExitStatus>> {
    let began = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = compiler.try_wait()? {
            return Ok(Some(status));
        }
        if began.elapsed() > COMPILE_TIME || fs::metadata(messages)?.len() > MAX_MESSAGES {
            compiler.kill()?;
            compiler.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(10));
    }
}
