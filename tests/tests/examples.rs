//! Every example of every `--help`, typed one after the other in a scratch course as a student, an instructor and an
//! author would: each ends with the exit code that the table of examples gives it.
//!
//! `grader verify` of the whole course is what `.ci/run` runs; here one exercise is verified. `watch` needs a terminal.

use std::fs;
use std::process::Command;

use grader::examples::{EXAMPLES, Example};

use crate::course_copy::{Copy, Lent};
use crate::program::{COURSE, Ended};
use crate::tmux::Tmux;

const FILE: &str = "exercises/ex03_race_conditions/src/lib.rs";
const SPEC: &str = "exercises/ex03_race_conditions/exercise.toml";
const WRONG: &str = "tests/submissions/ex03/wrong/load_then_store.rs";
const RIGHT: &str = "tests/submissions/ex03/right/atomics.rs";

/// The exercises of the scratch course: one of each kind that the examples need is enough.
const KEPT: [&str; 3] = ["ex01", "ex03", "ex06"];

/// Run elsewhere: the example, and who runs it.
const ELSEWHERE: [(&str, &str); 1] = [("verify", ".ci/run")];

fn course(path: &str) -> String {
    fs::read_to_string(COURSE.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A clone of the course with a folder in it that all is typed in; as it was when this is dropped.
struct Scratch {
    copy: Lent,
}

impl Scratch {
    fn new() -> Self {
        let scratch = Self { copy: Copy::lock() };
        let copy = &scratch.copy;
        copy.remove(".git");
        copy.remove("scratch");
        copy.forget();
        scratch.git("", &["init", "--quiet", "--initial-branch=main"]);
        copy.write(".git/info/exclude", "/scratch\n");
        scratch.commit("", "The course");
        scratch.leave_out();
        copy.write(FILE, course(WRONG));
        scratch.commit("", "My first try");
        copy.write("scratch/here/notes.txt", "");
        let ex01 = "exercises/ex01_sleep_loop/src/lib.rs";
        let stub = course("exercises/ex01_sleep_loop/stub/src/lib.rs");
        copy.write(&format!("scratch/practicals/{ex01}"), stub);
        scratch.git(
            "scratch/practicals",
            &["init", "--quiet", "--initial-branch=main"],
        );
        scratch.commit("scratch/practicals", "Begin");
        for (student, file) in [("ada", RIGHT), ("bob", WRONG)] {
            let place = format!("scratch/here/submissions/{student}/ex03_race_conditions");
            copy.write(&format!("{place}/src/lib.rs"), course(file));
        }
        let roster = "id,name,repo,branch\ncleo,Cleo,../practicals,main\n";
        copy.write("scratch/here/class.csv", roster);
        scratch
    }

    /// Removes the exercises that are not wanted.
    fn leave_out(&self) {
        for folder in ["exercises", "solutions", "grader/modelled"] {
            let all = fs::read_dir(self.copy.path(folder)).expect("the course has it");
            for entry in all.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let is_exercise = name.starts_with("ex") && entry.path().is_dir();
                if is_exercise && !KEPT.iter().any(|kept| name.starts_with(kept)) {
                    self.copy.remove(&format!("{folder}/{name}"));
                }
            }
        }
    }

    fn git(&self, folder: &str, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.arg("-C").arg(self.copy.path(folder));
        git.args(["-c", "user.name=A", "-c", "user.email=a@example.org"]);
        git.args(arguments);
        let ended = Ended::of(settled(git));
        assert_eq!(ended.code, 0, "git {arguments:?}: {}", ended.stderr);
    }

    fn commit(&self, folder: &str, subject: &str) {
        self.git(folder, &["add", "--all"]);
        self.git(folder, &["commit", "--quiet", "-m", subject]);
    }

    /// The grader with these arguments, typed in the folder.
    fn grader(&self, arguments: &[&str]) -> Command {
        let mut grader = self.copy.grader_command(arguments);
        grader.current_dir(self.copy.path("scratch/here"));
        for (name, value) in [("GIT_AUTHOR", "A"), ("GIT_COMMITTER", "A")] {
            grader.env(format!("{name}_NAME"), value);
            grader.env(format!("{name}_EMAIL"), "a@example.org");
        }
        settled(grader)
    }

    /// Brings about what somebody has who types that.
    fn prepare(&self, arguments: &str) {
        let copy = &self.copy;
        match arguments {
            "diff ex03" => {
                copy.write(FILE, course("solutions/ex03_race_conditions/src/lib.rs"));
                assert_eq!(Ended::of(self.grader(&["ex03"])).code, 0);
            }
            "diff ex03 --force" => {
                copy.write(FILE, course(WRONG));
                self.git("", &["checkout", "--quiet", "--", "."]);
            }
            "play --game" => {
                let levels = "levels = [\"ex03/load_then_store\"]\n";
                copy.write("tests/submissions/levels.toml", levels);
                copy.bring(WRONG);
            }
            "start 23" => {
                copy.remove("tests/submissions");
                self.git("", &["checkout", "--quiet", "--", "."]);
            }
            "merge 1.sqlite 2.sqlite 3.sqlite" => {
                copy.remove_file("scratch/here/gradebook.sqlite");
                for number in 1..=3 {
                    let share = format!("{number}/3");
                    let book = format!("{number}.sqlite");
                    let shard = ["class", "submissions", "--shard", &share];
                    let rest = ["--gradebook", &book, "--exercise", "ex03"];
                    let ended = Ended::of(self.grader(&[&shard[..], &rest].concat()));
                    assert!(ended.code < 2, "{ended:?}");
                }
            }
            "verify ex03 --write" => {
                // The copy of the stub is the stub.
                let stub = "exercises/ex03_race_conditions/stub/src/lib.rs";
                copy.write(FILE, course(stub));
                copy.write(SPEC, format!("draft = true\n{}", course(SPEC)));
                copy.bring(WRONG);
                copy.bring(RIGHT);
            }
            _ => {}
        }
    }

    /// Types an example, demands its exit code, and returns what was said.
    fn run(&self, example: &Example) -> Ended {
        self.prepare(example.arguments);
        let words: Vec<_> = example.arguments.split_whitespace().collect();
        let ended = Ended::fed(self.grader(&words), "q\n");
        let code = i32::from(example.code);
        assert_eq!(ended.code, code, "grader {}: {ended:?}", example.arguments);
        ended
    }

    /// Types an example that has the terminal, and ends it.
    fn watch(&self, example: &Example) {
        if !Tmux::is_there() {
            return;
        }
        let words: Vec<_> = example.arguments.split_whitespace().collect();
        let terminal = Tmux::start(&self.grader(&words), (80, 24));
        terminal.wait_for("checks pass");
        terminal.press(&["q"]);
        terminal.wait_for(&format!("code={}", example.code));
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        for made in ["scratch", "tests/submissions"] {
            self.copy.remove(made);
        }
        let restored: [&[&str]; 2] = [
            &["checkout", "--quiet", "--force", "main~1", "--", "."],
            &["clean", "--quiet", "-fd"],
        ];
        for arguments in restored {
            let mut git = Command::new("git");
            git.arg("-C").arg(self.copy.path("")).args(arguments);
            let _ = Ended::of(settled(git));
        }
        self.copy.remove(".git");
        self.copy.forget();
    }
}

/// Without the settings of the person who runs the tests.
fn settled(mut command: Command) -> Command {
    command
        .env("GIT_CONFIG_GLOBAL", "no-such-file")
        .env("GIT_CONFIG_NOSYSTEM", "1");
    command
}

#[test]
fn every_example_of_every_help_does_what_it_says() {
    let scratch = Scratch::new();
    let all = EXAMPLES.iter().flat_map(|(_, examples)| *examples);
    for example in all {
        let elsewhere = ELSEWHERE.iter().find(|(it, _)| *it == example.arguments);
        match (elsewhere, example.arguments.starts_with("watch")) {
            (Some((_, by)), _) => assert!(course(by).contains(example.arguments)),
            (None, true) => scratch.watch(example),
            (None, false) => drop(scratch.run(example)),
        }
    }
    for made in [
        "ex03.json",
        "race.svg",
        "race.html",
        "progress.html",
        "gradebook.sqlite",
        "autograder/run_autograder",
        "classroom",
        "submissions-for-dolos",
        "target/man/grader.1",
    ] {
        let path = scratch.copy.path("scratch/here").join(made);
        assert!(path.exists(), "{made} was not made");
    }
    let ex17 = scratch.copy.path("exercises/ex17_rate_limiter/README.md");
    assert!(ex17.exists(), "`grader new` made it");
}
