//! Small programs whose state space is measured, for both libraries where loom has the types.

/// Defines each program for both libraries.
macro_rules! programs {
    ($($name:ident = $title:literal $body:block)*) => {
        /// What the programs are called that both libraries can run, in the order of their `PROGRAMS`.
        pub const BOTH: &[&str] = &[$($title),*];

        programs!(@library model_std $($name $body)*);
        programs!(@library loom $($name $body)*);
    };
    (@library $library:ident $($name:ident $body:block)*) => {
        pub mod $library {
            use ::std::collections::VecDeque;
            use ::std::sync::Arc;
            use ::std::sync::atomic::Ordering::SeqCst;
            use ::$library::{sync::{Condvar, Mutex, atomic::AtomicUsize}, thread};

            $(fn $name() $body)*
            pub const PROGRAMS: &[fn()] = &[$($name),*];

            /// So many threads that lock one mutex once.
            fn lock_once(threads: usize) {
                let total = Arc::new(Mutex::new(0));
                let add = |_| {
                    let total = total.clone();
                    thread::spawn(move || *total.lock().unwrap() += 1)
                };
                let threads: Vec<_> = (0..threads).map(add).collect();
                threads.into_iter().for_each(|thread| thread.join().unwrap());
            }

            /// Producers put one item each in a queue of that size; consumers take one each.
            fn queue(size: usize, producers: usize, consumers: usize) {
                let shared = Arc::new((Mutex::new(VecDeque::new()), Condvar::new()));
                let mut threads = Vec::new();
                for item in 0..producers {
                    let shared = shared.clone();
                    threads.push(thread::spawn(move || {
                        let mut queue = shared.0.lock().unwrap();
                        while queue.len() == size {
                            queue = shared.1.wait(queue).unwrap();
                        }
                        queue.push_back(item);
                        drop(queue);
                        shared.1.notify_all();
                    }));
                }
                for _ in 0..consumers {
                    let shared = shared.clone();
                    threads.push(thread::spawn(move || {
                        let mut queue = shared.0.lock().unwrap();
                        while queue.pop_front().is_none() {
                            queue = shared.1.wait(queue).unwrap();
                        }
                        drop(queue);
                        shared.1.notify_all();
                    }));
                }
                threads.into_iter().for_each(|thread| thread.join().unwrap());
            }

            /// So many threads that do nothing.
            fn join(threads: usize) {
                let threads: Vec<_> = (0..threads).map(|_| thread::spawn(|| {})).collect();
                threads.into_iter().for_each(|thread| thread.join().unwrap());
            }

            /// A thread loads, then stores; main loads.
            fn load_and_store_against_load() {
                let hits = Arc::new(AtomicUsize::new(0));
                let theirs = hits.clone();
                let hit = thread::spawn(move || theirs.store(theirs.load(SeqCst) + 1, SeqCst));
                hits.load(SeqCst);
                hit.join().unwrap();
            }

            /// So many threads that load a counter, then store it one higher.
            fn load_and_store(threads: usize) {
                let hits = Arc::new(AtomicUsize::new(0));
                let hit = |_| {
                    let hits = hits.clone();
                    thread::spawn(move || hits.store(hits.load(SeqCst) + 1, SeqCst))
                };
                let threads: Vec<_> = (0..threads).map(hit).collect();
                threads.into_iter().for_each(|thread| thread.join().unwrap());
            }
        }
    };
}

programs! {
    join_3 = "join 3 threads" { join(3) }
    mutex_2 = "2 threads lock a mutex once" { lock_once(2) }
    mutex_3 = "3 threads lock a mutex once" { lock_once(3) }
    mutex_4 = "4 threads lock a mutex once" { lock_once(4) }
    load_store_load = "1 thread loads, then stores; main loads" { load_and_store_against_load() }
    load_store_2 = "2 threads load, then store" { load_and_store(2) }
    load_store_3 = "3 threads load, then store" { load_and_store(3) }
    queue_1_1 = "condvar queue, 1 producer, 1 consumer" { queue(9, 1, 1) }
    queue_2_1 = "condvar queue, 2 producers, 1 consumer" { queue(9, 2, 1) }
    bounded_2_2 = "bounded buffer of 1, 2 producers, 2 consumers" { queue(1, 2, 2) }
}

/// Programs that loom has no types for.
pub const OWN: &[(&str, fn())] = &[
    ("3 threads in a scope", || scope(3)),
    ("2 readers, 1 writer of an RwLock", || rwlock(2)),
    ("mpsc, 2 senders of 1 message each", || mpsc(2, 1)),
    ("mpsc, 1 sender of 2 messages", || mpsc(1, 2)),
    ("sync_channel(1), 1 sender of 2 messages", || {
        sync_channel(1, 1, 2)
    }),
    ("sync_channel(0), 1 sender of 2 messages", || {
        sync_channel(0, 1, 2)
    }),
    ("sync_channel(0), 2 senders of 1 message each", || {
        sync_channel(0, 2, 1)
    }),
    ("2 threads call a Once", || once(2)),
    ("3 threads call a Once", || once(3)),
    ("barrier of 2", || barrier(2)),
    ("barrier of 3", || barrier(3)),
];

use ::model_std::{sync, thread};

fn scope(threads: usize) {
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(|| {}))));
}

fn rwlock(readers: usize) {
    let lock = sync::RwLock::new(0);
    thread::scope(|scope| {
        for _ in 0..readers {
            scope.spawn(|| *lock.read().unwrap());
        }
        scope.spawn(|| *lock.write().unwrap() += 1);
    });
}

fn mpsc(senders: usize, messages: usize) {
    let (sender, receiver) = sync::mpsc::channel();
    for _ in 0..senders {
        let sender = sender.clone();
        thread::spawn(move || (0..messages).for_each(|_| sender.send(()).unwrap()));
    }
    drop(sender);
    assert_eq!(receiver.iter().count(), senders * messages);
}

fn sync_channel(room: usize, senders: usize, messages: usize) {
    let (sender, receiver) = sync::mpsc::sync_channel(room);
    for _ in 0..senders {
        let sender = sender.clone();
        thread::spawn(move || (0..messages).for_each(|_| sender.send(()).unwrap()));
    }
    drop(sender);
    assert_eq!(receiver.iter().count(), senders * messages);
}

fn once(threads: usize) {
    let once = sync::Once::new();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| once.call_once(|| {}));
        }
    });
}

fn barrier(threads: usize) {
    let barrier = sync::Barrier::new(threads);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| barrier.wait());
        }
    });
}
