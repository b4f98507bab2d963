//! Runs examples, each in a process of its own, so that none can stop or disturb another.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::program::Program;
use crate::toolchain::target;

/// How an example is run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Real,
    VirtualTime,
    Exhaustive,
}

/// What came of it.
pub struct Outcome {
    pub passed: bool,
    /// Threads besides main; 0 except in virtual time.
    pub threads: usize,
    /// What it said when it failed.
    pub said: String,
}

impl Mode {
    fn name(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::VirtualTime => "virtual-time",
            Self::Exhaustive => "exhaustive",
        }
    }

    /// After this an example counts as one that does not end. Those that do take far less.
    fn limit(self) -> Duration {
        Duration::from_secs(if self == Self::Exhaustive { 20 } else { 60 })
    }

    /// How many run at once. On the real std they mostly sleep.
    fn at_once(self) -> usize {
        match self {
            Self::Real => 16,
            _ => std::thread::available_parallelism().map_or(1, usize::from),
        }
    }
}

/// Runs those of `numbers` that the program holds.
pub fn all(program: &Program, numbers: &[usize], mode: Mode) -> BTreeMap<usize, Outcome> {
    let numbers: Vec<usize> = numbers
        .iter()
        .copied()
        .filter(|at| !program.errors.contains_key(at))
        .collect();
    let (next, outcomes) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    std::thread::scope(|scope| {
        for _ in 0..mode.at_once() {
            scope.spawn(|| {
                while let Some(&number) = numbers.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = one(program, number, mode);
                    outcomes
                        .lock()
                        .expect("nobody panics with the lock")
                        .insert(number, outcome);
                }
            });
        }
    });
    outcomes.into_inner().expect("nobody panics with the lock")
}

fn one(program: &Program, number: usize, mode: Mode) -> Outcome {
    let file = |stream| target().join(format!("tmp/example_{}_{number}.{stream}", mode.name()));
    let open =
        |stream| std::fs::File::create(file(stream)).expect("the target folder can be written to");
    let mut child = Command::new(&program.path)
        .args([mode.name(), &number.to_string()])
        .stdin(Stdio::null())
        .stdout(open("out"))
        .stderr(open("err"))
        .spawn()
        .expect("a program that was just built can be started");
    let passed = succeeds(&mut child, mode.limit());
    let read = |stream| {
        let text = std::fs::read(file(stream)).unwrap_or_default();
        std::fs::remove_file(file(stream)).expect("what was just read can be removed");
        String::from_utf8_lossy(&text).into_owned()
    };
    let (printed, said) = (read("out"), read("err"));
    let threads = printed
        .rsplit_once("threads=")
        .and_then(|(_, count)| count.trim().parse().ok());
    let said = if passed.is_none() {
        format!("it does not end\n{said}")
    } else {
        said
    };
    Outcome {
        passed: passed == Some(true),
        threads: threads.unwrap_or(0),
        said,
    }
}

/// Whether it ends well; `None` if it does not end.
fn succeeds(child: &mut Child, limit: Duration) -> Option<bool> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            return Some(status.success());
        }
        if start.elapsed() > limit {
            child.kill().expect("a child can be ended");
            child.wait().expect("a child can be waited for");
            return None;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}
