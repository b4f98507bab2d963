//! `mpsc`: order, capacity, iterators, every error, and how they are printed.

use super::parity;

parity! {
    everywhere fn messages_of_one_sender_keep_their_order() -> String {
        let (sender, receiver) = lib::sync::mpsc::channel();
        let worker = lib::thread::spawn(move || (1..=3).for_each(|number| sender.send(number).unwrap()));
        let got: Vec<i32> = receiver.iter().collect();
        worker.join().unwrap();
        format!("{got:?} {:?}", receiver.recv())
    }

    everywhere fn iteration_ends_when_the_last_clone_is_gone() -> String {
        let (sender, receiver) = lib::sync::mpsc::channel();
        let other = sender.clone();
        let first = lib::thread::spawn(move || sender.send(1).unwrap());
        let second = lib::thread::spawn(move || other.send(2).unwrap());
        let mut got: Vec<i32> = receiver.into_iter().collect();
        got.sort_unstable();
        first.join().unwrap();
        second.join().unwrap();
        format!("{got:?}")
    }

    everywhere fn every_receiving_error_is_std_s() -> String {
        let (sender, receiver) = lib::sync::mpsc::channel::<u8>();
        let brief = lib::time::Duration::from_millis(1);
        let mut log = vec![
            format!("{:?}", receiver.try_recv()),
            format!("{:?}", receiver.recv_timeout(brief)),
            format!("{:?}", receiver.try_iter().next()),
        ];
        sender.send(1).unwrap();
        drop(sender);
        log.push(format!("{:?} {:?}", receiver.recv_timeout(brief), receiver.recv_timeout(brief)));
        log.push(format!("{:?} {:?}", receiver.try_recv(), receiver.recv()));
        log.push(format!("{} {}", receiver.recv().unwrap_err(), receiver.try_recv().unwrap_err()));
        log.push(format!("{}", receiver.recv_timeout(brief).unwrap_err()));
        format!("{log:?}")
    }

    everywhere fn every_sending_error_is_std_s_and_holds_the_message() -> String {
        let (sender, receiver) = lib::sync::mpsc::channel();
        sender.send("kept").unwrap();
        drop(receiver);
        let error = sender.send("lost").unwrap_err();
        let (bounded, end) = lib::sync::mpsc::sync_channel(1);
        bounded.try_send(1).unwrap();
        let full = bounded.try_send(2).unwrap_err();
        drop(end);
        let gone = bounded.try_send(3).unwrap_err();
        format!("{error:?} {error} {} {full:?} {full} {gone:?} {gone} {:?}", error.0, bounded.send(4))
    }

    everywhere fn the_ends_are_printed_as_std_prints_them() -> String {
        let (sender, receiver) = lib::sync::mpsc::channel::<u8>();
        let (bounded, _end) = lib::sync::mpsc::sync_channel::<u8>(1);
        format!("{sender:?} {receiver:?} {bounded:?}")
    }

    everywhere fn a_bounded_channel_holds_as_many_as_it_says() -> String {
        let (sender, receiver) = lib::sync::mpsc::sync_channel(2);
        let room: Vec<bool> = (0..3).map(|number| sender.try_send(number).is_ok()).collect();
        let got: Vec<i32> = receiver.try_iter().collect();
        format!("{room:?} {got:?} {:?}", sender.try_send(9))
    }

    everywhere fn a_full_channel_makes_the_sender_wait() -> String {
        let (sender, receiver) = lib::sync::mpsc::sync_channel(1);
        let worker = lib::thread::spawn(move || (0..3).map(|number| sender.send(number).is_ok()).collect::<Vec<_>>());
        let got: Vec<i32> = receiver.iter().collect();
        format!("{got:?} {:?}", worker.join().unwrap())
    }

    everywhere fn a_rendezvous_hands_over() -> String {
        let (sender, receiver) = lib::sync::mpsc::sync_channel(0);
        let nobody_there = sender.try_send(0);
        let worker = lib::thread::spawn(move || (1..=2).map(|number| sender.send(number).is_ok()).collect::<Vec<_>>());
        let got: Vec<i32> = receiver.into_iter().collect();
        format!("{nobody_there:?} {got:?} {:?}", worker.join().unwrap())
    }

    everywhere fn a_rendezvous_send_gets_its_message_back_if_the_receiver_goes() -> String {
        let (sender, receiver) = lib::sync::mpsc::sync_channel(0);
        let worker = lib::thread::spawn(move || sender.send(5));
        drop(receiver);
        format!("{:?}", worker.join().unwrap())
    }

    everywhere fn undelivered_messages_are_dropped_with_the_receiver() -> String {
        let message = lib::sync::Arc::new(());
        let (sender, receiver) = lib::sync::mpsc::channel();
        sender.send(message.clone()).unwrap();
        sender.send(message.clone()).unwrap();
        let before = lib::sync::Arc::strong_count(&message);
        drop(receiver);
        format!("{before} {}", lib::sync::Arc::strong_count(&message))
    }

    everywhere fn a_channel_carries_senders() -> String {
        let (requests, inbox) = lib::sync::mpsc::channel::<lib::sync::mpsc::Sender<u32>>();
        let server = lib::thread::spawn(move || inbox.iter().for_each(|reply| reply.send(7).unwrap()));
        let (reply, answer) = lib::sync::mpsc::channel();
        requests.send(reply).unwrap();
        let got = (answer.recv(), answer.recv());
        drop(requests);
        server.join().unwrap();
        format!("{got:?}")
    }

    everywhere fn a_receiver_is_shared_under_a_mutex() -> String {
        let (sender, receiver) = lib::sync::mpsc::channel();
        let receiver = lib::sync::Mutex::new(receiver);
        (1..=2).for_each(|number| sender.send(number).unwrap());
        drop(sender);
        let total: i32 = lib::thread::scope(|scope| {
            let take = || receiver.lock().unwrap().recv().unwrap();
            let handles = [scope.spawn(take), scope.spawn(take)];
            handles.map(|handle| handle.join().unwrap()).iter().sum()
        });
        format!("{total}")
    }
}
