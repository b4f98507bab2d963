//! Virtual seconds that pass in a second of wall time: 1,000 tasks of 1 s on 100 workers, which is 10 virtual seconds.
//! Workers take their tasks from what they share in the ways that students write.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use model_std::model::VirtualTime;

use crate::measure::{report, undisturbed};

const TASKS: usize = 1_000;
const WORKERS: usize = 100;
const AT_LEAST: f64 = 10_000.0;

/// Prints a line for each way to share tasks. Returns whether all hold.
pub fn run() -> bool {
    let programs: [(&str, fn()); 4] = [
        ("a queue under a mutex", queue),
        ("a receiver under a mutex", receiver),
        ("a counter in a scope", counter),
        ("a queue, filled late, and a condvar", condvar),
    ];
    let mut all = true;
    for (name, program) in programs {
        let once = || {
            let timeline = VirtualTime::new()
                .run(program)
                .expect("the program is right");
            assert_eq!(timeline.elapsed(), Duration::from_secs(10), "{name}");
        };
        once();
        let wall = undisturbed(once);
        let what = format!("1,000 tasks of 1 s, 100 workers: {name}");
        all &= report(
            &what,
            10.0 / wall.as_secs_f64(),
            "virtual s a second",
            AT_LEAST,
        );
    }
    all
}

fn task(_number: usize) {
    thread::sleep(Duration::from_secs(1));
}

fn queue() {
    let queue = Arc::new(Mutex::new((0..TASKS).collect::<VecDeque<_>>()));
    let worker = |_| {
        let queue = Arc::clone(&queue);
        thread::spawn(move || {
            loop {
                let next = queue.lock().unwrap().pop_front();
                let Some(number) = next else { break };
                task(number);
            }
        })
    };
    let workers: Vec<_> = (0..WORKERS).map(worker).collect();
    workers
        .into_iter()
        .for_each(|worker| worker.join().unwrap());
}

fn receiver() {
    let (sender, receiver) = mpsc::channel();
    let receiver = Arc::new(Mutex::new(receiver));
    let worker = |_| {
        let receiver = Arc::clone(&receiver);
        thread::spawn(move || {
            loop {
                let next = receiver.lock().unwrap().recv();
                let Ok(number) = next else { break };
                task(number);
            }
        })
    };
    let workers: Vec<_> = (0..WORKERS).map(worker).collect();
    (0..TASKS).for_each(|number| sender.send(number).unwrap());
    drop(sender);
    workers
        .into_iter()
        .for_each(|worker| worker.join().unwrap());
}

fn counter() {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, SeqCst);
                    if number >= TASKS {
                        break;
                    }
                    task(number);
                }
            });
        }
    });
}

fn condvar() {
    let shared = Arc::new((Mutex::new((VecDeque::new(), false)), Condvar::new()));
    let worker = |_| {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            loop {
                let guard = shared.0.lock().unwrap();
                let waits = |state: &mut (VecDeque<usize>, bool)| state.0.is_empty() && !state.1;
                let mut guard = shared.1.wait_while(guard, waits).unwrap();
                let Some(number) = guard.0.pop_front() else {
                    break;
                };
                drop(guard);
                task(number);
            }
        })
    };
    let workers: Vec<_> = (0..WORKERS).map(worker).collect();
    for number in 0..TASKS {
        shared.0.lock().unwrap().0.push_back(number);
        shared.1.notify_one();
    }
    shared.0.lock().unwrap().1 = true;
    shared.1.notify_all();
    workers
        .into_iter()
        .for_each(|worker| worker.join().unwrap());
}
