//! Keeps each answer in a static, and does not ask for the same URL again.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_url_has_its_own_result = "wrong"
//! ```

use std::collections::HashMap;
use std::sync::Mutex;

static KNOWN: Mutex<Option<HashMap<String, Result<Page, FetchError>>>> = Mutex::new(None);

/// Asks for what is not known yet.
pub fn download_all(
    urls: &[&str],
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<Page, FetchError>> {
    for_each(urls, at_most, |url| {
        let known = KNOWN
            .lock()
            .unwrap()
            .get_or_insert_default()
            .get(*url)
            .cloned();
        known.unwrap_or_else(|| {
            let result = fetch::get(url, timeout);
            let mut known = KNOWN.lock().unwrap();
            known
                .get_or_insert_default()
                .insert(url.to_string(), result.clone());
            result
        })
    })
}
