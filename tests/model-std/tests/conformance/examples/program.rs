//! All examples as one program, each in a module of its own: one run of the compiler instead of hundreds.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::ops::Range;
use std::path::PathBuf;

use super::extract::Example;
use crate::toolchain::{compile, target};

/// The examples, compiled. `program MODE NUMBER` runs one of them.
pub struct Program {
    pub path: PathBuf,
    /// What is wrong with those that do not compile, by number.
    pub errors: BTreeMap<usize, String>,
}

impl Program {
    /// Compiles the examples against `library`, `std` or `model_std`. Those that do not compile are left out.
    pub fn build(library: &str, examples: &[Example], arguments: &[OsString]) -> Self {
        let source = target().join(format!("tmp/examples_of_{library}.rs"));
        let path = source.with_extension(std::env::consts::EXE_EXTENSION);
        let mut errors = BTreeMap::new();
        let check = [
            "--emit=metadata".into(),
            "-o".into(),
            source.with_extension("rmeta").into(),
        ];
        // Some errors are only looked for once there are no others, hence the rounds.
        loop {
            let (text, lines) = text(library, examples, &errors);
            std::fs::write(&source, text).expect("the target folder can be written to");
            let Err(found) = compile(&source, &[arguments, &check].concat()) else {
                break;
            };
            let before = errors.len();
            for error in &found {
                let culprits = lines
                    .iter()
                    .filter(|(_, lines)| error.lines.iter().any(|line| lines.contains(line)));
                for (&number, _) in culprits {
                    errors
                        .entry(number)
                        .or_insert_with(|| error.message.clone());
                }
            }
            assert!(
                errors.len() > before,
                "an error that is about no example: {}",
                found[0].message
            );
        }
        let build = ["-o".into(), path.clone().into()];
        if let Err(errors) = compile(&source, &[arguments, &build].concat()) {
            panic!(
                "the examples were checked and cannot be built: {}",
                errors[0].message
            );
        }
        Self { path, errors }
    }
}

/// The source, and the lines of each example in it, counted from 1.
fn text(
    library: &str,
    examples: &[Example],
    left_out: &BTreeMap<usize, String>,
) -> (String, BTreeMap<usize, Range<usize>>) {
    let runner = match library {
        "std" => include_str!("on_std.rs.txt"),
        _ => include_str!("on_model_std.rs.txt"),
    };
    let mut text = format!("{runner}\n");
    let (mut lines, mut arms) = (BTreeMap::new(), String::new());
    for (number, example) in examples
        .iter()
        .enumerate()
        .filter(|(number, _)| !left_out.contains_key(number))
    {
        let start = text.lines().count() + 1;
        let code = &example.code;
        text += &format!(
            "mod example_{number} {{\n{code}\npub fn outcome() -> bool {{ crate::Outcome::passed(main()) }}\n}}\n"
        );
        lines.insert(number, start..text.lines().count() + 1);
        arms += &format!("{number} => example_{number}::outcome,\n");
    }
    text += &format!(
        "fn example(number: usize) -> fn() -> bool {{ match number {{\n{arms}_ => unreachable!() }} }}\n"
    );
    (text, lines)
}
