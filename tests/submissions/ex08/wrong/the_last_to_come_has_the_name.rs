//! Does not look whether two images have one name: the later one takes the place of the other.
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
        let page = fetch::get(url, timeout).map_err(ImageError::Fetch)?;
        save(folder, name, &page.body).map_err(ImageError::Save)
    })
}
