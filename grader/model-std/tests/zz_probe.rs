//! Scratch.
#[macro_use]
extern crate model_std as std;
extern crate std as real;
use std::model::{Exhaustive, VirtualTime};
use std::sync::atomic::{AtomicU64, AtomicBool, Ordering::*};
use std::sync::{Arc, Condvar, LazyLock, Mutex, OnceLock, RwLock, mpsc};
use std::thread;
use std::time::{Duration, Instant};

fn show<T: std::fmt::Debug>(name: &str, r: Result<T, Box<std::model::Failure>>) {
    match r { Ok(v) => real::println!("{name}: OK {v:?}"), Err(f) => real::println!("{name}: FAIL kind {:?} always {} : {}", f.kind, f.always, f.message) }
}
fn ex(name: &str, f: impl Fn() + Send + Sync + 'static) { show(name, Exhaustive::new().run(f)) }
fn vt(name: &str, f: impl Fn() + Send + Sync + 'static) { show(name, VirtualTime::new().run(f).map(|t| t.elapsed())) }

#[test]
fn p1_reads() {
    vt("200 loads", || { let a: Vec<_> = (0..5000).map(AtomicU64::new).collect(); let s: u64 = a.iter().map(|x| x.load(SeqCst)).sum(); assert!(s > 0); });
    vt("vec incr", || { let m = Mutex::new(vec![0u64; 3]); for _ in 0..500 { m.lock().unwrap()[0] += 1; } assert_eq!(m.lock().unwrap()[0], 500) });
    vt("vec incr with sleeper", || { let m = Mutex::new(vec![0u64; 3]); let t = Instant::now(); let h = thread::spawn(|| thread::sleep(Duration::from_secs(10))); thread::yield_now(); for _ in 0..500 { m.lock().unwrap()[0] += 1; } assert_eq!(t.elapsed(), Duration::ZERO); h.join().unwrap(); });
    ex("60 loads", || { let a: Vec<_> = (0..60).map(AtomicU64::new).collect(); let s: u64 = a.iter().map(|x| x.load(SeqCst)).sum(); assert!(s > 0); });
    ex("vec incr ex", || { let m = Mutex::new(vec![0u64; 3]); for _ in 0..100 { m.lock().unwrap()[0] += 1; } assert_eq!(m.lock().unwrap()[0], 100) });
}
#[test]
fn p2_outcomes() {
    for n in [3usize, 6, 8, 12] {
        let seen = real::sync::Arc::new(real::sync::Mutex::new(real::collections::BTreeSet::new()));
        let s2 = seen.clone();
        ex(&format!("reads {n}"), move || {
            let a = Arc::new(AtomicU64::new(0)); let b = a.clone();
            let h = thread::spawn(move || b.store(1, SeqCst));
            let zeros = (0..n).filter(|_| a.load(SeqCst) == 0).count();
            h.join().unwrap();
            s2.lock().unwrap().insert(zeros);
        });
        real::println!("   {:?}", seen.lock().unwrap());
    }
}
#[test]
fn p3_wait_timeout_loop() {
    ex("wait_timeout loop", || {
        let p = Arc::new((Mutex::new(false), Condvar::new())); let q = p.clone();
        let h = thread::spawn(move || { *q.0.lock().unwrap() = true; });
        let mut g = p.0.lock().unwrap();
        while !*g { g = p.1.wait_timeout(g, Duration::from_millis(10)).unwrap().0; }
        drop(g); h.join().unwrap();
    });
    ex("park_timeout loop", || {
        let p = Arc::new(AtomicBool::new(false)); let q = p.clone();
        let h = thread::spawn(move || { q.store(true, SeqCst) });
        while !p.load(SeqCst) { thread::park_timeout(Duration::from_millis(1)); }
        h.join().unwrap();
    });
    ex("recv_timeout loop", || {
        let (tx, rx) = mpsc::channel();
        let h = thread::spawn(move || { tx.send(1).unwrap(); });
        while rx.recv_timeout(Duration::from_millis(1)).is_err() {}
        h.join().unwrap();
    });
    ex("while sleep poll", || {
        let p = Arc::new(AtomicBool::new(false)); let q = p.clone();
        let h = thread::spawn(move || { q.store(true, SeqCst) });
        while !p.load(SeqCst) { thread::sleep(Duration::from_millis(1)); }
        h.join().unwrap();
    });
    ex("is_finished poll", || {
        let h = thread::spawn(move || { });
        while !h.is_finished() { }
        h.join().unwrap();
    });
    ex("try_lock/cas spin", || {
        let p = Arc::new(AtomicBool::new(false)); let q = p.clone();
        let h = thread::spawn(move || { while q.compare_exchange(false, true, SeqCst, SeqCst).is_err() {} q.store(false, SeqCst) });
        while p.swap(true, SeqCst) {} p.store(false, SeqCst);
        h.join().unwrap();
    });
}
static NESTED: LazyLock<Mutex<Vec<u64>>> = LazyLock::new(|| Mutex::new(vec![1, 2, 3]));
static NESTED2: OnceLock<RwLock<Vec<u64>>> = OnceLock::new();
#[test]
fn p4_nested_static() {
    for _ in 0..20 {
    vt("nested static", || { 
        for i in 0..100 { NESTED.lock().unwrap().push(i); }
        assert_eq!(NESTED.lock().unwrap().len(), 103);
        for i in 0..100 { NESTED2.get_or_init(|| RwLock::new(vec![7; 2])).write().unwrap().push(i); }
        assert_eq!(NESTED2.get().unwrap().read().unwrap().len(), 102);
    });
    }
}
struct Noisy(Arc<Mutex<u64>>);
impl Drop for Noisy { fn drop(&mut self) { *self.0.lock().unwrap() += 1; } }
thread_local! { static LOCAL: real::cell::RefCell<Option<Noisy>> = const { real::cell::RefCell::new(None) }; }
#[test]
fn p5_leaked_locals() {
    vt("leaked local with locking drop", || {
        let m = Arc::new(Mutex::new(0));
        thread::spawn(move || { LOCAL.with(|l| *l.borrow_mut() = Some(Noisy(m))); loop { thread::park() } });
        thread::yield_now();
    });
}
#[test]
fn p5b() {
    vt("never started closure with locking drop", || {
        let m = Arc::new(Mutex::new(0)); let n = Noisy(m);
        thread::spawn(move || { let _n = n; });
        std::process::exit(3);
    });
}
static HELD: Mutex<Option<Noisy>> = Mutex::new(None);
#[test]
fn p5c() {
    vt("static with locking drop", || {
        let m = Arc::new(Mutex::new(0));
        *HELD.lock().unwrap() = Some(Noisy(m));
    });
}
thread_local! { static SELF: Again = Again; }
struct Again;
impl Drop for Again { fn drop(&mut self) { let gone = SELF.try_with(|_| ()).is_err(); real::println!("in own drop: gone {gone}"); assert!(gone); } }
#[test]
fn p6_local_in_own_destructor() {
    vt("own destructor", || { thread::spawn(|| SELF.with(|_| ())).join().unwrap(); });
}
#[test]
fn p7_rendezvous_try_send() {
    let seen = real::sync::Arc::new(real::sync::Mutex::new(real::collections::BTreeSet::new()));
    let s2 = seen.clone();
    ex("try_send(0)", move || {
        let (tx, rx) = mpsc::sync_channel(0);
        let h = thread::spawn(move || rx.recv().is_ok());
        let ok = tx.try_send(1).is_ok();
        drop(tx);
        let got = h.join().unwrap();
        s2.lock().unwrap().insert((ok, got));
    });
    real::println!("   {:?}", seen.lock().unwrap());
}
#[test]
fn p8_last_panic() {
    vt("main panics, then drained thread panics", || {
        let (tx, rx) = mpsc::channel::<u32>();
        let h = thread::spawn(move || { rx.recv().expect("worker's own panic") });
        let _keep = h;
        drop(tx);
        panic!("main's panic");
    });
}
#[test]
fn p9_memory() {
    let rss = || real::fs::read_to_string("/proc/self/statm").unwrap().split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4;
    let before = rss();
    let r = Exhaustive::new().budget(Duration::from_secs(10)).run(|| {
        let a = Arc::new(Mutex::new(vec![0u8; 64])); 
        let hs: Vec<_> = (0..4).map(|i| { let a = a.clone(); thread::spawn(move || { a.lock().unwrap()[i] += 1; a.lock().unwrap()[i] += 1; }) }).collect();
        for h in hs { h.join().unwrap(); }
    });
    real::println!("{r:?} rss {before} -> {} kB", rss());
}
