#[macro_use]
extern crate model_std as std;
use std::sync::atomic::{AtomicU64, AtomicUsize, AtomicBool, Ordering::*};
use std::sync::{Arc, Mutex, mpsc, Condvar};
use std::time::Duration;
extern crate std as real;
use std::{model, thread};

fn secs(n: u64) -> Duration { Duration::from_secs(n) }

#[test]
fn vt() {
    let t = model::virtual_time(|| { for _ in 0..5 { thread::sleep(secs(10)); } });
    assert_eq!(t.elapsed(), secs(50));
    let t = model::virtual_time(|| {
        let out = Arc::new(Mutex::new(vec![]));
        let hs: Vec<_> = [3, 2, 1].into_iter().map(|n| { let out = out.clone(); thread::spawn(move || { thread::sleep(secs(n)); out.lock().unwrap().push(n); }) }).collect();
        for h in hs { h.join().unwrap(); }
        assert_eq!(*out.lock().unwrap(), [1, 2, 3]);
    });
    assert_eq!(t.elapsed(), secs(3));
    println!("{}", t.chart(80));
    let t = model::virtual_time(|| {
        let m = Arc::new(Mutex::new(0));
        thread::scope(|s| for _ in 0..5 { s.spawn(|| { let mut g = m.lock().unwrap(); thread::sleep(secs(10)); *g += 1; }); });
        assert_eq!(*m.lock().unwrap(), 5);
    });
    assert_eq!(t.elapsed(), secs(50));
    println!("{}", t.chart(80));
    let real = real::time::Instant::now();
    let t = model::virtual_time(|| {
        let (tx, rx) = mpsc::channel::<u64>();
        let rx = Arc::new(Mutex::new(rx));
        let ws: Vec<_> = (0..100).map(|_| { let rx = rx.clone(); thread::spawn(move || loop { let m = rx.lock().unwrap().recv(); if m.is_err() { break } thread::sleep(secs(1)); }) }).collect();
        for n in 0..1000 { tx.send(n).unwrap(); }
        drop(tx);
        for w in ws { w.join().unwrap(); }
    });
    assert_eq!(t.elapsed(), secs(10));
    println!("1000x1 on 100: {:?}", real.elapsed());
}

fn try_ex(name: &str, f: impl Fn() + Send + Sync + 'static) {
    let t = real::time::Instant::now();
    match model::Exhaustive::new().run(f) {
        Ok(e) => println!("{name}: {} ({}) {:?}", e.covered, e.executions, t.elapsed()),
        Err(e) => println!("{name}: FAIL {:?} always={} after {} {:?}\n{}", e.kind, e.always, e.executions, t.elapsed(), e.report),
    }
}

static HITS: AtomicUsize = AtomicUsize::new(0);
static LIST: Mutex<Vec<u64>> = Mutex::new(Vec::new());

#[test]
fn ex() {
    for n in 2..=5 { try_ex(&format!("mutex{n}"), move || {
        let m = Arc::new(Mutex::new(0));
        let hs: Vec<_> = (0..n).map(|_| { let m = m.clone(); thread::spawn(move || *m.lock().unwrap() += 1) }).collect();
        for h in hs { h.join().unwrap(); }
        assert_eq!(*m.lock().unwrap(), n);
    }); }
    for n in 2..=4 { try_ex(&format!("fetch_add{n}"), move || {
        let m = Arc::new(AtomicU64::new(0));
        let hs: Vec<_> = (0..n).map(|_| { let m = m.clone(); thread::spawn(move || m.fetch_add(1, SeqCst)) }).collect();
        for h in hs { h.join().unwrap(); }
        assert_eq!(m.load(SeqCst), n);
    }); }
    try_ex("lost", || {
        let m = Arc::new(AtomicU64::new(0));
        let hs: Vec<_> = (0..2).map(|_| { let m = m.clone(); thread::spawn(move || { let v = m.load(SeqCst); m.store(v + 1, SeqCst) }) }).collect();
        for h in hs { h.join().unwrap(); }
        assert_eq!(m.load(SeqCst), 2, "both count");
    });
    try_ex("lost under lock", || {
        let m = Arc::new(Mutex::new(0));
        let hs: Vec<_> = (0..2).map(|_| { let m = m.clone(); thread::spawn(move || { let v = *m.lock().unwrap();  *m.lock().unwrap() = v + 1; }) }).collect();
        for h in hs { h.join().unwrap(); }
        assert_eq!(*m.lock().unwrap(), 2, "both count");
    });
    try_ex("deadlock", || {
        let a = Arc::new(Mutex::new(0)); let b = Arc::new(Mutex::new(0));
        let (a2, b2) = (a.clone(), b.clone());
        let h = thread::spawn(move || { let _x = a2.lock().unwrap(); let _y = b2.lock().unwrap(); });
        let _y = b.lock().unwrap(); let _x = a.lock().unwrap();
        drop(_x); drop(_y);
        h.join().unwrap();
    });
    try_ex("mpsc 2x1", || {
        let (tx, rx) = mpsc::channel();
        for n in 0..2 { let tx = tx.clone(); thread::spawn(move || tx.send(n).unwrap()); }
        drop(tx);
        assert_eq!(rx.iter().sum::<i32>(), 1);
    });
    try_ex("condvar if", || {
        let p = Arc::new((Mutex::new(false), Condvar::new()));
        let p2 = p.clone();
        let h = thread::spawn(move || { *p2.0.lock().unwrap() = true; p2.1.notify_one(); });
        let mut g = p.0.lock().unwrap();
        if !*g { g = p.1.wait(g).unwrap(); }
        assert!(*g, "ready");
        drop(g);
        h.join().unwrap();
    });
    try_ex("condvar while", || {
        let p = Arc::new((Mutex::new(false), Condvar::new()));
        let p2 = p.clone();
        let h = thread::spawn(move || { *p2.0.lock().unwrap() = true; p2.1.notify_one(); });
        let mut g = p.0.lock().unwrap();
        while !*g { g = p.1.wait(g).unwrap(); }
        assert!(*g, "ready");
        drop(g);
        h.join().unwrap();
    });
    try_ex("spin", || {
        let f = Arc::new(AtomicBool::new(false));
        let f2 = f.clone();
        let h = thread::spawn(move || { f2.store(true, Release); });
        while !f.load(Acquire) { std::hint::spin_loop(); }
        h.join().unwrap();
    });
    try_ex("mp relaxed", || {
        let d = Arc::new((AtomicU64::new(0), AtomicBool::new(false)));
        let d2 = d.clone();
        let h = thread::spawn(move || { d2.0.store(42, Relaxed); d2.1.store(true, Relaxed); });
        if d.1.load(Acquire) { assert_eq!(d.0.load(Relaxed), 42, "published"); }
        h.join().unwrap();
    });
    try_ex("mp release", || {
        let d = Arc::new((AtomicU64::new(0), AtomicBool::new(false)));
        let d2 = d.clone();
        let h = thread::spawn(move || { d2.0.store(42, Relaxed); d2.1.store(true, Release); });
        if d.1.load(Acquire) { assert_eq!(d.0.load(Relaxed), 42, "published"); }
        h.join().unwrap();
    });
    try_ex("statics", || {
        let hs: Vec<_> = (0..2).map(|n| thread::spawn(move || { HITS.fetch_add(1, SeqCst); LIST.lock().unwrap().push(n); })).collect();
        for h in hs { h.join().unwrap(); }
        assert_eq!(HITS.load(SeqCst), 2);
        assert_eq!(LIST.lock().unwrap().len(), 2);
    });
}
