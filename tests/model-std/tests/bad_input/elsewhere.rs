//! Model types in the hands of OS threads that the model did not start, as a dependency with threads of its own has them,
//! and in the hands of a later execution.

use real::fmt::Write as _;
use real::panic::{AssertUnwindSafe, catch_unwind};
use real::string::String;

use std::model;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

/// What `f` panics with in a real thread.
fn said_elsewhere(f: impl FnOnce() + Send) -> String {
    real::thread::scope(|scope| {
        let panicked = scope
            .spawn(|| catch_unwind(AssertUnwindSafe(f)))
            .join()
            .unwrap();
        let payload = panicked.expect_err("it cannot work there");
        let text = payload.downcast_ref::<&str>().map(ToString::to_string);
        text.or(payload.downcast_ref::<String>().cloned())
            .expect("the panic has a message")
    })
}

#[test]
fn an_end_of_a_channel_is_not_used_by_another_os_thread() {
    model::virtual_time(|| {
        let (sender, receiver) = mpsc::channel::<u32>();
        assert!(said_elsewhere(|| _ = sender.send(1)).contains("outside a model"));
        let said = said_elsewhere(|| drop(sender.clone()));
        assert!(
            said.contains("was cloned by a thread that the model did not start"),
            "{said}"
        );
        let said = said_elsewhere(|| drop(sender));
        assert!(
            said.contains("was dropped by a thread") && said.contains("a channel of the real std"),
            "{said}"
        );
        let (sender, theirs) = mpsc::sync_channel::<String>(3);
        sender.send(String::from("undelivered")).unwrap();
        let said = said_elsewhere(|| drop(theirs));
        assert!(said.contains("was dropped by a thread"), "{said}");
        assert!(said_elsewhere(|| drop(sender.clone())).contains("was cloned"));
        drop((sender, receiver));
    });
}

#[test]
fn nothing_of_a_running_model_works_in_another_os_thread() {
    model::virtual_time(|| {
        let lock = Arc::new(Mutex::new(1));
        let count = AtomicU32::new(1);
        count.store(2, SeqCst);
        let handle = thread::spawn(|| 3);
        let here = thread::current();
        for said in [
            said_elsewhere(|| drop(lock.lock())),
            said_elsewhere(|| _ = count.load(SeqCst)),
            said_elsewhere(|| here.unpark()),
            said_elsewhere(|| drop(handle.join())),
            said_elsewhere(|| drop(thread::spawn(|| ()))),
        ] {
            assert!(said.contains("outside a model"), "{said}");
        }
        thread::scope(|scope| {
            assert!(said_elsewhere(|| drop(scope.spawn(|| ()))).contains("outside a model"));
            let mut text = String::new();
            real::thread::scope(|real| {
                real.spawn(|| write!(text, "{scope:?} {lock:?}").unwrap());
            });
            assert!(text.starts_with("Scope { .. } Mutex"), "{text}");
        });
    });
}

#[test]
fn a_channel_that_has_left_its_model_may_be_cloned_and_dropped_anywhere() {
    let kept = real::sync::Arc::new(real::sync::Mutex::new(None));
    let keep = kept.clone();
    model::virtual_time(move || {
        let (sender, receiver) = mpsc::channel();
        sender.send(String::from("undelivered")).unwrap();
        *keep.lock().unwrap() = Some((sender, receiver));
    });
    let (sender, receiver) = kept.lock().unwrap().take().unwrap();
    real::thread::spawn(move || drop((sender.clone(), sender, receiver)))
        .join()
        .unwrap();
}

#[test]
fn a_handle_is_of_no_use_to_a_later_execution() {
    type Handles = (thread::JoinHandle<i32>, thread::Thread);
    let uses: [fn(Handles); 3] = [
        |(handle, _)| _ = handle.join(),
        |(handle, _)| _ = handle.is_finished(),
        |(_, thread)| thread.unpark(),
    ];
    for use_it in uses {
        let kept = real::sync::Arc::new(real::sync::Mutex::new(None));
        let keep = kept.clone();
        model::virtual_time(move || {
            *keep.lock().unwrap() = Some((thread::spawn(|| 3), thread::current()));
        });
        let later = model::VirtualTime::new().run(move || {
            let handles = kept.lock().unwrap().take();
            use_it(handles.unwrap());
        });
        let failure = later.expect_err("the thread is gone");
        assert!(
            failure.message.contains("an execution that is over"),
            "{failure}"
        );
    }
}
