//! Makes the `after` before the loop, so that the time runs on while messages come.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! gather_ends_when_told_or_when_it_is_quiet = "wrong"
//! ```

use crossbeam::channel::after;

pub fn gather<T>(
    left: &Receiver<T>,
    right: &Receiver<T>,
    stop: &Receiver<()>,
    quiet: Duration,
) -> (Vec<T>, End) {
    let mut taken = Vec::new();
    let never = never();
    let mut inputs = [left, right];
    let mut open = inputs.len();
    let deadline = after(quiet);
    while open > 0 {
        let (which, message) = select! {
            recv(inputs[0]) -> message => (0, message),
            recv(inputs[1]) -> message => (1, message),
            recv(stop) -> _ => return (taken, End::Stopped),
            recv(deadline) -> _ => return (taken, End::Quiet),
        };
        match message {
            Ok(message) => taken.push(message),
            Err(_) => {
                inputs[which] = &never;
                open -= 1;
            }
        }
    }
    (taken, End::Closed)
}
