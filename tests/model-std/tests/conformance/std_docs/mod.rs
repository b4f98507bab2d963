//! Reads the documentation of `std` that comes with the toolchain, and of `model_std` as `cargo doc` writes it.

mod html;
mod page;

use std::path::{Path, PathBuf};

pub use html::{decode_percent, unescape};
pub use page::Page;

use crate::toolchain;

/// The modules of `std` that model-std models.
pub const MODULES: [&str; 5] = ["thread", "sync", "sync/atomic", "sync/mpsc", "time"];

/// Where the toolchain keeps the documentation of `std`.
///
/// # Panics
/// If the component is not installed.
pub fn std_docs() -> PathBuf {
    let docs = PathBuf::from(toolchain::rustc_says(&["--print", "sysroot"]))
        .join("share/doc/rust/html/std");
    assert!(
        docs.join("sync/index.html").is_file(),
        "the documentation of std is not installed; remedy: rustup component add rust-docs"
    );
    docs
}

/// The pages of one module, without those of modules inside it, in order of their names.
///
/// `root` is the folder of the crate's documentation, `module` a path such as `sync/atomic`.
pub fn pages(root: &Path, module: &str) -> Vec<Page> {
    let folder = root.join(module);
    let entries = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("no documentation in {}: {error}", folder.display()));
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("a folder can be listed")
                .file_name()
                .into_string()
        })
        .map(|name| name.expect("rustdoc names files in ASCII"))
        .filter(|name| name.ends_with(".html"))
        .collect();
    names.sort();
    names
        .iter()
        .filter_map(|name| {
            let html = std::fs::read_to_string(folder.join(name)).expect("a page is UTF-8");
            Page::read(module, name.trim_end_matches(".html"), html)
        })
        .collect()
}
