//! Listens to both inputs until one is closed, and then in a second loop to the other.
//!
//! ```toml
//! base = "solution"
//! ```

pub fn gather<T>(
    left: &Receiver<T>,
    right: &Receiver<T>,
    stop: &Receiver<()>,
    quiet: Duration,
) -> (Vec<T>, End) {
    let mut got = Vec::new();
    let ended = loop {
        select! {
            recv(left) -> message => match message {
                Ok(message) => got.push(message),
                Err(_) => break right,
            },
            recv(right) -> message => match message {
                Ok(message) => got.push(message),
                Err(_) => break left,
            },
            recv(stop) -> _ => return (got, End::Stopped),
            default(quiet) => return (got, End::Quiet),
        }
    };
    loop {
        select! {
            recv(ended) -> message => match message {
                Ok(message) => got.push(message),
                Err(_) => return (got, End::Closed),
            },
            recv(stop) -> _ => return (got, End::Stopped),
            default(quiet) => return (got, End::Quiet),
        }
    }
}
