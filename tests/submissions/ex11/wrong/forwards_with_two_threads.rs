//! Lets two threads forward both inputs into one channel.
//!
//! When it is told to stop, the forwarders still wait for messages, take them, and have nobody to give them to.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! gather_ends_when_told_or_when_it_is_quiet = "too_slow"
//! ```

pub fn gather<T: Send>(
    left: &Receiver<T>,
    right: &Receiver<T>,
    stop: &Receiver<()>,
    quiet: Duration,
) -> (Vec<T>, End) {
    let (to_one, one) = unbounded();
    thread::scope(|scope| {
        for input in [left, right] {
            let to_one = to_one.clone();
            scope.spawn(move || input.iter().all(|message| to_one.send(message).is_ok()));
        }
        drop(to_one);
        let mut taken = Vec::new();
        loop {
            select! {
                recv(one) -> message => match message {
                    Ok(message) => taken.push(message),
                    Err(_) => return (taken, End::Closed),
                },
                recv(stop) -> _ => return (taken, End::Stopped),
                default(quiet) => return (taken, End::Quiet),
            }
        }
    })
}
