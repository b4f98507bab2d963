//! What the documentation of std promises at its edges, and what public reports of bugs were about.

use super::parity;

parity! {
    once fn unparks_before_a_park_are_one_token() -> String {
        use lib::time::{Duration, Instant};
        let me = lib::thread::current();
        let other = me.clone();
        lib::thread::spawn(move || { other.unpark(); other.unpark(); me.unpark(); }).join().unwrap();
        lib::thread::park();
        let start = Instant::now();
        lib::thread::park_timeout(Duration::from_millis(30));
        format!("{}", start.elapsed() >= Duration::from_millis(30))
    }

    once fn a_notification_that_nobody_waits_for_is_lost() -> String {
        use lib::sync::{Condvar, Mutex};
        use lib::time::Duration;
        let (mutex, condvar) = (Mutex::new(0), Condvar::new());
        condvar.notify_one();
        condvar.notify_all();
        let (guard, ended) = condvar.wait_timeout(mutex.lock().unwrap(), Duration::from_millis(5)).unwrap();
        let first = (ended.timed_out(), *guard);
        let (guard, ended) = condvar.wait_timeout(guard, Duration::ZERO).unwrap();
        let (guard, never) = condvar.wait_timeout_while(guard, Duration::ZERO, |n| *n != 0).unwrap();
        let (_guard, always) = condvar.wait_timeout_while(guard, Duration::ZERO, |n| *n == 0).unwrap();
        format!("{first:?} {} {} {}", ended.timed_out(), never.timed_out(), always.timed_out())
    }

    once fn a_waiting_writer_keeps_new_readers_out() -> String {
        use lib::sync::{Arc, RwLock};
        use lib::time::Duration;
        let lock = Arc::new(RwLock::new(1));
        let reader = lock.read().unwrap();
        let second = lock.try_read().is_ok();
        let write = lock.try_write().is_err();
        let theirs = Arc::clone(&lock);
        let writer = lib::thread::spawn(move || *theirs.write().unwrap() += 1);
        lib::thread::sleep(Duration::from_millis(100));
        let third = lock.try_read().is_ok();
        drop(reader);
        writer.join().unwrap();
        let after = *lock.read().unwrap();
        format!("{second} {write} {third} {after}")
    }

    everywhere fn a_poisoned_once_says_so() -> String {
        use lib::panic::{catch_unwind, AssertUnwindSafe};
        let once = lib::sync::Once::new();
        let first = catch_unwind(AssertUnwindSafe(|| once.call_once(|| panic!("first")))).is_err();
        let completed = once.is_completed();
        let second = catch_unwind(AssertUnwindSafe(|| once.call_once(|| ()))).unwrap_err();
        let plain = second.downcast_ref::<&str>().map(ToString::to_string);
        let said = plain.or_else(|| second.downcast_ref::<String>().cloned());
        let mut poisoned = false;
        once.call_once_force(|state| poisoned = state.is_poisoned());
        let mut again = false;
        once.call_once_force(|_| again = true);
        once.call_once(|| again = true);
        format!("{first} {completed} {said:?} {poisoned} {again} {} {once:?}", once.is_completed())
    }

    everywhere fn a_once_lock_whose_first_value_panics_takes_another() -> String {
        use lib::panic::{catch_unwind, AssertUnwindSafe};
        let cell = lib::sync::OnceLock::new();
        let failed = catch_unwind(AssertUnwindSafe(|| *cell.get_or_init(|| -> u8 { panic!("no") }))).is_err();
        let none = cell.get().is_none();
        let got = *cell.get_or_init(|| 3);
        let set = cell.set(4);
        let mut cell = cell;
        let taken = (cell.take(), cell.take());
        let shown = format!("{cell:?}");
        format!("{failed} {none} {got} {set:?} {taken:?} {shown} {:?}", cell.into_inner())
    }

    everywhere fn a_lazy_lock_that_panicked_stays_so() -> String {
        use lib::panic::{catch_unwind, AssertUnwindSafe};
        let lazy = lib::sync::LazyLock::new(|| -> u8 { panic!("lazily") });
        let text = |run: &dyn Fn() -> u8| {
            let payload = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
            let owned = payload.downcast_ref::<String>().cloned();
            owned.or_else(|| payload.downcast_ref::<&str>().map(ToString::to_string))
        };
        format!("{:?} {:?} {lazy:?}", text(&|| *lazy), text(&|| *lazy))
    }

    everywhere fn a_lazy_lock_is_made_once_for_two_threads() -> String {
        use lib::sync::atomic::{AtomicU32, Ordering};
        let made = AtomicU32::new(0);
        let lazy = lib::sync::LazyLock::new(|| made.fetch_add(1, Ordering::Relaxed) + 7);
        let (one, two) = lib::thread::scope(|scope| {
            let one = scope.spawn(|| *lazy);
            let two = scope.spawn(|| *lazy);
            (one.join().unwrap(), two.join().unwrap())
        });
        format!("{one} {two} {}", made.load(Ordering::Relaxed))
    }

    everywhere fn a_once_lock_can_be_waited_for() -> String {
        let cell = lib::sync::OnceLock::new();
        let once = lib::sync::Once::new();
        lib::thread::scope(|scope| {
            scope.spawn(|| { cell.set(5).unwrap(); once.call_once(|| ()); });
            once.wait();
            format!("{} {}", cell.wait(), once.is_completed())
        })
    }

    everywhere fn a_channel_gives_back_what_it_cannot_send() -> String {
        use lib::sync::mpsc::{channel, sync_channel, RecvTimeoutError, TryRecvError, TrySendError};
        let (sender, receiver) = channel();
        sender.send(1).unwrap();
        let other = sender.clone();
        drop(sender);
        let some = receiver.try_recv();
        let empty = receiver.try_recv() == Err(TryRecvError::Empty);
        other.send(2).unwrap();
        drop(other);
        let last = receiver.recv_timeout(lib::time::Duration::ZERO);
        let over = receiver.recv_timeout(lib::time::Duration::ZERO) == Err(RecvTimeoutError::Disconnected);
        let (sender, receiver) = sync_channel(0);
        let full = matches!(sender.try_send(3), Err(TrySendError::Full(3)));
        drop(receiver);
        let gone = matches!(sender.try_send(4), Err(TrySendError::Disconnected(4)));
        format!("{some:?} {empty} {last:?} {over} {full} {gone} {:?}", sender.send(5))
    }

    everywhere fn a_sender_that_waits_for_room_learns_that_nobody_listens() -> String {
        let (sender, receiver) = lib::sync::mpsc::sync_channel(1);
        sender.send(String::from("one")).unwrap();
        let waiting = lib::thread::spawn(move || sender.send(String::from("two")));
        drop(receiver);
        format!("{:?}", waiting.join().unwrap())
    }

    everywhere fn messages_that_nobody_took_are_dropped_with_the_receiver() -> String {
        use lib::sync::{Arc, Mutex};
        struct Noted(u8, Arc<Mutex<Vec<u8>>>);
        impl Drop for Noted { fn drop(&mut self) { self.1.lock().unwrap().push(self.0); } }
        let log = Arc::new(Mutex::new(vec![]));
        let (sender, receiver) = lib::sync::mpsc::channel();
        for n in 0..3 { sender.send(Noted(n, log.clone())).unwrap(); }
        drop(receiver);
        log.lock().unwrap().push(10);
        drop(sender.send(Noted(3, log.clone())));
        drop(sender);
        let seen = log.lock().unwrap().clone();
        format!("{seen:?}")
    }

    everywhere fn a_scope_tells_of_a_panic_that_nobody_joined() -> String {
        use lib::panic::{catch_unwind, AssertUnwindSafe};
        use lib::sync::atomic::{AtomicBool, Ordering};
        let text = |payload: Box<dyn std::any::Any + Send>| payload.downcast_ref::<&str>().map(ToString::to_string)
            .or_else(|| payload.downcast_ref::<String>().cloned());
        let unjoined = catch_unwind(|| lib::thread::scope(|scope| { scope.spawn(|| panic!("theirs")); 1 })).map_err(text);
        let joined = catch_unwind(|| lib::thread::scope(|scope| scope.spawn(|| panic!("theirs")).join().is_err())).map_err(text);
        let ran = AtomicBool::new(false);
        let own = catch_unwind(AssertUnwindSafe(|| lib::thread::scope(|scope| {
            scope.spawn(|| ran.store(true, Ordering::Relaxed));
            panic!("own");
        }))).map_err(text);
        format!("{unjoined:?} {joined:?} {:?} {ran:?}", own.map(|()| 0))
    }

    everywhere fn a_scoped_thread_starts_another_in_its_scope() -> String {
        let sum = lib::sync::Mutex::new(0);
        lib::thread::scope(|scope| {
            scope.spawn(|| {
                scope.spawn(|| *sum.lock().unwrap() += 1);
                *sum.lock().unwrap() += 10;
            });
        });
        format!("{}", sum.into_inner().unwrap())
    }

    everywhere fn a_barrier_has_one_leader_each_round() -> String {
        use lib::sync::atomic::{AtomicU32, Ordering};
        let barrier = lib::sync::Barrier::new(2);
        let leaders = AtomicU32::new(0);
        let rounds = || for _ in 0..2 {
            if barrier.wait().is_leader() { leaders.fetch_add(1, Ordering::Relaxed); }
        };
        lib::thread::scope(|scope| { scope.spawn(rounds); rounds(); });
        let alone = (lib::sync::Barrier::new(0).wait().is_leader(), lib::sync::Barrier::new(1).wait().is_leader());
        format!("{leaders:?} {alone:?}")
    }

    everywhere fn threads_have_the_names_that_they_were_given() -> String {
        let named = lib::thread::Builder::new().name("a name".to_owned()).spawn(|| lib::thread::current().name().map(str::to_owned)).unwrap();
        let name = named.thread().name().map(str::to_owned);
        let none = lib::thread::spawn(|| lib::thread::current().name().map(str::to_owned)).join().unwrap();
        let nul = lib::panic::catch_unwind(|| lib::thread::Builder::new().name("a\0b".to_owned()).spawn(|| ()).map(|_| ())).is_err();
        format!("{name:?} {:?} {none:?} {nul}", named.join().unwrap())
    }

    everywhere fn a_finished_thread_stays_finished() -> String {
        let handle = lib::thread::spawn(|| 3);
        while !handle.is_finished() { lib::thread::yield_now(); }
        handle.thread().unpark();
        let id = handle.thread().id() == lib::thread::current().id();
        format!("{} {id} {:?}", handle.is_finished(), handle.join().unwrap())
    }

    everywhere fn counts_of_an_arc() -> String {
        use lib::sync::{Arc, Weak};
        let mut arc = Arc::new(5);
        let weak = Arc::downgrade(&arc);
        let counts = (Arc::strong_count(&arc), Arc::weak_count(&arc), Arc::get_mut(&mut arc).is_none());
        let copy = arc.clone();
        let shared = Arc::try_unwrap(arc).unwrap_err();
        drop(copy);
        let upgraded = weak.upgrade().map(|n| *n);
        let mut made = shared;
        *Arc::make_mut(&mut made) += 1;
        let moved = (weak.upgrade(), weak.strong_count(), *made);
        let cyclic = Arc::new_cyclic(|me: &Weak<(u8, bool)>| (1, me.upgrade().is_none()));
        format!("{counts:?} {upgraded:?} {moved:?} {cyclic:?} {:?} {:?}", Arc::into_inner(made), Weak::<u8>::new().upgrade())
    }

    everywhere fn one_of_two_takes_the_value_out_of_an_arc() -> String {
        use lib::sync::Arc;
        let one = Arc::new(String::from("value"));
        let two = one.clone();
        let other = lib::thread::spawn(move || Arc::into_inner(two).is_some());
        let mine = Arc::into_inner(one).is_some();
        format!("{}", u8::from(mine) + u8::from(other.join().unwrap()))
    }

    everywhere fn a_forgotten_guard_keeps_its_lock() -> String {
        let mut mutex = lib::sync::Mutex::new(1);
        std::mem::forget(mutex.lock());
        let held = mutex.try_lock().is_err();
        *mutex.get_mut().unwrap() += 1;
        let mut lock = lib::sync::RwLock::new(1);
        std::mem::forget(lock.read());
        let (read, write) = (lock.try_read().is_ok(), lock.try_write().is_err());
        *lock.get_mut().unwrap() += 1;
        format!("{held} {} {read} {write} {}", mutex.into_inner().unwrap(), lock.into_inner().unwrap())
    }

    everywhere fn poison_is_of_the_panic_that_began_under_the_guard() -> String {
        use lib::panic::{catch_unwind, AssertUnwindSafe};
        use lib::sync::{Mutex, RwLock};
        struct Locks<'a>(&'a Mutex<u8>);
        impl Drop for Locks<'_> { fn drop(&mut self) { *self.0.lock().unwrap() += 1; } }
        let (late, early, read, write) = (Mutex::new(0), Mutex::new(0), RwLock::new(0), RwLock::new(0));
        let _ = catch_unwind(AssertUnwindSafe(|| {
            let _late = Locks(&late);
            let _early = early.lock();
            let _read = read.read();
            let _write = write.write();
            panic!("with three guards");
        }));
        let shown = format!("{late:?} {early:?} {read:?} {write:?}");
        format!("{shown} {:?}", early.into_inner().map_err(|e| e.into_inner()))
    }

    everywhere fn a_wait_on_a_poisoned_lock_is_an_error() -> String {
        use lib::sync::{Arc, Condvar, Mutex};
        let pair = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = pair.clone();
        let other = lib::thread::spawn(move || {
            let mut guard = theirs.0.lock().unwrap();
            *guard = true;
            theirs.1.notify_all();
            panic!("before it lets go");
        });
        let mut guard = pair.0.lock().unwrap_or_else(lib::sync::PoisonError::into_inner);
        while !*guard { guard = pair.1.wait(guard).unwrap_or_else(lib::sync::PoisonError::into_inner); }
        drop(guard);
        format!("{} {} {:?}", other.join().is_err(), pair.0.is_poisoned(), pair.0.lock().is_err())
    }

    everywhere fn payloads_are_handed_on_as_they_are() -> String {
        use lib::panic::{catch_unwind, panic_any, resume_unwind};
        let number = lib::thread::spawn(|| panic_any(42_u16)).join().map_err(|e| e.downcast::<u16>().ok());
        let text = catch_unwind(|| resume_unwind(Box::new("quiet"))).map_err(|e| e.downcast_ref::<&str>().copied().map(str::to_owned));
        let nested = catch_unwind(|| catch_unwind(|| panic!("inner {}", 1)).map_err(|e| e.is::<String>()));
        format!("{:?} {:?} {:?}", number.map(|()| 0), text.map(|()| 0), nested.map(|r| r.map(|()| 0)).ok())
    }

    everywhere fn a_thread_that_panics_while_it_unwinds_through_a_scope() -> String {
        use lib::panic::{catch_unwind, AssertUnwindSafe};
        struct Joins<'a>(&'a lib::sync::Mutex<Vec<bool>>);
        impl Drop for Joins<'_> {
            fn drop(&mut self) {
                let inner = lib::thread::spawn(|| panic!("inner")).join().is_err();
                self.0.lock().unwrap().push(inner && lib::thread::panicking());
            }
        }
        let log = lib::sync::Mutex::new(vec![]);
        let _ = catch_unwind(AssertUnwindSafe(|| { let _joins = Joins(&log); panic!("outer") }));
        format!("{log:?} {}", lib::thread::panicking())
    }

    everywhere fn thread_locals_are_dropped_before_a_join_returns() -> String {
        use lib::sync::{Arc, Mutex};
        use std::cell::RefCell;
        struct Noted(Arc<Mutex<Vec<&'static str>>>, &'static str);
        impl Drop for Noted {
            fn drop(&mut self) {
                let known = SECOND.try_with(|_| ()).is_ok();
                self.0.lock().unwrap().push(if known { self.1 } else { "gone" });
            }
        }
        lib::thread_local! {
            static FIRST: RefCell<Option<Noted>> = const { RefCell::new(None) };
            static SECOND: RefCell<Option<Noted>> = const { RefCell::new(None) };
        }
        let log = Arc::new(Mutex::new(vec![]));
        let theirs = log.clone();
        lib::thread::spawn(move || {
            FIRST.with(|cell| *cell.borrow_mut() = Some(Noted(theirs.clone(), "first")));
            theirs.lock().unwrap().push("body");
        }).join().unwrap();
        let seen = log.lock().unwrap().clone();
        format!("{seen:?} {:?}", FIRST.with(|cell| cell.borrow().is_none()))
    }

    everywhere fn atomics_at_their_ends() -> String {
        use lib::sync::atomic::{AtomicBool, AtomicI8, AtomicPtr, AtomicU8, AtomicU64, Ordering::*};
        let (byte, signed, long, flag) = (AtomicU8::new(250), AtomicI8::new(-128), AtomicU64::new(1), AtomicBool::new(true));
        let wrapped = (byte.fetch_add(10, Relaxed), byte.load(Acquire), signed.fetch_sub(1, AcqRel), signed.load(SeqCst));
        let refused = long.fetch_update(SeqCst, Relaxed, |n| (n > 1).then_some(0));
        let agreed = long.fetch_update(AcqRel, Acquire, |n| n.checked_add(1));
        let swapped = (long.compare_exchange(1, 9, SeqCst, SeqCst), long.compare_exchange(2, 9, Release, Relaxed));
        let first = (flag.fetch_nand(true, SeqCst), flag.fetch_not(SeqCst));
        let bits = (first.0, first.1, flag.fetch_xor(true, SeqCst), flag.load(SeqCst));
        let most = (long.fetch_max(3, SeqCst), long.fetch_min(3, SeqCst), long.swap(8, SeqCst), long.into_inner());
        let mut place = 3;
        let pointer = AtomicPtr::new(&raw mut place);
        format!("{wrapped:?} {refused:?} {agreed:?} {swapped:?} {bits:?} {most:?} {}", pointer.load(SeqCst) == &raw mut place)
    }

    everywhere fn orders_that_no_load_or_store_can_have_panic() -> String {
        use lib::sync::atomic::{AtomicU8, Ordering, fence};
        let kinds = lib::panic::catch_unwind(|| {
            let orders = [Ordering::Acquire, Ordering::Release, Ordering::AcqRel, Ordering::Relaxed];
            let byte = AtomicU8::new(0);
            let try_this = |run: &dyn Fn()| lib::panic::catch_unwind(lib::panic::AssertUnwindSafe(run)).is_err();
            orders.map(|order| (try_this(&|| byte.store(1, order)), try_this(&|| { byte.load(order); }), try_this(&|| fence(order)),
                try_this(&|| { let _ = byte.compare_exchange(0, 1, Ordering::SeqCst, order); })))
        });
        format!("{:?}", kinds.unwrap())
    }

    once fn who_sleeps_less_is_first() -> String {
        use lib::time::Duration;
        let log = lib::sync::Mutex::new(vec![]);
        lib::thread::scope(|scope| for millis in [150, 1, 75] {
            let log = &log;
            scope.spawn(move || {
                lib::thread::sleep(Duration::from_millis(millis));
                log.lock().unwrap().push(millis);
            });
        });
        lib::thread::sleep(Duration::ZERO);
        format!("{log:?}")
    }

    once fn standard_output_may_be_locked_again_by_its_holder() -> String {
        use lib::io::Write;
        let outer = lib::io::stdout().lock();
        let mut inner = lib::io::stdout().lock();
        let written = inner.write_all(b"").is_ok();
        lib::print!("");
        drop((inner, outer));
        let other = lib::thread::spawn(|| {
            let _held = lib::io::stderr().lock();
            lib::io::stdout().lock().flush().is_ok()
        });
        format!("{written} {}", other.join().unwrap())
    }

    everywhere fn a_write_guard_becomes_a_read_guard() -> String {
        use lib::sync::{RwLock, RwLockWriteGuard};
        let lock = RwLock::new(1);
        lib::thread::scope(|scope| {
            let mut guard = lock.write().unwrap();
            let other = scope.spawn(|| { *lock.write().unwrap() += 10; });
            *guard += 1;
            let read = RwLockWriteGuard::downgrade(guard);
            let seen = *read;
            drop(read);
            other.join().unwrap();
            format!("{seen} {}", *lock.read().unwrap())
        })
    }

    once fn clocks_do_not_run_backwards() -> String {
        use lib::time::{Duration, Instant, SystemTime};
        let (start, wall) = (Instant::now(), SystemTime::now());
        lib::thread::sleep(Duration::from_millis(2));
        let later = Instant::now();
        let none = start.checked_duration_since(later).is_none();
        format!("{} {none} {:?} {} {}", later > start, start.saturating_duration_since(later), wall.elapsed().is_ok(),
            later.checked_sub(Duration::from_secs(u64::MAX)).is_none())
    }
}
