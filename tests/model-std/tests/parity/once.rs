//! `Once`, `OnceLock` and `LazyLock`.

use super::parity;

parity! {
    everywhere fn once_runs_once() -> String {
        let once = lib::sync::Once::new();
        let count = lib::sync::atomic::AtomicU32::new(0);
        let call = || once.call_once(|| { count.fetch_add(1, lib::sync::atomic::Ordering::SeqCst); });
        let before = once.is_completed();
        lib::thread::scope(|scope| {
            scope.spawn(call);
            call();
        });
        format!("{before} {} {count:?} {once:?}", once.is_completed())
    }

    everywhere fn a_panicking_once_is_poisoned_until_forced() -> String {
        let once = lib::sync::Once::new();
        let attempt = || lib::panic::catch_unwind(lib::panic::AssertUnwindSafe(|| once.call_once(|| panic!("first"))));
        let first = *attempt().unwrap_err().downcast::<&str>().unwrap();
        let second = attempt().unwrap_err();
        let second = second.downcast_ref::<&str>().map(|said| (*said).to_owned())
            .or_else(|| second.downcast_ref::<String>().cloned());
        let mut poisoned = false;
        once.call_once_force(|state| poisoned = state.is_poisoned());
        let mut ran_again = false;
        once.call_once(|| ran_again = true);
        format!("{first} {second:?} {poisoned} {ran_again} {}", once.is_completed())
    }

    everywhere fn waiting_for_a_poisoned_once_panics_until_it_is_done() -> String {
        use lib::panic::{AssertUnwindSafe, catch_unwind};
        let once = lib::sync::Once::new();
        let _ = catch_unwind(AssertUnwindSafe(|| once.call_once(|| panic!("no"))));
        let waited = catch_unwind(AssertUnwindSafe(|| once.wait())).unwrap_err();
        let said = waited.downcast_ref::<&str>().map(ToString::to_string);
        let said = said.or(waited.downcast_ref::<String>().cloned());
        lib::thread::scope(|scope| {
            scope.spawn(|| once.call_once_force(|_| ()));
            once.wait_force();
        });
        once.wait();
        format!("{} {}", said.is_some(), once.is_completed())
    }

    everywhere fn waiting_for_a_once_returns_when_it_is_done() -> String {
        let once = lib::sync::Once::new();
        lib::thread::scope(|scope| {
            scope.spawn(|| once.call_once(|| {}));
            once.wait();
        });
        format!("{}", once.is_completed())
    }

    everywhere fn a_once_lock_is_set_once() -> String {
        use lib::sync::OnceLock;
        let mut lock = OnceLock::new();
        let mut log = vec![format!("{lock:?} {:?}", lock.get()), format!("{:?}", lock.get_mut())];
        log.push(format!("{:?} {:?}", lock.set(1), lock.set(2)));
        log.push(format!("{} {lock:?} {:?}", lock.get_or_init(|| 3), lock.clone()));
        *lock.get_mut().unwrap() = 4;
        let taken = lock.take();
        log.push(format!("{taken:?} {:?} {:?}", lock.get(), lock.set(5)));
        log.push(format!("{} {:?}", lock == OnceLock::from(5), OnceLock::<u8>::default()));
        log.push(format!("{:?}", lock.into_inner()));
        format!("{log:?}")
    }

    everywhere fn a_panicking_initialiser_leaves_a_once_lock_unset() -> String {
        let lock = lib::sync::OnceLock::new();
        let failed = lib::panic::catch_unwind(lib::panic::AssertUnwindSafe(|| lock.get_or_init(|| panic!("no value"))));
        format!("{} {:?} {}", failed.is_err(), lock.get(), lock.get_or_init(|| 7))
    }

    everywhere fn threads_agree_on_a_once_lock() -> String {
        let lock = lib::sync::OnceLock::new();
        let agreed = lib::thread::scope(|scope| {
            let theirs = scope.spawn(|| *lock.get_or_init(|| 1));
            let mine = *lock.get_or_init(|| 2);
            let waited = *lock.wait();
            theirs.join().unwrap() == mine && waited == mine
        });
        format!("{agreed}")
    }

    everywhere fn a_lazy_lock_is_made_on_first_use() -> String {
        let lazy = lib::sync::LazyLock::new(|| vec![1, 2]);
        let before = format!("{lazy:?}");
        let length = lib::thread::scope(|scope| scope.spawn(|| lazy.len()).join().unwrap() + lazy.len());
        format!("{before} {length} {lazy:?} {:?}", lib::sync::LazyLock::force(&lazy))
    }

    everywhere fn a_panicking_lazy_lock_stays_poisoned() -> String {
        let lazy: lib::sync::LazyLock<u8> = lib::sync::LazyLock::new(|| panic!("recipe"));
        let force = || {
            let payload = lib::panic::catch_unwind(lib::panic::AssertUnwindSafe(|| *lazy)).unwrap_err();
            payload.downcast_ref::<&str>().map(|said| (*said).to_owned())
                .or_else(|| payload.downcast_ref::<String>().cloned())
        };
        format!("{:?} {:?} {:?}", force(), force(), force())
    }

    everywhere fn a_lazy_value_can_be_had_without_being_made() -> String {
        use lib::sync::LazyLock;
        let mut lazy = LazyLock::new(|| vec![1]);
        let mut log = vec![format!("{:?} {lazy:?}", LazyLock::get(&lazy))];
        log.push(format!("{:?}", LazyLock::get_mut(&mut lazy)));
        LazyLock::force_mut(&mut lazy).push(2);
        lazy.push(3);
        log.push(format!("{:?} {lazy:?}", LazyLock::get(&lazy)));
        LazyLock::get_mut(&mut lazy).unwrap().push(4);
        format!("{log:?} {:?}", *lazy)
    }

    everywhere fn a_lazy_value_whose_making_panicked_is_not_made_again() -> String {
        use lib::panic::{AssertUnwindSafe, catch_unwind};
        use lib::sync::LazyLock;
        let mut lazy = LazyLock::<u8>::new(|| panic!("no"));
        let first = catch_unwind(AssertUnwindSafe(|| *LazyLock::force_mut(&mut lazy))).unwrap_err();
        let second = catch_unwind(AssertUnwindSafe(|| *LazyLock::force_mut(&mut lazy))).unwrap_err();
        let third = catch_unwind(AssertUnwindSafe(|| *lazy)).unwrap_err();
        let said = [first, second, third].map(|panicked| panicked.downcast_ref::<&str>().map(ToString::to_string));
        format!("{said:?} {:?} {lazy:?}", LazyLock::get(&lazy))
    }

    everywhere fn what_is_set_can_be_read_as_often_as_one_likes() -> String {
        use lib::sync::{LazyLock, Once, OnceLock};
        let (cell, lazy, once) = (OnceLock::new(), LazyLock::new(|| 2_u64), Once::new());
        lib::thread::scope(|scope| {
            scope.spawn(|| cell.set(1_u64));
            scope.spawn(|| once.call_once(|| ()));
        });
        let mut sum = 0;
        for _ in 0..30_000 {
            once.call_once(|| ());
            sum += cell.get().unwrap() + *lazy + u64::from(once.is_completed());
        }
        format!("{sum}")
    }
}
