//! A thread of its own puts the results in order while they come; messages wait in a vector of events.
//!
//! ```toml
//! base = "solution"
//! ```

use std::collections::BTreeMap;

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0);
    let (to_workers, queue) = bounded::<(usize, J)>(capacity);
    // Bounded, which does no harm here: somebody takes them out all the time.
    let (to_sorter, results) = bounded::<(usize, R)>(1);
    thread::scope(|scope| {
        let sorter = scope.spawn(move || results.into_iter().collect::<BTreeMap<_, _>>());
        for _ in 0..workers {
            let (queue, to_sorter) = (queue.clone(), to_sorter.clone());
            let work = &work;
            scope.spawn(move || {
                while let Ok((number, job)) = queue.recv() {
                    to_sorter
                        .send((number, work(job)))
                        .expect("the sorter stays to the end");
                }
            });
        }
        drop(queue);
        drop(to_sorter);
        for numbered in jobs.into_iter().enumerate() {
            if to_workers.send(numbered).is_err() {
                break;
            }
        }
        drop(to_workers);
        sorter.join().unwrap().into_values().collect()
    })
}

enum Event<T> {
    Message(T),
    Closed(usize),
    End(End),
}

fn next<T>(inputs: [&Receiver<T>; 2], stop: &Receiver<()>, quiet: Duration) -> Event<T> {
    let event = |which, message: Result<T, _>| message.map_or(Event::Closed(which), Event::Message);
    select! {
        recv(inputs[0]) -> message => event(0, message),
        recv(inputs[1]) -> message => event(1, message),
        recv(stop) -> _ => Event::End(End::Stopped),
        default(quiet) => Event::End(End::Quiet),
    }
}

pub fn gather<T>(
    left: &Receiver<T>,
    right: &Receiver<T>,
    stop: &Receiver<()>,
    quiet: Duration,
) -> (Vec<T>, End) {
    let mut taken = Vec::new();
    let nothing = never();
    let mut inputs = [left, right];
    for _ in 0..2 {
        let closed = loop {
            match next(inputs, stop, quiet) {
                Event::Message(message) => taken.push(message),
                Event::Closed(which) => break which,
                Event::End(end) => return (taken, end),
            }
        };
        inputs[closed] = &nothing;
    }
    (taken, End::Closed)
}
