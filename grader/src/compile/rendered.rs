//! An error as the compiler lays it out, made fit for a student: of files that only we have nothing is shown, and what
//! goes on for pages is shortened.

use std::mem;
use std::path::Path;

use course::text::wrapped;

/// Columns of what is shown, as in the compiler's `--diagnostic-width`.
const COLUMNS: usize = 76;

/// Lines of one error at most.
const LINES: usize = 40;

/// Lines of marks and labels below one line of source, at most.
const LABELS: usize = 6;

/// Characters of one line at most; a line of source is as long as its author makes it.
const WIDEST: usize = 160;

/// The checks, as the compiler calls them.
const CHECKS: &str = "tests/checks.rs";

/// What the compiler says when a type's name is too long: where it has written it, which is a file that nobody has, and
/// how to get it printed by a compiler that nobody calls.
const ABOUT_FILES: [&str; 2] = [
    "the full name for the type has been written to",
    "consider using `--verbose` to print the full",
];

/// Library sources are named from `library/` on, wherever the toolchain is installed.
pub fn shortened(text: &str, sysroot: &Path) -> String {
    let sources = sysroot.join("lib/rustlib/src/rust/");
    without_commits(&text.replace(&*sources.to_string_lossy(), ""))
}

/// `library/core/src/option.rs` for `/rustc/<commit>/library/core/src/option.rs`, which is how the
/// compiler calls its library's source where that is not installed.
pub fn without_commits(text: &str) -> String {
    let mut parts = text.split("/rustc/");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shortened, part| match part.split_once('/') {
        Some((commit, path)) if commit.bytes().all(|b| b.is_ascii_hexdigit()) => shortened + path,
        _ => shortened + "/rustc/" + part,
    })
}

/// The text of one error, for a student.
pub fn fit(rendered: &str) -> String {
    let sections = sections(rendered);
    let of_checks = sections
        .first()
        .is_some_and(|section| section.parts.iter().any(Part::is_in_checks));
    let mut lines = Vec::new();
    let mut checks_shown = false;
    for (at, section) in sections.into_iter().enumerate() {
        // How to change the checks so that they fit the file is no help.
        let is_advice = at > 0
            && section
                .head
                .first()
                .is_some_and(|line| line.starts_with("help:"));
        if is_advice && of_checks && !section.parts.iter().any(Part::is_in_submission) {
            continue;
        }
        // A note that only points at a place of std's ("introduced here") has lost its point.
        let is_known = |part: &Part| part.is_in_submission() || part.is_in_checks();
        let points = section.head.iter().any(|line| line.ends_with(" here"));
        if at > 0 && points && !section.parts.is_empty() && !section.parts.iter().any(is_known) {
            continue;
        }
        lines.extend(section.head);
        for part in section.parts {
            let first_of_checks = part.is_in_checks() && !mem::replace(&mut checks_shown, true);
            match part.is_in_submission() || first_of_checks {
                true => lines.extend(part.lines),
                false => lines.extend(part.lines.into_iter().filter(|line| is_remark(line))),
            }
        }
    }
    let lines = lines.into_iter().flat_map(in_columns).collect();
    short(with_few_labels(lines)).join("\n")
}

/// A paragraph of the compiler: a headline, then places in files.
#[derive(Default)]
struct Section {
    head: Vec<String>,
    parts: Vec<Part>,
}

/// A place in a file with the lines of source there.
struct Part {
    file: String,
    lines: Vec<String>,
}

impl Part {
    fn is_in_checks(&self) -> bool {
        self.file == CHECKS
    }

    fn is_in_submission(&self) -> bool {
        self.file.starts_with("src/")
    }
}

/// The text in its paragraphs, without the remarks about files.
fn sections(rendered: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let lines = rendered
        .lines()
        .filter(|line| !ABOUT_FILES.iter().any(|text| line.contains(text)));
    for line in lines {
        let begins = line.starts_with(|c: char| c.is_ascii_alphabetic());
        if begins || sections.is_empty() {
            sections.push(Section::default());
        }
        let Some(section) = sections.last_mut() else {
            continue;
        };
        match (file_of(line), section.parts.last_mut()) {
            (Some(file), _) => section.parts.push(Part {
                file,
                lines: vec![line.to_owned()],
            }),
            (None, Some(part)) => part.lines.push(line.to_owned()),
            (None, None) => section.head.push(line.to_owned()),
        }
    }
    sections
}

/// The file of `  --> src/lib.rs:12:5`, or of `  ::: ...`.
fn file_of(line: &str) -> Option<String> {
    let line = line.trim_start();
    let place = line
        .strip_prefix("--> ")
        .or_else(|| line.strip_prefix("::: "))?;
    let mut parts = place.rsplitn(3, ':');
    let (_column, _line, file) = (parts.next()?, parts.next()?, parts.next()?);
    Some(file.replace('\\', "/"))
}

/// True of `  = note: ...`, which is about the error and not about the source above it.
fn is_remark(line: &str) -> bool {
    line.trim_start().starts_with("= ")
}

/// The line, or the lines that it becomes in the columns there are. The words of a remark go on below each other.
fn in_columns(line: String) -> Vec<String> {
    let count = line.chars().count();
    let lead = line.chars().take_while(|c| *c == ' ').count();
    match line.split_once(": ") {
        Some((label, words)) if is_remark(&line) && count > COLUMNS => {
            let label = format!("{label}: ");
            let hang = label.chars().count();
            let words = wrapped(words, COLUMNS.saturating_sub(hang).max(20));
            let lines = words.into_iter().enumerate();
            lines
                .map(|(at, words)| match at {
                    0 => format!("{label}{words}"),
                    _ => format!("{:hang$}{words}", ""),
                })
                .collect()
        }
        _ if count > WIDEST.max(lead) => {
            let kept: String = line.chars().take(WIDEST).collect();
            vec![format!("{kept}...")]
        }
        _ => vec![line],
    }
}

