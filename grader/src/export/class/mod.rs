//! The same of a whole class: one document of all students, or a folder with a file of each.
//!
//! # Layout
//! - [`Plan`]: the format and the place that were asked for;
//! - [`ClassRenderer`]: one document: [`Json`], [`Csv`], [`Canvas`], [`Markdown`], [`Junit`];
//! - [`FolderRenderer`]: a folder: [`Html`], and [`Each`], which is any format of one submission; `folder` writes the
//!   files, `names` names them;
//! - [`stats`]: how each check went.
//!
//! Marks are those of [`Student::total`](super::Student::total): with what a person has adjusted, which is shown too. The
//! formats of one submission that [`Each`] writes say what was found, because the systems that take them adjust by
//! rules of their own.

mod canvas;
mod csv;
mod each;
mod folder;
mod html;
mod json;
mod junit;
mod markdown;
mod names;
mod plan;
pub mod stats;

use std::io::{self, Write};
use std::path::Path;

pub use canvas::{Canvas, CanvasId};
pub use csv::Csv;
pub use each::Each;
pub use folder::FolderError;
pub use html::Html;
pub use json::Json;
pub use junit::Junit;
pub use markdown::Markdown;
pub use names::stems;
pub use plan::{ClassExportArgs, Plan, PlanError};

use super::Class;

/// A format in which a class is one document.
pub trait ClassRenderer {
    /// Writes `class` to `out`.
    ///
    /// # Errors
    /// Only those of `out`.
    fn render(&self, class: &Class, out: &mut dyn Write) -> io::Result<()>;
}

/// A format in which a class is a folder.
pub trait FolderRenderer {
    /// Writes the files of `class` into `folder`, which is made if it is not there. What else is there stays.
    ///
    /// # Errors
    /// [`FolderError`], which names the file.
    fn render(&self, class: &Class, folder: &Path) -> Result<(), FolderError>;
}
