//! What every atomic has, whatever it holds.

/// Defines the type and its methods. A macro, because std has one type for each and no trait that they share. `$to`
/// and `$from` lead from the value to the engine's 64 bits and back.
macro_rules! atomic {
    ($(#[$doc:meta])* $name:ident $(<$p:ident>)?, $value:ty, $shape:expr, $label:literal, $to:expr, $from:expr) => {
        $(#[$doc])*
        // Libraries make some by zeroing memory, so zeros have to mean an atomic that was never met; and where they
        // own one altogether, they may look for its value at its address.
        #[repr(C)]
        pub struct $name $(<$p>)? {
            /// What was stored last, which is what remains when it is taken apart.
            latest: std::sync::atomic::$name $(<$p>)?,
            /// What it holds when an execution begins.
            initial: std::sync::atomic::$name $(<$p>)?,
            handle: Handle,
            /// None of one in zeroed memory.
            made: Option<Site>,
        }

        impl $(<$p>)? RefUnwindSafe for $name $(<$p>)? {}

        impl $(<$p>)? $name $(<$p>)? {
            /// An atomic holding `value`.
            #[track_caller]
            #[must_use]
            pub const fn new(value: $value) -> Self {
                let initial = std::sync::atomic::$name::new(value);
                let latest = std::sync::atomic::$name::new(value);
                Self { latest, initial, handle: Handle::new(), made: Some(Location::caller()) }
            }

            fn place(&self) -> Place<'_> {
                if !self.handle.was_met() {
                    // `get_mut` may have changed it.
                    self.initial.store(self.latest.load(Ordering::Relaxed), Ordering::Relaxed);
                }
                let initial = ($to)(self.initial.load(Ordering::Relaxed));
                Place { handle: &self.handle, label: $label, shape: $shape, made: self.made, initial }
            }

            /// The memory that holds the value, if that is all that the atomic is now: while an execution is cleared
            /// away, destructors of what it left behind may use it, and the engine is gone.
            fn plain(&self) -> Option<&std::sync::atomic::$name $(<$p>)?> {
                if !engine::is_cleared_away() {
                    return None;
                }
                if !run::is_latest(self.handle.epoch()) {
                    let (from, to) = match self.handle.was_met() {
                        true => (&self.initial, &self.latest),
                        false => (&self.latest, &self.initial),
                    };
                    to.store(from.load(Ordering::Relaxed), Ordering::Relaxed);
                    // So a static is put back all the same: the next execution finds it in one that is over.
                    self.handle.assign(run::latest(), NO_OBJECT);
                }
                Some(&self.latest)
            }

            /// The value; no ordering is needed, because `&mut self` proves that nobody else has it.
            pub fn get_mut(&mut self) -> &mut $value {
                let latest = match self.plain() {
                    Some(plain) => plain.load(Ordering::Relaxed),
                    None => ($from)(self.place().peek()),
                };
                self.handle.forget();
                let value = self.latest.get_mut();
                *value = latest;
                value
            }

            /// Changes the value to `value`, returning the old one.
            #[track_caller]
            #[inline(always)]
            pub fn swap(&self, value: $value, order: Ordering) -> $value {
                engine::clean_stack();
                self.swap_in_model(value, order)
            }

            #[track_caller]
            fn swap_in_model(&self, value: $value, order: Ordering) -> $value {
                self.rmw_to(Aim::Puts(($to)(value)), order, |_| value)
            }

            /// The value.
            ///
            /// # Panics
            /// If `order` is `Release` or `AcqRel`, as std's.
            #[track_caller]
            #[inline(always)]
            pub fn load(&self, order: Ordering) -> $value {
                engine::clean_stack();
                self.load_in_model(order)
            }

            #[track_caller]
            fn load_in_model(&self, order: Ordering) -> $value {
                if let Some(plain) = self.plain() {
                    return plain.load(order);
                }
                ($from)(self.place().load(order, Location::caller()))
            }

            /// Changes the value.
            ///
            /// # Panics
            /// If `order` is `Acquire` or `AcqRel`, as std's.
            #[track_caller]
            pub fn store(&self, value: $value, order: Ordering) {
                if let Some(plain) = self.plain() {
                    return plain.store(value, order);
                }
                self.place().store(($to)(value), order, Location::caller());
                self.latest.store(value, Ordering::Relaxed);
            }

            /// Changes the value to `new` if it is `current`.
            ///
            /// # Errors
            /// The value, if it is another.
            #[track_caller]
            #[inline(always)]
            pub fn compare_exchange(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                engine::clean_stack();
                self.compare_exchange_in_model(Aim::IfIs(($to)(current)), new, success, failure)
            }

            #[track_caller]
            fn compare_exchange_in_model(
                &self,
                aim: Aim,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                match failure {
                    Ordering::Release => panic!("there is no such thing as a release failure ordering"),
                    Ordering::AcqRel => panic!("there is no such thing as an acquire-release failure ordering"),
                    _ => {}
                }
                let expected = aim.expected().expect("it demands a value");
                if let Some(plain) = self.plain() {
                    return plain.compare_exchange(($from)(expected), new, success, failure);
                }
                let bits = ($to)(new);
                let effect = self.place().update(
                    (Kind::CompareExchange, aim),
                    success,
                    failure,
                    Location::caller(),
                    &mut |old| (old == expected).then_some(bits),
                );
                let old = ($from)(effect.value);
                if effect.done {
                    self.latest.store(new, Ordering::Relaxed);
                    Ok(old)
                } else {
                    Err(old)
                }
            }

            /// As [`compare_exchange`](Self::compare_exchange), but it may fail for no reason, as it does on some
            /// machines. In a search, one of them does so once in an execution.
            ///
            /// # Errors
            /// The value, which may be `current`.
            #[track_caller]
            #[inline(always)]
            pub fn compare_exchange_weak(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                engine::clean_stack();
                self.compare_exchange_in_model(Aim::IfIsWeakly(($to)(current)), new, success, failure)
            }

            /// As `compare_exchange` with one ordering for both; returns the old value either way.
            #[track_caller]
            pub fn compare_and_swap(&self, current: $value, new: $value, order: Ordering) -> $value {
                let failure = match order {
                    Ordering::Release => Ordering::Relaxed,
                    Ordering::AcqRel => Ordering::Acquire,
                    order => order,
                };
                self.compare_exchange(current, new, order, failure).unwrap_or_else(|old| old)
            }

            /// As [`try_update`](Self::try_update), which is its newer name.
            ///
            /// # Errors
            /// The value, if `f` gives `None` for it.
            #[track_caller]
            pub fn fetch_update<F>(&self, set: Ordering, fetch: Ordering, f: F) -> Result<$value, $value>
            where
                F: FnMut($value) -> Option<$value>,
            {
                self.try_update(set, fetch, f)
            }

            /// Changes the value to what `f` makes of it, again if another thread interferes; returns the old one.
            ///
            /// # Errors
            /// The value, if `f` gives `None` for it.
            #[track_caller]
            pub fn try_update(
                &self,
                set: Ordering,
                fetch: Ordering,
                mut f: impl FnMut($value) -> Option<$value>,
            ) -> Result<$value, $value> {
                let mut old = self.load(fetch);
                while let Some(new) = f(old) {
                    match self.compare_exchange(old, new, set, fetch) {
                        Ok(old) => return Ok(old),
                        Err(seen) => old = seen,
                    }
                }
                Err(old)
            }

            /// Changes the value to what `f` makes of it, again if another thread interferes; returns the old one.
            #[track_caller]
            pub fn update(&self, set: Ordering, fetch: Ordering, mut f: impl FnMut($value) -> $value) -> $value {
                let updated = self.try_update(set, fetch, |old| Some(f(old)));
                updated.unwrap_or_else(|_| unreachable!("a new value is always given"))
            }

            #[track_caller]
            fn rmw(&self, order: Ordering, f: impl Fn($value) -> $value) -> $value {
                self.rmw_to(Aim::Unknown, order, f)
            }

            #[track_caller]
            fn rmw_to(&self, aim: Aim, order: Ordering, f: impl Fn($value) -> $value) -> $value {
                if let Some(plain) = self.plain() {
                    return plain.swap(f(plain.load(Ordering::Relaxed)), order);
                }
                let mut update = |old| {
                    let new = f(($from)(old));
                    self.latest.store(new, Ordering::Relaxed);
                    Some(($to)(new))
                };
                let site = Location::caller();
                let effect = self.place().update((Kind::Rmw, aim), order, order, site, &mut update);
                ($from)(effect.value)
            }

            /// The value, of an atomic that nobody else has.
            pub const fn into_inner(self) -> $value {
                self.latest.into_inner()
            }
        }

        impl $(<$p>)? fmt::Debug for $name $(<$p>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let place = self.place();
                // std's shows what a relaxed load gives; outside a model there is nothing to order.
                let bits = match crate::engine::is_running() {
                    true => place.load(Ordering::Relaxed, self.made.unwrap_or(Location::caller())),
                    false => place.peek(),
                };
                ($from)(bits).fmt(f)
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
