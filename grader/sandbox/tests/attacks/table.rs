//! The table of attacks and layers in docs/sandbox.md.

use std::env;
use std::fs;
use std::path::Path;

use sandbox::{Identity, Layers};

use crate::attack::{ATTACKS, Attack};
use crate::outside::{NONE, Outside};

const BEGIN: &str = "<!-- attacks: made by `cargo test -p sandbox` -->\n";
const END: &str = "<!-- end of attacks -->";

/// Set to have the table written instead of compared.
const WRITE: &str = "WRITE_TABLES";

const HEAD: &str = "\
| attack | limits | Landlock | seccomp | namespaces | user | supervisor | check in a model | real check |
|---|---|---|---|---|---|---|---|---|
";

/// The row of an attack.
fn row(attack: &Attack, outside: &Outside, whole: Layers) -> String {
    let mark = |contained| if contained { "x" } else { "" };
    let by_supervisor = outside.is_contained(attack, NONE, true);
    // What the supervisor does, it does in each of these too.
    let by = |layers| !by_supervisor && outside.is_refused(attack, layers);
    let landlock = Layers {
        landlock: whole.landlock,
        ..NONE
    };
    let seccomp = Layers {
        seccomp: true,
        ..NONE
    };
    let namespaces = Layers {
        namespaces: true,
        ..NONE
    };
    let user = Layers {
        identity: Identity::Nobody,
        ..NONE
    };
    // Root may have as many processes as it likes, so these limits are those of another user.
    let limits = Layers {
        limits: true,
        ..user
    };
    let by_user = by(user);
    let by_limits = !by_user && by(limits);
    let mut cells: Vec<_> = [
        by_limits,
        by(landlock),
        by(seccomp),
        by(namespaces),
        by_user,
    ]
    .map(mark)
    .into();
    cells.push(mark(by_supervisor));
    for is_real in [false, true] {
        let contained = outside.is_contained(attack, whole, is_real);
        cells.push(if contained { "contained" } else { "allowed" });
    }
    format!("| {} | {} |\n", attack.name, cells.join(" | "))
}

/// Compares the table with what the attacks come to on this machine.
pub fn compare(whole: Layers) -> Result<(), String> {
    let outside = Outside::new();
    let rows = ATTACKS.iter().map(|attack| row(attack, &outside, whole));
    let made = format!("{HEAD}{}", rows.collect::<String>());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/sandbox.md");
    let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
    let (before, rest) = text
        .split_once(BEGIN)
        .ok_or("it has no mark of the table")?;
    let (there, after) = rest.split_once(END).ok_or("the table does not end")?;
    if there == made {
        return Ok(());
    }
    if env::var_os(WRITE).is_some() {
        let text = format!("{before}{BEGIN}{made}{END}{after}");
        return fs::write(&path, text).map_err(|error| error.to_string());
    }
    Err(format!(
        "docs/sandbox.md says otherwise; run this with {WRITE}=1, and look:\n{made}"
    ))
}
