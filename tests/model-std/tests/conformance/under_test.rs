//! The library under test, as cargo builds it for a program that uses it, and its documentation.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::toolchain::{rustdoc, target};

/// Built once, if it is not built already.
pub static MODEL_STD: LazyLock<ModelStd> = LazyLock::new(ModelStd::build);

/// What every nested cargo builds. `checks` asks for all features that tests have, so that nothing is compiled twice.
const PACKAGES: [&str; 4] = ["--package", "model-std", "--package", "checks"];

/// What cargo has built.
pub struct ModelStd {
    artifacts: Vec<Artifact>,
    /// What its build script has the compiler told.
    cfgs: Vec<String>,
}

/// A library or a program.
struct Artifact {
    name: String,
    file: PathBuf,
}

/// A line of cargo's about a library, a program or a build script.
#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    target: Target,
    #[serde(default)]
    filenames: Vec<PathBuf>,
    #[serde(default)]
    executable: Option<PathBuf>,
    #[serde(default)]
    package_id: String,
    #[serde(default)]
    cfgs: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Target {
    name: String,
}

impl Message {
    fn artifact(&self) -> Option<Artifact> {
        let is_library = |file: &&PathBuf| {
            let extension = file.extension().and_then(|extension| extension.to_str());
            extension.is_some_and(|it| ["rlib", "so", "dylib", "dll"].contains(&it))
        };
        let file = self.executable.as_ref();
        let file = file.or_else(|| self.filenames.iter().find(is_library))?;
        Some(Artifact {
            name: self.target.name.replace('-', "_"),
            file: file.clone(),
        })
    }
}

impl ModelStd {
    fn build() -> Self {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--lib", "--examples"])
            .args(["--message-format", "json"])
            .args(PACKAGES)
            .arg("--target-dir")
            .arg(target())
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo can be started");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        let text = String::from_utf8(output.stdout).expect("cargo prints UTF-8");
        let messages: Vec<Message> = text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        let is_own = |message: &&Message| message.package_id.contains("/model-std#");
        let own = messages.iter().filter(is_own);
        Self {
            cfgs: own.flat_map(|message| message.cfgs.clone()).collect(),
            artifacts: messages.iter().filter_map(Message::artifact).collect(),
        }
    }

    /// The file of a library or of an example.
    pub fn file(&self, name: &str) -> &Path {
        let found = self.artifacts.iter().find(|artifact| artifact.name == name);
        let found = found.unwrap_or_else(|| panic!("cargo does not name {name}"));
        &found.file
    }

    /// What `rustc` has to be told for `extern crate model_std`.
    pub fn arguments(&self) -> Vec<OsString> {
        [
            link("model_std", self.file("model_std")),
            self.dependencies(),
        ]
        .concat()
    }

    /// Where the libraries lie that libraries depend on.
    fn dependencies(&self) -> Vec<OsString> {
        let mut folder = OsString::from("dependency=");
        folder.push(self.file("model_std").with_file_name("deps"));
        vec!["-L".into(), folder]
    }

    /// Writes the documentation of the crate and returns its folder. Not by cargo, which would compile what model-std
    /// depends on once more, for documentation only.
    pub fn document(&self) -> PathBuf {
        let source =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../grader/model-std/src/lib.rs");
        let out = target().join("tmp/doc");
        let libraries = self.artifacts.iter();
        let links = libraries.flat_map(|artifact| link(&artifact.name, &artifact.file));
        let status = rustdoc()
            .arg(source)
            .args(["--edition", "2024", "--crate-name", "model_std"])
            .args(self.cfgs.iter().flat_map(|cfg| ["--cfg", cfg]))
            .args(links)
            .args(self.dependencies())
            .arg("--out-dir")
            .arg(&out)
            .env("RUSTC_BOOTSTRAP", "model_std")
            .status()
            .expect("rustdoc can be started");
        assert!(status.success(), "model-std can be documented");
        out.join("model_std")
    }
}

fn link(name: &str, file: &Path) -> Vec<OsString> {
    let mut library = OsString::from(format!("{name}="));
    library.push(file);
    vec!["--extern".into(), library]
}
