//! A small executor polls a future for each thread.

use std::any::Any;
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub type Task = Box<dyn FnOnce() -> u64 + Send>;

pub fn pause(duration: Duration) -> Duration {
    thread::sleep(duration);
    duration
}

pub fn slow(x: u64) -> u64 {
    pause(Duration::from_secs(10));
    x
}

pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    let first = thread::spawn(move || pause(a));
    let second = thread::spawn(move || pause(b));

    (
        first.join().expect("pause does not panic"),
        second.join().expect("pause does not panic"),
    )
}

pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    use std::{
        future::Future,
        pin::{Pin, pin},
        sync::{Arc, Mutex},
        task::{Context, Poll, Wake, Waker},
    };
    struct Unpark(thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark()
        }
    }
    fn block_on<F: Future>(f: F) -> F::Output {
        let w: Waker = Arc::new(Unpark(thread::current())).into();
        let mut c = Context::from_waker(&w);
        let mut f = pin!(f);
        loop {
            match f.as_mut().poll(&mut c) {
                Poll::Ready(x) => return x,
                Poll::Pending => thread::park(),
            }
        }
    }
    struct Job(Arc<Mutex<(Option<u64>, Option<Waker>)>>);
    impl Future for Job {
        type Output = u64;
        fn poll(self: Pin<&mut Self>, c: &mut Context<'_>) -> Poll<u64> {
            let mut g = self.0.lock().unwrap();
            match g.0.take() {
                Some(x) => Poll::Ready(x),
                None => {
                    g.1 = Some(c.waker().clone());
                    Poll::Pending
                }
            }
        }
    }
    let jobs: Vec<Job> = (0..n)
        .map(|x| {
            let s = Arc::new(Mutex::new((None, None::<Waker>)));
            let t = s.clone();
            thread::spawn(move || {
                let v = slow(x);
                let mut g = t.lock().unwrap();
                g.0 = Some(v);
                if let Some(w) = g.1.take() {
                    w.wake()
                }
            });
            Job(s)
        })
        .collect();
    block_on(async {
        let mut out = vec![];
        for j in jobs {
            out.push(j.await);
        }
        out
    })
}

pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let handles: Vec<JoinHandle<u64>> = tasks.into_iter().map(thread::spawn).collect();

    handles
        .into_iter()
        .map(|handle| handle.join().map_err(panic_text))
        .collect()
}

fn panic_text(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => match payload.downcast::<&str>() {
            Ok(text) => (*text).to_owned(),
            Err(_) => "a panic without a text".to_owned(),
        },
    }
}
