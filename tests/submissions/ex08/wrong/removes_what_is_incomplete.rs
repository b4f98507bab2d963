//! Writes into place and removes the file if that fails. If the process is killed, nobody removes
//! it.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! an_image_is_saved_whole_or_not_at_all = "wrong"
//! ```

/// Writes into place, and tidies up after an error.
pub fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let path = folder.join(name);
    let _ = fs::remove_file(&path);
    let saved = fs::write(&path, bytes);
    if saved.is_err() {
        let _ = fs::remove_file(&path);
    }
    saved
}
