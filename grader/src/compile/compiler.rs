//! One run of `rustc`: bounded in time and talk, its messages read as data.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use sandbox::Limits;
use supervise::{Said, TimeLimit};

use super::diagnostics::{self, Diagnostic, Failure};
use super::launch::Launcher;
use super::libraries::Libraries;
use crate::event::{Context, Event};

/// Time that all compilers of one exercise of one submission may take together, as [`TimeLimit`] counts it. A second is
/// usual; a constant expression may take for ever.
pub const COMPILE_TIME: Duration = Duration::from_secs(30);

/// How often a compiler is asked whether it has ended, at most.
const PAUSE: Duration = Duration::from_millis(1);

/// Bytes of messages after which a compiler is stopped: there are more errors than anyone reads.
const MAX_MESSAGES: u64 = 4 * 1024 * 1024;

/// What every crate is compiled with. Messages are laid out for 80 columns without a report's
/// margin.
const FLAGS: &str = "--edition 2024 -C debuginfo=0 -C opt-level=0 -C embed-bitcode=no \
                     --error-format json --diagnostic-width 76";

/// Variables that a compiler keeps: where programs are found, which the linker needs to be, and what Windows cannot do
/// without.
const KEPT: [&str; 4] = ["PATH", "SYSTEMROOT", "TMP", "TEMP"];

/// A run of `rustc` in the build directory of one submission, to be given arguments and started.
#[derive(Debug)]
pub struct Compiler<'l> {
    libraries: &'l Libraries,
    context: &'l Context,
    command: Command,
    dir: PathBuf,
    /// Distinguishes the runs in one directory.
    name: &'static str,
    time: TimeLimit,
    /// Adds up what compilers of one exercise take.
    taken: Option<&'l Mutex<Duration>>,
    /// Told of a failure that need not be the code's.
    is_suspect: Option<&'l AtomicBool>,
}

impl<'l> Compiler<'l> {
    /// Will compile in `dir`, which relative names in arguments are relative to. `name` is the run's own; it ends by
    /// itself or when its `time` is over.
    ///
    /// The environment is an empty one, so that `env!` and `option_env!` tell nothing of the machine.
    pub fn new(
        libraries: &'l Libraries,
        launcher: &'l Launcher,
        dir: &Path,
        name: &'static str,
        time: TimeLimit,
    ) -> Self {
        let mut command = launcher.command(&libraries.rustc);
        command.env_clear().current_dir(dir);
        Self {
            libraries,
            context: &launcher.context,
            command,
            dir: dir.to_owned(),
            name,
            time,
            taken: None,
            is_suspect: None,
        }
        .flags(FLAGS)
    }

    /// Adds the time that this run takes, without that in which it had no processor.
    pub fn adding_to(mut self, taken: &'l Mutex<Duration>) -> Self {
        self.taken = Some(taken);
        self
    }

    /// Says there if the compiler itself fails, or the linker: what they use again may be broken.
    pub fn suspecting(mut self, is_suspect: &'l AtomicBool) -> Self {
        self.is_suspect = Some(is_suspect);
        self
    }

    /// Lets the compiler find a linker. Only for crates of ours: their macros tell nobody of the environment.
    pub fn with_linker(mut self) -> Self {
        let kept = KEPT.map(|name| (name, std::env::var_os(name)));
        let kept = kept
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        self.command.envs(kept);
        self
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Adds arguments that are separated by spaces.
    pub fn flags(mut self, flags: &str) -> Self {
        self.command.args(flags.split(' '));
        self
    }

    /// Keeps in `dir` what the next run on the same crate may use again. In few pieces: there are more to put together
    /// than to compile.
    pub fn incremental(mut self, dir: &Path) -> Self {
        let reused = format!("incremental={}", dir.display());
        self.command.arg("-C").arg(reused);
        self.flags("-C codegen-units=16")
    }

    /// Adds one argument.
    pub fn argument(mut self, argument: &str) -> Self {
        self.command.arg(argument);
        self
    }

    /// Lets the crate use a library under a name.
    pub fn library(mut self, name: &str, path: &Path) -> Self {
        self.command
            .arg("--extern")
            .arg(format!("{name}={}", path.display()));
        self
    }

    /// Compiles; returns the warnings.
    ///
    /// # Errors
    /// Outside: the compiler could not be run. Inside: it found fault with the code.
    pub fn run(mut self) -> io::Result<Result<Vec<Diagnostic>, Failure>> {
        for dir in &self.libraries.dependencies {
            self.command
                .arg("-L")
                .arg(format!("dependency={}", dir.display()));
        }
        let messages = self.dir.join(format!("{}.json", self.name));
        self.command.stdin(Stdio::null()).stdout(Stdio::null());
        // A file takes any amount at any speed; a pipe would have to be emptied by a thread of its
        // own.
        self.command.stderr(File::create(&messages)?);
        self.context.emit(&Event::Started {
            command: &self.command,
        });
        let compiler = self.command.spawn()?;
        let stop = || self.context.cancel.is_cancelled();
        let (ended, took) = wait(compiler, &messages, &mut self.time, stop)?;
        if let Some(taken) = self.taken {
            *taken.lock().unwrap_or_else(PoisonError::into_inner) += took;
        }
        let text = fs::read(&messages)?;
        let text = String::from_utf8_lossy(&text);
        let said = ended.and_then(Said::by);
        if said == Some(Said::NotConfined) {
            return Err(io::Error::other(text.trim().to_owned()));
        }
        if ended.is_some_and(|status| status.success()) {
            return Ok(Ok(diagnostics::warnings(&text)));
        }
        let failure = Failure::read(&text, ended, COMPILE_TIME, &self.libraries.sysroot);
        if let Some(is_suspect) = self.is_suspect
            && ended.is_some()
            && failure.need_not_be_of_the_code()
        {
            is_suspect.store(true, Ordering::Relaxed);
        }
        Ok(Err(match said {
            Some(said) => exceeding(failure, said),
            None => failure,
        }))
    }
}

/// The failure of a compiler that was stopped for what it took.
fn exceeding(failure: Failure, said: Said) -> Failure {
    let limits = Limits::COMPILER;
    let what = match said {
        Said::OutOfMemory => format!("took more than {} GiB of memory", limits.memory >> 30),
        Said::FileTooLong => format!("made a file of more than {} MiB", limits.file >> 20),
        Said::TooManyProcesses => format!("took more than {} processes", limits.tasks),
        // Nothing was compiled; that is said where it was to be started.
        Said::NotConfined => return failure,
    };
    Failure {
        message: format!("compiling {what}: make the code simpler"),
        is_too_much: true,
        ..failure
    }
}

/// How the compiler ended, none if it had to be stopped; and how long it took.
fn wait(
    mut compiler: Child,
    messages: &Path,
    time: &mut TimeLimit,
    stop: impl Fn() -> bool,
) -> io::Result<(Option<ExitStatus>, Duration)> {
    let began = Instant::now();
    let process = compiler.id();
    loop {
        if let Some(status) = compiler.try_wait()? {
            return Ok((Some(status), began.elapsed().saturating_sub(time.waited())));
        }
        let is_too_much = time.is_over(process) || fs::metadata(messages)?.len() > MAX_MESSAGES;
        if stop() || is_too_much {
            compiler.kill()?;
            compiler.wait()?;
            return Ok((None, began.elapsed().saturating_sub(time.waited())));
        }
        // A small part of what it has taken is lost by looking late.
        let pause = (began.elapsed() / 40).clamp(PAUSE, 10 * PAUSE);
        thread::sleep(pause);
    }
}
