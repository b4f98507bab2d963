//! What was asked for: the format of a class and the place, checked before any work is done.

use std::env;
use std::io;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Args;
use course::text::Paint;

use super::{Canvas, CanvasId, ClassRenderer, Csv, Each, FolderRenderer, Html, Json, Junit};
use super::{Markdown, folder};
use crate::export::{self, Class, Classroom50, Format, Renderer, Student};
use crate::output::Output;

/// How to write the results of a class.
#[derive(Debug, Clone, Args)]
pub struct ClassExportArgs {
    /// How to write the results; html, gradescope, classroom50, prairielearn and autolab write a folder
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write the results to a file, or to a folder if the format has a file a student
    #[arg(long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// With csv: write what Canvas imports, the marks in this column, named as Canvas' export names it
    #[arg(long, value_name = "ASSIGNMENT (ID)")]
    pub canvas: Option<String>,
    /// With --canvas: what students' ids are to Canvas
    #[arg(long, value_enum, default_value_t, requires = "canvas")]
    pub canvas_id: CanvasId,
}

/// A slip in what was asked for.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// A folder is needed.
    #[error("--format {0} writes a file for each student; give --output a folder for them")]
    NoFolder(String),
    /// The folder is a file.
    #[error("{} is a file, and --format {format} writes a folder; give --output another name", path.display())]
    IsFile {
        /// The file.
        path: PathBuf,
        /// The format.
        format: String,
    },
    /// Only CSV has Canvas' columns.
    #[error("--canvas is for --format csv, not for --format {0}")]
    NotCsv(String),
}

/// A format and a place that can be written to.
pub struct Plan {
    kind: Kind,
    /// Whether students with something undecided have empty cells.
    canvas: bool,
}

enum Kind {
    /// For a person, who is told more than a class holds: what is written comes from outside.
    Text(Output),
    Document(Box<dyn ClassRenderer>, Output),
    Folder(Box<dyn FolderRenderer>, PathBuf),
}

impl Plan {
    /// What `args` ask for.
    ///
    /// # Errors
    /// [`PlanError`], [`OutputError`](crate::output::OutputError), [`FolderError`](super::FolderError) or
    /// [`Classroom50Error`](export::Classroom50Error): all slips on the command line.
    pub fn new(args: &ClassExportArgs) -> Result<Self> {
        let format = args.format;
        if args.canvas.is_some() && format != Format::Csv {
            return Err(PlanError::NotCsv(format.to_string()).into());
        }
        let kind = match folder_renderer(format)? {
            Some(renderer) => Kind::Folder(renderer, folder_for(args)?),
            None => {
                let output = Output::open(args.output.as_deref())?;
                match document_renderer(args) {
                    Some(renderer) => Kind::Document(renderer, output),
                    None => Kind::Text(output),
                }
            }
        };
        Ok(Self {
            kind,
            canvas: args.canvas.is_some(),
        })
    }

    /// How a text is painted and how wide it may be (none: as wide as it is), if a text was asked for.
    pub fn text(&self) -> Option<(Paint, Option<usize>)> {
        match &self.kind {
            Kind::Text(output) => Some((output.paint(), output.room())),
            Kind::Document(..) | Kind::Folder(..) => None,
        }
    }

    /// Writes the class, or `text` of it if a text was asked for. What a person has to do about it is said on stderr.
    ///
    /// # Errors
    /// What is written to is full or gone.
    pub fn write(self, class: &Class, text: &[u8]) -> Result<()> {
        match self.kind {
            Kind::Text(output) => output.write(text).context("cannot write the results")?,
            Kind::Document(renderer, output) => {
                let mut result = Vec::new();
                renderer.render(class, &mut result)?;
                output.write(&result).context("cannot write the results")?;
            }
            Kind::Folder(renderer, folder) => renderer.render(class, &folder)?,
        }
        if self.canvas {
            for student in Canvas::left_open(class) {
                eprintln!(
                    "grader: {} has undecided checks; the cell in Canvas' file is empty, for you to fill",
                    student.id
                );
            }
        }
        Ok(())
    }
}

