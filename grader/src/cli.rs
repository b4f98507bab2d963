//! The command line. Its names are fixed: scripts depend on them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use jiff::{SignedDuration, Timestamp};

use crate::class::shard::Shard;
use crate::compile::Engine;
pub use crate::export::Format;
use crate::export::class::ClassExportArgs;

/// Said below the help.
const AFTER: &str = "\
Exit codes: 0 every check passed; 1 some check did not; 2 the command line cannot be followed;
3 the grader is at fault; 4 `verify` found the course inconsistent.";

/// The gradebook of a class, if no other is named.
const GRADEBOOK: &str = "gradebook.sqlite";

/// Grade concurrency exercises: exact, repeatable verdicts without waiting.
#[derive(Debug, Parser)]
#[command(name = "grader", version, args_conflicts_with_subcommands = true, after_help = AFTER)]
pub struct Cli {
    /// What to do instead of grading.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Grading, which needs no command.
    #[command(flatten)]
    pub grade: GradeArgs,
}

/// What else there is to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Grade an exercise each time you save it, on a full screen beside your editor
    Watch(WatchArgs),
    /// List the exercises with their points and how far you are
    List,
    /// Give the next hint for an exercise, by its last verdict
    Hint(OneExercise),
    /// Show the last timeline or trace of an exercise
    Show(ShowArgs),
    /// Be the scheduler: choose which thread of your file goes on, until it breaks
    Play(PlayArgs),
    /// Make an exercise the stub again; what you have written is kept beside it
    Reset(OneExercise),
    /// Compare your file with the solution, once it has passed
    Diff(DiffArgs),
    /// Grade a class: many submissions into one gradebook; goes on where it was stopped
    Class(Box<ClassArgs>),
    /// Join the gradebooks of shards
    Merge(MergeArgs),
    /// How each check of a graded class went
    Stats(StatsArgs),
    /// Begin a practical: a branch of its own, with its exercises on it
    Start(StartArgs),
    /// Show each exercise's state at each commit of your practicals branch
    Progress(ProgressArgs),
    /// Make a new exercise, for authors; CONTRIBUTING.md goes on from there
    New(NewArgs),
    /// Make what another system takes, to grade there with this course
    Package(PackageArgs),
    /// Lay out the submissions of a class for a tool that looks for plagiarism
    Export(ExportArgs),
    /// Check the course itself: stubs, solutions, sample submissions, metadata
    Verify(VerifyArgs),
    /// Print what a shell needs to complete commands and options
    Completions(CompletionsArgs),
    /// Write the pages of the manual, one for each command
    Man(ManArgs),
}

/// What to grade, and how to say it.
#[derive(Debug, Args)]
pub struct GradeArgs {
    /// Exercises to grade (ex03, 3, ex03_race_conditions); all if none is named
    #[arg(value_name = "EX")]
    pub exercises: Vec<String>,
    /// Grade another tree: a practicals repo, or a folder that holds the exercises
    #[arg(long, value_name = "DIR")]
    pub submission: Option<PathBuf>,
    /// Run what is submitted without a sandbox, with all that you may do yourself
    #[arg(long, requires = "submission")]
    pub trust_submissions: bool,
    /// Who judges exhaustive checks; loom is for instructors, and says UNSURE where it is no judge
    #[arg(long, value_enum, value_name = "ENGINE", default_value_t)]
    pub engine: Engine,
    /// How to write the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write the result to a file instead of the terminal
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// How many processes a long search may use while processors are idle, and how many checks run at once; verdicts stay
    /// the same
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Say on stderr what is run
    #[arg(short, long)]
    pub verbose: bool,
    /// Keep the folder in which the submission is built, and say where it is
    #[arg(long)]
    pub keep: bool,
}

/// An exercise.
#[derive(Debug, Args)]
pub struct OneExercise {
    /// The exercise (ex03, 3, ex03_race_conditions)
    #[arg(value_name = "EX")]
    pub exercise: String,
}

/// Where to begin.
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// The exercise (ex03, 3, ex03_race_conditions); the first that has not passed if none is named
    #[arg(value_name = "EX")]
    pub exercise: Option<String>,
}

/// What to show, and where.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The exercise (ex03, 3, ex03_race_conditions)
    #[arg(value_name = "EX")]
    pub exercise: String,
    /// The check; the first that fails if none is named
    #[arg(value_name = "CHECK")]
    pub check: Option<String>,
    /// Draw it as an SVG picture in a file
    #[arg(long, value_name = "FILE", conflicts_with = "html")]
    pub svg: Option<PathBuf>,
    /// Write it as a page to step through, with the source beside it
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

