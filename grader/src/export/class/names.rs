//! Names of files for students, whose ids may hold anything.

use std::collections::BTreeSet;

use crate::export::Student;

/// Characters of an id that a file's name holds.
const MOST: usize = 80;

/// The name of each student's file, without its ending: the id as far as every file system takes it. No two are the
/// same, not even to a file system that knows no capitals.
pub fn stems(students: &[Student]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut stem = |student: &Student| {
        let stem = safe(&student.id);
        let numbered = (2..).map(|number| format!("{stem}-{number}"));
        let mut candidates = std::iter::once(stem.clone()).chain(numbered);
        candidates
            .find(|name| taken.insert(name.to_lowercase()))
            .expect("there is always another number")
    };
    students.iter().map(&mut stem).collect()
}

/// Letters, digits, `-`, `_` and `.`, which does not come first.
fn safe(id: &str) -> String {
    let safe = |c: char| {
        if c.is_alphanumeric() || "-_.".contains(c) {
            c
        } else {
            '_'
        }
    };
    let stem: String = id.chars().take(MOST).map(safe).collect();
    match stem.strip_prefix('.') {
        Some(rest) => format!("_{rest}"),
        None if stem.is_empty() => "_".to_owned(),
        None => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Report;

    #[test]
    fn whatever_an_id_holds_its_file_is_in_the_folder_and_its_own() {
        let ids = [
            "../../etc",
            "a/b",
            "a_b",
            "A_B",
            "",
            ".",
            "学生 1",
            "con\u{0}",
        ];
        let student = |id: &&str| Student {
            id: (*id).to_owned(),
            name: String::new(),
            team: None,
            report: Report {
                submission: String::new(),
                exercises: Vec::new(),
            },
            notes: Vec::new(),
            adjustments: Vec::new(),
        };
        let students: Vec<_> = ids.iter().map(student).collect();
        assert_eq!(
            stems(&students),
            [
                "_._.._etc",
                "a_b",
                "a_b-2",
                "A_B-3",
                "_",
                "_-2",
                "学生_1",
                "con_"
            ]
        );
    }
}
