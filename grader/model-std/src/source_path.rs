//! What the path of a source file says: whose file it is, and what a reader needs of it.

/// The path from its last `src`, `tests` or `examples` folder on: what a reader needs to find the
/// file.
pub fn short(file: &str) -> &str {
    let cut = [
        "src/",
        "tests/",
        "examples/",
        "src\\",
        "tests\\",
        "examples\\",
    ]
    .iter()
    .filter_map(|folder| file.rfind(folder))
    .max();
    cut.map_or(file, |at| &file[at..])
}

/// Whether the file is one of this crate's or of std's own, which means nothing to a reader: a
/// value dropped at the end of its block, an iterator driven by `collect`.
pub fn is_inside_a_library(file: &str) -> bool {
    let ours = file!().strip_suffix("source_path.rs").unwrap_or(file!());
    file.starts_with(ours) || is_inside_std(file)
}

/// Whether the file is one of std's own: as its makers built it, or as the component rust-src has
/// it.
pub fn is_inside_std(file: &str) -> bool {
    const SOURCES: [&str; 2] = [
        "/rustlib/src/rust/library/",
        "\\rustlib\\src\\rust\\library\\",
    ];
    let is_absolute =
        !file.starts_with(|first: char| first.is_alphanumeric()) || file.contains(':');
    is_absolute
        && (file.starts_with("/rustc/") || SOURCES.iter().any(|folder| file.contains(folder)))
}
