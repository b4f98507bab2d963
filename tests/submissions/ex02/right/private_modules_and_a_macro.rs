//! Private modules that name each other by `crate::`, and a macro that uses `$crate`.

use std::thread;
use std::time::Duration;
pub type Task = Box<dyn FnOnce() -> u64 + Send>;
macro_rules! par {
    ($($e:expr),+ $(,)?) => {{ ( $( $crate::helper::start(move || $e) ,)+ ) }};
}
pub(crate) mod helper {
    use std::thread::{JoinHandle, spawn};
    pub(crate) fn start<T: Send + 'static, F>(f: F) -> JoinHandle<T>
    where
        F: FnOnce() -> T + Send + 'static,
    {
        spawn(f)
    }
    pub(crate) fn all<I, T>(i: I) -> Vec<T>
    where
        I: IntoIterator<Item = JoinHandle<T>>,
    {
        i.into_iter().map(|h| h.join().unwrap()).collect()
    }
    pub(crate) trait JoinText {
        type Out;
        fn join_text(self) -> Result<Self::Out, String>;
    }
    impl<T> JoinText for JoinHandle<T> {
        type Out = T;
        fn join_text(self) -> Result<T, String> {
            self.join().map_err(|e| crate::helper::text::of(e))
        }
    }
    mod text {
        pub(in crate::helper) fn of(e: Box<dyn std::any::Any + Send + 'static>) -> String {
            match (e.downcast_ref::<&str>(), e.downcast_ref::<String>()) {
                (Some(s), _) => (*s).into(),
                (_, Some(s)) => s.into(),
                _ => "no text".into(),
            }
        }
    }
}
use crate::helper::{JoinText, all};
pub fn pause(duration: Duration) -> Duration {
    thread::sleep(duration);
    duration
}
pub fn slow(x: u64) -> u64 {
    pause(Duration::from_secs(10));
    x
}
pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    let (x, y) = par!(pause(a), crate::pause(b));
    (x.join().unwrap(), y.join().unwrap())
}
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let v: Vec<_> = (0..n).map(|i| helper::start(move || slow(i))).collect();
    all(v)
}
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let mut v = Vec::new();
    v.extend(tasks.into_iter().map(helper::start));
    v.into_iter().map(JoinText::join_text).collect()
}
