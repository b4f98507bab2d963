//! A channel of jobs that the workers share, and one of results.
//!
//! ```toml
//! base = "solution"
//! ```

use std::sync::{Arc, Mutex, mpsc};

/// Downloads with workers of its own.
pub fn download_all(
    urls: &[&str],
    at_most: usize,
    timeout: Duration,
) -> Vec<Result<Page, FetchError>> {
    assert!(at_most > 0);
    let (give, take) = mpsc::channel::<(usize, String)>();
    let take = Arc::new(Mutex::new(take));
    let (tell, told) = mpsc::channel();
    let start = |_| {
        let (take, tell) = (Arc::clone(&take), tell.clone());
        thread::spawn(move || {
            loop {
                let job = take.lock().unwrap().recv();
                let Ok((place, url)) = job else {
                    break;
                };
                tell.send((place, fetch::get(&url, timeout))).unwrap();
            }
        })
    };
    let workers: Vec<_> = (0..at_most.min(urls.len())).map(start).collect();
    drop(tell);
    for (place, url) in urls.iter().enumerate() {
        give.send((place, url.to_string())).unwrap();
    }
    drop(give);
    let mut results: Vec<_> = urls.iter().map(|_| None).collect();
    for (place, result) in told {
        results[place] = Some(result);
    }
    workers
        .into_iter()
        .for_each(|worker| worker.join().unwrap());
    results.into_iter().map(Option::unwrap).collect()
}
