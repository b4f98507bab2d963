//! Believes that `write` writes all. It writes what there is space for, and says how much that was.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! an_image_is_saved_whole_or_not_at_all = "wrong"
//! ```

/// Writes once.
pub fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = folder.join(format!(".{name}.part"));
    let written =
        fs::File::create(&temporary).and_then(|mut file| io::Write::write(&mut file, bytes));
    let saved = written.and_then(|_| fs::rename(&temporary, folder.join(name)));
    if saved.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    saved
}
