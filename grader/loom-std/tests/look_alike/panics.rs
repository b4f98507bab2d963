//! Panics: what reaches `join`, hooks, `panicking`, and what tells a mistake from a race.

use loom_std::panic::{self, AssertUnwindSafe, catch_unwind, resume_unwind};
use loom_std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use loom_std::sync::{Arc, Mutex};
use loom_std::thread;

use super::{fails, holds};

#[test]
fn a_panic_reaches_join_with_its_payload() {
    holds(|| {
        let number = thread::current().name().map_or(0, str::len);
        let worker = thread::spawn(move || -> u32 { panic!("number {number}") });
        let payload = worker.join().unwrap_err();
        assert_eq!(payload.downcast_ref::<String>().unwrap(), "number 4");
        assert_eq!(thread::spawn(|| 4).join().unwrap(), 4);
    });
}

#[test]
fn only_the_thread_that_unwinds_is_panicking() {
    struct Looks(Arc<Mutex<Vec<bool>>>);
    impl Drop for Looks {
        fn drop(&mut self) {
            self.0.lock().unwrap().push(thread::panicking());
        }
    }
    holds(|| {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let looks = Looks(Arc::clone(&seen));
        let worker = thread::spawn(move || {
            let _looks = looks;
            panic!("unwinds");
        });
        assert!(!thread::panicking());
        worker.join().unwrap_err();
        assert_eq!(*seen.lock().unwrap(), [true]);
    });
}

#[test]
fn what_is_caught_is_no_failure_and_can_be_resumed() {
    holds(|| {
        let payload = catch_unwind(|| panic!("first")).unwrap_err();
        assert!(!thread::panicking());
        let again = catch_unwind(AssertUnwindSafe(|| resume_unwind(payload))).unwrap_err();
        assert_eq!(again.downcast_ref::<&str>(), Some(&"first"));
        assert!(!thread::panicking());
    });
}

#[test]
fn a_hook_notes_the_texts_of_its_own_execution() {
    holds(|| {
        let texts = Arc::new(Mutex::new(Vec::new()));
        let theirs = Arc::clone(&texts);
        panic::set_hook(Box::new(move |info| {
            let name = thread::current().name().unwrap_or("nobody").to_owned();
            theirs
                .lock()
                .unwrap()
                .push((name, info.payload_as_str().unwrap().to_owned()));
        }));
        let worker = thread::Builder::new().name("writer".to_owned());
        worker
            .spawn(|| panic!("noted"))
            .unwrap()
            .join()
            .unwrap_err();
        assert_eq!(
            *texts.lock().unwrap(),
            [("writer".to_owned(), "noted".to_owned())]
        );
        let taken = panic::take_hook();
        let _ = catch_unwind(|| panic!("not noted"));
        assert_eq!(texts.lock().unwrap().len(), 1);
        panic::set_hook(taken);
    });
}

#[test]
fn a_failure_says_what_panicked_and_whether_all_executions_fail() {
    let failure = fails(|| {
        let value = thread::spawn(|| 2).join().unwrap();
        assert_eq!(value, 3, "two is not three");
    });
    assert!(failure.always, "{failure:?}");
    let [panic] = &failure.panics[..] else {
        panic!("one panic: {failure:?}")
    };
    assert_eq!(panic.thread, "main");
    assert!(panic.file.ends_with("panics.rs") && panic.line > 0);
    assert!(panic.message.contains("two is not three"));

    let failure = fails(|| {
        let count = Arc::new(AtomicU32::new(0));
        let theirs = Arc::clone(&count);
        let worker = thread::spawn(move || theirs.store(theirs.load(SeqCst) + 1, SeqCst));
        count.store(count.load(SeqCst) + 1, SeqCst);
        worker.join().unwrap();
        assert_eq!(count.load(SeqCst), 2);
    });
    assert!(!failure.always, "{failure:?}");
}

#[test]
fn a_panic_of_a_thread_is_told_with_the_name_of_the_thread() {
    let failure = fails(|| {
        thread::spawn(|| panic!("in a thread")).join().unwrap();
    });
    assert_eq!(failure.panics[0].thread, "worker 1");
    assert_eq!(failure.panics[0].message, "in a thread");
    assert_eq!(failure.panics.len(), 2, "{failure:?}");
}
