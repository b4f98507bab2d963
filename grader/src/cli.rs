//! The command line. Its names are fixed: scripts depend on them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::compile::Engine;

/// Said below the help.
const AFTER: &str = "\
Exit codes: 0 every check passed; 1 some check did not; 2 the command line cannot be followed;
3 the grader is at fault; 4 `verify` found the course inconsistent.";

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
    /// Make an exercise the stub again; what you have written is kept beside it
    Reset(OneExercise),
    /// Compare your file with the solution, once it has passed
    Diff(DiffArgs),
    /// Make a new exercise, for authors; CONTRIBUTING.md goes on from there
    New(NewArgs),
    /// Check the course itself: stubs, solutions, sample submissions, metadata
    Verify(VerifyArgs),
}

/// What to grade, and how to say it.
#[derive(Debug, Args)]
pub struct GradeArgs {
    /// Exercises to grade (ex03, 3, ex03_race_conditions); all if none is named
    #[arg(value_name = "EX")]
    pub exercises: Vec<String>,
    /// Grade another tree in the layout of exercises/
    #[arg(long, value_name = "DIR")]
    pub submission: Option<PathBuf>,
    /// Who judges exhaustive checks; loom is for instructors, and says UNSURE where it is no judge
    #[arg(long, value_enum, value_name = "ENGINE", default_value_t)]
    pub engine: Engine,
    /// How to write the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write the result to a file instead of the terminal
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
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
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
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

/// A format of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs: schema 1, to which fields are only ever added
    Json,
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
