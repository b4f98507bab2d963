//! Why stretches had to follow each other: whoever waited is named, and "each" is said only of what is true of each.

use std::model::Timeline;
use std::sync::{Arc, Mutex, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::programs::timeline;

fn nap() {
    thread::sleep(Duration::from_secs(1));
}

fn why(timeline: &Timeline) -> String {
    timeline.too_slow().sentence
}

#[test]
fn in_a_chain_of_joins_each_waited_for_the_one_before() {
    let why = why(&timeline(|| {
        let mut last: Option<JoinHandle<()>> = None;
        for _ in 0..4 {
            let before = last.take();
            last = Some(thread::spawn(move || {
                before.map(JoinHandle::join).transpose().unwrap();
                nap();
            }));
        }
        last.unwrap().join().unwrap();
    }));
    assert!(
        why.contains("because each waited for the one before to end"),
        "{why}"
    );
}

#[test]
fn where_one_thread_did_most_nothing_is_said_of_each() {
    let why = why(&timeline(|| {
        let worker = thread::spawn(|| (0..3).for_each(|_| nap()));
        worker.join().unwrap();
        nap();
    }));
    assert!(
        why.contains("main and worker 1 slept") && why.contains("4 times in all"),
        "{why}"
    );
    assert!(!why.contains("because"), "{why}");
}

#[test]
fn the_one_who_waited_is_named_and_not_those_who_were_waited_for() {
    let why = why(&timeline(|| {
        let (jobs, inbox) = mpsc::channel::<()>();
        let inbox = Arc::new(Mutex::new(inbox));
        let (answers, outbox) = mpsc::channel();
        for _ in 0..2 {
            let (inbox, answers) = (inbox.clone(), answers.clone());
            thread::spawn(move || {
                loop {
                    let job = inbox.lock().unwrap().recv();
                    let Ok(()) = job else { return };
                    nap();
                    answers.send(()).unwrap();
                }
            });
        }
        for _ in 0..4 {
            jobs.send(()).unwrap();
            outbox.recv().unwrap();
        }
    }));
    assert!(why.contains("because main waited for a message"), "{why}");
    assert!(!why.contains("each waited"), "{why}");
}

#[test]
fn a_starter_that_waits_for_an_answer_is_told_with_its_wait() {
    let why = why(&timeline(|| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..3 {
            let sender = sender.clone();
            thread::spawn(move || {
                nap();
                sender.send(()).unwrap();
            });
            receiver.recv().unwrap();
        }
    }));
    assert!(why.contains("because main waited for a message"), "{why}");
    assert!(why.contains("before it started the next"), "{why}");
}

#[test]
fn turns_at_a_lock_are_told_though_some_come_twice() {
    let why = why(&timeline(|| {
        let lock = Arc::new(Mutex::new(0));
        let workers = [(); 3].map(|()| {
            let lock = lock.clone();
            thread::spawn(move || {
                for _ in 0..2 {
                    let mut guard = lock.lock().unwrap();
                    nap();
                    *guard += 1;
                }
            })
        });
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
    }));
    assert!(
        why.contains("because only one at a time had the Mutex"),
        "{why}"
    );
}

#[test]
fn a_lock_held_through_a_body_is_explained_by_its_line() {
    let pool = |take: fn(&Mutex<mpsc::Receiver<()>>)| {
        let (sender, receiver) = mpsc::channel();
        let receiver = Arc::new(Mutex::new(receiver));
        let workers = [(); 2].map(|()| {
            let receiver = receiver.clone();
            thread::spawn(move || take(&receiver))
        });
        (0..3).for_each(|_| sender.send(()).unwrap());
        drop(sender);
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
    };
    let of_the_book = timeline(move || {
        pool(|jobs| {
            while let Ok(()) = jobs.lock().unwrap().recv() {
                nap();
            }
        });
    });
    let by_match = timeline(move || {
        pool(|jobs| {
            loop {
                match jobs.lock().unwrap().recv() {
                    Ok(()) => nap(),
                    Err(_) => return,
                }
            }
        });
    });
    let by_name = timeline(move || {
        pool(|jobs| {
            loop {
                let guard = jobs.lock().unwrap();
                let Ok(()) = guard.recv() else { return };
                nap();
            }
        });
    });
    assert!(
        why(&of_the_book).contains("body of the `while let` runs"),
        "{}",
        why(&of_the_book)
    );
    assert!(
        why(&by_match).contains("body of the `match` runs"),
        "{}",
        why(&by_match)
    );
    assert!(
        why(&by_name).contains("with a lock held"),
        "{}",
        why(&by_name)
    );
    let beside = of_the_book.not_concurrent().sentence;
    assert!(beside.contains("body of the `while let` runs"), "{beside}");
}

#[test]
fn one_that_waited_for_another_thread_is_not_said_to_have_waited_for_the_one_before() {
    let beside = timeline(|| {
        for _ in 0..2 {
            let pair = [(); 2].map(|()| thread::spawn(nap));
            pair.into_iter().for_each(|one| one.join().unwrap());
        }
    })
    .not_concurrent()
    .sentence;
    assert!(
        beside.contains("only after main had waited for another thread to end"),
        "{beside}"
    );
}

/// Of three workers two look on: one waits for the lock of the queue, which the other holds while it waits for a job.
#[test]
fn a_lock_that_is_held_by_one_who_waits_too_is_no_lesson() {
    let why = why(&timeline(|| {
        let (jobs, inbox) = mpsc::channel::<()>();
        let inbox = Arc::new(Mutex::new(inbox));
        let (answers, outbox) = mpsc::channel();
        for _ in 0..3 {
            let (inbox, answers) = (inbox.clone(), answers.clone());
            thread::spawn(move || {
                loop {
                    let job = inbox.lock().unwrap().recv();
                    if job.is_err() {
                        return;
                    }
                    nap();
                    answers.send(()).unwrap();
                }
            });
        }
        for _ in 0..4 {
            jobs.send(()).unwrap();
            outbox.recv().unwrap();
        }
    }));
    assert!(why.contains("because main waited for a message"), "{why}");
    assert!(!why.contains("with a lock held"), "{why}");
}
