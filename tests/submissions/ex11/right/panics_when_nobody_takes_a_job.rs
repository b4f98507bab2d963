//! Puts results into places that grow, expects each `send` to succeed, and selects from a list of inputs.
//!
//! ```toml
//! base = "solution"
//! ```

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    assert!(threads > 0);
    let next = std::sync::atomic::AtomicUsize::new(0);
    thread::scope(|scope| {
        let handles: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut sum = 0;
                    loop {
                        let place = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        let Some(item) = items.get(place) else {
                            return sum;
                        };
                        sum += value(item);
                    }
                })
            })
            .collect();
        handles
            .into_iter()
            .map(|handle| handle.join().unwrap())
            .sum()
    })
}

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0);
    let slots = std::sync::Mutex::new(Vec::new());
    thread::scope(|scope| {
        let (sender, receiver) = bounded::<(usize, J)>(capacity);
        for _ in 0..workers {
            let receiver = receiver.clone();
            let (work, slots) = (&work, &slots);
            scope.spawn(move || {
                for (number, job) in receiver {
                    let result = work(job);
                    let mut slots = slots.lock().unwrap();
                    while slots.len() <= number {
                        slots.push(None);
                    }
                    slots[number] = Some(result);
                }
            });
        }
        drop(receiver);
        jobs.into_iter().enumerate().for_each(|pair| {
            sender.send(pair).expect("a worker is left");
        });
    });
    slots
        .into_inner()
        .unwrap()
        .into_iter()
        .map(|slot| slot.unwrap())
        .collect()
}

pub fn gather<T>(
    left: &Receiver<T>,
    right: &Receiver<T>,
    stop: &Receiver<()>,
    quiet: Duration,
) -> (Vec<T>, End) {
    let mut inputs = vec![left.clone(), right.clone()];
    let mut got = Vec::new();
    while !inputs.is_empty() {
        let mut select = crossbeam::channel::Select::new();
        for input in &inputs {
            select.recv(input);
        }
        let stopper = select.recv(stop);
        let Ok(ready) = select.select_timeout(quiet) else {
            return (got, End::Quiet);
        };
        let index = ready.index();
        if index == stopper {
            let _ = ready.recv(stop);
            return (got, End::Stopped);
        }
        match ready.recv(&inputs[index]) {
            Ok(message) => got.push(message),
            Err(_) => {
                inputs.remove(index);
            }
        }
    }
    (got, End::Closed)
}
