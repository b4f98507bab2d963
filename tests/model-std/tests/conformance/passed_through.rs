//! Whatever else stable Rust finds in `std` is found in model-std too: `use std::...` of every item there is.

use std::collections::BTreeSet;
use std::ffi::OsString;

use crate::std_docs::std_docs;
use crate::toolchain::{compile, target};
use crate::under_test::MODEL_STD;

#[test]
fn whatever_can_be_used_of_std_can_be_used_of_model_std() {
    let items = items();
    assert!(
        items.len() > 1_500,
        "only {} items were found in the documentation of std",
        items.len()
    );
    let of_std = refused(&items, "std", &[]);
    let of_model_std = refused(&items, "model_std", &MODEL_STD.arguments());
    assert!(
        items.len() - of_std.len() > 900,
        "so few items of std cannot be all that are stable"
    );
    let missing: Vec<_> = of_model_std.difference(&of_std).collect();
    assert!(
        missing.is_empty(),
        "std has these, model-std has not: {missing:#?}"
    );
}

/// Paths of all modules, types, traits, functions, constants and macros, without the crate's name.
fn items() -> BTreeSet<String> {
    let page = std::fs::read_to_string(std_docs().join("all.html"))
        .expect("the list of all items is UTF-8");
    let mut items = BTreeSet::new();
    for link in page.split("<li><a href=\"").skip(1) {
        let Some((address, _)) = link.split_once(".html\">") else {
            continue;
        };
        let (module, file) = address.rsplit_once('/').unwrap_or(("", address));
        let Some((kind, name)) = file.split_once('.') else {
            continue;
        };
        if !["primitive", "keyword", "attr", "derive"].contains(&kind) {
            let parts = module
                .split('/')
                .chain([name])
                .filter(|part| !part.is_empty());
            let parts: Vec<String> = parts.map(as_identifier).collect();
            items.insert(parts.join("::"));
            items.extend((1..parts.len()).map(|depth| parts[..depth].join("::")));
        }
    }
    items
}

/// A macro may be called what is otherwise a word of the language.
fn as_identifier(name: &str) -> String {
    if ["try"].contains(&name) {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

/// Those of which `use` is an error. Some errors are only looked for once there are no others, hence the rounds.
fn refused(items: &BTreeSet<String>, library: &str, arguments: &[OsString]) -> BTreeSet<String> {
    let file = target().join(format!("tmp/uses_of_{library}.rs"));
    let mut arguments = arguments.to_vec();
    arguments.extend([
        "--emit=metadata".into(),
        "-o".into(),
        file.with_extension("rmeta").into(),
    ]);
    let mut refused = BTreeSet::new();
    loop {
        let left: Vec<_> = items.difference(&refused).collect();
        let mut source = format!("#![crate_type = \"lib\"] extern crate {library} as library;\n");
        source.extend(
            left.iter()
                .map(|item| format!("pub use library::{item} as _;\n")),
        );
        std::fs::write(&file, source).expect("the target folder can be written to");
        let Err(errors) = compile(&file, &arguments) else {
            return refused;
        };
        let found: Vec<String> = errors
            .iter()
            .flat_map(|error| &error.lines)
            .filter_map(|line| left.get(line.checked_sub(2)?).map(ToString::to_string))
            .collect();
        assert!(
            !found.is_empty(),
            "an error that is about no item: {}",
            errors[0].message
        );
        refused.extend(found);
    }
}
