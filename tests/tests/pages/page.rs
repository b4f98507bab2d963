//! A page, and what it must be.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// A page, and what is to be found on it.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// What it is called where something is wrong with it.
    pub name: &'static str,
    /// What it must say.
    pub texts: &'static [&'static str],
    /// How many scripts it has; all are ours.
    pub scripts: usize,
    /// Whether one can step through it with the keyboard.
    pub steps: bool,
    /// Keys to press, one after the other, and what is said then.
    pub keys: &'static [[&'static str; 2]],
}

impl Page {
    /// A page that is read and has no script.
    pub const fn to_read(name: &'static str, texts: &'static [&'static str]) -> Self {
        Self {
            name,
            texts,
            scripts: 0,
            steps: false,
            keys: &[],
        }
    }

    /// A page that a script leads through step by step.
    pub const fn to_step_through(name: &'static str, texts: &'static [&'static str]) -> Self {
        Self {
            scripts: 1,
            steps: true,
            ..Self::to_read(name, texts)
        }
    }

    /// Where it is to be written in a folder.
    pub fn file(&self, dir: &Path) -> PathBuf {
        dir.join(self.name.replace(' ', "-") + ".html")
    }

    /// What `look.mjs` has to know of it. Demands what can be seen without a browser.
    #[track_caller]
    pub fn made(&self, file: &Path) -> Value {
        let html = fs::read_to_string(file).unwrap_or_else(|error| panic!("{self:?}: {error}"));
        let scripts = html.matches("<script").count() - html.matches(DATA).count();
        assert_eq!(scripts, self.scripts, "{}", self.name);
        assert!(!html.contains('\u{7}'), "{}", self.name);
        json!({ "name": self.name, "file": file, "texts": self.texts, "steps": self.steps, "keys": self.keys })
    }
}

/// The beginning of data in a page, which is no script that runs.
const DATA: &str = "<script type=\"application/json\"";
