//! Timelines as text, in 80 columns, and what is said of them: too slow, not concurrent, threads left behind.

use std::model::{Annotated, Style, VirtualTime, work};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use crate::programs::{self, fits, timeline};

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// The text, which must fit a terminal of 80 columns.
fn told(explained: &Annotated) -> String {
    let text = explained.text(Style::new());
    fits(&text, 80);
    text
}

/// Five threads, each joined before the next is started.
fn joined_at_once() {
    for _ in 0..5 {
        let worker = thread::spawn(|| thread::sleep(secs(10)));
        worker.join().unwrap();
    }
}

/// Three workers take jobs out of a channel, with the lock around it held while they do them.
fn pool_with_the_lock_held() {
    let (sender, receiver) = mpsc::channel::<u64>();
    let receiver = Arc::new(Mutex::new(receiver));
    let workers = [(); 3].map(|()| {
        let receiver = receiver.clone();
        thread::spawn(move || {
            while let Ok(job) = receiver.lock().unwrap().recv() {
                thread::sleep(secs(job));
            }
        })
    });
    for job in [3, 1, 4, 1, 5] {
        sender.send(job).unwrap();
    }
    drop(sender);
    workers
        .into_iter()
        .for_each(|worker| worker.join().unwrap());
}

/// A guest waits for the cook; main waits for both.
fn one_thing_after_another() {
    let ready = Arc::new((Mutex::new(false), Condvar::new()));
    let served = ready.clone();
    let named = |name: &str| thread::Builder::new().name(name.to_owned());
    let cook = named("cook").spawn(move || {
        thread::sleep(secs(2));
        *served.0.lock().unwrap() = true;
        served.1.notify_one();
        thread::sleep(secs(1));
    });
    let guest = named("guest").spawn(move || {
        let hungry = ready.0.lock().unwrap();
        drop(ready.1.wait_while(hungry, |ready| !*ready).unwrap());
        thread::sleep(secs(3));
    });
    cook.unwrap().join().unwrap();
    guest.unwrap().join().unwrap();
    thread::sleep(Duration::from_millis(500));
}

/// Six pieces of work on two cores.
fn work_for_more_than_two() {
    let workers = [(); 6].map(|()| thread::spawn(|| work(secs(2))));
    workers
        .into_iter()
        .for_each(|worker| worker.join().unwrap());
}

#[test]
fn a_timeline() {
    let timeline = timeline(|| {
        let lock = Arc::new(Mutex::new(()));
        let (sender, receiver) = mpsc::channel();
        let workers = [1, 2, 3].map(|time| {
            let (lock, sender) = (lock.clone(), sender.clone());
            thread::spawn(move || {
                let _guard = lock.lock().unwrap();
                thread::sleep(secs(time));
                sender.send(time).unwrap();
            })
        });
        drop(sender);
        let first = receiver.recv().unwrap();
        assert_eq!(first, 1);
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        thread::sleep(Duration::from_millis(1_500));
    });
    let text = timeline.text(Style::new());
    fits(&text, 80);
    insta::assert_snapshot!(text);
}

#[test]
fn a_timeline_of_many_threads() {
    let timeline = timeline(|| {
        let threads: Vec<_> = (0..40)
            .map(|number| thread::spawn(move || thread::sleep(secs(number % 4))))
            .collect();
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
    });
    insta::assert_snapshot!(timeline.text(Style::new().width(60)));
    // The thread that matters is shown, wherever it stands.
    let slow = timeline.too_slow().text(Style::new().width(60));
    assert!(slow.contains("^^^^^^"), "{slow}");
}

#[test]
fn too_slow_with_a_lock_held() {
    insta::assert_snapshot!(told(&timeline(programs::lock_held_asleep).too_slow()));
}

#[test]
fn too_slow_with_each_joined_before_the_next() {
    insta::assert_snapshot!(told(&timeline(joined_at_once).too_slow()));
}

#[test]
fn too_slow_alone() {
    let alone = || (0..5).for_each(|_| thread::sleep(secs(10)));
    insta::assert_snapshot!(told(&timeline(alone).too_slow()));
}

#[test]
fn too_slow_in_a_pool_with_the_lock_held() {
    insta::assert_snapshot!(told(&timeline(pool_with_the_lock_held).too_slow()));
}

#[test]
fn too_slow_by_one_thing_after_another() {
    insta::assert_snapshot!(told(&timeline(one_thing_after_another).too_slow()));
}

#[test]
fn too_slow_for_want_of_cores() {
    let run = VirtualTime::new().cores(2).run(work_for_more_than_two);
    insta::assert_snapshot!(told(&run.expect("nothing fails").too_slow()));
}

#[test]
fn not_concurrent_under_a_lock() {
    insta::assert_snapshot!(told(&timeline(programs::lock_held_asleep).not_concurrent()));
}

#[test]
fn not_concurrent_when_each_is_joined_before_the_next() {
    insta::assert_snapshot!(timeline(joined_at_once).not_concurrent().sentence);
}

#[test]
fn not_concurrent_alone_or_with_the_others_held_up() {
    let alone = timeline(|| (0..5).for_each(|_| thread::sleep(secs(10))));
    let held_up = timeline(pool_with_the_lock_held);
    let sentences = [&alone, &held_up].map(|timeline| timeline.not_concurrent().sentence);
    insta::assert_snapshot!(sentences.join("\n"));
}

#[test]
fn not_concurrent_enough() {
    let run = VirtualTime::new().cores(2).run(work_for_more_than_two);
    insta::assert_snapshot!(run.expect("nothing fails").not_concurrent().sentence);
}

#[test]
fn threads_left_behind() {
    let timeline = timeline(|| {
        let (sender, receiver) = mpsc::channel::<u64>();
        thread::spawn(move || receiver.recv());
        thread::spawn(|| thread::sleep(secs(10)));
        let worker = thread::spawn(|| thread::sleep(secs(1)));
        worker.join().unwrap();
        thread::sleep(secs(1));
        std::mem::forget(sender);
    });
    assert_eq!(timeline.leaked(), 2);
    insta::assert_snapshot!(told(&timeline.left_behind()));
}

#[test]
fn nobody_left_behind() {
    let timeline = timeline(joined_at_once);
    assert_eq!(timeline.leaked(), 0);
    insta::assert_snapshot!(timeline.left_behind().sentence);
}
