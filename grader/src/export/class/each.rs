//! A file of each student, in a format of one submission.

use std::io;
use std::path::Path;

use super::{FolderError, FolderRenderer, folder, names};
use crate::export::{Class, Renderer, Student};

/// Renders each student's submission by itself, as `ID.json`.
pub struct Each<F> {
    /// The renderer for a student.
    pub renderer: F,
    /// The ending of the files: `json`.
    pub extension: &'static str,
}

impl<F, R> FolderRenderer for Each<F>
where
    F: Fn(&Student) -> R,
    R: AsRef<dyn Renderer>,
{
    fn render(&self, class: &Class, dir: &Path) -> Result<(), FolderError> {
        folder::make(dir)?;
        for (student, stem) in class
            .students
            .iter()
            .zip(names::stems(class.students.iter().map(|it| it.id.as_str())))
        {
            let name = format!("{stem}.{}", self.extension);
            folder::write(
                dir,
                &name,
                &rendered((self.renderer)(student).as_ref(), student),
            )?;
        }
        Ok(())
    }
}

fn rendered(renderer: &dyn Renderer, student: &Student) -> Vec<u8> {
    let mut content = Vec::new();
    let written: io::Result<()> = renderer.render(&student.report, &mut content);
    written.expect("a vector takes everything");
    content
}
