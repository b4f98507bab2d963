//! `std::sync::atomic`: the atomics, whose every value ever stored the engine remembers.

pub use std::sync::atomic::{Ordering, compiler_fence};

use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

use crate::engine::memory::History;
use crate::engine::record::Shape;
use crate::engine::{self, Action, Effect, Handle, Kind, NO_OBJECT, ObjectId, Op, Site, State};

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
    // Sequentially consistent fences have one order, so they meet at an object of their own.
    static ALL: Handle = Handle::new();
    let object = match order {
        Ordering::SeqCst => engine::object(&ALL, "fence", None, || State::Fences),
        _ => NO_OBJECT,
    };
    engine::step_with(
        Op::new(Kind::Fence, object, Location::caller()),
        Action::Fence(order),
    );
}

/// Tells the machine that the thread spins.
#[deprecated(note = "use `std::hint::spin_loop` instead")]
#[track_caller]
pub fn spin_loop_hint() {
    crate::hint::spin_loop();
}

/// An atomic as the engine sees it. The value it starts every execution with stays with the atomic; the present value
/// is the engine's: so a `static` counter is reset for each execution by forgetting, not by writing.
struct Place<'a> {
    handle: &'a Handle,
    label: &'static str,
    shape: Shape,
    made: Site,
    initial: u64,
}

impl Place<'_> {
    fn id(&self) -> ObjectId {
        engine::object(self.handle, self.label, Some(self.made), || {
            State::Atomic(History::new(self.initial))
        })
    }

    /// The present value, for somebody who shares the atomic with nobody, or only wants to show it.
    fn peek(&self) -> u64 {
        let latest = engine::try_with(|execution| {
            let id = self.handle.lookup(execution.epoch)?;
            match &execution.objects[id as usize].state {
                State::Atomic(history) => Some(history.latest()),
                _ => None,
            }
        });
        latest.flatten().unwrap_or(self.initial)
    }

    fn load(&self, order: Ordering, site: Site) -> u64 {
        assert!(
            !matches!(order, Ordering::Release | Ordering::AcqRel),
            "there is no such thing as a release load or an acquire-release load"
        );
        engine::step_with(
            Op::new(Kind::Load, self.id(), site),
            Action::Load(order, self.shape),
        )
        .value
    }

    fn store(&self, value: u64, order: Ordering, site: Site) {
        assert!(
            !matches!(order, Ordering::Acquire | Ordering::AcqRel),
            "there is no such thing as an acquire store or an acquire-release store"
        );
        engine::step_with(
            Op::new(Kind::Store, self.id(), site),
            Action::Store(value, order, self.shape),
        );
    }

    fn update(
        &self,
        kind: Kind,
        success: Ordering,
        failure: Ordering,
        site: Site,
        update: &mut dyn FnMut(u64) -> Option<u64>,
    ) -> Effect {
        let action = Action::Rmw {
            update,
            success,
            failure,
            shape: self.shape,
        };
        engine::step_with(Op::new(kind, self.id(), site), action)
    }
}

