//! Builds the libraries that submissions and checks are compiled with, through cargo, and says where they and the
//! compiler are.
//!
//! Only these go through cargo, because they are ours. Submitted code is compiled by `rustc`
//! alone: cargo would run what a submission's manifest, build script or configuration says.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use course::exercise::Library;
use serde::Deserialize;

use super::engine::Engine;

/// What a check crate is compiled with.
#[derive(Debug, Clone)]
pub struct Libraries {
    /// Who judges exhaustive runs.
    pub engine: Engine,
    /// The compiler that the libraries were built by; another one could not read them.
    pub rustc: PathBuf,
    /// The root of its installation, which messages are shortened by.
    pub sysroot: PathBuf,
    /// `libchecks.rlib`, or what the engine has in its place.
    pub checks: PathBuf,
    /// `libmodel_std.rlib`, or what the engine has in its place.
    pub model_std: PathBuf,
    /// `libworkload.rlib`.
    pub workload: PathBuf,
    /// What a submission in a model has as its std, if cargo makes it.
    pub modelled: Option<Facade>,
    /// What a submission that is run for real has as its std, if cargo makes it.
    pub real: Option<Facade>,
    /// The folders that hold what these depend on, in the order of search.
    pub dependencies: Vec<PathBuf>,
    /// Where submissions are built: in the target directory, which is never under version control
    /// and, unlike a system's temporary directory, always allows programs to be run.
    pub scratch: PathBuf,
}

/// The three libraries that a submission is compiled with under the names `std`, `core` and `alloc`.
#[derive(Debug, Clone)]
pub struct Facade {
    /// The allow-list itself.
    pub std: PathBuf,
    /// The same again.
    pub core: PathBuf,
    /// The same again.
    pub alloc: PathBuf,
}

/// Why nothing can be graded at all.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A tool does not start.
    #[error("cannot run `{tool}`: {source}; install Rust from https://rustup.rs")]
    Tool {
        /// Its name.
        tool: String,
        /// What the system said.
        source: io::Error,
    },
    /// Our own libraries do not build.
    #[error(
        "the grader's own libraries do not build; run `cargo build -p checks -p submission-std -p real-std` to see why\n{message}"
    )]
    Libraries {
        /// What cargo said.
        message: String,
    },
    /// Cargo was content and yet named no file.
    #[error("cargo did not say where it put `{library}`; run `cargo clean` and try again")]
    NoArtifact {
        /// The library.
        library: &'static str,
    },
    /// The place for building submissions cannot be made.
    #[error("cannot make the build directory {}: {source}; is there space, and may you write there?", path.display())]
    Scratch {
        /// The place.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// The lines of `cargo build --message-format=json` that matter here.
#[derive(Deserialize)]
struct Message {
    reason: String,
    target: Option<Target>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

impl Libraries {
    /// Builds them in the workspace at `root`; takes a minute the first time and a fraction of a
    /// second afterwards.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub fn build(root: &Path, engine: Engine) -> Result<Self, BuildError> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut arguments = vec!["build", "--message-format=json-render-diagnostics"];
        arguments.extend(engine.packages().iter().flat_map(|package| ["-p", package]));
        let output = run(root, &cargo, &arguments)?;
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stderr)
                .trim_end()
                .to_owned();
            return Err(BuildError::Libraries { message });
        }
        let artifacts = artifacts(&String::from_utf8_lossy(&output.stdout));
        let find = |library| rlib(&artifacts, library).ok_or(BuildError::NoArtifact { library });
        let [checks, model_std, workload] = [
            find(engine.checks())?,
            find(engine.std())?,
            find("workload")?,
        ];
        let facade = |[std, core, alloc]: [&'static str; 3]| {
            Ok(match engine {
                Engine::Model => Some(Facade {
                    std: find(std)?,
                    core: find(core)?,
                    alloc: find(alloc)?,
                }),
                Engine::Loom => None,
            })
        };
        let modelled = facade(["submission_std", "submission_core", "submission_alloc"])?;
        let real = facade(["real_std", "real_core", "real_alloc"])?;
        let profile = checks.parent().unwrap_or(root).to_owned();
        let scratch = profile.parent().unwrap_or(&profile).join("grader");

        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let output = run(root, &rustc, &["--print", "sysroot"])?;
        let sysroot = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        // What the toolchain file chose is called directly: going through rustup costs 20 ms for
        // each submission.
        let direct = sysroot
            .join("bin")
            .join(format!("rustc{}", env::consts::EXE_SUFFIX));
        let rustc = if direct.is_file() {
            direct
        } else {
            rustc.into()
        };
        Ok(Self {
            engine,
            rustc,
            sysroot,
            checks,
            model_std,
            workload,
            modelled,
            real,
            dependencies: vec![profile.join("deps")],
            scratch,
        })
    }

    /// Where a library is that a submission may use.
    pub fn path(&self, library: Library) -> &Path {
        match library {
            Library::Workload => &self.workload,
        }
    }

    /// Copies all to `dir` and uses the copies from now on: cargo may build others in their place
    /// while submissions are compiled, and every submission is to have the same.
    pub fn keep_in(&mut self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir)?;
        let Self {
            checks,
            model_std,
            workload,
            modelled,
            real,
            ..
        } = self;
        let facades = [modelled, real].into_iter().flatten();
        let facades = facades.flat_map(|it| [&mut it.std, &mut it.core, &mut it.alloc]);
        let all = [checks, model_std, workload].into_iter();
        for library in all.chain(facades) {
            let copy = dir.join(library.file_name().unwrap_or_default());
            fs::copy(&*library, &copy)?;
            *library = copy;
        }
        self.dependencies.insert(0, dir.to_owned());
        Ok(())
    }
}

