//! Wakes every 10 ms to see whether it has been quiet for long enough.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! gather_takes_from_either_as_it_comes = "wrong"
//! gather_ends_when_told_or_when_it_is_quiet = "wrong"
//! ```

use std::time::Instant;

pub fn gather<T>(
    left: &Receiver<T>,
    right: &Receiver<T>,
    stop: &Receiver<()>,
    quiet: Duration,
) -> (Vec<T>, End) {
    let mut taken = Vec::new();
    let (mut left_open, mut right_open) = (true, true);
    let mut last = Instant::now();
    while left_open || right_open {
        select! {
            recv(left) -> message => match message {
                Ok(message) => {
                    taken.push(message);
                    last = Instant::now();
                }
                Err(_) => left_open = false,
            },
            recv(right) -> message => match message {
                Ok(message) => {
                    taken.push(message);
                    last = Instant::now();
                }
                Err(_) => right_open = false,
            },
            recv(stop) -> _ => return (taken, End::Stopped),
            default(Duration::from_millis(10)) => {
                if last.elapsed() >= quiet {
                    return (taken, End::Quiet);
                }
            }
        }
    }
    (taken, End::Closed)
}
