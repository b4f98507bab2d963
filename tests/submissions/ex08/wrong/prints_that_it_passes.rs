//! Prints what a passing run prints, and asks for nothing.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_url_has_its_own_result = "wrong"
//! five_at_a_time_take_exactly_so_long = "wrong"
//! no_url_is_lost_in_any_interleaving = "wrong"
//! a_real_server_gets_five_requests_at_once = "not_concurrent"
//! images_are_downloaded_and_saved = "wrong"
//! ```

/// Asks for nothing.
pub fn download_all(
    urls: &[&str],
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<Page, FetchError>> {
    let _ = (at_most, timeout);
    println!("PASS  every_url_has_its_own_result  2 of 2");
    urls.iter().map(|_| Ok(Page { body: Vec::new() })).collect()
}

/// Saves nothing.
pub fn download_images(
    urls: &[&str],
    _folder: &Path,
    _at_most: usize,
    _timeout: Duration,
) -> Vec<Result<(), ImageError>> {
    println!("{} images saved", urls.len());
    urls.iter().map(|_| Ok(())).collect()
}