/// Without most of the labels below a line of source, where there are so many that they hide the others.
fn with_few_labels(lines: Vec<String>) -> Vec<String> {
    let mut kept = Vec::new();
    let mut labels = 0;
    for line in lines {
        let is_label = line.trim_start().starts_with('|');
        labels = if is_label { labels + 1 } else { 0 };
        match labels {
            0..=LABELS => kept.push(line),
            _ if labels == LABELS + 1 => {
                let gutter = line.find('|').unwrap_or_default();
                kept.push(format!("{:gutter$}| ...", ""));
            }
            _ => {}
        }
    }
    kept
}

/// The first lines, and how many more there are.
fn short(mut lines: Vec<String>) -> Vec<String> {
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    if lines.len() > LINES {
        let more = lines.len() - LINES;
        lines.truncate(LINES);
        lines.push(format!(
            "[... {more} more lines about this error are left out]"
        ));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the compiler says of a `Cell` that the checks share between threads.
    const SHARED: &str = "\
error[E0277]: `Cell<u64>` cannot be shared between threads safely
  --> tests/checks.rs:26:25
   |
26 |             scope.spawn(|| counter.add(1));
   |                   ----- ^^^^^^^^^^^^^^^^^ `Cell<u64>` cannot be shared
   |                   |
   |                   required by a bound introduced by this call
   |
   = help: within `submission::Counter`, the trait `Sync` is not implemented for `Cell<u64>`
note: required because it appears within the type `submission::Counter`
  --> src/lib.rs:10:12
   |
10 | pub struct Counter {
   |            ^^^^^^^
note: required because it's used within this closure
  --> tests/checks.rs:26:25
   |
26 |             scope.spawn(|| counter.add(1));
   |                         ^^
   = note: required for `&submission::Counter` to implement `Send`
note: required by a bound in `Scope::<'scope, 'env>::spawn`
  --> /home/me/.cargo/registry/src/model-std/src/thread/scoped.rs:201:4
   |
201|     fn spawn();
   |     ^^^^^
help: consider annotating `Ticket` with `#[derive(Clone)]`
   |
81 +     #[derive(Clone)]
82 |     struct Ticket(String);
";

    #[test]
    fn of_our_own_files_only_the_line_that_calls_is_shown() {
        insta::assert_snapshot!(fit(SHARED), @r"
        error[E0277]: `Cell<u64>` cannot be shared between threads safely
          --> tests/checks.rs:26:25
           |
        26 |             scope.spawn(|| counter.add(1));
           |                   ----- ^^^^^^^^^^^^^^^^^ `Cell<u64>` cannot be shared
           |                   |
           |                   required by a bound introduced by this call
           |
           = help: within `submission::Counter`, the trait `Sync` is not implemented
                   for `Cell<u64>`
        note: required because it appears within the type `submission::Counter`
          --> src/lib.rs:10:12
           |
        10 | pub struct Counter {
           |            ^^^^^^^
        note: required because it's used within this closure
           = note: required for `&submission::Counter` to implement `Send`
        note: required by a bound in `Scope::<'scope, 'env>::spawn`
        ");
    }

    #[test]
    fn a_suggestion_for_the_students_file_stays() {
        let text = "\
error[E0425]: cannot find value `x` in this scope
 --> src/lib.rs:2:5
  |
2 |     x
  |     ^ not found
help: consider using `y`
  |
2 -     x
2 +     y
";
        assert_eq!(fit(text), text.trim_end());
    }

    #[test]
    fn a_note_that_points_to_what_is_not_shown_is_left_out() {
        let text = "\
error[E0597]: `results` does not live long enough
 --> src/lib.rs:2:5
  |
2 |     results
  |     ^^^^^^^ borrowed value does not live long enough
note: requirement that the value outlives `'static` introduced here
 --> /rustc/59807616e/library/std/src/thread/mod.rs:1:1
";
        let fit = fit(text);
        assert!(fit.ends_with("does not live long enough"), "{fit}");
    }

    #[test]
    fn files_that_nobody_has_are_not_named() {
        let text = "\
error[E0308]: mismatched types
 --> src/lib.rs:2:5
  = note: expected type `u64`
  = note: the full name for the type has been written to 'submission.long-type-893.txt'
  = note: consider using `--verbose` to print the full type name to the console
";
        let fit = fit(text);
        assert!(fit.ends_with("= note: expected type `u64`"), "{fit}");
    }

    #[test]
    fn one_error_is_not_told_on_pages() {
        let labels = "  |     ---- one of the found closures\n".repeat(30);
        let source: String = (1..90).map(|line| format!("{line:3} | source\n")).collect();
        let long = format!("4 | {}\n", "x".repeat(1000));
        let text = format!("error: no\n --> src/lib.rs:1:1\n{labels}{long}{source}");
        let fit = fit(&text);
        let lines: Vec<_> = fit.lines().collect();
        assert_eq!(lines.len(), LINES + 1, "{fit}");
        assert_eq!(lines[2 + LABELS], "  | ...");
        assert!(lines[3 + LABELS].ends_with("x..."), "{fit}");
        assert!(
            fit.ends_with("[... 59 more lines about this error are left out]"),
            "{fit}"
        );
    }
}
