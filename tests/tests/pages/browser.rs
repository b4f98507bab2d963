//! The browser that pages are opened in, if there is one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::program::{COURSE, Ended, TARGET};

/// What pages are opened with.
struct Browser {
    chromium: PathBuf,
    packages: PathBuf,
}

/// Set by those who have all that is needed, as `.ci/run` does: then a browser that is not found is a failure.
const MUST_OPEN: &str = "PAGES_MUST_OPEN";

/// Opens the pages and demands that nothing is wrong with them; without a browser, says that they were not opened.
#[track_caller]
pub fn look(pages: &[Value], dir: &Path) {
    match browser() {
        // One at a time, so that each is waited for with all patience on a busy machine.
        Ok(browser) => pages.iter().for_each(|page| browser.look(page, dir)),
        Err(missing) if std::env::var_os(MUST_OPEN).is_some() => panic!("{missing}"),
        Err(missing) => eprintln!("pages were made and not opened: {missing}"),
    }
}

/// The browser and the packages, or which is missing.
fn browser() -> Result<Browser, String> {
    let found = |name: &str| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut places = std::env::split_paths(&path).map(|folder| folder.join(name));
        places.find(|place| place.is_file())
    };
    found("node").ok_or("there is no node")?;
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let chromium = named
        .or_else(|| found("chromium"))
        .or_else(|| found("google-chrome"))
        .ok_or("there is no chromium")?;
    let packages = TARGET.join("pages");
    if !packages.join("node_modules/puppeteer-core").is_dir() {
        return Err(format!(
            "{} has no packages; see .ci/run",
            packages.display()
        ));
    }
    Ok(Browser { chromium, packages })
}

impl Browser {
    fn look(&self, page: &Value, dir: &Path) {
        let list = dir.join("pages.json");
        fs::write(&list, json!([page]).to_string()).expect("there is room");
        let mut node = Command::new("node");
        node.arg(COURSE.join("tests/pages/look.mjs"))
            .arg(&list)
            .env("CHROMIUM", &self.chromium)
            .env("NODE_MODULES", &self.packages);
        let ended = Ended::of(node);
        assert_eq!(
            (ended.code, ended.stdout.as_str()),
            (0, ""),
            "what is wrong stands above\n{}",
            ended.stderr
        );
    }
}