/// Runs a tool of the workspace to its end.
fn run(root: &Path, tool: &OsString, arguments: &[&str]) -> Result<Output, BuildError> {
    let failed = |source| BuildError::Tool {
        tool: tool.to_string_lossy().into_owned(),
        source,
    };
    Command::new(tool)
        .args(arguments)
        .current_dir(root)
        .stdin(Stdio::null())
        .output()
        .map_err(failed)
}

/// The libraries that cargo says it made: name and files.
fn artifacts(stdout: &str) -> Vec<(String, Vec<PathBuf>)> {
    let library = |message: Message| {
        let target = message.target.filter(|target| {
            target
                .kind
                .iter()
                .any(|kind| kind == "lib" || kind == "rlib")
        })?;
        (message.reason == "compiler-artifact")
            .then_some((target.name.replace('-', "_"), message.filenames))
    };
    stdout
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter_map(library)
        .collect()
}

fn rlib(artifacts: &[(String, Vec<PathBuf>)], library: &str) -> Option<PathBuf> {
    let (_, files) = artifacts.iter().find(|(name, _)| name == library)?;
    files
        .iter()
        .find(|file| {
            file.extension()
                .is_some_and(|extension| extension == "rlib")
        })
        .cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rlib_is_found_among_what_cargo_prints() {
        let stdout = r#"{"reason":"compiler-artifact","target":{"name":"serde","kind":["lib"]},"filenames":["/t/deps/libserde.rlib"]}
{"reason":"compiler-artifact","target":{"name":"model-std","kind":["lib"]},"filenames":["/t/deps/libmodel_std.rmeta","/t/libmodel_std.rlib"]}
{"reason":"compiler-artifact","target":{"name":"checks","kind":["bin"]},"filenames":["/t/checks"]}
{"reason":"build-finished","success":true}
no json"#;
        let artifacts = artifacts(stdout);
        assert_eq!(
            rlib(&artifacts, "model_std"),
            Some("/t/libmodel_std.rlib".into())
        );
        assert_eq!(rlib(&artifacts, "checks"), None, "a program is no library");
    }
}
