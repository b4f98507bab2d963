//! The practicals of the course, as people call them.

use crate::workspace::{Exercise, SOLUTIONS, Workspace};

/// What every practical's name, and its branch, ends in.
const PRACTICAL: &str = "-practical";

/// A name that is no practical's.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("no practical is called `{name}`; {remedy}")]
pub struct UnknownPractical {
    /// As given.
    pub name: String,
    /// Which there are.
    pub remedy: String,
}

/// The names of all practicals, each once, in the order of the course. Drafts make none.
pub fn practicals(workspace: &Workspace) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for exercise in workspace.exercises.iter().filter(|it| !it.spec.draft) {
        let name = exercise.spec.practical.as_str();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The practical that is meant: `23` and `23-practical` are one.
///
/// # Errors
/// There is none of that name; says which there are.
pub fn practical<'w>(workspace: &'w Workspace, name: &str) -> Result<&'w str, UnknownPractical> {
    let all = practicals(workspace);
    let named =
        |practical: &&&str| **practical == name || practical.strip_suffix(PRACTICAL) == Some(name);
    all.iter()
        .find(named)
        .copied()
        .ok_or_else(|| UnknownPractical {
            name: name.to_owned(),
            remedy: remedy(workspace, &all.join(", ")),
        })
}

/// In a practicals repo only those are known that were begun.
fn remedy(workspace: &Workspace, known: &str) -> String {
    match workspace.root.join(SOLUTIONS).is_dir() {
        true => format!("this course has {known}"),
        false => format!(
            "this repo has {known}; begin another one in the course's repo, and name this one by --practicals"
        ),
    }
}

/// Its exercises, in the order of the course, without drafts.
pub fn exercises_of<'w>(workspace: &'w Workspace, practical: &str) -> Vec<&'w Exercise> {
    let all = workspace.exercises.iter();
    all.filter(|it| it.spec.practical == practical && !it.spec.draft)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    #[test]
    fn a_practical_is_called_by_its_number_or_its_name() {
        let mut exercises = vec![exercise("ex01_a"), exercise("ex06_b"), exercise("ex17_c")];
        exercises[1].spec.practical = "24-practical".to_owned();
        exercises[2].spec.practical = "25-practical".to_owned();
        exercises[2].spec.draft = true;
        let workspace = Workspace {
            root: "/course".into(),
            exercises,
        };
        for name in ["23", "23-practical"] {
            assert_eq!(practical(&workspace, name), Ok("23-practical"));
        }
        let error = practical(&workspace, "25").unwrap_err().to_string();
        assert_eq!(
            error,
            "no practical is called `25`; this repo has 23-practical, 24-practical; begin another one in the course's \
             repo, and name this one by --practicals"
        );
        let of = exercises_of(&workspace, "24-practical");
        assert_eq!(of.len(), 1);
    }
}
