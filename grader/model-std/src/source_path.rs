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
/// it. So is one of a library that is compiled on the model: both are no lines of the program.
pub fn is_inside_std(file: &str) -> bool {
    is_absolute(file)
        && (file.starts_with("/rustc/") || is_inside_modelled_library(file) || is_in_rust_src(file))
}

/// Whether the file is one of a library that is compiled on the model, which the build script of
/// `modelled-libraries` has put into a folder of that name.
pub fn is_inside_modelled_library(file: &str) -> bool {
    is_absolute(file) && file.contains("/modelled-library")
}

fn is_absolute(file: &str) -> bool {
    !file.starts_with(|first: char| first.is_alphanumeric()) || file.contains(':')
}

/// Whether the folders of rust-src are among those of the path. On Windows both separators can
/// stand in one path.
fn is_in_rust_src(file: &str) -> bool {
    const FOLDERS: &str = "/rustlib/src/rust/library/";
    let as_elsewhere = |byte: &u8| if *byte == b'\\' { b'/' } else { *byte };
    file.as_bytes()
        .windows(FOLDERS.len())
        .any(|part| part.iter().map(as_elsewhere).eq(FOLDERS.bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_std_is_known_by_any_separators() {
        for file in [
            "/rustc/5980/library/core/src/time.rs",
            "/rustc/5980/library\\core\\src\\time.rs",
            "/home/me/toolchain/lib/rustlib/src/rust/library/core/src/time.rs",
            "/home/me/toolchain/lib/rustlib/src/rust/library\\core\\src\\time.rs",
            "C:\\me\\toolchain\\lib/rustlib/src/rust\\library\\core\\src\\time.rs",
        ] {
            assert!(is_inside_std(file), "{file}");
        }
        let file = "C:\\me\\target\\out/modelled-library\\sleep\\mod.rs";
        assert!(is_inside_modelled_library(file) && is_inside_std(file));
        for file in [
            "src/lib.rs",
            "/home/me/grader/modelled-libraries/lib.rs",
            "C:\\me\\src\\library\\lib.rs",
            "rustc/library/lib.rs",
            "/home/me/library/src/lib.rs",
        ] {
            assert!(!is_inside_std(file), "{file}");
        }
    }
}
