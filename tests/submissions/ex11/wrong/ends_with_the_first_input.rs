//! Takes the end of one input for the end of both.
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
    loop {
        let message = select! {
            recv(left) -> message => message,
            recv(right) -> message => message,
            recv(stop) -> _ => return (taken, End::Stopped),
            default(quiet) => return (taken, End::Quiet),
        };
        match message {
            Ok(message) => taken.push(message),
            Err(_) => return (taken, End::Closed),
        }
    }
}