/// What every atomic has, whatever it holds.
macro_rules! atomic {
    ($(#[$doc:meta])* $name:ident $(<$p:ident>)?, $value:ty, $shape:expr, $label:literal, $to:expr, $from:expr) => {
        $(#[$doc])*
        pub struct $name $(<$p>)? {
            handle: Handle,
            made: Site,
            initial: std::sync::atomic::$name $(<$p>)?,
        }

        impl $(<$p>)? RefUnwindSafe for $name $(<$p>)? {}
        impl $(<$p>)? UnwindSafe for $name $(<$p>)? {}

        impl $(<$p>)? $name $(<$p>)? {
            /// An atomic holding `value`.
            #[track_caller]
            #[must_use]
            pub const fn new(value: $value) -> Self {
                let initial = std::sync::atomic::$name::new(value);
                Self { handle: Handle::new(), made: Location::caller(), initial }
            }

            fn place(&self) -> Place<'_> {
                let initial = ($to)(self.initial.load(Ordering::Relaxed));
                Place { handle: &self.handle, label: $label, shape: $shape, made: self.made, initial }
            }

            /// The value; no ordering is needed, because `&mut self` proves that nobody else has it.
            pub fn get_mut(&mut self) -> &mut $value {
                let latest = ($from)(self.place().peek());
                self.handle.forget();
                let value = self.initial.get_mut();
                *value = latest;
                value
            }

            /// Changes the value to `value`, returning the old one.
            #[track_caller]
            pub fn swap(&self, value: $value, order: Ordering) -> $value {
                self.rmw(order, |_| value)
            }

            /// The value.
            ///
            /// # Panics
            /// If `order` is `Release` or `AcqRel`, as std's.
            #[track_caller]
            pub fn load(&self, order: Ordering) -> $value {
                ($from)(self.place().load(order, Location::caller()))
            }

            /// Changes the value.
            ///
            /// # Panics
            /// If `order` is `Acquire` or `AcqRel`, as std's.
            #[track_caller]
            pub fn store(&self, value: $value, order: Ordering) {
                self.place().store(($to)(value), order, Location::caller());
            }

            /// Changes the value to `new` if it is `current`.
            ///
            /// # Errors
            /// The value, if it is another.
            #[track_caller]
            pub fn compare_exchange(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                assert!(
                    !matches!(failure, Ordering::Release | Ordering::AcqRel),
                    "there is no such thing as a release or acquire-release failure ordering"
                );
                let (expected, new) = (($to)(current), ($to)(new));
                let effect = self.place().update(
                    Kind::CompareExchange,
                    success,
                    failure,
                    Location::caller(),
                    &mut |old| (old == expected).then_some(new),
                );
                let old = ($from)(effect.value);
                if effect.done { Ok(old) } else { Err(old) }
            }

            /// As [`compare_exchange`](Self::compare_exchange). It may fail for no reason on some machines; in a
            /// model it does not.
            ///
            /// # Errors
            /// The value, if it is another.
            #[track_caller]
            pub fn compare_exchange_weak(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                self.compare_exchange(current, new, success, failure)
            }

            /// As `compare_exchange` with one ordering for both; returns the old value either way.
            #[deprecated(note = "Use `compare_exchange` or `compare_exchange_weak` instead")]
            #[track_caller]
            pub fn compare_and_swap(&self, current: $value, new: $value, order: Ordering) -> $value {
                let failure = match order {
                    Ordering::Release => Ordering::Relaxed,
                    Ordering::AcqRel => Ordering::Acquire,
                    order => order,
                };
                self.compare_exchange(current, new, order, failure).unwrap_or_else(|old| old)
            }

            /// Tries to change the value by `f` until nobody interferes.
            ///
            /// # Errors
            /// The value, if `f` gives `None` for it.
            #[track_caller]
            pub fn fetch_update<F>(&self, set: Ordering, fetch: Ordering, mut f: F) -> Result<$value, $value>
            where
                F: FnMut($value) -> Option<$value>,
            {
                let mut old = self.load(fetch);
                while let Some(new) = f(old) {
                    match self.compare_exchange_weak(old, new, set, fetch) {
                        Ok(old) => return Ok(old),
                        Err(seen) => old = seen,
                    }
                }
                Err(old)
            }

            #[track_caller]
            fn rmw(&self, order: Ordering, f: impl Fn($value) -> $value) -> $value {
                let mut update = |old| Some(($to)(f(($from)(old))));
                let site = Location::caller();
                let effect = self.place().update(Kind::Rmw, order, order, site, &mut update);
                ($from)(effect.value)
            }

            /// The value, of an atomic that nobody else has.
            pub fn into_inner(self) -> $value {
                ($from)(self.place().peek())
            }
        }

        impl $(<$p>)? fmt::Debug for $name $(<$p>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                ($from)(self.place().peek()).fmt(f)
            }
        }

        impl $(<$p>)? From<$value> for $name $(<$p>)? {
            #[track_caller]
            fn from(value: $value) -> Self {
                Self::new(value)
            }
        }
    };
}

