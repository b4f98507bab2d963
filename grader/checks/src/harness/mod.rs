//! The `main` of a check binary: runs its checks under `cargo test`, each in a process of its own.

mod report;
mod summary;

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use course::text::Paint;
use course::{Exercise, Outcome};
use libtest_mimic::{Arguments, ColorSetting, Failed, FormatSetting, Trial};
use supervise::play::PLAY;
use supervise::protocol::{CHILD, JOBS, SOURCE};
use supervise::{Run, Supervisor};

use crate::{child, jobs, play, source, worker, worker_process};

pub use crate::entry::Entry;

use summary::Summary;

/// How a test program is asked for its tests.
const LIST: &str = "--list";

/// What [`main!`](crate::main) knows of the test binary it is expanded in.
#[derive(Debug, Clone, Copy)]
pub struct Binary {
    /// The checks, in the order of `checks.rs`.
    pub checks: &'static [Entry],
    /// Functions to run as processes of their own; see [`worker`](crate::worker()).
    pub workers: &'static [Entry],
    /// The package's name, if Cargo compiled it.
    pub package: Option<&'static str>,
    /// The package's directory, if Cargo compiled it: where `exercise.toml` is.
    pub manifest_dir: Option<&'static str>,
    /// `checks.rs`, as the compiler calls it.
    pub file: &'static str,
}

/// What a process of this binary was started to do.
#[derive(Debug, PartialEq, Eq)]
enum Role {
    /// One check, reported to a parent.
    Child {
        check: String,
        source: Option<PathBuf>,
        /// Processes that a search of it may use.
        jobs: usize,
    },
    /// One check that is played, by a parent.
    Play {
        check: String,
        source: Option<PathBuf>,
    },
    /// One worker of a check.
    Worker(String),
    /// Everything, for a person.
    Parent,
}

/// Runs this process of the binary in its role; called by [`main!`](crate::main) alone.
pub fn main(binary: &Binary) -> ExitCode {
    as_child(binary).unwrap_or_else(|| parent(binary))
}

/// As [`main`], in a program that the grader has built and starts for one check at a time. That it has nothing else of the
/// harness in it halves the time that linking takes. It can still say which checks it has, as any test program can.
pub fn main_of_child(binary: &Binary) -> ExitCode {
    if env::args_os().skip(1).eq([LIST]) {
        for check in binary.checks {
            println!("{}: test", check.name);
        }
        return ExitCode::SUCCESS;
    }
    as_child(binary).unwrap_or_else(|| {
        eprintln!("this program runs one check at a time, and only for the grader");
        ExitCode::from(2)
    })
}

/// Runs one check or one worker; nothing if this process is to be neither.
fn as_child(binary: &Binary) -> Option<ExitCode> {
    match role(env::args_os().skip(1)) {
        Role::Child {
            check,
            source,
            jobs,
        } => {
            jobs::allow(jobs);
            let source = source.or_else(|| compiled_in(binary));
            Some(child::run(binary.checks, &check, source.as_deref()))
        }
        Role::Play { check, source } => Some(play::run(
            binary.checks,
            &check,
            source.or_else(|| compiled_in(binary)).as_deref(),
        )),
        Role::Worker(name) => Some(worker_process::run(binary.workers, &name)),
        Role::Parent => None,
    }
}

fn role(arguments: impl Iterator<Item = OsString>) -> Role {
    let arguments: Vec<_> = arguments.collect();
    let after = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)
    };
    let text = |value: &OsString| value.to_string_lossy().into_owned();
    // These come first on their command lines, and nowhere else: a check's filter is never taken for one.
    match arguments.first().and_then(|first| first.to_str()) {
        Some(CHILD) => Role::Child {
            check: after(CHILD).map(text).unwrap_or_default(),
            source: after(SOURCE).map(PathBuf::from),
            jobs: after(JOBS)
                .and_then(|it| text(it).parse().ok())
                .unwrap_or(1),
        },
        Some(PLAY) => Role::Play {
            check: after(PLAY).map(text).unwrap_or_default(),
            source: after(SOURCE).map(PathBuf::from),
        },
        Some(worker::WORKER) => Role::Worker(after(worker::WORKER).map(text).unwrap_or_default()),
        _ => Role::Parent,
    }
}

/// The directory that the compiler's names of source files start from.
fn compiled_in(binary: &Binary) -> Option<PathBuf> {
    source::root(Path::new(binary.manifest_dir?), binary.file)
}

/// Outcomes by the check's place in `checks.rs`, which is not the order in which they come.
type Outcomes = Arc<Mutex<BTreeMap<usize, Outcome>>>;

