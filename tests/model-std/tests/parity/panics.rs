//! Catching, resuming, and what a destructor sees while its thread unwinds.

use super::parity;

parity! {
    everywhere fn a_caught_panic_can_be_resumed() -> String {
        let outer = lib::panic::catch_unwind(|| {
            let inner = lib::panic::catch_unwind(|| panic!("inner")).unwrap_err();
            lib::panic::resume_unwind(inner);
        });
        let joined = lib::thread::spawn(|| lib::panic::resume_unwind(Box::new(5_u8))).join();
        format!("{:?} {:?}", outer.unwrap_err().downcast_ref::<&str>(), joined.unwrap_err().downcast_ref::<u8>())
    }

    everywhere fn panicking_is_true_only_while_unwinding() -> String {
        use lib::sync::Mutex;
        struct Notes<'a>(&'a Mutex<Vec<bool>>);
        impl Drop for Notes<'_> {
            fn drop(&mut self) {
                let panicking = lib::thread::panicking();
                self.0.lock().unwrap().push(panicking);
            }
        }
        let seen = Mutex::new(Vec::new());
        drop(Notes(&seen));
        let _ = lib::panic::catch_unwind(|| {
            let _notes = Notes(&seen);
            panic!("unwind");
        });
        drop(Notes(&seen));
        let seen = seen.into_inner().unwrap();
        format!("{seen:?} {}", lib::thread::panicking())
    }

    /// Another thread runs while this one is in the middle of unwinding.
    everywhere fn one_threads_unwinding_is_not_anothers() -> String {
        struct Waits(Option<lib::thread::JoinHandle<bool>>, lib::sync::Arc<lib::sync::Mutex<bool>>);
        impl Drop for Waits {
            fn drop(&mut self) {
                let theirs = self.0.take().unwrap().join().unwrap();
                *self.1.lock().unwrap() = theirs;
            }
        }
        let saw = lib::sync::Arc::new(lib::sync::Mutex::new(true));
        let other = lib::thread::spawn(lib::thread::panicking);
        let waits = Waits(Some(other), saw.clone());
        let ended = lib::thread::spawn(move || {
            let _waits = waits;
            panic!("unwinding");
        })
        .join();
        format!("{} {:?}", ended.is_err(), saw.lock().map(|saw| *saw).unwrap())
    }

    everywhere fn both_of_two_threads_may_panic() -> String {
        let workers = [1, 2].map(|number: u8| lib::thread::spawn(move || { lib::panic::panic_any(number) }));
        let ends: Vec<_> = workers.into_iter().map(|worker: lib::thread::JoinHandle<()>| {
            worker.join().unwrap_err().downcast_ref::<u8>().copied()
        }).collect();
        format!("{ends:?}")
    }
}
