//! The class of a roster: a CSV file with a row for each student.
//!
//! Columns, by the names in its first row: `id` (required), `name`, `team`, and `path` (a folder tree) or `repo` (a git
//! repository) with `branch`. Paths are relative to the roster. A row without either has what another row of its team has.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use csv::{ReaderBuilder, StringRecord, Trim};
use gradebook::Student;

use super::identity;
use super::list::{ClassList, Entry, ListError, Origin};
use crate::export::Problem;
use crate::intake::git::is_address;

/// The columns that are read.
const COLUMNS: [&str; 6] = ["id", "name", "team", "path", "repo", "branch"];

/// Reads the roster at `path`.
///
/// # Errors
/// [`ListError::Roster`], [`ListError::Empty`].
pub fn read(path: &Path) -> Result<ClassList, ListError> {
    let failed = |reason: String| ListError::Roster {
        path: path.to_owned(),
        reason,
    };
    let bytes = fs::read(path).map_err(|error| {
        failed(format!(
            "{error}; give a CSV file with the columns id, name, team, path or repo, branch"
        ))
    })?;
    let mut reader = ReaderBuilder::new()
        .trim(Trim::All)
        .flexible(true)
        .delimiter(delimiter(&bytes))
        .from_reader(bytes.as_slice());
    let header = reader
        .headers()
        .map_err(|error| failed(format!("{error}; save it as CSV in UTF-8")))?
        .clone();
    let columns = columns(&header).map_err(&failed)?;
    let folder = path.parent().unwrap_or(Path::new(""));

    let mut list = ClassList::default();
    for row in reader.records() {
        match row {
            Ok(row) => add(
                &mut list,
                &Row {
                    row: &row,
                    columns: &columns,
                },
                folder,
            ),
            Err(error) => list.problems.push(Problem::general(format!(
                "a row of the roster was left out: {error}"
            ))),
        }
    }
    say_who_share(&mut list);
    share_in_teams(&mut list);
    if list.entries.is_empty() && list.problems.is_empty() {
        return Err(ListError::Empty {
            path: path.to_owned(),
            remedy: "it should hold a row for each student below the names of the columns",
        });
    }
    Ok(list)
}

/// What stands between columns: where a comma divides whole numbers from fractions, spreadsheets write a semicolon.
fn delimiter(bytes: &[u8]) -> u8 {
    let head = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let others = [b';', b'\t'].into_iter().filter(|_| !head.contains(&b','));
    let found = others.into_iter().find(|other| head.contains(other));
    found.unwrap_or(b',')
}

/// Where each column stands.
fn columns(header: &StringRecord) -> Result<BTreeMap<String, usize>, String> {
    let mut columns = BTreeMap::new();
    for (at, name) in header.iter().enumerate() {
        // A spreadsheet may begin the file with a mark of the byte order.
        let name = name.trim_start_matches('\u{feff}').to_lowercase();
        if COLUMNS.contains(&name.as_str()) && columns.insert(name.clone(), at).is_some() {
            return Err(format!("the column {name} is there twice; remove one"));
        }
    }
    if !columns.contains_key("id") {
        return Err("it has no column `id`; its first row should name the columns id, name, team, path or repo, branch".to_owned());
    }
    Ok(columns)
}

struct Row<'r> {
    row: &'r StringRecord,
    columns: &'r BTreeMap<String, usize>,
}

impl Row<'_> {
    /// What stands in that column, if anything does.
    fn get(&self, column: &str) -> Option<&str> {
        let at = *self.columns.get(column)?;
        self.row.get(at).filter(|text| !text.is_empty())
    }

    fn line(&self) -> u64 {
        self.row.position().map_or(0, csv::Position::line)
    }
}

fn add(list: &mut ClassList, row: &Row<'_>, folder: &Path) {
    let Some(id) = row.get("id") else {
        // A spreadsheet ends in rows of nothing.
        if row.row.iter().any(|cell| !cell.is_empty()) {
            let line = format!(
                "line {} of the roster has no id; it was not graded",
                row.line()
            );
            list.problems.push(Problem::general(line));
        }
        return;
    };
    if let Some(column) = COLUMNS
        .iter()
        .find(|it| row.get(it).is_some_and(|text| text.contains('\n')))
    {
        let line = format!(
            "line {} of the roster: the {column} goes on in the next line; is a quotation mark missing? Nothing of it was graded",
            row.line()
        );
        return list.problems.push(Problem::general(line));
    }
    let at = |path: &str| match is_address(path) {
        true => PathBuf::from(path),
        false => folder.join(path),
    };
    let origin = match (row.get("path"), row.get("repo")) {
        (_, Some(repo)) => Origin::Repo {
            path: at(repo),
            branch: row.get("branch").map(str::to_owned),
        },
        (Some(path), None) if row.get("branch").is_some() => Origin::Repo {
            path: at(path),
            branch: row.get("branch").map(str::to_owned),
        },
        (Some(path), None) => Origin::Tree(at(path)),
        (None, None) => Origin::Nowhere,
    };
    list.add(Entry {
        student: Student {
            id: identity::of_text(id),
            name: identity::of_text(row.get("name").unwrap_or(id)),
            team: row.get("team").map(identity::of_text),
        },
        origin,
    });
}

