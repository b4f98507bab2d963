//! What a class costs: `cargo bench --profile dev -p course-tests --bench class -- [STUDENTS]`, 30 if it is not said.
//!
//! A class is drawn from stubs, samples and solutions of all exercises, a third of it copied from others. It is
//! graded, graded again, and graded at a tenth of its size; then a few students' ex03 are tested by `cargo test`, as a
//! script of an instructor would, in one target directory. Everything is a ratio within this run, or memory.

use std::env::{self, consts::EXE_SUFFIX};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use grader::samples::{SUBMISSIONS, read_all};
use grader::workspace::{Exercise, SOLUTIONS, Workspace};

/// Students who are tested by cargo, for the comparison.
const BY_CARGO: usize = 5;

/// Of three files one is a copy of another's.
const DISTINCT: usize = 3;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let students: usize = env::args()
        .skip(1)
        .find_map(|word| word.parse().ok())
        .unwrap_or(30);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .ok_or("no workspace")?;
    let workspace = Workspace::open(root)?;
    let dir = tempfile::tempdir()?;
    let pools = pools(&workspace)?;
    let small = draw(&dir.path().join("small"), students.div_ceil(10), &pools)?;
    let whole = draw(&dir.path().join("whole"), students, &pools)?;

    println!("{students} students x {} exercises", pools.len());
    let few = grade(&small, &dir.path().join("small.sqlite"))?;
    println!(
        "{:>6} files of a tenth of them: {:.2} s of CPU a distinct file",
        few.files,
        few.cpu_each()
    );
    let all = grade(&whole, &dir.path().join("whole.sqlite"))?;
    println!(
        "{:>6} files of all of them:     {:.2} s of CPU a distinct file",
        all.files,
        all.cpu_each()
    );
    println!(
        "  {:.2} x as much a file: linear is 1",
        all.cpu_each() / few.cpu_each()
    );
    println!("  the grader itself had at most {} MiB", all.memory_mib);
    let again = grade(&whole, &dir.path().join("whole.sqlite"))?;
    println!("  the second run took {:.2} s", again.wall);

    let by_cargo = by_cargo(&workspace, &pools, dir.path())?;
    let own = ex03_alone(&dir.path().join("ex03"), &pools, dir.path())?;
    println!(
        "ex03: `cargo test` {:.2} s a student, `grader class` {:.2} s: {:.1} x",
        by_cargo,
        own,
        by_cargo / own
    );
    Ok(())
}

/// An exercise, and texts that somebody may hand in for it.
type Pool<'w> = (&'w Exercise, Vec<String>);

fn pools(workspace: &Workspace) -> Result<Vec<Pool<'_>>> {
    let mut pools = Vec::new();
    for exercise in &workspace.exercises {
        let lib = Path::new(&exercise.folder).join("src/lib.rs");
        let solution = fs::read_to_string(workspace.root.join(SOLUTIONS).join(&lib))?;
        let stub = fs::read_to_string(exercise.dir.join("stub/src/lib.rs"))?;
        let mut texts = Vec::new();
        for kind in ["right", "wrong"] {
            let samples = workspace
                .root
                .join(SUBMISSIONS)
                .join(&exercise.name)
                .join(kind);
            for sample in read_all(&samples, exercise, &solution).flatten() {
                texts.extend(sample.files.into_iter().map(|file| file.text));
            }
        }
        texts.extend([solution, stub]);
        pools.push((exercise, texts));
    }
    Ok(pools)
}

/// The text that a student hands in: two thirds are nobody else's.
fn text(texts: &[String], student: usize, exercise: usize) -> String {
    let drawn = &texts[(student * 31 + exercise * 7) % texts.len()];
    match (student + exercise) % DISTINCT {
        0 => drawn.clone(),
        _ => format!("{drawn}\n// student {student}\n"),
    }
}

