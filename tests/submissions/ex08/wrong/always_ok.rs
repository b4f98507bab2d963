//! Does its best, and does not say if that was not enough.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! an_image_is_saved_whole_or_not_at_all = "wrong"
//! images_are_downloaded_and_saved = "wrong"
//! ```

/// Saves, perhaps.
pub fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = folder.join(format!(".{name}.part"));
    let saved =
        fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, folder.join(name)));
    if saved.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    Ok(())
}
