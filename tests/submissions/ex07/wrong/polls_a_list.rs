//! Believes that a shared list is as good as a channel: one thread fills it, and the other looks how long it is.
//!
//! Adds a flag that says that the list is complete, and looks at that every tenth of a second.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_message_arrives_once = "wrong"
//! the_last_sender_ends_it = "wrong"
//! ```

use std::time::Duration;

/// Calls each producer on a thread of its own and returns what was sent.
pub fn collect_all<P>(producers: Vec<P>) -> Vec<u64>
where
    P: FnOnce(Sender<u64>) + Send + 'static,
{
    let (sender, receiver) = mpsc::channel();
    for producer in producers {
        let sender = sender.clone();
        thread::spawn(move || producer(sender));
    }
    drop(sender);
    let list = Arc::new(Mutex::new((Vec::new(), false)));
    let filled = Arc::clone(&list);
    thread::spawn(move || {
        for message in receiver {
            filled.lock().unwrap().0.push(message);
        }
        filled.lock().unwrap().1 = true;
    });
    while !list.lock().unwrap().1 {
        thread::sleep(Duration::from_millis(100));
    }
    let messages = list.lock().unwrap().0.clone();
    messages
}
