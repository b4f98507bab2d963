//! Statics are found as the source says in every execution, and judged like everything else.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{LazyLock, Mutex, OnceLock, RwLock};
use std::thread;

use super::{passes, races};

/// Runs `body` in two threads.
fn twice(body: fn()) {
    let threads = [thread::spawn(body), thread::spawn(body)];
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
}

#[test]
fn a_static_counter_is_judged_right() {
    static HITS: AtomicUsize = AtomicUsize::new(0);
    passes(|| {
        twice(|| {
            HITS.fetch_add(1, SeqCst);
        });
        assert_eq!(HITS.load(SeqCst), 2);
    });
    races(|| {
        twice(|| HITS.store(HITS.load(SeqCst) + 1, SeqCst));
        assert_eq!(HITS.load(SeqCst), 2);
    });
}

#[test]
fn a_static_list_starts_empty_and_is_freed() {
    static RESULTS: Mutex<Vec<u64>> = Mutex::new(Vec::new());
    let explored = passes(|| {
        assert!(RESULTS.lock().unwrap().is_empty());
        twice(|| RESULTS.lock().unwrap().extend([1; 50]));
        assert_eq!(RESULTS.lock().unwrap().iter().sum::<u64>(), 100);
    });
    assert!(explored.executions >= 2, "{explored:?}");
}

#[test]
fn a_lock_inside_a_lazy_static_is_made_anew() {
    static LOG: LazyLock<Mutex<Vec<u64>>> = LazyLock::new(|| Mutex::new(vec![7, 8, 9]));
    passes(|| {
        twice(|| LOG.lock().unwrap().extend([1; 50]));
        assert_eq!(LOG.lock().unwrap().len(), 103);
    });
}

#[test]
fn a_static_cell_is_set_by_whoever_comes_first() {
    static WINNER: OnceLock<RwLock<Vec<u32>>> = OnceLock::new();
    let seen = real::sync::Arc::new(real::sync::Mutex::new(real::collections::BTreeSet::new()));
    let notes = seen.clone();
    passes(move || {
        assert!(WINNER.get().is_none());
        let other = thread::spawn(|| {
            WINNER
                .get_or_init(|| RwLock::new(vec![1]))
                .write()
                .unwrap()
                .push(10)
        });
        WINNER
            .get_or_init(|| RwLock::new(vec![2]))
            .write()
            .unwrap()
            .push(20);
        other.join().unwrap();
        notes
            .lock()
            .unwrap()
            .insert(WINNER.get().unwrap().read().unwrap().clone());
    });
    let all: [Vec<u32>; 4] = [
        vec![1, 10, 20],
        vec![1, 20, 10],
        vec![2, 10, 20],
        vec![2, 20, 10],
    ];
    assert_eq!(*seen.lock().unwrap(), all.into());
}

#[test]
fn a_poisoned_static_is_sound_again_in_the_next_execution() {
    static SHARED: Mutex<u32> = Mutex::new(0);
    passes(|| {
        assert!(!SHARED.is_poisoned());
        let worker = thread::spawn(|| {
            let _guard = SHARED.lock();
            panic!("poison");
        });
        let before = SHARED.lock().is_ok();
        assert!(worker.join().is_err() && SHARED.is_poisoned());
        assert!(before || SHARED.lock().is_err());
    });
}

/// A dependency that is not compiled on the model keeps such locks in real cells.
mod foreign {
    use std::sync::Mutex;

    pub static LIST: real::sync::OnceLock<Mutex<Vec<u64>>> = real::sync::OnceLock::new();
    pub static FULL: real::sync::LazyLock<Mutex<Vec<u64>>> =
        real::sync::LazyLock::new(|| Mutex::new(vec![1, 2, 3]));
    pub static NESTED: real::sync::OnceLock<std::sync::OnceLock<String>> =
        real::sync::OnceLock::new();
}

#[test]
fn a_lock_that_was_put_into_a_real_cell_is_left_alone() {
    passes(|| {
        let list = foreign::LIST.get_or_init(|| Mutex::new(Vec::new()));
        twice(|| foreign::LIST.get().unwrap().lock().unwrap().extend([7; 50]));
        assert_eq!(
            list.lock().unwrap().len() % 100,
            0,
            "it goes on where it was"
        );
        twice(|| foreign::FULL.lock().unwrap().push(4));
        assert_eq!(foreign::FULL.lock().unwrap()[..3], [1, 2, 3]);
        let text = foreign::NESTED
            .get_or_init(|| String::from("forty letters, so that they are on the heap").into());
        assert!(text.get().unwrap().ends_with("on the heap"));
    });
    assert!(
        foreign::LIST
            .get()
            .is_some_and(|list| format!("{list:?}").contains("Mutex"))
    );
}

#[test]
fn a_lock_in_a_real_cell_survives_executions_that_end_early() {
    static HELD: real::sync::LazyLock<Mutex<Vec<u64>>> =
        real::sync::LazyLock::new(|| Mutex::new(vec![1; 100]));
    for _ in 0..3 {
        super::fails(std::model::FailureKind::Deadlock, || {
            let guard = HELD.lock().unwrap();
            thread::spawn(|| HELD.lock().unwrap().push(1))
                .join()
                .unwrap();
            drop(guard);
        });
        passes(|| HELD.lock().unwrap().push(1));
    }
}

#[test]
fn what_main_panics_with_may_borrow_from_a_static() {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = "a text of so many letters that it lies on the heap";
    let program = || {
        let text = TEXT.get_or_init(|| "a text of so many letters that it lies on the heap".into());
        real::panic::panic_any(text.as_str());
    };
    let failure = super::fails(std::model::FailureKind::Panic, program);
    assert!(failure.message.ends_with(text), "{failure}");
    let failure = std::model::VirtualTime::new().run(program).unwrap_err();
    assert!(failure.message.ends_with(text), "{failure}");
}

/// Looks at what it borrows when it goes.
struct Borrows(&'static str, &'static real::sync::Mutex<Vec<String>>);

impl Drop for Borrows {
    fn drop(&mut self) {
        self.1.lock().unwrap().push(self.0.to_owned());
    }
}

#[test]
fn what_borrows_from_a_static_goes_before_it() {
    static SEEN: real::sync::Mutex<Vec<String>> = real::sync::Mutex::new(Vec::new());
    static HOLDS: Mutex<Vec<Borrows>> = Mutex::new(Vec::new());
    static TEXT: OnceLock<String> = OnceLock::new();
    let program = || {
        let mut holds = HOLDS.lock().unwrap();
        let text = TEXT.get_or_init(|| "a text of so many letters that it lies on the heap".into());
        holds.push(Borrows(text, &SEEN));
        drop(holds);
        real::panic::panic_any(Borrows(text, &SEEN));
    };
    super::fails(std::model::FailureKind::Panic, program);
    let seen = SEEN.lock().unwrap();
    assert!(seen.len() > 2);
    assert!(
        seen.iter().all(|text| text.ends_with("on the heap")),
        "{seen:?}"
    );
}
