//! What Gradescope takes: the content of `autograder.zip`.

use std::path::Path;

use super::{PackageError, course, names, write_file};
use crate::workspace::{Exercise, Workspace};

/// Builds the image; Gradescope starts it once.
const SETUP: &str = include_str!("templates/setup.sh");

/// Grades a submission; Gradescope starts it for each.
const RUN: &str = include_str!("templates/run_autograder");

const NEXT: &str = "\
Next:
1. In that folder, zip its content: zip -qr ../autograder.zip .
2. Upload autograder.zip in Gradescope (Configure Autograder), and build the image. It
   fetches Rust; the crates are in the package, and grading needs no network.
3. Students hand in a folder named as in exercises/, or a whole repo.
";

/// Writes the package, and says what to do next.
pub fn write(
    workspace: &Workspace,
    exercises: &[&Exercise],
    dir: &Path,
) -> Result<&'static str, PackageError> {
    programs(exercises, dir)?;
    let course = dir.join("course");
    course::copy(workspace, &course)?;
    course::vendor(&course)?;
    Ok(NEXT)
}

/// Writes the two programs that Gradescope starts.
pub fn programs(exercises: &[&Exercise], dir: &Path) -> Result<(), PackageError> {
    let first = exercises
        .first()
        .map_or("", |exercise| exercise.name.as_str());
    let filled = |template: &str| {
        template
            .replace("@EXERCISES@", &names(exercises, " ", |it| &it.name))
            .replace("@FOLDERS@", &names(exercises, " ", |it| &it.folder))
            .replace("@FIRST@", first)
    };
    write_file(&dir.join("setup.sh"), &filled(SETUP), true)?;
    write_file(&dir.join("run_autograder"), &filled(RUN), true)
}