/// The atomic integers.
macro_rules! integers {
    ($($name:ident $int:ident $label:literal $shape:ident;)*) => {$(
        atomic!(
            #[doc = concat!("An `", stringify!($int), "` that threads may share; see [`std::sync::atomic::", stringify!($name), "`].")]
            $name, $int, Shape::$shape, $label, |value: $int| value as u64, |bits: u64| bits as $int
        );

        impl $name {
            /// Adds, wrapping around; returns the old value.
            #[track_caller]
            pub fn fetch_add(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| old.wrapping_add(value))
            }

            /// Subtracts, wrapping around; returns the old value.
            #[track_caller]
            pub fn fetch_sub(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| old.wrapping_sub(value))
            }

            /// Bitwise and; returns the old value.
            #[track_caller]
            pub fn fetch_and(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| old & value)
            }

            /// Bitwise nand; returns the old value.
            #[track_caller]
            pub fn fetch_nand(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| !(old & value))
            }

            /// Bitwise or; returns the old value.
            #[track_caller]
            pub fn fetch_or(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| old | value)
            }

            /// Bitwise exclusive or; returns the old value.
            #[track_caller]
            pub fn fetch_xor(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| old ^ value)
            }

            /// The greater of the two; returns the old value.
            #[track_caller]
            pub fn fetch_max(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| old.max(value))
            }

            /// The lesser of the two; returns the old value.
            #[track_caller]
            pub fn fetch_min(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| old.min(value))
            }
        }

        impl Default for $name {
            #[track_caller]
            fn default() -> Self {
                Self::new(0)
            }
        }
    )*};
}

integers! {
    AtomicU8 u8 "AtomicU8" Unsigned;
    AtomicU16 u16 "AtomicU16" Unsigned;
    AtomicU32 u32 "AtomicU32" Unsigned;
    AtomicU64 u64 "AtomicU64" Unsigned;
    AtomicUsize usize "AtomicUsize" Unsigned;
    AtomicI8 i8 "AtomicI8" Signed;
    AtomicI16 i16 "AtomicI16" Signed;
    AtomicI32 i32 "AtomicI32" Signed;
    AtomicI64 i64 "AtomicI64" Signed;
    AtomicIsize isize "AtomicIsize" Signed;
}

atomic!(
    /// A `bool` that threads may share; see [`std::sync::atomic::AtomicBool`].
    AtomicBool, bool, Shape::Bool, "AtomicBool", |value: bool| u64::from(value), |bits: u64| bits != 0
);

impl AtomicBool {
    /// Logical and; returns the old value.
    #[track_caller]
    pub fn fetch_and(&self, value: bool, order: Ordering) -> bool {
        self.rmw(order, |old| old & value)
    }

    /// Logical nand; returns the old value.
    #[track_caller]
    pub fn fetch_nand(&self, value: bool, order: Ordering) -> bool {
        self.rmw(order, |old| !(old & value))
    }

    /// Logical or; returns the old value.
    #[track_caller]
    pub fn fetch_or(&self, value: bool, order: Ordering) -> bool {
        self.rmw(order, |old| old | value)
    }

    /// Logical exclusive or; returns the old value.
    #[track_caller]
    pub fn fetch_xor(&self, value: bool, order: Ordering) -> bool {
        self.rmw(order, |old| old ^ value)
    }

    /// Logical not; returns the old value.
    #[track_caller]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.rmw(order, |old| !old)
    }
}

impl Default for AtomicBool {
    #[track_caller]
    fn default() -> Self {
        Self::new(false)
    }
}

atomic!(
    /// A pointer that threads may share; see [`std::sync::atomic::AtomicPtr`].
    AtomicPtr<T>, *mut T, Shape::Pointer, "AtomicPtr",
    |value: *mut T| value.expose_provenance() as u64,
    |bits: u64| std::ptr::with_exposed_provenance_mut::<T>(bits as usize)
);

impl<T> Default for AtomicPtr<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(std::ptr::null_mut())
    }
}
