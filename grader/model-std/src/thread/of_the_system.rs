//! The operating system's name of a thread, which a model thread does not have. The impls are there for code that passes
//! them on; each panics when it is called.

#[track_caller]
fn none() -> ! {
    panic!("a model thread is none of the operating system's, so it has no handle there")
}

#[cfg(unix)]
mod unix {
    use std::os::unix::thread::{JoinHandleExt, RawPthread};

    use crate::thread::JoinHandle;

    /// Panics: see this module.
    impl<T> JoinHandleExt for JoinHandle<T> {
        fn as_pthread_t(&self) -> RawPthread {
            super::none()
        }

        fn into_pthread_t(self) -> RawPthread {
            super::none()
        }
    }
}

#[cfg(windows)]
mod windows {
    use std::os::windows::io::{
        AsHandle, AsRawHandle, BorrowedHandle, IntoRawHandle, OwnedHandle, RawHandle,
    };

    use crate::thread::JoinHandle;

    /// Panics: see this module.
    impl<T> AsHandle for JoinHandle<T> {
        fn as_handle(&self) -> BorrowedHandle<'_> {
            super::none()
        }
    }

    /// Panics: see this module.
    impl<T> AsRawHandle for JoinHandle<T> {
        fn as_raw_handle(&self) -> RawHandle {
            super::none()
        }
    }

    /// Panics: see this module.
    impl<T> IntoRawHandle for JoinHandle<T> {
        fn into_raw_handle(self) -> RawHandle {
            super::none()
        }
    }

    /// Panics: see this module.
    impl<T> From<JoinHandle<T>> for OwnedHandle {
        fn from(_: JoinHandle<T>) -> Self {
            super::none()
        }
    }
}
