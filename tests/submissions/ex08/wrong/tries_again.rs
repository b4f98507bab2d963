//! Asks once more if something fails. That may be wise, and is not what was asked for.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_url_has_its_own_result = "wrong"
//! five_at_a_time_take_exactly_so_long = "wrong"
//! ```

/// Asks twice.
pub fn download_all(
    urls: &[&str],
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<Page, FetchError>> {
    let ask = |url: &&str| fetch::get(url, timeout).or_else(|_| fetch::get(url, timeout));
    for_each(urls, at_most, ask)
}
