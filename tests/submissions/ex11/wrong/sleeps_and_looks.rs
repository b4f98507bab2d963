//! Sleeps for as long as it may be quiet, and takes what has come meanwhile.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! gather_takes_from_either_as_it_comes = "wrong"
//! gather_ends_when_told_or_when_it_is_quiet = "wrong"
//! ```

pub fn gather<T>(
    left: &Receiver<T>,
    right: &Receiver<T>,
    stop: &Receiver<()>,
    quiet: Duration,
) -> (Vec<T>, End) {
    let mut taken = Vec::new();
    loop {
        thread::sleep(quiet);
        let before = taken.len();
        taken.extend(left.try_iter().chain(right.try_iter()));
        if stop.try_recv().is_ok() {
            return (taken, End::Stopped);
        }
        if taken.len() == before {
            return (taken, End::Quiet);
        }
    }
}
