//! Exercise 08: downloads. Edit only this file; the lesson is in `README.md`.

use fetch::{FetchError, Page};
use std::io;
use std::path::Path;
use std::time::Duration;

/// Task 1. Asks for each of `urls` by `fetch::get(url, timeout)`, so that never more than `at_most` requests are in flight.
/// As soon as one of them has ended, the next URL of the list is asked for.
///
/// The result of `urls[i]` stands at place `i`. A URL that stands in the list twice is asked for twice. When this returns,
/// every thread that it has started has ended.
///
/// # Panics
/// If `at_most` is 0.
pub fn download_all(
    urls: &[&str],
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<Page, FetchError>> {
    let _ = (at_most, timeout); // Delete this line: it only says that both are not forgotten.
    todo!("Task 1: ask for {} URLs", urls.len())
}

/// Task 2. The name to save the image at `url` by: the last part of the path, without query and fragment.
///
/// `None` if there is no such part, if it begins with a dot, or if anything else is in it than letters and digits of ASCII,
/// `-`, `_` and `.`: such a name could lead out of the folder.
pub fn file_name(url: &str) -> Option<&str> {
    todo!("Task 2: take {url} apart")
}

/// Task 3. Saves `bytes` as the file `name` in `folder`, whole or not at all: whatever happens on the way, the name
/// leads to all of the new bytes, or to what it led to before. If that fails, nothing new is left in the folder.
pub fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    todo!("Task 3: save {} bytes as {name} in {folder:?}", bytes.len())
}

/// Task 4. Downloads as task 1 does, and saves each page in `folder` by the name that task 2 gives it, as task 3 does.
///
/// A URL without a name, and one whose name an earlier URL of the list has already, is an error and not asked for. No error
/// of one URL hurts another. Panics if `at_most` is 0.
pub fn download_images(
    urls: &[&str],
    folder: &Path,
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<(), ImageError>> {
    let _ = (folder, at_most, timeout); // Delete this one too.
    todo!("Task 4: download {} images", urls.len())
}

/// Why an image was not saved.
#[derive(Debug)]
pub enum ImageError {
    NoName,
    NameTaken,
    Fetch(FetchError),
    Save(io::Error),
}
