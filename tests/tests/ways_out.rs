//! What the items that a submission has lead to: no method of theirs may hand out what is not there.
//!
//! An allow-list of items says nothing of methods. So the documentation of std that comes with the toolchain is walked
//! through, and every method or function outside of the missing modules whose result is of a missing type is named here,
//! with what keeps a submission from going on from there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::submission::Tree;

/// Modules that a submission has not and that lead to the machine.
const OUTSIDE: [&str; 7] = ["backtrace", "env", "ffi", "fs", "net", "os", "path"];

/// Modules that it has not, but of which nothing stable is to be had through others.
const ALSO_MISSING: [&str; 5] = ["alloc", "arch", "autodiff", "intrinsics", "simd"];

/// Where methods lead out, and why that is the end of the way.
///
/// - `location`: of a panic, to its line. `Location::caller` cannot be called without naming the type.
/// - `get_program`: an `OsStr` has methods about its text only.
/// - `get_current_dir`: refused by name (`screen::methods`).
const KNOWN: [&str; 3] = [
    "panic/PanicHookInfo::location leads to panic/Location",
    "process/Command::get_current_dir leads to path/Path",
    "process/Command::get_program leads to ffi/OsStr",
];

#[test]
fn every_method_that_leads_to_what_is_missing_is_known() {
    let mut found = BTreeSet::new();
    for page in pages(&std_docs()) {
        found.extend(page.ways_out());
    }
    let found: Vec<String> = found.into_iter().collect();
    assert_eq!(found, KNOWN);
}

/// The folder is any text, and what hangs on its `Path` is the file system.
#[test]
fn an_allowed_command_leads_to_no_file() {
    let tree = Tree::new();
    let lib = "use std::process::Command;
        macro_rules! call { ($method:ident, $command:expr) => { Command::$method($command) } }
        pub fn is_there(place: &str) -> bool {
            let mut command = Command::new(\"x\");
            command.current_dir(place);
            call!(r#get_current_dir, &command).is_some_and(|path| path.exists())
        }";
    tree.write("ex05_process_pool/src/lib.rs", lib);
    let said = "src/lib.rs:6: `get_current_dir` is not allowed: it leads to a `Path`";
    tree.report(&["ex05"]).expect_all("ex05", "forbidden", said);
}

/// One page of the documentation: what a module or a type has.
struct Page {
    /// `process`, or nothing at the top.
    module: String,
    /// `Command`; for a function its own name.
    name: String,
    html: String,
}

impl Page {
    /// What its own methods, or the function it is about, return that is missing.
    fn ways_out(&self) -> Vec<String> {
        let Self { module, name, html } = self;
        let declared = html.split("<pre class=\"rust item-decl\">").nth(1);
        let function = declared.filter(|_| html.contains("<title>") && self.is_function());
        let function =
            function.map(|rest| (String::new(), rest.split("</pre>").next().unwrap_or(rest)));
        let methods = html
            .split("<section id=\"method.")
            .skip(1)
            .filter_map(|piece| {
                let (id, rest) = piece.split_once("\" class=\"method\">")?;
                let signature = rest.split_once("class=\"code-header\">")?.1;
                Some((format!("::{id}"), signature.split("</section>").next()?))
            });
        let mut found = Vec::new();
        for (method, signature) in function.into_iter().chain(methods) {
            let result = signature
                .split_once("-&gt;")
                .map_or("", |(_, result)| result);
            let result = result
                .split("<div class=\"where\">")
                .next()
                .unwrap_or(result);
            found.extend(
                missing_types(result).map(|to| format!("{module}/{name}{method} leads to {to}")),
            );
        }
        found
    }

    fn is_function(&self) -> bool {
        self.html.contains("<body class=\"rustdoc fn\">")
    }
}

/// The missing types that a piece of a signature links to, such as `path/Path`.
fn missing_types(html: &str) -> impl Iterator<Item = String> {
    let titles = html.split("title=\"").skip(1);
    // "struct std::path::Path"
    titles.filter_map(|rest| {
        let (kind, path) = rest.split('"').next()?.split_once(' ')?;
        let path = path.split_once("::")?.1;
        let is_type = ["struct", "enum", "union", "type", "trait"].contains(&kind);
        let module = path.split("::").next()?;
        let is_missing = OUTSIDE.contains(&module) || path == "panic::Location";
        (is_type && is_missing).then(|| path.replace("::", "/"))
    })
}

fn std_docs() -> PathBuf {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let asked = Command::new(rustc).args(["--print", "sysroot"]).output();
    let sysroot = asked.expect("rustc can be run").stdout;
    let sysroot = String::from_utf8(sysroot).expect("the sysroot is named in UTF-8");
    let docs = Path::new(sysroot.trim()).join("share/doc/rust/html/std");
    assert!(
        docs.join("index.html").is_file(),
        "the documentation of std is not installed; remedy: rustup component add rust-docs"
    );
    docs
}

/// The pages of the modules that are there, and of the primitive types.
fn pages(docs: &Path) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut folders = vec![docs.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the documentation can be listed") {
            let path = entry.expect("a folder can be listed").path();
            let within = path.strip_prefix(docs).expect("it lies in there");
            let module = within
                .parent()
                .unwrap_or(Path::new(""))
                .to_string_lossy()
                .into_owned();
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                let module = within.to_string_lossy();
                if !OUTSIDE.contains(&&*module) && !ALSO_MISSING.contains(&&*module) {
                    folders.push(path);
                }
            } else if let Some((kind, name)) = name.split_once('.')
                && kind != "macro"
                && (&*module, name) != ("panic", "Location")
            {
                let html = fs::read_to_string(&path).expect("a page is UTF-8");
                let name = name.to_owned();
                pages.push(Page { module, name, html });
            }
        }
    }
    assert!(pages.len() > 500, "only {} pages are there", pages.len());
    pages
}
