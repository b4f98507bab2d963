//! Makes the folder if it is not there. Nobody asked for that: a typing error would be a new
//! folder.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! an_image_is_saved_whole_or_not_at_all = "wrong"
//! images_are_downloaded_and_saved = "wrong"
//! ```

/// Makes a folder, downloads and saves.
pub fn download_images(
    urls: &[&str],
    folder: &Path,
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<(), ImageError>> {
    let _ = fs::create_dir_all(folder);
    let mut taken = HashSet::new();
    let names: Vec<_> = urls.iter().map(|url| file_name(url)).collect();
    let names: Vec<_> = names
        .into_iter()
        .map(|name| match name {
            None => Err(false),
            Some(name) if taken.insert(name) => Ok(name),
            Some(_) => Err(true),
        })
        .collect();
    let all: Vec<_> = urls.iter().zip(names).collect();
    for_each(&all, at_most, |(url, name)| match name {
        Err(false) => Err(ImageError::NoName),
        Err(true) => Err(ImageError::NameTaken),
        Ok(name) => {
            let page = fetch::get(url, timeout).map_err(ImageError::Fetch)?;
            save(folder, name, &page.body).map_err(ImageError::Save)
        }
    })
}

/// Makes the folder if need be, and saves the image in it.
pub fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let temporary = folder.join(format!(".{name}.part"));
    let saved =
        fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, folder.join(name)));
    if saved.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    saved
}
