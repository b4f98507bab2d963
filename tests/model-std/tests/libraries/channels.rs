//! crossbeam: bounded channels, time-outs and `select!`, to the moment.

use std::model::{Exhaustive, VirtualTime, virtual_time};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam::channel::{self, RecvTimeoutError, after, bounded, unbounded};
use crossbeam::select;

fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

#[test]
fn a_full_channel_holds_its_sender_back() {
    let timeline = virtual_time(|| {
        let (tx, rx) = bounded(2);
        let began = Instant::now();
        let sender = thread::spawn(move || {
            (0..6)
                .map(|n| {
                    tx.send(n).unwrap();
                    began.elapsed()
                })
                .collect::<Vec<_>>()
        });
        for n in 0..6 {
            thread::sleep(secs(1));
            assert_eq!(rx.recv(), Ok(n));
        }
        assert!(rx.recv().is_err());
        let sent = sender.join().unwrap();
        assert_eq!(sent, [0, 0, 1, 2, 3, 4].map(secs));
    });
    assert_eq!(timeline.elapsed(), secs(6));
}

#[test]
fn a_time_out_is_exact() {
    let timeline = virtual_time(|| {
        let (tx, rx) = channel::bounded::<u32>(0);
        let sender = thread::spawn(move || {
            thread::sleep(secs(5));
            tx.send(1).unwrap();
        });
        assert_eq!(rx.recv_timeout(secs(2)), Err(RecvTimeoutError::Timeout));
        assert_eq!(rx.recv_timeout(secs(4)), Ok(1));
        sender.join().unwrap();
    });
    assert_eq!(timeline.elapsed(), secs(5));
}

#[test]
fn select_takes_what_is_there_first() {
    let timeline =
        virtual_time(|| {
            let (slow, from_slow) = unbounded();
            let (quick, from_quick) = unbounded();
            crossbeam::scope(|scope| {
            scope.spawn(|_| { thread::sleep(secs(3)); slow.send("slow").unwrap() });
            scope.spawn(|_| { thread::sleep(secs(1)); quick.send("quick").unwrap() });
            let mut seen = Vec::new();
            for _ in 0..3 {
                select! {
                    recv(from_slow) -> text => seen.push(text.unwrap()),
                    recv(from_quick) -> text => seen.push(text.unwrap()),
                    recv(after(secs(1) + Duration::from_millis(500))) -> _ => seen.push("nothing"),
                }
            }
            assert_eq!(seen, ["quick", "nothing", "slow"]);
        }).unwrap();
        });
    assert_eq!(timeline.elapsed(), secs(3));
}

#[test]
fn a_search_is_not_complete_that_has_not_seen_a_library_wait() {
    let explored = Exhaustive::new().run(|| {
        let (tx, rx) = bounded(1);
        let sender = thread::spawn(move || {
            thread::sleep(secs(2));
            let _ = tx.send(1);
        });
        // That the time is up is one of two answers.
        let _ = rx.recv_timeout(secs(1));
        sender.join().unwrap();
    });
    let explored = explored.unwrap();
    assert!(!explored.is_complete(), "{explored}");
}

#[test]
fn a_deadlock_names_the_call_into_the_library() {
    let failure = VirtualTime::new()
        .run(|| {
            let (tx, rx) = bounded::<u32>(1);
            let worker = thread::spawn(move || for _ in rx {});
            let (_kept, results) = unbounded::<u32>();
            tx.send(1).unwrap();
            let _ = results.recv();
            worker.join().unwrap();
        })
        .expect_err("nobody sends a result");
    let message = &failure.message;
    assert!(
        message.starts_with("main waits in `results.recv`, inside a library (called at "),
        "{message}"
    );
    assert!(
        message.contains("worker 1 waits in `the loop over rx`"),
        "{message}"
    );
    let stuck = failure.trace.stuck.iter();
    let calls: Vec<&str> = stuck.map(|step| step.object.as_str()).collect();
    assert_eq!(calls, ["recv", "for"]);
    let rows = failure.trace.rows.iter().map(|row| row.text.as_str());
    let rows: Vec<&str> = rows.collect();
    assert!(rows.contains(&"waits: inside results.recv"), "{rows:?}");
}
