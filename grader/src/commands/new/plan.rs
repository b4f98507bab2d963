//! Which files a new exercise consists of, and what stands in them.

use std::path::PathBuf;

use course::exercise::{ANY, Exercise as Spec};

use super::NewError;
use super::name::Name;
use crate::commands::verify::manifests::template;
use crate::tables;
use crate::workspace::{Exercise, Workspace};

/// What is not in the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `23-practical`; empty for the last one.
    pub practical: String,
    editable: Vec<PathBuf>,
    model: bool,
    libraries: Vec<String>,
    capabilities: Vec<&'static str>,
    /// Keys of `[hints]`, [`ANY`] last.
    hints: Vec<String>,
}

/// What is to be written, relative to the root.
#[derive(Debug)]
pub struct Plan {
    /// Files that are not there yet.
    pub files: Vec<(PathBuf, String)>,
    /// The page of the practical, with its new row.
    pub page: (PathBuf, String),
}

impl Settings {
    /// Those of an exercise without wishes.
    pub fn usual() -> Self {
        Self {
            practical: String::new(),
            editable: vec!["src/lib.rs".into()],
            model: true,
            libraries: Vec::new(),
            capabilities: Vec::new(),
            hints: vec![ANY.to_owned()],
        }
    }

    /// Those of another exercise. Hints for one of its checks are left out: the new one has other checks.
    pub fn of(exercise: &Exercise) -> Self {
        let spec = &exercise.spec;
        let keys = spec.hints.all().map(|(key, _)| key);
        let mut hints: Vec<_> = keys
            .filter(|key| key != ANY && !key.contains('.'))
            .collect();
        hints.push(ANY.to_owned());
        Self {
            practical: spec.practical.clone(),
            editable: spec.editable.clone(),
            model: spec.model,
            libraries: spec.libraries.clone(),
            capabilities: spec.allowed().iter().map(|it| it.name()).collect(),
            hints,
        }
    }

    /// Its lines in `exercise.toml`.
    fn lines(&self) -> String {
        let editable = self.editable.iter().map(|path| path.display().to_string());
        let editable = quoted(editable);
        let mut lines = format!("editable = [{editable}]\nmodel = {}\n", self.model);
        let capabilities = self.capabilities.iter().map(ToString::to_string);
        for (key, values) in [
            ("libraries", quoted(self.libraries.iter().cloned())),
            ("capabilities", quoted(capabilities)),
        ] {
            if !values.is_empty() {
                lines += &format!("{key} = [{values}]\n");
            }
        }
        lines
    }

    /// The table `[hints]` of `exercise.toml`.
    fn hint_lines(&self) -> String {
        let of_key = |key: &String| {
            format!(
                "{key} = [\n    \"TODO(author): a question that makes one look at the right place\",\n    \
                 \"TODO(author): what all but answers it\",\n]\n"
            )
        };
        self.hints.iter().map(of_key).collect()
    }

    /// `[dependencies]` of a manifest.
    fn dependencies(&self) -> String {
        if self.libraries.is_empty() {
            return String::new();
        }
        let libraries = self.libraries.iter();
        let lines: String = libraries
            .map(|library| format!("{library}.workspace = true\n"))
            .collect();
        format!("[dependencies]\n{lines}\n")
    }
}

