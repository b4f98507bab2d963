//! Exercise 08, solved: downloads.

use fetch::{FetchError, Page};
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Asks for each of `urls`, so that never more than `at_most` requests are in flight.
///
/// The result of `urls[i]` stands at place `i`.
///
/// # Panics
/// If `at_most` is 0.
pub fn download_all(
    urls: &[&str],
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<Page, FetchError>> {
    for_each(urls, at_most, |url| fetch::get(url, timeout))
}

/// Calls `task` with each of `inputs`, never more than `at_most` at a time; the results are in the
/// order of the inputs.
fn for_each<I, T>(inputs: &[I], at_most: usize, task: impl Fn(&I) -> T + Sync) -> Vec<T>
where
    I: Sync,
    T: Send,
{
    assert!(at_most > 0, "if nothing may be in flight, nothing comes");
    // The whole queue is a number: the place of the input that comes next. `fetch_add` gives each
    // place to one thread.
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(place) else {
                return done;
            };
            // No lock is held here: nothing keeps the others from going on.
            done.push((place, task(input)));
        }
    };
    // There are only so many threads, and each has one request at a time. That is all there is to
    // the limit.
    let threads = at_most.min(inputs.len());
    let mut done: Vec<(usize, T)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let join = |worker: thread::ScopedJoinHandle<'_, _>| worker.join().expect("no panics here");
        workers.into_iter().flat_map(join).collect()
    });
    // They are in the order in which they have come, and which depends on the servers.
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

/// The name to save the image at `url` by: the last part of the path, if it is harmless.
pub fn file_name(url: &str) -> Option<&str> {
    let (_scheme, rest) = url.split_once("://")?;
    // First of all what is no path goes: there may be slashes in it.
    let rest = rest.split(['?', '#']).next()?;
    // What is before the first slash is the host and not the name of a file.
    let (_host, path) = rest.split_once('/')?;
    let name = path.rsplit('/').next()?;
    // A list of what is allowed. One of what is not would have to know `..`, `%2e`, `\`, `C:` and
    // all the rest.
    let is_harmless = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let is_name = !name.is_empty() && !name.starts_with('.') && name.chars().all(is_harmless);
    is_name.then_some(name)
}

/// Saves `bytes` as the file `name` in `folder`, whole or not at all.
pub fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    // In the same folder, because only within one disk is renaming a single step. No image's name
    // begins with a dot, and each image has a temporary file of its own. What a crash has left
    // there is simply written over.
    let temporary = folder.join(format!(".{name}.part"));
    let saved = fs::write(&temporary, bytes).and_then(|()| {
        // The step at which the name gets its new meaning. (Before a power cut `File::sync_all`
        // would be due.)
        fs::rename(&temporary, folder.join(name))
    });
    if saved.is_err() {
        // Its own error is of no interest: the file may not even be there.
        let _ = fs::remove_file(&temporary);
    }
    saved
}

/// Downloads images and saves each in `folder` by its own name.
///
/// # Panics
/// If `at_most` is 0.
pub fn download_images(
    urls: &[&str],
    folder: &Path,
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<(), ImageError>> {
    // Who gets a name is settled before anything is asked for, so that it does not depend on who
    // comes first.
    let mut taken = HashSet::new();
    let named: Vec<_> = urls
        .iter()
        .map(|&url| match file_name(url) {
            None => Err(ImageError::NoName),
            Some(name) if !taken.insert(name) => Err(ImageError::NameTaken),
            Some(name) => Ok((url, name)),
        })
        .collect();
    // Only these: a URL that fails already would take the place of one that could be asked for.
    let wanted: Vec<_> = named.iter().flatten().copied().collect();
    let saved = for_each(&wanted, at_most, |&(url, name)| {
        let page = fetch::get(url, timeout).map_err(ImageError::Fetch)?;
        // Saved at once: so only what is on the way has to fit into memory, and not all the images
        // together.
        save(folder, name, &page.body).map_err(ImageError::Save)
    });
    let mut saved = saved.into_iter();
    named
        .into_iter()
        .map(|named| {
            named.and_then(|_| saved.next().expect("there is one for each that was wanted"))
        })
        .collect()
}

/// Why an image was not saved.
#[derive(Debug)]
pub enum ImageError {
    /// There is no name in the URL, or one that could lead out of the folder.
    NoName,
    /// An earlier URL of the list has the same name.
    NameTaken,
    /// It did not come.
    Fetch(FetchError),
    /// It came and could not be saved.
    Save(io::Error),
}
