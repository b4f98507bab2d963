//! Atomic numbers.

use std::fmt;
use std::panic::RefUnwindSafe;
use std::sync::atomic::Ordering;

/// Methods that loom's atomic has under the same name, with arguments of the same types.
macro_rules! passed_on {
    ($value:ty; $($name:ident($($argument:ident: $type:ty),*) -> $result:ty: $doc:literal,)*) => {
        $(
            #[doc = $doc]
            #[track_caller]
            pub fn $name(&self, $($argument: $type),*) -> $result {
                self.0.$name($($argument),*)
            }
        )*
    };
}
pub(super) use passed_on;

macro_rules! atomic {
    ($($name:ident of $value:ty;)*) => {
        $(
            #[doc = concat!("An atomic `", stringify!($value), "` of loom's.")]
            pub struct $name(loom::sync::atomic::$name);

            impl RefUnwindSafe for $name {}

            impl $name {
                /// Holds `value`. No `const fn`: nothing of loom's can lie in a static.
                #[track_caller]
                #[must_use]
                pub fn new(value: $value) -> Self {
                    drop(crate::model::Run::current());
                    Self(loom::sync::atomic::$name::new(value))
                }

                /// The value.
                #[track_caller]
                #[must_use]
                pub fn into_inner(self) -> $value {
                    self.0.into_inner()
                }

                passed_on! { $value;
                    load(order: Ordering) -> $value: "Reads.",
                    store(value: $value, order: Ordering) -> (): "Writes.",
                    swap(value: $value, order: Ordering) -> $value: "Writes; returns what was there.",
                    compare_exchange(
                        current: $value, new: $value, success: Ordering, failure: Ordering
                    ) -> Result<$value, $value>: "Writes `new` if `current` is there.",
                    compare_exchange_weak(
                        current: $value, new: $value, success: Ordering, failure: Ordering
                    ) -> Result<$value, $value>: "As `compare_exchange`; it never fails without reason.",
                    fetch_add(value: $value, order: Ordering) -> $value: "Adds; returns what was there.",
                    fetch_sub(value: $value, order: Ordering) -> $value: "Subtracts; returns what was there.",
                    fetch_and(value: $value, order: Ordering) -> $value: "Bitwise and; returns what was there.",
                    fetch_nand(value: $value, order: Ordering) -> $value: "Bitwise nand; returns what was there.",
                    fetch_or(value: $value, order: Ordering) -> $value: "Bitwise or; returns what was there.",
                    fetch_xor(value: $value, order: Ordering) -> $value: "Bitwise xor; returns what was there.",
                    fetch_max(value: $value, order: Ordering) -> $value: "The greater; returns what was there.",
                    fetch_min(value: $value, order: Ordering) -> $value: "The smaller; returns what was there.",
                }

                /// Writes what `f` makes of the value, trying again as long as others are faster.
                ///
                /// # Errors
                /// With the value for which `f` gave nothing.
                #[track_caller]
                pub fn fetch_update<F>(
                    &self,
                    set_order: Ordering,
                    fetch_order: Ordering,
                    f: F,
                ) -> Result<$value, $value>
                where
                    F: FnMut($value) -> Option<$value>,
                {
                    self.0.fetch_update(set_order, fetch_order, f)
                }
            }

            impl fmt::Debug for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    fmt::Debug::fmt(&self.load(Ordering::Relaxed), f)
                }
            }

            impl Default for $name {
                #[track_caller]
                fn default() -> Self {
                    Self::new(0)
                }
            }

            impl From<$value> for $name {
                #[track_caller]
                fn from(value: $value) -> Self {
                    Self::new(value)
                }
            }
        )*
    };
}

atomic! {
    AtomicI8 of i8;
    AtomicI16 of i16;
    AtomicI32 of i32;
    AtomicI64 of i64;
    AtomicIsize of isize;
    AtomicU8 of u8;
    AtomicU16 of u16;
    AtomicU32 of u32;
    AtomicU64 of u64;
    AtomicUsize of usize;
}
