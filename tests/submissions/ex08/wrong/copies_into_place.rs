//! Writes another file first, and then copies it: the copy is written step by step like any other
//! file.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! an_image_is_saved_whole_or_not_at_all = "wrong"
//! ```

/// Writes another file and copies it.
pub fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = folder.join(format!(".{name}.part"));
    fs::write(&temporary, bytes)?;
    let copied = fs::copy(&temporary, folder.join(name));
    fs::remove_file(&temporary)?;
    copied.map(|_| ())
}
