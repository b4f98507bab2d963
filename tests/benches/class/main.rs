//! What a class costs: `cargo bench --profile dev -p course-tests --bench class -- [STUDENTS]`, 30 if it is not said; what
//! the course promises is promised of 300.
//!
//! A class is drawn from stubs, samples and solutions of all exercises, a third of it copied from others. It is
//! graded, graded again, and graded at a tenth of its size. What that is compared with is done for a few students only,
//! because it takes so much longer: the bare compiler on the files of some, and `cargo test` of the ex03 of some. The output
//! says for how many, and what it comes to for all. Everything is a ratio within this run, or memory. A promise that is not
//! kept ends with 1.

mod bare;
mod by_cargo;
mod cost;
mod draw;

use std::env;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use grader::workspace::{Exercise, Workspace};

use cost::{Cost, grade};
use draw::Pool;

/// Students whose files are compiled by the bare compiler, for the comparison.
const BARE: usize = 5;

/// Students who are tested by cargo in a new clone each, for the comparison.
const FRESH: usize = 2;

/// Students who are tested by cargo in one target directory.
const SHARED: usize = 12;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<ExitCode> {
    let students: usize = env::args()
        .skip(1)
        .find_map(|word| word.parse().ok())
        .unwrap_or(30);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .ok_or("no workspace")?;
    let workspace = Workspace::open(root)?;
    let dir = tempfile::tempdir()?;
    let pools = draw::pools(&workspace)?;
    let mut promises = Promises { broken: 0 };

    let count = pools.len();
    println!(
        "{students} students x {count} exercises; each figure in seconds is of processor time"
    );
    sizes(students, &pools, dir.path(), &mut promises)?;
    against_bare(&pools, dir.path(), &mut promises)?;
    against_cargo(students, &workspace, &pools, dir.path(), &mut promises)?;
    Ok(promises.kept())
}

/// The class, graded, graded again, and at a tenth of its size.
fn sizes(students: usize, pools: &[Pool<'_>], dir: &Path, promises: &mut Promises) -> Result<()> {
    let small = draw::class(&dir.join("small"), students.div_ceil(10), pools)?;
    let whole = draw::class(&dir.join("whole"), students, pools)?;
    let told = |name: &str, cost: &Cost| {
        let (files, wall, each) = (cost.files, cost.wall, cost.cpu_each());
        println!("{name}: {files} distinct files in {wall:.0} s on the wall, {each:.2} s a file");
    };
    let few = grade(&small, &dir.join("small.sqlite"), &[])?;
    told("a tenth of them", &few);
    let all = grade(&whole, &dir.join("whole.sqlite"), &[])?;
    told("all of them    ", &all);
    let growth = all.cpu_each() / few.cpu_each();
    promises.at_most(
        "a file of all against one of a tenth: linear is 1",
        growth,
        1.1,
        "x",
    );
    let memory = all.memory_mib as f64;
    promises.at_most("memory of the grader itself", memory, 150.0, " MiB");
    let again = grade(&whole, &dir.join("whole.sqlite"), &[])?;
    if again.files > 0 {
        return Err("something was graded twice".into());
    }
    promises.at_most("the second run, on the wall", again.wall, 2.0, " s");
    Ok(())
}

/// A few students' files, beside the bare compiler. What a run prepares once is little among this many.
fn against_bare(pools: &[Pool<'_>], dir: &Path, promises: &mut Promises) -> Result<()> {
    let class = draw::class(&dir.join("bare"), BARE, pools)?;
    let own = grade(&class, &dir.join("bare.sqlite"), &[])?;
    let (mut cpu, mut files) = (0.0, 0);
    for student in 0..BARE {
        let (more, of_them) = bare::student(&class.join(format!("s{student:04}")))?;
        cpu += more;
        files += of_them;
    }
    let each = cpu / files.max(1) as f64;
    println!(
        "{BARE} students: {:.2} s a file, by the bare compiler {each:.2} s",
        own.cpu_each()
    );
    promises.at_most(
        "a file against bare rustc and the checks",
        own.cpu_each() / each,
        1.3,
        "x",
    );
    Ok(())
}

/// A few students' ex03, beside cargo.
fn against_cargo(
    students: usize,
    workspace: &Workspace,
    pools: &[Pool<'_>],
    dir: &Path,
    promises: &mut Promises,
) -> Result<()> {
    let of_it = pools.iter().find(|(exercise, _)| exercise.name == "ex03");
    let (exercise, texts): &(&Exercise, _) = of_it.ok_or("no ex03")?;
    let answers = (0..FRESH + SHARED).map(|student| draw::text(texts, 3 * student + 1, 0));
    let answers: Vec<_> = answers.collect();
    for (student, text) in answers.iter().enumerate() {
        draw::write(
            &dir.join("ex03").join(format!("s{student}")),
            exercise,
            text,
        )?;
    }
    let own = grade(
        &dir.join("ex03"),
        &dir.join("ex03.sqlite"),
        &["--exercise", "ex03"],
    )?;
    let by_cargo = by_cargo::test(workspace, exercise, answers.split_at(FRESH), dir)?;
    let ways = [
        ("by the grader", own.files, own.cpu_each()),
        (
            "by `cargo test` in one target directory",
            SHARED,
            by_cargo.shared,
        ),
        ("by `cargo test` in a new clone each", FRESH, by_cargo.fresh),
    ];
    for (way, of, each) in ways {
        let all = each * students as f64;
        println!("ex03 {way}: {each:.2} s a student, of {of}; {all:.0} s for {students}");
    }
    let ratio = |cargo: f64| cargo / own.cpu_each();
    promises.at_least(
        "`cargo test` in one target directory",
        ratio(by_cargo.shared),
        3.0,
    );
    promises.at_least(
        "`cargo test` in a new clone each",
        ratio(by_cargo.fresh),
        20.0,
    );
    Ok(())
}

/// The bounds, and how many of them were missed.
struct Promises {
    broken: usize,
}

impl Promises {
    fn at_most(&mut self, what: &str, found: f64, bound: f64, unit: &str) {
        self.one(
            what,
            found <= bound,
            format!("{found:.2}{unit}, at most {bound}{unit}"),
        );
    }

    fn at_least(&mut self, what: &str, found: f64, bound: f64) {
        self.one(
            what,
            found >= bound,
            format!("{found:.1}x, at least {bound}x"),
        );
    }

    fn one(&mut self, what: &str, holds: bool, figures: String) {
        let word = if holds { "holds " } else { "MISSED" };
        println!("  {word} {what}: {figures}");
        self.broken += usize::from(!holds);
    }

    fn kept(&self) -> ExitCode {
        match self.broken {
            0 => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        }
    }
}
