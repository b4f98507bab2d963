//! Gives its place back at the end of the function, and leaves by `?` before that if there is an
//! error.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_url_has_its_own_result = "deadlock"
//! five_at_a_time_take_exactly_so_long = "deadlock"
//! ```

use std::sync::{Condvar, Mutex};

/// Downloads with a thread for each URL and a place for each request.
pub fn download_all(
    urls: &[&str],
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<Page, FetchError>> {
    assert!(at_most > 0);
    let (free, changed) = (Mutex::new(at_most), Condvar::new());
    let call = |url| {
        let mut places = changed
            .wait_while(free.lock().unwrap(), |places| *places == 0)
            .unwrap();
        *places -= 1;
        drop(places);
        let page = fetch::get(url, timeout)?;
        *free.lock().unwrap() += 1;
        changed.notify_one();
        Ok(page)
    };
    thread::scope(|scope| {
        let call = &call;
        let threads: Vec<_> = urls
            .iter()
            .map(|url| scope.spawn(move || call(url)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    })
}
