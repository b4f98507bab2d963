//! From what an `Arc` can be made.

use std::alloc::Allocator;
use std::borrow::Cow;
use std::ffi::{CStr, CString, OsStr, OsString};
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync as real;

use super::Arc;

/// As std's, from these types.
macro_rules! from {
    ($(($($generics:tt)*) $from:ty => $to:ty;)*) => {$(
        impl<$($generics)*> From<$from> for Arc<$to> {
            #[track_caller]
            fn from(value: $from) -> Self {
                Self::first(real::Arc::from(value), Location::caller())
            }
        }
    )*};
}

from! {
    (T: Clone) &[T] => [T];
    (T: Clone) &mut [T] => [T];
    (T, const N: usize) [T; N] => [T];
    () &str => str;
    () &mut str => str;
    () String => str;
    () &CStr => CStr;
    () &mut CStr => CStr;
    () CString => CStr;
    () &OsStr => OsStr;
    () &mut OsStr => OsStr;
    () OsString => OsStr;
    () &Path => Path;
    () &mut Path => Path;
    () PathBuf => Path;
}

impl<T> From<T> for Arc<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: ?Sized, A: Allocator> From<Box<T, A>> for Arc<T, A> {
    #[track_caller]
    fn from(value: Box<T, A>) -> Self {
        Self::first(real::Arc::from(value), Location::caller())
    }
}

impl<T, A: Allocator + Clone> From<Vec<T, A>> for Arc<[T], A> {
    #[track_caller]
    fn from(value: Vec<T, A>) -> Self {
        Self::first(real::Arc::from(value), Location::caller())
    }
}

impl<'a, B> From<Cow<'a, B>> for Arc<B>
where
    B: ToOwned + ?Sized,
    Arc<B>: From<&'a B> + From<<B as ToOwned>::Owned>,
{
    #[track_caller]
    fn from(cow: Cow<'a, B>) -> Self {
        match cow {
            Cow::Borrowed(value) => Self::from(value),
            Cow::Owned(value) => Self::from(value),
        }
    }
}

impl From<Arc<str>> for Arc<[u8]> {
    fn from(text: Arc<str>) -> Self {
        // The same allocation, seen as bytes.
        Self::of(text.into_real().into())
    }
}

impl<T, A: Allocator, const N: usize> TryFrom<Arc<[T], A>> for Arc<[T; N], A> {
    type Error = Arc<[T], A>;

    fn try_from(slice: Arc<[T], A>) -> Result<Self, Self::Error> {
        slice.into_real().try_into().map(Self::of).map_err(Arc::of)
    }
}

impl<T> FromIterator<T> for Arc<[T]> {
    #[track_caller]
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self::first(values.into_iter().collect(), Location::caller())
    }
}

impl<T: Default> Default for Arc<T> {
    #[track_caller]
    fn default() -> Self {
        Self::first(real::Arc::default(), Location::caller())
    }
}

impl<T> Default for Arc<[T]> {
    #[track_caller]
    fn default() -> Self {
        Self::from([])
    }
}

impl Default for Arc<str> {
    #[track_caller]
    fn default() -> Self {
        Self::from("")
    }
}

impl Default for Arc<CStr> {
    #[track_caller]
    fn default() -> Self {
        Self::from(c"")
    }
}

impl<T: ?Sized> Default for Pin<Arc<T>>
where
    Arc<T>: Default,
{
    #[track_caller]
    fn default() -> Self {
        // SAFETY: the value is behind a reference that never gives it back to be moved.
        unsafe { Self::new_unchecked(Arc::default()) }
    }
}
