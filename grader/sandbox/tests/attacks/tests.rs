//! The tests.

use std::path::PathBuf;
use std::sync::LazyLock;

use libtest_mimic::{Failed, Trial};
use sandbox::{Identity, Layers, Sandbox, Toolchain};

use crate::attack::{ATTACKS, Attack};
use crate::outside::{Outside, itself};
use crate::table;

/// The layers that this machine has, or why there is no sandbox.
static WHOLE: LazyLock<Result<Layers, String>> = LazyLock::new(|| {
    let place = tempfile::tempdir().expect("there is a place for temporary files");
    let sandbox = Sandbox::open(&itself(), place.path(), &Toolchain::default());
    sandbox
        .map(|sandbox| sandbox.layers())
        .map_err(|error| error.to_string())
});

/// Attacks that are none in a check that may start processes.
const ALLOWED: [&str; 1] = ["start another program (a shell)"];

/// Attacks that only namespaces contain, and only on checks that may start processes.
const BY_NAMESPACES: [&str; 6] = [
    "ask whether a hidden file exists",
    "watch a file of results (inotify)",
    "chmod a file of results",
    "reach a server by TCP",
    "reach a unix socket in a folder",
    "many files",
];

/// Of these the ones that only namespaces contain on checks in a model too.
const BY_NAMESPACES_IN_A_MODEL: [&str; 2] = [
    "ask whether a hidden file exists",
    "chmod a file of results",
];

pub fn all() -> Vec<Trial> {
    let mut trials: Vec<_> = ATTACKS
        .iter()
        .map(|attack| {
            let name = format!("contained: {}", attack.name);
            Trial::test(name, move || contained(attack))
        })
        .collect();
    trials.push(Trial::test(
        "a check without servers needs no network of its own",
        without_network,
    ));
    trials.push(Trial::test("the table in docs/sandbox.md is true", table));
    trials.push(Trial::test(
        "a sandbox that leaks is refused with the reason",
        leaks,
    ));
    trials.push(Trial::test(
        "a toolchain that cannot be read is named",
        unreadable,
    ));
    trials
}

fn whole() -> Result<Layers, Failed> {
    WHOLE.clone().map_err(Failed::from)
}

fn expect(is_so: bool, otherwise: &str) -> Result<(), Failed> {
    match is_so {
        true => Ok(()),
        false => Err(otherwise.into()),
    }
}

/// It succeeds outside and not inside.
fn contained(attack: &Attack) -> Result<(), Failed> {
    let (whole, outside) = (whole()?, Outside::new());
    if !outside.succeeds(attack) {
        // The kernel has no such thing, or this user may not do it anyway. The table is made where all is possible.
        println!(
            "{}: not possible here without a sandbox either",
            attack.name
        );
    }
    let less = Layers {
        namespaces: false,
        ..whole
    };
    for layers in [whole, less] {
        let is_open = |known: &[&str]| !layers.namespaces && known.contains(&attack.name);
        if !is_open(&BY_NAMESPACES_IN_A_MODEL) {
            let contained = outside.is_contained(attack, layers, false);
            expect(
                contained,
                &format!("a check in a model can do it: {layers}"),
            )?;
        }
        if !ALLOWED.contains(&attack.name) && !is_open(&BY_NAMESPACES) {
            let contained = outside.is_contained(attack, layers, true);
            expect(contained, &format!("a real check can do it: {layers}"))?;
        }
    }
    Ok(())
}

/// Where Landlock keeps it from sockets that are no files, as it does in the table.
fn without_network() -> Result<(), Failed> {
    let whole = whole()?;
    let mut outside = Outside::new();
    outside.has_servers = false;
    for attack in ATTACKS.iter().filter(|it| !ALLOWED.contains(&it.name)) {
        if attack.name.contains("socket") || attack.name.starts_with("reach a") {
            let contained = outside.is_contained(attack, whole, true);
            expect(contained, &format!("it can: {}", attack.name))?;
        }
    }
    Ok(())
}

/// The table is of a machine that has everything.
fn table() -> Result<(), Failed> {
    let whole = whole()?;
    if !whole.namespaces || whole.identity != Identity::Nobody {
        println!("this machine has less: {whole}");
        return Ok(());
    }
    table::compare(whole).map_err(Failed::from)
}

fn leaks() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    for (missing, reason) in [
        (
            Layers {
                seccomp: false,
                ..whole()?
            },
            "can be made",
        ),
        (
            Layers {
                landlock: 0,
                namespaces: false,
                ..whole()?
            },
            "can be read",
        ),
    ] {
        let opened = Sandbox::with(missing, &itself(), place.path(), &Toolchain::default());
        let said = opened
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default();
        expect(said.contains(reason), &format!("{missing}: {said:?}"))?;
    }
    Ok(())
}

fn unreadable() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let missing = PathBuf::from("/no/such/toolchain");
    let toolchain = Toolchain {
        of_compiler: vec![missing],
    };
    let opened = Sandbox::open(&itself(), place.path(), &toolchain);
    let said = opened
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default();
    expect(said.contains("/no/such/toolchain cannot be read"), &said)
}
