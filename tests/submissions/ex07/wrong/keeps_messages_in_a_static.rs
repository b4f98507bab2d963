//! Keeps the messages where everybody can see them, and so the next call finds those of the last.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_message_arrives_once = "wrong"
//! ```

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
    static SEEN: Mutex<Vec<u64>> = Mutex::new(Vec::new());
    for message in receiver {
        SEEN.lock().unwrap().push(message);
    }
    SEEN.lock().unwrap().clone()
}
