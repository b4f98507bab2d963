//! What `verify` prints of second opinions.

use std::io::{self, Write};

use course::Verdict;
use course::text::{Paint, hanging, width_on, wrapped};

use super::SecondOpinion;

/// Columns of the table.
const TABLE: usize = 64;

/// Writes a line for each exercise, and below the table why loom does not judge what it does not. Where `width` columns
/// are too few for a table, each line is a sentence.
///
/// # Errors
/// Only those of `out`.
pub fn render(
    opinions: &[SecondOpinion],
    paint: Paint,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    if opinions.is_empty() {
        return writeln!(out, "loom: none of these exercises asks for its opinion\n");
    }
    let head = "loom     submissions  judged by it   verdicts agreed  disagreed";
    let is_narrow = width < TABLE;
    if !is_narrow {
        writeln!(out, "{}", paint.bold(head))?;
    }
    for opinion in opinions {
        let disagreed = match opinion.disagreed {
            0 => paint.verdict(Verdict::Passed, "0"),
            count => paint.verdict(Verdict::Wrong, &count.to_string()),
        };
        if is_narrow {
            let line = format!(
                "{}: loom judged {} of {} submissions; {} verdicts agreed, {disagreed} disagreed",
                opinion.exercise, opinion.judged, opinion.submissions, opinion.agreed,
            );
            writeln!(out, "{}", hanging(&line, 6, width))?;
            continue;
        }
        writeln!(
            out,
            "{:<8} {:>11}  {:>12}   {:>15}  {disagreed}",
            opinion.exercise, opinion.submissions, opinion.judged, opinion.agreed,
        )?;
    }
    for opinion in opinions {
        for cannot in &opinion.not_judged {
            let line = format!("loom cannot: {}: {}", cannot.what, cannot.why);
            for line in wrapped(&line, width_on(width) - 2) {
                writeln!(out, "  {line}")?;
            }
        }
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::super::NotJudged;
    use super::*;

    fn text(opinions: &[SecondOpinion]) -> String {
        let mut out = Vec::new();
        render(opinions, Paint::Plain, 80, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_for_each_exercise_and_a_reason_for_each_submission_that_is_not_judged() {
        let opinion = SecondOpinion {
            exercise: "ex03".to_owned(),
            submissions: 34,
            judged: 33,
            agreed: 132,
            not_judged: vec![NotJudged {
                what: "right/statics".to_owned(),
                why: "src/lib.rs:9: cannot call non-const associated function `AtomicUsize::new` in statics"
                    .to_owned(),
            }],
            disagreed: 0,
        };
        insta::assert_snapshot!(text(&[opinion]), @r"
        loom     submissions  judged by it   verdicts agreed  disagreed
        ex03              34            33               132  0
          loom cannot: right/statics: src/lib.rs:9: cannot call non-const associated
          function `AtomicUsize::new` in statics
        ");
    }

    #[test]
    fn no_opinion_is_said() {
        assert_eq!(
            text(&[]),
            "loom: none of these exercises asks for its opinion\n\n"
        );
    }
}
