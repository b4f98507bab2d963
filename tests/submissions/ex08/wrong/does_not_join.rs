//! Believes that a thread is over when its last message has come, and leaves the threads to
//! themselves.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_url_has_its_own_result = "wrong"
//! five_at_a_time_take_exactly_so_long = "wrong"
//! no_url_is_lost_in_any_interleaving = "wrong"
//! ```

use std::sync::{Arc, Mutex, mpsc};

/// Downloads with threads that nobody joins.
pub fn download_all(
    urls: &[&str],
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<Page, FetchError>> {
    assert!(at_most > 0);
    let urls: Vec<String> = urls.iter().map(|url| url.to_string()).collect();
    let mut results: Vec<_> = urls.iter().map(|_| None).collect();
    let queue = Arc::new(Mutex::new(urls.into_iter().enumerate()));
    let (tell, told) = mpsc::channel();
    for _ in 0..at_most.min(results.len()) {
        let (queue, tell) = (Arc::clone(&queue), tell.clone());
        thread::spawn(move || {
            loop {
                let next = queue.lock().unwrap().next();
                let Some((place, url)) = next else {
                    break;
                };
                tell.send((place, fetch::get(&url, timeout))).unwrap();
            }
        });
    }
    for _ in 0..results.len() {
        let (place, result) = told.recv().unwrap();
        results[place] = Some(result);
    }
    results.into_iter().map(Option::unwrap).collect()
}
