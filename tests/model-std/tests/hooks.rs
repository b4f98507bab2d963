//! Panic hooks give the same on the real `std`, in virtual time, and in every execution of a search. A real hook is the
//! process's, and would take the panics of models beside it: so these programs have a process of their own and take turns.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use model_std::model::{Exhaustive, FailureKind, VirtualTime};

/// Defines a test for each program, which is compiled twice.
macro_rules! programs {
    ($($(#[$doc:meta])* fn $name:ident() -> String $body:block)*) => {
        mod real {
            use ::std as lib;
            $(pub fn $name() -> String $body)*
        }
        mod model {
            use ::model_std as lib;
            $(pub fn $name() -> String $body)*
        }
        $($(#[$doc])* #[test] fn $name() { same(real::$name, model::$name); })*
    };
}

fn same(real: fn() -> String, model: fn() -> String) {
    let _turn = crate::turn();
    let before = std::panic::take_hook();
    let expected = std::thread::spawn(real).join();
    std::panic::set_hook(before);
    let expected = expected.expect("the program runs on the real std");
    let results = Arc::new(Mutex::new(BTreeSet::new()));
    let note = results.clone();
    let program = move || {
        let result = model();
        note.lock().unwrap().insert(result);
    };
    let ran = VirtualTime::new().run(program.clone());
    ran.unwrap_or_else(|failure| panic!("{failure}"));
    let explored = Exhaustive::new().run(program);
    assert!(
        explored
            .unwrap_or_else(|failure| panic!("{failure}"))
            .is_complete()
    );
    assert_eq!(*results.lock().unwrap(), BTreeSet::from([expected]));
}

/// Std's hook has a lock, which a hook that never ends must not keep: a test program takes its hook at its end.
#[test]
fn a_hook_that_never_ends_keeps_nothing_of_std() {
    let _turn = crate::turn();
    let programs: [fn(); 2] = [
        || {
            let lock = Arc::new(model_std::sync::Mutex::new(0));
            let theirs = lock.clone();
            model_std::panic::set_hook(Box::new(move |_| *theirs.lock().unwrap() += 1));
            let _guard = lock.lock();
            panic!("with the lock held");
        },
        || {
            model_std::panic::set_hook(Box::new(|_| panic!("in the hook")));
            panic!("first");
        },
    ];
    for program in programs {
        let failed = VirtualTime::new().run(program);
        assert_ne!(failed.unwrap_err().kind, FailureKind::Panic);
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            std::panic::set_hook(std::panic::take_hook());
            tell.send(()).unwrap();
        });
        let waited = told.recv_timeout(std::time::Duration::from_secs(60));
        assert!(waited.is_ok(), "the lock of std's hook is still held");
    }
}

programs! {
    fn a_hook_notes_the_text_under_its_threads_id() -> String {
        use lib::collections::HashMap;
        use lib::sync::{Arc, Mutex};
        let texts = Arc::new(Mutex::new(HashMap::new()));
        let before = lib::panic::take_hook();
        let notes = texts.clone();
        lib::panic::set_hook(Box::new(move |info| {
            let text = info.payload_as_str().unwrap_or("no text").to_string();
            let line = info.location().is_some_and(|at| at.line() > 0 && at.file().ends_with("hooks.rs"));
            let told = format!("{text} {line} {}", lib::thread::panicking());
            notes.lock().unwrap().insert(lib::thread::current().id(), told);
        }));
        let tasks: [fn(); 3] = [|| panic!("first"), || (), || lib::panic::panic_any(7)];
        let handles = tasks.map(lib::thread::spawn);
        let told = handles.map(|handle| {
            let id = handle.thread().id();
            handle.join().map_err(|_| texts.lock().unwrap().remove(&id).unwrap())
        });
        lib::panic::set_hook(before);
        format!("{told:?}")
    }

    fn a_hook_is_called_before_unwinding_and_not_for_resuming() -> String {
        use lib::sync::{Arc, Mutex};
        struct Tells(Arc<Mutex<Vec<&'static str>>>);
        impl Drop for Tells {
            fn drop(&mut self) {
                self.0.lock().unwrap().push("drop");
            }
        }
        let events = Arc::new(Mutex::new(Vec::new()));
        let notes = events.clone();
        let before = lib::panic::take_hook();
        lib::panic::set_hook(Box::new(move |_| notes.lock().unwrap().push("hook")));
        let caught = lib::panic::catch_unwind(lib::panic::AssertUnwindSafe(|| {
            let _tells = Tells(events.clone());
            panic!("x");
        }));
        events.lock().unwrap().push("caught");
        let payload = lib::panic::AssertUnwindSafe(caught.unwrap_err());
        let again = lib::panic::catch_unwind(move || lib::panic::resume_unwind({ payload }.0));
        let calls = events.lock().unwrap().clone();
        lib::panic::set_hook(before);
        format!("{calls:?} {} {}", again.is_err(), lib::thread::panicking())
    }

    fn a_hook_that_is_taken_can_be_called_and_put_on_top_of() -> String {
        use lib::sync::{Arc, Mutex};
        let events = Arc::new(Mutex::new(Vec::new()));
        let before = lib::panic::take_hook();
        let notes = events.clone();
        lib::panic::set_hook(Box::new(move |_| notes.lock().unwrap().push("inner")));
        let inner = lib::panic::take_hook();
        let notes = events.clone();
        lib::panic::set_hook(Box::new(move |info| {
            notes.lock().unwrap().push("outer");
            inner(info);
        }));
        let _ = lib::thread::spawn(|| panic!("x")).join();
        lib::panic::set_hook(before);
        let events = events.lock().unwrap().clone();
        format!("{events:?}")
    }

    /// A lock that is held while its holder panics is held while the hook runs, and poisoned afterwards.
    fn a_hook_finds_the_locks_of_its_thread_held() -> String {
        use lib::sync::{Arc, Mutex};
        let lock = Arc::new(Mutex::new(Vec::new()));
        let before = lib::panic::take_hook();
        let (theirs, seen) = (lock.clone(), Arc::new(Mutex::new(Vec::new())));
        let notes = seen.clone();
        lib::panic::set_hook(Box::new(move |_| notes.lock().unwrap().push(theirs.try_lock().is_err())));
        let theirs = lock.clone();
        let _ = lib::thread::spawn(move || {
            theirs.lock().unwrap().push(1);
            let _guard = theirs.lock();
            panic!("x");
        }).join();
        lib::panic::set_hook(before);
        format!("{:?} {} {}", seen.lock().unwrap(), lock.is_poisoned(), seen.is_poisoned())
    }

    fn a_panicking_thread_may_not_set_a_hook() -> String {
        struct Sets(lib::sync::Arc<lib::sync::Mutex<Vec<bool>>>);
        impl Drop for Sets {
            fn drop(&mut self) {
                let set = lib::panic::catch_unwind(|| lib::panic::set_hook(Box::new(|_| ())));
                self.0.lock().unwrap().push(set.is_err());
            }
        }
        let seen = lib::sync::Arc::new(lib::sync::Mutex::new(Vec::new()));
        let sets = Sets(seen.clone());
        let _ = lib::thread::spawn(move || {
            let _sets = sets;
            panic!("x");
        }).join();
        let seen = seen.lock().unwrap().clone();
        format!("{seen:?}")
    }
}
