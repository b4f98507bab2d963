//! Linking the same libraries again and again, faster: see [`linker`](super::linker).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::{Mutex, PoisonError};

use super::compiler::Compiler;
use super::launch::Launcher;
use super::linker::{DIR, PRELINK, Wanted};
use super::reuse::Reuse;
use super::tool;
use crate::event::Context;

/// Has the grader take the linker's place, and prelinks beside what else goes on. Dropped, it ends what it has started.
#[derive(Debug)]
pub struct Prelinker {
    grader: PathBuf,
    reuse: Reuse,
    running: Mutex<Option<Child>>,
}

impl Prelinker {
    /// By `grader`, a program whose `main` calls [`link_or_prelink`](super::linker::link_or_prelink).
    pub fn new(grader: &Path, reuse: Reuse) -> Self {
        Self {
            grader: grader.to_owned(),
            reuse,
            running: Mutex::default(),
        }
    }

    /// Lets the compiler link by what is kept in `dir`.
    pub fn for_compiler<'c>(&self, compiler: Compiler<'c>, dir: &Path) -> Compiler<'c> {
        compiler
            .env(DIR, dir)
            .argument("-C")
            .argument(&format!("linker={}", self.grader.display()))
    }

    /// Begins to prelink what is wanted in `dir`, unless something else is being prelinked: then the next build asks
    /// again.
    pub fn prelink(&self, dir: &Path) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(child) = running.as_mut()
            && matches!(child.try_wait(), Ok(None))
        {
            return;
        }
        let is_due = match self.reuse {
            Reuse::Nothing | Reuse::Ours => false,
            Reuse::Libraries => Wanted::pays_for_many(dir),
            Reuse::Edits | Reuse::Kept => Wanted::path(dir).exists(),
        };
        if is_due {
            *running = self.start(dir);
        }
    }

    /// A process that prelinks what is wanted in `dir`; none if it does not start, and then linking takes as long as it
    /// does.
    fn start(&self, dir: &Path) -> Option<Child> {
        let mut command = Launcher::new(Some(self.grader.clone()), None, Context::default())
            .command(&self.grader);
        command.arg(PRELINK).arg(dir);
        // The linker ends with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        // What it has to say is of no interest.
        let quiet = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        quiet.spawn().ok()
    }

    /// Makes all objects that are wanted in folders in `run`, and waits for them: a grader that ends leaves them for the
    /// next.
    pub fn finish(&self, run: &Path) {
        let running = self.running.lock();
        if let Some(mut child) = running.unwrap_or_else(PoisonError::into_inner).take() {
            let _ = child.wait();
        }
        for dir in fs::read_dir(run).into_iter().flatten().flatten() {
            if Wanted::path(&dir.path()).exists() {
                let child = self.start(&dir.path());
                // How it ends is of no interest either.
                let _ = child.map(|mut child| child.wait());
            }
        }
    }
}

impl Drop for Prelinker {
    fn drop(&mut self) {
        let running = self.running.get_mut();
        if let Some(child) = running.unwrap_or_else(PoisonError::into_inner) {
            tool::end(child);
            let _ = child.wait();
        }
    }
}