impl Plan {
    /// The plan for an exercise of that name.
    ///
    /// # Errors
    /// [`NewError::NoTable`]
    pub fn of(workspace: &Workspace, name: &Name, settings: &Settings) -> Result<Self, NewError> {
        let fill = |template: &str| fill(template, name, settings);
        let toml = fill(include_str!("templates/exercise.toml.txt"));
        let [exercise, solution, modelled, samples] = name.folders();
        let spec = Spec::parse(&toml, &exercise.join("exercise.toml"))
            .expect("the template is an exercise.toml, and settings are those of one");
        let manifest = template(&name.name, &spec);
        let new = Exercise {
            name: name.name.clone(),
            folder: name.folder.clone(),
            dir: workspace.root.join(&exercise),
            spec,
        };
        let readme = tables::checks(&new)
            .put(&fill(include_str!("templates/README.md.txt")))
            .expect("the template has a place for the table");
        let page = page(workspace, new, &settings.practical)?;
        let checks = match settings.model {
            true => include_str!("templates/checks_in_model.rs.txt"),
            false => include_str!("templates/checks_on_std.rs.txt"),
        };
        let exercise_manifest = fill(include_str!("templates/exercise.Cargo.toml.txt"));
        let solution_manifest = fill(include_str!("templates/solution.Cargo.toml.txt"));
        let stub = fill(include_str!("templates/stub.rs.txt"));
        let files = vec![
            (exercise.join("Cargo.toml"), exercise_manifest),
            (exercise.join("README.md"), readme),
            (exercise.join("exercise.toml"), toml),
            (exercise.join("stub/src/lib.rs"), stub.clone()),
            (exercise.join("src/lib.rs"), stub),
            (
                exercise.join("src/main.rs"),
                fill(include_str!("templates/demo.rs.txt")),
            ),
            (
                exercise.join("src/unwritten.rs"),
                include_str!("templates/unwritten.rs.txt").to_owned(),
            ),
            (exercise.join("tests/checks.rs"), fill(checks)),
            (solution.join("Cargo.toml"), solution_manifest),
            (
                solution.join("src/lib.rs"),
                fill(include_str!("templates/solution.rs.txt")),
            ),
            (modelled.join("Cargo.toml"), manifest),
            (
                samples.join("wrong/one_after_another.rs"),
                fill(include_str!("templates/wrong.rs.txt")),
            ),
            (
                samples.join("right/places_of_their_own.rs"),
                fill(include_str!("templates/right.rs.txt")),
            ),
        ];
        Ok(Self { files, page })
    }
}

/// The page of the practical with the new exercise in its table.
fn page(
    workspace: &Workspace,
    new: Exercise,
    practical: &str,
) -> Result<(PathBuf, String), NewError> {
    let mut exercises = workspace.exercises.clone();
    exercises.push(new);
    exercises.sort_by(|one, other| one.folder.cmp(&other.folder));
    let table = tables::practical(&exercises, practical);
    let page = std::fs::read_to_string(workspace.root.join(&table.page));
    let page = page.map_err(|error| format!("the page cannot be read: {error}"));
    match page.and_then(|page| table.put(&page)) {
        Ok(page) => Ok((table.page, page)),
        Err(problem) => Err(NewError::NoTable {
            page: table.page.display().to_string(),
            problem,
        }),
    }
}

/// The text of a template with `@name@` and its like filled in.
fn fill(template: &str, name: &Name, settings: &Settings) -> String {
    let model = if settings.model {
        "model-std.workspace = true\n"
    } else {
        ""
    };
    let verdict = if settings.model {
        "too_slow"
    } else {
        "not_concurrent"
    };
    let session = number_of(&settings.practical).unwrap_or_default();
    [
        ("@name@", name.name.as_str()),
        ("@number@", &name.number),
        ("@title@", &name.title),
        ("@practical@", &settings.practical),
        ("@session@", &session.to_string()),
        (
            "@settings@\n",
            &format!("{}\n", settings.lines().trim_end()),
        ),
        ("@hints@\n", &settings.hint_lines()),
        ("@dependencies@", &settings.dependencies()),
        ("@model@", model),
        ("@verdict@", verdict),
    ]
    .iter()
    .fold(template.replace("\r\n", "\n"), |text, (mark, value)| {
        text.replace(mark, value)
    })
}

/// 23 of `23-practical`.
pub fn number_of(practical: &str) -> Option<u32> {
    let number = practical.strip_suffix("-practical")?;
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| number.parse().ok())?
}

/// Values of a TOML array.
fn quoted(values: impl Iterator<Item = String>) -> String {
    values
        .map(|value| format!("{value:?}"))
        .collect::<Vec<_>>()
        .join(", ")
}