fn draw(dir: &Path, students: usize, pools: &[Pool<'_>]) -> Result<PathBuf> {
    for student in 0..students {
        for (at, (exercise, texts)) in pools.iter().enumerate() {
            let file = dir
                .join(format!("s{student:04}"))
                .join(&exercise.folder)
                .join("src/lib.rs");
            fs::create_dir_all(file.parent().ok_or("no folder")?)?;
            fs::write(file, text(texts, student, at))?;
        }
    }
    Ok(dir.to_owned())
}

struct Cost {
    files: usize,
    cpu: f64,
    wall: f64,
    memory_mib: u64,
}

impl Cost {
    fn cpu_each(&self) -> f64 {
        self.cpu / self.files.max(1) as f64
    }
}

/// Grades a class.
fn grade(class: &Path, gradebook: &Path) -> Result<Cost> {
    let mut command = grader()?;
    command
        .arg("class")
        .arg(class)
        .arg("--gradebook")
        .arg(gradebook);
    let log = gradebook.with_extension("log");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(&log)?);
    let (begun, cpu) = (Instant::now(), cpu_of_children()?);
    let mut child = command.spawn()?;
    let mut memory_mib = 0;
    while child.try_wait()?.is_none() {
        memory_mib = peak_mib(child.id()).unwrap_or(memory_mib);
        thread::sleep(Duration::from_millis(20));
    }
    let said = fs::read_to_string(&log)?;
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

/// The students' answers to ex03.
fn answers<'p>(pools: &'p [Pool<'_>]) -> Result<(&'p Exercise, Vec<String>)> {
    let (exercise, texts) = pools
        .iter()
        .find(|(it, _)| it.name == "ex03")
        .ok_or("no ex03")?;
    Ok((
        exercise,
        (0..BY_CARGO)
            .map(|student| text(texts, 3 * student + 1, 0))
            .collect(),
    ))
}

/// Seconds of processor time for a student, if each file is put into one checkout and tested there by cargo.
fn by_cargo(workspace: &Workspace, pools: &[Pool<'_>], dir: &Path) -> Result<f64> {
    let tree = dir.join("tree");
    fs::create_dir(&tree)?;
    let copied = Command::new("sh")
        .args(["-c", "git archive HEAD | tar x -C \"$0\""])
        .arg(&tree)
        .current_dir(&workspace.root)
        .status()?;
    if !copied.success() {
        return Err("git archive failed".into());
    }
    let (exercise, answers) = answers(pools)?;
    let test = |text: &str| -> Result<f64> {
        fs::write(
            tree.join("exercises")
                .join(&exercise.folder)
                .join("src/lib.rs"),
            text,
        )?;
        let cpu = cpu_of_children()?;
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["test", "-q", "--offline", "-p", "ex03"])
            .current_dir(&tree);
        cargo
            .env("CARGO_TARGET_DIR", dir.join("target"))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        cargo.status()?;
        Ok(cpu_of_children()? - cpu)
    };
    // What is built once for all students is not counted.
    test("// nothing yet")?;
    let costs = answers
        .iter()
        .map(|text| test(text))
        .collect::<Result<Vec<_>>>()?;
    Ok(costs.iter().sum::<f64>() / costs.len() as f64)
}

/// The same files as a class.
fn ex03_alone(class: &Path, pools: &[Pool<'_>], dir: &Path) -> Result<f64> {
    let (exercise, answers) = answers(pools)?;
    for (student, text) in answers.iter().enumerate() {
        let file = class
            .join(format!("s{student}"))
            .join(&exercise.folder)
            .join("src/lib.rs");
        fs::create_dir_all(file.parent().ok_or("no folder")?)?;
        fs::write(file, text)?;
    }
    let gradebook = dir.join("ex03.sqlite");
    let mut command = grader()?;
    command
        .arg("class")
        .arg(class)
        .args(["--exercise", "ex03"])
        .arg("--gradebook")
        .arg(gradebook);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let cpu = cpu_of_children()?;
    command.status()?;
    Ok((cpu_of_children()? - cpu) / answers.len() as f64)
}

/// The program, which `cargo build -p grader` has made.
fn grader() -> Result<Command> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .ok_or("no target directory")?;
    let program = target.join("debug").join(format!("grader{EXE_SUFFIX}"));
    match program.is_file() {
        true => Ok(Command::new(program)),
        false => Err("run `cargo build -p grader` first".into()),
    }
}