fn parent(binary: &Binary) -> ExitCode {
    let arguments = Arguments::from_args();
    let exe = match env::current_exe() {
        Ok(exe) => exe,
        Err(error) => {
            eprintln!("cannot find this test binary to run its checks: {error}");
            return ExitCode::FAILURE;
        }
    };
    let outcomes = Outcomes::default();
    let paint = paint(arguments.color);
    // A search shares its work only where that was asked for.
    let several = arguments.test_threads.unwrap_or(1);
    let trials = binary.checks.iter().enumerate().map(|(place, check)| {
        let (exe, outcomes, show) = (exe.clone(), Arc::clone(&outcomes), arguments.nocapture);
        let submission = binary
            .manifest_dir
            .map(|dir| Path::new(dir).join(SUBMISSION));
        Trial::test(check.name, move || {
            let mut command = supervise::command(&exe, check.name, None);
            command.arg(JOBS).arg(several.to_string());
            let mut run = Supervisor::default().run(command)?;
            if let Some(path) = submission {
                run.outcome = supervise::name_exits(run.outcome, &path, SUBMISSION);
            }
            told(run, place, check.name, show, paint, &outcomes)
        })
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());

    let outcomes = outcomes.lock().unwrap_or_else(PoisonError::into_inner);
    // A list, or a filter that nothing fits, leaves nothing to sum up; machines read the other format.
    if !outcomes.is_empty() && arguments.format != Some(FormatSetting::Json) {
        let exercise = exercise(binary);
        let checks: Vec<_> = outcomes
            .iter()
            .map(|(place, outcome)| (binary.checks[*place].name, outcome))
            .collect();
        let summary = Summary {
            package: binary.package,
            exercise: exercise.as_ref(),
            checks: &checks,
            of: binary.checks.len(),
        };
        print!("{}", summary.text(paint));
    }
    conclusion.exit_code()
}

/// Colour on a terminal, unless `--color` says otherwise.
fn paint(setting: Option<ColorSetting>) -> Paint {
    match setting {
        Some(ColorSetting::Always) => Paint::Colour,
        Some(ColorSetting::Never) => Paint::Plain,
        Some(ColorSetting::Auto) | None => Paint::for_terminal(io::stdout().is_terminal()),
    }
}

/// The file that a student edits, in the package.
const SUBMISSION: &str = "src/lib.rs";

/// What libtest is told of a run, which is kept for the summary.
fn told(
    run: Run,
    place: usize,
    check: &str,
    show: bool,
    paint: Paint,
    outcomes: &Outcomes,
) -> Result<(), Failed> {
    if show {
        print!("{}", report::output(check, &run));
    }
    let message = report::failure(&run, show, paint);
    let passed = run.outcome.verdict.passed();
    outcomes
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(place, run.outcome);
    if passed {
        Ok(())
    } else {
        Err(Failed::from(message))
    }
}

/// The exercise, for its points and hints. Without one (a test binary of something else) there are none.
fn exercise(binary: &Binary) -> Option<Exercise> {
    let dir = Path::new(binary.manifest_dir?);
    if !dir.join("exercise.toml").exists() {
        return None;
    }
    // A mistake in it is its author's to mend and must not hide the verdicts.
    Exercise::read(dir)
        .inspect_err(|error| eprintln!("warning: {error}"))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role_of(arguments: &[&str]) -> Role {
        role(arguments.iter().map(OsString::from))
    }

    #[test]
    fn the_first_argument_says_what_a_process_is_for() {
        assert_eq!(role_of(&[]), Role::Parent);
        assert_eq!(role_of(&["some_filter", "--nocapture"]), Role::Parent);
        assert_eq!(
            role_of(&["--checks-worker", "square"]),
            Role::Worker("square".to_owned())
        );
        let check = "no_update_is_lost".to_owned();
        assert_eq!(
            role_of(&["--checks-play", "no_update_is_lost"]),
            Role::Play {
                check: check.clone(),
                source: None
            }
        );
        assert_eq!(
            role_of(&["--checks-child", "no_update_is_lost"]),
            Role::Child {
                check: check.clone(),
                source: None,
                jobs: 1
            }
        );
        assert_eq!(
            role_of(&[
                "--checks-child",
                "no_update_is_lost",
                "--checks-source",
                "/course",
                "--checks-jobs",
                "4"
            ]),
            Role::Child {
                check,
                source: Some(PathBuf::from("/course")),
                jobs: 4
            }
        );
    }
}
