//! Exercise 08: downloads. Edit only this file; the lesson is in `README.md`.

use fetch::{FetchError, Page};
use std::{io, path::Path, time::Duration};

/// Task 1. Asks for each of `urls` by `fetch::get(url, timeout)`. At most `at_most` requests are in
/// flight at a time, and fewer only if no URL is left to be asked for.
///
/// The result of `urls[i]` stands at place `i`. A URL that stands there twice is asked for twice.
/// When this returns, all threads that it started have ended.
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

/// Task 2. The name to save the image at `url` by: the last part of its path.
///
/// `None` if there is none, if it begins with a dot, or if anything is in it but ASCII letters,
/// digits, `-`, `_` and `.`: such a name could lead out of the folder.
pub fn file_name(url: &str) -> Option<&str> {
    todo!("Task 2: take {url} apart")
}

/// Task 3. Saves `bytes` as `name` in `folder`, whole or not at all: whatever happens on the way,
/// that name leads to all of the new bytes or to what it led to before. An error leaves no trace.
pub fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let _ = folder; // And this one.
    todo!("Task 3: save {} bytes as {name}", bytes.len())
}

/// Task 4. Downloads as task 1 does, and saves each page by the name of task 2, as task 3 does.
/// A URL without a name, or with the name of an earlier one of the list, is not asked for.
pub fn download_images(
    urls: &[&str],
    folder: &Path,
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<(), ImageError>> {
    let _ = (folder, at_most, timeout); // And this one.
    todo!("Task 4: download {} images", urls.len())
}

/// Why an image was not saved: no name, one that is taken, it did not come, it cannot be saved.
#[derive(Debug)]
pub enum ImageError {
    NoName,
    NameTaken,
    Fetch(FetchError),
    Save(io::Error),
}
