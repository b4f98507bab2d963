//! Threads: names, handles, scopes, parking, thread-local values.

use super::parity;

parity! {
    everywhere fn join_gives_the_value() -> String {
        let handle = lib::thread::spawn(|| 6 * 7);
        format!("{:?}", handle.join().unwrap())
    }

    everywhere fn join_of_a_panicking_thread_gives_its_payload() -> String {
        let text = lib::thread::spawn(|| panic!("plain")).join().unwrap_err();
        let formatted = lib::thread::spawn(|| panic!("number {}", 7)).join().unwrap_err();
        let value = lib::thread::spawn(|| lib::panic::panic_any(41_u8)).join().unwrap_err();
        format!(
            "{:?} {:?} {:?}",
            text.downcast_ref::<&str>(),
            formatted.downcast_ref::<String>(),
            value.downcast_ref::<u8>(),
        )
    }

    everywhere fn builder_names_its_thread() -> String {
        let body = || lib::thread::current().name().map(str::to_owned);
        let named = lib::thread::Builder::new().name("baker".to_owned()).stack_size(1 << 18).spawn(body).unwrap();
        let outside = named.thread().name().map(str::to_owned);
        let unnamed = lib::thread::spawn(body);
        format!("{outside:?} {:?} {:?}", named.join().unwrap(), unnamed.join().unwrap())
    }

    everywhere fn ids_are_distinct_and_stable() -> String {
        let mine = lib::thread::current().id();
        let other = lib::thread::spawn(|| lib::thread::current().id());
        let seen_from_here = other.thread().id();
        let theirs = other.join().unwrap();
        format!("{} {} {}", mine == lib::thread::current().id(), mine == theirs, seen_from_here == theirs)
    }

    everywhere fn is_finished_after_join_of_what_it_waited_for() -> String {
        let gate = lib::sync::Arc::new(lib::sync::Mutex::new(()));
        let held = gate.lock().unwrap();
        let theirs = gate.clone();
        let handle = lib::thread::spawn(move || drop(theirs.lock()));
        let before = handle.is_finished();
        drop(held);
        while !handle.is_finished() {
            lib::thread::yield_now();
        }
        format!("{before} {}", handle.is_finished())
    }

    everywhere fn scoped_threads_borrow_and_are_joined() -> String {
        let mut numbers = vec![1, 2];
        let total = lib::sync::atomic::AtomicU32::new(0);
        let length = lib::thread::scope(|scope| {
            scope.spawn(|| numbers.push(3));
            let counted = scope.spawn(|| total.fetch_add(5, lib::sync::atomic::Ordering::SeqCst));
            counted.join().unwrap()
        });
        format!("{numbers:?} {total:?} {length}")
    }

    everywhere fn a_scope_spawns_from_inside_its_threads() -> String {
        let total = lib::sync::Mutex::new(0);
        lib::thread::scope(|scope| {
            scope.spawn(|| {
                *total.lock().unwrap() += 1;
                lib::thread::Builder::new().name("inner".into()).spawn_scoped(scope, || *total.lock().unwrap() += 2).unwrap();
            });
        });
        format!("{:?}", total.into_inner().unwrap())
    }

    everywhere fn a_scope_panics_for_an_unjoined_panic_and_not_for_a_joined_one() -> String {
        let joined = lib::panic::catch_unwind(|| {
            lib::thread::scope(|scope| scope.spawn(|| panic!("seen")).join().is_err())
        });
        let unjoined = lib::panic::catch_unwind(|| lib::thread::scope(|scope| { scope.spawn(|| panic!("unseen")); }));
        format!("{:?} {:?}", joined.unwrap(), unjoined.unwrap_err().downcast_ref::<&str>())
    }

    everywhere fn a_scope_waits_even_if_its_closure_panics() -> String {
        let done = lib::sync::atomic::AtomicBool::new(false);
        let result = lib::panic::catch_unwind(lib::panic::AssertUnwindSafe(|| {
            lib::thread::scope(|scope| {
                scope.spawn(|| done.store(true, lib::sync::atomic::Ordering::SeqCst));
                panic!("closure");
            })
        }));
        let said = result.map(|()| "no panic").unwrap_or_else(|payload| *payload.downcast::<&str>().unwrap());
        format!("{done:?} {said}")
    }

    everywhere fn unpark_before_park_is_not_lost() -> String {
        lib::thread::current().unpark();
        lib::thread::current().unpark();
        lib::thread::park();
        lib::thread::park_timeout(lib::time::Duration::from_millis(1));
        "both returned".to_owned()
    }

    everywhere fn park_waits_for_a_flag() -> String {
        let flag = lib::sync::Arc::new(lib::sync::atomic::AtomicBool::new(false));
        let theirs = flag.clone();
        let parked = lib::thread::spawn(move || {
            while !theirs.load(lib::sync::atomic::Ordering::Acquire) {
                lib::thread::park();
            }
            "woken"
        });
        flag.store(true, lib::sync::atomic::Ordering::Release);
        parked.thread().unpark();
        parked.join().unwrap().to_owned()
    }

    everywhere fn thread_locals_are_one_for_each_thread() -> String {
        use ::std::cell::{Cell, RefCell};
        lib::thread_local! {
            static COUNT: Cell<u32> = const { Cell::new(10) };
            pub static NAMES: RefCell<Vec<u32>> = RefCell::new(vec![1]);
        }
        COUNT.set(11);
        NAMES.with_borrow_mut(|names| names.push(2));
        let theirs = lib::thread::spawn(|| (COUNT.replace(5), COUNT.get(), NAMES.take(), NAMES.replace(vec![9]))).join();
        format!("{:?} {:?} {:?} {:?}", theirs.unwrap(), COUNT.take(), NAMES.with_borrow(Vec::clone), COUNT.get())
    }

    everywhere fn thread_locals_are_destroyed_before_join_returns() -> String {
        use lib::sync::{Arc, Mutex};
        struct Tells(Arc<Mutex<Vec<&'static str>>>, &'static str);
        impl Drop for Tells {
            fn drop(&mut self) {
                self.0.lock().unwrap().push(self.1);
            }
        }
        lib::thread_local! {
            static FIRST: ::std::cell::RefCell<Option<Tells>> = const { ::std::cell::RefCell::new(None) };
            static SECOND: ::std::cell::RefCell<Option<Tells>> = const { ::std::cell::RefCell::new(None) };
        }
        let told = Arc::new(Mutex::new(Vec::new()));
        let theirs = told.clone();
        lib::thread::spawn(move || {
            FIRST.set(Some(Tells(theirs.clone(), "first")));
            SECOND.set(Some(Tells(theirs.clone(), "second")));
            theirs.lock().unwrap().push("body");
        })
        .join()
        .unwrap();
        let mut told = told.lock().unwrap().clone();
        told[1..].sort_unstable();
        format!("{told:?}")
    }

    everywhere fn a_thread_local_is_gone_in_its_own_destructor() -> String {
        use lib::sync::atomic::{AtomicU32, Ordering::SeqCst};
        struct Looks(lib::sync::Arc<AtomicU32>);
        impl Drop for Looks {
            fn drop(&mut self) {
                let found = ITSELF.try_with(|_| ()).is_ok();
                let plain = PLAIN.try_with(|value| value.get()).unwrap_or(0);
                self.0.store(100 * u32::from(found) + plain, SeqCst);
            }
        }
        lib::thread_local! {
            static ITSELF: ::std::cell::RefCell<Option<Looks>> = const { ::std::cell::RefCell::new(None) };
            static PLAIN: ::std::cell::Cell<u32> = const { ::std::cell::Cell::new(7) };
        }
        let seen = lib::sync::Arc::new(AtomicU32::new(55));
        let theirs = seen.clone();
        lib::thread::spawn(move || {
            PLAIN.set(8);
            ITSELF.with_borrow_mut(|slot| *slot = Some(Looks(theirs)));
        })
        .join()
        .unwrap();
        format!("{seen:?}")
    }

    once fn available_parallelism_is_at_least_one() -> String {
        format!("{}", lib::thread::available_parallelism().is_ok_and(|count| count.get() >= 1))
    }

    everywhere fn an_unchecked_thread_may_borrow() -> String {
        let mut numbers = vec![1];
        let borrowed = &mut numbers;
        // SAFETY: the thread is joined before `numbers` is used again.
        let worker = unsafe { lib::thread::Builder::new().name("b".into()).spawn_unchecked(move || borrowed.push(2)) };
        worker.unwrap().join().unwrap();
        format!("{numbers:?}")
    }

    everywhere fn a_scope_is_printed_as_std_prints_it() -> String {
        lib::thread::scope(|scope| {
            let before = format!("{scope:?}");
            let _ = scope.spawn(|| ()).join();
            let after = format!("{scope:?}");
            [before, after].map(|shown| shown.split(", main_thread").next().map(ToOwned::to_owned))
        })
        .iter()
        .map(|shown| format!("{shown:?}"))
        .collect()
    }

    everywhere fn a_name_with_a_zero_in_it_is_refused() -> String {
        let builder = lib::thread::Builder::new().name("a\0b".into());
        let panicked = lib::panic::catch_unwind(lib::panic::AssertUnwindSafe(|| builder.spawn(|| ()).map(drop)));
        let payload = panicked.unwrap_err();
        let text = payload.downcast_ref::<&str>().map(ToString::to_string);
        text.or(payload.downcast_ref::<String>().cloned()).unwrap().split(':').next().unwrap().to_owned()
    }

    everywhere fn handles_are_printed_without_what_is_in_them() -> String {
        let worker = lib::thread::spawn(|| ());
        let shown = format!("{worker:?}");
        worker.join().unwrap();
        format!("{shown} {:?}", lib::thread::Builder::new().name("n".into()).name("m".into()).spawn(|| 1).unwrap().join())
    }

    everywhere fn setting_a_thread_local_skips_its_initialiser() -> String {
        use ::std::cell::{Cell, RefCell};
        lib::thread_local! {
            static PLAIN: Cell<u8> = panic!("not to be run");
            static SHARED: RefCell<u8> = panic!("not to be run");
        }
        PLAIN.set(1);
        SHARED.set(2);
        PLAIN.set(PLAIN.get() + 10);
        SHARED.set(SHARED.take() + 20);
        format!("{} {}", PLAIN.get(), SHARED.with_borrow(|value| *value))
    }
}
