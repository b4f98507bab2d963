//! Sample submissions: right and wrong answers to an exercise that the course holds of itself.
//!
//! Each is one file, `tests/submissions/EX/{wrong,right}/NAME.rs`, with a head that says what it is there to show and
//! what its verdicts are (`head`). It is an exercise's editable file as it stands, or, with a base, the items in which it
//! differs from the solution (`compose`).

mod compose;
mod head;

use std::fs;
use std::path::{Path, PathBuf};

use crate::intake::SourceFile;
use crate::workspace::Exercise;

pub use head::{Base, Head};

/// Where samples lie, by exercise.
pub const SUBMISSIONS: &str = "tests/submissions";

/// A sample of one exercise.
#[derive(Debug)]
pub struct Sample {
    /// The name of its file without `.rs`.
    pub name: String,
    /// Its file.
    pub path: PathBuf,
    /// What its head says.
    pub head: Head,
    /// The submission.
    pub files: Vec<SourceFile>,
}

/// A file or folder among the samples that is none.
#[derive(Debug)]
pub struct NoSample {
    /// Where it lies.
    pub path: PathBuf,
    /// What is wrong and what to do, for an author.
    pub problem: String,
}

/// Everything in the folder `dir`, in the order of the names; nothing if it is not there.
///
/// `solution` is the text of the exercise's solution, on which samples with a base stand.
pub fn read_all(
    dir: &Path,
    exercise: &Exercise,
    solution: &str,
) -> impl Iterator<Item = Result<Sample, NoSample>> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths.into_iter().map(move |path| {
        read(&path, exercise, solution).map_err(|problem| NoSample { path, problem })
    })
}

fn read(path: &Path, exercise: &Exercise, solution: &str) -> Result<Sample, String> {
    let name = path
        .file_name()
        .and_then(|name| name.to_str()?.strip_suffix(".rs"));
    let Some(name) = name.filter(|_| path.is_file()) else {
        return Err("a sample is one file, NAME.rs; rename or remove this".to_owned());
    };
    let text = fs::read_to_string(path).map_err(|error| format!("cannot be read: {error}"))?;
    let head = Head::parse(&text)?;
    let editable = exercise.spec.editable.first();
    let editable =
        editable.ok_or("the exercise has no editable file; name one in exercise.toml")?;
    let text = match head.base {
        None => text,
        Some(Base::Solution) => compose::over(solution, &text)?,
    };
    Ok(Sample {
        name: name.to_owned(),
        path: path.to_owned(),
        head,
        files: vec![SourceFile {
            path: editable.clone(),
            text,
        }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    #[test]
    fn what_is_no_sample_is_named_and_the_others_are_read() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("a_folder")).unwrap();
        fs::write(dir.path().join("no_head.rs"), "fn main() {}").unwrap();
        fs::write(
            dir.path().join("shortened.rs"),
            "//! Says two.\n//!\n//! ```toml\n//! base = \"solution\"\n//! ```\nfn one() -> u8 { 2 }\n",
        )
        .unwrap();
        let exercise = exercise("ex03_race_conditions");
        let found: Vec<_> = read_all(dir.path(), &exercise, "fn one() -> u8 { 1 }\n").collect();
        let [
            Err(NoSample {
                problem: folder, ..
            }),
            Err(NoSample { problem: head, .. }),
            Ok(sample),
        ] = &found[..]
        else {
            panic!("{found:?}")
        };
        assert!(folder.contains("one file"), "{folder}");
        assert!(head.contains("//!"), "{head}");
        assert_eq!(sample.name, "shortened");
        assert_eq!(sample.files[0].path, Path::new("src/lib.rs"));
        assert_eq!(sample.files[0].text, "fn one() -> u8 { 2 }\n");
    }
}
