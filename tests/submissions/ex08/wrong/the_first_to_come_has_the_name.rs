//! Lets the image that comes first have the name, and finds out too late that another was meant.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! images_are_downloaded_and_saved = "wrong"
//! ```

use std::sync::Mutex;

/// Downloads and saves.
pub fn download_images(
    urls: &[&str],
    folder: &Path,
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<(), ImageError>> {
    let taken = Mutex::new(HashSet::new());
    for_each(urls, at_most, |url| {
        let name = file_name(url).ok_or(ImageError::NoName)?;
        let page = fetch::get(url, timeout).map_err(ImageError::Fetch)?;
        if !taken.lock().unwrap().insert(name) {
            return Err(ImageError::NameTaken);
        }
        save(folder, name, &page.body).map_err(ImageError::Save)
    })
}
