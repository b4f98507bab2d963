//! The tables in the course's pages that say what `exercise.toml` says: checks in an exercise's README, exercises in the
//! README of the course and on the page of a practical.
//!
//! A table stands between two lines of its page, which are comments in Markdown. `verify` compares what lies between them,
//! `verify --write` replaces it, and neither looks at anything else on the page.

use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace::{EXERCISES, Exercise, Workspace};

/// The line before a table of checks.
const CHECKS: &str = "<!-- checks: `grader verify --write` makes this table from exercise.toml -->";

/// The line before a table of exercises.
const OF_EXERCISES: &str =
    "<!-- exercises: `grader verify --write` makes this table from each exercise.toml -->";

/// The line after any table.
const END: &str = "<!-- end of table -->";

/// The page of the whole course.
const README: &str = "README.md";

/// A table with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The page it stands on, relative to the root of the course.
    pub page: PathBuf,
    /// The line before it.
    begin: &'static str,
    /// Its lines, each with its end.
    lines: String,
}

/// The page of a practical, relative to the root of the course.
pub fn page_of(practical: &str) -> PathBuf {
    Path::new(EXERCISES).join(format!("{practical}.md"))
}

/// The table of its checks in the README of an exercise.
pub fn checks(exercise: &Exercise) -> Table {
    let rows = exercise.spec.checks.iter().map(|check| {
        let about = cell(&check.about);
        format!("| `{}` | {} | {about} |\n", check.name, check.points)
    });
    Table {
        page: Path::new(EXERCISES).join(&exercise.folder).join(README),
        begin: CHECKS,
        lines: table("| check | points | |\n|---|---|---|\n", rows),
    }
}

/// The table of the exercises of a practical on its page. Drafts are in it, and are called so.
pub fn practical(exercises: &[Exercise], practical: &str) -> Table {
    let of_practical = |exercise: &&Exercise| exercise.spec.practical == practical;
    let rows = exercises.iter().filter(of_practical).map(|exercise| {
        let spec = &exercise.spec;
        let draft = if spec.draft { " (draft)" } else { "" };
        format!(
            "| {} | [{}]({}/README.md){draft} | {} | {} |\n",
            exercise.name,
            cell(&spec.title),
            exercise.folder,
            cell(&spec.about),
            spec.minutes
        )
    });
    Table {
        page: page_of(practical),
        begin: OF_EXERCISES,
        lines: table(
            "| | exercise | you write | minutes |\n|---|---|---|---|\n",
            rows,
        ),
    }
}

/// The table of all exercises in the README of the course, without drafts.
pub fn course(exercises: &[Exercise]) -> Table {
    let whole = exercises.iter().filter(|exercise| !exercise.spec.draft);
    let rows = whole.map(|exercise| {
        let (folder, teaches) = (&exercise.folder, cell(&exercise.spec.teaches));
        let called = folder.replace('_', " ");
        format!("| [{called}]({EXERCISES}/{folder}/README.md) | {teaches} |\n")
    });
    Table {
        page: README.into(),
        begin: OF_EXERCISES,
        lines: table("| exercise | you learn |\n|---|---|\n", rows),
    }
}

/// Every table that says something about one of `exercises`, each once.
pub fn about(workspace: &Workspace, exercises: &[&Exercise]) -> Vec<Table> {
    let mut practicals: Vec<_> = exercises
        .iter()
        .map(|exercise| exercise.spec.practical.as_str())
        .collect();
    practicals.sort_unstable();
    practicals.dedup();
    let mut tables: Vec<_> = exercises.iter().map(|exercise| checks(exercise)).collect();
    let all = &workspace.exercises;
    tables.extend(practicals.iter().map(|name| practical(all, name)));
    tables.push(course(all));
    tables
}

impl Table {
    /// The text of its page with the table as it should be.
    ///
    /// # Errors
    /// The page has no place for it; says what to write there.
    pub fn put(&self, page: &str) -> Result<String, String> {
        let begin = self.begin;
        let no_place = || {
            format!(
                "it has no place for a table; where it should be, write the lines\n{begin}\n{END}"
            )
        };
        let mut result = String::with_capacity(page.len());
        let mut lines = page.split_inclusive('\n');
        for line in lines.by_ref() {
            result.push_str(line);
            if line.trim_end() == begin {
                result.push_str(&self.lines);
                let end = lines.by_ref().find(|line| line.trim_end() == END);
                result.push_str(end.ok_or_else(no_place)?);
                result.extend(lines);
                return Ok(result);
            }
        }
        Err(no_place())
    }

