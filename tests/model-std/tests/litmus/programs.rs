//! The programs, each written once and compiled for whichever library's types it is given.

/// Defines a function returning the outcome of one execution, in a module for each library.
macro_rules! programs {
    ($($(#[$doc:meta])* fn $name:ident($order:ident) $body:block)*) => {
        programs!(@library model_std $($(#[$doc])* fn $name($order) $body)*);
        programs!(@library loom $($(#[$doc])* fn $name($order) $body)*);
        programs!(@library shuttle $($(#[$doc])* fn $name($order) $body)*);
    };
    (@library $library:ident $($(#[$doc:meta])* fn $name:ident($order:ident) $body:block)*) => {
        pub mod $library {
            use ::std::sync::Arc;
            use ::std::sync::atomic::Ordering;
            #[expect(unused_imports, reason = "not every library is asked to run every program")]
            use ::$library::{sync::atomic::{AtomicUsize, AtomicBool}, sync::{Mutex, Condvar, RwLock}, thread};

            $($(#[$doc])* pub fn $name($order: (Ordering, Ordering)) -> Vec<usize> $body)*
        }
    };
}

programs! {
    /// Each thread stores one variable and loads the other.
    fn store_buffering(order) {
        let (load, store) = order;
        let shared = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
        let theirs = shared.clone();
        let other = thread::spawn(move || {
            theirs.0.store(1, store);
            theirs.1.load(load)
        });
        shared.1.store(1, store);
        let mine = shared.0.load(load);
        vec![other.join().unwrap(), mine]
    }

    /// One thread writes data, then a flag; the other reads the flag, then the data.
    fn message_passing(order) {
        let (load, store) = order;
        let shared = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
        let theirs = shared.clone();
        let writer = thread::spawn(move || {
            theirs.0.store(42, Ordering::Relaxed);
            theirs.1.store(1, store);
        });
        let flag = shared.1.load(load);
        let data = shared.0.load(Ordering::Relaxed);
        writer.join().unwrap();
        vec![flag, data]
    }

    /// One thread writes 1, then 2; the other reads twice.
    fn coherence(order) {
        let (load, store) = order;
        let shared = Arc::new(AtomicUsize::new(0));
        let theirs = shared.clone();
        let writer = thread::spawn(move || {
            theirs.store(1, store);
            theirs.store(2, store);
        });
        let seen = vec![shared.load(load), shared.load(load)];
        writer.join().unwrap();
        seen
    }

    /// Two threads add one by load and store.
    fn lost_update(order) {
        let (load, store) = order;
        let shared = Arc::new(AtomicUsize::new(0));
        let threads: Vec<_> = (0..2)
            .map(|_| {
                let shared = shared.clone();
                thread::spawn(move || shared.store(shared.load(load) + 1, store))
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        vec![shared.load(Ordering::SeqCst)]
    }

    /// One thread loads, then stores; main loads.
    fn load_then_store_against_a_load(order) {
        let (load, store) = order;
        let shared = Arc::new(AtomicUsize::new(0));
        let theirs = shared.clone();
        let other = thread::spawn(move || {
            let seen = theirs.load(load);
            theirs.store(seen + 1, store);
        });
        let seen = shared.load(load);
        other.join().unwrap();
        vec![seen]
    }

    /// Two threads under one lock, in some order.
    fn mutex_order(order) {
        let _ = order;
        let shared = Arc::new(Mutex::new(0));
        let threads: Vec<_> = (1..=2)
            .map(|number| {
                let shared = shared.clone();
                thread::spawn(move || {
                    let mut guard = shared.lock().unwrap();
                    *guard = *guard * 10 + number;
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        vec![*shared.lock().unwrap()]
    }

    /// A thread tries a lock that another takes and gives back.
    fn try_lock(order) {
        let _ = order;
        let shared = Arc::new(Mutex::new(0));
        let theirs = shared.clone();
        let holder = thread::spawn(move || *theirs.lock().unwrap() = 1);
        let got = shared.try_lock().map_or(9, |guard| *guard);
        holder.join().unwrap();
        vec![got]
    }

    /// A writer and two readers.
    fn rwlock(order) {
        let _ = order;
        let shared = Arc::new(RwLock::new(0));
        let theirs = shared.clone();
        let writer = thread::spawn(move || *theirs.write().unwrap() = 1);
        let theirs = shared.clone();
        let reader = thread::spawn(move || *theirs.read().unwrap());
        let mine = *shared.read().unwrap();
        writer.join().unwrap();
        vec![reader.join().unwrap(), mine]
    }

    /// A condition is awaited as it should be.
    fn condvar(order) {
        let _ = order;
        let shared = Arc::new((Mutex::new(0), Condvar::new()));
        let theirs = shared.clone();
        let notifier = thread::spawn(move || {
            *theirs.0.lock().unwrap() = 1;
            theirs.1.notify_one();
        });
        let mut guard = shared.0.lock().unwrap();
        let at_first = *guard;
        while *guard == 0 {
            guard = shared.1.wait(guard).unwrap();
        }
        drop(guard);
        notifier.join().unwrap();
        vec![at_first]
    }
}
