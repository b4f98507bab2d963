//! Does not expect a request to fail.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_url_has_its_own_result = "panicked"
//! five_at_a_time_take_exactly_so_long = "panicked"
//! ```

/// Panics at the first error.
pub fn download_all(
    urls: &[&str],
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<Page, FetchError>> {
    for_each(urls, at_most, |url| Ok(fetch::get(url, timeout).unwrap()))
}
