//! Builds the libraries that submissions and checks are compiled with, through cargo, and says where they and the
//! compiler are.
//!
//! Only these go through cargo, because they are ours. Submitted code is compiled by `rustc`
//! alone: cargo would run what a submission's manifest, build script or configuration says.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Output;

use cargo_metadata::{Artifact, Message, TargetKind};
use supervise::CancelToken;

use super::engine::Engine;
use super::tool;
use crate::target_dir;

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
    /// Those that exercises allow submissions to use, by the name of the crate.
    pub of_exercises: BTreeMap<String, PathBuf>,
    /// Of these, those that are compiled on the model as well.
    pub on_the_model: BTreeMap<String, PathBuf>,
    /// What a submission in a model has as its std, if cargo makes it.
    pub modelled: Option<Facade>,
    /// What a submission that is run for real has as its std, if cargo makes it.
    pub real: Option<Facade>,
    /// The packages of the workspace that these depend on. Those of a registry have the same content under the same name
    /// for ever.
    beside: Vec<PathBuf>,
    /// The folders that hold what these depend on, in the order of search.
    pub dependencies: Vec<PathBuf>,
    /// Where submissions are built: in the target directory, which is never under version control
    /// and, unlike a system's temporary directory, always allows programs to be run.
    pub build_dir: PathBuf,
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

/// The libraries that are compiled on the model, from `grader/modelled-libraries`: a submission that uses one of them in a
/// model has it in place of the real one.
const ON_THE_MODEL: [&str; 8] = [
    "crossbeam",
    "crossbeam-channel",
    "crossbeam-deque",
    "crossbeam-epoch",
    "crossbeam-queue",
    "crossbeam-utils",
    "rayon",
    "rayon-core",
];

/// Whether the library is compiled on the model too.
pub fn is_on_the_model(library: &str) -> bool {
    ON_THE_MODEL.contains(&library)
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
    /// Nothing can be written where things are made.
    #[error(
        "cannot write to {}: {source}; set {} to a folder that you may write to",
        path.display(),
        target_dir::VARIABLE
    )]
    ReadOnly {
        /// Cargo's target folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Cargo was content and yet named no file.
    #[error("cargo did not say where it put `{library}`; run `cargo clean` and try again")]
    NoArtifact {
        /// The library.
        library: String,
    },
    /// What is submitted cannot be confined, and is not to be trusted.
    #[error("{0}; on a machine of its own, where nothing can be lost, add --trust-submissions")]
    Sandbox(#[from] sandbox::Unavailable),
    /// The place for building submissions cannot be made.
    #[error("cannot make the build directory {}: {source}; make space, or set {} to a folder that you may write to", path.display(), target_dir::VARIABLE)]
    BuildDir {
        /// The place.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Libraries {
    /// Builds them in the workspace at `root`, with those that are named, packages of that workspace or of what it
    /// depends on; takes a minute the first time and a fraction of a second afterwards. With a token it can be cancelled.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub fn build(
        root: &Path,
        engine: Engine,
        of_exercises: &BTreeSet<String>,
        cancel: Option<&CancelToken>,
    ) -> Result<Self, BuildError> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut arguments = vec!["build", "--message-format=json-render-diagnostics"];
        // Loom judges no exercise with such a library, and its packages do not bring them along.
        let is_asked_for = |it: &&String| engine == Engine::Model || !is_on_the_model(it);
        let of_exercises: Vec<&String> = of_exercises.iter().filter(is_asked_for).collect();
        let named = of_exercises.iter().map(|it| it.as_str());
        let on_the_model: Vec<&str> = match engine {
            Engine::Model => named.clone().filter(|it| is_on_the_model(it)).collect(),
            Engine::Loom => Vec::new(),
        };
        let package = |library: &&str| format!("modelled-{library}");
        let modelled: Vec<String> = on_the_model.iter().map(package).collect();
        let packages = engine.packages().iter().copied().chain(named);
        let packages = packages.chain(modelled.iter().map(String::as_str));
        arguments.extend(packages.flat_map(|package| ["-p", package]));
        let output = run(root, &cargo, &arguments, cancel)?;
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stderr)
                .trim_end()
                .to_owned();
            return Err(not_built(root, message));
        }
        let artifacts = artifacts(&output.stdout);
        let find = |library: &str| {
            let found = rlib(&artifacts, library);
            found.ok_or_else(|| BuildError::NoArtifact {
                library: library.to_owned(),
            })
        };
        let (checks, model_std) = (find(engine.checks())?, find(engine.std())?);
        let of_exercises = of_exercises
            .into_iter()
            .map(|name| Ok((name.clone(), find(name)?)))
            .collect::<Result<_, BuildError>>()?;
        let on_the_model = on_the_model
            .into_iter()
            .map(|name| Ok((name.to_owned(), find(&package(&name))?)))
            .collect::<Result<_, BuildError>>()?;
        let facade = |[std, core, alloc]: [&str; 3]| {
            Ok::<_, BuildError>(match engine {
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
        let build_dir = profile.parent().unwrap_or(&profile).join("grader");

        let (rustc, sysroot) = compiler(root)?;
        Ok(Self {
            engine,
            rustc,
            sysroot,
            checks,
            model_std,
            of_exercises,
            on_the_model,
            modelled,
            real,
            beside: of_the_workspace(&artifacts),
            dependencies: vec![profile.join("deps")],
            build_dir,
        })
    }

    /// Where a library is that a submission may use; none if it was not asked for when these were built.
    pub fn path(&self, library: &str) -> Option<&Path> {
        self.of_exercises.get(library).map(PathBuf::as_path)
    }

    /// The same library, compiled on the model, if it is one that is.
    pub fn path_on_the_model(&self, library: &str) -> Option<&Path> {
        self.on_the_model.get(library).map(PathBuf::as_path)
    }

    /// Copies all to `dir`, with what they depend on in the workspace, and uses the copies from now on: cargo may build
    /// others in their place while submissions are compiled, and every submission is to have the same. A copy that is
    /// there already stays, with its time.
    pub fn pin(&mut self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir)?;
        let Self {
            checks,
            model_std,
            of_exercises,
            on_the_model,
            modelled,
            real,
            ..
        } = self;
        let facades = [modelled, real].into_iter().flatten();
        let facades = facades.flat_map(|it| [&mut it.std, &mut it.core, &mut it.alloc]);
        let all = [checks, model_std]
            .into_iter()
            .chain(of_exercises.values_mut())
            .chain(on_the_model.values_mut());
        let mut copied = BTreeSet::new();
        for library in all.chain(facades) {
            let copy = copy_to(library, dir)?;
            copied.insert(std::mem::replace(library, copy));
        }
        for library in self.beside.iter().filter(|it| !copied.contains(*it)) {
            copy_to(library, dir)?;
        }
        self.dependencies.insert(0, dir.to_owned());
        Ok(())
    }
}

