//! No circle of folders: what the files and folders of one folder take from each other leads round through no folder.
//! (Two files beside each other may need each other: then they are one thing in two parts.)

mod modules;
mod written;

use std::fs;

use modules::Modules;

use crate::program::COURSE;
use crate::submission::walk;

#[test]
fn no_folders_lie_in_a_circle() {
    let mut found = Vec::new();
    walk(
        &COURSE.join("grader"),
        &|path| !path.ends_with("target"),
        &mut |path| {
            if path.ends_with("src/lib.rs") {
                let sources = path.parent().expect("it is in a folder");
                for circle in Modules::of(sources).circles() {
                    found.push(format!("{}: {}", sources.display(), circle.join(", ")));
                }
            }
        },
    );
    assert!(
        found.is_empty(),
        "let what is below not know what is above it:\n  {}",
        found.join("\n  ")
    );
}

#[test]
fn a_circle_of_folders_is_found_also_through_what_is_handed_on() {
    let crate_of = |files: &[(&str, &str)]| {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("inside")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        Modules::of(folder.path()).circles().len()
    };
    let low = (
        "low/a.rs",
        "use super::b::B; #[cfg(test)] mod tests { use crate::high::c; }",
    );
    let handed_on = (
        "low/mod.rs",
        "mod a; mod b; pub(crate) use a::{A as Other, self};",
    );
    let beside = ("low/b.rs", "use super::a::A;");
    let high = ("high/c.rs", "fn f() { crate::low::Other::new() }");
    let root = ("lib.rs", "mod low; mod high; pub use low::Other;");
    let all = [
        low,
        handed_on,
        beside,
        high,
        ("high/mod.rs", "mod c;"),
        root,
    ];
    assert_eq!(crate_of(&all), 0);
    for back in [
        "use crate::high::{d, c::C};",
        "use super::super::high::c;",
        "fn f() { crate::high::c::f() }",
        "use crate::high::*;",
    ] {
        let mut all = all;
        all[2].1 = back;
        assert_eq!(crate_of(&all), 1, "{back}");
    }
    let mut all = all;
    all[0].1 = "use crate::root::R;";
    assert_eq!(
        crate_of(&[all.as_slice(), &[("root.rs", "use crate::Other;")]].concat()),
        1
    );
}
