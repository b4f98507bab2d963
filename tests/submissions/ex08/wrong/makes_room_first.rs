//! Believes that a file can be renamed only to a name that is free, and removes the older one first. A program that ends
//! between the two has neither.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! an_image_is_saved_whole_or_not_at_all = "wrong"
//! ```

pub fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = folder.join(format!(".{name}.part"));
    let image = folder.join(name);
    let saved = fs::write(&temporary, bytes).and_then(|()| {
        if image.is_file() {
            fs::remove_file(&image)?;
        }
        fs::rename(&temporary, &image)
    });
    if saved.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    saved
}
