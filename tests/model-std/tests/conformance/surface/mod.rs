//! Every stable item, method, trait impl and auto trait of the modelled modules of `std` exists here too.

mod differences;
mod offered;
mod signature;

use crate::std_docs;
use crate::under_test::MODEL_STD;
use differences::Differences;
use offered::Surface;

#[test]
fn the_surface_is_that_of_std() {
    let theirs = offered::read(&std_docs::std_docs());
    let ours = offered::read(&MODEL_STD.document());
    assert!(
        theirs.len() > 1_000,
        "only {} items were found in the documentation of std",
        theirs.len()
    );
    let complaints = Differences::listed().complaints(&differences(&theirs, &ours));
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// Everything that is not the same here as there.
fn differences(theirs: &Surface, ours: &Surface) -> Vec<String> {
    let mut differences = Vec::new();
    for (name, how) in theirs {
        match ours.get(name) {
            None => differences.push(format!("missing: {name}")),
            Some(other) if other != how => {
                differences.push(format!(
                    "different: {name}\n    std:   {how}\n    model: {other}"
                ));
            }
            Some(_) => {}
        }
    }
    let extra = ours.keys().filter(|name| !theirs.contains_key(*name));
    differences.extend(extra.map(|name| format!("extra: {name}")));
    differences
}
