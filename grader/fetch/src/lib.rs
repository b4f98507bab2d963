//! Gets a page: from a real server, and inside a model from a virtual web.
//!
//! On the real std [`get`] is an HTTP client. Inside a model it answers as the check has laid out
//! (the crate `fetch-web`), after exactly as much virtual time: a time-out of 10 s is 10 s, and
//! costs none. So what a program does with slow, broken and silent servers can be graded without
//! the internet and without luck.
//!
//! See README.md for what the real client can do.

#[doc(inline)]
pub use fetch_web::{FetchError, Page};

mod real;

use std::time::Duration;

use model_std::model;

/// Asks for the page at `url`, and waits until it has come whole, but not longer than `timeout`.
///
/// ```no_run
/// use std::time::Duration;
///
/// match fetch::get("http://example.org/", Duration::from_secs(10)) {
///     Ok(page) => println!("{} bytes", page.body.len()),
///     Err(error) => println!("no page: {error}"),
/// }
/// ```
///
/// # Errors
/// See [`FetchError`]. Each concerns this URL and this attempt; nothing is tried twice.
#[track_caller]
pub fn get(url: &str, timeout: Duration) -> Result<Page, FetchError> {
    if model::is_running() {
        fetch_web::answer(url, timeout)
    } else {
        real::get(url, timeout)
    }
}
