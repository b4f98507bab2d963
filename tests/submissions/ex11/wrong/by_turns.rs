//! Believes that the senders take turns: one message from the left, one from the right.
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
        let mut closed = 0;
        for input in [left, right] {
            select! {
                recv(input) -> message => match message {
                    Ok(message) => taken.push(message),
                    Err(_) => closed += 1,
                },
                recv(stop) -> _ => return (taken, End::Stopped),
                default(quiet) => return (taken, End::Quiet),
            }
        }
        if closed == 2 {
            return (taken, End::Closed);
        }
    }
}
