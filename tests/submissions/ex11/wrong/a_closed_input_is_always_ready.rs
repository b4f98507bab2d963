//! Believes that a closed channel is silent: it is chosen again and again until the other one is closed too.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! gather_takes_from_either_as_it_comes = "wrong"
//! ```

pub fn gather<T>(
    left: &Receiver<T>,
    right: &Receiver<T>,
    stop: &Receiver<()>,
    quiet: Duration,
) -> (Vec<T>, End) {
    let mut taken = Vec::new();
    let (mut left_open, mut right_open) = (true, true);
    while left_open || right_open {
        select! {
            recv(left) -> message => match message {
                Ok(message) => taken.push(message),
                Err(_) => left_open = false,
            },
            recv(right) -> message => match message {
                Ok(message) => taken.push(message),
                Err(_) => right_open = false,
            },
            recv(stop) -> _ => return (taken, End::Stopped),
            default(quiet) => return (taken, End::Quiet),
        }
    }
    (taken, End::Closed)
}