    /// What is wrong with its page, for an author.
    pub fn problem(&self, root: &Path) -> Option<String> {
        match self
            .read(root)
            .and_then(|page| Ok((self.put(&page)?, page)))
        {
            // A checkout may have line ends of its own.
            Ok((wanted, found)) if wanted.lines().eq(found.lines()) => None,
            Ok(_) => {
                let remedy = "run `cargo run -p grader -- verify --write`";
                Some(format!(
                    "its table is not what exercise.toml says; {remedy}"
                ))
            }
            Err(problem) => Some(problem),
        }
    }

    /// Makes the table on its page what it should be; true if it was not.
    ///
    /// # Errors
    /// The page cannot be read or written, or has no place for the table.
    pub fn write(&self, root: &Path) -> Result<bool, String> {
        if self.problem(root).is_none() {
            return Ok(false);
        }
        let wanted = self.put(&self.read(root)?)?;
        fs::write(root.join(&self.page), wanted)
            .map_err(|error| format!("cannot be written: {error}"))?;
        Ok(true)
    }

    fn read(&self, root: &Path) -> Result<String, String> {
        fs::read_to_string(root.join(&self.page))
            .map_err(|error| format!("the page cannot be read: {error}"))
    }
}

fn table(head: &str, rows: impl Iterator<Item = String>) -> String {
    let mut lines = head.to_owned();
    lines.extend(rows);
    lines
}

/// Text as it stands in a cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    fn page(table: &str) -> String {
        format!("# Title\n\n{CHECKS}\n{table}{END}\n\nMore.\n")
    }

    #[test]
    fn only_what_lies_between_the_marks_is_replaced() {
        let mut exercise = exercise("ex03_race_conditions");
        exercise.spec.checks[0].about = "a | b".to_owned();
        let table = checks(&exercise);
        let made = "| check | points | |\n|---|---|---|\n| `the_order_is_kept` | 3 | a \\| b |\n\
            | `no_update_is_lost` | 7 | Two threads add at the same time and no addition is lost |\n";
        assert_eq!(table.put(&page("old\n")), Ok(page(made)));
        assert_eq!(table.put(&page(made)), Ok(page(made)));
        for without in ["# Title\n".to_owned(), format!("{CHECKS}\nold\n")] {
            let error = table.put(&without).unwrap_err();
            assert!(error.contains(CHECKS) && error.contains(END), "{error}");
        }
    }

    #[test]
    fn a_draft_is_a_row_of_its_practical_and_not_of_the_course() {
        let mut draft = exercise("ex17_naps");
        draft.spec.draft = true;
        let exercises = [exercise("ex03_race_conditions"), draft];
        let practical = practical(&exercises, "23-practical");
        assert_eq!(practical.page, Path::new("exercises/23-practical.md"));
        assert!(practical.lines.contains("(ex17_naps/README.md) (draft) |"));
        let course = course(&exercises);
        assert!(
            course
                .lines
                .contains("[ex03 race conditions](exercises/ex03_race_conditions/")
        );
        assert!(!course.lines.contains("ex17"), "{}", course.lines);
    }

    #[test]
    fn a_page_is_written_once_and_only_if_it_differs() {
        let dir = tempfile::tempdir().unwrap();
        let table = checks(&exercise("ex03_race_conditions"));
        let problem = table.problem(dir.path()).unwrap();
        assert!(problem.contains("cannot be read"), "{problem}");
        let path = dir.path().join(&table.page);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, page("old\n")).unwrap();
        let problem = table.problem(dir.path()).unwrap();
        assert!(problem.contains("verify --write"), "{problem}");
        assert_eq!(table.write(dir.path()), Ok(true));
        assert_eq!(table.problem(dir.path()), None);
        assert_eq!(table.write(dir.path()), Ok(false));
    }
}
