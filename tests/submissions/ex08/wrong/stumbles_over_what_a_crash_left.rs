//! Refuses to write where a file is already: a single crash, and this image can never be saved
//! again.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! an_image_is_saved_whole_or_not_at_all = "wrong"
//! ```

/// Writes a file that must be new, then renames it.
pub fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = folder.join(format!(".{name}.part"));
    let mut file = fs::File::create_new(&temporary)?;
    let saved = io::Write::write_all(&mut file, bytes)
        .and_then(|()| fs::rename(&temporary, folder.join(name)));
    if saved.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    saved
}