/// The folder, which is there afterwards.
fn folder_for(args: &ClassExportArgs) -> Result<PathBuf> {
    let format = args.format.to_string();
    let Some(path) = &args.output else {
        return Err(PlanError::NoFolder(format).into());
    };
    if path.exists() && !path.is_dir() {
        let path = path.clone();
        return Err(PlanError::IsFile { path, format }.into());
    }
    folder::make(path)?;
    Ok(path.clone())
}

/// The formats that are one document, but for the text.
fn document_renderer(args: &ClassExportArgs) -> Option<Box<dyn ClassRenderer>> {
    Some(match (args.format, &args.canvas) {
        (Format::Csv, Some(column)) => Box::new(Canvas {
            column: column.clone(),
            id: args.canvas_id,
        }),
        (Format::Csv, None) => Box::new(Csv),
        (Format::Json, _) => Box::new(Json),
        (Format::Junit, _) => Box::new(Junit),
        (Format::Markdown, _) => Box::new(Markdown),
        _ => return None,
    })
}

/// The formats that have a file a student.
fn folder_renderer(format: Format) -> Result<Option<Box<dyn FolderRenderer>>> {
    Ok(Some(match format {
        Format::Html => Box::new(Html),
        Format::Gradescope => each("json", |_| Box::new(export::Gradescope)),
        Format::Prairielearn => each("json", |_| Box::new(export::PrairieLearn)),
        Format::Autolab => each("txt", |student| Box::new(autolab(student))),
        Format::Classroom50 => {
            // All that may be missing is seen before any work is done.
            Classroom50::from_environment(variable, Some("id"))?;
            each("json", |student| Box::new(OfStudent(student.id.clone())))
        }
        _ => return Ok(None),
    }))
}

fn each(
    extension: &'static str,
    renderer: impl Fn(&Student) -> Box<dyn Renderer> + 'static,
) -> Box<dyn FolderRenderer> {
    Box::new(Each {
        renderer,
        extension,
    })
}

fn autolab(_: &Student) -> export::Autolab {
    export::Autolab {
        text: export::Text {
            paint: Paint::Plain,
            width: course::text::WIDTH,
            at_length: true,
            own: false,
            command: "cargo run -p grader --".to_owned(),
        },
    }
}

/// Classroom 50's format for the student of that id.
struct OfStudent(String);

impl Renderer for OfStudent {
    fn render(&self, report: &crate::score::Report, out: &mut dyn io::Write) -> io::Result<()> {
        let found = Classroom50::from_environment(variable, Some(&self.0));
        found.map_err(io::Error::other)?.render(report, out)
    }
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        args: ClassExportArgs,
    }

    fn plan(arguments: &[&str]) -> Result<Plan> {
        let cli = Cli::parse_from(std::iter::once("grader").chain(arguments.iter().copied()));
        Plan::new(&cli.args)
    }

    fn said(arguments: &[&str]) -> String {
        match plan(arguments) {
            Ok(_) => panic!("{arguments:?} is followed"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn slips_are_seen_before_any_work_and_name_the_remedy() {
        let html = said(&["--format", "html"]);
        assert!(html.contains("give --output a folder"), "{html}");
        let canvas = said(&["--format", "json", "--canvas", "P (1)"]);
        assert!(canvas.contains("--canvas is for --format csv"), "{canvas}");
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().to_str().unwrap();
        let taken = said(&["--format", "gradescope", "--output", path]);
        assert!(
            taken.contains(path) && taken.contains("another name"),
            "{taken}"
        );
    }

    #[test]
    fn a_class_of_nobody_is_written_all_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let class = Class {
            title: "Nobody".to_owned(),
            students: Vec::new(),
        };
        for format in [
            "text",
            "json",
            "junit",
            "markdown",
            "csv",
            "html",
            "gradescope",
        ] {
            let path: PathBuf = dir.path().join(format);
            let path: &Path = &path;
            let written = plan(&["--format", format, "--output", path.to_str().unwrap()]);
            written.unwrap().write(&class, b"nobody").unwrap();
            assert!(path.exists(), "{format}");
        }
    }
}
