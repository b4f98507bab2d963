//! What an `Arc` tells about the other references.

use std::alloc::Allocator;
use std::clone::CloneToUninit;
use std::panic::Location;
use std::sync as real;

use super::{Arc, Weak};
use crate::engine::Kind;
use crate::engine::counts;
use crate::engine::objects::Class;
use crate::engine::objects::Outcome;

impl<T: ?Sized, A: Allocator> Arc<T, A> {
    /// How many references there are.
    #[must_use]
    #[track_caller]
    pub fn strong_count(this: &Self) -> usize {
        counts::look(
            Kind::StrongCount,
            this.address(),
            Location::caller(),
            || Outcome::shows(real::Arc::strong_count(&this.real), Class::Count),
        );
        real::Arc::strong_count(&this.real)
    }

    /// How many weak references there are.
    #[must_use]
    #[track_caller]
    pub fn weak_count(this: &Self) -> usize {
        counts::look(Kind::WeakCount, this.address(), Location::caller(), || {
            Outcome::shows(real::Arc::weak_count(&this.real), Class::Unique)
        });
        real::Arc::weak_count(&this.real)
    }

    /// A weak reference.
    #[must_use = "this returns a new `Weak` pointer, without modifying the original `Arc`"]
    #[track_caller]
    pub fn downgrade(this: &Self) -> Weak<T, A>
    where
        A: Clone,
    {
        counts::change(
            Kind::DowngradeArc,
            this.address(),
            Location::caller(),
            || Outcome::of(Class::Weak),
        );
        Weak::of(real::Arc::downgrade(&this.real))
    }

    /// The value to be changed, if there is no other reference, nor a weak one.
    #[track_caller]
    pub fn get_mut(this: &mut Self) -> Option<&mut T> {
        counts::look(Kind::GetMut, this.address(), Location::caller(), || {
            Outcome::when(this.is_only(), Class::Unique, Class::Unique)
        });
        real::Arc::get_mut(&mut this.real)
    }
}

impl<T, A: Allocator> Arc<T, A> {
    #[track_caller]
    fn unwrapped(this: Self, kind: Kind) -> Result<T, Self> {
        counts::look(kind, this.address(), Location::caller(), || {
            Outcome::when(this.is_last(), Class::Change, Class::Count)
        });
        real::Arc::try_unwrap(this.into_real()).map_err(Self::of)
    }

    /// The value, if there is no other reference.
    ///
    /// # Errors
    /// The reference itself, if there is another.
    #[track_caller]
    pub fn try_unwrap(this: Self) -> Result<T, Self> {
        Self::unwrapped(this, Kind::TryUnwrap)
    }

    /// The value, if this is the last reference. Of several threads that drop theirs in this way, exactly one gets it.
    #[track_caller]
    pub fn into_inner(this: Self) -> Option<T> {
        counts::look(Kind::IntoInner, this.address(), Location::caller(), || {
            Outcome::drops_one_of(real::Arc::strong_count(&this.real))
        });
        real::Arc::into_inner(this.into_real())
    }
}

impl<T: Clone, A: Allocator> Arc<T, A> {
    /// The value, if there is no other reference; otherwise a clone of it.
    #[track_caller]
    pub fn unwrap_or_clone(this: Self) -> T {
        Self::unwrapped(this, Kind::UnwrapOrClone).unwrap_or_else(|arc| (*arc).clone())
    }
}

impl<T: ?Sized + CloneToUninit, A: Allocator + Clone> Arc<T, A> {
    /// The value to be changed: a clone of it, if there is another reference.
    #[track_caller]
    pub fn make_mut(this: &mut Self) -> &mut T {
        let site = Location::caller();
        counts::look(Kind::MakeMut, this.address(), site, || {
            Outcome::when(
                !this.is_last() || this.is_only(),
                Class::Unique,
                Class::Change,
            )
        });
        if this.is_last() {
            let before = this.address();
            real::Arc::make_mut(&mut this.real);
            if this.address() != before {
                counts::made(this.address(), site);
            }
        } else {
            // By hand, because the reference given up counts as one until the value has been cloned, which can take
            // several operations, and giving it up is another.
            let mut copy = this.real.clone();
            real::Arc::make_mut(&mut copy);
            *this = Self::first(copy, site);
        }
        // Nobody else refers to the new value, so this only lends it.
        real::Arc::make_mut(&mut this.real)
    }
}
