//! `std::sync::atomic`: the atomics, whose every value ever stored the engine remembers.

pub use std::sync::atomic::{Ordering, compiler_fence};

#[macro_use]
mod every;
mod boolean;
mod integers;
mod place;
mod pointer;
// Miri knows no coroutines.
#[cfg(all(test, not(miri)))]
mod tests;

pub use boolean::AtomicBool;
pub use integers::{
    AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU16, AtomicU32,
    AtomicU64, AtomicUsize,
};
pub use pointer::AtomicPtr;

use std::panic::Location;

use crate::engine::{self, Action, Handle, Kind, NO_OBJECT, Op, State};

/// A fence; see [`std::sync::atomic::fence`].
///
/// # Panics
/// If `order` is `Relaxed`, as std's.
#[track_caller]
pub fn fence(order: Ordering) {
    assert!(
        order != Ordering::Relaxed,
        "there is no such thing as a relaxed fence"
    );
    if engine::is_cleared_away() {
        return;
    }
    // Sequentially consistent fences have one order, so they meet at an object of their own.
    static ALL: Handle = Handle::new();
    let object = match order {
        Ordering::SeqCst => engine::object(&ALL, "fence", None, State::fences),
        _ => NO_OBJECT,
    };
    engine::step_with(
        Op::new(Kind::Fence, object, Location::caller()),
        Action::Fence(order),
    );
}

/// Tells the machine that the thread spins.
#[track_caller]
pub fn spin_loop_hint() {
    crate::hint::spin_loop();
}

/// The constants that made atomics before `new` could be called in a constant.
macro_rules! initial_values {
    ($($name:ident $atomic:ident $value:literal;)*) => {$(
        #[doc = concat!("An [`", stringify!($atomic), "`] holding `", stringify!($value), "`.")]
        #[expect(clippy::declare_interior_mutable_const, reason = "std's constant is of this kind")]
        pub const $name: $atomic = $atomic::new($value);
    )*};
}

initial_values! {
    ATOMIC_BOOL_INIT AtomicBool false;
    ATOMIC_ISIZE_INIT AtomicIsize 0;
    ATOMIC_USIZE_INIT AtomicUsize 0;
}
