//! What programs cost: processor time of all that they start, time on the wall, memory.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::ops::AddAssign;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Result;

/// What grading a class cost.
pub struct Cost {
    /// Distinct files that were graded.
    pub files: usize,
    /// Seconds of processor time.
    pub cpu: f64,
    /// Seconds.
    pub wall: f64,
    /// Of the grader itself, at its most.
    pub memory_mib: u64,
}

impl Cost {
    /// Seconds of processor time for a distinct file.
    pub fn cpu_each(&self) -> f64 {
        self.cpu / self.files.max(1) as f64
    }
}

/// What was spent on something, in seconds.
#[derive(Debug, Default)]
pub struct Spent {
    pub wall: f64,
    /// Of processor time.
    pub cpu: f64,
}

impl Spent {
    /// On each of so many.
    pub fn each_of(&self, count: usize) -> Self {
        let count = count.max(1) as f64;
        Self {
            wall: self.wall / count,
            cpu: self.cpu / count,
        }
    }
}

impl AddAssign for Spent {
    fn add_assign(&mut self, more: Self) {
        self.wall += more.wall;
        self.cpu += more.cpu;
    }
}

/// Grades a class.
pub fn grade(class: &Path, gradebook: &Path, more: &[&str]) -> Result<Cost> {
    let mut command = grader()?;
    command.arg("class").arg(class).args(more);
    command.arg("--gradebook").arg(gradebook);
    let log = gradebook.with_extension("log");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(&log)?);
    let (begun, cpu) = (Instant::now(), cpu_of_children()?);
    let mut child = command.spawn()?;
    let mut memory_mib = 0;
    let status = loop {
        memory_mib = peak_mib(child.id()).unwrap_or(memory_mib);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(Duration::from_millis(20));
    };
    let said = fs::read_to_string(&log)?;
    if !matches!(status.code(), Some(0 | 1)) {
        return Err(format!("the grader failed:\n{said}").into());
    }
    let files = said.lines().rev().find_map(|line| {
        let (_, after) = line.split_once(" of ")?;
        after.split_once(" files graded")?.0.parse().ok()
    });
    Ok(Cost {
        files: files.unwrap_or_default(),
        cpu: cpu_of_children()? - cpu,
        wall: begun.elapsed().as_secs_f64(),
        memory_mib,
    })
}

/// Seconds of processor time that a command takes, with all that it starts; its result is not looked at.
pub fn cpu_of(command: Command) -> Result<f64> {
    Ok(spent_by(command)?.cpu)
}

/// What a command takes, with all that it starts; its result is not looked at.
pub fn spent_by(mut command: Command) -> Result<Spent> {
    let (begun, cpu) = (Instant::now(), cpu_of_children()?);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status()?;
    Ok(Spent {
        wall: begun.elapsed().as_secs_f64(),
        cpu: cpu_of_children()? - cpu,
    })
}

/// Seconds of processor time of all processes that this one has waited for, and that they have.
fn cpu_of_children() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_, after) = stat.rsplit_once(") ").ok_or("no stat")?;
    // Fields 16 and 17 of proc(5), counted after the name; the kernel counts in hundredths for programs.
    let ticks = after.split(' ').skip(13).take(2).map(str::parse::<f64>);
    Ok(ticks.sum::<std::result::Result<f64, _>>()? / 100.0)
}

/// The most memory that a process has had.
fn peak_mib(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib / 1024)
}

/// The program, which `cargo build -p grader` has made.
pub fn grader() -> Result<Command> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .ok_or("no target directory")?;
    let program = target.join("debug").join(format!("grader{EXE_SUFFIX}"));
    match program.is_file() {
        true => Ok(Command::new(program)),
        false => Err("run `cargo build -p grader` first".into()),
    }
}
