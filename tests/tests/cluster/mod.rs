//! The recipes of `docs/cluster`, each run for real: a class is graded in shares by the tool that the recipe is for, one
//! share fails and is run again, and the merged gradebook is that of the class graded at once.
//!
//! What a tool needs is installed by `.ci/run`; where it is missing it is said that the test was not run. What tests start
//! they end.

mod ci;
mod hyperqueue;
mod kubernetes;
mod parallel;
mod shard;
mod slurm;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use yaml_rust2::{Yaml, YamlLoader};

use crate::class::content;
use crate::program::{COURSE, Ended, TARGET, program};
use crate::submission::Tree;

/// Shares that the class is divided into.
const SHARES: usize = 3;

/// The share that fails at first.
const FAILING: usize = 2;

/// What six students handed in for ex03: two of them the same, one nothing yet.
const FILES: [&str; 6] = [
    "solutions/ex03_race_conditions/src/lib.rs",
    "tests/submissions/ex03/wrong/load_then_store.rs",
    "tests/submissions/ex03/wrong/lock_twice.rs",
    "tests/submissions/ex03/right/atomics.rs",
    "solutions/ex03_race_conditions/src/lib.rs",
    "exercises/ex03_race_conditions/stub/src/lib.rs",
];

/// The gradebook of the class graded at once.
static WHOLE: LazyLock<String> = LazyLock::new(|| {
    let trial = Trial::new();
    let book = trial.path("whole");
    let ended = trial.grader(&[
        "class",
        &trial.class(),
        "--exercise",
        "ex03",
        "--gradebook",
        &book,
    ]);
    assert_eq!(ended.code, 1, "{ended:?}");
    content(Path::new(&book))
});

/// A class, and a place for the gradebooks of its shares.
struct Trial(Tree);

impl Trial {
    fn new() -> Self {
        let tree = Tree::new();
        for (number, file) in FILES.iter().enumerate() {
            let text = fs::read_to_string(COURSE.join(file)).expect("the course has it");
            tree.write(
                &format!("class/s{number}/ex03_race_conditions/src/lib.rs"),
                text,
            );
        }
        Self(tree)
    }

    /// The same, with a share that cannot be graded, because its gradebook is none.
    fn spoiled() -> Self {
        let trial = Self::new();
        trial.0.write(
            &format!("books/{FAILING}-of-{SHARES}.sqlite"),
            "student,points\n",
        );
        trial
    }

    /// What somebody does about that.
    fn mend(&self) {
        fs::remove_file(self.path(&format!("books/{FAILING}-of-{SHARES}.sqlite")))
            .expect("it is there");
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    fn class(&self) -> String {
        self.path("class")
    }

    fn books(&self) -> String {
        self.path("books")
    }

    /// What each recipe is given: how many shares, where their gradebooks go, and what the grader is given.
    fn arguments(&self) -> [String; 5] {
        let count = SHARES.to_string();
        [
            count,
            self.books(),
            self.class(),
            "--exercise".to_owned(),
            "ex03".to_owned(),
        ]
    }

    /// A program that finds the grader and this course.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&*COURSE)
            .env("GRADER", crate::program::program());
        command
            .env("CARGO_TARGET_DIR", &*TARGET)
            .stdin(Stdio::null());
        command
    }

    fn grader(&self, arguments: &[&str]) -> Ended {
        let mut grader = self.command(program());
        grader.args(arguments);
        Ended::of(grader)
    }

    /// Demands that the shares cannot be merged yet.
    #[track_caller]
    fn is_refused(&self) {
        let ended = self.merge();
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{ended:?}");
        assert!(
            !Path::new(&self.path("merged")).exists(),
            "nothing is written"
        );
    }

    /// Demands that the merged gradebook is that of the undivided class.
    #[track_caller]
    fn is_whole(&self) {
        let ended = self.merge();
        assert_eq!(ended.code, 0, "{ended:?}");
        assert!(
            ended
                .stdout
                .contains("6 students, 10 points each: 3 passed every check"),
            "{ended:?}"
        );
        assert!(
            !ended.stderr.contains("files graded"),
            "nothing is graded again: {ended:?}"
        );
        assert!(
            content(Path::new(&self.path("merged"))) == *WHOLE,
            "the gradebooks differ"
        );
    }

    fn merge(&self) -> Ended {
        let mut merge = self.command(file("merge.sh"));
        merge.args([
            &self.books(),
            &self.path("merged"),
            &self.class(),
            "--exercise",
            "ex03",
        ]);
        Ended::of(merge)
    }
}

/// A file of the recipes.
fn file(name: &str) -> PathBuf {
    COURSE.join("docs/cluster").join(name)
}

fn yaml(name: &str) -> Yaml {
    let text = fs::read_to_string(file(name)).expect("the recipe is there");
    let mut documents = YamlLoader::load_from_str(&text)
        .unwrap_or_else(|error| panic!("{name} is no YAML: {error}"));
    assert_eq!(documents.len(), 1, "{name}");
    documents.remove(0)
}

/// The lines of a YAML list of texts.
fn lines(list: &Yaml) -> Vec<String> {
    let list = list
        .as_vec()
        .unwrap_or_else(|| panic!("{list:?} is a list"));
    list.iter()
        .map(|line| line.as_str().expect("it is text").to_owned())
        .collect()
}

/// Whether a program is there; if not, says so, and the test that needs it has tested nothing.
fn is_there(program: &str, version: &str) -> bool {
    let found = Command::new(program)
        .arg(version)
        .stdin(Stdio::null())
        .output()
        .is_ok();
    if !found {
        eprintln!("not run: there is no {program} on this machine");
    }
    found
}
