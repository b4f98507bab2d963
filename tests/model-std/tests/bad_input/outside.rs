//! Model types outside a model: making and dropping them is fine, using them is a panic that says what to do.

use real::panic::{AssertUnwindSafe, catch_unwind};
use real::string::String;

use std::cell::Cell;
use std::model;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst, fence};
use std::sync::{Arc, Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock, mpsc};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::child;

static LOCK: Mutex<u32> = Mutex::new(1);
static TABLE: RwLock<u32> = RwLock::new(1);
static SIGNAL: Condvar = Condvar::new();
static COUNT: AtomicU32 = AtomicU32::new(1);
static LAZY: LazyLock<u32> = LazyLock::new(|| 1);
static ONCE: Once = Once::new();
static CELL: OnceLock<u32> = OnceLock::new();

thread_local! {
    static LOCAL: Cell<u32> = const { Cell::new(1) };
}

/// What `f` panics with.
fn said(f: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(f)).expect_err("it cannot work here");
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    text.or(payload.downcast_ref::<String>().cloned())
        .expect("the panic has a message")
}

#[test]
fn using_a_model_type_outside_a_model_says_what_to_do() {
    let uses: [(&str, fn()); 22] = [
        ("spawn", || drop(thread::spawn(|| ()))),
        ("builder", || drop(thread::Builder::new().spawn(|| ()))),
        ("scope", || {
            thread::scope(|scope| {
                scope.spawn(|| ());
            });
        }),
        ("current", || drop(thread::current())),
        ("sleep", || thread::sleep(Duration::from_secs(1))),
        ("yield_now", thread::yield_now),
        ("park", thread::park),
        ("thread_local", || LOCAL.set(2)),
        ("Mutex::lock", || drop(LOCK.lock())),
        ("Mutex::try_lock", || drop(LOCK.try_lock())),
        ("RwLock::read", || drop(TABLE.read())),
        ("RwLock::write", || drop(TABLE.write())),
        ("Condvar", || SIGNAL.notify_all()),
        ("Barrier", || {
            Barrier::new(1).wait();
        }),
        ("Once", || ONCE.call_once(|| ())),
        ("OnceLock", || {
            CELL.get_or_init(|| 1);
        }),
        ("LazyLock", || {
            LazyLock::force(&LAZY);
        }),
        ("load", || {
            COUNT.load(SeqCst);
        }),
        ("fence", || fence(SeqCst)),
        ("channel", || drop(mpsc::channel::<u32>())),
        ("Instant", || _ = Instant::now()),
        ("SystemTime", || _ = SystemTime::now()),
    ];
    for (name, use_it) in uses {
        let said = said(use_it);
        assert!(
            said.contains("outside a model")
                && said.contains("inside `model_std::model::virtual_time`"),
            "{name}: {said}"
        );
    }
}

#[test]
fn the_panic_is_at_the_line_of_the_use() {
    let ended = child::run("outside::the_panic_is_at_the_line_of_the_use", || {
        let uses: [fn(); 7] = [
            || drop(LOCK.lock()),
            || drop(TABLE.read()),
            || SIGNAL.notify_all(),
            || drop(thread::spawn(|| ())),
            || COUNT.store(1, SeqCst),
            || drop(mpsc::channel::<u32>()),
            || thread::sleep(Duration::ZERO),
        ];
        for use_it in uses {
            said(use_it);
        }
    });
    let places = ended.stderr.matches("tests/bad_input/outside.rs:").count();
    assert_eq!(places, 7, "{}", ended.stderr);
}

#[test]
fn making_dropping_and_taking_apart_is_fine_anywhere() {
    assert_eq!(Mutex::new(3).into_inner().unwrap(), 3);
    assert_eq!(*RwLock::new(3).get_mut().unwrap(), 3);
    assert_eq!(AtomicU32::new(3).into_inner(), 3);
    assert_eq!(OnceLock::from(3).into_inner(), Some(3));
    let _dropped_at_the_end = (
        Condvar::new(),
        Barrier::new(2),
        Once::new(),
        LazyLock::new(|| 3),
    );
    assert!(format!("{:?}", Mutex::new(3)).contains("Mutex"));
    assert_eq!(format!("{:?}", AtomicU32::new(3)), "3");
}

#[test]
fn what_a_model_has_made_may_be_taken_apart_and_dropped_afterwards() {
    let kept = real::sync::Arc::new(real::sync::Mutex::new(None));
    let keep = kept.clone();
    model::virtual_time(move || {
        let (sender, receiver) = mpsc::channel();
        sender.send(String::from("undelivered")).unwrap();
        let lock = Arc::new(Mutex::new(1));
        *lock.lock().unwrap() += 1;
        let count = AtomicU32::new(1);
        count.fetch_add(1, SeqCst);
        let worker = thread::spawn(|| 3);
        *keep.lock().unwrap() = Some((sender, receiver, lock, count, worker));
    });
    let (sender, receiver, lock, count, worker) = kept.lock().unwrap().take().unwrap();
    let lock = Arc::into_inner(lock).expect("nobody else has it");
    assert_eq!(lock.into_inner().unwrap(), 2);
    assert!(said(|| drop(worker.join())).contains("outside a model"));
    assert!(said(|| drop(receiver.recv())).contains("outside a model"));
    drop((sender, receiver));
    assert_eq!(count.into_inner(), 2);
}

#[test]
fn a_model_inside_a_model_is_refused() {
    for inner in [
        || drop(model::virtual_time(|| ())),
        || drop(model::exhaustive(|| ())),
    ] {
        let failure = model::VirtualTime::new().run(inner).unwrap_err();
        assert!(
            failure.message.contains("cannot be nested"),
            "{}",
            failure.message
        );
        let failure = model::Exhaustive::new().run(inner).unwrap_err();
        assert!(
            failure.message.contains("cannot be nested"),
            "{}",
            failure.message
        );
    }
}

#[test]
fn two_models_at_once_in_one_process_take_turns() {
    let run = || {
        model::virtual_time(|| {
            *LOCK.lock().unwrap() += 1;
            thread::sleep(Duration::from_secs(1));
            assert_eq!(*LOCK.lock().unwrap(), 2);
        })
    };
    let others: Vec<_> = (0..4).map(|_| real::thread::spawn(run)).collect();
    for other in others {
        let timeline = other.join().unwrap();
        assert_eq!(timeline.elapsed(), Duration::from_secs(1));
    }
}