/// Why cargo failed: a folder that cannot be written has another remedy than code that does not compile.
fn not_built(root: &Path, message: String) -> BuildError {
    let path = target_dir::of(root);
    match target_dir::try_to_write(&path) {
        Err(source) => BuildError::ReadOnly { path, source },
        Ok(()) => BuildError::Libraries { message },
    }
}

/// Copies the file to a folder, unless it is there; says where.
fn copy_to(file: &Path, dir: &Path) -> io::Result<PathBuf> {
    let copy = dir.join(file.file_name().unwrap_or_default());
    if !has_equal_bytes(file, &copy)? {
        fs::copy(file, &copy)?;
    }
    Ok(copy)
}

/// Whether the copy is one of that file.
fn has_equal_bytes(file: &Path, copy: &Path) -> io::Result<bool> {
    let length = fs::metadata(file)?.len();
    let is_as_long = fs::metadata(copy).is_ok_and(|copy| copy.len() == length);
    Ok(is_as_long && fs::read(file)? == fs::read(copy)?)
}

/// Runs a tool of the workspace to its end.
fn run(
    root: &Path,
    tool: &OsString,
    arguments: &[&str],
    cancel: Option<&CancelToken>,
) -> Result<Output, BuildError> {
    tool::run(root, tool, arguments, cancel).map_err(|source| BuildError::Tool {
        tool: tool.to_string_lossy().into_owned(),
        source,
    })
}

/// The compiler that the toolchain file chose, and the root of its installation.
fn compiler(root: &Path) -> Result<(PathBuf, PathBuf), BuildError> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = run(root, &rustc, &["--print", "sysroot"], None)?;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    // Called directly: going through rustup costs 20 ms for each submission.
    let direct = sysroot
        .join("bin")
        .join(format!("rustc{}", env::consts::EXE_SUFFIX));
    let rustc = if direct.is_file() {
        direct
    } else {
        rustc.into()
    };
    Ok((rustc, sysroot))
}

/// The libraries that cargo says it made.
fn artifacts(stdout: &[u8]) -> Vec<Artifact> {
    let messages = Message::parse_stream(stdout).flatten();
    let libraries = messages.filter_map(|message| match message {
        Message::CompilerArtifact(artifact) => Some(artifact),
        _ => None,
    });
    let is_library = |artifact: &Artifact| {
        let kinds = [TargetKind::Lib, TargetKind::RLib];
        kinds.into_iter().any(|kind| artifact.target.is_kind(kind))
    };
    libraries.filter(is_library).collect()
}

