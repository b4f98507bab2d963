//! Takes a name for taken if there is such a file already: nothing can be downloaded twice.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! images_are_downloaded_and_saved = "wrong"
//! ```

/// Downloads and saves.
pub fn download_images(
    urls: &[&str],
    folder: &Path,
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<(), ImageError>> {
    for_each(urls, at_most, |url| {
        let name = file_name(url).ok_or(ImageError::NoName)?;
        if folder.join(name).exists() {
            return Err(ImageError::NameTaken);
        }
        let page = fetch::get(url, timeout).map_err(ImageError::Fetch)?;
        save(folder, name, &page.body).map_err(ImageError::Save)
    })
}
