//! Which types may be sent, shared, moved and used after a panic, asked of the compiler for many parameters: what the
//! documentation says of one type may hang on another that it does not show.

use std::marker::PhantomData;
use std::panic::{RefUnwindSafe, UnwindSafe};

/// Asks about `T`. An associated constant of the type itself, which is there if the bound holds, hides the trait's.
struct Ask<T: ?Sized>(PhantomData<T>);

trait No {
    const SEND: bool = false;
    const SYNC: bool = false;
    const UNPIN: bool = false;
    const UNWIND_SAFE: bool = false;
    const REF_UNWIND_SAFE: bool = false;
}

impl<T: ?Sized> No for Ask<T> {}

impl<T: ?Sized + Send> Ask<T> {
    const SEND: bool = true;
}
impl<T: ?Sized + Sync> Ask<T> {
    const SYNC: bool = true;
}
impl<T: ?Sized + Unpin> Ask<T> {
    const UNPIN: bool = true;
}
impl<T: ?Sized + UnwindSafe> Ask<T> {
    const UNWIND_SAFE: bool = true;
}
impl<T: ?Sized + RefUnwindSafe> Ask<T> {
    const REF_UNWIND_SAFE: bool = true;
}

/// One type's name and answers.
type Row = (&'static str, [bool; 5]);

/// The types of `lib`, with `P` for a parameter.
macro_rules! rows {
    () => {
        rows! {
            lib::sync::Mutex<P>, lib::sync::MutexGuard<'static, P>, lib::sync::RwLock<P>,
            lib::sync::RwLockReadGuard<'static, P>, lib::sync::RwLockWriteGuard<'static, P>,
            lib::sync::OnceLock<P>, lib::sync::LazyLock<P>, lib::sync::LazyLock<u8, P>, lib::sync::Arc<P>,
            lib::sync::Weak<P>, lib::sync::Condvar, lib::sync::WaitTimeoutResult, lib::sync::Barrier,
            lib::sync::BarrierWaitResult, lib::sync::Once, lib::sync::OnceState, lib::sync::PoisonError<P>,
            lib::sync::TryLockError<P>, lib::sync::atomic::AtomicU8, lib::sync::atomic::AtomicI64,
            lib::sync::atomic::AtomicBool, lib::sync::atomic::AtomicPtr<P>, lib::sync::mpsc::Sender<P>,
            lib::sync::mpsc::SyncSender<P>, lib::sync::mpsc::Receiver<P>, lib::sync::mpsc::Iter<'static, P>,
            lib::sync::mpsc::TryIter<'static, P>, lib::sync::mpsc::IntoIter<P>, lib::sync::mpsc::SendError<P>,
            lib::sync::mpsc::TrySendError<P>, lib::sync::mpsc::RecvError, lib::thread::Thread,
            lib::thread::ThreadId, lib::thread::Builder, lib::thread::JoinHandle<P>,
            lib::thread::Scope<'static, 'static>, lib::thread::ScopedJoinHandle<'static, P>,
            lib::thread::LocalKey<P>, lib::thread::AccessError, lib::thread::Result<P>, lib::time::Instant,
            lib::time::SystemTime, lib::time::Duration, lib::time::SystemTimeError,
        }
    };
    ($($type:ty,)*) => {
        vec![$((stringify!($type), {
            type Asked = crate::auto_traits::Ask<$type>;
            [Asked::SEND, Asked::SYNC, Asked::UNPIN, Asked::UNWIND_SAFE, Asked::REF_UNWIND_SAFE]
        })),*]
    };
}

/// The rows of both libraries for each parameter.
macro_rules! parameters {
    ($($name:ident = $parameter:ty;)*) => {
        mod real {
            $(pub fn $name() -> Vec<super::Row> {
                use super::No;
                use ::std as lib;
                type P = $parameter;
                rows!()
            })*
        }
        mod model {
            $(pub fn $name() -> Vec<super::Row> {
                use super::No;
                use ::model_std as lib;
                type P = $parameter;
                rows!()
            })*
        }
        #[test]
        fn types_are_as_free_as_those_of_std() {
            $(
                let (real, model) = (real::$name(), model::$name());
                let differ = real.iter().zip(&model).filter(|(real, model)| real != model);
                let differ: Vec<_> = differ.collect();
                assert!(differ.is_empty(), "P = {}: {differ:#?}", stringify!($parameter));
            )*
        }
    };
}

parameters! {
    free = u8;
    not_sync = std::cell::Cell<u8>;
    not_send = std::sync::MutexGuard<'static, u8>;
    neither = std::rc::Rc<u8>;
    pointer = *const std::cell::Cell<u8>;
    pinned = std::marker::PhantomPinned;
    borrowed = &'static mut u8;
    function = fn() -> u8;
}

#[test]
fn the_compiler_answers() {
    const {
        assert!(Ask::<u8>::SEND && !Ask::<std::rc::Rc<u8>>::SEND);
        assert!(Ask::<u8>::UNPIN && !Ask::<std::marker::PhantomPinned>::UNPIN);
        assert!(Ask::<u8>::UNWIND_SAFE && !Ask::<&mut u8>::UNWIND_SAFE);
    }
}