/// Where the library of that name was put; the names of packages and crates are taken for one.
fn rlib(artifacts: &[Artifact], library: &str) -> Option<PathBuf> {
    let crate_name = |name: &str| name.replace('-', "_");
    let artifact = artifacts
        .iter()
        .find(|it| crate_name(&it.target.name) == crate_name(library))?;
    let mut files = artifact.filenames.iter();
    let found = files.find(|file| file.extension() == Some("rlib"))?;
    Some(found.clone().into_std_path_buf())
}

/// Those of them that are made of files of the workspace.
fn of_the_workspace(artifacts: &[Artifact]) -> Vec<PathBuf> {
    let own = artifacts
        .iter()
        .filter(|it| it.package_id.repr.starts_with("path+"));
    let files = own.flat_map(|it| &it.filenames);
    let files = files.filter(|file| file.extension() == Some("rlib"));
    files.map(|file| file.clone().into_std_path_buf()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of cargo's, with what matters of it here.
    fn line(name: &str, kind: &str, files: &str) -> String {
        format!(
            r#"{{"reason":"compiler-artifact","package_id":"path+file:///t#0.1.0","manifest_path":"/t/Cargo.toml","target":{{"kind":["{kind}"],"crate_types":["{kind}"],"name":"{name}","src_path":"/t/lib.rs","edition":"2024","doctest":true,"test":true,"doc":true}},"profile":{{"opt_level":"0","debuginfo":0,"debug_assertions":true,"overflow_checks":true,"test":false}},"features":[],"filenames":[{files}],"executable":null,"fresh":true}}"#
        )
    }

    #[test]
    fn the_rlib_is_found_among_what_cargo_prints() {
        let of_a_registry = line("serde", "lib", r#""/t/deps/libserde.rlib""#)
            .replace("path+file:///t", "registry+https://example.org");
        let lines = [
            of_a_registry,
            line(
                "model-std",
                "lib",
                r#""/t/deps/libmodel_std.rmeta","/t/libmodel_std.rlib""#,
            ),
            line("checks", "bin", r#""/t/checks""#),
            r#"{"reason":"build-finished","success":true}"#.to_owned(),
            "no json".to_owned(),
        ];
        let artifacts = artifacts(lines.join("\n").as_bytes());
        let found = Some(PathBuf::from("/t/libmodel_std.rlib"));
        assert_eq!(rlib(&artifacts, "model_std"), found);
        assert_eq!(rlib(&artifacts, "model-std"), found);
        assert_eq!(rlib(&artifacts, "checks"), None, "a program is no library");
        assert_eq!(
            of_the_workspace(&artifacts),
            [PathBuf::from("/t/libmodel_std.rlib")]
        );
    }

    #[test]
    fn what_cargo_builds_in_their_place_is_not_what_is_used() {
        let place = tempfile::tempdir().unwrap();
        let (deps, pinned) = (place.path().join("deps"), place.path().join("pinned"));
        fs::create_dir(&deps).unwrap();
        let made = |name: &str| {
            let path = deps.join(name);
            fs::write(&path, "first").unwrap();
            path
        };
        let mut libraries = Libraries {
            engine: Engine::Model,
            rustc: PathBuf::new(),
            sysroot: PathBuf::new(),
            checks: made("libchecks.rlib"),
            model_std: made("libmodel_std.rlib"),
            of_exercises: BTreeMap::new(),
            on_the_model: BTreeMap::new(),
            modelled: None,
            real: None,
            beside: vec![made("libcourse-1.rlib"), deps.join("libchecks.rlib")],
            dependencies: vec![deps.clone()],
            build_dir: PathBuf::new(),
        };
        libraries.pin(&pinned).unwrap();
        for name in ["libchecks.rlib", "libmodel_std.rlib", "libcourse-1.rlib"] {
            // As a compiler does it.
            fs::write(deps.join("new"), "second").unwrap();
            fs::rename(deps.join("new"), deps.join(name)).unwrap();
            assert_eq!(fs::read_to_string(pinned.join(name)).unwrap(), "first");
        }
        assert_eq!(libraries.dependencies, [pinned.clone(), deps.clone()]);
        assert!(libraries.checks.starts_with(&pinned) && libraries.model_std.starts_with(&pinned));

        libraries.beside = vec![deps.join("libcourse-1.rlib")];
        libraries.pin(&pinned).unwrap();
        let course = fs::read_to_string(pinned.join("libcourse-1.rlib")).unwrap();
        assert_eq!(course, "second", "a kept folder has what is there now");
    }

    #[test]
    fn the_libraries_on_the_model_are_those_that_have_a_package() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut packages: Vec<String> = fs::read_dir(root.join("grader/modelled-libraries"))
            .unwrap()
            .flatten()
            .filter(|entry| entry.path().is_dir())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| !["core", "alloc"].contains(&name.as_str()))
            .collect();
        packages.sort_unstable();
        assert_eq!(packages, ON_THE_MODEL);
    }
}
