//! Whether the pages of the course say what `exercise.toml` says, in the tables that are made of it.

use anyhow::{Result, anyhow};

use super::Inconsistency;
use crate::tables::{Table, about};
use crate::workspace::{Exercise, Workspace};

/// Tables about `exercises` that are not as they should be.
pub fn problems(workspace: &Workspace, exercises: &[&Exercise]) -> Vec<Inconsistency> {
    let tables = about(workspace, exercises).into_iter();
    let problem = |table: Table| {
        Some(Inconsistency {
            exercise: owner(&table, exercises),
            place: table.page.display().to_string(),
            problem: table.problem(&workspace.root)?,
            detail: None,
        })
    };
    tables.filter_map(problem).collect()
}

/// The exercise whose page it is; empty for a page of several.
fn owner(table: &Table, exercises: &[&Exercise]) -> String {
    let folder = table.page.parent().and_then(|folder| folder.file_name());
    let owner = exercises
        .iter()
        .find(|exercise| folder.is_some_and(|folder| *folder == *exercise.folder));
    owner.map_or_else(String::new, |exercise| exercise.name.clone())
}

/// Writes the tables about `exercises` anew, and says on stderr which pages have changed.
///
/// # Errors
/// A page that cannot be written, or has no place for its table.
pub fn write(workspace: &Workspace, exercises: &[&Exercise]) -> Result<()> {
    for table in about(workspace, exercises) {
        let page = table.page.display();
        match table.write(&workspace.root) {
            Ok(true) => eprintln!("grader: wrote the table of {page}"),
            Ok(false) => {}
            Err(problem) => return Err(anyhow!("{page}: {problem}")),
        }
    }
    Ok(())
}
