//! The command line with an example or two of each command, below its help.
//!
//! They stand in a table, so that a test can demand that each command has one and that each can be parsed.

use clap::{Command, CommandFactory};

use crate::cli::Cli;
use crate::exit::{FAILED, PASSED};

/// Above the examples: how they are typed where the program is not installed.
const HEAD: &str = "Examples (`grader` is `cargo run -p grader --` in a clone of the course):\n";

/// One command line of the help.
#[derive(Debug)]
pub struct Example {
    /// What stands after `grader`.
    pub arguments: &'static str,
    /// What it does.
    pub about: &'static str,
    /// Its exit code in a course whose exercises have not all passed, as [`exit`](crate::exit) says.
    pub code: u8,
}

/// The examples of each command; none is grading.
pub const EXAMPLES: [(Option<&str>, &[Example]); 19] = [
    (
        None,
        &[
            example("", "all exercises, with points", FAILED),
            example("ex03", "one exercise, with every detail", FAILED),
            example("--submission ../practicals", "another tree", FAILED),
            example("ex03 --format json --output ex03.json", "as data", FAILED),
        ],
    ),
    (
        Some("list"),
        &[example("list", "every exercise with its state", PASSED)],
    ),
    (
        Some("hint"),
        &[example(
            "hint ex03",
            "the next hint for the first failing check",
            PASSED,
        )],
    ),
    (
        Some("show"),
        &[
            example("show ex03", "the last trace or timeline once more", PASSED),
            example(
                "show ex03 no_update_is_lost --svg race.svg",
                "as a picture",
                PASSED,
            ),
        ],
    ),
    (
        Some("play"),
        &[
            example(
                "play ex03",
                "choose which thread goes on, until it breaks",
                PASSED,
            ),
            example(
                "play ex03 --html race.html",
                "the same in a browser",
                PASSED,
            ),
            example(
                "play --game",
                "level by level, over the files of others",
                PASSED,
            ),
        ],
    ),
    (
        Some("watch"),
        &[
            example("watch", "the first exercise that has not passed", PASSED),
            example(
                "watch ex03",
                "beside the editor, again at every save",
                PASSED,
            ),
        ],
    ),
    (
        Some("reset"),
        &[example(
            "reset ex03",
            "the stub again; your text is kept beside it",
            PASSED,
        )],
    ),
    (
        Some("diff"),
        &[
            example("diff ex03", "your file beside the solution", PASSED),
            example("diff ex03 --force", "even if it has not passed", PASSED),
        ],
    ),
    (
        Some("start"),
        &[
            example("start 23", "a branch in this clone of the course", PASSED),
            example(
                "start 23 --practicals ../practicals",
                "in your own repo",
                PASSED,
            ),
        ],
    ),
    (
        Some("progress"),
        &[
            example("progress", "the practical's branch around here", PASSED),
            example(
                "progress ../practicals --branch 23",
                "of another repo",
                PASSED,
            ),
            example("progress --html progress.html", "as a page", PASSED),
        ],
    ),
    (
        Some("class"),
        &[
            example(
                "class submissions",
                "a folder with a folder for each student",
                FAILED,
            ),
            example(
                "class --roster class.csv --before 2026-12-01T23:59:00+13:00",
                "repos, as they were at the deadline",
                FAILED,
            ),
            example(
                "class submissions --regrade ex03",
                "under its checks of today",
                FAILED,
            ),
        ],
    ),
    (
        Some("merge"),
        &[example(
            "merge 1.sqlite 2.sqlite 3.sqlite",
            "the gradebooks of three shards",
            PASSED,
        )],
    ),
    (
        Some("stats"),
        &[example(
            "stats ex03",
            "how each of its checks went in the class",
            PASSED,
        )],
    ),
    (
        Some("package"),
        &[
            example(
                "package gradescope autograder",
                "what goes into autograder.zip",
                PASSED,
            ),
            example(
                "package classroom50 classroom",
                "its test and workflow",
                PASSED,
            ),
        ],
    ),
    (
        Some("export"),
        &[example(
            "export submissions-for-dolos",
            "the class's latest files, for plagiarism tools",
            PASSED,
        )],
    ),
    (
        Some("new"),
        &[example(
            "new ex17_rate_limiter --practical 24-practical",
            "a draft",
            PASSED,
        )],
    ),
    (
        Some("verify"),
        &[
            example("verify", "the whole course", PASSED),
            example(
                "verify ex03 --write",
                "one exercise, and its pages anew",
                PASSED,
            ),
        ],
    ),
    (
        Some("completions"),
        &[example(
            "completions bash",
            "for `source` in a shell's start-up file",
            PASSED,
        )],
    ),
    (
        Some("man"),
        &[example(
            "man target/man",
            "then `man target/man/grader.1`",
            PASSED,
        )],
    ),
];

/// Columns of a line of help.
const WIDTH: usize = 80;

/// The command line, ready to parse arguments and to print its help.
pub fn command() -> Command {
    let mut command = Cli::command();
    for (name, examples) in EXAMPLES {
        let text = text(examples);
        command = match name {
            Some(name) if command.find_subcommand(name).is_some() => {
                command.mut_subcommand(name, |it| it.after_help(text))
            }
            Some(_) => command,
            None => {
                let codes = command.get_after_help().map(ToString::to_string);
                command.after_help(format!("{text}\n{}", codes.unwrap_or_default()))
            }
        };
    }
    command
}

const fn example(arguments: &'static str, about: &'static str, code: u8) -> Example {
    Example {
        arguments,
        about,
        code,
    }
}

/// A line for each example, or two where they do not fit on one.
fn text(examples: &[Example]) -> String {
    let lines = examples
        .iter()
        .map(|it| format!("  grader {}", it.arguments).trim_end().to_owned());
    let lines: Vec<String> = lines.collect();
    let column = lines.iter().map(String::len).max().unwrap_or(0) + 2;
    let widest = examples.iter().map(|it| it.about.len()).max();
    let is_wide = column + widest.unwrap_or(0) > WIDTH;
    let mut text = HEAD.to_owned();
    for (line, Example { about, .. }) in lines.iter().zip(examples) {
        text += &match is_wide {
            true => format!("{line}\n      {about}\n"),
            false => format!("{line:<column$}{about}\n"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::FromArgMatches;

    use super::*;

    #[test]
    fn every_command_has_an_example_and_every_example_can_be_parsed() {
        let whole = command();
        for one in whole.get_subcommands() {
            let name = one.get_name();
            let help = one.clone().render_long_help().to_string();
            assert!(help.contains("Examples ("), "`{name}` has none:\n{help}");
        }
        assert!(
            whole
                .clone()
                .render_long_help()
                .to_string()
                .contains("Examples (")
        );
        for (name, examples) in EXAMPLES {
            for Example { arguments, .. } in examples {
                let words = ["grader"].into_iter().chain(arguments.split_whitespace());
                let matches = command().try_get_matches_from(words);
                let matches = matches.unwrap_or_else(|error| panic!("{arguments}: {error}"));
                assert_eq!(matches.subcommand_name(), name, "{arguments}");
                Cli::from_arg_matches(&matches).unwrap();
            }
        }
    }

    #[test]
    fn no_line_of_an_example_is_wide() {
        for (_, examples) in EXAMPLES {
            let text = text(examples);
            let wide = text.lines().find(|line| line.len() > WIDTH);
            assert_eq!(wide, None);
        }
    }
}
