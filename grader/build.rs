//! Links `grader-box` so that it needs no library when it starts, where that can be done.
//!
//! It is started once for each compiler and each check, and half of its time would go into finding and placing two libraries
//! of which it needs little. Rust has a flag for this, but it is for all that is compiled, and not for one program. So the
//! linker is told here: to link statically, and to look for the three libraries that Rust names in a folder of ours first,
//! in which each name stands for the archive. What a machine's linker makes of that is tried on a small program before.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The libraries that Rust links by name, and the archives that have the same in them.
const LIBRARIES: [(&str, &[&str]); 3] = [
    ("libc.so", &["libc.a"]),
    ("libm.so", &["libm.a"]),
    ("libgcc_s.so", &["libgcc_eh.a", "libgcc.a"]),
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let variable = |name: &str| env::var(name).unwrap_or_default();
    let is_gnu =
        variable("CARGO_CFG_TARGET_ENV") == "gnu" && variable("HOST") == variable("TARGET");
    if !is_gnu || variable("CARGO_CFG_TARGET_OS") != "linux" {
        return;
    }
    // Where something is missing, the program is linked as any other, and takes longer to start.
    if let Ok(arguments) = arguments(Path::new(&variable("OUT_DIR"))) {
        for argument in arguments {
            println!("cargo::rustc-link-arg-bin=grader-box={argument}");
        }
    }
}

/// What the linker is told, if it can do that.
fn arguments(out: &Path) -> Result<[String; 3], Box<dyn Error>> {
    let archives = out.join("archives");
    fs::create_dir_all(&archives)?;
    for (name, of) in LIBRARIES {
        let of = of.iter().map(|archive| place(archive));
        let of = of.collect::<Result<Vec<_>, _>>()?;
        let of: Vec<_> = of.iter().map(|it| it.to_string_lossy()).collect();
        fs::write(archives.join(name), format!("GROUP({})\n", of.join(" ")))?;
    }
    // A program that can be moved would have to be told by a library how.
    let search = format!("-L{}", archives.display());
    let arguments = ["-static".to_owned(), "-no-pie".to_owned(), search];
    match works(out, &arguments)? {
        true => Ok(arguments),
        false => Err("such a program does not run".into()),
    }
}

/// Where the C compiler has an archive.
fn place(archive: &str) -> Result<PathBuf, Box<dyn Error>> {
    let name = format!("-print-file-name={archive}");
    let output = Command::new("cc").arg(name).output()?;
    let place = PathBuf::from(String::from_utf8(output.stdout)?.trim());
    match place.is_absolute() && place.is_file() {
        true => Ok(place),
        false => Err(format!("no {archive}").into()),
    }
}

/// Whether a small program that is linked so runs, and knows how to start another one.
fn works(out: &Path, arguments: &[String]) -> Result<bool, Box<dyn Error>> {
    let (source, program) = (out.join("small.rs"), out.join("small"));
    fs::write(&source, SMALL)?;
    let mut rustc = Command::new(env::var_os("RUSTC").ok_or("no compiler")?);
    rustc.arg(&source).arg("-o").arg(&program);
    rustc.args(["--edition=2024", "-Crpath"]);
    rustc.args(arguments.iter().map(|it| format!("-Clink-arg={it}")));
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        rustc.arg(format!("-Clinker={linker}"));
    }
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    rustc.args(flags.split('\x1f').filter(|flag| !flag.is_empty()));
    let quietly =
        |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    Ok(quietly(&mut rustc)?.success() && quietly(&mut Command::new(&program))?.success())
}

const SMALL: &str = r#"
fn main() {
    let catches = std::panic::catch_unwind(|| assert!(std::env::args().count() > 9)).is_err();
    let starts = std::process::Command::new("true").status().is_ok_and(|it| it.success());
    std::process::exit(i32::from(!catches || !starts));
}
"#;
