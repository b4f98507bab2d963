//! Asks each channel with `try_recv`, over and over, since no `recv` can wait for three of them.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! gather_takes_from_either_as_it_comes = "wrong"
//! gather_ends_when_told_or_when_it_is_quiet = "wrong"
//! ```

use crossbeam::channel::TryRecvError;
use std::time::Instant;

pub fn gather<T>(
    left: &Receiver<T>,
    right: &Receiver<T>,
    stop: &Receiver<()>,
    quiet: Duration,
) -> (Vec<T>, End) {
    let mut taken = Vec::new();
    let mut last = Instant::now();
    loop {
        let mut closed = 0;
        for input in [left, right] {
            match input.try_recv() {
                Ok(message) => {
                    taken.push(message);
                    last = Instant::now();
                }
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => closed += 1,
            }
        }
        if closed == 2 {
            return (taken, End::Closed);
        }
        if stop.try_recv() != Err(TryRecvError::Empty) {
            return (taken, End::Stopped);
        }
        if last.elapsed() >= quiet {
            return (taken, End::Quiet);
        }
    }
}
