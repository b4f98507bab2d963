//! Has all images in memory before the first is saved, and its temporary files have numbers.
//!
//! ```toml
//! base = "solution"
//! ```

use std::fs::File;
use std::io::Write;
use std::process;

static NUMBER: AtomicUsize = AtomicUsize::new(0);

/// Writes a file with a number that is free, as safe from a power cut as can be, and renames it.
pub fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let (temporary, mut file) = loop {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let temporary = folder.join(format!(".{}-{number}~", process::id()));
        match File::create_new(&temporary) {
            Ok(file) => break (temporary, file),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(error),
        }
    };
    let mut write = || {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, folder.join(name))
    };
    write().inspect_err(|_| drop(fs::remove_file(&temporary)))
}

/// Downloads everything, then saves everything.
pub fn download_images(
    urls: &[&str],
    folder: &Path,
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<(), ImageError>> {
    let names: Vec<_> = urls.iter().map(|url| file_name(url)).collect();
    let is_first = |at: usize| !names[..at].contains(&names[at]);
    let wanted = |&at: &usize| names[at].is_some() && is_first(at);
    let wanted: Vec<&str> = (0..urls.len()).filter(wanted).map(|at| urls[at]).collect();
    let mut pages = download_all(&wanted, at_most, timeout).into_iter();
    let save_one = |at: usize| {
        let name = names[at].ok_or(ImageError::NoName)?;
        if !is_first(at) {
            return Err(ImageError::NameTaken);
        }
        let page = pages.next().unwrap().map_err(ImageError::Fetch)?;
        save(folder, name, &page.body).map_err(ImageError::Save)
    };
    (0..urls.len()).map(save_one).collect()
}
