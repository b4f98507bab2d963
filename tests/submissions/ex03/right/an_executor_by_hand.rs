//! Waits for the threads as `async` code does: a future for each, and a loop that polls when it has been unparked.
//!
//! ```toml
//! base = "solution"
//! ```

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::Duration;

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Whether the thread is over, and who is to be woken then.
#[derive(Clone, Default)]
struct Over(Arc<Mutex<(bool, Option<Waker>)>>);

impl Future for Over {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.0.lock().unwrap();
        if state.0 {
            return Poll::Ready(());
        }
        state.1 = Some(context.waker().clone());
        Poll::Pending
    }
}

fn block_on(future: impl Future<Output = ()>) {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    while future.as_mut().poll(&mut context).is_pending() {
        thread::park();
    }
}

pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = Arc::new(ResultList::default());
    let start = |&n: &u64| {
        let (list, over) = (Arc::clone(&list), Over::default());
        let end = over.clone();
        thread::spawn(move || {
            thread::sleep(Duration::from_secs(n));
            list.append(n);
            let mut state = end.0.lock().unwrap();
            state.0 = true;
            if let Some(waker) = state.1.take() {
                waker.wake();
            }
        });
        over
    };
    let all: Vec<Over> = seconds.iter().map(start).collect();
    block_on(async {
        for over in all {
            over.await;
        }
    });
    list.results()
}
