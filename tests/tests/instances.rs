//! What compilers are spared: instances of generic items that are made once, and not in every submission.

#![cfg(target_os = "linux")]

use std::fs;

use grader::compile::{Builder, Options};
use grader::intake::SourceFile;
use grader::select::select_one;
use grader::workspace::Workspace;
use object::read::archive::ArchiveFile;
use object::{Object, ObjectSymbol};

use crate::program::{COURSE, program};

/// The symbols that objects in a library define and those that they need from elsewhere.
fn symbols(library: &[u8]) -> (Vec<String>, Vec<String>) {
    let archive = ArchiveFile::parse(library).expect("a library is an archive");
    let (mut defined, mut needed) = (Vec::new(), Vec::new());
    for member in archive.members() {
        let bytes = member.and_then(|it| it.data(library)).expect("it is whole");
        // One member is no object but metadata.
        let Ok(object) = object::File::parse(bytes) else {
            continue;
        };
        for symbol in object.symbols() {
            let name = symbol.name().unwrap_or_default().to_owned();
            match symbol.is_undefined() {
                true => needed.push(name),
                false => defined.push(name),
            }
        }
    }
    (defined, needed)
}

#[test]
fn a_submission_makes_no_instance_that_its_std_has() {
    let workspace = Workspace::open(&COURSE).expect("the course is whole");
    let exercise = select_one(&workspace.exercises, "ex03").expect("there is one");
    let path = format!("solutions/{}/src/lib.rs", exercise.folder);
    let file = SourceFile {
        path: "src/lib.rs".into(),
        text: fs::read_to_string(COURSE.join(path)).expect("it is there"),
    };
    let builder = Builder::new(&workspace, Some(&program()), Options::default());
    let builder = builder.expect("the libraries build");
    let built = builder
        .build(exercise, &[file])
        .expect("the solution compiles");
    let library = fs::read(built.dir().join("libsubmission.rlib")).expect("it is there");
    let (defined, needed) = symbols(&library);
    // Threads that return nothing, and a lock around a number; the figures are as symbols are written.
    for name in ["11spawn_named17h", "13lock_in_model17h"] {
        let has = |symbols: &[String]| symbols.iter().any(|symbol| symbol.contains(name));
        assert!(!has(&defined), "{name} is made again");
        assert!(has(&needed), "{name} is not used at all");
    }
}
