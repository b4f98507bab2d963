//! Copies the source of one crate from cargo's registry to where `lib.rs` includes it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use screen::copy::includable;

fn main() {
    let package = env::var("CARGO_PKG_NAME").expect("cargo sets CARGO_PKG_NAME");
    let name = package
        .strip_prefix("modelled-")
        .expect("packages here are named so");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    // By this folder model-std tells its lines from those of the program.
    let out = out.join("modelled-library");
    // What is said to Miri is said to the model; see `portable`.
    println!("cargo::rustc-check-cfg=cfg(on_the_model)");
    println!("cargo::rustc-cfg=on_the_model");
    if let Err(why) = copied(name, &out) {
        println!("cargo::error=cannot put `{name}` on the model: {why}");
    }
}

/// Copies the source of that crate, in the locked version, to `out`.
fn copied(name: &str, out: &Path) -> Result<(), String> {
    let here = env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let root = Path::new(&here).join("../../..");
    let lock = root.join("Cargo.lock");
    // From the package, so that a copy of the workspace that has what was built here finds it current.
    println!("cargo::rerun-if-changed=../../../Cargo.lock");
    println!("cargo::rerun-if-env-changed=CARGO_HOME");
    let text = fs::read_to_string(&lock).map_err(|error| format!("Cargo.lock: {error}"))?;
    let version = locked(name, &text)?;
    let source = in_registry(name, version)
        .or_else(|| told_by_cargo(name, version, &root))
        .ok_or_else(|| format!("no source of version {version}; run `cargo fetch`"))?;
    copy(&source.join("src"), out).map_err(|error| format!("{}: {error}", source.display()))
}

/// The version of the package in the lock file, which must have one only.
fn locked<'t>(name: &str, lock: &'t str) -> Result<&'t str, String> {
    let head = format!("name = \"{name}\"");
    let entries = lock
        .split("[[package]]")
        .filter(|entry| entry.lines().any(|line| line == head));
    let versions: Vec<_> = entries
        .filter_map(|entry| {
            let lines = entry.lines();
            lines
                .filter_map(|line| line.strip_prefix("version = "))
                .next()
        })
        .collect();
    match versions[..] {
        [version] => Ok(version.trim_matches('"')),
        _ => Err(format!("Cargo.lock has {} versions of it", versions.len())),
    }
}

/// Where cargo has unpacked the package, if it comes from a registry.
fn in_registry(name: &str, version: &str) -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")))?;
    let registries = fs::read_dir(home.join("registry/src")).ok()?.flatten();
    let folder = format!("{name}-{version}");
    let mut folders = registries.map(|registry| registry.path().join(&folder));
    // Cargo's mark that all of it is there.
    folders.find(|folder| folder.join(".cargo-ok").is_file())
}

/// Where cargo says that the package is, which may be anywhere: in a vendored copy, say.
fn told_by_cargo(name: &str, version: &str, root: &Path) -> Option<PathBuf> {
    let mut command = Command::new(env::var_os("CARGO")?);
    command.args([
        "metadata",
        "--format-version=1",
        "--offline",
        "--filter-platform",
    ]);
    command.arg(env::var_os("TARGET")?).current_dir(root);
    let told = String::from_utf8(command.output().ok()?.stdout).ok()?;
    // Paths are all that is looked for in this JSON.
    let texts = told.split('"').map(|text| text.replace("\\\\", "\\"));
    let manifests = texts.filter(|text| text.ends_with("Cargo.toml"));
    let mut folders = manifests.filter_map(|path| Some(Path::new(&path).parent()?.to_owned()));
    let with_version = format!("{name}-{version}");
    folders.find(|folder| {
        let last = folder.file_name().and_then(|name| name.to_str());
        let is_ours = folder
            .components()
            .any(|part| part.as_os_str() == "modelled-libraries");
        !is_ours && last.is_some_and(|last| last == name || last == with_version)
    })
}

/// Copies a folder of source files; the root of the crate as it can be included.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let copied = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &copied)?;
            continue;
        }
        let mut text = noted(&portable(&fs::read_to_string(entry.path())?));
        if entry.file_name() == "lib.rs" {
            text = includable(&text);
        }
        fs::write(copied, text)?;
    }
    Ok(())
}

/// The text with a note at each of its public functions that it is called, so that a report can say from where. Lines
/// keep their numbers.
fn noted(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut noted = String::with_capacity(2 * text.len());
    // Where the body begins whose function has been marked.
    let mut body = None;
    for (at, line) in lines.iter().enumerate() {
        let opens = if is_called_from_outside(line) {
            opening(&lines[at..]).map(|after| at + after)
        } else {
            None
        };
        body = opens.or(body);
        let indent = line.len() - line.trim_start().len();
        noted += &line[..indent];
        noted += if opens.is_some() {
            "#[track_caller] "
        } else {
            ""
        };
        noted += &line[indent..];
        noted += if body == Some(at) {
            " ::std::model::entered();"
        } else {
            ""
        };
        noted.push('\n');
    }
    noted
}

/// Whether the line begins a function that programs call: one that is public, or a method of a trait that they use.
fn is_called_from_outside(line: &str) -> bool {
    const PROVIDED: [&str; 7] = [
        "collect",
        "for_each",
        "map",
        "next",
        "reduce",
        "sum",
        "try_for_each",
    ];
    let is_outermost = line.strip_prefix("    ").unwrap_or(line);
    let provided = is_outermost.strip_prefix("fn ").is_some_and(|rest| {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_'));
        PROVIDED.contains(&&rest[..end.unwrap_or(rest.len())])
    });
    provided || is_outermost.starts_with("pub fn ") || is_outermost.starts_with("pub unsafe fn ")
}

/// How many lines after its first one a function's body opens; none of one without a body, or with all of it in a line.
fn opening(lines: &[&str]) -> Option<usize> {
    let ends = |line: &&str| line.ends_with(['{', '}', ';']);
    let at = lines.iter().position(ends)?;
    lines[at].ends_with('{').then_some(at)
}

/// The text as it is compiled for Miri, which like the model goes by the rules of the language: for processors that are
/// known to do more, crossbeam has a quicker way to fence, which those rules do not cover.
fn portable(text: &str) -> String {
    text.replace("(miri)", "(on_the_model)")
        .replace("(miri,", "(on_the_model,")
        .replace(", miri)", ", on_the_model)")
}