/// What to play.
#[derive(Debug, Args)]
pub struct PlayArgs {
    /// The exercise (ex03, 3, ex03_race_conditions)
    #[arg(value_name = "EX")]
    pub exercise: Option<String>,
    /// The check; the first that fails if none is named, or else the first that can be played
    #[arg(value_name = "CHECK")]
    pub check: Option<String>,
    /// Write it as a page to play in a browser
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Play level by level: find the order of threads that breaks other people's attempts
    #[arg(long, conflicts_with_all = ["exercise", "html"])]
    pub game: bool,
}

/// For which shell.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// Where the manual goes.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// A folder, which is made if it is not there
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
}

/// What to compare with the solution.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The exercise (ex03, 3, ex03_race_conditions)
    #[arg(value_name = "EX")]
    pub exercise: String,
    /// Show the solution even if some check does not pass
    #[arg(long)]
    pub force: bool,
}

/// Which class to grade, and how.
#[derive(Debug, Args)]
pub struct ClassArgs {
    /// A folder with a folder for each student
    #[arg(
        value_name = "DIR",
        required_unless_present = "roster",
        conflicts_with = "roster"
    )]
    pub dir: Option<PathBuf>,
    /// A CSV file with a row for each student: id, name, team, path or repo, branch
    #[arg(long, value_name = "CSV")]
    pub roster: Option<PathBuf>,
    /// The branch of students' repositories that counts; if none is named, the one that is called like the practical
    #[arg(long, value_name = "BRANCH")]
    pub branch: Option<String>,
    /// The deadline, as in 2026-12-01T23:59:00+13:00: of each repository, the last commit before it counts
    #[arg(long, value_name = "TIME")]
    pub before: Option<Timestamp>,
    /// Time after the deadline that is not late, as in 15m
    #[arg(long, value_name = "SPAN", requires = "before")]
    pub grace: Option<SignedDuration>,
    /// An exercise to grade (ex03, 3, ex03_race_conditions); all if none is named
    #[arg(long = "exercise", value_name = "EX")]
    pub exercises: Vec<String>,
    /// Where the marks are kept
    #[arg(long, value_name = "FILE", default_value = GRADEBOOK)]
    pub gradebook: PathBuf,
    /// Take checks from here, which lie as in exercises/, in place of the course's own
    #[arg(long, value_name = "DIR")]
    pub checks: Option<PathBuf>,
    /// A CSV file of what was decided beside the score: student, exercise, days, points, comment
    #[arg(long, value_name = "CSV")]
    pub adjustments: Option<PathBuf>,
    /// Grade an exercise again under the checks of today, and say whose mark changed and why
    #[arg(long, value_name = "EX")]
    pub regrade: Option<String>,
    /// With --regrade: the latest attempt counts, which is so unless --best was given
    #[arg(long, requires = "regrade", conflicts_with = "best")]
    pub latest: bool,
    /// With --regrade: the best attempt counts
    #[arg(long, requires = "regrade")]
    pub best: bool,
    /// Grade a share of the files only, as in 2/3; `grader merge` joins the gradebooks
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
    /// How many files are graded at once; twice the processors if it is not said
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// What to write, and where.
    #[command(flatten)]
    pub export: ClassExportArgs,
    /// Run what is submitted without a sandbox, with all that you may do yourself
    #[arg(long)]
    pub trust_submissions: bool,
    /// Say on stderr what is run
    #[arg(short, long)]
    pub verbose: bool,
}

impl ClassArgs {
    /// Whether repositories are read rather than the files that are checked out of them.
    pub fn reads_history(&self) -> bool {
        self.branch.is_some() || self.before.is_some()
    }
}

/// Which gradebooks to join.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The gradebooks of all shards
    #[arg(value_name = "FILE", required = true)]
    pub shards: Vec<PathBuf>,
    /// The gradebook to make
    #[arg(long, value_name = "FILE", default_value = GRADEBOOK)]
    pub gradebook: PathBuf,
}

/// Of which gradebook.
#[derive(Debug, Args)]
pub struct StatsArgs {
    /// Exercises to tell of; all if none is named
    #[arg(value_name = "EX")]
    pub exercises: Vec<String>,
    /// The gradebook
    #[arg(long, value_name = "FILE", default_value = GRADEBOOK)]
    pub gradebook: PathBuf,
}

/// What to begin, and where.
#[derive(Debug, Args)]
pub struct StartArgs {
    /// The practical (23, 23-practical)
    #[arg(value_name = "PRACTICAL")]
    pub practical: String,
    /// The folder of your own git repo; the clone of the course itself if none is named
    #[arg(long, value_name = "DIR")]
    pub practicals: Option<PathBuf>,
}

