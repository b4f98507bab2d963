//! Has one temporary file, which two images that are saved at the same time both write into.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! an_image_is_saved_whole_or_not_at_all = "wrong"
//! ```

/// Writes under one name, then renames.
pub fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = folder.join(".download");
    let saved =
        fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, folder.join(name)));
    if saved.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    saved
}
