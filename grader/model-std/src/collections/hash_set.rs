//! `std::collections::hash_set`: std's own table, with the model's hashing. It tells the model when its order is seen.

use std::borrow::Borrow;
use std::collections::TryReserveError;
use std::collections::hash_set as real;
use std::fmt;
use std::hash::{BuildHasher, Hash};
use std::ops::{BitAnd, BitOr, BitXor, Sub};

pub use std::collections::hash_set::*;

use crate::hash::{RandomState, for_a_table, order_is_seen};

/// A set of values; see [`std::collections::HashSet`].
pub struct HashSet<T, S = RandomState> {
    base: real::HashSet<T, S>,
}

impl<T> HashSet<T> {
    /// An empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty set with room for so many values.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self::with_capacity_and_hasher(capacity, for_a_table(RandomState::new))
    }
}

impl<T, S> HashSet<T, S> {
    /// An empty set that hashes by this.
    pub const fn with_hasher(hasher: S) -> Self {
        Self {
            base: real::HashSet::with_hasher(hasher),
        }
    }

    /// An empty set with room for so many values that hashes by this.
    pub fn with_capacity_and_hasher(capacity: usize, hasher: S) -> Self {
        Self {
            base: real::HashSet::with_capacity_and_hasher(capacity, hasher),
        }
    }

    /// For how many values there is room.
    pub fn capacity(&self) -> usize {
        self.base.capacity()
    }

    /// Its values.
    pub fn iter(&self) -> Iter<'_, T> {
        order_is_seen(self.len());
        self.base.iter()
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.base.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.base.is_empty()
    }

    /// Takes all values out.
    pub fn drain(&mut self) -> Drain<'_, T> {
        order_is_seen(self.len());
        self.base.drain()
    }

    /// Takes those values out for which `pred` is true.
    pub fn extract_if<F>(&mut self, pred: F) -> ExtractIf<'_, T, F>
    where
        F: FnMut(&T) -> bool,
    {
        order_is_seen(self.len());
        self.base.extract_if(pred)
    }

    /// Keeps those values only for which `f` is true.
    pub fn retain<F>(&mut self, f: F)
    where
        F: FnMut(&T) -> bool,
    {
        order_is_seen(self.len());
        self.base.retain(f);
    }

    /// Drops all values.
    pub fn clear(&mut self) {
        if std::mem::needs_drop::<T>() {
            order_is_seen(self.len());
        }
        self.base.clear();
    }

    /// What it hashes by.
    pub fn hasher(&self) -> &S {
        self.base.hasher()
    }
}

impl<T: Eq + Hash, S: BuildHasher> HashSet<T, S> {
    /// Makes room for so many values more.
    pub fn reserve(&mut self, additional: usize) {
        self.base.reserve(additional);
    }

    /// Makes room for so many values more.
    ///
    /// # Errors
    /// If there is not so much memory.
    pub fn try_reserve(&mut self, additional: usize) -> Result<(), TryReserveError> {
        self.base.try_reserve(additional)
    }

    /// Gives room back that is not needed.
    pub fn shrink_to_fit(&mut self) {
        self.base.shrink_to_fit();
    }

    /// Gives room back, but keeps so much.
    pub fn shrink_to(&mut self, min_capacity: usize) {
        self.base.shrink_to(min_capacity);
    }

    /// The values that `other` has not.
    pub fn difference<'a>(&'a self, other: &'a Self) -> Difference<'a, T, S> {
        order_is_seen(self.len());
        self.base.difference(&other.base)
    }

    /// The values that only one of the two has.
    pub fn symmetric_difference<'a>(&'a self, other: &'a Self) -> SymmetricDifference<'a, T, S> {
        order_is_seen(self.len() + other.len());
        self.base.symmetric_difference(&other.base)
    }

    /// The values that both have.
    pub fn intersection<'a>(&'a self, other: &'a Self) -> Intersection<'a, T, S> {
        order_is_seen(self.len().min(other.len()));
        self.base.intersection(&other.base)
    }

