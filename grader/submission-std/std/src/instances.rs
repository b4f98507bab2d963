//! What nearly every submission makes of generic items, made here once instead of in each: threads that return a number,
//! a lock around a list, a channel of strings.
//!
//! A compiler that does not optimise makes no instance of a generic item that a library has which it uses. To make one of
//! `Mutex<u64>::lock` takes longer than to compile the submission's own line. Nothing here is ever called; a function
//! that nobody can name is compiled because a static holds it that is marked as used, and the linker leaves out both.

use std::fmt::Debug;

use crate::base::sync::{Arc, Condvar, Mutex, RwLock, mpsc};
use crate::base::thread::{self, JoinHandle};

/// Has the compiler make what follows.
#[used]
static USUAL: fn() = usual;

fn usual() {
    of::<()>();
    of::<bool>();
    of::<u64>();
    of::<usize>();
    of::<String>();
    of::<Vec<u64>>();
    of::<Option<u64>>();
    numbers();
}

/// A value of a type, and what exercises do with it.
fn of<T: Clone + Debug + Default + PartialEq + Send + Sync + 'static>() {
    threads::<T>();
    locks::<T>();
    channels::<T>();
    lists::<T>();
}

fn threads<T: Default + Send + 'static>() {
    let start = || thread::spawn(T::default as fn() -> T);
    drop(start().join().unwrap());
    let mut handles: Vec<JoinHandle<T>> = vec![start()];
    handles.push(start());
    for handle in handles {
        drop(handle.join().expect("it only makes a value"));
    }
    thread::scope(|scope| {
        let handle = scope.spawn(T::default as fn() -> T);
        drop(handle.join().unwrap());
    });
}

fn locks<T: Clone + Debug + Default + Send + Sync + 'static>() {
    let lock = Arc::new(Mutex::new(T::default()));
    *Arc::clone(&lock).lock().unwrap() = T::default();
    drop(lock.lock().expect("nobody panics").clone());
    let _ = lock.try_lock().is_ok();
    drop(Condvar::new().wait(lock.lock().unwrap()).unwrap());
    drop(Arc::try_unwrap(lock).map(|lock| lock.into_inner().unwrap()));
    drop(Mutex::<T>::default());
    let list = Arc::new(Mutex::new(Vec::new()));
    list.lock().unwrap().push(T::default());
    drop(list.lock().unwrap().clone());
    let lock = RwLock::new(T::default());
    *lock.write().unwrap() = lock.read().unwrap().clone();
    drop(format!("{lock:?}"));
}

fn channels<T: Default + 'static>() {
    let (sender, receiver) = mpsc::channel();
    sender.clone().send(T::default()).unwrap();
    drop((receiver.recv().unwrap(), receiver.try_recv()));
    drop(receiver.iter().collect::<Vec<T>>());
    receiver.into_iter().for_each(drop);
    let (sender, receiver) = mpsc::sync_channel(1);
    sender.send(T::default()).unwrap();
    drop(receiver.recv());
}

#[expect(clippy::iter_cloned_collect, reason = "submissions write it so")]
fn lists<T: Clone + Debug + Default + PartialEq>() {
    let mut list = vec![T::default(); 3];
    list.push(T::default());
    list.extend(list.clone());
    let copy: Vec<T> = list.iter().cloned().collect();
    drop((
        list == copy,
        format!("{list:?}"),
        list.len(),
        list.is_empty(),
    ));
    for value in &list {
        drop(value.clone());
    }
    for value in list.into_iter().enumerate() {
        drop(value);
    }
    drop(Option::<T>::default().unwrap_or_default());
}

fn numbers() {
    let mut numbers: Vec<u64> = (0..3).collect();
    numbers.sort();
    numbers.sort_unstable();
    let _ = (numbers.iter().sum::<u64>(), numbers.into_iter().max());
}
