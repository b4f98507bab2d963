//! Which exercises are meant by the names on the command line.

use std::path::Path;

use clap::CommandFactory;

use crate::cli::Cli;
use crate::workspace::Exercise;

/// A name that is no exercise's.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("no exercise is called `{name}`; {remedy}")]
pub struct UnknownExercise {
    /// As given.
    pub name: String,
    /// What to type instead.
    pub remedy: String,
}

/// The exercises of those names, in the order of the course and each once; all of them if no name
/// is given.
///
/// `ex03`, `03`, `3`, `ex03_race_conditions`, as shells complete it `exercises/ex03_race_conditions/`, and as editors name
/// a file in it, `exercises/ex03_race_conditions/src/lib.rs`, are one.
///
/// # Errors
/// The first name that fits none, with the nearest that would.
pub fn select<'a>(
    exercises: &'a [Exercise],
    names: &[String],
) -> Result<Vec<&'a Exercise>, UnknownExercise> {
    if let Some(name) = names
        .iter()
        .find(|name| !exercises.iter().any(|exercise| is_called(exercise, name)))
    {
        return Err(UnknownExercise {
            name: name.clone(),
            remedy: remedy(exercises, name),
        });
    }
    let wanted = |exercise: &&Exercise| {
        names.is_empty() || names.iter().any(|name| is_called(exercise, name))
    };
    Ok(exercises.iter().filter(wanted).collect())
}

/// As [`select`], but without drafts if no name is given.
///
/// # Errors
/// See [`select`].
pub fn select_whole<'a>(
    exercises: &'a [Exercise],
    names: &[String],
) -> Result<Vec<&'a Exercise>, UnknownExercise> {
    let mut selected = select(exercises, names)?;
    selected.retain(|exercise| !names.is_empty() || !exercise.spec.draft);
    Ok(selected)
}

/// The exercise of that name; see [`select`].
///
/// # Errors
/// No exercise is called so.
pub fn select_one<'a>(
    exercises: &'a [Exercise],
    name: &str,
) -> Result<&'a Exercise, UnknownExercise> {
    let mut found = exercises.iter();
    found
        .find(|exercise| is_called(exercise, name))
        .ok_or_else(|| UnknownExercise {
            name: name.to_owned(),
            remedy: remedy(exercises, name),
        })
}

fn is_called(exercise: &Exercise, given: &str) -> bool {
    let name = last_part(given);
    let number = |text: &str| text.parse::<u32>().ok();
    let holds = |part: std::path::Component<'_>| part.as_os_str() == exercise.folder.as_str();
    name == exercise.name
        || Path::new(given).components().any(holds)
        || name == exercise.folder
        || number(&name)
            .is_some_and(|typed| exercise.name.strip_prefix("ex").and_then(number) == Some(typed))
}

/// The last component of a path, in small letters.
fn last_part(name: &str) -> String {
    Path::new(name)
        .file_name()
        .map_or(name.into(), |part| part.to_string_lossy())
        .to_lowercase()
}

/// The subcommands are looked through as well: `grader lst` arrives here as the name of an
/// exercise.
fn remedy(exercises: &[Exercise], name: &str) -> String {
    let typed = last_part(name);
    let whole = Cli::command();
    let known = exercises
        .iter()
        .flat_map(|exercise| [exercise.name.as_str(), exercise.folder.as_str()]);
    let commands = whole.get_subcommands().map(clap::Command::get_name);
    let nearest = known
        .chain(commands)
        .chain(["help"])
        .map(|candidate| (strsim::jaro_winkler(&typed, candidate), candidate))
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .filter(|(similarity, _)| *similarity >= 0.6);
    match nearest {
        Some((_, candidate)) => format!("did you mean `{candidate}`? `grader list` shows them all"),
        None => "`grader list` shows them all".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    fn names(given: &[&str]) -> Result<Vec<String>, String> {
        let exercises = [
            "ex01_sleep_loop",
            "ex02_manual_threads",
            "ex03_race_conditions",
        ]
        .map(exercise);
        let given: Vec<_> = given.iter().map(ToString::to_string).collect();
        match select(&exercises, &given) {
            Ok(found) => Ok(found
                .into_iter()
                .map(|exercise| exercise.name.clone())
                .collect()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn an_exercise_answers_to_every_way_of_writing_it() {
        for name in [
            "ex03",
            "03",
            "3",
            "EX03",
            "ex03_race_conditions",
            "exercises/ex03_race_conditions/",
            "exercises/ex03_race_conditions/src/lib.rs",
        ] {
            assert_eq!(names(&[name]), Ok(vec!["ex03".to_owned()]), "{name}");
        }
    }

    #[test]
    fn no_name_means_all_and_order_and_repetition_do_not_matter() {
        assert_eq!(names(&[]).unwrap(), ["ex01", "ex02", "ex03"]);
        assert_eq!(names(&["3", "ex01", "03"]).unwrap(), ["ex01", "ex03"]);
    }

    #[test]
    fn a_draft_is_selected_only_by_its_name_where_drafts_are_left_out() {
        let mut exercises = ["ex03_race_conditions", "ex17_naps"].map(exercise);
        exercises[1].spec.draft = true;
        let folders = |found: Result<Vec<&Exercise>, _>| {
            let found: Vec<_> = found.unwrap();
            found.iter().map(|it| it.name.clone()).collect::<Vec<_>>()
        };
        let named = ["17".to_owned()];
        assert_eq!(folders(select_whole(&exercises, &[])), ["ex03"]);
        assert_eq!(folders(select_whole(&exercises, &named)), ["ex17"]);
        assert_eq!(folders(select(&exercises, &[])), ["ex03", "ex17"]);
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        assert!(
            names(&["ex33"])
                .unwrap_err()
                .contains("`ex33`; did you mean `ex03`?")
        );
        assert!(
            names(&["race_conditions"])
                .unwrap_err()
                .contains("did you mean `ex03_race_conditions`?")
        );
        assert!(
            names(&["lst"])
                .unwrap_err()
                .contains("did you mean `list`?")
        );
        assert_eq!(
            names(&["%%"]).unwrap_err(),
            "no exercise is called `%%`; `grader list` shows them all"
        );
    }
}
