//! Believes that one error means that the rest is not worth asking for.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_url_has_its_own_result = "wrong"
//! five_at_a_time_take_exactly_so_long = "wrong"
//! ```

/// Downloads until something fails.
pub fn download_all(
    urls: &[&str],
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<Page, FetchError>> {
    let failed = std::sync::Mutex::new(None::<FetchError>);
    for_each(urls, at_most, |url| {
        if let Some(error) = failed.lock().unwrap().clone() {
            return Err(error);
        }
        let result = fetch::get(url, timeout);
        if let Err(error) = &result {
            *failed.lock().unwrap() = Some(error.clone());
        }
        result
    })
}
