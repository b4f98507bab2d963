//! Returns by `?` as soon as something fails, and leaves what it has begun.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! an_image_is_saved_whole_or_not_at_all = "wrong"
//! images_are_downloaded_and_saved = "wrong"
//! ```

/// Writes under another name, then renames.
pub fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = folder.join(format!(".{name}.part"));
    fs::write(&temporary, bytes)?;
    fs::rename(&temporary, folder.join(name))
}
