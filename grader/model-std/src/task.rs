//! `std::task`: as std's, with a `Wake` that is given the model's `Arc`.

pub use std::task::*;

#[cfg(counted_arc)]
pub use wake::Wake;

#[cfg(counted_arc)]
mod wake {
    use std::mem::ManuallyDrop;
    use std::task::{RawWaker, RawWakerVTable, Waker};

    use crate::sync::Arc;

    /// What a waker does; see [`std::task::Wake`].
    pub trait Wake {
        /// Wakes the task.
        fn wake(self: Arc<Self>);

        /// Wakes the task, and keeps the waker.
        fn wake_by_ref(self: &Arc<Self>) {
            self.clone().wake();
        }
    }

    impl<W: Wake + Send + Sync + 'static> From<Arc<W>> for Waker {
        fn from(waker: Arc<W>) -> Self {
            // SAFETY: the table keeps a waker's contract: see its functions.
            unsafe { Self::from_raw(raw(waker)) }
        }
    }

    impl<W: Wake + Send + Sync + 'static> From<Arc<W>> for RawWaker {
        fn from(waker: Arc<W>) -> Self {
            raw(waker)
        }
    }

    /// A waker whose data is a reference of its own. `W` is `Send` and `Sync`, so each function may be called anywhere.
    fn raw<W: Wake + Send + Sync + 'static>(waker: Arc<W>) -> RawWaker {
        RawWaker::new(
            Arc::into_raw(waker).cast(),
            &RawWakerVTable::new(clone::<W>, wake::<W>, wake_by_ref::<W>, drop_waker::<W>),
        )
    }

    /// # Safety
    /// `data` is that of a waker made by [`raw`], for the same `W`.
    unsafe fn clone<W: Wake + Send + Sync + 'static>(data: *const ()) -> RawWaker {
        // SAFETY: the caller promises that it comes from `into_raw` and counts as one reference, which stays.
        let waker = ManuallyDrop::new(unsafe { Arc::from_raw(data.cast::<W>()) });
        raw(Arc::clone(&waker))
    }

    /// # Safety
    /// As [`clone`], and the waker is gone afterwards.
    unsafe fn wake<W: Wake + Send + Sync + 'static>(data: *const ()) {
        // SAFETY: the caller promises that it comes from `into_raw`, and gives its reference up.
        unsafe { Arc::from_raw(data.cast::<W>()) }.wake();
    }

    /// # Safety
    /// As [`clone`].
    unsafe fn wake_by_ref<W: Wake + Send + Sync + 'static>(data: *const ()) {
        // SAFETY: the caller promises that it comes from `into_raw` and counts as one reference, which stays.
        let waker = ManuallyDrop::new(unsafe { Arc::from_raw(data.cast::<W>()) });
        waker.wake_by_ref();
    }

    /// # Safety
    /// As [`wake`].
    unsafe fn drop_waker<W: Wake + Send + Sync + 'static>(data: *const ()) {
        // SAFETY: the caller promises that it comes from `into_raw`, and gives its reference up.
        drop(unsafe { Arc::from_raw(data.cast::<W>()) });
    }
}
