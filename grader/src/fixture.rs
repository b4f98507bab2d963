//! A small exercise for the unit tests of several modules.

use std::path::{Path, PathBuf};

use course::exercise::Exercise as Spec;

use crate::workspace::Exercise;

const TOML: &str = r#"
title = "Race conditions and Mutex"
practical = "23-practical"
about = "Two threads change one value."
teaches = "lost updates"
minutes = 20
wrong_samples = 10
editable = ["src/lib.rs"]
model = true

[[check]]
name = "the_order_is_kept"
points = 3
about = "Results come in the order of completion"

[[check]]
name = "no_update_is_lost"
points = 7
about = "Two threads add at the same time and no addition is lost"

[hints]
race = ["What if both read first?", "Lock across the read and the write."]
any = ["Read the lesson once more.", "Compare with the example."]
"#;

/// An exercise in that folder, with two checks worth 3 and 7 points.
pub fn exercise(folder: &str) -> Exercise {
    let dir = PathBuf::from("/course/exercises").join(folder);
    let (name, _) = folder
        .split_once('_')
        .expect("an exercise's folder has a name after its number");
    let spec = Spec::parse(TOML, Path::new("exercise.toml")).expect("the text above is valid");
    Exercise {
        name: name.to_owned(),
        folder: folder.to_owned(),
        dir,
        spec,
    }
}
