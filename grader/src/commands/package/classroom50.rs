//! What Classroom 50 takes: the folder of an assignment's autograder.
//!
//! Crates are not part of it: a bundle may have 10 MB, and its runners have a network.

use std::path::Path;

use super::{PackageError, course, names, write_file};
use crate::workspace::{Exercise, Workspace};

/// Grades a submission; the runner starts it for each.
const AUTOGRADER: &str = include_str!("templates/autograder.py");

/// The environment that the assignment asks for.
const RUNTIME: &str = "{\n  \"runs-on\": \"ubuntu-latest\",\n  \"python\": \"3.14\",\n  \"apt\": [\"gcc\", \"libc6-dev\"]\n}\n";

const NEXT: &str = "\
Next:
1. Put autograder.py and course/ into the repo `classroom50` of the organization, in
   CLASSROOM/autograders/ASSIGNMENT/, and commit.
2. Make the assignment with this environment: gh teacher assignment add ... --runtime
   runtime.json
3. Students hand in a repo with folders named as in exercises/.
";

/// Writes the package, and says what to do next.
pub fn write(
    workspace: &Workspace,
    exercises: &[&Exercise],
    dir: &Path,
) -> Result<&'static str, PackageError> {
    program(exercises, dir)?;
    write_file(&dir.join("runtime.json"), RUNTIME, false)?;
    course::copy(workspace, &dir.join("course"))?;
    Ok(NEXT)
}

/// Writes the program that the runner starts.
pub fn program(exercises: &[&Exercise], dir: &Path) -> Result<(), PackageError> {
    let list = |of: fn(&Exercise) -> &str| format!("\"{}\"", names(exercises, "\", \"", of));
    let text = AUTOGRADER
        .replace("@EXERCISES@", &list(|it| &it.name))
        .replace("@FOLDERS@", &list(|it| &it.folder));
    write_file(&dir.join("autograder.py"), &text, true)
}
