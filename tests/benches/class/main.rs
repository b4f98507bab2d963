//! What a class costs: `cargo bench --profile dev -p course-tests --bench class -- [STUDENTS]`, 30 if it is not said; what
//! the course promises is promised of 300.
//!
//! A class is drawn from stubs, samples and solutions of all exercises, a third of it copied from others. It is
//! graded, graded again, and graded at a tenth of its size. What that is compared with is done for a few students only,
//! because it takes so much longer: the bare compiler on the files of some, and `cargo test` of all exercises of some. The
//! output says for how many. Everything is a ratio within this run, or memory. A promise that is not kept ends with 1.

mod bare;
mod by_cargo;
mod cost;
mod draw;

use std::env;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use grader::workspace::Workspace;

use by_cargo::ByCargo;
use cost::{Cost, Spent, grade};
use draw::Pool;

/// Students whose files are compiled by the bare compiler, for the comparison.
const BARE: usize = 5;

/// Students who are tested by cargo in a new clone each, for the comparison.
const FRESH: usize = 1;

/// Students who are tested by cargo in one target directory.
const SHARED: usize = 4;

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
        "{students} students x {count} exercises; seconds are of processor time where nothing else is said"
    );
    let class = sizes(students, &pools, dir.path(), &mut promises)?;
    against_bare(&pools, dir.path(), &mut promises)?;
    against_cargo(
        students,
        &workspace,
        &pools,
        &class,
        dir.path(),
        &mut promises,
    )?;
    Ok(promises.kept())
}

/// The class, graded, graded again, and at a tenth of its size.
fn sizes(students: usize, pools: &[Pool<'_>], dir: &Path, promises: &mut Promises) -> Result<Cost> {
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
    Ok(all)
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

/// What a script would do: `cargo test` of each exercise for each student, of whom a few are enough. What an instructor
/// waits for is compared, so time on the wall: of the class whole, with what is prepared for it, with both processors busy
/// and with files that several hand in.
fn against_cargo(
    students: usize,
    workspace: &Workspace,
    pools: &[Pool<'_>],
    class: &Cost,
    dir: &Path,
    promises: &mut Promises,
) -> Result<()> {
    let own = class.wall / students as f64;
    println!(
        "a student, all exercises: {own:.2} s on the wall, {:.2} s of processor time",
        class.cpu / students as f64
    );
    let cargo = ByCargo::new(workspace, dir);
    let fresh = cargo.fresh(FRESH, pools)?;
    told("in a new clone each", FRESH, &fresh);
    let shared = cargo.shared(SHARED, pools)?;
    told("in one target directory", SHARED, &shared);
    promises.at_least(
        "`cargo test` in one target directory",
        shared.wall / own,
        3.0,
    );
    promises.at_least("`cargo test` in a new clone each", fresh.wall / own, 20.0);
    Ok(())
}

fn told(how: &str, of: usize, each: &Spent) {
    let Spent { wall, cpu } = each;
    println!(
        "by `cargo test` {how}: {wall:.2} s on the wall, {cpu:.2} s of processor time, of {of}"
    );
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
