//! Makes room for the new image before it is there.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! an_image_is_saved_whole_or_not_at_all = "wrong"
//! ```

/// Removes, then writes.
pub fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = folder.join(format!(".{name}.part"));
    let _ = fs::remove_file(folder.join(name));
    let saved =
        fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, folder.join(name)));
    if saved.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    saved
}
