//! State that a program keeps in some way of its own: each execution finds it as the first one did.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock, Weak, mpsc};
use std::thread;

use super::passes;

/// `calls` counts the calls in one execution, from 1; two threads race besides, so that there are several executions.
fn begins_anew(calls: fn() -> u32) {
    let explored = passes(move || {
        assert_eq!(calls(), 1, "the first call of an execution");
        let count = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| count.store(1, SeqCst));
            scope.spawn(|| count.store(2, SeqCst));
        });
        assert_eq!(calls(), 2);
    });
    assert!(explored.executions > 1, "{explored:?}");
}

/// Adds one to what stood there.
fn count(calls: &AtomicU32) -> u32 {
    calls.fetch_add(1, SeqCst) + 1
}

#[test]
fn a_leaked_box_behind_a_static_is_made_anew() {
    begins_anew(|| {
        static CALLS: OnceLock<&'static AtomicU32> = OnceLock::new();
        count(CALLS.get_or_init(|| Box::leak(Box::default())))
    });
    begins_anew(|| {
        static CALLS: Mutex<Option<&'static AtomicU32>> = Mutex::new(None);
        let mut calls = CALLS.lock().unwrap();
        count(calls.get_or_insert_with(|| Box::leak(Box::default())))
    });
}

#[test]
fn a_leaked_box_whose_address_is_in_a_static_is_forgotten() {
    static CALLS: AtomicPtr<Mutex<u32>> = AtomicPtr::new(std::ptr::null_mut());
    passes(|| {
        assert!(CALLS.load(SeqCst).is_null());
        let leaked: *mut Mutex<u32> = Box::leak(Box::new(Mutex::new(0)));
        let threads = [thread::spawn(|| CALLS.load(SeqCst).is_null())];
        CALLS.store(leaked, SeqCst);
        threads
            .into_iter()
            .for_each(|thread| _ = thread.join().unwrap());
    });
}

#[test]
fn a_list_in_a_static_is_empty_again() {
    begins_anew(|| {
        static LIST: Mutex<Vec<u32>> = Mutex::new(Vec::new());
        let mut list = LIST.lock().unwrap();
        list.push(7);
        list.len() as u32
    });
    begins_anew(|| {
        static LIST: RwLock<String> = RwLock::new(String::new());
        LIST.write().unwrap().push('x');
        LIST.read().unwrap().len() as u32
    });
    begins_anew(|| {
        static TABLE: LazyLock<Mutex<HashMap<u32, u32>>> = LazyLock::new(Mutex::default);
        *TABLE
            .lock()
            .unwrap()
            .entry(7)
            .and_modify(|calls| *calls += 1)
            .or_insert(1)
    });
}

#[test]
fn a_counter_in_a_cell_that_is_set_once_begins_anew() {
    begins_anew(|| {
        static CALLS: OnceLock<AtomicU32> = OnceLock::new();
        count(CALLS.get_or_init(AtomicU32::default))
    });
    begins_anew(|| {
        static CALLS: LazyLock<Arc<AtomicU32>> = LazyLock::new(Arc::default);
        count(&CALLS)
    });
    begins_anew(|| {
        static LATEST: OnceLock<u32> = OnceLock::new();
        if LATEST.set(1).is_ok() { 1 } else { 2 }
    });
}

#[test]
fn a_once_has_not_run_yet() {
    begins_anew(|| {
        static FIRST: Once = Once::new();
        let mut calls = 2;
        FIRST.call_once(|| calls = 1);
        calls
    });
}

#[test]
fn values_of_threads_are_those_of_new_threads() {
    thread_local! {
        static CALLS: Cell<u32> = const { Cell::new(0) };
        static LIST: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
        static LEAKED: OnceCell<&'static Cell<u32>> = const { OnceCell::new() };
    }
    begins_anew(|| {
        CALLS.set(CALLS.get() + 1);
        CALLS.get()
    });
    begins_anew(|| {
        LIST.with_borrow_mut(|list| list.push(1));
        LIST.with_borrow(Vec::len) as u32
    });
    begins_anew(|| {
        LEAKED.with(|leaked| {
            let calls = *leaked.get_or_init(|| Box::leak(Box::default()));
            calls.set(calls.get() + 1);
            calls.get()
        })
    });
}

#[test]
fn what_only_a_static_keeps_alive_is_gone() {
    begins_anew(|| {
        static KEPT: Mutex<(Option<Arc<AtomicU32>>, Weak<AtomicU32>)> =
            Mutex::new((None, Weak::new()));
        let mut kept = KEPT.lock().unwrap();
        let calls = kept.1.upgrade().unwrap_or_default();
        *kept = (Some(calls.clone()), Arc::downgrade(&calls));
        count(&calls)
    });
    begins_anew(|| {
        type Ends = (mpsc::Sender<u32>, Mutex<mpsc::Receiver<u32>>);
        static MESSAGES: LazyLock<Ends> = LazyLock::new(|| {
            let (sender, receiver) = mpsc::channel();
            (sender, Mutex::new(receiver))
        });
        let before = MESSAGES.1.lock().unwrap().try_recv().unwrap_or(0);
        MESSAGES.0.send(before + 1).unwrap();
        before + 1
    });
}

#[test]
fn several_values_in_one_static_all_begin_anew() {
    struct Calls {
        number: AtomicU32,
        list: [Mutex<Vec<u32>>; 2],
        changed: Condvar,
    }
    static CALLS: Calls = Calls {
        number: AtomicU32::new(0),
        list: [const { Mutex::new(Vec::new()) }; 2],
        changed: Condvar::new(),
    };
    begins_anew(|| {
        let number = count(&CALLS.number);
        for list in &CALLS.list {
            let mut list = list.lock().unwrap();
            list.push(number);
            assert_eq!(list.len(), number as usize);
            CALLS.changed.notify_all();
        }
        number
    });
}

#[test]
fn a_panic_hook_that_counts_is_not_there_in_the_next_execution() {
    passes(|| {
        static PANICS: AtomicU32 = AtomicU32::new(0);
        let panic = || assert!(thread::spawn(|| panic!("on purpose")).join().is_err());
        panic();
        assert_eq!(PANICS.load(SeqCst), 0, "there is no hook yet");
        std::panic::set_hook(Box::new(|_| _ = PANICS.fetch_add(1, SeqCst)));
        panic();
        assert_eq!(PANICS.load(SeqCst), 1);
    });
}
