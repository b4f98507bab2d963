//! Channels: order, hanging up, bounds.

use loom_std::sync::mpsc::{self, RecvError, TryRecvError, TrySendError};
use loom_std::thread;

use super::{deadlocks, fails, holds};

#[test]
fn messages_of_one_sender_keep_their_order_and_those_of_two_mix() {
    let received = || {
        let (sender, receiver) = mpsc::channel();
        let other = sender.clone();
        thread::spawn(move || {
            sender.send(1).unwrap();
            sender.send(2).unwrap();
        });
        thread::spawn(move || other.send(3).unwrap());
        receiver.into_iter().collect::<Vec<_>>()
    };
    holds(move || {
        let mut received = received();
        received.retain(|&message| message < 3);
        assert_eq!(received, [1, 2]);
    });
    for order in [[1, 2, 3], [1, 3, 2], [3, 1, 2]] {
        assert!(!fails(move || assert_ne!(received(), order)).always);
    }
}

#[test]
fn a_receiver_learns_that_the_last_sender_is_gone() {
    holds(|| {
        let (sender, receiver) = mpsc::channel::<u32>();
        let other = sender.clone();
        thread::spawn(move || drop(sender));
        thread::spawn(move || drop(other));
        assert_eq!(receiver.recv(), Err(RecvError));
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected));
    });
}

#[test]
fn a_receiver_waits_for_ever_for_a_sender_that_it_keeps_itself() {
    let message = deadlocks(|| {
        let (sender, receiver) = mpsc::channel::<u32>();
        let theirs = sender.clone();
        thread::spawn(move || theirs.send(1).unwrap());
        assert_eq!(receiver.iter().count(), 1);
        drop(sender);
    });
    assert!(message.contains("main waits for a message"), "{message}");
}

#[test]
fn a_sender_learns_that_the_receiver_is_gone() {
    holds(|| {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || drop(receiver)).join().unwrap();
        assert_eq!(sender.send(7).unwrap_err().0, 7);
    });
}

#[test]
fn a_sender_that_dies_hangs_up() {
    holds(|| {
        let (sender, receiver) = mpsc::channel::<u32>();
        let worker = thread::spawn(move || {
            let _sender = sender;
            panic!("before it sent anything");
        });
        assert_eq!(receiver.recv(), Err(RecvError));
        worker.join().unwrap_err();
    });
}

#[test]
fn a_full_channel_makes_its_sender_wait() {
    holds(|| {
        let (sender, receiver) = mpsc::sync_channel(1);
        sender.try_send(1).unwrap();
        assert_eq!(sender.try_send(2), Err(TrySendError::Full(2)));
        let worker = thread::spawn(move || sender.send(3).unwrap());
        assert_eq!(receiver.recv(), Ok(1));
        assert_eq!(receiver.recv(), Ok(3));
        worker.join().unwrap();
    });
    let message = deadlocks(|| {
        let (sender, _receiver) = mpsc::sync_channel(1);
        sender.send(1).unwrap();
        sender.send(2).unwrap();
    });
    assert!(
        message.contains("main waits for room in a channel"),
        "{message}"
    );
}

#[test]
fn a_channel_without_room_hands_over() {
    holds(|| {
        let (sender, receiver) = mpsc::sync_channel(0);
        let worker = thread::spawn(move || sender.send(1).unwrap());
        assert_eq!(receiver.recv(), Ok(1));
        worker.join().unwrap();
    });
    deadlocks(|| {
        let (sender, _receiver) = mpsc::sync_channel(0);
        sender.send(1).unwrap();
    });
    holds(|| {
        let (sender, receiver) = mpsc::sync_channel(0);
        let worker = thread::spawn(move || sender.send(1).map_err(|error| error.0));
        drop(receiver);
        assert_eq!(worker.join().unwrap(), Err(1));
    });
}
