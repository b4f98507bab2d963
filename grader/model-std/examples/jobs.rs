//! scratch
use model_std::model::{Exhaustive, Jobs};
use model_std::sync::Mutex;
use model_std::sync::atomic::{AtomicU32, Ordering::*};
use model_std::thread;
use std::time::{Duration, Instant};

fn locks(n: usize) {
    let hits = Mutex::new(0);
    thread::scope(|s| (0..n).for_each(|_| drop(s.spawn(|| *hits.lock().unwrap() += 1))));
}
fn inc(n: usize) {
    let hits = AtomicU32::new(0);
    thread::scope(|s| {
        (0..n).for_each(|_| {
            drop(s.spawn(|| {
                let v = hits.load(SeqCst);
                hits.store(v + 1, SeqCst);
            }))
        })
    });
}
fn indexer(n: usize) {
    let t: Vec<AtomicU32> = (0..8).map(|_| AtomicU32::new(0)).collect();
    thread::scope(|s| {
        (0..n).for_each(|i| {
            let t = &t;
            s.spawn(move || {
                for m in 0..3usize {
                    let mut h = (i * 7 + m * 5) % 8;
                    while t[h].compare_exchange(0, 1, SeqCst, SeqCst).is_err() {
                        h = (h + 1) % 8;
                        if m == 2 {
                            break;
                        }
                    }
                }
            });
        })
    });
}
fn spin(n: usize) {
    let l = AtomicU32::new(0);
    thread::scope(|s| {
        (0..n).for_each(|_| {
            s.spawn(|| {
                while l.swap(1, SeqCst) == 1 {
                    thread::yield_now();
                }
                l.store(0, SeqCst);
            });
        })
    });
}
fn relaxed(n: usize) {
    let x: Vec<AtomicU32> = (0..n).map(|_| AtomicU32::new(0)).collect();
    thread::scope(|s| {
        (0..n).for_each(|i| {
            let x = &x;
            s.spawn(move || {
                x[i].store(1, Relaxed);
                x[i].store(2, Relaxed);
                x[(i + 1) % n].load(Relaxed);
            });
        })
    });
}
fn late(n: usize) {
    let hits = Mutex::new(0u32);
    let last = AtomicU32::new(0);
    let h = &hits;
    let l = &last;
    thread::scope(|s| {
        (0..n).for_each(|i| {
            s.spawn(move || {
                let mut g = h.lock().unwrap();
                *g = *g * 10 + i as u32;
                if *g == 6543210 {
                    l.store(1, SeqCst);
                }
            });
        })
    });
    assert_eq!(last.load(SeqCst), 0);
}

fn cpu() -> f64 {
    let mut t = 0.0;
    for w in [libc::RUSAGE_SELF, libc::RUSAGE_CHILDREN] {
        let mut r: libc::rusage = unsafe { std::mem::zeroed() };
        unsafe { libc::getrusage(w, &mut r) };
        t += r.ru_utime.tv_sec as f64
            + r.ru_utime.tv_usec as f64 * 1e-6
            + r.ru_stime.tv_sec as f64
            + r.ru_stime.tv_usec as f64 * 1e-6;
    }
    t
}

fn main() {
    let which = std::env::args().nth(1).unwrap();
    let n: usize = std::env::args().nth(2).unwrap().parse().unwrap();
    let f: fn(usize) = match which.as_str() {
        "locks" => locks,
        "inc" => inc,
        "indexer" => indexer,
        "spin" => spin,
        "relaxed" => relaxed,
        "late" => late,
        _ => panic!(),
    };
    let most = std::env::args()
        .nth(3)
        .map_or(u64::MAX, |m| m.parse().unwrap());
    for jobs in [1, 2, 4] {
        let (b, c) = (Instant::now(), cpu());
        let (r, helped) = Exhaustive::new()
            .budget(Duration::from_secs(3600))
            .executions(most)
            .jobs(Jobs::new(jobs))
            .run_helped(move || f(n));
        let said = match r {
            Ok(e) => format!("{e:?}"),
            Err(f) => {
                let t = format!("{f:?}");
                use std::hash::*;
                let mut h = std::hash::DefaultHasher::new();
                t.hash(&mut h);
                format!(
                    "{} {} {} {:x}",
                    f.message,
                    f.executions,
                    f.always,
                    h.finish()
                )
            }
        };
        println!(
            "{jobs} {:.2}s cpu {:.2} helped {helped} {}",
            b.elapsed().as_secs_f64(),
            cpu() - c,
            &said[..said.len().min(160)]
        );
    }
}