/// Whose progress to show, and how.
#[derive(Debug, Args)]
pub struct ProgressArgs {
    /// The folder of the repo; the one around the current directory if none is named
    #[arg(value_name = "REPO")]
    pub repo: Option<PathBuf>,
    /// Write a page instead of a table: one file that needs no other
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// The branch, or its practical's number; that of the last practical begun if none is named
    #[arg(long, value_name = "BRANCH")]
    pub branch: Option<String>,
    /// Run what a repo that is named holds without a sandbox, with all that you may do yourself
    #[arg(long)]
    pub trust_submissions: bool,
}

/// What to make.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// Its number and name, as in ex17_rate_limiter
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The practical it belongs to, as in 24-practical; the last one if none is named
    #[arg(long, value_name = "PRACTICAL")]
    pub practical: Option<String>,
    /// An exercise to take settings from: model, capabilities, libraries, editable files, practical, keys of hints
    #[arg(long, value_name = "EX")]
    pub like: Option<String>,
}

/// What to package, and for whom.
#[derive(Debug, Args)]
pub struct PackageArgs {
    /// The system
    #[arg(value_enum, value_name = "SYSTEM")]
    pub system: System,
    /// The folder to make
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Exercises to grade there; all if none is named
    #[arg(value_name = "EX")]
    pub exercises: Vec<String>,
}

/// A system that takes packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum System {
    /// The content of autograder.zip
    Gradescope,
    /// The folder of an assignment's autograder
    Classroom50,
}

/// What to lay out.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The folder to make
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// The gradebook of the class
    #[arg(long, value_name = "FILE", default_value = GRADEBOOK)]
    pub gradebook: PathBuf,
    /// Exercises to compare; all if none is named
    #[arg(value_name = "EX")]
    pub exercises: Vec<String>,
}

/// What to verify, and how hard to try.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Exercises to verify; all if none is named
    #[arg(value_name = "EX")]
    pub exercises: Vec<String>,
    /// Run each check so many times and insist on the same verdict every time; a search through
    /// interleavings is run once
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub repeat: u32,
    /// Also make anew what is made of exercise.toml: tables on pages, pictures in lessons
    #[arg(long)]
    pub write: bool,
    /// Say how much virtual time the solutions' checks take, and how much real time
    #[arg(long)]
    pub timings: bool,
    /// Grade samples in a sandbox, as the trees of others are graded, and insist on the same verdicts
    #[arg(long)]
    pub confine: bool,
    /// Have exhaustive checks judged by another engine too, and insist that it agrees
    #[arg(long, value_enum, value_name = "ENGINE")]
    pub second_opinion: Option<SecondOpinion>,
}

/// An engine that can be asked for a second opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SecondOpinion {
    /// loom, which shares no code with model-std
    Loom,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn names_without_a_command_are_exercises_to_grade() {
        let cli = Cli::try_parse_from(["grader", "3", "ex01", "--format", "json"]).unwrap();
        assert!(cli.command.is_none());
        assert_eq!(cli.grade.exercises, ["3", "ex01"]);
        assert_eq!(cli.grade.format, Format::Json);
        assert_eq!(cli.grade.engine, Engine::Model);
        let cli = Cli::try_parse_from(["grader", "ex03", "--engine", "loom"]).unwrap();
        assert_eq!(cli.grade.engine, Engine::Loom);
    }

    #[test]
    fn a_command_takes_its_own_arguments() {
        let cli = Cli::try_parse_from(["grader", "verify", "ex03", "--repeat", "5"]).unwrap();
        let Some(Command::Verify(args)) = cli.command else {
            panic!("verify was asked for")
        };
        assert_eq!(
            (args.exercises, args.repeat, args.timings),
            (vec!["ex03".to_owned()], 5, false)
        );
        assert!(Cli::try_parse_from(["grader", "verify", "--repeat", "0"]).is_err());
        let cli = Cli::try_parse_from(["grader", "new", "ex17_naps", "--like", "3"]).unwrap();
        let Some(Command::New(args)) = cli.command else {
            panic!("a new exercise was asked for")
        };
        let args = (args.name.as_str(), args.practical, args.like.as_deref());
        assert_eq!(args, ("ex17_naps", None, Some("3")));
        let cli = Cli::try_parse_from(["grader", "verify", "--second-opinion", "loom"]).unwrap();
        let Some(Command::Verify(args)) = cli.command else {
            panic!("verify was asked for")
        };
        assert_eq!(args.second_opinion, Some(SecondOpinion::Loom));
    }
}
