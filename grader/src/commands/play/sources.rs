//! The files that a played program's steps are in, line by line.

use std::fs;
use std::path::Path;

use runtrace::Site;

/// Files by the name that steps have for them.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<(String, Vec<String>)>);

impl Sources {
    /// Reads these files in the folder; what cannot be read has no lines.
    pub fn read(dir: &Path, files: &[&str]) -> Self {
        let read = |file: &&str| {
            let text = fs::read_to_string(dir.join(file)).unwrap_or_default();
            Self::lines_of(file, &text)
        };
        Self(files.iter().map(read).collect())
    }

    /// One file of that text.
    #[cfg(test)]
    pub fn of(file: &str, text: &str) -> Self {
        Self(vec![Self::lines_of(file, text)])
    }

    fn lines_of(file: &str, text: &str) -> (String, Vec<String>) {
        let plain = |line: &str| course::text::plain(&line.replace('\t', "    ")).into_owned();
        (file.to_owned(), text.lines().map(plain).collect())
    }

    /// The lines of a file, from line 1 on.
    pub fn file(&self, name: &str) -> &[String] {
        let found = self.0.iter().find(|(file, _)| file == name);
        found.map_or(&[], |(_, lines)| lines)
    }

    /// Every file.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0
            .iter()
            .map(|(file, lines)| (file.as_str(), lines.as_slice()))
    }

    /// The text of a line without its indentation; empty if it is not there.
    pub fn line(&self, site: &Site) -> &str {
        let at = (site.line as usize).checked_sub(1);
        let line = at.and_then(|at| self.file(&site.file).get(at));
        line.map_or("", |line| line.trim())
    }
}