/// Says who has the place of somebody else without being in their team: a row that was copied, as a rule.
fn say_who_share(list: &mut ClassList) {
    let mut first: BTreeMap<&Origin, &Student> = BTreeMap::new();
    let places = list
        .entries
        .iter()
        .filter(|it| it.origin != Origin::Nowhere);
    let shared: Vec<_> = places
        .filter_map(|entry| {
            let (student, known) = (&entry.student, first.get(&entry.origin));
            let Some(known) = known else {
                first.insert(&entry.origin, student);
                return None;
            };
            let is_team = student.team.is_some() && student.team == known.team;
            let line = format!(
                "has the same path as {}, and is not in one team with them",
                known.id
            );
            (!is_team).then(|| Problem::of(&student.id, line))
        })
        .collect();
    list.problems.extend(shared);
}

/// Gives those without a place what another of their team has, and says who has none at all.
fn share_in_teams(list: &mut ClassList) {
    let mut of_teams = BTreeMap::new();
    for entry in &list.entries {
        if let (Some(team), true) = (&entry.student.team, entry.origin != Origin::Nowhere) {
            of_teams
                .entry(team.clone())
                .or_insert_with(|| entry.origin.clone());
        }
    }
    for entry in &mut list.entries {
        if entry.origin != Origin::Nowhere {
            continue;
        }
        match entry
            .student
            .team
            .as_ref()
            .and_then(|team| of_teams.get(team))
        {
            Some(origin) => entry.origin = origin.clone(),
            None => list.problems.push(Problem::of(
                &entry.student.id,
                "the roster names neither a path nor a repo, and nobody of the team has one"
                    .to_owned(),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Result<ClassList, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("roster.csv");
        fs::write(&path, text).unwrap();
        read(&path).map_err(|error| error.to_string())
    }

    fn origin(entry: &Entry) -> String {
        let end = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        match &entry.origin {
            Origin::Tree(path) => end(path),
            Origin::Repo { path, branch } => {
                format!("{}@{}", end(path), branch.as_deref().unwrap_or("-"))
            }
            Origin::Nowhere => "nowhere".to_owned(),
        }
    }

    #[test]
    fn rows_say_who_and_where() {
        let list = list("\u{feff}ID, Name, team, path, repo, branch, remark\n\
                         s1,\"Doe, Jane\", t1, trees/one,,, x\ns2, Bo, t1,,,,\ns3,, , , r.git, main,\ns4,,,two,,23-practical,\n,,,,,,\n")
        .unwrap();
        let rows: Vec<_> = list
            .entries
            .iter()
            .map(|it| (it.student.id.as_str(), it.student.name.as_str(), origin(it)))
            .collect();
        let expected = [
            ("s1", "Doe, Jane", "one"),
            ("s2", "Bo", "one"),
            ("s3", "s3", "r.git@main"),
            ("s4", "s4", "two@23-practical"),
        ];
        assert_eq!(
            rows,
            expected.map(|(id, name, at)| (id, name, at.to_owned()))
        );
        assert_eq!(list.problems, []);
    }

    #[test]
    fn what_cannot_be_followed_is_a_line_and_the_rest_is_listed() {
        let list = list("id,path\ns1,one\n,two\ns1,three\ns2,\n").unwrap();
        assert_eq!(list.entries.len(), 2);
        let lines: Vec<_> = list.problems.iter().map(|it| it.line.as_str()).collect();
        assert!(
            lines[0].starts_with("line 3 of the roster has no id"),
            "{lines:?}"
        );
        assert!(
            lines[1].starts_with("two students have the id s1"),
            "{lines:?}"
        );
        assert!(
            lines[2].starts_with("the roster names neither"),
            "{lines:?}"
        );
    }

    #[test]
    fn a_file_that_is_no_roster_is_refused_with_the_remedy() {
        assert!(
            list("name,path\nBo,one\n")
                .unwrap_err()
                .contains("has no column `id`")
        );
        assert!(
            list("id,path,id\n")
                .unwrap_err()
                .contains("the column id is there twice")
        );
        assert!(list("id,path\n").unwrap_err().contains("is empty"));
        let missing = read(Path::new("/nowhere/roster.csv"))
            .unwrap_err()
            .to_string();
        assert!(
            missing.contains("give a CSV file with the columns"),
            "{missing}"
        );
    }
}
