//! Where the result goes: to stdout, or to a file that is either whole or not touched at all.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use course::text::{Paint, WIDTH, width_on};
use tempfile::NamedTempFile;

/// The place for the result, opened before the work begins so that a slip in its name is seen at
/// once.
#[derive(Debug)]
pub enum Output {
    /// The terminal, or what it was redirected to.
    Stdout,
    /// A file beside `path`, which takes its place in one step when it is complete.
    Replace(NamedTempFile, PathBuf),
    /// Something that is written to and not replaced: a pipe, `/dev/stderr`.
    Device(File),
}

/// The file named by `--output` cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {source}; name a file in a folder that exists and that you may write to", path.display())]
pub struct OutputError {
    path: PathBuf,
    source: io::Error,
}

impl OutputError {
    /// For a file or folder that is named on the command line.
    pub fn new(path: &Path, source: io::Error) -> Self {
        Self {
            path: path.to_owned(),
            source,
        }
    }
}

impl Output {
    /// Opens `path`, or stdout if there is none.
    ///
    /// # Errors
    /// If there is no such folder, or it cannot be written to.
    pub fn open(path: Option<&Path>) -> Result<Self, OutputError> {
        let Some(path) = path else {
            return Ok(Self::Stdout);
        };
        Self::to_file(path).map_err(|source| OutputError {
            path: path.to_owned(),
            source,
        })
    }

    fn to_file(path: &Path) -> io::Result<Self> {
        // A link is followed: what is to be replaced is the file, not the way to it.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(metadata) if !metadata.is_file() => return Ok(Self::Device(File::create(&path)?)),
            _ => {}
        }
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        // Readable as any other file is; a temporary one would be for its owner only.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        // Without the name of the temporary file, which means nothing to anybody.
        let opened = builder.prefix(".grader-").tempfile_in(folder);
        let file = opened.map_err(|error| {
            if error.kind() == io::ErrorKind::NotFound {
                let text = format!("there is no folder {}", folder.display());
                io::Error::new(error.kind(), text)
            } else {
                io::Error::from(error.kind())
            }
        })?;
        Ok(Self::Replace(file, path))
    }

    /// Whether the result may be in colour.
    pub fn paint(&self) -> Paint {
        Paint::for_terminal(matches!(self, Self::Stdout) && io::stdout().is_terminal())
    }

    /// Columns that a line may take: those of the terminal, or of the variable `COLUMNS`, as shells have it.
    pub fn columns(&self) -> usize {
        self.room().unwrap_or(WIDTH)
    }

    /// The same; none in a pipe or a file, where tables and lines of code stay whole for the program that reads them.
    pub fn room(&self) -> Option<usize> {
        let set = std::env::var("COLUMNS").ok();
        let set = set.and_then(|columns| columns.parse().ok());
        let is_terminal = matches!(self, Self::Stdout) && io::stdout().is_terminal();
        let found = || is_terminal.then(|| usize::from(console::Term::stdout().size().1));
        set.or_else(found)
    }

    /// Columns of a report: those of the terminal, unless it is wider than is good to read.
    pub fn width(&self) -> usize {
        width_on(self.columns())
    }

    /// Writes `result` and puts it in its place.
    ///
    /// # Errors
    /// If it cannot be written whole. A reader that has closed its end (`| head`) has what it
    /// wants.
    pub fn write(self, result: &[u8]) -> io::Result<()> {
        let written = match self {
            Self::Stdout => io::stdout()
                .lock()
                .write_all(result)
                .and_then(|()| io::stdout().flush()),
            Self::Device(mut file) => file.write_all(result),
            Self::Replace(mut file, path) => {
                file.write_all(result)?;
                file.as_file().sync_all()?;
                return file.persist(path).map(drop).map_err(|error| error.error);
            }
        };
        written.or_else(|error| {
            if error.kind() == io::ErrorKind::BrokenPipe {
                Ok(())
            } else {
                Err(error)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("grade.json");
        fs::write(&path, "old").unwrap();
        let output = Output::open(Some(&path)).unwrap();
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            "old",
            "until the result is complete"
        );
        output.write(b"new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_output_that_is_not_written_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        drop(Output::open(Some(&dir.path().join("grade.json"))).unwrap());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_is_not_there_is_seen_before_any_work_is_done() {
        let dir = tempfile::tempdir().unwrap();
        let error = Output::open(Some(&dir.path().join("nowhere/grade.json")))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("grade.json: there is no folder ")
                && error.contains("/nowhere; name a file in a folder that exists"),
            "{error}"
        );
        assert!(Output::open(Some(dir.path())).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn the_file_can_be_read_by_others_as_far_as_the_umask_lets_them() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let (path, plain) = (dir.path().join("grade.json"), dir.path().join("plain"));
        Output::open(Some(&path)).unwrap().write(b"{}").unwrap();
        fs::write(&plain, "").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&path), mode(&plain));
    }
}