    /// The values that one of the two has.
    pub fn union<'a>(&'a self, other: &'a Self) -> Union<'a, T, S> {
        order_is_seen(self.len() + other.len());
        self.base.union(&other.base)
    }

    /// Whether the value is there.
    pub fn contains<Q>(&self, value: &Q) -> bool
    where
        T: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.base.contains(value)
    }

    /// The value as it is stored.
    pub fn get<Q>(&self, value: &Q) -> Option<&T>
    where
        T: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.base.get(value)
    }

    /// Whether no value is in both.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.base.is_disjoint(&other.base)
    }

    /// Whether `other` has all values.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.base.is_subset(&other.base)
    }

    /// Whether all values of `other` are here.
    pub fn is_superset(&self, other: &Self) -> bool {
        self.base.is_superset(&other.base)
    }

    /// Adds the value; false if it was there.
    pub fn insert(&mut self, value: T) -> bool {
        self.base.insert(value)
    }

    /// Adds the value; returns the equal one that was there.
    pub fn replace(&mut self, value: T) -> Option<T> {
        self.base.replace(value)
    }

    /// Drops the value; false if it was not there.
    pub fn remove<Q>(&mut self, value: &Q) -> bool
    where
        T: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.base.remove(value)
    }

    /// Takes the value out.
    pub fn take<Q>(&mut self, value: &Q) -> Option<T>
    where
        T: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.base.take(value)
    }
}

/// The operators between two sets: a new set of what the method gives.
macro_rules! operators {
    ($($operator:ident $function:ident $method:ident;)*) => {$(
        impl<T: Eq + Hash + Clone, S: BuildHasher + Default> $operator<&HashSet<T, S>> for &HashSet<T, S> {
            type Output = HashSet<T, S>;

            fn $function(self, rhs: &HashSet<T, S>) -> HashSet<T, S> {
                // Into a set again: nobody sees an order.
                self.base.$method(&rhs.base).cloned().collect()
            }
        }
    )*};
}

operators! {
    BitAnd bitand intersection;
    BitOr bitor union;
    BitXor bitxor symmetric_difference;
    Sub sub difference;
}

impl<T: Clone, S: Clone> Clone for HashSet<T, S> {
    fn clone(&self) -> Self {
        Self {
            base: self.base.clone(),
        }
    }

    fn clone_from(&mut self, source: &Self) {
        self.base.clone_from(&source.base);
    }
}

impl<T: fmt::Debug, S> fmt::Debug for HashSet<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        order_is_seen(self.len());
        self.base.fmt(f)
    }
}

impl<T, S: Default> Default for HashSet<T, S> {
    fn default() -> Self {
        Self::with_hasher(for_a_table(S::default))
    }
}

impl<T: Eq + Hash, S: BuildHasher> PartialEq for HashSet<T, S> {
    fn eq(&self, other: &Self) -> bool {
        self.base == other.base
    }
}

impl<T: Eq + Hash, S: BuildHasher> Eq for HashSet<T, S> {}

impl<T: Eq + Hash, S: BuildHasher> Extend<T> for HashSet<T, S> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {
        self.base.extend(iter);
    }
}

impl<'a, T: Eq + Hash + Copy + 'a, S: BuildHasher> Extend<&'a T> for HashSet<T, S> {
    fn extend<I: IntoIterator<Item = &'a T>>(&mut self, iter: I) {
        self.base.extend(iter);
    }
}

impl<T: Eq + Hash, S: BuildHasher + Default> FromIterator<T> for HashSet<T, S> {
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self {
        let mut set = Self::default();
        set.extend(iter);
        set
    }
}

impl<T: Eq + Hash, const N: usize> From<[T; N]> for HashSet<T> {
    fn from(values: [T; N]) -> Self {
        Self::from_iter(values)
    }
}

impl<'a, T, S> IntoIterator for &'a HashSet<T, S> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T, S> IntoIterator for HashSet<T, S> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        order_is_seen(self.len());
        self.base.into_iter()
    }
}
