//! Saves a request where a URL stands in the list twice; each place was to have a request of its
//! own.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_url_has_its_own_result = "wrong"
//! ```

/// Asks for different URLs only.
pub fn download_all(
    urls: &[&str],
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<Page, FetchError>> {
    let mut different = urls.to_vec();
    different.sort_unstable();
    different.dedup();
    let results = for_each(&different, at_most, |url| fetch::get(url, timeout));
    let at = |url: &&str| results[different.binary_search(url).unwrap()].clone();
    urls.iter().map(at).collect()
}
