//! `Mutex` and `RwLock`: values, poisoning, errors, and how they are printed.

use super::parity;

parity! {
    everywhere fn a_mutex_gives_its_value_to_its_owner() -> String {
        let mut mutex = lib::sync::Mutex::new(vec![1]);
        mutex.get_mut().unwrap().push(2);
        mutex.lock().unwrap().push(3);
        let shown = format!("{mutex:?}");
        format!("{shown} {:?}", mutex.into_inner().unwrap())
    }

    everywhere fn a_mutex_is_printed_as_std_prints_it() -> String {
        let mutex = lib::sync::Mutex::new(5);
        let free = format!("{mutex:?} {mutex:#?}");
        let guard = mutex.lock().unwrap();
        let held = format!("{mutex:?} {guard:?} {guard}");
        drop(guard);
        let _ = lib::panic::catch_unwind(|| {
            let _guard = mutex.lock().unwrap();
            panic!("poison");
        });
        format!("{free} {held} {mutex:?} {:?} {:?}", lib::sync::Mutex::<u8>::default(), lib::sync::Mutex::from("x"))
    }

    everywhere fn try_lock_of_a_held_mutex_would_block() -> String {
        let mutex = lib::sync::Mutex::new(5);
        let guard = mutex.lock().unwrap();
        let error = mutex.try_lock().unwrap_err();
        let said = format!("{error:?} {error}");
        drop(guard);
        format!("{said} {:?}", mutex.try_lock().map(|guard| *guard).ok())
    }

    everywhere fn a_panic_poisons_a_mutex_until_it_is_cleared() -> String {
        use lib::sync::{Arc, Mutex};
        let mutex = Arc::new(Mutex::new(1));
        let theirs = mutex.clone();
        let ended = lib::thread::spawn(move || {
            *theirs.lock().unwrap() = 2;
            let _guard = theirs.lock().unwrap();
            panic!("with the guard");
        })
        .join();
        let mut log = vec![format!("{} {}", ended.is_err(), mutex.is_poisoned())];
        let error = mutex.lock().unwrap_err();
        log.push(format!("{error:?} {error} {}", **error.get_ref()));
        drop(error);
        log.push(format!("{:?}", mutex.try_lock().map(|_| ()).unwrap_err()));
        *mutex.lock().unwrap_or_else(lib::sync::PoisonError::into_inner) = 3;
        mutex.clear_poison();
        log.push(format!("{} {:?}", mutex.is_poisoned(), mutex.lock()));
        format!("{log:?}")
    }

    everywhere fn a_poisoned_mutex_gives_its_value_as_an_error() -> String {
        let mut mutex = lib::sync::Mutex::new(1);
        let _ = lib::panic::catch_unwind(lib::panic::AssertUnwindSafe(|| {
            let _guard = mutex.lock();
            panic!("poison");
        }));
        let got = mutex.get_mut().map(|value| *value).map_err(|error| *error.into_inner());
        format!("{got:?} {:?}", mutex.into_inner().map_err(lib::sync::PoisonError::into_inner))
    }

    everywhere fn a_guard_made_and_dropped_while_unwinding_does_not_poison() -> String {
        struct Locks<'a>(&'a lib::sync::Mutex<u32>);
        impl Drop for Locks<'_> {
            fn drop(&mut self) {
                *self.0.lock().unwrap() += 1;
            }
        }
        let mutex = lib::sync::Mutex::new(0);
        let _ = lib::panic::catch_unwind(|| {
            let _locks = Locks(&mutex);
            panic!("unwind");
        });
        format!("{mutex:?}")
    }

    everywhere fn an_unsized_value_can_be_locked() -> String {
        use lib::sync::{Arc, Mutex};
        let slice: Arc<Mutex<[u8]>> = Arc::new(Mutex::new([1, 2, 3]));
        slice.lock().unwrap()[1] = 9;
        let error: Arc<Mutex<dyn ::std::fmt::Debug + Send>> = Arc::new(Mutex::new("boxed"));
        format!("{slice:?} {error:?}")
    }

    everywhere fn a_rwlock_is_printed_as_std_prints_it() -> String {
        let lock = lib::sync::RwLock::new(5);
        let free = format!("{lock:?}");
        let reader = lock.read().unwrap();
        let read = format!("{lock:?} {reader:?} {reader}");
        drop(reader);
        let writer = lock.write().unwrap();
        let written = format!("{lock:?} {writer:?} {writer}");
        drop(writer);
        format!("{free} {read} {written} {:?}", lib::sync::RwLock::<String>::default())
    }

    everywhere fn readers_share_and_writers_do_not() -> String {
        let mut lock = lib::sync::RwLock::new(vec![1]);
        lock.get_mut().unwrap().push(2);
        let first = lock.read().unwrap();
        let both = lock.try_read().is_ok();
        let writer = format!("{:?}", lock.try_write().map(|_| ()).unwrap_err());
        drop(first);
        let held = lock.write().unwrap();
        let reader = format!("{:?}", lock.try_read().map(|_| ()).unwrap_err());
        drop(held);
        format!("{both} {writer} {reader} {:?}", lock.into_inner().unwrap())
    }

    everywhere fn only_a_writers_panic_poisons_a_rwlock() -> String {
        let lock = lib::sync::RwLock::new(1);
        let _ = lib::panic::catch_unwind(|| {
            let _guard = lock.read().unwrap();
            panic!("reading");
        });
        let after_reader = lock.is_poisoned();
        let _ = lib::panic::catch_unwind(|| {
            let _guard = lock.write().unwrap();
            panic!("writing");
        });
        let after_writer = format!("{} {:?} {:?}", lock.is_poisoned(), lock.read().is_err(), lock.try_write().is_err());
        lock.clear_poison();
        format!("{after_reader} {after_writer} {:?}", lock.into_inner())
    }

    everywhere fn two_threads_add_under_a_lock() -> String {
        let total = lib::sync::Mutex::new(0);
        let shared = lib::sync::RwLock::new(0);
        lib::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    *total.lock().unwrap() += 1;
                    *shared.write().unwrap() += 2;
                });
            }
        });
        format!("{total:?} {shared:?}")
    }

    everywhere fn a_downgraded_guard_reads_and_lets_others_read() -> String {
        use lib::sync::{RwLock, RwLockWriteGuard};
        let lock = RwLock::new(1);
        let mut guard = lock.write().unwrap();
        *guard = 2;
        let refused = lock.try_read().is_err();
        let guard = RwLockWriteGuard::downgrade(guard);
        let shared = lock.try_read().map(|other| *other).ok();
        let writer = lock.try_write().is_err();
        let seen = *guard;
        drop(guard);
        format!("{refused} {shared:?} {writer} {seen} {}", lock.try_write().is_ok())
    }

    everywhere fn no_writer_comes_between_a_write_and_its_downgrade() -> String {
        use lib::sync::{RwLock, RwLockWriteGuard};
        let lock = RwLock::new(0);
        let kept = lib::thread::scope(|scope| {
            scope.spawn(|| *lock.write().unwrap() += 10);
            let mut guard = lock.write().unwrap();
            *guard += 1;
            let written = *guard;
            let guard = RwLockWriteGuard::downgrade(guard);
            written == *guard
        });
        format!("{kept} {lock:?}")
    }
}
