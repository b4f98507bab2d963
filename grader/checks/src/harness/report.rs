//! What is said of one check as it is run: why it failed, and what it printed.

use std::fmt::Write;

use course::COLUMNS;
use course::text::{Paint, WIDTH, hanging};
use supervise::Run;

/// Lines of a failing check's stdout that are shown unasked.
const SHOWN: usize = 20;

/// What libtest prints of a failing check: the verdict's word, the whole text, and the end of what it
/// printed, unless that has been shown already.
pub(super) fn failure(run: &Run, output_shown: bool, paint: Paint) -> String {
    let outcome = &run.outcome;
    let message = format!("{}: {}", outcome.verdict.word(), outcome.message);
    let mut text = hanging(&message, 0, WIDTH);
    let account = outcome.account(paint.style(COLUMNS));
    if !account.is_empty() {
        let _ = write!(text, "\n\n{account}");
    }
    let lines: Vec<_> = run.stdout.lines().collect();
    if !output_shown && !lines.is_empty() {
        let skipped = lines.len().saturating_sub(SHOWN);
        let note = if skipped == 0 {
            String::new()
        } else {
            format!(" (its last {SHOWN} lines)")
        };
        let _ = write!(text, "\n\nIt printed{note}:");
        for line in &lines[skipped..] {
            let _ = write!(text, "\n  {line}");
        }
    }
    text
}

/// What `--nocapture` shows of any check: all that it printed.
pub(super) fn output(check: &str, run: &Run) -> String {
    let mut text = String::new();
    for (name, stream) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
        if !stream.is_empty() {
            let _ = write!(
                text,
                "\n---- {name} of {check} ----\n{}\n",
                stream.trim_end_matches('\n')
            );
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use course::{Note, Outcome, Verdict};

    fn run(stdout: &str) -> Run {
        Run {
            outcome: Outcome::of(Verdict::TooSlow, "took 50.000 s")
                .noting(Note::said("main |----|")),
            stdout: stdout.to_owned(),
            stderr: "a panic".to_owned(),
            used: std::time::Duration::ZERO,
        }
    }

    #[test]
    fn a_failure_is_its_word_its_text_and_its_output() {
        insta::assert_snapshot!(failure(&run("Sleeping...\ndone\n"), false, Paint::Plain), @r"
        TOO SLOW: took 50.000 s

        main |----|

        It printed:
          Sleeping...
          done
        ");
    }

    #[test]
    fn output_that_was_shown_is_not_repeated() {
        assert!(!failure(&run("Sleeping..."), true, Paint::Plain).contains("Sleeping"));
    }

    #[test]
    fn of_much_output_the_end_is_shown() {
        let stdout: String = (1..=100).map(|line| format!("line {line}\n")).collect();
        let text = failure(&run(&stdout), false, Paint::Plain);
        assert!(
            text.contains("It printed (its last 20 lines):\n  line 81\n"),
            "{text}"
        );
    }

    #[test]
    fn nocapture_shows_both_streams() {
        let text = output("a_check", &run("Sleeping...\n"));
        let stdout = "\n---- stdout of a_check ----\nSleeping...\n";
        let stderr = "\n---- stderr of a_check ----\na panic\n";
        assert_eq!(text, format!("{stdout}{stderr}"));
    }
}
