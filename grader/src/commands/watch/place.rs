//! The line of a student's file that a failure is about.

use std::path::PathBuf;

use course::{Evidence, Outcome};
use runtrace::Style;

/// Where sources lie in an exercise.
const SOURCES: &str = "src/";

/// The file, relative to the exercise, and the line, from 1; none if the outcome names no line.
pub fn of(outcome: &Outcome) -> Option<(PathBuf, u32)> {
    if let Evidence::CompilerErrors(errors) = &outcome.evidence {
        let places = errors
            .errors
            .iter()
            .filter_map(|error| error.place.as_ref());
        let mut own = places.filter(|site| site.file.starts_with(SOURCES));
        if let Some(site) = own.next() {
            return Some((site.file.clone().into(), site.line));
        }
    }
    if let Some(place) = named_in(&outcome.message) {
        return Some(place);
    }
    // The last step of the submission's own is where it went wrong or was when it did.
    let steps = outcome.evidence.steps().iter().rev();
    let mut own = steps.filter(|step| step.site.file.starts_with(SOURCES));
    if let Some(step) = own.next() {
        return Some((step.site.file.clone().into(), step.site.line));
    }
    named_in(&outcome.account(Style::new()))
}

/// The first place that a text names, as in `src/lib.rs:12`.
fn named_in(text: &str) -> Option<(PathBuf, u32)> {
    text.match_indices(SOURCES).find_map(|(at, _)| {
        let (file, rest) = text[at..].split_once(".rs:")?;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '/' | '_' | '-');
        let line = digits.parse().ok().filter(|line| *line > 0)?;
        file.chars()
            .all(is_name)
            .then(|| (format!("{file}.rs").into(), line))
    })
}

#[cfg(test)]
mod tests {
    use course::{CompilerError, CompilerErrors, Verdict};
    use runtrace::{Site, Step, Trace};

    use super::*;

    fn place(outcome: &Outcome) -> Option<(String, u32)> {
        of(outcome).map(|(file, line)| (file.display().to_string(), line))
    }

    fn lib(line: u32) -> Option<(String, u32)> {
        Some(("src/lib.rs".to_owned(), line))
    }

    #[test]
    fn a_message_that_names_a_line_leads_there() {
        let message = "main panicked at src/lib.rs:12: no; see tests/checks.rs:3";
        assert_eq!(place(&Outcome::of(Verdict::Panicked, message)), lib(12));
        let elsewhere = Outcome::of(Verdict::Wrong, "asserted at tests/checks.rs:3");
        assert_eq!(place(&elsewhere), None);
        let said = Outcome::of(Verdict::Wrong, "what is in src/ and .rs: nothing");
        assert_eq!(place(&said), None);
    }

    #[test]
    fn an_error_of_the_compiler_leads_to_its_place_in_the_students_file() {
        let error = |file: &str, line| CompilerError {
            code: None,
            message: String::new(),
            place: Some(Site {
                file: file.to_owned(),
                line,
            }),
            rendered: String::new(),
        };
        let errors = CompilerErrors {
            errors: vec![error("tests/checks.rs", 4), error("src/lib.rs", 7)],
            more: 0,
        };
        let outcome = Outcome::of(Verdict::BuildFailed, "no");
        let outcome = outcome.showing(Evidence::CompilerErrors(errors));
        assert_eq!(place(&outcome), lib(7));
    }

    #[test]
    fn a_trace_leads_to_the_last_step_of_the_students_own() {
        let step = |file: &str, line| Step {
            site: Site {
                file: file.to_owned(),
                line,
            },
            ..Step::default()
        };
        let trace = Trace {
            steps: vec![
                step("src/lib.rs", 3),
                step("src/lib.rs", 5),
                step("tests/checks.rs", 9),
            ],
            ..Trace::default()
        };
        let outcome = Outcome::of(Verdict::Race, "lost").showing(Evidence::Trace(trace));
        assert_eq!(place(&outcome), lib(5));
    }
}
