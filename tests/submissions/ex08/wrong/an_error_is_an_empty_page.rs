//! Swallows errors: what has not come is a page without a byte.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_url_has_its_own_result = "wrong"
//! five_at_a_time_take_exactly_so_long = "wrong"
//! ```

/// Gives a page for everything.
pub fn download_all(
    urls: &[&str],
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<Page, FetchError>> {
    let nothing = Page { body: Vec::new() };
    for_each(urls, at_most, |url| {
        Ok(fetch::get(url, timeout).unwrap_or(nothing.clone()))
    })
}
